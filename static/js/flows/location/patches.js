/**
 * A file with some of its bytes written over: of the same length, read in pieces, never whole in memory, and the original untouched.
 */

import { FlowError } from "../errors.js";

/** @typedef {import("../../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../ranged.js").Ranged} Ranged */
/** @typedef {{ start: number, end: number }} Range end: one past the last */

/**
 * @typedef {Ranged & { pieces: (size: number, signal?: AbortSignal) => AsyncGenerator<Bytes> }} Streamed each piece is given away
 */

/** Bytes that may be asked for at once: what lies in one box, and what a small file is made of. */
const READ_LIMIT = 64 * 1024 * 1024;
/** Bytes of a piece that is looked into. */
const LOOKED_AT = 1024 * 1024;

/** Bytes that are written over at one place. */
const LETTERS_MOST = 32;

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

/** What the merged ranges inside leave of those around. @param {Range[]} around merged @param {Range[]} inside merged @returns {Range[]} */
export function between(around, inside) {
  const left = [];
  for (const { start, end } of around) {
    let at = start;
    for (let i = firstAfter(inside, start); (inside[i]?.start ?? end) < end; i += 1) {
      const range = /** @type {Range} */ (inside[i]);
      if (range.start > at) left.push({ start: at, end: range.start });
      at = range.end;
    }
    if (end > at) left.push({ start: at, end });
  }
  return left;
}

/** Read piece by piece, to the first byte that is none. @param {Ranged} file @param {Range[]} ranges @returns {Promise<boolean>} */
export async function areZeros(file, ranges) {
  for (const { start, end } of ranges) {
    for (let at = start; at < end; at += LOOKED_AT) {
      if (!isZeros(await file.read(at, Math.min(at + LOOKED_AT, end)))) return false;
    }
  }
  return true;
}

/** @param {Uint8Array} bytes */
export const isZeros = (bytes) => bytes.every((byte) => byte === 0);

/** What is written over: zeros, then a few bytes by their letter. */
export class Patches {
  /** @type {Range[]} */
  #zeros = [];
  /** @type {{ at: number, bytes: Uint8Array }[]} in order of their places, once settled */
  #letters = [];
  #isSettled = true;

  /** @param {number} start @param {number} end one past the last */
  zero(start, end) {
    if (end > start) this.#zeros.push({ start, end });
    this.#isSettled = false;
  }

  /** @param {number} at @param {Uint8Array} bytes at most `LETTERS_MOST`: these, whatever else is said of their place */
  write(at, bytes) {
    this.#letters.push({ at, bytes });
    this.#isSettled = false;
  }

  /** @param {Bytes} bytes of the file, changed in place @param {number} at where they begin in it @returns {Bytes} the same */
  apply(bytes, at) {
    this.#settle();
    const end = at + bytes.length;
    for (let i = firstAfter(this.#zeros, at); i < this.#zeros.length; i += 1) {
      const range = /** @type {Range} */ (this.#zeros[i]);
      if (range.start >= end) break;
      bytes.fill(0, Math.max(range.start, at) - at, Math.min(range.end, end) - at);
    }
    for (let i = this.#firstLetters(at); i < this.#letters.length; i += 1) {
      const { at: place, bytes: letters } = /** @type {{ at: number, bytes: Uint8Array }} */ (this.#letters[i]);
      if (place >= end) break;
      for (const [n, letter] of letters.entries()) if (place + n >= at && place + n < end) bytes[place + n - at] = letter;
    }
    return bytes;
  }

  #settle() {
    if (this.#isSettled) return;
    this.#zeros = merged(this.#zeros);
    this.#letters.sort((a, b) => a.at - b.at);
    this.#isSettled = true;
  }

  /** The first that may reach beyond this place: a file of many boxes is read header by header. @param {number} at */
  #firstLetters(at) {
    let [low, high] = [0, this.#letters.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#letters[middle]?.at ?? 0) + LETTERS_MOST > at) high = middle;
      else low = middle + 1;
    }
    return low;
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
