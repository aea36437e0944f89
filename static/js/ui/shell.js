/** What surrounds every screen of the vault: its title and main button, the state of the tab, the navigation. */
import { html, icon, ifDefined, nothing } from "./html.js";
import { tn, t } from "./i18n.js";

/**
 * @typedef {object} Shell
 * @property {string} title
 * @property {boolean} [narrow]
 * @property {{ label: string, onClick: () => void, icon?: string }} [action]
 * @property {string} [backTo] when there is one, « ‹ … » stands above the title
 * @property {string} backLabel
 * @property {() => void} onBack
 * @property {number | undefined} lockIn seconds before the lock, when it is near
 * @property {import("./html.js").Content | undefined} above what must be seen before all else
 * @property {import("./html.js").Content | undefined} notices what stands until it is mended
 * @property {import("./html.js").Content} content
 */

/** @param {Shell} shell */
export function shellView({ title, narrow = false, action, backTo, backLabel, onBack, lockIn, above, notices, content }) {
  return html`<div class="stack ${narrow ? "narrow" : ""}">
    ${backTo ? html`<button type="button" class="btn quiet back" @click=${onBack}>${icon("back")}${backLabel}</button>` : nothing}
    ${lockIn === undefined ? nothing : lockSoon(lockIn)}
    ${above ?? nothing}
    <div class="head">
      <h1 tabindex="-1">${title}</h1>
      ${action ? html`<button type="button" class="btn main" @click=${action.onClick}>${action.icon ? icon(action.icon) : nothing}${action.label}</button>` : nothing}
    </div>
    ${notices ?? nothing}
    ${content}
  </div>`;
}

/** @param {number} seconds */
function lockSoon(seconds) {
  return html`<p class="note watch" role="status">${icon("clock")}<span>${tn("Verrouillage dans {n} seconde. Touchez la page pour rester.", "Verrouillage dans {n} secondes. Touchez la page pour rester.", seconds)}</span></p>`;
}

/** @param {string} text */
export function waiting(text) {
  return html`<div class="waiting narrow" role="status"><p>${text}</p><progress aria-label=${text}></progress></div>`;
}

/**
 * @typedef {object} Tab
 * @property {string} name
 * @property {string} label one word: it stands under a drawing on a phone
 * @property {string} icon
 */

/**
 * The five places of the vault. Links that all keep the one neutral address; a press moves inside the page.
 * @param {{ items: Tab[], current: string | undefined, onGo: (name: string) => void }} props
 */
export function places({ items, current, onGo }) {
  return html`<nav class="tabs" aria-label=${t("Votre coffre")}>${items.map(({ name, label, icon: drawing }) =>
    html`<a href="/notes" aria-current=${ifDefined(name === current ? "page" : undefined)} @click=${moved(() => onGo(name))}>
      ${icon(drawing)}<span>${label}</span></a>`)}</nav>`;
}

/**
 * Search and the rest, beside the way out.
 * @param {{ current: string | undefined, onGo: (name: string) => void }} props
 */
export function tools({ current, onGo }) {
  const tool = (/** @type {string} */ name, /** @type {string} */ drawing, /** @type {string} */ label) =>
    html`<a class="btn quiet icon-only" href="/notes" aria-label=${label} title=${label}
      aria-current=${ifDefined(name === current ? "page" : undefined)} @click=${moved(() => onGo(name))}>${icon(drawing)}</a>`;
  return html`${tool("search", "search", t("Chercher"))}${tool("more", "settings", t("Réglages et corbeille"))}`;
}

/** @param {() => void} then */
function moved(then) {
  return (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    then();
  };
}
