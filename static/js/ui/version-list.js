/** What an item was before: each version with its day and what was changed after it, one read at a time. */
import { html, nothing } from "./html.js";
import { formatDate, formatList, t, tn } from "./i18n.js";
import { failure } from "./notice.js";
import { skeleton } from "./progress.js";

/**
 * @param {object} props
 * @param {number} props.count of versions before this one
 * @param {boolean} props.loading
 * @param {string} props.failed why they cannot be had
 * @param {{ n: number, at: string, changes: string[] }[]} props.versions newest first
 * @param {number | undefined} props.chosen
 * @param {import("./html.js").Content} props.shown the one chosen
 * @param {() => void} props.onOpen
 * @param {(n: number) => void} props.onChoose
 */
export function versionsFold({ count, loading, failed, versions, chosen, shown, onOpen, onChoose }) {
  if (count < 1) return nothing;
  const toggled = (/** @type {Event} */ event) => {
    if (/** @type {HTMLDetailsElement} */ (event.target).open) onOpen();
  };
  return html`<details class="fold" @toggle=${toggled}>
    <summary>${tn("{n} version précédente", "{n} versions précédentes", count)}</summary>
    <p class="hint">${t("Rien de ce que vous avez écrit n’est remplacé : chaque version reste lisible.")}</p>
    ${failed ? failure({ message: failed }) : loading ? skeleton(1) : nothing}
    <ol class="versions">${versions.map(({ n, at, changes }) => html`<li>
      <button type="button" class="btn" aria-expanded=${n === chosen ? "true" : "false"} @click=${() => onChoose(n)}>${formatDate(at, "moment")}</button>
      ${changes.length ? html`<p class="small soft">${t("Changé ensuite : {what}", { what: formatList(changes) })}</p>` : nothing}
      ${n === chosen ? html`<div class="sheet version">${shown}</div>` : nothing}
    </li>`)}</ol>
  </details>`;
}
