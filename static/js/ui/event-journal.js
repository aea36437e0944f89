/** The journal: what is kept, along the thread, more on demand. */
import { empty } from "./empty.js";
import { check } from "./field.js";
import { draftWaiting } from "./form-end.js";
import { html, icon, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { moreButton } from "./more-button.js";
import { thread } from "./thread.js";

/**
 * @param {object} props
 * @param {import("./thread.js").Entry[]} props.entries
 * @param {number} props.more entries that are not shown yet
 * @param {number} props.facts
 * @param {number} props.evidence
 * @param {number} props.pending changes that wait for the network
 * @param {boolean} props.stuck others are on this device and do not go by themselves
 * @param {boolean} props.pieces whether dated pieces stand among the facts
 * @param {boolean} props.dated whether there are any
 * @param {Parameters<typeof draftWaiting>[0]} props.draft
 * @param {boolean} props.heap notes in bulk wait to be sorted
 * @param {import("./html.js").Content} [props.voices] recordings that were cut
 * @param {(name: string) => void} props.onGo
 * @param {(id: string) => void} props.onOpen
 * @param {() => void} props.onWrite
 * @param {() => void} props.onMore
 * @param {(pieces: boolean) => void} props.onPieces
 */
export function journalView(props) {
  const { entries, more, pieces, dated, draft, onOpen, onWrite, onMore, onPieces } = props;
  return html`<div class="stack">
    ${props.facts || props.evidence || props.pending ? band(props) : nothing}
    ${draftWaiting(draft)}
    ${props.voices ?? nothing}
    ${ways(props)}
    ${dated ? check({ id: "journal-pieces", label: t("Montrer aussi les pièces datées"), checked: pieces, onChange: onPieces }) : nothing}
    ${entries.length ? thread(entries, { onOpen, legend: more === 0 }) : empty({
      picture: "empty-journal", title: t("Rien n’est encore écrit"), action: { label: t("Noter un fait"), onClick: onWrite },
      text: t("Une phrase suffit pour commencer. La date peut venir plus tard, ou jamais."),
    })}
    ${moreButton(more, onMore)}
  </div>`;
}

/** What else helps memory: never in the way of a fact. @param {{ heap: boolean, onGo: (name: string) => void }} props */
function ways({ heap, onGo }) {
  const way = (/** @type {string} */ name, /** @type {string} */ drawn, /** @type {string} */ label) => html`<li><button type="button" class="btn quiet" @click=${() => onGo(name)}>${icon(drawn)}${label}</button></li>`;
  return html`<ul class="journal-ways no-print" aria-label=${t("Pour la mémoire")}>
    ${way("heap", "edit", heap ? t("Notes à trier, quand vous voudrez") : t("Noter en vrac"))}${way("days", "clock", t("Comment c’était"))}${way("key-dates", "thread", t("Grandes dates"))}</ul>`;
}

/** @param {{ facts: number, evidence: number, pending: number, stuck: boolean }} props */
function band({ facts, evidence, pending, stuck }) {
  // What is stuck on this device is said above, with what can be done.
  const all = stuck ? nothing : html`<span class="ok">${icon("check")}${t("tout est enregistré")}</span>`;
  const kept = pending === 0
    ? all
    : html`<span>${icon("clock")}${tn("{n} changement attend le réseau", "{n} changements attendent le réseau", pending)}</span>`;
  return html`<p class="band">
    <span>${tn("{n} fait", "{n} faits", facts)}</span>
    <span>${tn("{n} pièce", "{n} pièces", evidence)}</span>
    ${kept}
  </p>`;
}
