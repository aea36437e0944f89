/**
 * The conversation that is open in this tab: one at a time, whichever screen is shown, until another is opened or the vault locks.
 *
 *  1. It is read from the file while the file is on its way, later from the sealed original.
 *  2. What was asked once is written of the piece, in no language: who she is there (FORMAT 8.7); its period tells which number was
 *     the month. Of a piece of before, whoever is not named in what was proposed is « moi ». Either can be said anew.
 *  3. What is written of the piece is proposed while she has written nothing herself, and follows what she says anew.
 *  4. The end forgets what was read of it: whoever still waits for a file to arrive holds no words meanwhile.
 */
import { row } from "../../../flows/catalogue.js";
import { Conversation, dateOfDay, dayOf, describe, isDescribedAs } from "../../../flows/conversations.js";
import { open as openPiece, save } from "../../../flows/evidence.js";
import { onForget } from "../../../flows/session.js";
import { errorText } from "../../../ui/messages.js";
import { uploadOf } from "../uploads.js";
import { Choice } from "./list.js";

/** @typedef {import("../../../flows/conversations.js").Summary} Summary */
/** @typedef {import("../../../flows/conversations.js").Seen} Seen */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */
/** @typedef {{ text: string, who: string, from: string, to: string }} Finding */
/** @typedef {ReturnType<typeof describe> & { self: string | null }} Told self: null while nobody said */

/** Letters of a search: one alone finds nearly everything. */
const SEARCHED = 2;
/** Names among which she finds hers. */
export const NAMES_ASKED = 30;

/** @returns {Finding} */
const nothingFound = () => ({ text: "", who: "", from: "", to: "" });

export class Opened {
  /** @type {Summary | undefined} */
  summary;
  /** @type {Seen | undefined} */
  seen;
  /** The name that is hers; empty when none is, null while it is not known. @type {string | null} */
  me = null;
  /** @type {number | undefined} */
  thread;
  finding = nothingFound();
  /** What `seen` is of: another may be on its way. */
  #seenOf = nothingFound();
  choice = new Choice();
  withFiles = true;
  /** Pieces made of files of its messages, by `keyOf`. @type {Map<string, string>} */
  taken = new Map();
  /** What was proposed of the piece, and stands there. @type {Told | undefined} */
  #told;
  reading = { read: 0, size: 0, messages: 0 };
  isOver = false;
  /** @type {{ message: string } | undefined} */
  error;
  /** A message to be shown in its place. @type {number | undefined} */
  wanted;
  id;
  conversation;
  #draw = () => {};

  /** @param {string} id of the piece @param {{ file: Blob } | { reference: import("../../../flows/items.js").FileReference }} from */
  constructor(id, from) {
    this.id = id;
    this.reading.size = "file" in from ? from.file.size : from.reference.size;
    this.conversation = new Conversation(from, (reading) => {
      this.reading = reading;
      this.#draw();
    });
    this.ready = this.#attempt(() => this.#read());
  }

  /** @param {() => void} draw */
  drawWith(draw) {
    this.#draw = draw;
  }

