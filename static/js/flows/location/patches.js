/**
 * A file with some of its bytes written over: of the same length, read in pieces, never whole in memory, and the original untouched.
 */

import { FlowError } from "../errors.js";

/** @typedef {import("../../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ start: number, end: number }} Range end: one past the last */

/**
 * @typedef {object} Ranged a file that is read where it is asked for
 * @property {number} size
 * @property {(start: number, end: number) => Promise<Bytes>} read
 */

/**
 * @typedef {Ranged & { pieces: (size: number, signal?: AbortSignal) => AsyncGenerator<Bytes> }} Streamed each piece is given away
 */

/** Bytes that may be asked for at once: what lies in one box, and what a small file is made of. */
const READ_LIMIT = 64 * 1024 * 1024;

/** A file on this device. @param {Blob} file @returns {Ranged} */
export function rangedFile(file) {
  return { size: file.size, read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()) };
}

/** Ranges in order, those that touch made one. @param {Range[]} ranges @returns {Range[]} */
export function merged(ranges) {
  /** @type {Range[]} */
  const found = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else if (end > start) found.push({ start, end });
  }
  return found;
}

/** The first of the merged ranges that ends after this place. @param {Range[]} ranges @param {number} at */
export function firstAfter(ranges, at) {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.end ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What is written over: zeros, then a few bytes by their letter. */
export class Patches {
  /** @type {Range[]} */
  #zeros = [];
  /** @type {{ at: number, bytes: Uint8Array }[]} */
  #letters = [];
  #isSettled = true;

  /** @param {number} start @param {number} end one past the last */
  zero(start, end) {
    if (end > start) this.#zeros.push({ start, end });
    this.#isSettled = false;
  }

  /** @param {number} at @param {Uint8Array} bytes these, whatever else is said of their place */
  write(at, bytes) {
    this.#letters.push({ at, bytes });
  }

  /** @param {Bytes} bytes of the file, changed in place @param {number} at where they begin in it @returns {Bytes} the same */
  apply(bytes, at) {
    if (!this.#isSettled) [this.#zeros, this.#isSettled] = [merged(this.#zeros), true];
    const end = at + bytes.length;
    for (let i = firstAfter(this.#zeros, at); i < this.#zeros.length; i += 1) {
      const range = /** @type {Range} */ (this.#zeros[i]);
      if (range.start >= end) break;
      bytes.fill(0, Math.max(range.start, at) - at, Math.min(range.end, end) - at);
    }
    for (const { at: place, bytes: letters } of this.#letters) {
      for (const [i, letter] of letters.entries()) if (place + i >= at && place + i < end) bytes[place + i - at] = letter;
    }
    return bytes;
  }
}

/** A file made as it is sealed: what `keepFile` takes in the place of a `File`. */
export class PatchedFile {
  #original;
  #patches;
  /** It stands for no file of a device. */
  lastModified = 0;

  /** @param {Streamed} original @param {Patches} patches @param {{ name: string, type: string }} named */
  constructor(original, patches, { name, type }) {
    this.#original = original;
    this.#patches = patches;
    this.name = name;
    this.type = type;
  }

  get size() {
    return this.#original.size;
  }

  /** @param {number} start @param {number} end @returns {Promise<Bytes>} */
  async read(start, end) {
    return this.#patches.apply((await this.#original.read(start, end)).slice(), start);
  }

  /** @param {number} size @param {AbortSignal} [signal] @returns {AsyncGenerator<Bytes>} */
  async *pieces(size, signal) {
    let at = 0;
    for await (const piece of this.#original.pieces(size, signal)) {
      const place = at;
      // A piece that was given away has no length any more.
      at += piece.length;
      yield this.#patches.apply(piece, place);
    }
  }

  /** A small one, whole. @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    if (this.size > READ_LIMIT) throw new FlowError("no_copy");
    return (await this.read(0, this.size)).buffer;
  }
}
