/**
 * Whether a text has some words, without accents and case: on its bytes as they are held, so that nothing is decoded, made anew or kept
 * for a search of a hundred thousand messages.
 *
 *  1. Each sign is folded alone: decomposed, without its marks, small by way of its capital (ß, ς). Curved apostrophes are straight.
 *  2. Spaces of any kind and number are one.
 *  3. Words and texts are folded the same way, and compared as UTF-8: where its bytes are, the words are.
 */

import { MESSAGE_LIMIT } from "./limits.js";

/** Bytes that one sign folds to at most (U+FDFA is eighteen letters), and three that it takes. */
const WIDEST = 36;
const SPACE = 32;
const ASCII_END = 128;

const encoder = new TextEncoder();
/** What a byte of ASCII folds to. */
const ASCII = Uint8Array.from({ length: ASCII_END }, (_, code) => foldOf(code)[0] ?? 0);
/** Signs whose folds are held: more than the alphabets of a conversation have. */
const OTHERS_LIMIT = 8_192;
/** @type {Map<number, Uint8Array>} by sign, those met so far */
const others = new Map();
const folded = new Uint8Array(MESSAGE_LIMIT * WIDEST);

/** Rules 1 and 2. @param {number} code @returns {Uint8Array} */
function foldOf(code) {
  const plain = String.fromCodePoint(code).normalize("NFKD").replace(/\p{M}/gu, "");
  return encoder.encode(plain.replace(/[’ʼ`´]/g, "'").toUpperCase().toLowerCase().replace(/\s+/g, " "));
}

/** @param {number} code @returns {Uint8Array} */
function foldOfOther(code) {
  const known = others.get(code);
  if (known) return known;
  const fold = foldOf(code);
  if (others.size < OTHERS_LIMIT) others.set(code, fold);
  return fold;
}

/** The sign at a place of well-formed UTF-8, above ASCII. @param {Uint8Array} bytes @param {number} at @param {number} length in bytes */
function codeAt(bytes, at, length) {
  const rest = (/** @type {number} */ ahead) => (bytes[at + ahead] ?? 0) & 63;
  const first = bytes[at] ?? 0;
  if (length === 2) return ((first & 31) << 6) | rest(1);
  if (length === 3) return ((first & 15) << 12) | (rest(1) << 6) | rest(2);
  return ((first & 7) << 18) | (rest(1) << 12) | (rest(2) << 6) | rest(3);
}

/**
 * @param {Uint8Array} bytes well-formed UTF-8 of at most as many letters as a message has
 * @returns {number} how many bytes of `folded` it takes
 */
function fold(bytes) {
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const length = byte < ASCII_END ? 1 : byte < 224 ? 2 : byte < 240 ? 3 : 4;
    if (length === 1) end = put(end, ASCII[byte] ?? 0);
    else for (const sign of foldOfOther(codeAt(bytes, at, length))) end = put(end, sign);
    at += length;
  }
  return end;
}

/** Rule 2. @param {number} end @param {number} sign @returns {number} the next end */
function put(end, sign) {
  if (sign === SPACE && folded[end - 1] === SPACE && end > 0) return end;
  folded[end] = sign;
  return end + 1;
}

/** @param {number} end of `folded` @param {Uint8Array} words not empty */
function holds(end, words) {
  const first = words[0] ?? 0;
  const last = end - words.length;
  for (let at = 0; at <= last; at += 1) if (folded[at] === first && isAt(at, words)) return true;
  return false;
}

/** @param {number} at @param {Uint8Array} words */
function isAt(at, words) {
  let i = 1;
  while (i < words.length && folded[at + i] === words[i]) i += 1;
  return i === words.length;
}

/** @param {string} text @returns {((bytes: Uint8Array) => boolean) | null} null when there is nothing to look for */
export function finderOf(text) {
  const words = encoder.encode(text.trim().slice(0, MESSAGE_LIMIT));
  const wanted = folded.slice(0, fold(words));
  const [start, end] = [wanted[0] === SPACE ? 1 : 0, wanted.at(-1) === SPACE ? wanted.length - 1 : wanted.length];
  if (end <= start) return null;
  return (bytes) => holds(fold(bytes), wanted.subarray(start, end));
}
