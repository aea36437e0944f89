/**
 * A backup of SMS and MMS in XML, as « SMS Backup & Restore » writes it
 * (https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/).
 *
 *  1. `date` counts milliseconds; some telephones write seconds. It is shown by the clock of this device.
 *  2. `type` and `msg_box`: 1 received, 2 sent, 3 a draft, which nobody received and which is left out; 4 to 6 were meant to be sent. Where
 *     neither is said, the words are said by nobody: words of another must not become hers.
 *  3. A backup holds all conversations of a telephone: each message says with whom.
 *  4. Pictures are inside, in letters: their length and their place are told, they are not held. One that is asked for is decoded from
 *     there; what is no letter of base64 is passed over.
 */

import { FlowError } from "../errors.js";
import { Gathered } from "./bytes.js";
import { TAKEN_LIMIT } from "./limits.js";
import { wallClock } from "./messages.js";
import { Elements } from "./xml.js";

/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("./messages.js").Attachment} Attachment */
/** @typedef {import("./xml.js").Element} Element */

const RECEIVED = "1";
const DRAFT = "3";
const SENT = new Set(["2", "4", "5", "6"]);
const SENDER = "137";
/** Attributes whose values are read; the rest is passed over. */
const WANTED = new Set(["address", "date", "type", "body", "contact_name", "msg_box", "sub", "subject", "ct", "text", "name", "fn", "cl"]);
/** The year 1973 in milliseconds, 5138 in seconds. */
const FIRST_MILLISECOND = 100_000_000_000;

/** @typedef {{ attributes: Record<string, string>, texts: string[], files: Attachment[], sender: string }} Mms */

export class Sms {
  #messages;
  #elements;
  /** @type {Map<string, string>} names by number, as the backup says them */
  #names = new Map();
  /** @type {Mms | undefined} */
  #mms;
  /** Where each text began: letters and bytes before it. */
  #texts = [{ letters: 0, from: 0 }];
  #letters = 0;

  /** @param {Messages} messages */
  constructor(messages) {
    this.#messages = messages;
    this.#elements = new Elements({ wants: (name) => WANTED.has(name), open: (element) => this.#open(element), close: (name) => this.#close(name) });
  }

  /** @param {{ text: string, from: number }} piece as `bytes.js` gives it */
  push({ text, from }) {
    this.#texts.push({ letters: this.#letters, from });
    this.#letters += text.length;
    this.#elements.push(text);
  }

  /** @param {number} letters before it, in all @returns {import("./messages.js").Place} */
  #place(letters) {
    const text = this.#texts.findLast((one) => one.letters <= letters) ?? { letters: 0, from: 0 };
    return { from: text.from, at: letters - text.letters };
  }

  end() {
    this.#elements.end();
  }

  /** @param {Element} element */
  #open({ name, attributes, lengths, starts }) {
    if (name === "sms") this.#add(attributes, attributes.type, [attributes.body ?? ""], [], "");
    else if (name === "mms") this.#mms = { attributes, texts: [], files: [], sender: "" };
    else if (name === "part" && this.#mms) part(this.#mms, attributes, lengths.data ?? 0, this.#place(starts.data ?? 0));
    else if (name === "addr" && this.#mms && attributes.type === SENDER) this.#mms.sender = attributes.address ?? "";
  }

  /** @param {string} name */
  #close(name) {
    if (name !== "mms" || !this.#mms) return;
    const { attributes, texts, files, sender } = this.#mms;
    this.#mms = undefined;
    this.#add(attributes, attributes.msg_box, [said(attributes.sub), ...texts], files, sender);
  }

  /** @param {Record<string, string>} attributes @param {string | undefined} box @param {string[]} texts @param {Attachment[]} attachments @param {string} sender */
  #add(attributes, box, texts, attachments, sender) {
    if (box === DRAFT) return; // 2
    const number = said(attributes.address) || said(sender);
    const thread = this.#nameOf(number, said(attributes.contact_name));
    const mine = SENT.has(box ?? "");
    const who = box !== RECEIVED ? "" : number.includes("~") && sender ? this.#names.get(sender) ?? sender : thread;
    const at = Number(attributes.date);
    const when = wallClock(at < FIRST_MILLISECOND ? at * 1000 : at);
    this.#messages.add({ ...when, who, thread, mine, text: texts.filter(Boolean).join("\n"), attachments });
  }

  /** A number keeps the first name that the backup gives it. @param {string} number @param {string} name */
  #nameOf(number, name) {
    const known = this.#names.get(number);
    if (number === "") return name.replace(/^\(.*\)$/, ""); // a name of one hidden number is not that of all
    if (known || name === "" || /^\(.*\)$/.test(name)) return known ?? number;
    // As many as there can be people.
    if (this.#names.size < 10_000) this.#names.set(number, name);
    return name;
  }
}

/** A field that is absent is written as a word. @param {string | undefined} value */
function said(value) {
  return value === undefined || value === "null" ? "" : value;
}

/** Rule 4. @param {Mms} mms @param {Record<string, string>} attributes @param {number} letters of base64 @param {import("./messages.js").Place} place of them */
function part({ texts, files }, attributes, letters, place) {
  const type = attributes.ct ?? "";
  if (type === "text/plain" && texts.length < 100) texts.push(said(attributes.text));
  else if (type !== "application/smil" && files.length < 100) files.push({ name: fileName(attributes, type), type, size: Math.floor((letters * 3) / 4), ...(letters > 0 ? { place } : {}) });
}

/** @param {Record<string, string>} attributes @param {string} type */
function fileName({ name, cl, fn }, type) {
  return said(cl) || said(name) || said(fn) || type;
}

const VALUE_END = /["'<]/;
const NO_LETTER = /&#?\w{1,6};|[^A-Za-z0-9+/]/g;
/** Letters that an entity takes: one may be cut at the end of a text. */
const ENTITY = 9;

/**
 * Rule 4.
 *
 * @param {AsyncIterable<{ text: string }>} texts from its place
 * @param {number} at letters of the first text to pass over
 * @returns {Promise<Blob>}
 * @throws {FlowError} `conversation_attachment_large`, `conversation_attachment_missing`.
 */
export async function decodedFrom(texts, at) {
  const gathered = new Gathered();
  let [skipped, held, letters] = [0, "", ""];
  for await (const { text } of texts) {
    held += text.slice(Math.max(0, at - skipped));
    skipped += text.length;
    const end = held.search(VALUE_END);
    const stop = end < 0 ? beforeEntity(held) : end;
    letters += held.slice(0, stop).replace(NO_LETTER, "");
    held = held.slice(stop);
    // Four letters are three bytes; what is over waits for the next, and one alone is none.
    const over = letters.length % 4;
    const whole = letters.length - (end < 0 || over === 1 ? over : 0);
    gathered.add(bytesOf(letters.slice(0, whole)));
    letters = letters.slice(whole);
    if (gathered.size > TAKEN_LIMIT) throw new FlowError("conversation_attachment_large");
    if (end >= 0) break;
  }
  if (gathered.size === 0) throw new FlowError("conversation_attachment_missing");
  return gathered.blob();
}

/** Where an entity begins that may be cut, else the end. @param {string} text */
function beforeEntity(text) {
  const last = text.lastIndexOf("&");
  return last >= 0 && last > text.length - ENTITY ? last : text.length;
}

/** @param {string} letters of base64, and no other */
function bytesOf(letters) {
  const binary = atob(letters);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
