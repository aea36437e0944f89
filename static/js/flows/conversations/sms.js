/**
 * A backup of SMS and MMS in XML, as « SMS Backup & Restore » writes it
 * (https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/).
 *
 *  1. `date` counts milliseconds; some telephones write seconds. It is shown by the clock of this device.
 *  2. `type` and `msg_box`: 1 received, 2 sent, 3 a draft, which nobody received and which is left out; 4 to 6 were meant to be sent. Where
 *     neither is said, the words are said by nobody: words of another must not become hers.
 *  3. A backup holds all conversations of a telephone: each message says with whom.
 *  4. Pictures are inside, in letters: their length is told, they are not held.
 */

import { wallClock } from "./messages.js";
import { Elements } from "./xml.js";

/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("./xml.js").Element} Element */

const RECEIVED = "1";
const DRAFT = "3";
const SENT = new Set(["2", "4", "5", "6"]);
const SENDER = "137";
/** Attributes whose values are read; the rest is passed over. */
const WANTED = new Set(["address", "date", "type", "body", "contact_name", "msg_box", "sub", "subject", "ct", "text", "name", "fn", "cl"]);
/** The year 1973 in milliseconds, 5138 in seconds. */
const FIRST_MILLISECOND = 100_000_000_000;

/** @typedef {{ attributes: Record<string, string>, texts: string[], files: { name: string, size: number }[], sender: string }} Mms */

export class Sms {
  #messages;
  #elements;
  /** @type {Map<string, string>} names by number, as the backup says them */
  #names = new Map();
  /** @type {Mms | undefined} */
  #mms;

  /** @param {Messages} messages */
  constructor(messages) {
    this.#messages = messages;
    this.#elements = new Elements({ wants: (name) => WANTED.has(name), open: (element) => this.#open(element), close: (name) => this.#close(name) });
  }

  /** @param {string} text */
  push(text) {
    this.#elements.push(text);
  }

  end() {
    this.#elements.end();
  }

  /** @param {Element} element */
  #open({ name, attributes, lengths }) {
    if (name === "sms") this.#add(attributes, attributes.type, [attributes.body ?? ""], [], "");
    else if (name === "mms") this.#mms = { attributes, texts: [], files: [], sender: "" };
    else if (name === "part" && this.#mms) part(this.#mms, attributes, lengths.data ?? 0);
    else if (name === "addr" && this.#mms && attributes.type === SENDER) this.#mms.sender = attributes.address ?? "";
  }

  /** @param {string} name */
  #close(name) {
    if (name !== "mms" || !this.#mms) return;
    const { attributes, texts, files, sender } = this.#mms;
    this.#mms = undefined;
    this.#add(attributes, attributes.msg_box, [said(attributes.sub), ...texts], files, sender);
  }

  /** @param {Record<string, string>} attributes @param {string | undefined} box @param {string[]} texts @param {{ name: string, size: number }[]} attachments @param {string} sender */
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

/** Rule 4. @param {Mms} mms @param {Record<string, string>} attributes @param {number} letters of base64 */
function part({ texts, files }, attributes, letters) {
  const type = attributes.ct ?? "";
  if (type === "text/plain" && texts.length < 100) texts.push(said(attributes.text));
  else if (type !== "application/smil" && files.length < 100) files.push({ name: fileName(attributes, type), size: Math.floor((letters * 3) / 4) });
}

/** @param {Record<string, string>} attributes @param {string} type */
function fileName({ name, cl, fn }, type) {
  return said(cl) || said(name) || said(fn) || type;
}
