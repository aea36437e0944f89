/** What stands in the vault until somebody mends it: one line each, quiet, with what to do. */
import { html, icon } from "./html.js";

/**
 * @typedef {object} Standing
 * @property {string} text
 * @property {boolean} [urgent]
 * @property {{ label: string, onClick: () => void }} action
 */

/** @param {Standing[]} list */
export function standingList(list) {
  return html`<ul class="standing">${list.map(({ text, urgent = false, action }) => html`<li class=${urgent ? "urgent-one" : ""}>
    ${icon(urgent ? "watch" : "info")}<p>${text}</p>
    <button type="button" class="btn ${urgent ? "end" : "quiet"}" @click=${action.onClick}>${action.label}</button></li>`)}</ul>`;
}
