/**
 * « C’était avant, après ou pendant… ? »: placing a fact by what one does remember. Nothing here is asked for; each press is said
 * back by the field that it helps.
 */
import { choices, field } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";

/** @typedef {"before" | "during" | "after"} Relation */
/** @typedef {{ name: string, onPress: () => void }} Press */

/**
 * @typedef {object} WhenAround
 * @property {string} id
 * @property {boolean} open
 * @property {{ name: string, onDrop: () => void }[]} bounds what was said so far
 * @property {Relation} relation
 * @property {Press[]} own key dates
 * @property {number} year
 * @property {Press[]} common what helps and is nobody's own, in that year
 * @property {{ age: string, born: string }} aged
 * @property {{ title: string, date: string, understood: string, busy: boolean, error: string } | undefined} adding a key date
 * @property {(open: boolean) => void} onOpen
 * @property {(relation: Relation) => void} onRelation
 * @property {(year: number) => void} onYear
 * @property {(change: { age?: string, born?: string }) => void} onAged
 * @property {() => void} onAge
 * @property {() => void} onAdd begins a key date
 * @property {(change: { title?: string, date?: string }) => void} onAdding
 * @property {() => void} onKeep the key date
 */

/** @param {WhenAround} props */
export function whenAround(props) {
  const { open, onOpen } = props;
  const toggled = (/** @type {Event} */ event) => onOpen(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details class="fold around" ?open=${open} @toggle=${toggled}>
    <summary>${t("C’était avant, après ou pendant… ?")}</summary>
    ${open ? html`<div class="stack">${placed(props)}${relations(props)}${own(props)}${common(props)}${aged(props)}</div>` : nothing}
  </details>`;
}

/** @param {WhenAround} props */
function placed({ bounds }) {
  if (bounds.length === 0) return html`<p class="hint">${t("Touchez ce dont vous vous souvenez. Deux moments suffisent souvent : après l’un, avant l’autre.")}</p>`;
  return html`<ul class="chips chosen">${bounds.map(({ name, onDrop }) => html`<li>
    <button type="button" class="chip ok" aria-label=${t("Enlever « {name} »", { name })} @click=${onDrop}>${name}${icon("close")}</button></li>`)}</ul>`;
}

/** @param {WhenAround} props */
function relations({ id, relation, onRelation }) {
  /** @type {{ value: Relation, label: string }[]} */
  const options = [{ value: "before", label: t("avant") }, { value: "during", label: t("pendant") }, { value: "after", label: t("après") }];
  return choices({ name: `${id}-relation`, legend: t("C’était"), options, value: relation, onChoose: onRelation });
}

/** @param {Press[]} presses */
function pressList(presses) {
  return html`<ul class="chips chosen">${presses.map(({ name, onPress }) => html`<li><button type="button" class="chip" @click=${onPress}>${name}</button></li>`)}</ul>`;
}

/** @param {WhenAround} props */
function own({ id, own: dates, adding, onAdd, onAdding, onKeep }) {
  return html`<div class="stack tight" role="group" aria-labelledby="${id}-own">
    <p class="label" id="${id}-own">${t("Vos grandes dates")}</p>
    ${dates.length ? pressList(dates) : html`<p class="hint">${t("Une naissance, un déménagement, un travail, une rencontre : ce que l’on sait dater aide à dater le reste.")}</p>`}
    ${adding ? keyDateLine({ id, ...adding, onChange: onAdding, onKeep }) : html`<div><button type="button" class="btn quiet" @click=${onAdd}>${icon("plus")}${t("Ajouter une grande date")}</button></div>`}
  </div>`;
}

/**
 * A key date in one line: what, when.
 *
 * @param {{ id: string, title: string, date: string, understood: string, busy: boolean, error: string, onChange: (change: { title?: string, date?: string }) => void, onKeep: () => void }} props
 */
export function keyDateLine({ id, title, date, understood, busy, error, onChange, onKeep }) {
  return html`<div class="key-date-line">
    ${field({ id: `${id}-key-title`, label: t("Quoi ?"), value: title, maxlength: 300, placeholder: t("Déménagement, naissance…"), onInput: (value) => onChange({ title: value }) })}
    ${field({ id: `${id}-key-date`, label: t("Quand ?"), value: date, maxlength: 300, placeholder: t("mars 2021"), onInput: (value) => onChange({ date: value }), ...(error ? { error } : {}) })}
    <button type="button" class="btn" ?disabled=${busy || !title.trim() || !understood} @click=${onKeep}>${busy ? t("Enregistrement…") : t("Garder cette date")}</button>
    <p class="understood small" role="status">${understood ? t("Compris : {date}", { date: understood }) : nothing}</p>
  </div>`;
}

/** @param {WhenAround} props */
function common({ id, year, common: presses, onYear }) {
  const typed = (/** @type {string} */ value) => /^\d{4}$/.test(value) && onYear(Number(value));
  return html`<div class="stack tight" role="group" aria-label=${t("Une saison, des vacances, une fête")}>
    <div class="year-step">
      <button type="button" class="btn icon-only quiet" @click=${() => onYear(year - 1)}>${icon("back", t("Année précédente"))}</button>
      ${field({ id: `${id}-year`, label: t("Année"), value: String(year), inputmode: "numeric", maxlength: 4, inline: true, onInput: typed })}
      <button type="button" class="btn icon-only quiet" @click=${() => onYear(year + 1)}>${icon("next", t("Année suivante"))}</button>
    </div>
    ${pressList(presses)}
  </div>`;
}

/** @param {WhenAround} props */
function aged({ id, aged: { age, born }, onAged, onAge }) {
  return html`<div class="year-step" role="group" aria-label=${t("J’avais quel âge ?")}>
    ${field({ id: `${id}-age`, label: t("J’avais (ans)"), value: age, inputmode: "numeric", maxlength: 3, inline: true, onInput: (value) => onAged({ age: value }) })}
    ${field({ id: `${id}-born`, label: t("Année de naissance"), value: born, inputmode: "numeric", maxlength: 4, inline: true, onInput: (value) => onAged({ born: value }) })}
    <button type="button" class="btn" ?disabled=${!/^\d{1,3}$/.test(age) || !/^(19|20)\d\d$/.test(born)} @click=${onAge}>${t("Situer")}</button>
    <p class="hint">${t("L’année de naissance sert au calcul et n’est pas gardée.")}</p>
  </div>`;
}