  /** @param {() => Promise<unknown>} act */
  async #attempt(act) {
    try {
      await act();
    } catch (caught) {
      if (this.isOver) return;
      this.error = { message: errorText(caught) };
      if (!this.summary) this.end();
    }
    this.#draw();
  }

  async #read() {
    this.summary = await this.conversation.read();
    if (row(this.id)) await this.#remember(await openPiece(this.id));
    const [only, other] = this.summary.threads;
    if (only && !other) this.thread = only.number;
    await this.look();
    void this.tell();
  }

  /** Rule 2. @param {any} record */
  async #remember(record) {
    const { when, self } = record;
    if (self === "" || this.names().includes(self)) this.me = self;
    else this.#rememberOld(record);
    await this.#rememberOrder(when);
    const form = this.form();
    if (form && isDescribedAs(record, form)) this.#told = form;
  }

  /** Rule 2, of before. @param {any} record */
  #rememberOld(record) {
    const named = new Set(record.who.map((/** @type {{ name: string }} */ { name }) => name));
    const left = this.names().filter((name) => !named.has(name));
    // A list that she wrote may leave out anybody: only the one that was proposed here tells who she is.
    const proposed = this.summary && isDescribedAs({ ...record, when: {} }, { ...describe(this.summary, this.names().filter((name) => named.has(name))), when: undefined });
    if (proposed && named.size > 0 && left.length <= 1) this.me = left[0] ?? "";
  }

  /** Rule 2. @param {import("../../../flows/dates.js").When} when */
  async #rememberOrder(when) {
    if (!this.summary?.swaps || when.precision !== "period") return;
    const { first, firstIsSure } = this.summary;
    const likely = first ?? "day";
    for (const one of [likely, likely === "day" ? /** @type {const} */ ("month") : /** @type {const} */ ("day")]) {
      const summary = await this.conversation.setOrder(one);
      if (dayOf(summary.from) !== when.from || dayOf(summary.to) !== when.to) continue;
      this.summary = { ...summary, firstIsSure: true };
      return;
    }
    this.summary = { ...(await this.conversation.setOrder(likely)), firstIsSure };
  }

  /** Whose words there are, the most frequent first. */
  names() {
    return this.summary?.people.map(({ name }) => name) ?? [];
  }

  /** Everybody but her. */
  others() {
    const thread = this.summary?.threads.find(({ number }) => number === this.thread);
    if (thread) return [thread.name];
    return this.names().filter((name) => name !== this.me);
  }

  asked() {
    const { summary } = this;
    if (!summary) return undefined;
    if (summary.threads.length > 1 && this.thread === undefined) return "thread";
    if (!summary.firstIsSure) return "order";
    return summary.kind !== "sms" && this.me === null && summary.people.length > 1 ? "me" : undefined;
  }

  /** @param {number} number */
  async setThread(number) {
    this.thread = number;
    await this.#attempt(() => this.look());
    void this.tell();
  }

  /** @param {"day" | "month"} first */
  async setOrder(first) {
    await this.#attempt(async () => {
      this.summary = { ...(await this.conversation.setOrder(first)), firstIsSure: true };
      await this.look();
    });
    void this.tell();
  }

  /** The other reading of days and months. */
  async swap() {
    await this.setOrder(this.summary?.first === "month" ? "day" : "month");
  }

  /** Another conversation of the file. */
  async leaveThread() {
    this.thread = undefined;
    this.choice.numbers.clear();
    this.finding = nothingFound();
    await this.#attempt(() => this.look());
  }

  /** Who she is, to be asked again. */
  forgetMe() {
    this.me = null;
    this.#draw();
  }

  /** @param {string} name */
  setMe(name) {
    this.me = name;
    void this.tell();
    this.#draw();
  }

  /** What is looked at is what was looked for, not all of it. */
  isFinding() {
    const { text, who, from, to } = this.#seenOf;
    return text.trim().length >= SEARCHED || who !== "" || from !== "" || to !== "";
  }

  /** @param {Partial<Finding>} change */
  async find(change) {
    this.finding = { ...this.finding, ...change };
    this.#draw();
    await this.#attempt(() => this.look());
  }

  async clear() {
    await this.find(nothingFound());
  }

  /** What is looked at, as it is filtered now. */
  async look() {
    const { finding } = this;
    const { text, who, from, to } = finding;
    const person = this.summary?.people.find(({ name }) => name === who);
    const seen = await this.conversation.look({
      ...(this.thread === undefined ? {} : { thread: this.thread }),
      ...(who === "" ? {} : person ? { who: person.number } : { mine: true }),
      ...(from ? { from: dateOfDay(from) } : {}), ...(to ? { to: dateOfDay(to) } : {}), ...(text.trim().length >= SEARCHED ? { text } : {}),
    });
    if (seen) [this.seen, this.#seenOf] = [seen, finding];
    this.#draw();
  }

  /** What is written of the piece; nothing while something has to be asked. @returns {Told | undefined} */
  form() {
    if (!this.summary || this.asked() !== undefined) return undefined;
    return { ...describe(this.summary, this.summary.threads.length > 1 ? [] : this.others()), self: this.me };
  }

  /** What tells a file of a message from all others: in an archive, two messages may speak of one. @param {Shown} message @param {number} number which of its files */
  keyOf({ at, files }, number) {
    return this.summary?.kind === "whatsapp" ? files[number]?.name ?? "" : `${at}/${number}`;
  }

  /** Rule 3. */
  async tell() {
    if (this.asked() !== undefined) return;
    await uploadOf(this.id)?.done;
    if (this.isOver || !row(this.id)) return;
    const record = await openPiece(this.id).catch(() => undefined);
    const form = this.form();
    if (record && form) await this.#write(record, form);
    this.#draw();
  }

  /** @param {any} record @param {Told} form */
  async #write(record, form) {
    const isProposed = isUntouched(record) || isDescribedAs(record, form) || (this.#told !== undefined && isDescribedAs(record, this.#told));
    const change = isProposed ? form : { self: form.self };
    // As it was written of the file on its way, or found again: a version more would say nothing.
    const isWritten = (record.self ?? null) === form.self && (!isProposed || isDescribedAs(record, form));
    // Whatever stops it, the original is kept, and can be described by hand.
    const isTold = isWritten || (await save({ ...record, ...change, id: this.id }).then(() => true, () => false));
    if (isTold && isProposed) this.#told = form;
  }

  /** Rule 4. */
  end() {
    this.isOver = true;
    [this.summary, this.seen, this.me, this.finding, this.#seenOf, this.#told] = [undefined, undefined, null, nothingFound(), nothingFound(), undefined];
    this.choice.numbers.clear();
    this.taken.clear();
    this.conversation.end();
  }
}

/** She has written nothing of it. @param {any} record */
function isUntouched({ file, title, obtained, who, when }) {
  return file && title === file.name.replace(/\s+/g, " ").trim() && obtained === "" && who.length === 0 && when.precision === "unknown";
}

/** @type {Opened | undefined} */
let here;

/** The one that is open, when it is this one. @param {string} id */
export const openedAs = (id) => (here?.id === id && !here.isOver ? here : undefined);

/** @param {string} id @param {ConstructorParameters<typeof Opened>[1]} from @returns {Opened} */
export function openConversation(id, from) {
  const known = openedAs(id);
  if (known) return known;
  here?.end();
  here = new Opened(id, from);
  return here;
}

/** The file of this device while it is on its way, else the sealed one. @param {string} id @returns {Promise<Opened>} */
export async function openedOf(id) {
  const known = openedAs(id);
  if (known) return known;
  const upload = uploadOf(id);
  if (upload && !row(id)) return openConversation(id, { file: upload.file });
  const { file } = await openPiece(id);
  return openConversation(id, { reference: file });
}

onForget(() => {
  here?.end();
  here = undefined;
});
