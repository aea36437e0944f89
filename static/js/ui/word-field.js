/** Words of a list, typed or pasted: each is told as it is known, the last one is completed on a press. */
import { field } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t, tn } from "./i18n.js";

/**
 * @typedef {object} WordField
 * @property {string} id
 * @property {string} label
 * @property {string} [hint]
 * @property {string} value
 * @property {number} count of words wanted
 * @property {{ words: { text: string, known: boolean }[], next: string[] }} reading of the value
 * @property {(value: string) => void} onInput
 * @property {(word: string) => void} onPick the last word becomes this one
 */

/** @param {WordField} props */
export function wordField({ id, label, hint, value, count, reading, onInput, onPick }) {
  return html`<div class="word-field">
    ${field({ id, type: "area", label, value, onInput, spellcheck: false, ...(hint ? { hint } : {}) })}
    ${reading.next.length ? html`<div class="row" role="group" aria-label=${t("Suite du mot")}>${reading.next.map((word) =>
      html`<button type="button" class="btn" translate="no" @click=${() => onPick(word)}>${word}</button>`)}</div>` : nothing}
    ${reading.words.length ? html`<ol class="typed-words" translate="no" aria-label=${t("Mots lus")}>${reading.words.map(typedWord)}</ol>` : nothing}
    <p class="small soft" role="status">${told(reading.words, count)}</p>
  </div>`;
}

/** @param {{ text: string, known: boolean }} word */
function typedWord({ text, known }) {
  if (known) return html`<li>${text}</li>`;
  return html`<li class="unknown">${icon("stop")}${text}<span class="visually-hidden">${t(" : ")}${t("ce mot n’est pas dans la liste")}</span></li>`;
}

/** @param {{ known: boolean }[]} words @param {number} count */
function told(words, count) {
  const unknown = words.filter(({ known }) => !known).length;
  const sum = tn("{n} mot sur {count}", "{n} mots sur {count}", words.length, { count });
  if (unknown === 0) return sum;
  return `${sum} · ${tn("{n} n’est pas dans la liste : une lettre est à revoir", "{n} ne sont pas dans la liste : une lettre est à revoir", unknown)}`;
}
