/**
 * The doorway to lit-html: every component takes `html` from here, and no other module names the library.
 *
 * lit-html makes its own Trusted Types policy, `lit-html`, which the content policy of the pages allows. It escapes every
 * value that is put between tags or into an attribute, so a title written by anyone stays text. Two habits keep it so:
 *
 * 1. no `unsafeHTML`, which is not exported here;
 * 2. no `style=` attribute, which the content policy refuses: use a class, or the CSSOM through `ref`.
 *
 * Components of this folder are pure functions `(props) => TemplateResult`: they take values and callbacks, keep no state,
 * fetch nothing and know no flow. `dialog.js` and `notice.js` alone also touch the page, because a dialog and a
 * spoken message exist once.
 */
export {
  html, svg, render, nothing, guard,
  classMap, ifDefined, keyed, live, ref, repeat,
} from "../../vendor/lit-html.js";

import { html, svg } from "../../vendor/lit-html.js";

/** @typedef {ReturnType<typeof html> | ReturnType<typeof svg>} TemplateResult */
/** @typedef {string | TemplateResult | symbol | (string | TemplateResult | symbol)[]} Content what goes between tags; the symbol is `nothing` */

const SPRITE = new URL("../../img/icons.svg", import.meta.url).href;

/**
 * One drawing of `static/img/icons.svg`. Silent for screen readers unless it is given a `label`.
 * @param {string} name id of the symbol: lock, thread, photo…
 * @param {string} [label] what it says when it stands alone
 */
export function icon(name, label) {
  return label
    ? html`<svg class="icon" role="img" aria-label=${label}><use href="${SPRITE}#${name}"></use></svg>`
    : html`<svg class="icon" aria-hidden="true"><use href="${SPRITE}#${name}"></use></svg>`;
}

/**
 * A larger drawing of the same sprite, for empty states.
 * @param {string} name
 */
export function drawing(name) {
  return html`<svg class="drawing" viewBox="0 0 120 90" aria-hidden="true"><use href="${SPRITE}#${name}"></use></svg>`;
}

/** For `@submit`: the form is read here, and goes nowhere. @param {() => void} then */
export function submitted(then) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    then();
  };
}
