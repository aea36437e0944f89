/**
 * Whether `1/2/2023` is the first of February or the second of January: the whole file tells, or she does.
 *
 *  1. The year first (`2023-02-01`): month, then day, everywhere.
 *  2. A number above twelve is a day. A file that has some on both sides is read by what is plainly more frequent, its exceptions
 *     by the other.
 *  3. A conversation goes forward in time: the order in which it plainly seldom goes back.
 *  4. Points between (`1.2.2023`): the day first.
 *  5. What these leave open, or where the first two do not say the same (a date inside a message that somebody wrote can
 *     look like all others), is said to be open, and asked.
 */

import { packed, partsOf } from "./messages.js";

/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {"day" | "month"} First which comes first */

/** How many times more is plain; anything is beside nothing. */
const PLAINLY = 4;
/** Numbers that say it twice as often as time says otherwise are believed: some messages arrive late in every conversation. */
const TWICE = 2;

export class Order {
  #impossible = { day: 0, month: 0 };
  #backwards = { day: 0, month: 0 };
  #before = { day: 0, month: 0 };
  #points = 0;
  #plain = 0;
  /** Dates that could be two. */
  #differ = 0;

  /**
   * One date, as it comes.
   *
   * @param {number} year
   * @param {number} one
   * @param {number} two
   * @param {string} sign between them
   */
  note(year, one, two, sign) {
    const dates = [packed(year, two, one), packed(year, one, two)];
    this.#look("day", dates[0] ?? 0);
    this.#look("month", dates[1] ?? 0);
    if (one !== two && !dates.includes(0)) this.#differ += 1;
    if (sign.startsWith(".")) this.#points += 1;
    else this.#plain += 1;
  }

  /** @param {First} first @param {number} date */
  #look(first, date) {
    if (date === 0) this.#impossible[first] += 1;
    else if (date < this.#before[first]) this.#backwards[first] += 1;
    if (date !== 0) this.#before[first] = date;
  }

  /** @returns {First | null} null when it has to be asked */
  first() {
    const [byNumbers, byTime] = [lesser(this.#impossible), lesser(this.#backwards)];
    if (this.#differ === 0) return byNumbers ?? "day";
    if (byNumbers && byTime && byNumbers !== byTime && gap(this.#impossible) <= TWICE * gap(this.#backwards)) return null; // 5
    const told = byNumbers ?? byTime; // 2, 3
    return told ?? (this.#points > this.#plain ? "day" : null); // 4, 5
  }
}

/** @param {{ day: number, month: number }} counts */
const gap = ({ day, month }) => Math.abs(day - month);

/** @param {{ day: number, month: number }} counts @returns {First | null} null where neither is plainly less */
function lesser({ day, month }) {
  if (day * PLAINLY < month) return "day";
  return month * PLAINLY < day ? "month" : null;
}

/**
 * Messages that do not stand in the file where their date would have them: as few as can be, so that the days of all others go
 * forward. In a text, what somebody pasted into a message looks like messages: of whoever is named there, when it says.
 *
 * @param {Messages} messages
 * @returns {Uint8Array} 1 for each of them
 */
export function outOfPlace(messages) {
  const { count } = messages;
  // The longest run without a step back: the last message of the best run of each length, and who stands before whom.
  const [ends, before] = [new Int32Array(count), new Int32Array(count)];
  const out = new Uint8Array(count);
  let length = 0;
  for (let at = 0; at < count; at += 1) {
    if (messages.date(at) === 0) continue;
    const place = placeIn(ends.subarray(0, length), messages, messages.date(at));
    [out[at], before[at], ends[place]] = [1, place > 0 ? ends[place - 1] ?? -1 : -1, at];
    length = Math.max(length, place + 1);
  }
  for (let at = length > 0 ? ends[length - 1] ?? -1 : -1; at >= 0; at = before[at] ?? -1) out[at] = 0;
  return out;
}

/** The first that is later than a date. @param {Int32Array} ends @param {Messages} messages @param {number} date */
function placeIn(ends, messages, date) {
  // Nearly always it is after all of them.
  let [low, high] = [ends.length > 0 && messages.date(ends.at(-1) ?? -1) <= date ? ends.length : 0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages.date(ends[middle] ?? -1) <= date) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The dates of all messages, in this order. Raw dates are `year × 10000 + first number × 100 + second number`.
 *
 * @param {Messages} messages
 * @param {First} first
 */
export function setOrder(messages, first) {
  for (let at = 0; at < messages.count; at += 1) {
    const [year, one, two] = partsOf(messages.raw(at));
    const [likely, other] = first === "day" ? [packed(year, two, one), packed(year, one, two)] : [packed(year, one, two), packed(year, two, one)];
    messages.setDate(at, likely || other);
  }
}
