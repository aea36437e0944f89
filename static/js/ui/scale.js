/**
 * The landmark, drawn as a rule that grows as what it says grows graver: sentences to tick beside it, in any order.
 *
 * A critical sentence opens its own help at once, right below it, before anything else. What a level is is said in words and by
 * the width of the rule; its colour only repeats it.
 */
import { html, icon, live, nothing, repeat } from "./html.js";
import { t } from "./i18n.js";
import { helpLines } from "./help-lines.js";

/** @typedef {import("../flows/reading-scale.js").Scale} Scale */
/** @typedef {import("../flows/reading-scale.js").Level} Level */
/** @typedef {import("../flows/reading-scale.js").Worded} Worded */
/** @typedef {import("../flows/reading-scale.js").Answer} Answer */
/** @typedef {import("../flows/reading-scale.js").Audience} Audience */

/**
 * @typedef {object} ScaleProps
 * @property {{ level: Level, sentences: Worded[] }[]} parts from green to red
 * @property {import("../flows/reading-scale.js").Answers} answers
 * @property {Audience} audience
 * @property {string} [mark] the language of the sentences, where it is not the page's
 * @property {(audience: Audience) => void} onAudience
 * @property {(id: string, answer: Answer | null) => void} onAnswer
 * @property {() => void} onFinish
 * @property {() => void} onClear
 */

/** @param {ScaleProps} props */
export function scaleForm({ parts, answers, audience, mark, onAudience, onAnswer, onFinish, onClear }) {
  return html`<div class="scale-form">
    ${audienceChoice(audience, onAudience)}
    <p class="soft no-print">${t("Cochez librement, dans l’ordre ou non. Vous pouvez passer une phrase, ou vous arrêter à tout moment.")}</p>
    ${parts.map(({ level, sentences }) => html`<section class="scale-level ${level.id}" aria-labelledby="level-${level.id}">
      <h2 id="level-${level.id}" lang=${mark ?? nothing}>${level.label}</h2>
      <ol class="scale-grades" role="list">${repeat(sentences, ({ id }) => id, (one) => grade(one, answers[one.id], onAnswer, mark))}</ol>
    </section>`)}
    <div class="scale-bar no-print">
      <button type="button" class="btn main" @click=${onFinish}>${t("Voir où cela mène")}</button>
      <button type="button" class="btn quiet" @click=${onClear}>${t("Tout effacer")}</button>
    </div>
  </div>`;
}

/** @param {Audience} audience @param {(audience: Audience) => void} onAudience */
function audienceChoice(audience, onAudience) {
  const options = /** @type {const} */ ([["person", t("Pour moi")], ["relative", t("Pour une personne que j’aime")]]);
  return html`<fieldset class="choices no-print"><legend>${t("Pour qui regardez-vous ?")}</legend>
    <div class="options">${options.map(([value, label]) => html`<label>
      <input type="radio" name="audience" value=${value} autocomplete="off" .checked=${live(audience === value)} @change=${() => onAudience(value)}>${label}
    </label>`)}</div>
  </fieldset>`;
}

/** @param {Worded} one @param {Answer | undefined} answer @param {ScaleProps["onAnswer"]} onAnswer @param {string} [mark] */
function grade(one, answer, onAnswer, mark) {
  const ticked = answer === "yes";
  const toggled = (/** @type {Event} */ event) => onAnswer(one.id, /** @type {HTMLInputElement} */ (event.target).checked ? "yes" : null);
  return html`<li class="grade ${ticked ? "on" : ""}">
    <label class="grade-say"><input type="checkbox" id=${one.id} autocomplete="off" .checked=${live(ticked)} @change=${toggled}><span lang=${mark ?? nothing}>${one.text}</span></label>
    <div class="grade-else no-print" role="group" aria-label=${t("Autre réponse")}>
      ${other(one, "unknown", t("Je ne sais pas"), answer, onAnswer)}
      ${other(one, "unsaid", t("Je préfère ne pas répondre"), answer, onAnswer)}
    </div>
    ${ticked && one.critical ? html`<div class="note bad grade-help">${icon("phone")}${critical(one, mark)}</div>` : nothing}
  </li>`;
}

/** @param {Worded} one @param {Answer} value @param {string} label @param {Answer | undefined} answer @param {ScaleProps["onAnswer"]} onAnswer */
function other(one, value, label, answer, onAnswer) {
  const chosen = answer === value;
  return html`<button type="button" aria-pressed=${chosen} aria-describedby=${one.id} @click=${() => onAnswer(one.id, chosen ? null : value)}>${label}</button>`;
}

/** @param {Worded} one @param {string} [mark] */
function critical({ why, help }, mark) {
  return html`<p class="title">${t("D’abord, de l’aide")}</p><p lang=${mark ?? nothing}>${why}</p><div>${helpLines(help)}</div>`;
}
