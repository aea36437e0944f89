/**
 * « Comment c’était »: how single days were, by danger felt, mood and a few words; all of them optional.
 *
 *  1. A month is one reading (FORMAT 8.6). It is shown to nobody unless chosen by its month, and nothing is added up from it.
 *  2. What was tapped is shown at once and kept one month at a time, in order: two taps in a row are two versions, never a race.
 *  3. Of two readings of one month (two devices), each day is as the one kept last says; the next change writes all of it there. What
 *     another device said meanwhile of other days is kept, of the same day it stays in the version before (`merging.js`).
 *  4. A change that could not be kept stays in memory and goes with the next one; the screen says so.
 */

import { TITLE_LIMIT } from "../crypto/constants.js";
import { formatDay, t } from "../ui/i18n.js";
import { unknownWhen } from "./dates.js";
import { byDate, keep, makeReading, newId, prose, useOfRow } from "./items.js";
import { keptLastAtEnd, together, versionsNow, withOneMore } from "./merging.js";
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
/** @type {WeakMap<Days, Map<string, import("./merging.js").Base>>} by month: what the days that a screen has were made from */
const bases = new WeakMap();
/** @type {Promise<unknown>} the change under way (rule 2) */
let turn = Promise.resolve();

onForget(() => ids.clear());

/** @returns {Row[]} readings that are months, those kept last at the end */
const months = () => keptLastAtEnd(byDate("reading").filter((row) => useOfRow(row) === "days"));

/** @param {Row} row @returns {string} YYYY-MM */
const monthOf = ({ summary }) => String(/** @type {any} */ (summary).when.from);

/** The months of which something is kept, with the readings of each, those kept last at the end. @returns {Map<string, string[]>} ids by YYYY-MM, newest month first */
export function keptMonths() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const one of months()) found.set(monthOf(one), [...(found.get(monthOf(one)) ?? []), one.id]);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? 1 : -1)));
}

/** All days of which something is kept (rule 3), once what was tapped before is. @returns {Promise<Days>} */
export async function readDays() {
  await turn.catch(() => {
    // The change before has told its own screen.
  });
  const found = [...keptMonths()].map(([month, readings]) => ({ month, readings, versions: monthVersions(month) }));
  const records = await readRecords(found.flatMap(({ readings }) => readings));
  /** @type {Days} */
  const days = new Map();
  for (const { month, readings, versions } of found) {
    for (const [day, said] of take(month, { readings, versions, records: records.splice(0, readings.length) }, days)) days.set(day, said);
  }
  return days;
}

/**
 * @param {string} month
 * @param {{ readings: string[], versions: string, records: any[] }} found ids of its readings, those kept last at the end
 * @param {Days} owner whose base it is
 * @returns {Days}
 */
function take(month, { readings, versions, records }, owner) {
  const said = daysIn(month, { answers: together(records.map(({ answers }) => answers)) });
  ids.set(month, readings.at(-1) ?? newId());
  setBase(owner, month, { versions, answers: monthAnswers(month, said) });
  return said;
}

/** @param {string} month */
const monthVersions = (month) => versionsNow({ id: "", use: "days", from: month });

/** @param {Days} days @param {string} month @param {import("./merging.js").Base} base */
function setBase(days, month, base) {
  bases.set(days, (bases.get(days) ?? new Map()).set(month, base));
}

/** @param {string} month @param {Days} days of any months @returns {any} the document of FORMAT 8.3 */
export function monthRecord(month, days) {
  const when = { ...unknownWhen(), precision: /** @type {const} */ ("period"), from: month, to: month };
  return makeReading("days", { title: t("Comment c’était, {month}", { month: formatDay(month) }), when, answers: monthAnswers(month, days) });
}

/** @param {string} month @param {Days} days of any months */
function monthAnswers(month, days) {
  const own = [...days].filter(([day]) => day.startsWith(`${month}-`)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return own.flatMap(([day, said]) => answersOf(day.slice(-2), said));
}

/** @param {string} number DD @param {Day} day */
function answersOf(number, { danger, mood, note }) {
  const said = { danger: danger ?? "", mood: mood ?? "", note: prose("note", note, TITLE_LIMIT) };
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
  }).then(() => keepMonth(id, month, days));
  turn = kept;
  return kept;
}

/** @param {string} id @param {string} month @param {Days} days */
async function keepMonth(id, month, days) {
  const record = monthRecord(month, days);
  const base = bases.get(days)?.get(month) ?? { versions: "", answers: [] };
  await keep(id, record, [], base);
  const versions = monthVersions(month);
  // Nothing but this came to the vault, or it waits on this device.
  const isAlone = versions === base.versions || versions === withOneMore(base.versions, id);
  if (isAlone) setBase(days, month, { versions, answers: record.answers });
  else await meet(month, daysIn(month, record), days).catch(() => {
    // It is kept, and the next change meets the others again.
  });
}

/** Rule 3: what others said is shown, except of days that were tapped meanwhile. @param {string} month @param {Days} sent @param {Days} days */
async function meet(month, sent, days) {
  const [readings, versions] = [keptMonths().get(month) ?? [], monthVersions(month)];
  const now = take(month, { readings, versions, records: await readRecords(readings) }, days);
  const isAsSent = (/** @type {string} */ day) => same(days.get(day), sent.get(day));
  for (const day of [...sent.keys(), ...now.keys()].filter(isAsSent)) {
    const said = now.get(day);
    if (said) days.set(day, said);
    else days.delete(day);
  }
}

/** @param {Day} [a] @param {Day} [b] */
const same = (a, b) => a?.danger === b?.danger && a?.mood === b?.mood && a?.note.trim() === b?.note.trim();
