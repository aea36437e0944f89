/** The pieces: those kept, those on their way, those that a closed tab left half sent. */
import { list, latestFirst } from "../../flows/evidence.js";
import { giveUpUpload, pendingUploads } from "../../flows/files.js";
import { evidenceGrid } from "../../ui/evidence-grid.js";
import { formatSize, t } from "../../ui/i18n.js";
import { tileOf } from "./attached.js";
import { draftsOf } from "./drafting.js";
import { dateLine } from "./entries.js";
import { sendings } from "./sendings.js";
import { Thumbnails } from "./thumbs.js";
import { onUploads, startUpload, uploads } from "./uploads.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

const SHOWN = 60;

/** @type {import("./screens.js").MakeScreen} */
function listScreen(context) {
  const grid = new Grid(context);
  const action = { label: t("Ajouter une pièce"), icon: "plus", onClick: () => context.go({ name: "evidence-new" }) };
  // An empty list asks once, in its middle.
  return { title: t("Pièces"), tab: "evidence", get action() { return list().length || uploads().length ? action : undefined; }, view: () => grid.view(), close: () => grid.close() };
}

class Grid {
  #context;
  #thumbs;
  #stop;
  #limit = SHOWN;
  /** @type {"kept" | "date"} */
  #order = "kept";
  /** @type {Awaited<ReturnType<typeof pendingUploads>>} */
  #stopped = [];
  /** @type {Awaited<ReturnType<typeof draftsOf>>} */
  #drafts = [];

  /** @param {import("./screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    this.#thumbs = new Thumbnails(context.refresh);
    this.#stop = onUploads(context.refresh);
    void this.#look();
  }

  /** For what was left unfinished. */
  async #look() {
    [this.#stopped, this.#drafts] = await Promise.all([pendingUploads().catch(() => []), draftsOf("evidence")]);
    this.#context.refresh();
  }

  /** @param {File[]} files */
  #add(files) {
    for (const file of files) void startUpload(file).done.then(() => this.#look());
    this.#context.refresh();
  }

  /** @param {string} fileId */
  async #giveUp(fileId) {
    await giveUpUpload(fileId);
    await this.#look();
  }

  /** @param {() => void} act */
  #change(act) {
    act();
    this.#context.refresh();
  }

  #left() {
    const sent = uploads();
    const left = this.#stopped.filter(({ name, size }) => !sent.some(({ file }) => file.name === name && file.size === size));
    return left.map(({ name, size, state }) => ({ id: state.fileId, name, size: formatSize(size), onGiveUp: () => void this.#giveUp(state.fileId) }));
  }

  view() {
    const { go } = this.#context;
    const all = this.#order === "kept" ? latestFirst() : list();
    const [draft] = this.#drafts;
    return evidenceGrid({
      draft: draft && { at: draft.at, title: String(draft.body.typed?.title ?? ""), onOpen: () => go(draft.target === null ? { name: "evidence-new" } : { name: "evidence-edit", id: draft.target }) },
      tiles: all.slice(0, this.#limit).map((row) => ({ ...tileOf(row, this.#thumbs.of(row)), meta: meta(row) })), more: Math.max(0, all.length - this.#limit),
      order: this.#order, sendings: sendings(uploads()), stopped: this.#left(),
      onFiles: (files) => this.#add(files), onOpen: (id) => go({ name: "evidence-item", id }), onAdd: () => go({ name: "evidence-new" }), onImport: () => go({ name: "conversation-new" }),
      onMore: () => this.#change(() => { this.#limit += SHOWN; }), onOrder: (next) => this.#change(() => { this.#order = next; }),
    });
  }

  close() {
    this.#stop();
    this.#thumbs.close();
  }
}

/** @param {Row} row */
function meta({ summary }) {
  if (summary?.when && summary.when.precision !== "unknown") return dateLine(summary.when);
  return summary?.size ? formatSize(summary.size) : t("texte");
}

export const screens = { evidence: listScreen };
