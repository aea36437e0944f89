/**
 * What a person keeps for herself and chose to show: readings of the landmark, months of « comment c’était », key dates.
 *
 *  1. The sentences of the landmark are public and not in the share. They are asked for at every look at any share: asked for only
 *     where one is shown, they would tell the server what is in it.
 *  2. A sentence that is not among them any more is passed over; the level is the one that was said that day.
 *  3. Of two readings of one month, each day is as the later one says (FORMAT 10.7).
 */
import { daysIn, readingUse, saidIn, scaleOf } from "../../flows/readings-shared.js";
import { compareWhen, whenText } from "../../flows/dates.js";
import { worded } from "../../flows/reading-scale.js";
import { dayWords } from "../../ui/days.js";
import { formatDay } from "../../ui/i18n.js";
import { daysOf, isOfDay, longDay, weekday, weekdays } from "../months.js";

/** @typedef {import("../../flows/readings-shared.js").Scale} Scale */
/** @typedef {import("../../flows/readings-shared.js").Days} Days */
/** @typedef {{ id: string, kind: string, document: any }} Item of FORMAT 10.7 */
/** @typedef {{ scale: Scale | undefined, failed: boolean }} Sentences neither: they are on their way */

/** Rule 1. @param {() => void} refresh @returns {Sentences} */
export function sentences(refresh) {
  /** @type {Sentences} */
  const state = { scale: undefined, failed: false };
  void scaleOf().then((scale) => { state.scale = scale; }, () => { state.failed = true; }).then(refresh);
  return state;
}

/** @param {Item[]} items @param {import("../../crypto/uses.js").Use} use @returns {any[]} their documents, in order */
const readingsOf = (items, use) => items.filter((item) => readingUse(item) === use).map(({ id, document }) => ({ ...document, id }));

/**
 * @param {Item[]} items of a share
 * @param {Sentences} known
 * @returns {import("../../ui/reader-readings.js").Readings}
 */
export function readingsIn(items, known) {
  const inTime = (/** @type {any} */ a, /** @type {any} */ b) => compareWhen(a.when, b.when);
  return {
    dates: datesIn(items).map(({ id, title, when }) => ({ id, title, whenText: whenText(when) })),
    landmarks: readingsOf(items, "landmark").toSorted(inTime).map((one) => landmark(one, known)),
    months: monthsIn(items),
  };
}

/** Key dates, oldest first. @param {Item[]} items of a share */
export const datesIn = (items) => readingsOf(items, "date").toSorted((a, b) => compareWhen(a.when, b.when));

/** @param {any} document @param {Sentences} known @returns {import("../../ui/reader-readings.js").Landmark} */
function landmark({ id, title, when, note, answers }, { scale, failed }) {
  const said = saidIn({ answers });
  const all = scale?.sentences.toReversed() ?? [];
  // Rule 2.
  const answered = (/** @type {string} */ answer) => all.filter((one) => said.answers[one.id] === answer).map((one) => worded(/** @type {Scale} */ (scale), one, said.audience).text);
  return {
    id, note, day: when.from ? formatDay(when.from) : title, level: said.level, relative: said.audience === "relative",
    sentences: scale ? "there" : failed ? "absent" : "waited", yes: answered("yes"), unknown: answered("unknown"), unsaid: answered("unsaid"),
  };
}

/** @param {Item[]} items @returns {import("../../ui/reader-readings.js").Month[]} oldest first */
function monthsIn(items) {
  /** @type {Map<string, Days>} */
  const months = new Map();
  for (const reading of readingsOf(items, "days")) {
    const month = String(reading.when.from);
    // Rule 3.
    months.set(month, new Map([...(months.get(month) ?? []), ...daysIn(month, reading)]));
  }
  const facts = items.filter(({ kind, document }) => kind === "event" && isOfDay(document.when)).map(({ document }) => document.when.from);
  const order = [...months].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return order.map(([month, days]) => drawn(month, days, (day) => facts.filter((one) => one === day).length));
}

/** @param {string} month @param {Days} days @param {(day: string) => number} factsOf @returns {import("../../ui/reader-readings.js").Month} */
function drawn(month, days, factsOf) {
  const cells = daysOf(month).map((day) => ({ day, said: days.get(day), facts: factsOf(day), ahead: false }));
  const lines = cells.flatMap(({ day, said, facts }) => (said ? [{ words: [longDay(day), ...dayWords({ ...said, note: "" }, facts)].join(", "), note: said.note }] : []));
  return { month, name: formatDay(month), cells, offset: weekday(`${month}-01`), weekdays: weekdays(), lines };
}
