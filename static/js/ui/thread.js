/**
 * The thread: facts in the order of their dates, each knot drawn by how sure its date is. The journal, the timelines,
 * the last look before a share and the recipient's page all draw this one.
 *
 * 1. Entries come sorted; the thread does not sort them. It sets a year mark each time the year changes.
 * 2. exact: full knot · about: ring · period: a capsule as tall as its card · unknown: a dotted ring, in a
 *    list of its own beside the line, so that what has no date is neither lost nor given a false place.
 * 3. The certainty of a date and the danger felt are also said in words: the drawing is never alone to say it.
 * 4. With `onOpen` each title is a button that opens the entry; without it the thread is only read.
 * 5. A key date is no fact: it stands faintly between them, without a card, so that the eye finds its place.
 */
import { html, classMap, nothing, repeat } from "./html.js";
import { chips } from "./chips.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} When
 * @property {"exact" | "about" | "period" | "unknown"} precision
 * @property {string | null} from YYYY, YYYY-MM or YYYY-MM-DD
 * @property {string | null} to
 * @property {string | null} time
 * @property {string} text
 */
/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {When} when
 * @property {string} whenText as it is shown, place included if any: « vers l’été 2021 · Lyon »
 * @property {string} title
 * @property {string} [text] first lines of the fact
 * @property {boolean} [danger]
 * @property {boolean} [anchor] a key date (rule 5)
 * @property {import("./chips.js").Chip[]} [chips]
 * @property {string | number} [year] year mark; by default that of `when.from`
 * @property {import("./html.js").Content} [extra] what a screen adds below the chips: thumbnails, a player
 */
/**
 * @typedef {object} Options
 * @property {(id: string) => void} [onOpen]
 * @property {boolean} [bare] without cards, inside a sheet
 * @property {boolean} [full] texts whole rather than their three first lines
 * @property {boolean} [legend] say below what the knots mean
 */

/**
 * @param {Entry[]} entries sorted
 * @param {Options} [options]
 */
export function thread(entries, options = {}) {
  const dated = entries.filter((entry) => entry.when.precision !== "unknown");
  const beside = entries.filter((entry) => entry.when.precision === "unknown");
  return html`<div class="thread-wrap">
    <div class="thread-both">
      ${dated.length ? line(marked(dated), options) : nothing}
      ${beside.length ? undated(beside, options) : nothing}
    </div>
    ${options.legend ? legend() : nothing}
  </div>`;
}

/** @typedef {{ key: string, year: string } | { key: string, entry: Entry }} Row */

/**
 * @param {Entry[]} entries
 * @returns {Row[]}
 */
function marked(entries) {
  let current = "";
  return entries.flatMap((entry) => {
    const year = String(entry.year ?? entry.when.from?.slice(0, 4) ?? "");
    const mark = year && year !== current ? [{ key: `year-${year}-${entry.id}`, year }] : [];
    current = year || current;
    return [...mark, { key: entry.id, entry }];
  });
}

/**
 * @param {Row[]} rows
 * @param {Options} options
 */
function line(rows, options) {
  return html`<ol class="thread ${options.bare ? "bare" : ""}">
    ${repeat(rows, (row) => row.key, (row) => ("entry" in row
      ? row.entry.anchor ? anchor(row.entry, options) : fact(row.entry, options)
      : html`<li class="year"><h2>${row.year}</h2></li>`))}
  </ol>`;
}

/**
 * @param {Entry[]} entries
 * @param {Options} options
 */
function undated(entries, options) {
  return html`<section class="thread-beside">
    <h2>${t("Sans date")}</h2>
    <p class="soft small">${options.full ? t("Ces faits comptent autant : leur date n’est pas connue.") : t("Ces faits comptent autant. Vous pourrez les situer plus tard.")}</p>
    <ol class="thread ${options.bare ? "bare" : ""}">
      ${repeat(entries, (entry) => entry.id, (entry) => fact(entry, options))}
    </ol>
  </section>`;
}

/**
 * @param {Entry} entry
 * @param {Options} options
 */
function fact(entry, options) {
  const { precision } = entry.when;
  const knot = { fact: true, danger: entry.danger ?? false, [precision]: precision !== "exact" };
  return html`<li class=${classMap(knot)} data-id=${entry.id}>
    <article class="card">
      <p class="when">${entry.whenText}</p>
      <h3>${title(entry, options)}</h3>
      ${entry.text ? html`<p class="text ${options.full ? "" : "clamp"}">${entry.text}</p>` : nothing}
      ${chips(told(entry))}
      ${entry.extra ?? nothing}
    </article>
  </li>`;
}

/** Rule 5. @param {Entry} entry @param {Options} options */
function anchor(entry, options) {
  return html`<li class="anchor" data-id=${entry.id}><p><span class="soft">${entry.whenText}</span> ${title(entry, options)}</p></li>`;
}

/**
 * @param {Entry} entry
 * @param {Options} options
 */
function title(entry, { onOpen }) {
  const text = entry.title || t("Sans titre");
  return onOpen
    ? html`<button type="button" class="card-open" @click=${() => onOpen(entry.id)}>${text}</button>`
    : text;
}

/**
 * @param {Entry} entry
 * @returns {import("./chips.js").Chip[]}
 */
function told(entry) {
  const danger = /** @type {const} */ ({ text: t("danger ressenti"), tone: "danger" });
  return [...(entry.danger ? [danger] : []), ...(entry.chips ?? [])];
}

/** What the knots mean. */
export function legend() {
  return html`<ul class="legend">
    <li>${t("date exacte")}</li>
    <li class="about">${t("à peu près")}</li>
    <li class="period">${t("une période")}</li>
    <li class="unknown">${t("sans date")}</li>
    <li class="danger">${t("danger ressenti")}</li>
  </ul>`;
}
