/** One fact, to be read: the fact first, what it rests on, then what was felt, apart. */
import { chips } from "./chips.js";
import { html, icon, nothing } from "./html.js";
import { formatDate, t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { fileTiles } from "./tile.js";

/** @typedef {{ id: string, title: string }} Linked */

/**
 * @typedef {object} EventView
 * @property {string} whenText
 * @property {string} words the date as she wrote it
 * @property {string} facts
 * @property {string} said
 * @property {"yes" | "some" | "no" | "unknown" | null} danger
 * @property {{ name: string, contact: string | null }[]} people
 * @property {string} feelings
 * @property {string} thoughts
 * @property {import("./tile.js").FileTile[]} pieces
 * @property {Linked[]} timelines
 * @property {import("./html.js").Content} versions
 * @property {boolean} trashed
 * @property {string} written time
 * @property {string | null} edited time
 * @property {{ message: string } | undefined} error
 * @property {() => void} onEdit
 * @property {() => void} onTimeline
 * @property {() => void} onShare
 * @property {() => void} onReread somebody else reads it in her place
 * @property {() => void} onTrash
 * @property {(id: string) => void} onPiece
 * @property {(id: string) => void} onContact
 * @property {(id: string) => void} onLine
 */

/** What is written of a fact, at any version. @param {{ whenText: string, words: string, facts: string, said: string }} props */
export function eventText({ whenText, words, facts, said }) {
  return html`<p class="when-line">${whenText}</p>
    ${words && !whenText.startsWith(words.trim()) ? html`<p class="small soft">${t("Avec vos mots : « {words} »", { words })}</p>` : nothing}
    ${facts ? html`<p class="written">${facts}</p>` : nothing}
    ${said ? html`<section><h2 class="small-title">${t("Paroles exactes")}</h2><blockquote class="written">${said}</blockquote></section>` : nothing}`;
}

/** @param {EventView} props */
export function eventView(props) {
  const { danger, pieces, onPiece, error, trashed } = props;
  return html`<article class="stack item">
    ${error ? failure(error) : nothing}
    ${trashed ? notice({ tone: "watch", text: t("Ce fait est à la corbeille.") }) : nothing}
    ${eventText(props)}
    ${chips(dangerChip(danger))}
    ${people(props)}
    ${pieces.length ? html`<section><h2 class="small-title">${t("Pièces")}</h2>${fileTiles(pieces.map((piece) => ({ ...piece, onOpen: onPiece })))}</section>` : nothing}
    ${linked(t("Sur les frises"), props.timelines, "thread", props.onLine)}
    ${apart(props)}
    ${acts(props)}
    <p class="small soft">${dates({ ...props, first: t("Écrit le {date}.", { date: formatDate(props.written) }) })}</p>
    ${props.versions}
  </article>`;
}

/** @param {EventView["danger"]} danger @returns {import("./chips.js").Chip[]} */
function dangerChip(danger) {
  if (danger === "yes") return [{ text: t("danger ressenti"), tone: "danger" }];
  if (danger === "some") return [{ text: t("un peu de danger ressenti"), tone: "danger" }];
  if (danger === "no") return [{ text: t("pas de danger ressenti") }];
  return [];
}

/** @param {EventView} props */
function people({ people: list, onContact }) {
  if (list.length === 0) return nothing;
  return html`<section><h2 class="small-title">${t("Qui était là")}</h2><ul class="chips chosen">${list.map(({ name, contact }) => html`<li>${contact
    ? html`<button type="button" class="chip ok" @click=${() => onContact(contact)}>${icon("people")}${name}</button>`
    : html`<span class="chip">${name}</span>`}</li>`)}</ul></section>`;
}

/**
 * Items that this one is tied to.
 * @param {string} title
 * @param {Linked[]} list
 * @param {string} drawing
 * @param {(id: string) => void} onOpen
 */
export function linked(title, list, drawing, onOpen) {
  if (list.length === 0) return nothing;
  return html`<section><h2 class="small-title">${title}</h2><ul class="chips chosen">${list.map((item) => html`<li>
    <button type="button" class="chip" @click=${() => onOpen(item.id)}>${icon(drawing)}${item.title}</button></li>`)}</ul></section>`;
}

/** @param {EventView} props */
function apart({ feelings, thoughts }) {
  if (!feelings && !thoughts) return nothing;
  return html`<details class="fold">
    <summary>${t("Ce que j’ai ressenti · ce que j’en pense")}</summary>
    <p class="hint">${t("À part des faits. N’est jamais partagé sans votre choix.")}</p>
    ${feelings ? html`<h3>${t("Ce que j’ai ressenti")}</h3><p class="written">${feelings}</p>` : nothing}
    ${thoughts ? html`<h3>${t("Ce que j’en pense aujourd’hui")}</h3><p class="written">${thoughts}</p>` : nothing}
  </details>`;
}

/** @param {{ onEdit: () => void, onTimeline: () => void, onShare: () => void, onReread: () => void, onTrash: () => void, trashed: boolean }} props */
export function acts({ onEdit, onTimeline, onShare, onReread, onTrash, trashed }) {
  if (trashed) return nothing;
  return html`<div class="actions no-print">
    <button type="button" class="btn main" @click=${onEdit}>${icon("edit")}${t("Modifier")}</button>
    <button type="button" class="btn" @click=${onTimeline}>${icon("thread")}${t("Mettre sur une frise")}</button>
    <button type="button" class="btn" @click=${onShare}>${icon("share")}${t("Montrer à quelqu’un")}</button>
    <button type="button" class="btn quiet" @click=${onReread}>${icon("people")}${t("Quelqu’un d’autre peut relire pour moi")}</button>
    <button type="button" class="btn quiet end" @click=${onTrash}>${icon("trash")}${t("Supprimer")}</button>
  </div>`;
}

/** @param {{ edited: string | null, first: string }} props first: when it was first kept, said */
export function dates({ first, edited }) {
  return edited ? `${first} ${t("Modifié le {date}.", { date: formatDate(edited) })}` : first;
}
