/**
 * An archive with a conversation in it, and the files that were sent: what « Exporter la discussion » gives with its media.
 *
 *  1. However large it is, its list is read, then what is asked for: one entry at a time, by ranges. The list and its entries are counted;
 *     entries lie apart. One that is encrypted, or folded in a way that is not deflate, is not read.
 *  2. What comes out is counted as it comes; what the headers promise decides nothing. Far more than words ever fold is a bomb.
 *  3. A name is a label: it is compared and shown, and no path is made of it. An archive in an archive stays closed.
 *  4. What was read to its end has the size and the CRC-32 that the list says, or is damaged. A file is taken out only whole: as a part of
 *     the archive where it lies there unfolded, on this device; else copied, within what memory holds.
 */

import { FlowError } from "../errors.js";
import { LOCAL_HEADER, checkApart, contentStart, zipEntries } from "../zip-entries.js";
import { Gathered, piecesOf } from "./bytes.js";
import { EXPORTED } from "./kinds.js";
import { ENTRIES_LIMIT, FOLDED_PIECE, LIST_LIMIT, RATIO_FROM, RATIO_LIMIT, TAKEN_HERE_LIMIT, TAKEN_LIMIT, UNFOLDED_LIMIT } from "./limits.js";

/** @typedef {import("./bytes.js").Source} Source */
/** @typedef {import("../../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ name: string, folded: boolean, size: number, unfolded: number, offset: number, crc: number }} Entry size: in the archive; unfolded: as its header says */

const [STORED, DEFLATE] = [0, 8];
const CONVERSATION = /\.(txt|xml|mbox|eml)$/i;
/** Entries that are looked into for words. */
const CANDIDATES = 8;

const crowded = () => new FlowError("conversation_archive_crowded");
const tooLarge = () => new FlowError("conversation_attachment_large");
const damaged = (/** @type {unknown} */ cause = undefined) => new FlowError("conversation_archive_damaged", { cause });

/** @param {Source} source @returns {Promise<Entry[]>} @throws {FlowError} rule 1 */
export async function entriesOf(source) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {import("../zip-entries.js").Span[]} */
  const spans = [];
  let locked = false;
  try {
    for await (const entry of zipEntries(listOf(source), "balanced")) {
      if (spans.length >= ENTRIES_LIMIT) throw crowded();
      spans.push({ offset: entry.offset, compressedSize: entry.compressedSize });
      locked ||= entry.encrypted;
      if (isRead(entry)) entries.push(plainEntry(entry));
    }
    checkApart(spans, source.size);
  } catch (cause) {
    throw cause instanceof FlowError || isOfSource(cause) ? cause : damaged(cause);
  }
  if (entries.length === 0 && locked) throw new FlowError("conversation_archive_locked");
  return entries;
}

/** What reads the list asks for it whole. @param {Source} source @returns {import("../zip-entries.js").Source} */
function listOf({ size, read }) {
  return {
    size,
    async read(start, end) {
      if (end - start > LIST_LIMIT) throw crowded();
      return read(start, end);
    },
  };
}

/** @param {import("../zip-entries.js").Entry} entry */
function isRead({ encrypted, directory, compressionMethod }) {
  return !encrypted && !directory && (compressionMethod === STORED || compressionMethod === DEFLATE);
}

/** What the source refuses has a code of its own. @param {unknown} cause */
function isOfSource(cause) {
  return typeof (/** @type {{ code?: unknown }} */ (cause)?.code) === "string" || cause instanceof DOMException;
}

/** @param {import("../zip-entries.js").Entry} entry @returns {Entry} */
function plainEntry({ filename, compressionMethod, compressedSize, uncompressedSize, offset, signature }) {
  return { name: filename.split("/").at(-1) ?? "", folded: compressionMethod === DEFLATE, size: compressedSize, unfolded: uncompressedSize, offset, crc: signature };
}

/** Those that may hold words. @param {Entry[]} entries */
export const texts = (entries) => entries.filter(({ name }) => CONVERSATION.test(name));

/** Those that may be the conversation, the likeliest first. @param {Entry[]} entries */
export function candidates(entries) {
  const rank = (/** @type {Entry} */ { name }) => (EXPORTED.test(name) ? 0 : 1);
  return texts(entries).toSorted((a, b) => rank(a) - rank(b)).slice(0, CANDIDATES);
}

/**
 * The content of an entry, unfolded as it is read.
 *
 * @param {Source} source
 * @param {Entry} entry
 * @param {(read: number) => void} [onRead] bytes of the archive
 * @returns {AsyncGenerator<Bytes>}
 * @throws {FlowError} `conversation_archive_damaged`, `conversation_archive_swells`.
 */
