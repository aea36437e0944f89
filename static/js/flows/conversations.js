/**
 * A conversation exported from a telephone or a mailbox: read in the browser, in a worker of its own, and nothing of it kept but the
 * original, sealed like any file.
 *
 *  1. The file is read from the device while it is on its way, or later from the sealed original: the same bytes, the same reading.
 *  2. Messages stay in the worker; the page holds what it shows. A lock ends the worker, and with it all of it.
 *  3. Facts are proposed, with the exact words, who wrote them and when, and the piece they lead back to. Nothing is kept unasked.
 */

import { b64, sha256 } from "../crypto/encoding.js";
import { formatDay, t, tn } from "../ui/i18n.js";
import { commit, rows } from "./catalogue.js";
import { fileOf } from "./conversations/attached.js";
import { HEAD } from "./conversations/limits.js";
import { EXPORTED, kindOf } from "./conversations/kinds.js";
import { packed, partsOf } from "./conversations/messages.js";
import { serveParts } from "./conversations/source.js";
import { eventRecord } from "./events.js";
import { newId } from "./items.js";
import { readRecords } from "./records.js";
import { Remote } from "./remote.js";
import { SealedFile } from "./sealed-file.js";
import { onForget } from "./session.js";
import { vaultSource } from "./sources.js";

/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {import("./conversations/looking.js").Shown} Shown */
/** @typedef {import("./conversations/looking.js").Filter} Filter */
/** @typedef {import("./conversations/looking.js").Seen} Seen */
/** @typedef {ReturnType<import("./conversations/looking.js").Looking["summary"]>} Summary */
/** @typedef {{ read: number, size: number, messages: number }} Reading bytes, and messages so far */

export { dateOfDay } from "./conversations/looking.js";

/** Messages of one choice: what a fact can hold, and what can be looked over. */
export const CHOICE_LIMIT = 500;
/** Facts made at once. */
export const FACTS_LIMIT = 60;

/**
 * About as many messages as WhatsApp exports at most, with its files and without
 * (https://receipts.love/learn/backing-up-whatsapp-conversations): the older ones are left out, and nothing says so.
 */
const EXPORTED_AT_MOST = [10_000, 40_000];
/** What any program shows as the end of a line (Unicode TR 14, mandatory breaks). */
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
/** Its own notes count, or do not. */
const ABOUT = 0.01;

/** @type {Set<Conversation>} */
const open = new Set();

export class Conversation {
  #remote;
  /** Rule 1. */
  #given;

  /** @param {{ file: Blob } | { reference: FileReference }} from the device, or the vault @param {(reading: Reading) => void} [onProgress] */
  constructor(from, onProgress = () => {}) {
    this.#remote = new Remote("conversation", ({ progress }) => progress && onProgress(progress));
    this.#given = from;
    open.add(this);
  }

