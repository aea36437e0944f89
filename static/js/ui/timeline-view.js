/** Timelines: each drawn small in the list, then one along the thread. */
import { empty } from "./empty.js";
import { draftWaiting } from "./form-end.js";
import { html, icon, nothing, repeat } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { thread } from "./thread.js";
import { strip } from "./timeline-strip.js";

/** @typedef {import("./timeline-strip.js").Knot} Knot */
/** @typedef {{ id: string, title: string, text: string, count: number, from: string, to: string, knots: Knot[] }} TimelineCard */

/**
 * @param {object} props
 * @param {TimelineCard[]} props.timelines
 * @param {boolean} props.hasItems something could stand on a timeline
 * @param {Parameters<typeof draftWaiting>[0]} props.draft
 * @param {(id: string) => void} props.onOpen
 * @param {() => void} props.onAdd
 */
export function timelineList({ timelines, hasItems, draft, onOpen, onAdd }) {
  if (timelines.length === 0) {
    return html`${draftWaiting(draft)}${empty({
      picture: "empty-thread", title: t("Aucune frise pour l’instant"), action: { label: t("Nouvelle frise"), onClick: onAdd },
      text: hasItems ? t("Choisissez des faits et des pièces : ils se rangent par date, prêts à être montrés.") : t("Notez d’abord un fait ou gardez une pièce. Une frise les range par date, prêts à être montrés."),
    })}`;
  }
  return html`<div class="stack">${draftWaiting(draft)}
    <ul class="timeline-cards">${repeat(timelines, (line) => line.id, (line) => card(line, onOpen))}</ul></div>`;
}

/** @param {TimelineCard} line @param {(id: string) => void} onOpen */
function card({ id, title, text, count, from, to, knots }, onOpen) {
  const years = from === to ? from : t("de {from} à {to}", { from, to });
  return html`<li class="card sheet">
    <h2><button type="button" class="card-open" @click=${() => onOpen(id)}>${title}</button></h2>
    <p class="small soft">${[tn("{n} élément", "{n} éléments", count), years].filter(Boolean).join(" · ")}</p>
    ${knots.length ? strip(knots) : nothing}
    ${text ? html`<p class="excerpt">${text}</p>` : nothing}
  </li>`;
}

/**
 * @param {object} props
 * @param {string} props.description
 * @param {import("./thread.js").Entry[]} props.entries
 * @param {boolean} props.tidying each entry can be taken away
 * @param {boolean} props.trashed
 * @param {{ message: string } | undefined} props.error
 * @param {import("./html.js").Content} props.versions
 * @param {(id: string) => void} props.onOpen
 * @param {() => void} props.onEdit
 * @param {() => void} props.onTidy
 * @param {() => void} props.onReread somebody else reads it in her place
 * @param {() => void} props.onTrash
 * @param {(id: string) => void} props.onTakeAway
 */
export function timelineView({ description, entries, tidying, trashed, error, versions, onOpen, onEdit, onTidy, onReread, onTrash, onTakeAway }) {
  const drawn = tidying ? entries.filter(({ anchor }) => !anchor).map((entry) => ({ ...entry, extra: html`${entry.extra ?? nothing}${takeAway(entry, onTakeAway)}` })) : entries;
  return html`<div class="stack">
    ${error ? failure(error) : nothing}
    ${trashed ? notice({ tone: "watch", text: t("Cette frise est à la corbeille.") }) : nothing}
    ${description ? html`<p class="written lead">${description}</p>` : nothing}
    <div class="no-print"><button type="button" class="btn" @click=${onEdit}>${icon("edit")}${t("Modifier, ajouter")}</button></div>
    ${entries.length ? thread(drawn, { onOpen, legend: true }) : html`<p class="soft">${t("Rien n’est encore sur cette frise.")}</p>`}
    <div class="actions no-print">
      <button type="button" class="btn quiet" aria-pressed=${tidying ? "true" : "false"} @click=${onTidy}>${tidying ? t("Terminé") : t("Retirer des éléments")}</button>
      <button type="button" class="btn quiet" @click=${onReread}>${icon("people")}${t("Quelqu’un d’autre peut relire pour moi")}</button>
      <button type="button" class="btn quiet end" @click=${onTrash}>${icon("trash")}${t("Supprimer la frise")}</button>
    </div>
    ${versions}
  </div>`;
}

/** @param {import("./thread.js").Entry} entry @param {(id: string) => void} onTakeAway */
function takeAway({ id, title }, onTakeAway) {
  return html`<div class="card-actions"><button type="button" class="btn" @click=${() => onTakeAway(id)}>${icon("close")}${t("Retirer de la frise")}<span class="visually-hidden">${title}</span></button></div>`;
}
