/**
 * Telling: a note in the page, a spoken line for screen readers, a message that passes.
 *
 * What matters stays in the page as a `notice`; a `toast` only confirms (« Enregistré ») or offers to undo. An error is
 * never only a toast: it would be gone before it is read.
 */
import { html, icon, nothing, render } from "./html.js";
import { t } from "./i18n.js";

/** @typedef {"plain" | "watch" | "safe" | "bad"} Tone */

const SIGN = { plain: "info", watch: "watch", safe: "check", bad: "stop" };

/**
 * @param {object} props
 * @param {Tone} [props.tone]
 * @param {string} [props.title]
 * @param {import("./html.js").Content} props.text
 * @param {{ label: string, onClick: () => void }} [props.action]
 * @param {boolean} [props.alert] read aloud at once: for what has just gone wrong
 */
export function notice({ tone = "plain", title, text, action, alert = false }) {
  return html`<div class="note ${tone}" role=${alert ? "alert" : nothing}>
    ${icon(SIGN[tone])}
    ${title ? html`<p class="title">${title}</p>` : nothing}
    <div>${text}</div>
    ${action ? html`<div><button type="button" class="btn" @click=${action.onClick}>${action.label}</button></div>` : nothing}
  </div>`;
}

/**
 * The notice of an error of any layer: its message says what happened, what is safe and what to do.
 * @param {{ message: string }} error
 * @param {{ label: string, onClick: () => void }} [action]
 */
export function failure(error, action) {
  return notice({ tone: "bad", text: error.message, alert: true, ...(action ? { action } : {}) });
}

/**
 * A region that exists once, made on first use so that a page without it still speaks.
 * @param {string} id
 * @param {string} className
 */
function region(id, className) {
  const found = document.getElementById(id);
  if (found) return found;
  const made = document.createElement("div");
  made.id = id;
  made.className = className;
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/**
 * Says a line to screen readers, politely. The same line twice is said twice.
 * @param {string} message
 */
export function announce(message) {
  const place = region("announcer", "visually-hidden");
  place.textContent = place.textContent === message ? `${message}\u00a0` : message;
}

/** @typedef {{ id: number, text: string, action?: { label: string, onClick: () => void } }} Toast */

/** @type {Toast[]} */
let shown = [];
let count = 0;

/** Milliseconds: long enough to read and to reach « Annuler », WCAG 2.2.1 being met by the same act in the page. */
const TOAST_MS = 8000;

/**
 * A line at the foot of the window, for a while.
 * @param {string} text
 * @param {{ label: string, onClick: () => void }} [action] to undo
 * @returns {() => void} takes it away
 */
export function toast(text, action) {
  count += 1;
  const one = { id: count, text, ...(action ? { action } : {}) };
  const drop = () => showToasts(shown.filter((other) => other.id !== one.id));
  showToasts([...shown.slice(-2), one]);
  setTimeout(drop, TOAST_MS);
  return drop;
}

/** Nothing that was said about the vault stays on a locked screen. */
export function clearToasts() {
  showToasts([]);
  announce("");
}

/** @param {Toast[]} list */
function showToasts(list) {
  shown = list;
  render(list.map(toastRow), region("toasts", "toasts"));
}

/** @param {Toast} one */
function toastRow({ id, text, action }) {
  const close = () => showToasts(shown.filter((other) => other.id !== id));
  const act = () => {
    close();
    action?.onClick();
  };
  return html`<div class="toast">
    <p>${text}</p>
    ${action ? html`<button type="button" class="btn quiet" @click=${act}>${action.label}</button>` : nothing}
    <button type="button" class="btn quiet icon-only" @click=${close}>${icon("close", t("Fermer"))}</button>
  </div>`;
}
