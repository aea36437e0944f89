/** Key dates: a list on a small line of time, one line to add, one to correct. */
import { html, icon, nothing, repeat } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";
import { keyDateLine } from "./when-around.js";

/** @typedef {{ id: string, title: string, whenText: string }} KeyDate */
/** @typedef {{ title: string, date: string, understood: string, busy: boolean, error: string }} Typed */

/**
 * @param {object} props
 * @param {KeyDate[]} props.dates oldest first
 * @param {Typed} props.adding
 * @param {(Typed & { id: string }) | undefined} props.editing
 * @param {{ message: string } | undefined} props.error
 * @param {(change: { title?: string, date?: string }) => void} props.onAdding
 * @param {() => void} props.onAdd
 * @param {(id: string) => void} props.onEdit
 * @param {(change: { title?: string, date?: string }) => void} props.onEditing
 * @param {() => void} props.onKeep
 * @param {(id: string) => void} props.onDrop
 */
export function keyDatesView(props) {
  const { dates, adding, error, onAdding, onAdd } = props;
  return html`<div class="stack loose">
    <p>${t("Ce que l’on sait dater aide à dater le reste. Ces dates restent à vous : elles ne sont montrées à personne sans votre choix.")}</p>
    ${error ? failure(error) : nothing}
    <div class="sheet">${keyDateLine({ id: "new", ...adding, onChange: onAdding, onKeep: onAdd })}</div>
    ${dates.length ? html`<ol class="key-dates">${repeat(dates, ({ id }) => id, (date) => row(date, props))}</ol>` : nothing}
  </div>`;
}

/** @param {KeyDate} date @param {Parameters<typeof keyDatesView>[0]} props */
function row({ id, title, whenText }, { editing, onEdit, onEditing, onKeep, onDrop }) {
  if (editing?.id === id) return html`<li class="editing">${keyDateLine({ ...editing, id: "edit", onChange: onEditing, onKeep })}</li>`;
  return html`<li data-id=${id}>
    <p><span class="soft small">${whenText}</span><br><strong>${title}</strong></p>
    <div class="row tight no-print">
      <button type="button" class="btn quiet icon-only" @click=${() => onEdit(id)}>${icon("edit", t("Modifier « {title} »", { title }))}</button>
      <button type="button" class="btn quiet icon-only" @click=${() => onDrop(id)}>${icon("trash", t("Supprimer « {title} »", { title }))}</button>
    </div>
  </li>`;
}
