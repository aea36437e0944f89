/**
 * Whether a JPEG, a PNG, a WebP or a GIF says more than its pixels: a screen shot says nothing, and is shown as it is.
 *
 * Known parts are listed (ITU-T T.81; PNG, third edition; RIFF container of WebP; GIF89a): with any other, and with bytes after the end, it may.
 */

const PNG_START = 8;
const PNG_AROUND = 12;
const RIFF_START = 12;
const RIFF_AROUND = 8;
const PNG = new Set("IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT tIME acTL fcTL fdAT".split(" "));
const WEBP = new Set(["VP8 ", "VP8L", "VP8X", "ICCP", "ANIM", "ANMF", "ALPH"]);
/** Bytes of a picture of several before its own chunks, which are read like the others. */
const FRAME = 24;

/** @param {Uint8Array} bytes of the whole picture @param {string} type of its bytes @returns {boolean} */
export function maySayMore(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === "image/png" || type === "image/webp") {
    const { names, isWhole } = chunksIn(bytes, view, type);
    const known = type === "image/png" ? PNG : WEBP;
    return !isWhole || [...names].some((name) => !known.has(name));
  }
  if (type === "image/jpeg") return !isBareJpeg(bytes);
  return type === "image/gif" ? !isBareGif(bytes) : true;
}

/** Whether it may be more than one picture: drawn again, only the first would be left. @param {Uint8Array} bytes @param {string} type of its bytes @returns {boolean} */
export function mayMove(bytes, type) {
  if (type !== "image/png" && type !== "image/webp") return type === "image/gif";
  const { names } = chunksIn(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), type);
  return ["acTL", "ANIM", "ANMF"].some((name) => names.has(name));
}

/** @param {number} size chunks of RIFF begin at even places */
const evenly = (size) => size + (size % 2);

/** @param {Uint8Array} bytes @param {DataView} view of the same @param {string} type of its bytes @returns {{ names: Set<string>, isWhole: boolean }} isWhole: they end where the picture does */
function chunksIn(bytes, view, type) {
  const isPng = type === "image/png";
  const names = new Set();
  let at = isPng ? PNG_START : RIFF_START;
  while (at + RIFF_AROUND <= bytes.length) {
    const named = isPng ? at + 4 : at;
    const name = String.fromCharCode(...bytes.subarray(named, named + 4));
    names.add(name);
    if (isPng) at += view.getUint32(at) + PNG_AROUND;
    else at += name === "ANMF" ? FRAME : evenly(view.getUint32(at + 4, true)) + RIFF_AROUND;
  }
  return { names, isWhole: at === bytes.length };
}

const SCAN = 0xda, JPEG_END = 0xd9;
/** Segments of programs that hold no words: how a picture is coloured, and nothing but that. */
const OF_COLOURS = new Map([[0xe0, "JFIF\0"], [0xe2, "ICC_PROFILE\0"], [0xee, "Adobe"]]);
/** Bytes of a JFIF segment without a small picture. */
const BARE_JFIF = 16;

/** Tables, pixels and their colours, to the very end. @param {Uint8Array} bytes */
function isBareJpeg(bytes) {
  const byte = (/** @type {number} */ place) => bytes[place] ?? 0;
  let at = 2;
  while (at + 2 <= bytes.length && byte(at) === 0xff) {
    const marker = byte(at + 1);
    if (marker === JPEG_END) return at + 2 === bytes.length;
    const size = byte(at + 2) * 256 + byte(at + 3);
    if (!isTable(marker) && !isOfColours(bytes, at, marker, size)) return false;
    at += 2 + size;
    if (marker === SCAN) at = scanEnd(bytes, at);
  }
  return false;
}

/** How pixels are coded. @param {number} marker */
const isTable = (marker) => (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= SCAN && marker <= 0xdf);

/** @param {Uint8Array} bytes @param {number} at @param {number} marker @param {number} size */
function isOfColours(bytes, at, marker, size) {
  const name = OF_COLOURS.get(marker);
  if (name === undefined || (marker === 0xe0 && size !== BARE_JFIF)) return false;
  return String.fromCharCode(...bytes.subarray(at + 4, at + 4 + name.length)) === name;
}

/** The marker after coded pixels: one that is neither a byte of theirs nor where they start anew. @param {Uint8Array} bytes @param {number} from */
function scanEnd(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
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
