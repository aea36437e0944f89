/**
 * Whether a PNG, a WebP or a GIF says more than its pixels: a screen shot says nothing, and is shown as it is.
 *
 * Known chunks are listed (PNG, third edition; RIFF container of WebP; GIF89a): with any other, and with bytes after the end, it may.
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
  return type === "image/gif" ? !isBareGif(bytes) : true;
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

const GIF_START = 13;
const EXTENSION = 0x21, CONTROL = 0xf9, APPLICATION = 0xff, IMAGE = 0x2c, END = 0x3b;
const REPEATS = "NETSCAPE2.0";

/** Pictures, how long each is seen, and how often all of them: no comment, no words, nothing of a program. @param {Uint8Array} bytes */
function isBareGif(bytes) {
  const byte = (/** @type {number} */ place) => bytes[place] ?? 0;
  const colours = (/** @type {number} */ flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = GIF_START + colours(byte(10));
  while (at < bytes.length && bytes[at] !== END) {
    if (bytes[at] === EXTENSION && isBareExtension(bytes, at)) at += 2;
    else if (bytes[at] === IMAGE) at += 11 + colours(byte(at + 9));
    else return false;
    // Blocks of up to 255 bytes, to an empty one.
    while (byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  }
  return at === bytes.length - 1;
}

/** @param {Uint8Array} bytes @param {number} at */
function isBareExtension(bytes, at) {
  const repeats = String.fromCharCode(...bytes.subarray(at + 3, at + 14)) === REPEATS && bytes[at + 14] === 3 && bytes[at + 18] === 0;
  return (bytes[at + 1] === CONTROL && bytes[at + 2] === 4 && bytes[at + 7] === 0) || (bytes[at + 1] === APPLICATION && bytes[at + 2] === 11 && repeats);
}
