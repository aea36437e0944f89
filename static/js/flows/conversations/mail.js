/**
 * E-mail: one message (`.eml`), or a box of them (`.mbox`, RFC 4155 and its « mboxrd » quoting).
 *
 *  1. MIME is read by postal-mime: headers, charsets, parts, and HTML as text: nothing of a mail is ever put into a page as markup.
 *  2. Before that, what would cost too much is counted in the raw bytes: the size, and the lines that may begin a part.
 *  3. A mail that is refused or cut is still a message, with its headers and its beginning, and says that there is more.
 *  4. Times are those of this device's clock; a date that is none, or could be two, is left out.
 *  5. Anybody writes the name that he likes: a name that comes from another address than the first one has its address beside it.
 */

import { wordsOf } from "./html-words.js";
import { LINE_LIMIT, MAIL_DEPTH, MAIL_HEADERS, MAIL_LIMIT, MAIL_PARTS, MESSAGE_LIMIT, PEOPLE_LIMIT } from "./limits.js";
import { FlowError } from "../errors.js";
import { Lines } from "./bytes.js";
import { wallClock } from "./messages.js";

/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("../../../vendor/mail.js").Email} Email */
/** @typedef {import("../../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ bytes: Bytes, cut: boolean, from: number }} Mail from: its first byte of all */

/** A mail in a mail is a file like another: read inside, it would be read by none of these rules. */
const OPTIONS = { maxNestingDepth: MAIL_DEPTH, maxHeadersSize: MAIL_HEADERS, maxRfc822NestingDepth: 0 };
const [DASH, NEWLINE, GREATER] = [45, 10, 62];
const FROM = [70, 114, 111, 109, 32];
/** The line before each mail of a box, RFC 4155 A: a sender, an hour, a year. Measured, since anybody may have written it. */
export const ENVELOPE = /^From \S.{0,200}\d:\d\d.{0,40}\d{4}/;
const ENVELOPE_LENGTH = 300;
/** Where a month is a number, `Date.parse` would guess which one it is. */
const SURE_DATE = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^\s*\d{4}-\d\d-\d\d/i;
/** Bytes of a mail that is not read by its parts. */
const BEGINNING = 4 * MESSAGE_LIMIT;

/** Loaded with the first mail. @type {Promise<(mail: Bytes | string) => Promise<Email & { isLonger: boolean }>> | undefined} */
let parser;

async function loadParser() {
  const { default: PostalMime, decodeHTMLEntities } = await import("../../../vendor/mail.js");
  /** Rule 1: its words, plain where there are some; the library's own way through HTML can be made to take hours. */
  class Mail extends PostalMime {
    isLonger = false;

    /** @override */
    renderTextContent() {
      const words = [...this.textMap.values()].flatMap(({ plain, html = [] }) => plain?.map(({ value }) => value) ?? html.map(({ value }) => this.#words(value)));
      this.textContent.plain = words.join("\n");
    }

    /** @param {string} html */
    #words(html) {
      const { text, cut } = wordsOf(html);
      this.isLonger ||= cut;
      return decodeHTMLEntities(text);
    }
  }
  return async (/** @type {Bytes | string} */ mail) => {
    if (typeof mail !== "string" && hasTooManyParts(mail)) throw new RangeError("too many parts");
    const parsing = new Mail(OPTIONS);
    return Object.assign(await parsing.parse(mail), { isLonger: parsing.isLonger });
  };
}

/** @param {Uint8Array} bytes @returns {boolean} rule 2 */
function hasTooManyParts(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at + 1] === DASH && bytes[at + 2] === DASH) count += 1;
    if (count > MAIL_PARTS) return true;
  }
  return false;
}

/**
 * One mail among the messages.
 *
 * @param {Messages} messages
 * @param {Mail} mail
 * @param {Map<string, string>} [senders] addresses by name, of the mails before
 */
export async function addMail(messages, { bytes, cut, from }, senders = new Map()) {
  const parse = await (parser ??= loadParser());
  /** @type {Email & { isLonger: boolean }} */
  let email;
  try {
    email = await parse(bytes);
  } catch {
    const { headers, rest } = beginningOf(bytes);
    email = { ...(await parse(headers)), text: rest, isLonger: true }; // 3
  }
  const text = [email.subject ?? "", email.text ?? ""].map((part) => part.trim()).filter(Boolean).join("\n\n");
  const attachments = email.attachments.map(({ filename, mimeType, content }, at) => ({ name: filename ?? mimeType, type: mimeType, size: sizeOf(content), place: { from, at } }));
  messages.add({ ...whenOf(email), who: senderOf(email, senders), cut: cut || email.isLonger, text, attachments });
}

/**
 * One of its files, decoded: the mail is read again as it was read.
 *
 * @param {Mail} mail
 * @param {number} at which of them
 * @returns {Promise<Blob>}
 * @throws {FlowError} `conversation_attachment_missing`.
 */
