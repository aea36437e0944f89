/**
 * A share as it is read: the thread of facts with their numbered pieces, the list of pieces, what was felt where that was chosen, the contacts. The owner's last
 * look, her look back and the recipient's page draw this same view.
 */
import { chips } from "./chips.js";
import { html, icon, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { readingParts, readingSections } from "./reader-readings.js";
import { listRows } from "./rows.js";
import { legend, thread } from "./thread.js";
import { fileIcon, fileTiles } from "./tile.js";

/**
 * @typedef {object} Piece
 * @property {string} id
 * @property {number} number from 1
 * @property {string} title
 * @property {string} type media type
 * @property {string} meta one line
 * @property {string} [thumb] `blob:` address
 * @property {boolean} heavy its owner finds it hard to see
 * @property {string} [withFact] title of the fact that names it
 * @property {any} record as shared
 */
/** @typedef {import("./thread.js").Entry & { people: string, parts: { name: string, text: string }[], pieces: Piece[] }} Fact */
/** @typedef {{ id: string, name: string, role: string, organisation: string, means: { type: string, value: string }[], notes: string }} Person */
/** @typedef {{ timelines: { title: string, description: string }[], facts: Fact[], pieces: Piece[], people: Person[], readings: import("./reader-readings.js").Readings }} Shown */

/** @param {string} type media type @returns {string} as a person says it */
export function pieceKind(type) {
  const names = { photo: t("photo"), sound: t("son"), video: t("vidéo"), document: t("document") };
  if (type.startsWith("text/plain")) return t("texte");
  return names[/** @type {keyof typeof names} */ (fileIcon(type))];
}

/** @param {Piece} piece */
export function pieceName({ number, title }) {
  const name = t("Pièce {number}", { number });
  return title ? `${name} · ${title}` : name;
}

/**
 * @param {{ shown: Shown, onPiece: (id: string) => void, jump?: boolean }} props jump: links to the parts, for a page of its own
 */
export function readingView({ shown, onPiece, jump = false }) {
  const { timelines, facts, pieces, people, readings } = shown;
  return html`<div class="reading">
    ${jump ? parts(shown) : nothing}
    ${timelines.map(({ title, description }) => html`<section class="frieze"><h2>${title}</h2>${description ? html`<p class="told">${description}</p>` : nothing}</section>`)}
    ${facts.length ? html`<section aria-labelledby="facts-title">
      <h2 id="facts-title" tabindex="-1">${t("Chronologie")}</h2>
      ${thread(facts.map((one) => withExtra(one, onPiece)), { full: true })}
      ${legend()}
    </section>` : nothing}
    ${pieces.length ? html`<section aria-labelledby="pieces-title">
      <h2 id="pieces-title" tabindex="-1">${tn("{n} pièce", "{n} pièces", pieces.length)}</h2>
      ${listRows(pieces.map(pieceRow), { onOpen: onPiece })}
    </section>` : nothing}
    ${readingSections(readings)}
    ${people.length ? html`<section aria-labelledby="people-title">
      <h2 id="people-title" tabindex="-1">${t("Contacts")}</h2>
      <ul class="people">${people.map(person)}</ul>
    </section>` : nothing}
  </div>`;
}

/** Buttons rather than links: an address with a fragment would be taken for a link that opens a share. @param {Shown} shown */
function parts({ facts, pieces, people, readings }) {
  const all = [
    { id: "facts-title", label: t("Chronologie"), count: facts.length },
    { id: "pieces-title", label: t("Pièces"), count: pieces.length },
    ...readingParts(readings),
    { id: "people-title", label: t("Contacts"), count: people.length },
  ];
  const there = all.filter(({ count }) => count > 0);
  if (there.length < 2) return nothing;
  return html`<div class="row no-print" role="group" aria-label=${t("Aller à")}>
    ${there.map(({ id, label }) => html`<button type="button" class="btn" @click=${() => jumpTo(id)}>${label}</button>`)}
  </div>`;
}

/** @param {string} id */
function jumpTo(id) {
  const title = document.getElementById(id);
  title?.scrollIntoView({ block: "start" });
  title?.focus({ preventScroll: true });
}

/** @param {Fact} fact @param {(id: string) => void} onPiece @returns {import("./thread.js").Entry} */
function withExtra(fact, onPiece) {
  const { people, parts: said, pieces } = fact;
  const extra = html`
    ${said.map(({ name, text }) => html`<div class="said"><h4>${name}</h4><p class="told">${text}</p></div>`)}
    ${chips(people ? [{ text: t("Qui était là : {names}", { names: people }), icon: "people" }] : [])}
    ${pieces.length ? fileTiles(pieces.map((piece) => tile(piece, onPiece)), { small: true }) : nothing}`;
  return { ...fact, extra };
}

/** @param {Piece} piece @param {(id: string) => void} onOpen */
function tile(piece, onOpen) {
  const { id, type, meta, thumb, heavy } = piece;
  return { id, name: pieceName(piece), type, meta, onOpen, heavy, ...(thumb ? { thumb } : {}) };
}

/** @param {Piece} piece */
function pieceRow(piece) {
  const { id, type, meta, withFact, heavy } = piece;
  const chips = [...(heavy ? [{ text: t("contenu difficile"), icon: "eye-off" }] : []), ...(withFact ? [{ text: withFact, icon: "clip" }] : [])];
  return { id, title: pieceName(piece), icon: fileIcon(type), meta, chips };
}

/** @param {Person} one */
function person({ name, role, organisation, means, notes }) {
  const roles = /** @type {Record<string, string>} */ ({ witness: t("témoin"), relative: t("proche"), professional: t("aide professionnelle"), involved: t("personne impliquée") });
  return html`<li class="sheet">
    <h3>${name}</h3>
    <p class="soft">${[roles[role], organisation === name ? "" : organisation].filter(Boolean).join(" · ")}</p>
    ${means.length ? html`<ul class="means">${means.map((one) => html`<li>${reach(one)}</li>`)}</ul>` : nothing}
    ${notes ? html`<p class="told">${notes}</p>` : nothing}
  </li>`;
}

/** @param {{ type: string, value: string }} means */
function reach({ type, value }) {
  const drawn = { phone: "phone", email: "envelope", address: "place" }[type] ?? "info";
  if (type === "phone") return html`${icon(drawn)}<a href="tel:${value.replace(/[^\d+]/g, "")}">${value}</a>`;
  if (type === "email") return html`${icon(drawn)}<a href="mailto:${value}">${value}</a>`;
  return html`${icon(drawn)}<span>${value}</span>`;
}
