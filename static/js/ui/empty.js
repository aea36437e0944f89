/** Nothing here yet: a small drawing, why it may be empty, and the one thing to do. */
import { drawing, html, nothing } from "./html.js";

/**
 * @param {object} props
 * @param {"empty-journal" | "empty-files" | "empty-thread" | "empty-contacts" | "empty-shares" | "empty-search"} props.picture
 * @param {string} props.title
 * @param {string} [props.text]
 * @param {{ label: string, onClick: () => void }} [props.action]
 */
export function empty({ picture, title, text, action }) {
  return html`<div class="empty">
    ${drawing(picture)}
    <h2>${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing}
    ${action ? html`<button type="button" class="btn main" @click=${action.onClick}>${action.label}</button>` : nothing}
  </div>`;
}
