/**
 * The text that WhatsApp exports, from Android or an iPhone, in the language of the telephone.
 *
 *  1. A message begins with a date, an hour and, but for the words of the application, a name; lines without that go on with it.
 *  2. The first message decides the shape (`12/03/2023, 21:04 - `, `[12/03/2023 21:04:11] `, `12/03/2023 21:04:11: `): a
 *     conversation pasted into another, of another shape, stays words.
 *  3. Twelve hours need a word that is known (`PM`, `p. m.`, `下午`, `م`). An hour beside a word that is not known is left out: a wrong
 *     hour in evidence is worse than none.
 *  4. Which number is the month is decided at the end (`order.js`).
 *  5. Marks of direction, which some telephones put everywhere, are dropped from heads; texts keep their words.
 */

import { MESSAGE_LIMIT, NAME_LIMIT } from "./limits.js";
import { packed } from "./messages.js";
import { Order } from "./order.js";

/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {{ shape: string, year: number, one: number, two: number, sign: string, yearFirst: boolean, second: number | null, rest: string }} Head */

const DATE = String.raw`(\d{1,4})(\.\s?|[/-])(\d{1,2})\3(\d{1,4})\.?`;
const HOUR = String.raw`(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?`;
const HEAD = new RegExp(String.raw`^(\[?)${DATE}[,،]?\s*([^\d\[\]]{0,14}?)\s*${HOUR}\s*([^\d\[\]:,-]{0,14}?)(\]\s?| [-–—] |: |, )`);
const HEAD_LENGTH = 80;
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const ENDS = /** @type {Record<string, string>} */ ({ "]": "bracket", "-": "dash", "–": "dash", "—": "dash", ":": "colon", ",": "comma" });

const BEFORE_NOON = new Set(["am", "ص", "πμ", "上午", "凌晨", "早上", "清晨", "午前", "오전", "öö", "de", "dop", "ap", "fm", "पूर्वाह्न"]);
const AFTER_NOON = new Set(["pm", "م", "μμ", "下午", "晚上", "中午", "午後", "오후", "ös", "du", "odp", "ip", "em", "अपराह्न"]);
const BESIDE = new Set(["", "à", "a", "às", "as", "at", "um", "uhr", "kl", "klo", "o", "om", "ore", "alle", "в", "ве", "la", "las", "alas", "h", "u", "g", "г"]);

const ATTACHED_BEFORE = /^(\S[^\n<>]{0,200}\.\w{2,5}) \((?:[^()\n]{3,40})\)/u;
const ATTACHED_WITHIN = /<[^<>:\n]{2,40}[:：]\s?([^<>\n]{1,200}\.\w{2,5})>/u;
const LEFT_OUT = /^<[^<>\n]{4,40}>$/u;

/** @param {string} line @returns {Head | null} rules 1, 3 and 5 */
export function headOf(line) {
  const start = line.slice(0, HEAD_LENGTH).replace(MARKS, "");
  const first = start.charCodeAt(0);
  // Nearly all lines that go on are told by their first letter.
  if (!(first === 0x5b || (first >= 0x30 && first <= 0x39) || first >= 0x660)) return null;
  const match = HEAD.exec(start.replace(OTHER_DIGITS, westernDigit));
  if (!match) return null;
  const [whole, open, one = "", sign = "", two = "", three = "", before = "", hour = "", minute = "", seconds = "0", after = "", end = ""] = match;
  const ending = ENDS[end.trim()];
  const date = dateOf(one, two, three);
  if (!ending || !date || (ending === "bracket") !== (open === "[")) return null;
  const shape = date.yearFirst ? `year-${ending}` : ending;
  return { shape, ...date, sign, second: secondOf(Number(hour), Number(minute), Number(seconds), [before, after]), rest: line.slice(lengthWithMarks(line, whole.length)) };
}

/** Arabic, Persian and Indian digits. @param {string} digit */
function westernDigit(digit) {
  const code = digit.charCodeAt(0);
  return String(code - (code < 0x6f0 ? 0x660 : code < 0x966 ? 0x6f0 : 0x966));
}

/** Where a head ends in the line as it is, marks included. @param {string} line @param {number} length without marks */
function lengthWithMarks(line, length) {
  let at = 0;
  for (let seen = 0; seen < length; at += 1) if (line.charAt(at).replace(MARKS, "") !== "") seen += 1;
  return at;
}

