/**
 * The catalogue on the wire: a header, a root, pages, end to end (FORMAT 11).
 *
 * This is framing only, and says nothing about truth: the client decides by 7.6.
 */

import { VERSION } from "./constants.js";
import { concat, dump, load, u32 } from "./encoding.js";
import { MalformedError } from "./errors.js";
import { FRAME } from "./schema.js";
import { ascending } from "./shapes.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {{ number: number, version: number, sealed: Bytes }} SealedPage one page as served: what it is said to be */
/** @typedef {{ seq: number, root: Bytes, pages: SealedPage[] }} Frame nothing in it is authentic yet */

const PREFIX = 4;

/**
 * The bytes of a catalogue (11.1), pages by ascending number.
 *
 * @param {number} seq
 * @param {Bytes} root sealed
 * @param {SealedPage[]} pages
 * @returns {Bytes}
 */
export function frame(seq, root, pages) {
  const ordered = pages.toSorted((a, b) => a.number - b.number);
  const lengths = ordered.map(({ number, version, sealed }) => [number, version, sealed.length]);
  const document = { v: VERSION, seq, root: root.length, pages: lengths };
  FRAME(document);
  const header = dump(document);
  return concat(u32(header.length), header, root, ...ordered.map((page) => page.sealed));
}

/**
 * The parts of a catalogue, as views of the bytes.
 *
 * @param {Bytes} data
 * @returns {Frame}
 * @throws {MalformedError} when lengths do not cover the bytes exactly, or pages do not ascend.
 * @throws {import("./errors.js").UnsupportedError} on another version of the framing.
 */
export function parseFrame(data) {
  if (data.length < PREFIX) throw new MalformedError("a frame has no header");
  let end = PREFIX + new DataView(data.buffer, data.byteOffset).getUint32(0);
  const header = load(data.subarray(PREFIX, end), FRAME);
  /** @param {number} length */
  const take = (length) => {
    end += length;
    return data.subarray(end - length, end);
  };
  const root = take(header.root);
  const pages = [];
  for (const [number, version, length] of header.pages) pages.push({ number, version, sealed: take(length) });
  ascending(pages.map((page) => page.number));
  if (end !== data.length) throw new MalformedError("a frame does not have the length that it says");
  return { seq: header.seq, root, pages };
}
