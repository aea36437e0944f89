/**
 * Dialogs, on the browser's own `<dialog>`: it traps the focus, makes the page inert and gives the focus back.
 *
 * 1. The way out is never covered: each dialog carries its own « Quitter vite », copied from the page's.
 * 2. Escape, a press outside and « Fermer » all cancel. Nothing is lost by it: drafts are kept by their screens.
 * 3. Its header and footer are no landmarks: those of the page are, and there is one of each.
 * 4. When the vault locks or the person leaves, every dialog goes at once: `closeDialogs`, also on `memo:leave`.
 */
import { html, icon, nothing, render } from "./html.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} Action
 * @property {string} label
 * @property {"main" | "end" | "plain" | "quiet"} [tone]
 * @property {boolean} [disabled]
 * @property {() => void | boolean | Promise<void | boolean>} [onClick] false keeps the dialog open
 */
/**
 * @typedef {object} DialogProps
 * @property {string} title
 * @property {import("./html.js").Content} body
 * @property {Action[]} [actions] in reading order; the last one is the main one
 * @property {boolean} [wide]
 */
/**
 * @typedef {object} OpenDialog
 * @property {(props: DialogProps) => void} update renders again
 * @property {() => void} close
 * @property {Promise<void>} closed resolves when it has gone, however it went
 */

/** @type {Set<HTMLDialogElement>} */
const open = new Set();

/**
 * @param {DialogProps} props
 * @returns {OpenDialog}
 */
export function openDialog(props) {
  const element = document.createElement("dialog");
  element.setAttribute("aria-labelledby", "dialog-title");
  document.body.append(element);
  open.add(element);
  const closed = new Promise((/** @type {(value: void) => void} */ resolve) => {
    element.addEventListener("close", () => {
      open.delete(element);
      element.remove();
      resolve();
    });
  });
  element.addEventListener("click", (event) => {
    if (event.target === element && outside(element, event)) element.close();
  });
  draw(element, props);
  element.showModal();
  first(element)?.focus();
  return { update: (next) => draw(element, next), close: () => element.close(), closed };
}

/**
 * Asks for a yes. Anything but the button itself is a no.
 * @param {{ title: string, text: import("./html.js").Content, confirm: string, cancel?: string, tone?: "main" | "end" }} props
 * @returns {Promise<boolean>}
 */
export async function confirmDialog({ title, text, confirm, cancel = t("Annuler"), tone = "main" }) {
  let agreed = false;
  const yes = () => {
    agreed = true;
  };
  const body = typeof text === "string" ? html`<p>${text}</p>` : text;
  const actions = [{ label: cancel }, { label: confirm, tone, onClick: yes }];
  await openDialog({ title, body, actions }).closed;
  return agreed;
}

/** Takes every dialog away, contents first, so that nothing decrypted outlives the lock. */
export function closeDialogs() {
  for (const element of [...open]) {
    render(nothing, element);
    element.close();
  }
}

window.addEventListener("memo:leave", closeDialogs);

/**
 * @param {HTMLDialogElement} element
 * @param {DialogProps} props
 */
function draw(element, { title, body, actions = [], wide = false }) {
  element.className = wide ? "dialog wide" : "dialog";
  render(html`
    <header role="none">
      <h2 id="dialog-title" tabindex="-1">${title}</h2>
      <button type="button" class="btn quiet icon-only" @click=${() => element.close()}>${icon("close", t("Fermer"))}</button>
      ${leave()}
    </header>
    <div class="body">${body}</div>
    ${actions.length ? html`<footer role="none">${actions.map((action) => button(element, action))}</footer>` : nothing}
  `, element);
}

/**
 * Where one starts: the first question, else the title, so that a screen reader says it. Never « Fermer ».
 * @param {HTMLDialogElement} element
 * @returns {HTMLElement | null}
 */
function first(element) {
  return element.querySelector(".body :is(input, textarea, select)") ?? element.querySelector("h2");
}

/** The page's own way out, so that its address and its words are one. */
function leave() {
  const link = document.querySelector("[data-quick-exit]");
  if (!(link instanceof HTMLAnchorElement)) return nothing;
  const label = link.dataset.label ?? "";
  return html`<a class="leave" href=${link.href} data-quick-exit data-neutral=${link.dataset.neutral ?? nothing}>${label}</a>`;
}

/**
 * @param {HTMLDialogElement} element
 * @param {Action} action
 */
function button(element, { label, tone = "plain", disabled = false, onClick }) {
  const press = async () => {
    const kept = await onClick?.();
    if (kept !== false) element.close();
  };
  const look = tone === "end" ? "end main" : tone;
  return html`<button type="button" class="btn ${look}" ?disabled=${disabled} @click=${press}>${label}</button>`;
}

/**
 * @param {HTMLDialogElement} element
 * @param {MouseEvent} event
 */
function outside(element, { clientX, clientY }) {
  const box = element.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
