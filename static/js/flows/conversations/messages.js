/**
 * The messages of a conversation, held small: columns of numbers and one long text in bytes, so that a million of them are some
 * two hundred megabytes and not two thousand.
 *
 *  1. A date is `year × 10000 + month × 100 + day`, as the file says it; 0 when it says none that exists.
 *  2. A day written `1/2` waits for the whole file: `order.js` says which number is the month, and can be asked again.
 *  3. A text is cut at the limit of a field; half characters become replacement signs.
 */

import { TITLE_LIMIT } from "../../crypto/constants.js";
import { FlowError } from "../errors.js";
import { ATTACHMENTS_LIMIT, MESSAGES_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, PEOPLE_LIMIT, TEXTS_LIMIT } from "./limits.js";

/** @typedef {{ from: number, at: number }} Place where a file is found again: a byte of the conversation to read from, and which of what follows (`reading.js`) */
/** @typedef {{ name: string, size: number | null, type?: string, place?: Place }} Attachment type: as the message says; place: none for what lies beside the text, or nowhere */

/**
 * @typedef {object} Message what a reader of a format gives
 * @property {number} date rule 1
 * @property {number | null} second of the day
 * @property {string} who empty for the words of the application
 * @property {string} [thread] with whom, in a file of several conversations
 * @property {boolean} [mine] sent from the device
 * @property {boolean} [byApp] words of the application, not of a person
 * @property {boolean} [cut] there is more in the original
 * @property {string} text
 * @property {Attachment[]} [attachments]
 */

/** @typedef {{ date: number, second: number | null, who: number, thread: number, mine: boolean, byApp: boolean, cut: boolean, garbled: boolean, text: string, attachments: Attachment[] }} Held */

const [MINE, BY_APP, CUT, GARBLED] = [1, 2, 4, 8];
const CHUNK = 4 * 1024 * 1024;
const FIRST_ROOM = 4096;
/** Before this is 1970: a clock that was never set, or a nought that stands for no date. */
const FIRST_DAY = 86_400_000;
const OTHERS = "…";
/** What stands for bytes that are no text, and half characters, which become it. */
const UNREADABLE = /[\uFFFD\p{Surrogate}]/u;

/** Rule 3, for what is not kept as bytes: a name is one line. @param {string} text */
const named = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD").replace(/[\p{Cc}\u2028\u2029]+/gu, " ");

/** Names in the order of their first message. Beyond the limit everybody else is one. */
class Names {
  /** @type {string[]} */
  list = [""];
  #numbers = new Map([["", 0]]);

  /** @param {string} text @returns {number} */
  of(text) {
    const name = named(text.trim().slice(0, NAME_LIMIT));
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    return this.list.length < PEOPLE_LIMIT ? this.#put(name) : this.#numbers.get(OTHERS) ?? this.#put(OTHERS);
  }

  /** @param {string} name */
  #put(name) {
    this.#numbers.set(name, this.list.length);
    return this.list.push(name) - 1;
  }
}

