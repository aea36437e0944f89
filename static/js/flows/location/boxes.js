/**
 * Boxes of ISO 14496-12 and of QuickTime, in bytes that anyone may have written.
 *
 *  1. A box lies wholly in the one around it; what is left after the last is nothing, or fewer than eight zeros.
 *  2. Numbers of 64 bits that a number cannot hold are refused; so is a box shorter than its own header.
 *  3. One file has so many boxes at most.
 *  4. Whatever does not read is refused as a whole: nothing is guessed.
 */

import { FlowError } from "../errors.js";

/** @typedef {import("./patches.js").Range} Range */

const BOXES_LIMIT = 200_000;
const LARGE = 2 ** 32;

/** Rule 4. @returns {FlowError} `no_copy` */
export const unreadable = () => new FlowError("no_copy");

/** How many boxes a file may still have (rule 3). */
export class Budget {
  #left = BOXES_LIMIT;

  spend() {
    this.#left -= 1;
    if (this.#left < 0) throw unreadable();
  }
}

/**
 * What a header says (rule 2).
 *
 * @param {Uint8Array} bytes that begin with it
 * @param {number} room bytes up to the end of what is around it
 * @returns {{ type: string, head: number, size: number }} head: bytes of the header
 */
export function readHeader(bytes, room) {
  if (bytes.length < 8) throw unreadable();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const type = String.fromCharCode(...bytes.subarray(4, 8));
  const said = view.getUint32(0);
  if (said === 1 && bytes.length < 16) throw unreadable();
  const size = said === 0 ? room : said === 1 ? view.getUint32(8) * LARGE + view.getUint32(12) : said;
  const head = said === 1 ? 16 : 8;
  if (!Number.isSafeInteger(size) || size < head || size > room) throw unreadable();
  return { type, head, size };
}

/** One box in memory; `start`, `body` and `end` are places in the file. */
export class Box {
  #bytes;
  #view;
  #budget;

  /**
   * @param {Uint8Array} bytes the whole box
   * @param {number} start
   * @param {Budget} budget
   */
  constructor(bytes, start, budget) {
    budget.spend();
    const { type, head } = readHeader(bytes, bytes.length);
    this.#bytes = bytes.subarray(head);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset + head, bytes.length - head);
    this.#budget = budget;
    this.type = type;
    this.start = start;
    this.body = start + head;
    this.end = start + bytes.length;
  }

  get length() {
    return this.#bytes.length;
  }

  /** @param {number} at @param {1 | 2 | 4 | 8} [width] bytes @returns {number} */
  number(at, width = 4) {
    if (at < 0 || at + width > this.length) throw unreadable();
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at);
    if (width === 4) return this.#view.getUint32(at);
    const value = this.#view.getUint32(at) * LARGE + this.#view.getUint32(at + 4);
    if (!Number.isSafeInteger(value)) throw unreadable();
    return value;
  }

  /** @param {number} at @returns {number} signed */
  signed(at) {
    return this.number(at) | 0;
  }

  /** @param {number} at @param {number} [length] @returns {string} byte by byte */
  letters(at, length = 4) {
    if (at + length > this.length) throw unreadable();
    return String.fromCharCode(...this.#bytes.subarray(at, at + length));
  }

  /** @param {number} at @param {number} end @returns {Uint8Array} */
  bytes(at, end) {
    return this.#bytes.subarray(at, end);
  }

  /** Rule 1. @param {number} [at] where the first begins in the body @returns {Box[]} */
  children(at = 0) {
    const found = [];
    let next = at;
    while (this.length - next >= 8) {
      const { size } = readHeader(this.#bytes.subarray(next, next + 16), this.length - next);
      found.push(new Box(this.#bytes.subarray(next, next + size), this.body + next, this.#budget));
      next += size;
    }
    if (next > this.length || this.#bytes.subarray(next).some((byte) => byte !== 0)) throw unreadable();
    return found;
  }

  /** @param {string} type @returns {Box | undefined} the only one, or none */
  child(type) {
    const found = this.children().filter((box) => box.type === type);
    if (found.length > 1) throw unreadable();
    return found[0];
  }
}
