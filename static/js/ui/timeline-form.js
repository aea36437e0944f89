/** Making a timeline: its title, then what stands on it. */
import { choices, field } from "./field.js";
import { draftNote, formEnd } from "./form-end.js";
import { html, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";

/** @typedef {"all" | "event" | "evidence"} Shown */

/**
 * @param {object} props
 * @param {{ title: string, description: string }} props.typed
 * @param {Shown} props.kind what is proposed
 * @param {import("./html.js").Content} props.items
 * @param {{ message: string } | undefined} props.error
 * @param {import("./form-end.js").FormEnd} props.end
 * @param {import("./form-end.js").FoundDraft | undefined} props.found
 * @param {(kind: Shown) => void} props.onKind
 * @param {(change: { title?: string, description?: string }) => void} props.onChange
 */
export function timelineForm({ typed, kind, items, error, end, found, onKind, onChange }) {
  return html`<div class="stack loose">
    ${draftNote(found)}
    ${field({ id: "timeline-title", label: t("Titre de la frise"), value: typed.title, maxlength: 300, placeholder: t("Pour mon avocate, Les virements…"), onInput: (title) => onChange({ title }) })}
    ${field({ id: "timeline-description", type: "area", label: t("Présentation, si vous voulez"), value: typed.description, onInput: (description) => onChange({ description }) })}
    <section class="stack" aria-labelledby="timeline-pick">
      <h2 id="timeline-pick">${t("Que mettre sur la frise ?")}</h2>
      <p class="hint">${t("L’ordre se fait tout seul, par les dates. Un même élément peut être sur plusieurs frises.")}</p>
      ${choices({ name: "timeline-kind", legend: t("Montrer"), options: kinds(), value: kind, onChoose: onKind })}
      ${items}
    </section>
    ${error ? failure(error) : nothing}
    ${formEnd(end)}
  </div>`;
}

/** @returns {{ value: Shown, label: string }[]} */
function kinds() {
  return [{ value: "all", label: t("Tout") }, { value: "event", label: t("Faits") }, { value: "evidence", label: t("Pièces") }];
}
