/**
 * The bytes of a conversation, in order and never all at once; and its lines.
 *
 *  1. A source gives ranges: a `Blob` of the device, or a sealed file of the vault, opened by the page (`source.js`).
 *  2. Text is UTF-8, or UTF-16 by its mark or its zeros. What is neither is shown with replacement signs, never guessed.
 *  3. A line longer than the limit is cut; the rest of it is passed over without being held.
 */

import { concat } from "../../crypto/encoding.js";
import { rangedFile } from "../ranged.js";
import { HEAD, LINE_LIMIT, PIECE } from "./limits.js";

/** @typedef {import("../../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ size: number, read: (start: number, end: number) => Promise<Bytes>, blob?: Blob }} Source blob: the file itself, where it is on this device */

const NEWLINE = 10;
/** Bytes held by this script before the browser takes them. */
const HELD = 4 * PIECE;

/** @param {Blob} blob @returns {Source} */
export function blobSource(blob) {
  return { blob, ...rangedFile(blob) };
}

/**
 * A source from its beginning to its end, one piece ahead of the reader.
 *
 * @param {Source} source
 * @param {(read: number) => void} [onRead] bytes so far
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* piecesOf(source, onRead = () => {}) {
  const take = (/** @type {number} */ start) => {
    const piece = source.read(start, Math.min(start + PIECE, source.size));
    // A failure of the piece ahead is told when its turn comes.
    piece.catch(() => undefined);
    return piece;
  };
  for (let at = 0, next = take(0); at < source.size; at += PIECE) {
    const piece = await next;
    if (at + PIECE < source.size) next = take(at + PIECE);
    onRead(at + piece.length);
    yield piece;
  }
}

/** Pieces put together outside of this script's memory. */
export class Gathered {
  size = 0;
  /** @type {Bytes[]} */
  #held = [];
  #length = 0;
  /** @type {Blob[]} */
  #blobs = [];

  /** @param {Bytes} piece */
  add(piece) {
    this.#held.push(piece);
    this.size += piece.length;
    this.#length += piece.length;
    if (this.#length >= HELD) this.#give();
  }

  #give() {
    this.#blobs.push(new Blob(this.#held));
    [this.#held, this.#length] = [[], 0];
  }

  blob() {
    this.#give();
    return new Blob(this.#blobs);
  }
}

/** What follows one of its bytes. @param {Source} source @param {number} from @returns {Source} */
export function restOf({ size, read }, from) {
  return { size: size - from, read: (start, end) => read(from + start, from + end) };
}

/** The same of what cannot be sought in. @param {AsyncIterable<Bytes>} pieces @param {number} from @returns {AsyncGenerator<Bytes>} */
export async function* after(pieces, from) {
  let left = from;
  for await (const piece of pieces) {
    if (left < piece.length) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

/** @param {Uint8Array} head @returns {"utf-8" | "utf-16le" | "utf-16be"} rule 2 */
export function encodingOf(head) {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const looked = head.subarray(0, HEAD);
  const zeros = [0, 0];
  for (let i = 0; i < looked.length; i += 1) if (looked[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Letters of our alphabets have one zero byte in UTF-16, always on the same side; a file of zeros has both.
  if (odd > looked.length / 5 && even === 0) return "utf-16le";
  return even > looked.length / 5 && odd === 0 ? "utf-16be" : "utf-8";
}

/**
 * The same text as UTF-8, whatever it was.
 *
 * @param {AsyncIterable<Bytes>} pieces
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* asUtf8(pieces) {
  /** @type {TextDecoder | undefined} of UTF-16 */
  let decoder;
  let first = true;
  const encoder = new TextEncoder();
  for await (const piece of pieces) {
    const encoding = first ? encodingOf(piece) : "utf-8";
    if (encoding !== "utf-8") decoder = new TextDecoder(encoding);
    first = false;
    yield decoder ? encoder.encode(decoder.decode(piece, { stream: true })) : piece;
  }
  if (decoder) yield encoder.encode(decoder.decode());
}

/**
 * The same as texts that can be found again: each begins with a whole sign, `from` being its first byte.
 *
 * @param {AsyncIterable<Bytes>} pieces of UTF-8
 * @returns {AsyncGenerator<{ text: string, from: number }>}
 */
export async function* textsOf(pieces) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let [held, from] = [new Uint8Array(0), 0];
  for await (const piece of pieces) {
    const bytes = held.length === 0 ? piece : concat(held, piece);
    const end = wholeSigns(bytes);
    yield { text: decoder.decode(bytes.subarray(0, end)), from };
    [held, from] = [bytes.slice(end), from + end];
  }
  if (held.length > 0) yield { text: decoder.decode(held), from };
}

/** Where a sign begins that has not all of its bytes yet, else the end. @param {Uint8Array} bytes */
function wholeSigns(bytes) {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return at + (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** Rule 3: bytes in, lines out, without the ends of lines. */
export class Lines {
  #take;
  #held = new Uint8Array(LINE_LIMIT);
  #length = 0;
  #cut = false;
  /** Bytes of the pieces before, and the first one of this line. */
  #before = 0;
  #from = 0;

  /** @param {(line: Uint8Array, cut: boolean, from: number) => void} take the bytes are lent until it returns; from: its first byte of all */
  constructor(take) {
    this.#take = take;
  }

  /** @param {Uint8Array} piece */
  push(piece) {
    let at = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, at)) {
      this.#close(piece.subarray(at, end));
      at = end + 1;
      this.#from = this.#before + at;
    }
    if (at < piece.length) this.#hold(piece.subarray(at));
    this.#before += piece.length;
  }

  /** The last line need not end. */
  end() {
    if (this.#length > 0) this.#close(new Uint8Array(0));
  }

  /** @param {Uint8Array} bytes */
  #close(bytes) {
    if (this.#length === 0 && bytes.length <= LINE_LIMIT) return this.#give(bytes);
    this.#hold(bytes);
    const line = this.#held.subarray(0, this.#length);
    this.#length = 0;
    this.#give(line);
  }

  /** @param {Uint8Array} bytes */
  #hold(bytes) {
    const room = LINE_LIMIT - this.#length;
    if (bytes.length > room) this.#cut = true;
    this.#held.set(bytes.subarray(0, room), this.#length);
    this.#length += Math.min(bytes.length, room);
  }

  /** @param {Uint8Array} line */
  #give(line) {
    const cut = this.#cut;
    this.#cut = false;
    this.#take(line.at(-1) === 13 ? line.subarray(0, -1) : line, cut, this.#from);
  }
}
