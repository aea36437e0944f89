/**
 * Small pictures of pieces, opened when their tile is drawn, and their addresses given back when the screen closes.
 * A picture that cannot be had leaves the drawing of its kind in its place.
 */
import { thumbUrl } from "../../flows/files.js";
import { onMarks } from "../../flows/heavy.js";
import { heavySeen } from "../../flows/sitting.js";
import { onHeavyShown } from "../../ui/blurred.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

const AT_ONCE = 4;

export class Thumbnails {
  #refresh;
  /** @type {Map<string, import("../../flows/reading.js").View>} */
  #views = new Map();
  /** @type {Set<string>} */
  #asked = new Set();
  /** @type {Row[]} */
  #waiting = [];
  #running = 0;
  #over = false;
  #stop;

  /** @param {() => void} refresh */
  constructor(refresh) {
    this.#refresh = refresh;
    this.#stop = onMarks(refresh);
    onHeavyShown((address) => {
      for (const [id, { url }] of this.#views) if (url === address) heavySeen(id);
    });
  }

  /** The address of a piece's picture, once there is one. @param {Row} row @returns {string | undefined} */
  of(row) {
    if (!row.summary?.thumb) return undefined;
    if (!this.#asked.has(row.id)) {
      this.#asked.add(row.id);
      this.#waiting.push(row);
      this.#next();
    }
    return this.#views.get(row.id)?.url;
  }

  #next() {
    while (this.#running < AT_ONCE && this.#waiting.length > 0 && !this.#over) {
      this.#running += 1;
      void this.#load(/** @type {Row} */ (this.#waiting.shift())).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** @param {Row} row */
  async #load(row) {
    try {
      const view = await thumbUrl(row);
      if (this.#over || !view) return view?.release();
      this.#views.set(row.id, view);
      this.#refresh();
    } catch {
      // The drawing of its kind stays.
    }
  }

  close() {
    this.#over = true;
    this.#stop();
    this.#waiting = [];
    for (const { release } of this.#views.values()) release();
    this.#views.clear();
  }
}