export async function* contentOf(source, entry, onRead = () => {}) {
  const { folded, size, unfolded: promised, crc } = entry;
  const start = await startOf(source, entry);
  const within = { size, read: (/** @type {number} */ from, /** @type {number} */ to) => source.read(start + from, start + to) };
  const sum = new Crc32();
  let [read, out] = [0, 0];
  const count = (/** @type {number} */ bytes) => onRead(read = bytes);
  for await (const piece of folded ? unfolded(piecesOf(within, count)) : piecesOf(within, count)) {
    out += piece.length;
    if (folded && (out > UNFOLDED_LIMIT || (out > RATIO_FROM && out > RATIO_LIMIT * Math.max(read, 1)))) throw new FlowError("conversation_archive_swells"); // 2
    sum.add(piece);
    yield piece;
  }
  if (out !== promised || sum.value() !== crc >>> 0) throw damaged();
}

/** Where the bytes of an entry begin. @param {Source} source @param {Entry} entry */
async function startOf(source, { offset, size }) {
  const start = contentStart(await source.read(offset, Math.min(offset + LOCAL_HEADER, source.size)));
  if (start === null || offset + start + size > source.size) throw damaged();
  return offset + start;
}

/** In small pieces, because all that one of them unfolds to is held at once. @param {AsyncIterable<Bytes>} pieces @returns {AsyncGenerator<Bytes>} */
async function* unfolded(pieces) {
  const stream = new DecompressionStream("deflate-raw");
  const reader = stream.readable.getReader();
  const fed = feed(stream.writable.getWriter(), pieces);
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield /** @type {Bytes} */ (next.value);
  } catch (cause) {
    // What the source refused has a name of its own; anything else is the archive's.
    throw (await fed) ?? damaged(cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** @param {WritableStreamDefaultWriter<Bytes>} writer @param {AsyncIterable<Bytes>} pieces @returns {Promise<unknown>} why the source stopped, if it did */
async function feed(writer, pieces) {
  const source = pieces[Symbol.asyncIterator]();
  for (;;) {
    const next = await source.next().catch((cause) => ({ cause }));
    if ("cause" in next) return abort(writer, next.cause);
    if (next.done) return void (await writer.close().catch(() => undefined));
    if (!(await give(writer, next.value))) return undefined;
  }
}

/** @param {WritableStreamDefaultWriter<Bytes>} writer @param {unknown} cause */
async function abort(writer, cause) {
  await writer.abort(cause).catch(() => undefined);
  return cause;
}

/** @param {WritableStreamDefaultWriter<Bytes>} writer @param {Bytes} piece @returns {Promise<boolean>} false when it does not unfold: the reader's side says why */
async function give(writer, piece) {
  try {
    for (let at = 0; at < piece.length; at += FOLDED_PIECE) {
      await writer.ready;
      await writer.write(piece.subarray(at, at + FOLDED_PIECE));
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Rule 4: one file, byte for byte as it was put into the archive.
 *
 * @param {Source} source
 * @param {Entry} entry
 * @returns {Promise<Blob>}
 * @throws {FlowError} `conversation_attachment_large`, `conversation_archive_damaged`, `conversation_archive_swells`.
 */
export async function takeOut(source, entry) {
  const part = entry.folded ? undefined : source.blob?.slice(...(await rangeOf(source, entry)));
  const limit = source.blob ? TAKEN_HERE_LIMIT : TAKEN_LIMIT;
  if (!part && Math.max(entry.unfolded, entry.size) > limit) throw tooLarge();
  const gathered = new Gathered();
  for await (const piece of contentOf(source, entry)) {
    if (part) continue; // read all the same: its sum is compared
    if (gathered.size + piece.length > limit) throw tooLarge();
    gathered.add(piece);
  }
  return part ?? gathered.blob();
}

/** @param {Source} source @param {Entry} entry @returns {Promise<[number, number]>} */
async function rangeOf(source, entry) {
  const start = await startOf(source, entry);
  return [start, start + entry.size];
}

const CRC = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as ZIP has it (PKWARE APPNOTE 4.4.7). */
export class Crc32 {
  #value = 0xffffffff;

  /** @param {Uint8Array} bytes */
  add(bytes) {
    let value = this.#value;
    for (const byte of bytes) value = (CRC[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
    this.#value = value;
  }

  value() {
    return (this.#value ^ 0xffffffff) >>> 0;
  }
}
