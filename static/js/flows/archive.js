/**
 * The files of an export, in a ZIP that anyone may have prepared (`docs/export.md` 3.2, steps 1 and 2).
 *
 *  1. Every name is relative and plain; none is there twice; there are at most a million.
 *  2. Entries are stored, not encrypted; they follow each other without overlapping, each as large as it says.
 *
 * Only the list is read by a library; the bytes of an entry are a slice of the file, so that a film of five gigabytes is never in
 * memory. What they are worth is decided by the SHA-256 that the index says.
 */

import { FlowError } from "./errors.js";
import { rangedFile } from "./ranged.js";
import { LOCAL_HEADER, checkApart, contentStart, zipEntries } from "./zip-entries.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ size: number, offset: number }} Place */

const ENTRIES_LIMIT = 1_000_000;
const PLAIN_PART = /^[^/\\:\u0000-\u001f\u007f]+$/;
/** Bytes of name and extra field read ahead with a small entry, so that one look is enough. */
const AHEAD = 1024;

const malformed = () => new FlowError("export_malformed");

/**
 * @param {Blob} file
 * @returns {Promise<Archive>}
 * @throws {FlowError} `export_malformed`.
 */
export async function openArchive(file) {
  /** @type {import("./zip-entries.js").Entry[]} */
  const entries = [];
  try {
    for await (const entry of zipEntries(rangedFile(file), "strict")) {
      if (entries.length >= ENTRIES_LIMIT) throw malformed();
      if (entry.compressionMethod !== 0 || entry.encrypted || entry.compressedSize !== entry.uncompressedSize) throw malformed(); // 2
      entries.push(entry);
    }
    checkApart(entries, file.size); // 2
  } catch (cause) {
    throw cause instanceof DOMException ? cause : new FlowError("export_malformed", { cause });
  }
  return new Archive(file, placesOf(entries));
}

/** Rule 1. @param {import("./zip-entries.js").Entry[]} entries @returns {Map<string, Place>} */
function placesOf(entries) {
  const names = new Set();
  const places = new Map();
  for (const { filename, directory, compressedSize: size, offset } of entries) {
    const name = directory ? filename.replace(/\/$/, "") : filename;
    const plain = name.split("/").every((part) => PLAIN_PART.test(part) && part !== "." && part !== "..");
    if (!plain || names.has(name)) throw malformed();
    names.add(name);
    if (!directory) places.set(name, { size, offset });
  }
  return places;
}

export class Archive {
  #file;
  #places;

  /** @param {Blob} file @param {Map<string, Place>} places */
  constructor(file, places) {
    this.#file = file;
    this.#places = places;
  }

  /** @param {string} path @returns {number | undefined} bytes, undefined when it is not there */
  size(path) {
    return this.#places.get(path)?.size;
  }

  /** One entry whole, for small ones. @param {string} path @returns {Promise<Bytes>} */
  async read(path) {
    const { size, offset } = this.#place(path);
    const bytes = new Uint8Array(await this.#file.slice(offset, offset + LOCAL_HEADER + AHEAD + size).arrayBuffer());
    const start = beginning(bytes);
    if (start + size <= bytes.length) return bytes.slice(start, start + size);
    return new Uint8Array(await this.#slice(offset + start, size).arrayBuffer());
  }

  /** One entry as a part of the file, read when it is asked for. @param {string} path @returns {Promise<Blob>} */
  async blob(path) {
    const { size, offset } = this.#place(path);
    const header = new Uint8Array(await this.#file.slice(offset, offset + LOCAL_HEADER).arrayBuffer());
    return this.#slice(offset + beginning(header), size);
  }

  /** @param {number} start @param {number} size */
  #slice(start, size) {
    if (start + size > this.#file.size) throw malformed();
    return this.#file.slice(start, start + size);
  }

  /** @param {string} path @returns {Place} */
  #place(path) {
    const found = this.#places.get(path);
    if (!found) throw new FlowError("export_incomplete");
    return found;
  }
}

/** Bytes from a local header to its content. @param {Bytes} header */
function beginning(header) {
  const start = contentStart(header);
  if (start === null) throw malformed();
  return start;
}
