/**
 * Seals one file as it is read: read → hash (its own worker) and seal → parts.
 *
 * In order: the file is read once by `stream()`, cut into blocks; each block is sealed, then given to the hash; zeros follow up to
 * the padded size; sealed bytes leave in parts with their SHA-256, and their buffer comes back to be filled again. A part is made
 * only when the page has room for it, so that memory does not grow with the file. A file that gives more or fewer bytes than it
 * said has changed: nothing of it is kept.
 */

import { CHUNK, PART, SEALED_CHUNK } from "../crypto/constants.js";
import { Sealer } from "../crypto/sealing.js";
import { plain } from "./answer.js";
import { Spent } from "./spent.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ size: number, pieces: MessagePort }} Made a file made by the page, which gives a piece when it is asked */
/** @typedef {{ file: Blob | Made, key: Bytes, context: Bytes, salt: Bytes, padded: number, port: MessagePort, room: number }} Order */

/** Bytes of a block: 64 chunks, quick to seal and few messages. */
const BLOCK = 64 * CHUNK;
/** Blocks that go round between this worker and the hash. */
const BLOCKS = 4;
/** Sealed bytes of a block, and of a chunk that an earlier block left unfinished. */
const BEYOND = (BLOCK / CHUNK + 1) * SEALED_CHUNK;

class ChangedError extends Error {
  code = "file_changed";
}

/** Something to wait for: so many are there, more come. */
class Supply {
  /** @type {any[]} */
  #items;
  /** @type {((item: any) => void)[]} */
  #waiting = [];

  /** @param {any[]} items */
  constructor(items) {
    this.#items = items;
  }

  /** @param {any} item */
  put(item) {
    const next = this.#waiting.shift();
    if (next) next(item);
    else this.#items.push(item);
  }

  /** @returns {Promise<any>} */
  take() {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const room = new Supply([]);
/** The buffer of a part, when it has come back. */
const buffers = new Supply([]);

/**
 * Fills parts with sealed bytes and gives each to the page.
 *
 * Chunks are sealed straight into one buffer, which the page gives back as soon as it has made a body of it: fresh memory and copies
 * would cost more than the cipher, and the hash, which is slower, works on meanwhile.
 * The sealed bytes of a block may reach beyond a part; the rest begins the next.
 */
class Parts {
  #filling = new Uint8Array(PART + BEYOND);
  #filled = 0;
  #number = 0;

  /** At most the bytes of one block, between two calls of `leave`. @param {(into: Bytes) => Promise<Bytes>} seal gives sealed bytes that begin `into` */
  async add(seal) {
    const sealed = await seal(this.#filling.subarray(this.#filled));
    this.#filled += sealed.length;
  }

  /** Give the part, if it is full. */
  async leave() {
    if (this.#filled >= PART) await this.#give(PART);
  }

  /** @param {Bytes} bytes */
  copy(bytes) {
    return this.add(async (into) => {
      into.set(bytes);
      return into.subarray(0, bytes.length);
    });
  }

  /** @param {number} size */
  async #give(size) {
    const rest = this.#filling.slice(size, this.#filled);
    await give(this.#number, this.#filling.subarray(0, size));
    this.#filling = new Uint8Array(await buffers.take());
    this.#filling.set(rest);
    this.#filled = rest.length;
    this.#number += 1;
  }

  async end() {
    await this.leave();
    if (this.#filled > 0) await this.#give(this.#filled);
  }
}

/** @param {number} number @param {Bytes} bytes */
async function give(number, bytes) {
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  await room.take();
  self.postMessage({ part: { number, size: bytes.length, sha256, buffer: bytes.buffer } }, { transfer: [bytes.buffer] });
}

/** The hash at the other end of a port, and the blocks that go round. @param {MessagePort} port */
function hashing(port) {
  const blocks = new Supply(Array.from({ length: BLOCKS }, () => new ArrayBuffer(BLOCK)));
  /** @type {(digest: Uint8Array) => void} */
  let told;
  const digest = new Promise((resolve) => {
    told = resolve;
  });
  port.onmessage = ({ data }) => (data.digest ? told(data.digest) : blocks.put(data.block));
  return {
    /** @returns {Promise<ArrayBuffer>} */
    free: () => blocks.take(),
    /** @param {ArrayBuffer} block @param {number} length */
    hash: (block, length) => port.postMessage({ block, length }, [block]),
    finish: () => {
      port.postMessage({ finish: true });
      return digest;
    },
  };
}

/** @param {Order} order */
async function run({ file, key, context, salt, padded, port }) {
  const spent = new Spent();
  const sealer = await Sealer.create(key, context, salt, (buffer) => spent.add(buffer));
  const parts = new Parts();
  const hash = hashing(port);
  await parts.copy(sealer.header());
  let read = 0;
  /** @type {Promise<void>} the block before, being sealed while the next is read */
  let before = Promise.resolve();
  for await (const [block, length] of blocksOf(file, hash.free, spent)) {
    read += length;
    if (read > file.size) throw new ChangedError();
    await before;
    before = sealBlock(block, length);
  }
  await before;
  if (read !== file.size) throw new ChangedError();
  await addPadding(sealer, parts, padded - read);
  await parts.copy(await sealer.finish());
  await parts.end();
  self.postMessage({ finished: { sha256: await hash.finish() } });

  /** @param {ArrayBuffer} block @param {number} length */
  async function sealBlock(block, length) {
    await parts.add((into) => sealer.update(new Uint8Array(block, 0, length), into));
    hash.hash(block, length);
    await parts.leave();
  }
}

/**
 * The file in blocks, each full but the last. Many small slices would be ten times slower than one stream.
 *
 * @param {Blob | Made} file
 * @param {() => Promise<ArrayBuffer>} free gives a buffer to fill
 * @param {Spent} spent given what was read, once it is copied
 * @returns {AsyncGenerator<[ArrayBuffer, number]>}
 */
async function* blocksOf(file, free, spent) {
  const reader = ("pieces" in file ? streamOf(file.pieces) : file.stream()).getReader();
  let [block, length] = [await free(), 0];
  for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
    for (let at = 0; at < value.length; ) {
      const piece = value.subarray(at, at + BLOCK - length);
      new Uint8Array(block).set(piece, length);
      length += piece.length;
      at += piece.length;
      if (length < BLOCK) continue;
      yield [block, length];
      [block, length] = [await free(), 0];
    }
    if (value.length === value.buffer.byteLength) spent.add(/** @type {ArrayBuffer} */ (value.buffer));
  }
  if (length > 0) yield [block, length];
}

/** @param {MessagePort} pieces @returns {ReadableStream<Uint8Array>} */
function streamOf(pieces) {
  return new ReadableStream({
    pull: (controller) => new Promise((resolve) => {
      pieces.onmessage = ({ data: { piece } }) => {
        if (piece) controller.enqueue(piece);
        else controller.close();
        resolve();
      };
      pieces.postMessage(true);
    }),
  });
}

/** @param {Sealer} sealer @param {Parts} parts @param {number} count bytes of zeros */
async function addPadding(sealer, parts, count) {
  const zeros = new Uint8Array(Math.min(BLOCK, count));
  for (let left = count; left > 0; left -= zeros.length) {
    await parts.add((into) => sealer.update(zeros.subarray(0, left), into));
    await parts.leave();
  }
}

self.addEventListener("message", ({ data }) => {
  if (data.buffer) buffers.put(data.buffer);
  if (data.room) for (let i = 0; i < data.room; i += 1) room.put(true);
  if (data.file) run(data).catch((error) => self.postMessage({ failed: plain(error) }));
});