  /** @returns {Promise<Summary>} @throws {Error} with a code: those of `conversations/reading.js`, those of reading a file, `ended` when it was stopped. */
  async read() {
    if ("file" in this.#given) return this.#remote.call("read", { file: this.#given.file });
    const source = vaultSource();
    const { port1, port2 } = new MessageChannel();
    serveParts(port1, source);
    return this.#remote.call("read", { sealed: { ...this.#given, vaultId: source.vaultId, port: port2 } }, [port2]);
  }

  /** @param {import("./conversations/order.js").First} first @returns {Promise<Summary>} */
  setOrder(first) {
    return this.#remote.call("setOrder", first);
  }

  /** @param {Filter} filter @returns {Promise<Seen | null>} null when another began since */
  look(filter) {
    return this.#remote.call("look", filter);
  }

  /** @param {number} start @param {number} end places in what is looked at @returns {Promise<Shown[]>} */
  slice(start, end) {
    return this.#remote.call("slice", { start, end });
  }

  /** @param {Iterable<number>} numbers @returns {Promise<Shown[]>} in the order of time */
  some(numbers) {
    return this.#remote.call("some", [...numbers]);
  }

  /** All between the first and the last of these. @param {Iterable<number>} numbers @returns {Promise<number[]>} */
  between(numbers) {
    return this.#remote.call("between", { numbers: [...numbers], limit: CHOICE_LIMIT });
  }

  /** @param {{ at?: number, date?: number }} wanted @returns {Promise<number>} a place in what is looked at */
  placeOf(wanted) {
    return this.#remote.call("placeOf", wanted);
  }

  /**
   * A file that a message speaks of, byte for byte.
   *
   * @param {number} at of the message
   * @param {number} number which of its files
   * @returns {Promise<File>} as `conversations/attached.js` names it
   */
  async file(at, number) {
    return fileOf(await this.#remote.call("file", { at, number }));
  }

  /** Rule 2. */
  end() {
    open.delete(this);
    this.#remote.end();
  }
}

onForget(() => {
  for (const conversation of [...open]) conversation.end();
});

/** Whether a file that is added looks like a conversation. @param {File} file */
export async function isConversation(file) {
  return looksIt(file.name, new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
}

/** The same of a file that is looked at: only the beginning of a kept one is opened. @param {import("./reading.js").Looked} file */
export async function holdsConversation(file) {
  if (!/\.(txt|zip|xml|eml|mbox)$/i.test(file.name)) return false;
  if (file instanceof File) return isConversation(file);
  return looksIt(file.name, await new SealedFile(file, vaultSource()).read(0, Math.min(HEAD, file.size)));
}

/** An archive is told by its name, or by that of its first entry, which stands in its first bytes. @param {string} name @param {Uint8Array} head */
function looksIt(name, head) {
  const kind = kindOf(head);
  if (kind !== "archive") return kind !== null;
  return EXPORTED.test(name) || EXPORTED.test(new TextDecoder("latin1").decode(head.subarray(0, 300)));
}

/** Whether the application may have cut it. @param {Summary} summary */
export function mayBeShort({ kind, count }) {
  return kind === "whatsapp" && EXPORTED_AT_MOST.some((most) => Math.abs(count - most) <= most * ABOUT);
}

/** @param {number} date as `conversations/messages.js` has it @returns {string | null} `2023-03-12` */
export function dayOf(date) {
  if (date === 0) return null;
  return partsOf(date).map((part) => String(part).padStart(2, "0")).join("-");
}

/** A day that could be two, in both readings and as the file has it. @param {number} raw */
export function readingsOf(raw) {
  const [year, one, two] = partsOf(raw);
  return { day: dayOf(packed(year, two, one)) ?? "", month: dayOf(packed(year, one, two)) ?? "", written: `${one}/${two}/${year}` };
}

/** @param {number | null} second @returns {string | null} `21:04` */
export function clockOf(second) {
  if (second === null) return null;
  return [Math.floor(second / 3600), Math.floor(second / 60) % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** @param {Shown} message @param {string | null} me */
export function isMine(message, me) {
  return message.mine || (me !== null && message.who === me);
}

/**
 * What is written of the piece: proposed, and hers to change.
 *
 * @param {Summary} summary
 * @param {string[]} others names; none for a backup of several conversations, which must not pass for one of them
 * @returns {Partial<import("./evidence.js").EvidenceForm>}
 */
export function describe(summary, others) {
  const [from, to] = [dayOf(summary.from), dayOf(summary.to)];
  const period = from !== null && to !== null && summary.firstIsSure;
  return {
    title: summary.threads.length > 1 ? tn("Messages d’un téléphone : {n} conversation", "Messages d’un téléphone : {n} conversations", summary.threads.length) : titleWith(others),
    // Who exported it, and from what, she alone knows.
    obtained: t("Fichier exporté d’une messagerie."),
    who: others.slice(0, 50).map((name) => ({ name })),
    ...(period ? { when: { precision: /** @type {const} */ ("period"), from, to, time: null, text: "" } } : {}),
  };
}

/**
 * What is written of the piece is what was proposed, all of it.
 *
 * @param {any} record
 * @param {Partial<import("./evidence.js").EvidenceForm>} form
 */
export function isDescribedAs({ title, obtained, who, when }, form) {
  const names = (/** @type {{ name?: string }[]} */ people = []) => people.map(({ name = "" }) => name).join("\n");
  return title === form.title && obtained === form.obtained && names(who) === names(form.who) && (!form.when || (when.from === form.when.from && when.to === form.when.to));
}

/** @param {string[]} others */
function titleWith(others) {
  const [first] = others;
  if (first === undefined) return t("Conversation exportée");
  if (others.length === 1) return t("Conversation avec {name}", { name: first });
  return tn("Conversation avec {name} et {n} autre", "Conversation avec {name} et {n} autres", others.length - 1, { name: first });
}

/**
 * Rule 3: one fact out of some messages.
 *
 * @param {Shown[]} messages in the order of time
 * @param {{ me: string | null, others: string[], pieces: string[] }} told others: of the conversation, where one message does not say with whom
 * @returns {import("./events.js").EventForm}
 */
export function factOf(messages, { me, others, pieces }) {
  const theirs = [...new Set(messages.filter((message) => message.who !== "" && !isMine(message, me)).map(({ who }) => who))];
  const who = theirs.length > 0 || others.length > 2 ? theirs : others;
  return { title: titleOfFact(messages, who, me), said: wordsOf(messages, me), when: whenOf(messages), who: who.map((name) => ({ name })), evidence: pieces };
}

/** The title does not repeat the words: they wait until the fact is opened. @param {Shown[]} messages @param {string[]} who @param {string | null} me */
function titleOfFact(messages, who, me) {
  const [name = ""] = who;
  const [only] = messages;
  if (name === "") return t("Messages d’une conversation");
  if (messages.length === 1 && only) return isMine(only, me) ? t("Message à {name}", { name }) : t("Message de {name}", { name });
  return t("Échange avec {name}", { name });
}

/**
 * Who, when, and the exact words. Only a message begins after an empty line: every further line of its words is marked, so that words
 * written to look like another message stay inside their own.
 *
 * @param {Shown[]} messages @param {string | null} me
 */
function wordsOf(messages, me) {
  return messages.map((message) => {
    const day = dayOf(message.date);
    const head = [isMine(message, me) ? t("Moi") : message.who, day === null ? "" : formatDay(day), clockOf(message.second) ?? ""].filter(Boolean).join(", ");
    const [first = "", ...others] = (message.text || message.files.map(({ name }) => name).join(", ")).trim().split(LINE_END);
    const notes = [message.cut ? t("[La suite est dans l’original.]") : "", message.astray ? t("[Dans le fichier, ce message n’est pas à la place de sa date.]") : ""];
    return [head || t("Sans nom"), first, ...others.map((line) => `> ${line}`.trimEnd()), ...notes].filter(Boolean).join("\n");
  }).join("\n\n");
}

/** @param {Shown[]} messages @returns {import("./dates.js").When} */
function whenOf(messages) {
  const dated = messages.filter(({ date }) => date > 0);
  const [from, to] = [dayOf(dated[0]?.date ?? 0), dayOf(dated.at(-1)?.date ?? 0)];
  if (from === null) return { precision: "unknown", from: null, to: null, time: null, text: "" };
  if (from !== to) return { precision: "period", from, to, time: null, text: "" };
  return { precision: "exact", from, to: null, time: clockOf(dated[0]?.second ?? null), text: "" };
}

/**
 * The piece that a file of a conversation was made in another sitting: the same bytes, out of the same conversation.
 *
 * @param {string} of id of the conversation
 * @param {File} file
 * @returns {Promise<string | undefined>}
 */
export async function pieceMadeOf(of, file) {
  const alike = rows("evidence").filter(({ trashed_at: trashed, summary }) => trashed === null && summary?.name === file.name && summary?.size === file.size);
  if (alike.length === 0) return undefined;
  const records = await readRecords(alike.map(({ id }) => id));
  const hash = b64(await sha256(new Uint8Array(await file.arrayBuffer())));
  return alike.find((_, i) => records[i].of === of && records[i].file?.sha256 === hash)?.id;
}

/** One list of messages for each day. @param {Shown[]} messages @returns {Shown[][]} */
export function byDay(messages) {
  /** @type {Map<number, Shown[]>} */
  const days = new Map();
  for (const message of messages) days.set(message.date, [...(days.get(message.date) ?? []), message]);
  return [...days.values()];
}

/** Several facts, in one commit: all of them or none. @param {import("./events.js").EventForm[]} forms @returns {Promise<string[]>} ids */
export async function keepFacts(forms) {
  const put = forms.map((form) => ({ id: newId(), record: eventRecord({ ...form, title: t("À relire : {title}", { title: form.title ?? "" }) }) }));
  await commit({ put });
  return put.map(({ id }) => id);
}
