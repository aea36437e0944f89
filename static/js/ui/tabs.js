/**
 * The main navigation of the vault: at the top on a wide screen, under the thumb on a phone. Real links, so that a
 * middle click, a screen reader and a broken script all behave.
 */
import { html, icon, ifDefined, nothing } from "./html.js";

/**
 * @typedef {object} Tab
 * @property {string} href
 * @property {string} label one word: it stands under a drawing on a phone
 * @property {string} icon
 * @property {number} [count] shown on wide screens only
 */

/**
 * To be put inside `.bar > .page`, which places it.
 * @param {{ items: Tab[], current: string, label: string }} props current: the href of the page shown; label: name of the navigation
 */
export function tabs({ items, current, label }) {
  return html`<nav class="tabs" aria-label=${label}>
    ${items.map((item) => html`<a href=${item.href} aria-current=${ifDefined(item.href === current ? "page" : undefined)}>
      ${icon(item.icon)}<span>${item.label}</span>
      ${item.count === undefined ? nothing : html`<span class="count">${item.count}</span>`}
    </a>`)}
  </nav>`;
}

/**
 * Where one is in an act of several screens.
 * @param {{ steps: string[], current: number, label: string }} props current: index from 0
 */
export function stepper({ steps, current, label }) {
  return html`<ol class="stepper" aria-label=${label}>
    ${steps.map((name, index) => html`<li class=${index < current ? "done" : ""}
        aria-current=${ifDefined(index === current ? "step" : undefined)}>
      <span class="knot" aria-hidden="true"></span><span class="name">${name}</span>
    </li>`)}
  </ol>`;
}
