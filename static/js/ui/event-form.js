/** Writing down a fact: what comes, in any order. Facts, feelings and thoughts have each their own place. */
import { choices, field } from "./field.js";
import { html, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";
import { draftNote, formEnd } from "./form-end.js";

/** @typedef {"yes" | "some" | "no" | "unknown"} Danger */

/**
 * @typedef {object} Typed
 * @property {string} title
 * @property {string} facts
 * @property {string} said
 * @property {string} where
 * @property {Danger | null} danger
 * @property {string} feelings
 * @property {string} thoughts
 */

/**
 * @typedef {object} EventForm
 * @property {Typed} typed
 * @property {string} proposed title made from the first words
 * @property {import("./html.js").Content} when
 * @property {import("./html.js").Content} people
 * @property {import("./html.js").Content} dictation
 * @property {string[]} places named before, not to be typed again
 * @property {import("./html.js").Content} files
 * @property {boolean} apart whether the fold is open when the form is first shown
 * @property {import("./form-end.js").FormEnd} end
 * @property {import("./form-end.js").FoundDraft | undefined} found
 * @property {{ message: string } | undefined} error
 * @property {(change: Partial<Typed>) => void} onChange
 */

/** @param {EventForm} props */
export function eventForm(props) {
  const { typed, onChange, when, people, files, error } = props;
  return html`<div class="stack loose">
    <p class="soft">${t("Écrivez ce qui vient. Vous pourrez compléter plus tard. Rien n’est obligatoire.")}</p>
    ${draftNote(props.found)}
    ${field({ id: "event-facts", type: "area", label: t("Que s’est-il passé ?"), hint: t("Les faits, comme une caméra les aurait vus."), value: typed.facts, onInput: (facts) => onChange({ facts }) })}
    ${props.dictation}
    ${field({ id: "event-said", type: "area", label: t("Quelles paroles exactes ?"), hint: t("Si vous vous en souvenez, mot pour mot."), value: typed.said, onInput: (said) => onChange({ said }) })}
    ${when}
    <datalist id="event-places">${props.places.map((place) => html`<option value=${place}></option>`)}</datalist>
    ${field({ id: "event-where", label: t("Où ?"), value: typed.where, maxlength: 300, list: "event-places", onInput: (where) => onChange({ where }) })}
    ${people}
    ${choices({ name: "event-danger", legend: t("Avez-vous ressenti un danger ?"), options: dangers(), value: typed.danger, onChoose: (danger) => onChange({ danger }) })}
    ${files}
    ${field({ id: "event-title", label: t("Titre"), hint: t("Laissez vide : les premiers mots serviront."), value: typed.title, maxlength: 300, onInput: (title) => onChange({ title }), ...(props.proposed ? { placeholder: props.proposed } : {}) })}
    ${feelings(props)}
    ${error ? failure(error) : nothing}
    ${formEnd(props.end)}
  </div>`;
}

/** @returns {{ value: Danger, label: string }[]} */
function dangers() {
  return [
    { value: "yes", label: t("Oui") },
    { value: "some", label: t("Un peu") },
    { value: "no", label: t("Non") },
    { value: "unknown", label: t("Je ne sais pas") },
  ];
}

/** @param {EventForm} props */
function feelings({ typed, onChange, apart }) {
  return html`<details class="fold" ?open=${apart}>
    <summary>${t("Ce que j’ai ressenti · ce que j’en pense")}</summary>
    <div class="stack">
      <p class="hint">${t("À part des faits. N’est jamais partagé sans votre choix.")}</p>
      ${field({ id: "event-feelings", type: "area", label: t("Ce que j’ai ressenti"), value: typed.feelings, onInput: (value) => onChange({ feelings: value }) })}
      ${field({ id: "event-thoughts", type: "area", label: t("Ce que j’en pense aujourd’hui"), value: typed.thoughts, onInput: (value) => onChange({ thoughts: value }) })}
    </div>
  </details>`;
}
