/**
 * The doorway to the reader of ZIP: the list of entries, never their content. Names are text that anyone wrote: no path is made of them.
 */

/** @typedef {import("../../vendor/zip-reader.js").Entry} Entry */
/** @typedef {{ size: number, read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>> }} Source */
/** @typedef {Pick<Entry, "offset" | "compressedSize">} Span */

const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;

/**
 * @param {Source} source
 * @param {"strict" | "balanced"} strictness strict: nothing before, between or after that two programs would read in two ways
 * @returns {AsyncGenerator<Entry>}
 */
export async function* zipEntries(source, strictness) {
  const { ZipReader } = await import("../../vendor/zip-reader.js");
  const { size } = source;
  const reader = { size, readUint8Array: (/** @type {number} */ start, /** @type {number} */ length) => source.read(start, Math.min(start + length, size)) };
  yield* new ZipReader(reader, { strictness }).getEntriesGenerator();
}

/** Bytes from a local header to its content. @param {Uint8Array} header @returns {number | null} null when it is none */
export function contentStart(header) {
  if (header.length < LOCAL_HEADER) return null;
  const view = new DataView(header.buffer, header.byteOffset);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) return null;
  return LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
}

/**
 * Entries that share no byte: what unfolds a thousand times out of one place is a bomb.
 *
 * @param {Span[]} entries
 * @param {number} size of the file
 * @throws {RangeError}
 */
export function checkApart(entries, size) {
  let end = 0;
  for (const { offset, compressedSize } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < end) throw new RangeError("entries overlap");
    end = offset + LOCAL_HEADER + compressedSize;
  }
  if (end > size) throw new RangeError("entries go past the end");
}

export { LOCAL_HEADER };
