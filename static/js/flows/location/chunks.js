/**
 * Whether a PNG or a WebP says more than its pixels: a screen shot says nothing, and is shown as it is.
 *
 * Known chunks are listed (PNG, third edition; RIFF container of WebP): with any other, and with bytes after the end, it may.
 */

const PNG_START = 8;
const PNG_AROUND = 12;
const RIFF_START = 12;
const RIFF_AROUND = 8;
const PNG = new Set("IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT tIME acTL fcTL fdAT".split(" "));
const WEBP = new Set(["VP8 ", "VP8L", "VP8X", "ICCP", "ANIM", "ALPH"]);

/** @param {Uint8Array} bytes of the whole picture @param {string} type of its bytes @returns {boolean} */
export function maySayMore(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === "image/png") return !isKnown(bytes, PNG_START, PNG, (at) => [at + 4, view.getUint32(at) + PNG_AROUND]);
  if (type === "image/webp") return !isKnown(bytes, RIFF_START, WEBP, (at) => [at, evenly(view.getUint32(at + 4, true)) + RIFF_AROUND]);
  return true;
}

/** @param {number} size chunks of RIFF begin at even places */
const evenly = (size) => size + (size % 2);

/** @param {Uint8Array} bytes @param {number} start @param {Set<string>} known @param {(at: number) => [number, number]} read where a chunk is named, and its bytes in all */
function isKnown(bytes, start, known, read) {
  let at = start;
  while (at + RIFF_AROUND <= bytes.length) {
    const [named, size] = read(at);
    if (!known.has(String.fromCharCode(...bytes.subarray(named, named + 4)))) return false;
    at += size;
  }
  return at === bytes.length;
}
