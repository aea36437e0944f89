/**
 * One file read to its end, whatever it holds. This runs in a worker; the file comes as ranges.
 *
 *  1. What it is is told by its first bytes (`kinds.js`); in an archive, by those of its likeliest entries.
 *  2. It is read once, piece by piece, and nothing of it is held but the columns of `messages.js`.
 *  3. A limit that is reached, or a file that breaks off, ends the reading and is said; the messages before it are there.
 *     What was made to harm (a document type, a bomb) is refused whole.
 *  4. A file that a message speaks of is read when it is asked for, from where it lies: beside the text in an archive, or inside of it.
 */

import { codeOf, FlowError } from "../errors.js";
import { candidates, contentOf, entriesOf, takeOut, texts } from "./archive.js";
import { after, asUtf8, encodingOf, Lines, piecesOf, restOf, textsOf } from "./bytes.js";
import { kindOf } from "./kinds.js";
import { HEAD } from "./limits.js";
import { Messages } from "./messages.js";
import { addMail, attachedTo, mailOf, mailsIn } from "./mail.js";
import { setOrder } from "./order.js";
import { Sms, decodedFrom } from "./sms.js";
import { WhatsApp } from "./whatsapp.js";

/** @typedef {import("./bytes.js").Source} Source */
/** @typedef {import("./kinds.js").Kind} Kind */
/** @typedef {import("./archive.js").Entry} Entry */
/** @typedef {import("./order.js").First} First */
/** @typedef {import("./messages.js").Attachment} Attachment */
/** @typedef {AsyncGenerator<import("../../crypto/encoding.js").Bytes>} Pieces */
/** @typedef {(progress: { read: number, size: number, messages: number }) => void} OnProgress */

/** Codes that end a reading and leave what was read (rule 3). */
const PARTIAL = new Set(["conversation_too_many", "conversation_too_long", "conversation_archive_damaged", "conversation_xml_malformed"]);

const missing = () => new FlowError("conversation_attachment_missing");

