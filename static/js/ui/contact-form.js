/** Keeping a person: a name or a way to reach them is enough. */
import { meansName, roleName, ROLES } from "./contact-view.js";
import { choices, field } from "./field.js";
import { draftNote, formEnd } from "./form-end.js";
import { html, icon, live, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";

/** @typedef {"phone" | "email" | "address" | "other"} MeansType */
/** @typedef {{ type: MeansType, value: string }} Means */

/**
 * @typedef {object} Typed
 * @property {string} name
 * @property {import("./contact-view.js").Role | null} role
 * @property {string} organisation
 * @property {Means[]} means
 * @property {string} notes
 */

/** @type {MeansType[]} */
const TYPES = ["phone", "email", "address", "other"];

/**
 * @param {object} props
 * @param {Typed} props.typed
 * @param {{ message: string } | undefined} props.error
 * @param {import("./form-end.js").FormEnd} props.end
 * @param {import("./form-end.js").FoundDraft | undefined} props.found
 * @param {(change: Partial<Typed>) => void} props.onChange
 */
export function contactForm({ typed, error, end, found, onChange }) {
  return html`<div class="stack loose">
    ${draftNote(found)}
    ${field({ id: "contact-name", label: t("Nom, ou surnom"), value: typed.name, maxlength: 300, onInput: (name) => onChange({ name }) })}
    ${choices({ name: "contact-role", legend: t("Qui est-ce pour vous ?"), options: ROLES.map((value) => ({ value, label: roleName(value) })), value: typed.role, onChoose: (role) => onChange({ role }) })}
    ${field({ id: "contact-organisation", label: t("Structure, métier"), hint: t("Association, cabinet, commissariat…"), value: typed.organisation, maxlength: 300, onInput: (organisation) => onChange({ organisation }) })}
    ${meansFields(typed.means, (means) => onChange({ means }))}
    ${field({ id: "contact-notes", type: "area", label: t("Notes"), hint: t("Horaires, précautions pour appeler, ce qui a été dit. Jamais partagées sans votre choix."), value: typed.notes, onInput: (notes) => onChange({ notes }) })}
    ${error ? failure(error) : nothing}
    ${formEnd(end)}
  </div>`;
}

/** @param {Means[]} means @param {(means: Means[]) => void} onChange */
function meansFields(means, onChange) {
  const replaced = (/** @type {number} */ index, /** @type {Partial<Means>} */ change) => means.map((one, i) => (i === index ? { ...one, ...change } : one));
  return html`<fieldset class="means">
    <legend>${t("Comment joindre cette personne ?")}</legend>
    ${means.map((one, index) => meansRow(one, index, (change) => onChange(replaced(index, change)), () => onChange(means.filter((_one, i) => i !== index))))}
    <button type="button" class="btn" @click=${() => onChange([...means, { type: "phone", value: "" }])}>${icon("plus")}${t("Un autre moyen")}</button>
  </fieldset>`;
}

/**
 * @param {Means} means
 * @param {number} index
 * @param {(change: Partial<Means>) => void} onChange
 * @param {() => void} onDrop
 */
function meansRow({ type, value }, index, onChange, onDrop) {
  const chosen = (/** @type {Event} */ event) => onChange({ type: /** @type {MeansType} */ (/** @type {HTMLSelectElement} */ (event.target).value) });
  const typedIn = (/** @type {Event} */ event) => onChange({ value: /** @type {HTMLInputElement} */ (event.target).value });
  return html`<div class="means-row">
    <select aria-label=${t("Moyen {n} : de quelle sorte", { n: index + 1 })} .value=${live(type)} @change=${chosen}>
      ${TYPES.map((one) => html`<option value=${one} ?selected=${one === type}>${meansName(one)}</option>`)}
    </select>
    <input type=${type === "phone" ? "tel" : type === "email" ? "email" : "text"} id="contact-means-${index}" aria-label=${t("Moyen {n} : numéro ou adresse", { n: index + 1 })}
      autocomplete="off" maxlength="300" .value=${live(value)} @input=${typedIn}>
    <button type="button" class="btn quiet icon-only" @click=${onDrop}>${icon("close", t("Retirer le moyen {n}", { n: index + 1 }))}</button>
  </div>`;
}
