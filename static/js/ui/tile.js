/**
 * Files as people know them: a picture or the drawing of their kind, a name, a size. Names and thumbnails come from
 * decrypted content: they are only ever text and `blob:` addresses made by this page.
 */
import { blurred } from "./blurred.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} FileTile
 * @property {string} id
 * @property {string} name
 * @property {string} type media type
 * @property {string} meta size, length, date: one line
 * @property {string} [thumb] `blob:` address of the thumbnail
 * @property {boolean} [heavy] hard to see: shown only when asked for
 * @property {string} [badge] on the picture: length of a recording
 * @property {(id: string) => void} [onOpen]
 * @property {import("./html.js").Content} [extra] progress, a button to remove
 */

/**
 * The drawing that stands for a media type.
 * @param {string} type
 */
export function fileIcon(type) {
  if (type.startsWith("image/")) return "photo";
  if (type.startsWith("audio/")) return "sound";
  if (type.startsWith("video/")) return "video";
  return "document";
}

/** @param {FileTile} file a `li` of `.tiles` */
function fileTile(file) {
  const name = file.name || t("Sans nom");
  const { onOpen } = file;
  return html`<li class="tile" data-id=${file.id}>
    <div class="thumb">${file.thumb ? blurred(file.thumb, html`<img src=${file.thumb} alt="">`, name, file.heavy) : icon(fileIcon(file.type))}</div>
    ${file.badge ? html`<span class="badge">${file.badge}</span>` : nothing}
    <div class="what">
      ${onOpen
        ? html`<button type="button" class="tile-open" @click=${() => onOpen(file.id)}><span class="name">${name}</span></button>`
        : html`<span class="name">${name}</span>`}
      <p class="meta">${file.meta}</p>
      ${file.extra ?? nothing}
    </div>
  </li>`;
}

/**
 * @param {FileTile[]} files
 * @param {{ small?: boolean }} [options] small: one line each, inside a form
 */
export function fileTiles(files, { small = false } = {}) {
  return html`<ul class="tiles ${small ? "small" : ""}">${files.map(fileTile)}</ul>`;
}

/**
 * Choosing files: a press or a drop. `capture` opens the camera on a phone.
 * @param {{ id: string, label: string, hint?: string, onFiles: (files: File[]) => void, accept?: string, capture?: boolean, several?: boolean }} props
 */
export function fileButton({ id, label, onFiles, accept, capture = false, several = true, hint }) {
  const chosen = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length) onFiles(files);
  };
  return html`<span>
    <input class="file-input" id=${id} type="file" ?multiple=${several} accept=${accept ?? nothing}
      capture=${capture ? "environment" : nothing} aria-describedby=${hint ? `${id}-hint` : nothing} @change=${chosen}>
    <label class="btn" for=${id}>${icon(capture ? "camera" : "clip")}${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  </span>`;
}

/**
 * @typedef {object} Viewed
 * @property {string} name
 * @property {import("./html.js").Content} frame the picture, player, sandboxed frame or text that the screen made
 * @property {[string, import("./html.js").Content][]} facts
 * @property {import("./html.js").Content} [actions]
 */

/** @param {Viewed} viewed */
export function viewer({ name, frame, facts, actions }) {
  return html`<article class="viewer" aria-label=${name}>
    <div class="frame">${frame}</div>
    ${factList(facts)}
    ${actions ? html`<div class="actions">${actions}</div>` : nothing}
  </article>`;
}

/** @param {[string, import("./html.js").Content][]} facts pairs of name and value */
export function factList(facts) {
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
