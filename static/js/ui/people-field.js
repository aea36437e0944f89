/** Names: chosen among those known or typed; each that is there can be taken away. Enter adds, as does the button. */
import { field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";

/**
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.label
 * @param {{ name: string, known: boolean }[]} props.people
 * @param {string[]} props.known names to propose
 * @param {string} props.typing
 * @param {(text: string) => void} props.onType
 * @param {() => void} props.onAdd
 * @param {(name: string) => void} props.onDrop
 */
export function peopleField({ id, label, people, known, typing, onType, onAdd, onDrop }) {
  return html`<form class="people-field" @submit=${submitted(onAdd)}>
    ${field({
      id, label, value: typing, onInput: onType, list: `${id}-known`, maxlength: 300, placeholder: t("Choisir un contact ou écrire"),
      action: { label: t("Ajouter ce nom"), icon: "plus", onClick: onAdd },
    })}
    <datalist id="${id}-known">${known.map((name) => html`<option value=${name}></option>`)}</datalist>
    ${people.length ? html`<ul class="chips chosen">${people.map((person) => chosen(person, onDrop))}</ul>` : nothing}
  </form>`;
}

/** @param {{ name: string, known: boolean }} person @param {(name: string) => void} onDrop */
function chosen({ name, known }, onDrop) {
  return html`<li><button type="button" class="chip ${known ? "ok" : ""}" @click=${() => onDrop(name)}>
    ${known ? icon("people") : nothing}${name}${icon("close", t("Retirer {name}", { name }))}
  </button></li>`;
}
