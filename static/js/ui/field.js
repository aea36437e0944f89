/**
 * Asking: a label, a hint, an error that says what to do. Nothing is marked obligatory, since almost nothing is; a
 * screen that needs an answer says so in words.
 *
 * Values are plain; a screen keeps them and renders again. `autocomplete` is off unless asked: a browser's memory of
 * what was typed is a trace that others may find.
 */
import { classMap, html, icon, ifDefined, live, nothing } from "./html.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} FieldProps
 * @property {string} id unique in the page, also the name
 * @property {string} label
 * @property {string} value
 * @property {(value: string) => void} onInput
 * @property {(value: string) => void} [onChange] when the field is left
 * @property {string} [hint]
 * @property {string} [error]
 * @property {string} [type] text, password, date, email, tel, number…; `area` is a text area
 * @property {string} [autocomplete] by default "off"
 * @property {"text" | "numeric" | "tel" | "email" | "search" | "none"} [inputmode]
 * @property {number} [maxlength]
 * @property {string} [placeholder]
 * @property {boolean} [inline] short, keeps its natural width
 * @property {boolean} [spellcheck] off for codes and passphrases
 * @property {string} [list] id of a datalist of the screen
 * @property {{ label: string, icon?: string, onClick: () => void }} [action] a button beside the input
 */

/** @param {FieldProps} props */
export function field(props) {
  const { id, label, hint, error, action, inline } = props;
  const input = props.type === "area" ? area(props) : single(props);
  return html`<div class="field ${inline ? "inline" : ""}">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${action ? html`<div class="input-row">${input}${beside(action)}</div>` : input}
    ${error ? html`<p class="error" id="${id}-error">${icon("stop")}${error}</p>` : nothing}
  </div>`;
}

/** @param {FieldProps} props */
function describedBy({ id, hint, error }) {
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean);
  return ifDefined(ids.length ? ids.join(" ") : undefined);
}

/** @param {(value: string) => void} [then] */
function told(then) {
  return (/** @type {Event} */ event) => then?.(/** @type {HTMLInputElement} */ (event.target).value);
}

/** @param {FieldProps} props */
function single(props) {
  return html`<input id=${props.id} name=${props.id} type=${props.type ?? "text"} .value=${live(props.value)}
    autocomplete=${/** @type {AutoFill} */ (props.autocomplete ?? "off")} autocapitalize=${props.spellcheck === false ? "none" : nothing}
    spellcheck=${props.spellcheck === false ? "false" : nothing} inputmode=${ifDefined(props.inputmode)}
    maxlength=${ifDefined(props.maxlength)} placeholder=${ifDefined(props.placeholder)} list=${ifDefined(props.list)}
    aria-describedby=${describedBy(props)} aria-invalid=${props.error ? "true" : nothing}
    @input=${told(props.onInput)} @change=${told(props.onChange)}>`;
}

/** @param {FieldProps} props */
function area(props) {
  return html`<textarea id=${props.id} name=${props.id} .value=${live(props.value)} autocomplete="off"
    maxlength=${ifDefined(props.maxlength)} placeholder=${ifDefined(props.placeholder)}
    aria-describedby=${describedBy(props)} aria-invalid=${props.error ? "true" : nothing}
    @input=${told(props.onInput)} @change=${told(props.onChange)}></textarea>`;
}

/** @param {NonNullable<FieldProps["action"]>} action */
function beside(action) {
  return action.icon
    ? html`<button type="button" class="btn icon-only" @click=${action.onClick}>${icon(action.icon, action.label)}</button>`
    : html`<button type="button" class="btn" @click=${action.onClick}>${action.label}</button>`;
}

/**
 * A password or passphrase, with a button to see it: typing blind on a phone is how people lose a vault.
 * @param {FieldProps & { shown: boolean, onShow: (shown: boolean) => void }} props
 */
export function passwordField({ shown, onShow, ...props }) {
  const action = shown
    ? { label: t("Cacher"), icon: "eye-off", onClick: () => onShow(false) }
    : { label: t("Voir"), icon: "eye", onClick: () => onShow(true) };
  return field({ ...props, type: shown ? "text" : "password", spellcheck: false, action });
}

/**
 * How strong a passphrase is. The four bars repeat what the words say.
 * @param {{ score: number, label: string, advice?: string }} props score from 0 to 4, as zxcvbn counts
 */
export function strength({ score, label, advice }) {
  const level = score < 2 ? "weak" : score < 4 ? "fair" : "";
  return html`<div class="strength ${level}" role="status">
    <span class="bars" aria-hidden="true">${[1, 2, 3, 4].map((rank) => html`<i class=${rank <= Math.max(score, 1) ? "on" : ""}></i>`)}</span>
    <p><strong>${label}</strong></p>
    ${advice ? html`<p class="advice">${advice}</p>` : nothing}
  </div>`;
}

/**
 * @template {string} V
 * @typedef {object} ChoicesProps
 * @property {string} name
 * @property {string} legend
 * @property {{ value: V, label: string, hint?: string }[]} options
 * @property {V | null | readonly V[]} value a list when several may be chosen
 * @property {(value: V, checked: boolean) => void} onChoose
 * @property {string} [hint]
 * @property {string} [error]
 * @property {boolean} [several]
 * @property {boolean} [column] one under the other, for options with a hint
 */

/**
 * @template {string} V
 * @param {ChoicesProps<V>} props
 */
export function choices(props) {
  const { name, legend, options, hint, error, column = false } = props;
  return html`<fieldset class="choices" aria-describedby=${describedBy(/** @type {any} */ ({ id: name, hint, error }))}>
    <legend>${legend}</legend>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    <div class=${classMap({ options: true, column })}>${options.map((option) => pill(props, option))}</div>
    ${error ? html`<p class="error" id="${name}-error">${icon("stop")}${error}</p>` : nothing}
  </fieldset>`;
}

/**
 * @template {string} V
 * @param {ChoicesProps<V>} props
 * @param {{ value: V, label: string, hint?: string }} option
 */
function pill({ name, value, several = false, onChoose }, option) {
  const checked = Array.isArray(value) ? value.includes(option.value) : value === option.value;
  const chosen = (/** @type {Event} */ event) =>
    onChoose(option.value, /** @type {HTMLInputElement} */ (event.target).checked);
  return html`<label>
    <input type=${several ? "checkbox" : "radio"} name=${name} value=${option.value} .checked=${live(checked)} @change=${chosen}>
    <span>${option.label}${option.hint ? html`<small>${option.hint}</small>` : nothing}</span>
  </label>`;
}

/**
 * One box to tick, with its sentence.
 * @param {{ id: string, label: import("./html.js").Content, checked: boolean, onChange: (checked: boolean) => void }} props
 */
export function check({ id, label, checked, onChange }) {
  const chosen = (/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.target).checked);
  return html`<label class="check" for=${id}>
    <input id=${id} name=${id} type="checkbox" .checked=${live(checked)} @change=${chosen}><span>${label}</span>
  </label>`;
}

/**
 * @param {{ id: string, label: string, value: string, onInput: (value: string) => void, placeholder?: string }} props
 */
export function searchField({ id, label, value, onInput, placeholder }) {
  return html`<div class="search" role="search">
    ${icon("search")}
    <label class="visually-hidden" for=${id}>${label}</label>
    <input id=${id} type="search" autocomplete="off" spellcheck="false" .value=${live(value)}
      placeholder=${placeholder ?? label} @input=${told(onInput)}>
  </div>`;
}
