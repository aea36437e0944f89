/**
 * Looking through a conversation that was read: months, searches, one person, some days; and the messages of one stretch.
 *
 *  1. What is looked at is a list of places in the order of time; messages of one minute keep the order of the file.
 *  2. A chat that was written down as a text has messages that are not where their date would have them (`order.js`): they say so.
 *  3. Words are compared without accents and case (`folding.js`). A search gives way to the next one.
 */

import { finderOf } from "./folding.js";
import { packed, partsOf } from "./messages.js";
import { outOfPlace } from "./order.js";

/** @typedef {import("./reading.js").Reading} Reading */

/**
 * @typedef {object} Filter
 * @property {number} [thread]
 * @property {number} [who]
 * @property {boolean} [mine] with `who`: whose messages are hers, in a backup that says it
 * @property {number} [from] date, as `messages.js` rule 1
 * @property {number} [to]
 * @property {string} [text]
 */

/** @typedef {{ month: number, start: number, count: number }} Month `year × 100 + month`, 0 without a date; places in what is looked at */
/** @typedef {{ count: number, months: Month[] }} Seen */
/** @typedef {{ at: number, date: number, second: number | null, who: string, mine: boolean, byApp: boolean, cut: boolean, garbled: boolean, astray: boolean, text: string, files: { name: string, size: number | null, here: boolean }[] }} Shown */

const DAY = 86_400;
/** Messages looked at before others get their turn. */
const TURN = 20_000;
const ROOM_FOR_PLACES = 2 ** 20;

