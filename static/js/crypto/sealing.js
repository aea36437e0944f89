/**
 * The one sealing primitive: C2SP chunked-encryption with AES-256-GCM and HKDF-Expand-SHA-512 (FORMAT 4).
 *
 * Rules that an opening follows, in order:
 *  1. the sealed size is one that sealing can give;
 *  2. key, nonce and commitment are derived from key, salt and context;
 *  3. the commitment is the one written, compared in constant time, before anything is decrypted (A16);
 *  4. each chunk opens under the nonce of its place (A8);
 *  5. the last chunk is short, so a cut at a chunk boundary is seen (A8).
 * Any failure is the same DoesNotOpenError (A1). What may be sealed under which context is `encoding.context`.
 *
 * Blocks given to `update` must stay unchanged until its promise resolves: chunks are views of them, not copies.
 */

import {
  CHUNK,
  CHUNKS_LIMIT,
  COMMITMENT,
  HEADER,
  KEY,
  NONCE,
  SALT,
  SEALED_CHUNK,
  SEALING_LABEL,
  TAG,
} from "./constants.js";
import { concat, equalBytes, randomBytes, utf8 } from "./encoding.js";
import { DoesNotOpenError, MalformedError } from "./errors.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {Bytes | CryptoKey} SealingKey 32 bytes, or what `importSealingKey` made of them */
/** @typedef {{ key: CryptoKey, nonce: Bytes, commitment: Bytes }} Subkey */
/** @typedef {(buffer: ArrayBuffer) => void} Spend given each answer of the cipher once it is copied: memory of a caller who has much to seal */
/** @typedef {(algorithm: AesGcmParams, key: CryptoKey, chunk: Bytes) => Promise<ArrayBuffer>} Step */

const EXPAND = { name: "HMAC", hash: "SHA-512" };
// WebCrypto works on threads of its own; more than this many requests at once gains nothing.
const CHUNKS_IN_FLIGHT = 4;

/**
 * A key that can seal and open but not be read back, for keys that stay in memory.
 *
 * @param {Bytes} raw 32 bytes
 * @returns {Promise<CryptoKey>}
 * @throws {MalformedError} when it is not 32 bytes.
 */
export async function importSealingKey(raw) {
  if (raw.length !== KEY) throw new MalformedError("a sealing key has 32 bytes");
  return crypto.subtle.importKey("raw", raw, EXPAND, false, ["sign"]);
}

/** @param {number} size of the plaintext in bytes @returns {number} of the sealed object (4.2) */
export function sealedSize(size) {
  if (size < 0) throw new MalformedError("a size is negative");
  return HEADER + Math.floor(size / CHUNK) * SEALED_CHUNK + (size % CHUNK) + TAG;
}

/**
 * @param {number} size of a sealed object in bytes
 * @returns {number} of its plaintext
 * @throws {MalformedError} when sealing cannot give that size.
 */
export function plainSize(size) {
  const rest = (size - HEADER) % SEALED_CHUNK;
  if (size < HEADER || rest < TAG) throw new MalformedError("no sealed object has this size");
  return Math.floor((size - HEADER) / SEALED_CHUNK) * CHUNK + rest - TAG;
}

/**
 * Which sealed bytes hold the plaintext bytes `start` to `end` (4.4).
 *
 * @param {number} start first byte wanted
 * @param {number} end one past the last byte wanted, greater than start
 * @returns {{ sealedStart: number, sealedEnd: number, firstChunk: number }} sealedEnd is one past, and may pass the
 *   end of the object, whose size the caller knows from a verified document
 * @throws {MalformedError} on an empty or negative range.
 */
export function chunkRange(start, end) {
  if (start < 0 || start >= end) throw new MalformedError("a range is empty or negative");
  const firstChunk = Math.floor(start / CHUNK);
  const chunks = Math.floor((end - 1) / CHUNK) + 1;
  return { sealedStart: HEADER + firstChunk * SEALED_CHUNK, sealedEnd: HEADER + chunks * SEALED_CHUNK, firstChunk };
}

