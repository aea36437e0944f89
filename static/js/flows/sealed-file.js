/**
 * Reading a sealed file by ranges, whoever serves its parts.
 *
 *  1. Sizes come from the verified reference, never from the server; sizes that do not agree are refused (FORMAT 3.3, 4.4).
 *  2. A chunk opens only at its place, under the context of this file (A8, A9).
 *  3. Before the first byte is given out, the last chunk has opened: a file that was cut is seen at once.
 *  4. What follows the true length is zeros.
 *  5. What was kept on a device and does not verify is asked of the server once, which alone can lie about it.
 *  6. A file read whole has the SHA-256 that its record says.
 *
 * Blocks opened lately stay in memory: a player asks for the same ones several times.
 */

import { CHUNK, HEADER, PART, SEALED_CHUNK } from "../crypto/constants.js";
import { b64, concat, context, sha256, unb64 } from "../crypto/encoding.js";
import { ForgedError, MalformedError, OmittedError } from "../crypto/errors.js";
import { checkPadding, filePaddedSize } from "../crypto/padding.js";
import { chunkRange, openRange, sealedSize } from "../crypto/sealing.js";
import { codeOf } from "./errors.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("./items.js").FileReference} FileReference */

/**
 * @typedef {object} Source who serves the parts of a vault's files
 * @property {Bytes} vaultId of the owner
 * @property {(fileId: string, number: number, start: number, end: number, signal?: AbortSignal) => Promise<Bytes>} part
 * @property {(fileId: string) => Promise<boolean>} [spoiled] what it gave does not verify: whether it may give better (rule 5)
 */

/** Bytes of plaintext of a block: 64 chunks. */
export const BLOCK = 64 * CHUNK;
/** Bytes that do not verify, here or in the worker that opens them. */
const REFUSED = new Set(["does_not_open", "forged", "malformed", "omitted"]);
/** Blocks that stay open. */
const BLOCKS_KEPT = 12;

/**
 * Which bytes of which parts make up sealed bytes `start` to `end`.
 *
 * @param {number} start
 * @param {number} end one past the last
 * @returns {{ number: number, start: number, end: number }[]}
 */
export function partRanges(start, end) {
  const ranges = [];
  for (let at = start; at < end; ) {
    const number = Math.floor(at / PART);
    const stop = Math.min(end, (number + 1) * PART);
    ranges.push({ number, start: at - number * PART, end: stop - number * PART });
    at = stop;
  }
  return ranges;
}

export class SealedFile {
  #reference;
  #source;
  #key;
  #context;
  #padded;
  /** @type {Promise<Bytes> | undefined} */
  #header;
  /** @type {Promise<unknown> | undefined} */
  #end;
  #openRange;
  /** @type {Map<number, Promise<Bytes>>} newest last */
  #blocks = new Map();

  /**
   * @param {FileReference} reference from a verified document
   * @param {Source} source
   * @param {string} [parent] id of the original, for a thumbnail
   * @param {typeof openRange} [open] who opens chunks: a worker, for what is large
   * @throws {MalformedError} when its sizes do not agree.
   */
  constructor(reference, source, parent, open = openRange) {
    this.#padded = filePaddedSize(reference.size);
    if (reference.sealed !== sealedSize(this.#padded)) throw new MalformedError("sizes of a file do not agree"); // 1
    this.#reference = reference;
    this.#source = source;
    this.#openRange = open;
    this.#key = unb64(reference.key, 32);
    const fields = { vaultId: source.vaultId, objectId: unb64(reference.id, 16), version: 1 };
    this.#context = parent === undefined ? context("file", fields) : context("thumb", { ...fields, parentId: unb64(parent, 16) });
  }

  get size() {
    return this.#reference.size;
  }

  /**
   * @param {number} start
   * @param {number} end one past the last, at most the size
   * @param {AbortSignal} [signal]
   * @returns {Promise<Bytes>} a copy
   */
  async read(start, end, signal) {
    await this.#checkEnd(signal);
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end; ) {
      const number = Math.floor(at / BLOCK);
      const stop = Math.min(end, (number + 1) * BLOCK);
      const block = await this.#kept(number, signal);
      bytes.set(block.subarray(at - number * BLOCK, stop - number * BLOCK), at - start);
      at = stop;
    }
    return bytes;
  }

  /** The whole file, checked by its hash. @param {AbortSignal} [signal] @returns {Promise<Bytes>} */
  async readAll(signal) {
    const plaintext = await this.#open(0, this.#padded, signal);
    const bytes = plaintext.subarray(0, this.size);
    if (b64(await sha256(bytes)) !== this.#reference.sha256) throw new ForgedError("a file is not the one that was kept"); // 6
    return bytes;
  }

  /**
   * The file in pieces, in order, some ahead of the reader; nothing of it is kept.
   *
   * @param {number} size bytes of a piece, a multiple of a chunk
   * @param {AbortSignal} [signal]
   * @param {number} [ahead] pieces asked for before their turn
   * @returns {AsyncGenerator<Bytes>}
   */
  async *pieces(size, signal, ahead = 1) {
    await this.#checkEnd(signal);
    /** @type {Promise<Bytes>[]} */
    const coming = [];
    for (let at = 0; at < this.size; at += size) {
      while (coming.length <= ahead) {
        const next = this.#piece(at + coming.length * size, size, signal);
        // A failure of a piece ahead is told when its turn comes.
        next.catch(() => undefined);
        coming.push(next);
      }
      const piece = coming.shift();
      if (piece) yield await piece;
    }
  }

  /** @param {number} start @param {number} size @param {AbortSignal} [signal] @returns {Promise<Bytes>} empty past the end */
  async #piece(start, size, signal) {
    if (start >= this.size) return new Uint8Array(0);
    const end = Math.min(start + size, this.#padded);
    return (await this.#open(start, end, signal)).subarray(0, this.size - start);
  }

  /** Rule 3. @param {AbortSignal} [signal] */
  #checkEnd(signal) {
    this.#end ??= this.#kept(Math.floor(this.#padded / BLOCK), signal).catch((error) => {
      this.#end = undefined;
      throw error;
    });
    return this.#end;
  }

