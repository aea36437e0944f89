/** The pieces tied to a fact while it is being written: new files become pieces in the same gesture. */
import { row } from "../../flows/catalogue.js";
import { latestFirst } from "../../flows/evidence.js";
import { fileField } from "../../ui/file-field.js";
import { formatSize } from "../../ui/i18n.js";
import { pickDialog } from "./picking.js";
import { sendings } from "./sendings.js";
import { thumbnails } from "./thumbs.js";
import { onUploads, startUpload, uploadOf } from "./uploads.js";

/** @param {{ id: string, changed: () => void, refresh: () => void }} props */
export function attachedFiles({ id, changed, refresh }) {
  /** @type {string[]} */
  let ids = [];
  const thumbs = thumbnails(refresh);
  const stop = onUploads(refresh);
  const mine = () => ids.flatMap((item) => uploadOf(item) ?? []).filter(({ state }) => state !== "cancelled" && state !== "kept");

  /** @param {File[]} files */
  function add(files) {
    ids = [...ids, ...files.map((file) => startUpload(file).id)];
    changed();
  }

  /** @param {string} item */
  function drop(item) {
    ids = ids.filter((other) => other !== item);
    changed();
  }

  async function pick() {
    const chosen = await pickDialog(latestFirst().filter((found) => !ids.includes(found.id)));
    ids = [...ids, ...chosen];
    if (chosen.length) changed();
  }

  function view() {
    const kept = ids.flatMap((item) => row(item) ?? []).filter((found) => found.trashed_at === null && found.erased_at === null);
    return fileField({
      id, tiles: kept.map((found) => tileOf(found, thumbs.of(found))), sendings: sendings(mine()),
      onFiles: add, onDrop: drop, onPick: latestFirst().some((found) => !ids.includes(found.id)) ? () => void pick() : undefined,
    });
  }

  return {
    view,
    /** Every upload has ended, one way or the other. */
    arrived: () => Promise.all(mine().map(({ done }) => done)),
    failing: () => mine().some(({ state }) => state === "failed"),
    /** Those that are kept. */
    value: () => ids.filter((item) => row(item)),
    state: () => ids,
    /** @param {string[] | undefined} next */
    put: (next) => { if (Array.isArray(next)) ids = [...next]; },
    isEmpty: () => ids.length === 0,
    close: () => {
      stop();
      thumbs.close();
    },
  };
}

/**
 * @param {import("../../flows/catalogue.js").Row} found
 * @param {string | undefined} thumb
 * @returns {import("../../ui/tile.js").FileTile}
 */
export function tileOf({ id, summary }, thumb) {
  const { title = "", name = "", type = "", size = 0 } = summary ?? {};
  return { id, name: title || name, type: type || "text/plain", meta: size ? formatSize(size) : "", ...(thumb ? { thumb } : {}) };
}