/**
 * Seal a whole object.
 *
 * @param {SealingKey} key
 * @param {Bytes} context of 4.5
 * @param {Uint8Array} plaintext
 * @returns {Promise<Bytes>} salt ‖ commitment ‖ chunks
 */
export function seal(key, context, plaintext) {
  return sealWithSalt(key, context, plaintext, randomBytes(SALT));
}

/**
 * `seal` with the salt given: for test vectors only, since a salt that repeats under one key breaks everything.
 *
 * @param {SealingKey} key
 * @param {Bytes} context
 * @param {Uint8Array} plaintext
 * @param {Bytes} salt 24 bytes
 * @returns {Promise<Bytes>}
 */
export async function sealWithSalt(key, context, plaintext, salt) {
  const subkey = await derive(key, context, salt);
  const sealed = new Uint8Array(sealedSize(plaintext.length));
  sealed.set(salt);
  sealed.set(subkey.commitment, SALT);
  const { full, short } = split(/** @type {Bytes} */ (plaintext), CHUNK);
  await sealChunks(subkey, [...full, short], 0, sealed.subarray(HEADER));
  return sealed;
}

/**
 * Open a whole object.
 *
 * @param {SealingKey} key
 * @param {Bytes} context of 4.5
 * @param {Uint8Array} sealed
 * @returns {Promise<Bytes>} the plaintext
 * @throws {DoesNotOpenError} whatever the cause.
 */
export async function openSealed(key, context, sealed) {
  const bytes = /** @type {Bytes} */ (sealed);
  return openRange(key, context, bytes.subarray(0, HEADER), bytes.subarray(HEADER), 0, true);
}

/**
 * Open whole chunks out of the middle or the end of an object (4.4).
 *
 * @param {SealingKey} key
 * @param {Bytes} context
 * @param {Bytes} header the first 56 bytes of the object
 * @param {Bytes} sealedChunks whole chunks, one after the other
 * @param {number} firstChunk place of the first of them
 * @param {boolean} isLast whether the last of them ends the object, known from a verified document and not from the server
 * @returns {Promise<Bytes>} their plaintext
 * @throws {DoesNotOpenError} whatever the cause.
 */
export async function openRange(key, context, header, sealedChunks, firstChunk, isLast) {
  const { full, short } = split(sealedChunks, SEALED_CHUNK);
  const wrong = isLast ? short.length < TAG : short.length !== 0 || full.length === 0;
  if (wrong || !Number.isSafeInteger(firstChunk) || firstChunk < 0) throw new DoesNotOpenError(); // (1) (5)
  const subkey = await openHeader(key, context, header);
  const chunks = isLast ? [...full, short] : full;
  const plaintext = new Uint8Array(full.length * CHUNK + (isLast ? short.length - TAG : 0));
  await openChunks(subkey, chunks, firstChunk, plaintext);
  return plaintext;
}

/** Seals a stream of blocks of any size. `header()` first, then each `update`, then `finish`. */
export class Sealer {
  #subkey;
  #salt;
  #blocks = new Rechunker(CHUNK);
  #spend;

  /** @param {Subkey} subkey @param {Bytes} salt @param {Spend} [spend] */
  constructor(subkey, salt, spend) {
    this.#subkey = subkey;
    this.#salt = salt;
    this.#spend = spend;
  }

  /**
   * @param {SealingKey} key
   * @param {Bytes} context
   * @param {Bytes} [salt] for test vectors only, and for an upload that is taken up again
   * @param {Spend} [spend]
   * @returns {Promise<Sealer>}
   */
  static async create(key, context, salt = randomBytes(SALT), spend = undefined) {
    return new Sealer(await derive(key, context, salt), salt, spend);
  }

