/**
 * A long list of messages of which only what is near the window is in the page.
 *
 *  1. Messages come in chunks. A chunk far away is an empty place of the height that it had, or may have.
 *  2. A chunk that holds the focus stays, so that nobody loses her place by scrolling.
 *  3. Words are text; they keep their lines, and their own direction of writing.
 */
import { html, icon, live, nothing, ref, repeat } from "./html.js";
import { formatSize, t } from "./i18n.js";
import { failure } from "./notice.js";

/**
 * @typedef {object} Line one message
 * @property {number} at its number
 * @property {string} who
 * @property {boolean} mine
 * @property {boolean} soft words of the application
 * @property {string} hour
 * @property {string} day empty when it is that of the message before
 * @property {string} text
 * @property {boolean} folded there are more words than are shown
 * @property {string[]} notes what is to be known of it: cut, unreadable signs
 * @property {{ name: string, size: number | null, here: boolean }[]} files
 */

/** @typedef {{ number: number, height: number, lines: Line[] | null, error?: { message: string } }} Chunk lines: null while it is far away, on its way, or could not be read */

/**
 * @typedef {object} ConversationList
 * @property {number} key of this list
 * @property {Chunk[]} chunks
 * @property {ReadonlySet<number>} chosen
 * @property {boolean} found these are results of a search: each can be seen where it stands
 * @property {(number: number, near: boolean, height: number) => void} onNear
 * @property {(number: number) => void} onAgain for a chunk that could not be read
 * @property {(at: number, chosen: boolean) => void} onChoose
 * @property {(at: number) => void} onUnfold
 * @property {(at: number) => void} onPlace
 * @property {(at: number, number: number) => void} onFile one of the files of a message
 */

/** @type {WeakMap<Element, (near: boolean, height: number) => void>} */
const watchers = new WeakMap();

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target, boundingClientRect } of entries) {
    if (!isIntersecting && target.contains(document.activeElement)) continue; // 2
    watchers.get(target)?.(isIntersecting, boundingClientRect.height);
  }
}, { rootMargin: "900px 0px" });

/** @param {ConversationList} props */
export function conversationList(props) {
  return html`<div class="talk">${repeat(props.chunks, ({ number }) => `${props.key} ${number}`, (chunk) => html`<div class="talk-chunk" data-chunk=${chunk.number}
    ${ref((element) => watch(element, chunk, props.onNear))}>${inside(chunk, props)}</div>`)}</div>`;
}

/** @param {Chunk} chunk @param {ConversationList} props */
function inside({ number, lines: shown, error }, props) {
  if (error) return failure(error, { label: t("Réessayer"), onClick: () => props.onAgain(number) });
  return shown ? lines(shown, props) : nothing;
}

/** @param {Element | undefined} element @param {Chunk} chunk @param {ConversationList["onNear"]} onNear */
function watch(element, { number, height, lines: shown }, onNear) {
  if (!(element instanceof HTMLElement)) return;
  // By the style object: the content policy lets no `style` attribute in.
  element.style.minBlockSize = shown ? "" : `${height}px`;
  if (!watchers.has(element)) observer.observe(element);
  watchers.set(element, (near, tall) => onNear(number, near, tall));
}

/** @param {Line[]} all @param {ConversationList} props */
function lines(all, props) {
  /** @type {{ day: string, of: Line[] }[]} */
  const days = [];
  for (const line of all) {
    if (line.day !== "" || days.length === 0) days.push({ day: line.day, of: [] });
    days.at(-1)?.of.push(line);
  }
  return days.map(({ day, of }) => html`${day ? html`<h3 class="talk-day">${day}</h3>` : nothing}
    <ol>${repeat(of, ({ at }) => at, (line) => message(line, props))}</ol>`);
}

/** @param {Line} line @param {ConversationList} props */
function message(line, { chosen, found, onChoose, onUnfold, onPlace, onFile }) {
  const { at, who, mine, soft, hour, text, folded, notes, files } = line;
  const toggled = (/** @type {Event} */ event) => onChoose(at, /** @type {HTMLInputElement} */ (event.target).checked);
  return html`<li class="said-line ${mine ? "mine" : ""} ${soft ? "app" : ""}" data-at=${at}>
    <label><input type="checkbox" .checked=${live(chosen.has(at))} @change=${toggled}>
      <span class="said-head"><strong>${mine ? t("Moi") : who}</strong> <span class="soft small">${hour}</span></span>
      <span class="said-words" dir="auto">${text}</span></label>
    ${files.length ? html`<ul class="said-files">${files.map((file, number) => html`<li>${fileName(file, () => onFile(at, number))} <span class="soft">${fileState(file)}</span></li>`)}</ul>` : nothing}
    ${notes.map((note) => html`<p class="soft small">${note}</p>`)}
    ${folded ? html`<button type="button" class="btn quiet" @click=${() => onUnfold(at)}>${t("Lire la suite du message")}</button>` : nothing}
    ${found ? html`<button type="button" class="btn quiet" @click=${() => onPlace(at)}>${t("Voir dans la conversation")}</button>` : nothing}
  </li>`;
}

/** @param {{ name: string, here: boolean }} file @param {() => void} onOpen */
function fileName({ name, here }, onOpen) {
  return here ? html`<button type="button" class="btn quiet" @click=${onOpen}>${icon("clip")}<span>${name}</span></button>` : html`${icon("clip")}<span>${name}</span>`;
}

/** @param {{ size: number | null, here: boolean }} file */
function fileState({ size, here }) {
  if (size !== null) return formatSize(size);
  return here ? "" : t("pas dans ce fichier");
}
