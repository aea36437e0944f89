/**
 * A secret that a person carries: a code to say aloud, a link, a phrase in words. Copying goes through the clipboard
 * only when she asks, since other apps may read it.
 */
import { field } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";

/**
 * @param {object} props
 * @param {string} props.label what it is, for screen readers
 * @param {string} props.code
 * @param {boolean} [props.long] a link rather than a code
 * @param {(code: string) => void} [props.onCopy]
 */
export function codeBox({ label, code, long = false, onCopy }) {
  return html`<div class="code-box" role="group" aria-label=${label}>
    <span class="code ${long ? "long" : ""}">${code}</span>
    ${onCopy ? html`<button type="button" class="btn" @click=${() => onCopy(code)}>${icon("copy")}${t("Copier")}</button>` : nothing}
  </div>`;
}

/**
 * A passphrase, its words numbered so that they are written down in order.
 * @param {string[]} words
 */
export function wordList(words) {
  return html`<ol class="words" translate="no">${words.map((word) => html`<li>${word}</li>`)}</ol>`;
}

/**
 * Some of those words asked back, to show that they were written down.
 * @param {{ id: string, places: number[], answers: string[], onAnswer: (index: number, answer: string) => void }} props places: from 0
 */
export function askedWords({ id, places, answers, onAnswer }) {
  return html`<div class="row top">${places.map((place, index) => field({
    id: `${id}-${index}`, label: t("Mot numéro {n}", { n: place + 1 }), value: answers[index] ?? "", spellcheck: false, inline: true, onInput: (value) => onAnswer(index, value),
  }))}</div>`;
}