/** @param {string} one @param {string} two @param {string} three */
function dateOf(one, two, three) {
  const numbers = [one, two, three].map(Number);
  const [a = 0, b = 0, c = 0] = numbers;
  const yearFirst = one.length === 4;
  const year = yearFirst ? a : three.length === 4 ? c : three.length === 2 ? 2000 + c : 0;
  const parts = yearFirst ? { year, one: b, two: c } : { year, one: a, two: b };
  const exists = packed(year, parts.one, parts.two) || (!yearFirst && packed(year, parts.two, parts.one));
  return exists ? { ...parts, yearFirst } : null;
}

/** Rule 3. @param {number} hour @param {number} minute @param {number} seconds @param {string[]} beside */
function secondOf(hour, minute, seconds, beside) {
  const words = beside.map((word) => word.toLowerCase().replace(/[.,،\s\u00a0\u202f]/g, ""));
  const [morning, evening] = [words.some((word) => BEFORE_NOON.has(word)), words.some((word) => AFTER_NOON.has(word))];
  const known = words.every((word) => BESIDE.has(word) || BEFORE_NOON.has(word) || AFTER_NOON.has(word));
  const told = (morning && hour === 12 ? 0 : hour) + (evening && hour < 12 ? 12 : 0);
  if (!known || told > 23 || minute > 59 || seconds > 59) return null;
  return told * 3600 + minute * 60 + seconds;
}

export class WhatsApp {
  #messages;
  #order = new Order();
  #decoder = new TextDecoder();
  /** Rule 2; empty before the first message. */
  #shape = "";
  /** @type {{ date: number, second: number | null, who: string, byApp: boolean, lines: string[], length: number, cut: boolean } | undefined} */
  #open;

  /** @param {Messages} messages */
  constructor(messages) {
    this.#messages = messages;
  }

  /** @param {Uint8Array} bytes @param {boolean} cut */
  line(bytes, cut) {
    const text = this.#decoder.decode(bytes);
    const head = headOf(text);
    if (head && (this.#shape === "" || head.shape === this.#shape)) this.#begin(head, cut);
    else if (this.#open) this.#goOn(text, cut);
  }

  /** @param {Head} head @param {boolean} cut */
  #begin({ shape, year, one, two, yearFirst, sign, second, rest }, cut) {
    this.#close();
    this.#shape = shape;
    if (!yearFirst) this.#order.note(year, one, two, sign);
    const { who, text } = sayer(rest);
    const byApp = who === "" || text.startsWith("\u200e");
    this.#open = { date: year * 10_000 + one * 100 + two, second, who, byApp, lines: [text.replace(/^\u200e/, "")], length: text.length, cut };
  }

  /** @param {string} text @param {boolean} cut */
  #goOn(text, cut) {
    const open = this.#open;
    if (!open) return;
    // Nothing is held beyond what is shown of a message.
    if (open.length > MESSAGE_LIMIT) open.cut = true;
    else open.lines.push(text);
    open.cut ||= cut;
    open.length += text.length + 1;
  }

  #close() {
    if (!this.#open) return;
    const { date, second, who, byApp, lines, cut } = this.#open;
    this.#open = undefined;
    const text = lines.join("\n").trimEnd();
    this.#messages.add({ date, second, who, byApp: byApp || LEFT_OUT.test(text), cut, text, attachments: attachmentsOf(text) });
  }

  end() {
    this.#close();
  }

  /** Rule 4: which number comes first in the dates as they were noted; null when it has to be asked. @returns {import("./order.js").First | null} */
  first() {
    return this.yearFirst() ? "month" : this.#order.first();
  }

  yearFirst() {
    return this.#shape.startsWith("year");
  }
}

/** Who says what. Without a name, it is the application. @param {string} rest of a first line */
function sayer(rest) {
  const clean = rest.replace(/^[\u200e\u200f]+/, "");
  const end = clean.indexOf(": ", 1);
  if (end > 0 && end <= NAME_LIMIT) return { who: nameOf(clean.slice(0, end)), text: clean.slice(end + 2) };
  // A message of nothing, or whose words begin on the next line.
  if (clean.endsWith(":") && clean.length <= NAME_LIMIT) return { who: nameOf(clean.slice(0, -1)), text: "" };
  return { who: "", text: clean };
}

/**
 * A tilde stands before those who are not in the address book: they chose their name themselves, and it may be that of somebody
 * else. It stays. @param {string} text
 */
const nameOf = (text) => text.replace(MARKS, "").replace(/^~\s?/, "~ ");

/** @param {string} text @returns {import("./messages.js").Attachment[]} */
function attachmentsOf(text) {
  const name = (ATTACHED_WITHIN.exec(text) ?? ATTACHED_BEFORE.exec(text))?.[1];
  return name ? [{ name: name.trim(), size: null }] : [];
}
