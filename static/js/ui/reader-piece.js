/** One piece in its frame: picture, player, document, text, or the word that it can only be saved. */
import { blurred } from "./blurred.js";
import { html, icon, keyed, nothing, ref } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";
import { fileIcon, viewer } from "./tile.js";

/**
 * @typedef {object} PieceView
 * @property {string} id
 * @property {string} name
 * @property {"image" | "audio" | "video" | "text" | "pdf" | null} kind null: it can only be saved
 * @property {string | undefined} url of the picture, sound or film, once there is one
 * @property {boolean} heavy its owner finds it hard to see: shown only when asked for
 * @property {string} text of a piece without file
 * @property {{ message: string } | undefined} error
 * @property {[string, string][]} facts
 * @property {(frame: HTMLIFrameElement) => void} onFrame the frame of a document is in the page
 * @property {() => void} onBroken the browser cannot show what it was given
 */

/** @param {PieceView} props */
export function pieceView(props) {
  const { id, name, error, facts } = props;
  // Another piece is another frame: what one shows must not be left in the next.
  return html`${keyed(id, html`${error ? failure(error) : nothing}${viewer({ name, frame: frame(props), facts: facts.map(shownFact) })}`)}`;
}

/** @param {[string, string]} fact @returns {[string, import("./html.js").Content]} */
function shownFact([name, value]) {
  return [name, html`<span class="told">${value}</span>`];
}

/** @param {PieceView} props */
function frame({ name, kind, url, heavy, text, error, onFrame, onBroken }) {
  if (text) return html`<pre tabindex="0">${text}</pre>`;
  if (kind === "pdf" || kind === "text") return html`<iframe title=${name} ${ref((element) => shownOnce(element, onFrame))}></iframe>`;
  if (kind === null || error) return html`<div class="wait">${icon(fileIcon(""))}<p>${t("Cette pièce ne s’affiche pas ici. Enregistrez-la pour l’ouvrir avec un autre programme.")}</p></div>`;
  if (!url) return html`<div class="wait" role="status">${icon("wait")}<p>${t("Déchiffrement…")}</p></div>`;
  if (kind === "image") return html`${blurred(url, html`<img src=${url} alt=${name} @error=${onBroken}>`, name, heavy)}`;
  return kind === "audio"
    ? html`<audio controls preload="metadata" src=${url} aria-label=${name} @error=${onBroken}></audio>`
    : html`${blurred(url, html`<video controls playsinline preload="metadata" src=${url} aria-label=${name} @error=${onBroken}></video>`, name, heavy)}`;
}

/** @type {WeakSet<Element>} */
const given = new WeakSet();

/**
 * A frame is drawn again at each refresh, and given its document once.
 * @param {Element | undefined} element
 * @param {(frame: HTMLIFrameElement) => void} onFrame
 */
function shownOnce(element, onFrame) {
  if (!(element instanceof HTMLIFrameElement) || given.has(element)) return;
  given.add(element);
  // Once it stands in the page: a frame outside of it loads nothing.
  queueMicrotask(() => onFrame(element));
}
