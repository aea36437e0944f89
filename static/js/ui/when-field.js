/** When something happened: how sure, then words, a day, or two ends. What was understood is said back below. */
import { choices, field } from "./field.js";
import { html, nothing } from "./html.js";
import { t } from "./i18n.js";

/** @typedef {"exact" | "about" | "period" | "unknown"} Precision */

/**
 * @typedef {object} WhenField
 * @property {string} id
 * @property {string} legend
 * @property {Precision | null} precision
 * @property {"words" | "exact" | "period"} fields what is asked for
 * @property {string} text her words
 * @property {string} day YYYY-MM-DD or empty
 * @property {string} time HH:MM or empty
 * @property {string} start
 * @property {string} end
 * @property {string} understood empty when nothing is
 * @property {boolean} asWritten words that were not understood
 * @property {boolean} ahead the date is in the future
 * @property {import("./html.js").Content} around what helps to place it
 * @property {(text: string) => void} onText
 * @property {(precision: Precision) => void} onPrecision
 * @property {(day: string) => void} onDay
 * @property {(time: string) => void} onTime
 * @property {(start: string) => void} onStart
 * @property {(end: string) => void} onEnd
 */

/** @param {WhenField} props */
export function whenField(props) {
  return html`<div class="stack when-field">
    ${choices({ name: `${props.id}-precision`, legend: props.legend, options: precisions(), value: props.precision, onChoose: props.onPrecision })}
    ${props.fields === "exact" ? day(props) : props.fields === "period" ? ends(props) : words(props)}
    <p class="understood small" role="status">${said(props)}</p>
    ${props.around}
  </div>`;
}

/** @returns {{ value: Precision, label: string }[]} */
function precisions() {
  return [
    { value: "exact", label: t("Date exacte") },
    { value: "about", label: t("À peu près") },
    { value: "period", label: t("Une période") },
    { value: "unknown", label: t("Je ne sais plus") },
  ];
}

/** @param {WhenField} props */
function words({ id, text, onText }) {
  return field({ id: `${id}-words`, label: t("Avec vos mots"), value: text, onInput: onText, maxlength: 300, placeholder: t("hier soir, 12/03/2023, vers l’été 2021…") });
}

/** @param {WhenField} props */
function day({ id, day: value, time, onDay, onTime }) {
  return html`<div class="row top">
    ${field({ id: `${id}-day`, label: t("Jour"), type: "date", value, onInput: onDay, inline: true })}
    ${field({ id: `${id}-time`, label: t("Heure, si vous la savez"), type: "time", value: time, onInput: onTime, inline: true })}
  </div>`;
}

/** @param {WhenField} props */
function ends({ id, start, end, onStart, onEnd }) {
  return html`<div class="even">
    ${field({ id: `${id}-start`, label: t("Début"), value: start, onInput: onStart, placeholder: t("septembre 2019") })}
    ${field({ id: `${id}-end`, label: t("Fin"), value: end, onInput: onEnd, placeholder: t("printemps 2021") })}
  </div>`;
}

/** @param {WhenField} props */
function said({ understood, asWritten, ahead }) {
  if (asWritten) return t("Gardé comme vous l’écrivez. Vous pourrez préciser plus tard.");
  if (!understood) return nothing;
  return ahead ? t("{understood} : cette date est à venir.", { understood }) : understood;
}