export async function attachedTo({ bytes }, at) {
  const parse = await (parser ??= loadParser());
  const attached = (await parse(bytes)).attachments[at];
  if (!attached) throw new FlowError("conversation_attachment_missing");
  return new Blob([/** @type {BlobPart} */ (attached.content)]);
}

/** @param {ArrayBuffer | Uint8Array | string} content */
function sizeOf(content) {
  return typeof content === "string" ? content.length : content.byteLength;
}

/** Rule 3: the headers that are needed, and what follows them as it is. @param {Uint8Array} bytes */
function beginningOf(bytes) {
  const plain = new TextDecoder("latin1").decode(bytes.subarray(0, BEGINNING)).replace(/\r/g, "");
  const end = plain.indexOf("\n\n");
  const [head, rest] = end < 0 ? [plain, ""] : [plain.slice(0, end), plain.slice(end + 2)];
  const wanted = head.replace(/\n[ \t]/g, " ").split("\n").filter((line) => /^(from|date|subject):/i.test(line)).slice(0, 3);
  return { headers: `${wanted.map((line) => line.slice(0, 1000)).join("\n")}\n\n`, rest };
}

/** Rule 5. @param {Email} email @param {Map<string, string>} senders */
function senderOf({ from }, senders) {
  const { name = "", address = "" } = from ?? {};
  if (name === "" || address === "") return name || address;
  const own = address.toLowerCase();
  if (!senders.has(name) && senders.size < PEOPLE_LIMIT) senders.set(name, own);
  // The address first: a long name must not push it out of what is kept.
  return senders.get(name) === own ? name : `${address} (${name})`;
}

/** Rule 4. @param {Email} email */
function whenOf({ date, headers }) {
  const written = headers.find(({ key }) => key === "date")?.value ?? "";
  const at = date === undefined || !SURE_DATE.test(written) ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? { date: 0, second: null } : wallClock(at);
}

/** The mails of a box, in their order. @param {AsyncIterable<Bytes>} pieces @returns {AsyncGenerator<Mail>} */
export async function* mailsIn(pieces) {
  const box = new Mailbox();
  const lines = new Lines((line, cut, from) => box.line(line, cut, from));
  for await (const piece of pieces) {
    lines.push(piece);
    yield* box.whole.splice(0);
  }
  lines.end();
  box.end();
  yield* box.whole;
}

/** The one mail that a file is. @param {AsyncIterable<Bytes>} pieces @returns {Promise<Mail>} */
export async function mailOf(pieces) {
  /** @type {BlobPart[]} */
  const held = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece.subarray(0, MAIL_LIMIT - size));
    size += piece.length;
    if (size > MAIL_LIMIT) break;
  }
  return { bytes: new Uint8Array(await new Blob(held).arrayBuffer()), cut: size > MAIL_LIMIT, from: 0 };
}

/** Lines in, mails out. */
class Mailbox {
  /** @type {Mail[]} */
  whole = [];
  #mail = new Uint8Array(64 * 1024);
  #length = 0;
  #from = 0;
  #cut = false;
  #begun = false;
  #blank = true;

  /** @param {Uint8Array} bytes @param {boolean} cut @param {number} from */
  line(bytes, cut, from) {
    if (this.#blank && isEnvelope(bytes)) return this.#next(from);
    this.#blank = bytes.length === 0;
    if (!this.#begun) return;
    this.#cut ||= cut;
    this.#add(unquoted(bytes));
  }

  /** @param {number} from */
  #next(from) {
    this.end();
    [this.#length, this.#cut, this.#begun, this.#blank, this.#from] = [0, false, true, false, from];
  }

  /** @param {Uint8Array} line */
  #add(line) {
    if (this.#length + line.length + 1 > MAIL_LIMIT) {
      this.#cut = true;
      return;
    }
    if (this.#length + line.length + 1 > this.#mail.length) {
      const wider = new Uint8Array(Math.min(MAIL_LIMIT, Math.max(this.#mail.length * 2, this.#length + LINE_LIMIT)));
      wider.set(this.#mail.subarray(0, this.#length));
      this.#mail = wider;
    }
    this.#mail.set(line, this.#length);
    this.#length += line.length;
    this.#mail[this.#length] = NEWLINE;
    this.#length += 1;
  }

  end() {
    if (this.#begun) this.whole.push({ bytes: this.#mail.slice(0, this.#length), cut: this.#cut, from: this.#from });
  }
}

/** Words that begin with « From » after an empty line are words: not every program quotes them. @param {Uint8Array} line */
function isEnvelope(line) {
  return FROM.every((code, i) => line[i] === code) && ENVELOPE.test(new TextDecoder("latin1").decode(line.subarray(0, ENVELOPE_LENGTH)));
}

/** « >From » and « >>From » lose one sign. @param {Uint8Array} line */
function unquoted(line) {
  let signs = 0;
  while (line[signs] === GREATER) signs += 1;
  return signs > 0 && FROM.every((code, i) => line[signs + i] === code) ? line.subarray(1) : line;
}
