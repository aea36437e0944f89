/** Lists: rows that open, rows to choose from, and the card of a share. */
import { html, icon, live, nothing, repeat } from "./html.js";
import { chips } from "./chips.js";

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {string} [meta] one line below
 * @property {string} [icon]
 * @property {import("./chips.js").Chip[]} [chips]
 * @property {import("./html.js").Content} [end] at the end of the row: a state, a button
 */

/**
 * @param {Row[]} rows
 * @param {{ onOpen?: (id: string) => void }} [options]
 */
export function listRows(rows, { onOpen } = {}) {
  return html`<ul class="rows">${repeat(rows, (row) => row.id, (row) => html`<li class="list-row" data-id=${row.id}>
    ${row.icon ? icon(row.icon) : nothing}
    <div class="what">
      ${onOpen
        ? html`<button type="button" class="row-open" @click=${() => onOpen(row.id)}><strong>${row.title}</strong></button>`
        : html`<strong>${row.title}</strong>`}
      ${row.meta ? html`<p class="meta">${row.meta}</p>` : nothing}
      ${chips(row.chips ?? [])}
    </div>
    ${row.end ? html`<div class="end">${row.end}</div>` : nothing}
  </li>`)}</ul>`;
}

/**
 * Rows to choose from, a box each.
 * @param {Row[]} rows
 * @param {{ chosen: ReadonlySet<string>, onChoose: (id: string, chosen: boolean) => void }} options
 */
export function pickRows(rows, { chosen, onChoose }) {
  return html`<ul class="rows pick">${repeat(rows, (row) => row.id, (row) => html`<li><label>
    <input type="checkbox" .checked=${live(chosen.has(row.id))} @change=${toggled(row.id, onChoose)}>
    ${row.icon ? icon(row.icon) : nothing}
    <span class="what"><strong>${row.title}</strong>${row.meta ? html`<span class="soft small">${row.meta}</span>` : nothing}</span>
    ${row.end ?? nothing}
  </label></li>`)}</ul>`;
}

/**
 * @param {string} id
 * @param {(id: string, chosen: boolean) => void} onChoose
 */
function toggled(id, onChoose) {
  return (/** @type {Event} */ event) => onChoose(id, /** @type {HTMLInputElement} */ (event.target).checked);
}

/**
 * @typedef {object} ShareCard
 * @property {string} recipient
 * @property {string} until « jusqu’au 30 novembre 2026, 18 h », or when and why it ended
 * @property {string} what « 6 faits, 4 pièces, 1 contact »
 * @property {boolean} ended
 * @property {string} state one word or two
 * @property {string[]} openings one line each
 * @property {string} never what is said when nobody has opened it
 * @property {import("./html.js").Content} [actions]
 */

/** @param {ShareCard} share */
export function shareCard({ recipient, until, what, ended, state, openings, never, actions }) {
  return html`<article class="share-card ${ended ? "ended" : ""}">
    <header><h3>${recipient}</h3>${chips([ended ? { text: state } : { text: state, tone: "ok" }])}</header>
    <p>${what}<br>${until}</p>
    <ul class="openings">
      ${openings.length ? openings.map((line) => html`<li>${line}</li>`) : html`<li class="never">${never}</li>`}
    </ul>
    ${actions ? html`<div class="actions">${actions}</div>` : nothing}
  </article>`;
}