  /** @returns {Bytes} the 56 bytes that start the object */
  header() {
    return concat(this.#salt, this.#subkey.commitment);
  }

  /**
   * Fresh memory costs more than the cipher: a large file is sealed a third faster into buffers that are used again.
   *
   * @param {Bytes} block
   * @param {Bytes} [into] where to write, large enough
   * @returns {Promise<Bytes>} the sealed chunks that it completes, in one buffer, which begins `into` if given
   * @throws {MalformedError} when `into` is too small; the stream is then lost.
   */
  async update(block, into) {
    const { chunks, first } = this.#blocks.take(block);
    const sealed = room(into, chunks.length * SEALED_CHUNK);
    await sealChunks(this.#subkey, chunks, first, sealed, this.#spend);
    return sealed;
  }

  /** @returns {Promise<Bytes>} the last chunk, which is short and always there */
  async finish() {
    const { chunk, index } = this.#blocks.close();
    const sealed = new Uint8Array(chunk.length + TAG);
    await sealChunks(this.#subkey, [chunk], index, sealed);
    return sealed;
  }
}

/** Opens a stream of sealed blocks of any size. Nothing is complete until `finish` has resolved. */
export class Opener {
  #subkey;
  #failed = false;
  #blocks = new Rechunker(SEALED_CHUNK);

  /** @param {Subkey} subkey */
  constructor(subkey) {
    this.#subkey = subkey;
  }

  /**
   * @param {SealingKey} key
   * @param {Bytes} context
   * @param {Bytes} header the first 56 bytes of the object
   * @returns {Promise<Opener>}
   * @throws {DoesNotOpenError} when the commitment is not that of this key and context.
   */
  static async create(key, context, header) {
    return new Opener(await openHeader(key, context, header));
  }

  /**
   * @param {Bytes} block sealed bytes
   * @param {Bytes} [into] where to write, as for `Sealer.update`
   * @returns {Promise<Bytes>} the plaintext of the chunks that it completes, in one buffer, which begins `into` if given
   * @throws {DoesNotOpenError}
   */
  async update(block, into) {
    const { chunks, first } = this.#blocks.take(block);
    const plaintext = room(into, chunks.length * CHUNK);
    await this.#open(chunks, first, plaintext);
    return plaintext;
  }

  /**
   * @returns {Promise<Bytes>} the plaintext of the last chunk
   * @throws {DoesNotOpenError} when the object was cut.
   */
  async finish() {
    const { chunk, index } = this.#blocks.close();
    if (chunk.length < TAG) throw new DoesNotOpenError();
    const plaintext = new Uint8Array(chunk.length - TAG); // (5) what is left is always short
    await this.#open([chunk], index, plaintext);
    return plaintext;
  }

  /**
   * After one failure nothing opens any more: a caller that lost an error must not take the rest for the whole.
   *
   * @param {Bytes[]} chunks
   * @param {number} first
   * @param {Bytes} plaintext
   */
  async #open(chunks, first, plaintext) {
    if (this.#failed) throw new DoesNotOpenError();
    try {
      await openChunks(this.#subkey, chunks, first, plaintext);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }
}

/** Cuts a stream of blocks into chunks of one size, counting them; copies only what straddles two blocks. */
class Rechunker {
  #size;
  #count = 0;
  #closed = false;
  /** @type {Bytes} */
  #rest = new Uint8Array(0);

  /** @param {number} size in bytes */
  constructor(size) {
    this.#size = size;
  }

  /** @param {Bytes} block @returns {{ chunks: Bytes[], first: number }} full chunks, and the place of the first */
  take(block) {
    if (this.#closed) throw new MalformedError("stream is finished");
    const missing = this.#rest.length === 0 ? 0 : this.#size - this.#rest.length;
    const first = this.#count;
    if (block.length < missing) {
      this.#rest = concat(this.#rest, block);
      return { chunks: [], first };
    }
    const { full, short } = split(block.subarray(missing), this.#size);
    const chunks = missing > 0 ? [concat(this.#rest, block.subarray(0, missing)), ...full] : full;
    this.#rest = short.slice();
    this.#count += chunks.length;
    return { chunks, first };
  }

  /** @returns {{ chunk: Bytes, index: number }} the last chunk, always short */
  close() {
    if (this.#closed) throw new MalformedError("stream is finished");
    this.#closed = true;
    return { chunk: this.#rest, index: this.#count };
  }
}

/** @param {Bytes} data @param {number} size @returns {{ full: Bytes[], short: Bytes }} views; the short one may be empty */
function split(data, size) {
  const full = [];
  let start = 0;
  for (; start + size <= data.length; start += size) full.push(data.subarray(start, start + size));
  return { full, short: data.subarray(start) };
}

/** @param {Bytes | undefined} into @param {number} size @returns {Bytes} so many bytes to write into */
function room(into, size) {
  if (into === undefined) return new Uint8Array(size);
  if (into.length < size) throw new MalformedError("the buffer to write into is too small");
  return into.subarray(0, size);
}

/** @param {Subkey} subkey @param {Bytes[]} chunks @param {number} first @param {Bytes} sealed @param {Spend} [spend] */
function sealChunks(subkey, chunks, first, sealed, spend) {
  return run(subkey, (...request) => crypto.subtle.encrypt(...request), chunks, first, sealed, SEALED_CHUNK, spend);
}

/** Rule (4). @param {Subkey} subkey @param {Bytes[]} chunks @param {number} first @param {Bytes} plaintext */
async function openChunks(subkey, chunks, first, plaintext) {
  try {
    await run(subkey, (...request) => crypto.subtle.decrypt(...request), chunks, first, plaintext, CHUNK);
  } catch (error) {
    throw new DoesNotOpenError({ cause: error });
  }
}

/**
 * Put each chunk through a step, several at a time, results side by side in one buffer.
 *
 * @param {Subkey} subkey
 * @param {Step} step
 * @param {Bytes[]} chunks
 * @param {number} first place of the first chunk in the object
 * @param {Bytes} output
 * @param {number} stride bytes between two results
 * @param {Spend} [spend]
 */
async function run({ key, nonce }, step, chunks, first, output, stride, spend) {
  if (first + chunks.length > CHUNKS_LIMIT) throw new MalformedError("object is too large");
  let next = 0;
  const lane = async () => {
    // A lane has one request at a time, so one buffer for its nonces: one for each chunk would cost a tenth of the speed.
    const algorithm = { name: "AES-GCM", iv: nonce.slice() };
    while (next < chunks.length) {
      const i = next;
      next += 1;
      place(nonce, first + i, algorithm.iv);
      const result = await step(algorithm, key, /** @type {Bytes} */ (chunks[i]));
      output.set(new Uint8Array(result), i * stride);
      spend?.(result);
    }
  };
  const stop = () => (next = chunks.length);
  const lanes = Array.from({ length: Math.min(CHUNKS_IN_FLIGHT, chunks.length) }, lane);
  await Promise.all(lanes).finally(stop);
}

/** Write base XOR index, a 96-bit big-endian integer, to a nonce. @param {Bytes} base @param {number} index @param {Bytes} nonce */
function place(base, index, nonce) {
  for (let i = NONCE - 1, rest = index; i >= 0; i -= 1, rest = Math.floor(rest / 256)) {
    nonce[i] = Number(base[i]) ^ rest % 256;
  }
}

/** Rules (2) and (3). @param {SealingKey} key @param {Bytes} context @param {Bytes} header @returns {Promise<Subkey>} */
async function openHeader(key, context, header) {
  if (header.length !== HEADER) throw new DoesNotOpenError();
  const subkey = await derive(key, context, header.subarray(0, SALT));
  if (!equalBytes(subkey.commitment, header.subarray(SALT))) throw new DoesNotOpenError();
  return subkey;
}

/** HKDF-Expand (RFC 5869 2.3) of 4.1: 76 bytes are two blocks. @param {SealingKey} key @param {Bytes} context @param {Bytes} salt */
async function derive(key, context, salt) {
  const expand = key instanceof Uint8Array ? await importSealingKey(key) : key;
  const info = concat(utf8(SEALING_LABEL), salt, context);
  const first = new Uint8Array(await crypto.subtle.sign(EXPAND, expand, concat(info, Uint8Array.of(1))));
  const second = new Uint8Array(await crypto.subtle.sign(EXPAND, expand, concat(first, info, Uint8Array.of(2))));
  const output = concat(first, second);
  const commitmentAt = KEY + NONCE;
  return {
    key: await crypto.subtle.importKey("raw", output.slice(0, KEY), "AES-GCM", false, ["encrypt", "decrypt"]),
    nonce: output.slice(KEY, commitmentAt),
    commitment: output.slice(commitmentAt, commitmentAt + COMMITMENT),
  };
}
