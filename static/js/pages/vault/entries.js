/** Rows of the catalogue as entries of the thread: facts, and pieces that have a date. */
import { unknownWhen, whenText, yearOf } from "../../flows/dates.js";
import { isHeavy } from "../../flows/heavy.js";
import { keyDateOf } from "../../flows/key-dates.js";
import { blurred } from "../../ui/blurred.js";
import { html, nothing } from "../../ui/html.js";
import { t, tn } from "../../ui/i18n.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */
/** @typedef {import("../../ui/thread.js").Entry} Entry */

const NAMES_SHOWN = 3;

/**
 * The date as it is shown; one that is not known keeps her words.
 * @param {import("../../flows/dates.js").When} when
 */
export function dateLine(when) {
  if (when.precision !== "unknown") return whenText(when);
  return when.text || t("date inconnue");
}

/**
 * @param {Row} row an event or a piece
 * @param {{ thumb?: string | undefined, extra?: import("../../ui/html.js").Content }} [options]
 * @returns {Entry}
 */
export function entryOf({ id, kind, summary, ...row }, { thumb, extra } = {}) {
  const { title, where = "", danger = null, excerpt = "" } = /** @type {any} */ (summary);
  const when = /** @type {any} */ (summary).when ?? unknownWhen();
  return {
    id, when, title, text: afterTitle(excerpt, title), whenText: [dateLine(when), where].filter(Boolean).join(" · "), year: yearOf(when) ?? "",
    danger: danger === "yes" || danger === "some",
    chips: [...("waiting" in row ? [{ text: t("pas encore en ligne"), icon: "wait" }] : []), ...(kind === "event" ? eventChips(summary) : [{ text: t("Pièce"), icon: "files" }])],
    extra: html`${thumb ? html`<span class="entry-picture">${blurred(thumb, html`<img class="entry-thumb" src=${thumb} alt="">`, title, isHeavy(id))}</span>` : nothing}${extra ?? nothing}`,
  };
}

/** A key date between facts. @param {Row} row @returns {Entry} */
export function anchorOf(row) {
  const { title, when } = keyDateOf(row);
  return { id: row.id, title, when, whenText: whenText(when), year: yearOf(when) ?? "", anchor: true };
}

/**
 * A title made of the first words is not read twice: the text goes on from there.
 * @param {string} excerpt
 * @param {string} title
 */
function afterTitle(excerpt, title) {
  const start = title.replace(/…$/, "");
  if (start === "" || !excerpt.startsWith(start)) return excerpt;
  const rest = excerpt.slice(start.length).replace(/^[.\s]+/, "");
  return rest && title.endsWith("…") ? `… ${rest}` : rest;
}

/** @param {any} summary @returns {import("../../ui/chips.js").Chip[]} */
function eventChips({ who, evidence }) {
  const names = who.slice(0, NAMES_SHOWN).map((/** @type {string} */ text) => ({ text }));
  const more = who.length > NAMES_SHOWN ? [{ text: tn("et {n} autre", "et {n} autres", who.length - NAMES_SHOWN) }] : [];
  const pieces = evidence > 0 ? [{ text: tn("{n} pièce", "{n} pièces", evidence), icon: "clip" }] : [];
  return [...names, ...more, ...pieces];
}
