/**
 * « Comment c’était »: how single days were, by danger felt, mood and a few words; all of them optional.
 *
 *  1. A month is one reading (FORMAT 8.6). It is shown to nobody unless chosen by its month, and nothing is added up from it.
 *  2. What was tapped is shown at once and kept one month at a time, in order: two taps in a row are two versions, never a race.
 *  3. Of two readings of one month (two devices), each day is as the one kept last says; the next change writes all of it there.
 *  4. A change that could not be kept stays in memory and goes with the next one; the screen says so.
 */

import { READING_VERSION } from "../crypto/constants.js";
import { formatDay, t } from "../ui/i18n.js";
import { byDate, keep, line, newId, useOfRow } from "./items.js";
import { daysIn } from "./readings-shared.js";
import { readRecords } from "./records.js";
import { onForget } from "./session.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {import("./readings-shared.js").Danger} Danger */
/** @typedef {import("./readings-shared.js").Mood} Mood */
/** @typedef {import("./readings-shared.js").Day} Day */
/** @typedef {import("./readings-shared.js").Days} Days */

/** @type {Map<string, string>} id of each month's reading, so that a try repeated is not a second one */
const ids = new Map();
/** @type {Promise<unknown>} the change under way (rule 2) */
let turn = Promise.resolve();

onForget(() => ids.clear());

/** @returns {Row[]} readings that are months, those kept last at the end */
function months() {
  const keptAt = (/** @type {Row} */ row) => row.versions.at(-1)?.at ?? "";
  return byDate("reading").filter((row) => useOfRow(row) === "days").toSorted((a, b) => (keptAt(a) < keptAt(b) ? -1 : Number(keptAt(a) > keptAt(b))));
}

/** @param {Row} row @returns {string} YYYY-MM */
const monthOf = ({ summary }) => String(/** @type {any} */ (summary).when.from);

/** The months of which something is kept, with the readings of each, those kept last at the end. @returns {Map<string, string[]>} ids by YYYY-MM, newest month first */
export function keptMonths() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const one of months()) found.set(monthOf(one), [...(found.get(monthOf(one)) ?? []), one.id]);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? 1 : -1)));
}

/** All days of which something is kept (rule 3). @returns {Promise<Days>} */
export async function readDays() {
  const rows = months();
  const records = await readRecords(rows.map(({ id }) => id));
  /** @type {Days} */
  const days = new Map();
  rows.forEach((row, i) => {
    ids.set(monthOf(row), row.id);
    for (const [day, said] of daysIn(monthOf(row), records[i])) days.set(day, said);
  });
  return days;
}

/** @param {string} month @param {Days} days of any months @returns {any} the document of FORMAT 8.3 */
export function monthRecord(month, days) {
  const own = [...days].filter(([day]) => day.startsWith(`${month}-`)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const answers = own.flatMap(([day, said]) => answersOf(day.slice(-2), said));
  const when = { precision: "period", from: month, to: month, time: null, text: "" };
  return { v: READING_VERSION, kind: "reading", use: "days", title: t("Comment c’était, {month}", { month: formatDay(month) }), when, answers, note: "" };
}

/** @param {string} number DD @param {Day} day */
function answersOf(number, { danger, mood, note }) {
  const said = { danger: danger ?? "", mood: mood ?? "", note: line("note", note) };
  return Object.entries(said).filter(([, answer]) => answer).map(([name, answer]) => ({ id: `${number}/${name}`, answer }));
}

/**
 * Keep the month of a day as it now is (rules 2 and 4).
 *
 * @param {string} day YYYY-MM-DD
 * @param {Days} days all of them; read when its turn has come, so that what was tapped meanwhile goes along
 * @returns {Promise<unknown>} once it is kept
 */
export function keepMonthOf(day, days) {
  const month = day.slice(0, 7);
  const id = ids.get(month) ?? newId();
  ids.set(month, id);
  const kept = turn.catch(() => {
    // The change before has told its own screen.
  }).then(() => keep(id, monthRecord(month, days)));
  turn = kept;
  return kept;
}
