/** One file of a message, looked at before it is a piece of its own: taken out of the conversation, in memory, until the screen is left. */
import { clockOf, dayOf, isMine } from "../../../flows/conversations.js";
import { row } from "../../../flows/catalogue.js";
import { attachedView } from "../../../ui/conversation-file.js";
import { formatDay, formatSize, t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { failure } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { gate } from "../gate.js";
import { Look } from "../looking.js";
import { sendings } from "../sendings.js";
import { onUploads, uploads } from "../uploads.js";
import { keepFile, pieceOf, recall } from "./facts.js";
import { openedOf } from "./opened.js";

/** @typedef {import("./opened.js").Opened} Opened */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */

/** More than a message can have (`MAIL_PARTS` of `limits.js`): a message and one of its files are one number of a place. */
const FILES = 10_000;

/** @param {number} at of a message @param {number} number which of its files */
export const stepOf = (at, number) => at * FILES + number;

/** @type {import("../screens.js").MakeScreen} */
function fileScreen(context) {
  const screen = new AttachedFile(context);
  return { get title() { return screen.title(); }, tab: "evidence", backTo: "evidence", narrow: true, view: () => screen.view(), close: () => screen.close() };
}

class AttachedFile {
  #context;
  #id = "";
  #at = 0;
  #number = 0;
  /** @type {{ opened: Opened, message: Shown, file: File, look: Look } | undefined} */
  #here;
  /** @type {{ message: string } | undefined} */
  #error;
  #stop;
  #over = false;

  /** @param {import("../screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    const { id = "", step = 0 } = context.place;
    [this.#id, this.#at, this.#number] = [id, Math.floor(step / FILES), step % FILES];
    this.#stop = onUploads(context.refresh);
    void this.#attempt(() => this.#start());
  }

  /** @param {() => Promise<unknown>} act */
  async #attempt(act) {
    this.#error = undefined;
    try {
      await act();
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    if (!this.#over) this.#context.refresh();
  }

  async #start() {
    const opened = await openedOf(this.#id);
    await opened.ready;
    this.#error = opened.error;
    if (opened.isOver) return;
    const [message] = await opened.conversation.some([this.#at]);
    const file = await opened.conversation.file(this.#at, this.#number);
    if (message) await recall(opened, opened.keyOf(message, this.#number), file);
    if (message && !this.#over) this.#here = { opened, message, file, look: new Look(file, this.#context.refresh) };
  }

  title() {
    return this.#here?.file.name ?? t("Fichier joint");
  }

  view() {
    if (!this.#here) return this.#error ? failure(this.#error) : skeleton();
    const { opened, message, file, look } = this.#here;
    const piece = pieceOf(opened, opened.keyOf(message, this.#number));
    return attachedView({
      frame: look.frame(), lookError: look.error, error: this.#error, known: this.#known(message, file), saving: look.saving, gate: gate(this.#context.go),
      sendings: sendings(uploads().filter(({ id }) => id === piece)),
      onKeep: piece === undefined ? () => void this.#attempt(() => this.#keep()) : undefined,
      onPiece: piece !== undefined && row(piece) ? () => this.#context.go({ name: "evidence-item", id: piece }) : undefined,
      onSave: () => void look.save(), onMessage: () => this.#message(),
    });
  }

  /** @param {Shown} message @param {File} file @returns {[string, string][]} */
  #known(message, file) {
    const day = dayOf(message.date);
    const me = this.#here?.opened.me ?? null;
    const facts = /** @type {[string, string][]} */ ([
      [t("Envoyé par"), isMine(message, me) ? t("Moi") : message.who],
      [t("Date du message"), [day === null ? "" : formatDay(day), clockOf(message.second) ?? ""].filter(Boolean).join(", ")],
      [t("Taille"), formatSize(file.size)],
      [t("Type"), file.type],
    ]);
    return facts.filter(([, value]) => value);
  }

  async #keep() {
    if (!this.#here) return;
    const { opened, message, file } = this.#here;
    await keepFile(opened, { key: opened.keyOf(message, this.#number), message, number: this.#number }, file);
  }

  #message() {
    const { opened, message } = this.#here ?? {};
    if (opened) opened.wanted = this.#at;
    this.#context.go({ name: "conversation", id: this.#id, ...(message ? { step: Math.floor(message.date / 100) || 1 } : {}) });
  }

  close() {
    this.#over = true;
    this.#stop();
    this.#here?.look.close();
    this.#here = undefined;
  }
}

export const screens = { "conversation-file": fileScreen };