  /** @param {number} number @param {AbortSignal} [signal] @returns {Promise<Bytes>} */
  #kept(number, signal) {
    const kept = this.#blocks.get(number) ?? this.#open(number * BLOCK, Math.min((number + 1) * BLOCK, this.#padded), signal);
    this.#blocks.delete(number);
    this.#blocks.set(number, kept);
    kept.catch(() => this.#blocks.delete(number));
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > BLOCKS_KEPT && !oldest.done) this.#blocks.delete(oldest.value);
    return kept;
  }

  /**
   * Rules 2 and 4. An empty range at the end still opens the last chunk, which is then empty.
   *
   * @param {number} start a multiple of a chunk
   * @param {number} end a multiple of a chunk, or the padded size
   * @param {AbortSignal} [signal]
   * @returns {Promise<Bytes>}
   */
  async #open(start, end, signal) {
    try {
      return await this.#openOnce(start, end, signal);
    } catch (error) {
      if (!REFUSED.has(codeOf(error)) || !(await this.#source.spoiled?.(this.#reference.id))) throw error;
      this.#header = undefined;
      return this.#openOnce(start, end, signal); // 5
    }
  }

  /** @param {number} start @param {number} end @param {AbortSignal} [signal] @returns {Promise<Bytes>} */
  async #openOnce(start, end, signal) {
    const isLast = end === this.#padded;
    const firstChunk = start / CHUNK;
    const sealedEnd = isLast ? this.#reference.sealed : chunkRange(start, end).sealedEnd;
    const [header, sealed] = await Promise.all([this.#readHeader(signal), this.#fetch(HEADER + firstChunk * SEALED_CHUNK, sealedEnd, signal)]);
    const plaintext = await this.#openRange(this.#key, this.#context, header, sealed, firstChunk, isLast);
    checkPadding(plaintext.subarray(Math.max(0, this.size - start)));
    return plaintext;
  }

  /** @param {AbortSignal} [signal] @returns {Promise<Bytes>} */
  #readHeader(signal) {
    this.#header ??= this.#fetch(0, HEADER, signal).catch((error) => {
      this.#header = undefined;
      throw error;
    });
    return this.#header;
  }

  /** @param {number} start @param {number} end @param {AbortSignal} [signal] @returns {Promise<Bytes>} */
  async #fetch(start, end, signal) {
    const ranges = partRanges(start, end);
    const pieces = await Promise.all(ranges.map((range) => this.#fetchPart(range, signal)));
    const [only] = pieces;
    return pieces.length === 1 && only ? only : concat(...pieces);
  }

  /** @param {{ number: number, start: number, end: number }} range @param {AbortSignal} [signal] */
  async #fetchPart({ number, start, end }, signal) {
    const bytes = await this.#source.part(this.#reference.id, number, start, end, signal).catch((error) => {
      // The record lists it, so a server that has it not has lost or hidden it.
      if (error.code === "not_found" || error.code === "range_unsatisfiable") throw new OmittedError("a part was not served");
      throw error;
    });
    if (bytes.length !== end - start) throw new OmittedError("a part is not whole");
    return bytes;
  }
}
