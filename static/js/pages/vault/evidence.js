/** The pieces: those kept, those on their way, those that a closed tab left half sent. */
import { list, latestFirst } from "../../flows/evidence.js";
import { giveUpUpload, pendingUploads } from "../../flows/files.js";
import { evidenceGrid } from "../../ui/evidence-grid.js";
import { formatSize, t } from "../../ui/i18n.js";
import { tileOf } from "./attached.js";
import { draftsOf } from "./drafting.js";
import { dateLine } from "./entries.js";
import { evidenceFormScreen } from "./evidence-form.js";
import { evidenceScreen } from "./evidence-item.js";
import { sendings } from "./sendings.js";
import { thumbnails } from "./thumbs.js";
import { onUploads, startUpload, uploads } from "./uploads.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

const SHOWN = 60;

/** @type {import("./screens.js").MakeScreen} */
function listScreen({ refresh, go }) {
  let limit = SHOWN;
  /** @type {"kept" | "date"} */
  let order = "kept";
  /** @type {Awaited<ReturnType<typeof pendingUploads>>} */
  let stopped = [];
  /** @type {Awaited<ReturnType<typeof draftsOf>>} */
  let drafts = [];
  const thumbs = thumbnails(refresh);
  const stop = onUploads(refresh);

  async function lookForStopped() {
    [stopped, drafts] = await Promise.all([pendingUploads().catch(() => []), draftsOf("evidence")]);
    refresh();
  }

  /** @param {File[]} files */
  function add(files) {
    for (const file of files) void startUpload(file).done.then(lookForStopped);
    refresh();
  }

  /** @param {string} fileId */
  async function giveUp(fileId) {
    await giveUpUpload(fileId);
    await lookForStopped();
  }

  /** @param {Row} row */
  const tile = (row) => ({ ...tileOf(row, thumbs.of(row)), meta: meta(row) });

  function view() {
    const all = order === "kept" ? latestFirst() : list();
    const under = uploads();
    const [draft] = drafts;
    const left = stopped.filter(({ name, size }) => !under.some(({ file }) => file.name === name && file.size === size));
    return evidenceGrid({
      draft: draft && { at: draft.at, title: String(draft.body.typed?.title ?? ""), onOpen: () => go(draft.target === null ? { name: "evidence-new" } : { name: "evidence-edit", id: draft.target }) },
      tiles: all.slice(0, limit).map(tile), more: Math.max(0, all.length - limit), order, sendings: sendings(under),
      stopped: left.map(({ name, size, state }) => ({ id: state.fileId, name, size: formatSize(size), onGiveUp: () => void giveUp(state.fileId) })),
      onFiles: add, onOpen: (id) => go({ name: "evidence-item", id }), onAdd: () => go({ name: "evidence-new" }),
      onMore: () => { limit += SHOWN; refresh(); }, onOrder: (next) => { order = next; refresh(); },
    });
  }

  void lookForStopped();
  const close = () => {
    stop();
    thumbs.close();
  };
  const action = { label: t("Ajouter une pièce"), icon: "plus", onClick: () => go({ name: "evidence-new" }) };
  return { title: t("Pièces"), tab: "evidence", get action() { return list().length || uploads().length ? action : undefined; }, view, close };
}

/** @param {Row} row */
function meta({ summary }) {
  if (summary?.when && summary.when.precision !== "unknown") return dateLine(summary.when);
  return summary?.size ? formatSize(summary.size) : t("texte");
}

export const screens = { evidence: listScreen, "evidence-new": evidenceFormScreen, "evidence-edit": evidenceFormScreen, "evidence-item": evidenceScreen };
