/** A file in its frame: picture that can be enlarged, player, document, text, or the word that it can only be saved. */
import { blurred } from "./blurred.js";
import { classMap, html, icon, nothing, ref } from "./html.js";
import { t } from "./i18n.js";
import { fileIcon } from "./tile.js";

/**
 * @typedef {object} PieceFrame
 * @property {string} name
 * @property {string} type media type
 * @property {"image" | "audio" | "video" | "text" | "pdf" | null} kind null: it can only be saved
 * @property {string | undefined} url of the picture, sound or film, once there is one
 * @property {boolean} [heavy] hard to see: shown only when asked for
 * @property {boolean} broken the browser cannot show what it was given
 * @property {boolean} large the picture at its own size, to be moved about
 * @property {(frame: HTMLIFrameElement) => void} onFrame the frame of a document is in the page
 * @property {() => void} onBroken
 * @property {() => void} onLarge
 */

/** @param {PieceFrame} props */
export function pieceFrame(props) {
  const { name, type, kind, url, broken, onFrame, onBroken } = props;
  if (kind === null || broken) return html`<div class="wait">${icon(fileIcon(type))}<p>${t("Ce fichier ne s’affiche pas ici. Il est intact : enregistrez-le pour l’ouvrir avec un autre programme.")}</p></div>`;
  if (kind === "pdf" || kind === "text") return html`<iframe title=${name} ${ref((element) => shownOnce(element, onFrame))}></iframe>`;
  if (!url) return html`<div class="wait" role="status">${icon("wait")}<p>${t("Déchiffrement…")}</p></div>`;
  if (kind === "image") return blurred(url, picture(props), name, props.heavy);
  return kind === "audio"
    ? html`<audio controls preload="metadata" src=${url} aria-label=${name} @error=${onBroken}></audio>`
    : blurred(url, html`<video controls playsinline preload="metadata" src=${url} aria-label=${name} @error=${onBroken}></video>`, name, props.heavy);
}

/** @param {PieceFrame} props */
function picture({ name, url, large, onLarge, onBroken }) {
  return html`<div class=${classMap({ zoom: true, large })} tabindex=${large ? "0" : nothing} role=${large ? "group" : nothing} aria-label=${large ? name : nothing}>
      <img src=${url ?? nothing} alt=${name} @error=${onBroken} @click=${onLarge}>
    </div>
    <button type="button" class="btn zoom-button" aria-pressed=${large ? "true" : "false"} @click=${onLarge}>${icon("search")}${large ? t("Voir en entier") : t("Agrandir")}</button>`;
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
