/** Thumbnails of a share's pieces, a few at a time; one that cannot be had leaves the drawing of its kind in its place. */
import { sharedThumbUrl } from "../../flows/files.js";

/** @typedef {import("./shown.js").Item} Item */
/** @typedef {import("../../flows/sealed-file.js").Source} Source */

const AT_ONCE = 3;

/**
 * @param {Item[]} items of the share's document
 * @param {Source} source
 * @param {() => void} refresh
 * @returns {{ of: (id: string) => string | undefined, close: () => void }}
 */
export function pictures(items, source, refresh) {
  /** @type {Map<string, import("../../flows/reading.js").View>} */
  const views = new Map();
  const waiting = items.filter(({ kind, document }) => kind === "evidence" && document.thumb);
  let over = false;

  async function draw() {
    for (let item = waiting.shift(); item && !over; item = waiting.shift()) {
      const view = await sharedThumbUrl(item.document, source).catch(() => null);
      if (over) view?.release();
      else if (view) views.set(item.id, view);
      refresh();
    }
  }

  function close() {
    over = true;
    for (const { release } of views.values()) release();
    views.clear();
  }

  for (let i = 0; i < AT_ONCE; i += 1) void draw();
  return { of: (id) => views.get(id)?.url, close };
}