export class Messages {
  count = 0;
  people = new Names();
  threads = new Names();
  #room = FIRST_ROOM;
  #raw = new Int32Array(FIRST_ROOM);
  #date = new Int32Array(FIRST_ROOM);
  #second = new Int32Array(FIRST_ROOM);
  #who = new Uint16Array(FIRST_ROOM);
  #thread = new Uint16Array(FIRST_ROOM);
  #flags = new Uint8Array(FIRST_ROOM);
  #start = new Uint32Array(FIRST_ROOM);
  #length = new Uint32Array(FIRST_ROOM);
  /** @type {Uint8Array[]} */
  #chunks = [];
  #end = 0;
  #attachments = 0;
  /** @type {Map<number, Attachment[]>} */
  #of = new Map();
  #encoder = new TextEncoder();
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** @param {Message} message @throws {FlowError} `conversation_too_many`, `conversation_too_long`: those before it are held. */
  add({ date, second, who, thread = "", mine = false, byApp = false, cut = false, text, attachments = [] }) {
    if (this.count === MESSAGES_LIMIT) throw new FlowError("conversation_too_many");
    if (this.count === this.#room) this.#grow();
    const at = this.count;
    const short = text.length > MESSAGE_LIMIT ? text.slice(0, MESSAGE_LIMIT).replace(/[\ud800-\udbff]$/, "") : text;
    this.#keepText(at, short);
    const garbled = UNREADABLE.test(short);
    this.#flags[at] = (mine ? MINE : 0) | (byApp ? BY_APP : 0) | (cut || short !== text ? CUT : 0) | (garbled ? GARBLED : 0);
    [this.#raw[at], this.#date[at], this.#second[at]] = [date, date, second ?? -1];
    [this.#who[at], this.#thread[at]] = [this.people.of(who), this.threads.of(thread)];
    this.#attach(at, attachments);
    this.count += 1;
  }

  #grow() {
    this.#room = Math.min(this.#room * 2, MESSAGES_LIMIT);
    const wider = (/** @type {any} */ column) => {
      const next = new column.constructor(this.#room);
      next.set(column);
      return next;
    };
    [this.#raw, this.#date, this.#second, this.#who] = [this.#raw, this.#date, this.#second, this.#who].map(wider);
    [this.#thread, this.#flags, this.#start, this.#length] = [this.#thread, this.#flags, this.#start, this.#length].map(wider);
  }

  /** @param {number} at @param {string} text */
  #keepText(at, text) {
    const needed = text.length * 3;
    if (this.#end + needed > TEXTS_LIMIT) throw new FlowError("conversation_too_long");
    // A text lies in one chunk: what is left of the one before stays empty.
    if (Math.floor(this.#end / CHUNK) !== Math.floor((this.#end + needed) / CHUNK)) this.#end = Math.ceil(this.#end / CHUNK) * CHUNK;
    const number = Math.floor(this.#end / CHUNK);
    const chunk = (this.#chunks[number] ??= new Uint8Array(CHUNK));
    const { written } = this.#encoder.encodeInto(text, chunk.subarray(this.#end - number * CHUNK));
    [this.#start[at], this.#length[at]] = [this.#end, written];
    this.#end += written;
  }

  /** @param {number} at @param {Attachment[]} attachments */
  #attach(at, attachments) {
    const kept = attachments.slice(0, ATTACHMENTS_LIMIT - this.#attachments);
    this.#attachments += kept.length;
    if (kept.length) this.#of.set(at, kept.map((one) => ({ ...one, name: named(one.name.slice(0, TITLE_LIMIT)) })));
  }

  /** Its text in UTF-8, lent. @param {number} at @returns {Uint8Array} */
  bytes(at) {
    const [start = 0, length = 0] = [this.#start[at], this.#length[at]];
    const number = Math.floor(start / CHUNK);
    const from = start - number * CHUNK;
    return this.#chunks[number]?.subarray(from, from + length) ?? new Uint8Array(0);
  }

  /** @param {number} at */
  text(at) {
    return this.#decoder.decode(this.bytes(at));
  }

  /** @param {number} at */
  raw(at) {
    return this.#raw[at] ?? 0;
  }

  /** @param {number} at */
  date(at) {
    return this.#date[at] ?? 0;
  }

  /** Rule 2. @param {number} at @param {number} date */
  setDate(at, date) {
    this.#date[at] = date;
  }

  /** @param {number} at @returns {number} -1 when the hour is not known */
  second(at) {
    return this.#second[at] ?? -1;
  }

  /** @param {number} at */
  who(at) {
    return this.#who[at] ?? 0;
  }

  /** @param {number} at */
  thread(at) {
    return this.#thread[at] ?? 0;
  }

  /** @param {number} at */
  isMine(at) {
    return ((this.#flags[at] ?? 0) & MINE) !== 0;
  }

  /** @param {number} at */
  isByApp(at) {
    return ((this.#flags[at] ?? 0) & BY_APP) !== 0;
  }

  /** @param {number} at */
  isGarbled(at) {
    return ((this.#flags[at] ?? 0) & GARBLED) !== 0;
  }

  /** @param {number} at @returns {Held} */
  get(at) {
    const second = this.second(at);
    return {
      date: this.date(at), second: second < 0 ? null : second, who: this.who(at), thread: this.thread(at), mine: this.isMine(at), byApp: this.isByApp(at),
      cut: ((this.#flags[at] ?? 0) & CUT) !== 0, garbled: this.isGarbled(at), text: this.text(at), attachments: this.#of.get(at) ?? [],
    };
  }
}

/** @param {number} year @param {number} month @param {number} day @returns {number} 0 when there is no such day */
export function packed(year, month, day) {
  if (!(year >= 1970) || year > 2099 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 0;
  return year * 10_000 + month * 100 + day;
}

/** Year, month and day; of a raw date, year, first and second number. @param {number} date @returns {[number, number, number]} */
export const partsOf = (date) => [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];

/** @param {number} year @param {number} month */
function daysIn(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A moment as a wall clock of this device shows it. @param {number} ms @returns {{ date: number, second: number | null }} */
export function wallClock(ms) {
  const at = new Date(ms > FIRST_DAY ? ms : Number.NaN);
  const date = packed(at.getFullYear(), at.getMonth() + 1, at.getDate());
  return !(date > 0) ? { date: 0, second: null } : { date, second: at.getHours() * 3600 + at.getMinutes() * 60 + at.getSeconds() };
}
