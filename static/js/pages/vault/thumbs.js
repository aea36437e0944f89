/**
 * Small pictures of pieces, opened when their tile is drawn, and their addresses given back when the screen closes.
 * A picture that cannot be had leaves the drawing of its kind in its place.
 */
import { thumbUrl } from "../../flows/files.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

const AT_ONCE = 4;

/** @param {() => void} refresh */
export function thumbnails(refresh) {
  /** @type {Map<string, import("../../flows/reading.js").View>} */
  const views = new Map();
  /** @type {Set<string>} */
  const asked = new Set();
  /** @type {Row[]} */
  let waiting = [];
  let running = 0;
  let over = false;

  /** @param {Row} row @returns {string | undefined} */
  function of(row) {
    if (!row.summary?.thumb) return undefined;
    if (!asked.has(row.id)) {
      asked.add(row.id);
      waiting.push(row);
      next();
    }
    return views.get(row.id)?.url;
  }

  function next() {
    while (running < AT_ONCE && waiting.length > 0 && !over) {
      running += 1;
      void load(/** @type {Row} */ (waiting.shift())).finally(() => {
        running -= 1;
        next();
      });
    }
  }

  /** @param {Row} row */
  async function load(row) {
    try {
      const view = await thumbUrl(row);
      if (over || !view) return view?.release();
      views.set(row.id, view);
      refresh();
    } catch {
      // The drawing of its kind stays.
    }
  }

  function close() {
    over = true;
    waiting = [];
    for (const { release } of views.values()) release();
    views.clear();
  }

  return { of, close };
}