export class Reading {
  messages = new Messages();
  /** @type {Kind} of the conversation itself, never `archive` */
  kind = "whatsapp";
  inArchive = false;
  /** Which number comes first in a date; null while nobody said. @type {First | null} */
  first = null;
  /** Whether the file told it, or anything else than `1/2` was written. */
  firstIsSure = true;
  /** Whether the other order of days and months is another reading. */
  swaps = false;
  /** Texts of the archive that are not read here. */
  beside = 0;
  /** Why it ended before the end of the file. @type {string | null} */
  stopped = null;
  #source;
  /** Where the conversation is, in an archive. @type {Entry | undefined} */
  #entry;
  #isUtf8 = true;
  /** @type {Map<string, Entry>} files of the archive, by name */
  #files = new Map();

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
  }

  /**
   * @param {Source} source
   * @param {OnProgress} [onProgress]
   * @returns {Promise<Reading>}
   * @throws {FlowError} `conversation_unknown`, `conversation_empty`, `conversation_xml_unsafe`, `conversation_archive_…`; what the source refuses.
   */
  static async of(source, onProgress = () => {}) {
    const reading = new Reading(source);
    const told = (/** @type {number} */ read) => onProgress({ read, size: source.size, messages: reading.messages.count });
    const kind = reading.#look(await source.read(0, Math.min(HEAD, source.size)));
    if (kind === "archive") await reading.#readArchive(told);
    else await reading.#readAll(kind, piecesOf(source, told));
    if (reading.messages.count === 0) throw new FlowError(reading.stopped ?? "conversation_empty");
    return reading;
  }

  /** Rule 1. @param {(read: number) => void} told */
  async #readArchive(told) {
    this.inArchive = true;
    const entries = await entriesOf(this.#source);
    for (const entry of entries) if (!this.#files.has(entry.name)) this.#files.set(entry.name, entry);
    this.beside = Math.max(0, texts(entries).length - 1);
    for (const entry of candidates(entries)) {
      const kind = await this.#kindOfEntry(entry);
      if (!kind || kind === "archive") continue;
      this.#entry = entry;
      return this.#readAll(kind, contentOf(this.#source, entry, told));
    }
    throw new FlowError("conversation_archive_without");
  }

  /** @param {Entry} entry */
  async #kindOfEntry(entry) {
    for await (const piece of contentOf(this.#source, entry)) return this.#look(piece.subarray(0, HEAD));
    return null;
  }

  /** @param {Uint8Array} head */
  #look(head) {
    this.#isUtf8 = encodingOf(head) === "utf-8";
    return kindOf(head);
  }

  /** Rules 2 and 3. @param {Kind | null} kind @param {Pieces} pieces */
  async #readAll(kind, pieces) {
    if (kind === null || kind === "archive") throw new FlowError("conversation_unknown");
    this.kind = kind;
    try {
      await READERS[kind](this, pieces);
    } catch (error) {
      if (!PARTIAL.has(codeOf(error))) throw error;
      this.stopped = codeOf(error);
    }
    // Where nothing tells, days come first, as they do where French is written; and it is asked.
    setOrder(this.messages, this.first ?? "day");
  }

  /** @param {First} first */
  setOrder(first) {
    this.first = first;
    setOrder(this.messages, first);
  }

  /** A file that a message speaks of, when it is here. @param {Attachment} attachment @returns {{ here: boolean, size: number | null }} */
  whereabouts({ name, size, place }) {
    const beside = this.#beside(name);
    return { here: beside !== undefined || place !== undefined, size: beside?.unfolded ?? size };
  }

  /** WhatsApp puts files beside its text, and names them there; others have them inside. @param {string} name */
  #beside(name) {
    return this.kind === "whatsapp" ? this.#files.get(name) : undefined;
  }

  /**
   * Rule 4: one of the files that a message speaks of.
   *
   * @param {number} at of the message
   * @param {number} number which of its files
   * @returns {Promise<{ content: Blob, name: string, type: string }>} type: as the message says, if it does
   * @throws {FlowError} `conversation_attachment_missing`, `conversation_attachment_large`, and those of an archive.
   */
  async file(at, number) {
    const attachment = this.messages.get(at).attachments[number];
    if (!attachment) throw missing();
    const { name, type = "" } = attachment;
    const beside = this.#beside(name);
    const content = await (beside ? takeOut(this.#source, beside) : this.#inside(attachment));
    return { content, name, type };
  }

  /** @param {Attachment} attachment */
  async #inside({ place }) {
    if (!place) throw missing();
    const { from, at } = place;
    if (this.kind === "mail") return attachedTo(await mailOf(this.#from(0)), at);
    return this.kind === "mailbox" ? fileOfMailbox(this.#from(from), at) : decodedFrom(textsOf(this.#utf8From(from)), at);
  }

  /** The conversation itself, from one of its bytes. @param {number} from */
  #from(from) {
    return this.#entry ? after(contentOf(this.#source, this.#entry), from) : piecesOf(restOf(this.#source, from));
  }

  /** @param {number} from a byte of it in UTF-8 */
  #utf8From(from) {
    return this.#isUtf8 ? this.#from(from) : after(asUtf8(this.#from(0)), from);
  }
}

/** @type {Record<Exclude<Kind, "archive">, (reading: Reading, pieces: Pieces) => Promise<void>>} */
const READERS = { whatsapp: readWhatsApp, sms: readSms, mail: readMail, mailbox: readMailbox };

/** @param {Reading} reading @param {Pieces} pieces */
async function readWhatsApp(reading, pieces) {
  const chat = new WhatsApp(reading.messages);
  const lines = new Lines((line, cut) => chat.line(line, cut));
  try {
    for await (const piece of asUtf8(pieces)) lines.push(piece);
    lines.end();
  } finally {
    reading.first = chat.first();
    reading.firstIsSure = reading.first !== null;
    reading.swaps = !chat.yearFirst();
  }
  chat.end();
}

/** @param {Reading} reading @param {Pieces} pieces */
async function readSms(reading, pieces) {
  reading.first = "month";
  const backup = new Sms(reading.messages);
  for await (const piece of textsOf(asUtf8(pieces))) backup.push(piece);
  backup.end();
}

/** @param {Reading} reading @param {Pieces} pieces */
async function readMailbox(reading, pieces) {
  reading.first = "month";
  const senders = new Map();
  for await (const mail of mailsIn(pieces)) await addMail(reading.messages, mail, senders);
}

/** @param {Reading} reading @param {Pieces} pieces */
async function readMail(reading, pieces) {
  reading.first = "month";
  await addMail(reading.messages, await mailOf(pieces));
}

/** @param {Pieces} pieces from its first byte @param {number} at */
async function fileOfMailbox(pieces, at) {
  for await (const mail of mailsIn(pieces)) return attachedTo(mail, at);
  throw missing();
}