export class Looking {
  reading;
  #order;
  /** What is looked at. */
  #places;
  /** Rule 2. */
  #astray;
  #searches = 0;

  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    this.#order = inTime(reading);
    this.#places = this.#order;
    this.#astray = astrayIn(reading);
  }

  /** The order of days was told: everything moves. @param {import("./order.js").First} first */
  setOrder(first) {
    this.reading.setOrder(first);
    this.#order = inTime(this.reading);
    this.#places = this.#order;
    this.#astray = astrayIn(this.reading);
  }

  /** What the file is, for who reads it. */
  summary() {
    const { messages, kind, inArchive, beside, first, firstIsSure, swaps, stopped } = this.reading;
    const people = this.#counted("who");
    const threads = this.#counted("thread");
    const dated = this.#order.filter((at) => messages.date(at) > 0);
    let garbled = 0;
    for (let at = 0; at < messages.count; at += 1) garbled += messages.isGarbled(at) ? 1 : 0;
    return {
      kind, inArchive, beside, stopped, garbled, astray: this.#astray.reduce((sum, one) => sum + one, 0), count: messages.count, people, threads, undated: messages.count - dated.length,
      from: messages.date(dated[0] ?? -1), to: messages.date(dated.at(-1) ?? -1), first, firstIsSure, swaps, example: this.#example(),
    };
  }

  /** A day that could be two. @returns {number} */
  #example() {
    const { messages } = this.reading;
    const at = this.#order.find((other) => {
      const [, one, two] = partsOf(messages.raw(other));
      return one !== two && one <= 12 && two <= 12;
    });
    return at === undefined ? 0 : messages.raw(at);
  }

  /** Names, the most frequent first. @param {"who" | "thread"} column @returns {{ number: number, name: string, count: number }[]} */
  #counted(column) {
    const { messages } = this.reading;
    const { list } = column === "who" ? messages.people : messages.threads;
    const counts = new Uint32Array(list.length);
    for (let at = 0; at < messages.count; at += 1) {
      const number = messages[column](at);
      if (column === "thread" || !messages.isMine(at)) counts[number] = (counts[number] ?? 0) + 1;
    }
    const named = list.map((name, number) => ({ number, name, count: counts[number] ?? 0 })).filter(({ number, count }) => number > 0 && count > 0);
    return named.toSorted((a, b) => b.count - a.count);
  }

  /** @param {Filter} filter @returns {Promise<Seen | null>} null when another search began */
  async look(filter) {
    const search = (this.#searches += 1);
    const fits = this.#fitting(filter);
    const found = new Uint32Array(this.#order.length);
    let count = 0;
    for (let start = 0; start < this.#order.length; start += TURN) {
      for (const at of this.#order.subarray(start, start + TURN)) if (fits(at)) found[count++] = at;
      if (filter.text) await new Promise((resolve) => setTimeout(resolve));
      if (search !== this.#searches) return null;
    }
    this.#places = found.subarray(0, count);
    return { count, months: this.#months() };
  }

  /** @param {Filter} filter @returns {(at: number) => boolean} */
  #fitting({ thread, who, mine, from, to, text }) {
    const { messages } = this.reading;
    const has = finderOf(text ?? "");
    return (at) => {
      if (thread !== undefined && messages.thread(at) !== thread) return false;
      if (mine !== undefined && messages.isMine(at) !== mine) return false;
      if (who !== undefined && (messages.who(at) !== who || messages.isMine(at))) return false;
      const date = messages.date(at);
      if ((from !== undefined && date < from) || (to !== undefined && date > to)) return false;
      return has === null || has(messages.bytes(at));
    };
  }

  /** @returns {Month[]} */
  #months() {
    const { messages } = this.reading;
    /** @type {Month[]} */
    const months = [];
    this.#places.forEach((at, place) => {
      const month = Math.floor(messages.date(at) / 100);
      const last = months.at(-1);
      if (last?.month === month) last.count += 1;
      else months.push({ month, start: place, count: 1 });
    });
    return months;
  }

  /** @param {number} start @param {number} end places @returns {Shown[]} */
  slice(start, end) {
    return [...this.#places.subarray(start, end)].map((at) => this.shown(at));
  }

  /** Messages by their numbers, in the order of time. @param {number[]} numbers @returns {Shown[]} */
  some(numbers) {
    const wanted = new Set(numbers);
    return [...this.#order].filter((at) => wanted.has(at)).map((at) => this.shown(at));
  }

  /** The numbers of all between the first and the last of these. @param {number[]} numbers @param {number} limit @returns {number[]} */
  between(numbers, limit) {
    const wanted = new Set(numbers);
    const places = this.#places;
    const start = places.findIndex((at) => wanted.has(at));
    const end = places.findLastIndex((at) => wanted.has(at));
    return start < 0 ? numbers : [...places.subarray(start, Math.min(end + 1, start + limit))];
  }

  /** The place of a message, or of the first that is not before a date. @param {{ at?: number, date?: number }} wanted */
  placeOf({ at, date }) {
    const { messages } = this.reading;
    const place = at === undefined ? this.#places.findIndex((other) => messages.date(other) >= (date ?? 0)) : this.#places.indexOf(at);
    return place < 0 ? Math.max(0, this.#places.length - 1) : place;
  }

  /** @param {number} at @returns {Shown} */
  shown(at) {
    const { messages } = this.reading;
    const { date, second, who, mine, byApp, cut, garbled, text, attachments } = messages.get(at);
    const files = attachments.map((attachment) => ({ name: attachment.name, ...this.reading.whereabouts(attachment) }));
    return { at, date, second, who: messages.people.list[who] ?? "", mine, byApp, cut, garbled, astray: this.#astray[at] === 1, text, files };
  }
}

/** Rule 2: backups and boxes need not be in the order of time. @param {Reading} reading */
const astrayIn = ({ kind, messages }) => (kind === "whatsapp" ? outOfPlace(messages) : new Uint8Array(0));

/** Rule 1. @param {Reading} reading @returns {Uint32Array} */
function inTime({ messages }) {
  const keys = new Float64Array(messages.count);
  let before = 0;
  for (let at = 0; at < messages.count; at += 1) {
    const date = messages.date(at);
    // Without a date, a message stays beside the one before it; without an hour, at the beginning of its day.
    if (date > 0) before = daysOf(date) * DAY + Math.max(0, messages.second(at));
    keys[at] = before * ROOM_FOR_PLACES + at;
  }
  keys.sort();
  return Uint32Array.from(keys, (key) => key % ROOM_FOR_PLACES);
}

/** @param {number} date */
function daysOf(date) {
  const [year, month, day] = partsOf(date);
  return Date.UTC(year, month - 1, day) / (DAY * 1000);
}

/** « 2023-03-12 » as the columns have it. @param {string} day @returns {number} 0 when it is none */
export function dateOfDay(day) {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return packed(year, month, date);
}
