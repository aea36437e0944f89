/** Notes in bulk: one large field, then one memory at a time, in any order. Stopping is always possible, and loses nothing. */
import { empty } from "./empty.js";
import { field } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";
import { listRows } from "./rows.js";

/** @typedef {{ message: string } | undefined} Failure */
/** @typedef {{ id: string, title: string, meta: string }} Waiting */

/**
 * @param {object} props
 * @param {string} props.text
 * @param {string} props.state of the draft
 * @param {Waiting[]} props.notes that came apart already
 * @param {import("./html.js").Content} props.dictation
 * @param {(text: string) => void} props.onText
 * @param {(id?: string) => void} props.onSort
 * @param {() => void} props.onLater
 */
export function heapView({ text, state, notes, dictation, onText, onSort, onLater }) {
  return html`<div class="stack loose">
    <p>${t("Une ligne ou un paragraphe par souvenir, dans n’importe quel ordre. Vous pouvez coller un carnet entier. Rien n’est à trier maintenant.")}</p>
    ${field({ id: "heap-text", type: "area", label: t("Ce qui vient"), value: text, onInput: onText, placeholder: t("Été 2021 : premier week-end…") })}
    ${dictation}
    <div class="actions form-end">
      ${text.trim() ? html`<button type="button" class="btn main" @click=${() => onSort()}>${t("Trier maintenant")}</button>` : nothing}
      <button type="button" class="btn ${text.trim() ? "quiet" : ""}" @click=${onLater}>${t("Trier plus tard")}</button>
      <p class="soft small" role="status">${state || nothing}</p>
    </div>
    ${waiting(notes, onSort)}
  </div>`;
}

/** @param {Waiting[]} notes @param {(id: string) => void} onSort */
function waiting(notes, onSort) {
  if (notes.length === 0) return nothing;
  return html`<section aria-labelledby="heap-waiting"><h2 id="heap-waiting">${t("À trier, quand vous voudrez")}</h2>${listRows(notes.map((note) => ({ ...note, icon: "edit" })), { onOpen: onSort })}</section>`;
}

/** @param {() => void} onDone */
export function sortedView(onDone) {
  return empty({ picture: "empty-journal", title: t("Tout est trié"), text: t("Ce que vous avez gardé est dans le journal."), action: { label: t("Voir le journal"), onClick: onDone } });
}

/**
 * @param {object} props
 * @param {string} props.facts
 * @param {string} props.title
 * @param {string} props.proposed
 * @param {import("./html.js").Content} props.when
 * @param {boolean} props.busy
 * @param {string} props.state
 * @param {Failure} props.error
 * @param {Waiting[]} props.others
 * @param {(change: { facts?: string, title?: string }) => void} props.onChange
 * @param {() => void} props.onKeep
 * @param {() => void} props.onNext
 * @param {() => void} props.onDrop
 * @param {(id: string) => void} props.onSort
 */
export function noteView({ facts, title, proposed, when, busy, state, error, others, onChange, onKeep, onNext, onDrop, onSort }) {
  return html`<div class="stack loose">
    ${error ? failure(error) : nothing}
    ${field({ id: "note-facts", type: "area", label: t("Ce souvenir"), value: facts, onInput: (value) => onChange({ facts: value }) })}
    ${when}
    ${field({ id: "note-title", label: t("Titre"), hint: t("Laissez vide : les premiers mots serviront."), value: title, maxlength: 300, placeholder: proposed, onInput: (value) => onChange({ title: value }) })}
    <div class="actions form-end">
      <button type="button" class="btn main" ?disabled=${busy || !facts.trim()} aria-busy=${busy ? "true" : nothing} @click=${onKeep}>${busy ? t("Enregistrement…") : t("Garder comme un fait")}</button>
      ${others.length ? html`<button type="button" class="btn" @click=${onNext}>${t("Passer, pour l’instant")}</button>` : nothing}
      <button type="button" class="btn quiet end" @click=${onDrop}>${icon("trash")}${t("Ne pas garder")}</button>
      <p class="soft small" role="status">${state || nothing}</p>
    </div>
    ${waiting(others, onSort)}
  </div>`;
}
