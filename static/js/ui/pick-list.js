/** Choosing several things: search, all, none, and more on demand. */
import { searchField } from "./field.js";
import { html, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { pickRows } from "./rows.js";

/**
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.text what is looked for
 * @param {import("./rows.js").Row[]} props.rows
 * @param {number} props.more how many are not shown
 * @param {ReadonlySet<string>} props.chosen
 * @param {(text: string) => void} props.onSearch
 * @param {(id: string, chosen: boolean) => void} props.onChoose
 * @param {() => void} props.onAll
 * @param {() => void} props.onNone
 * @param {() => void} props.onMore
 */
export function pickList({ id, text, rows, more, chosen, onSearch, onChoose, onAll, onNone, onMore }) {
  return html`<div class="stack">
    ${searchField({ id: `${id}-search`, label: t("Chercher un mot"), value: text, onInput: onSearch })}
    <div class="between">
      <p class="small" role="status">${tn("{n} choisi", "{n} choisis", chosen.size)}</p>
      <div class="row tight">
        <button type="button" class="btn quiet" @click=${onAll}>${t("Tout cocher")}</button>
        <button type="button" class="btn quiet" @click=${onNone}>${t("Tout décocher")}</button>
      </div>
    </div>
    ${rows.length ? pickRows(rows, { chosen, onChoose }) : html`<p class="soft">${t("Rien à cet endroit.")}</p>`}
    ${more > 0 ? html`<button type="button" class="btn wide" @click=${onMore}>${tn("Montrer encore {n}", "Montrer encore {n}", Math.min(more, 60))}</button>` : nothing}
  </div>`;
}
