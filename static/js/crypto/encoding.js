/**
 * Bytes, text and documents: FORMAT 2 and the notation of its first lines.
 *
 * Rules: a number, an id or a time has one writing only; a document is accepted only when it is byte for byte what this
 * module would write, so that two parsers cannot disagree on it (2.2). What a document may contain is `schema.js`.
 */

import { CONTEXT_FIELDS, DOCUMENT_MAX, HASH, ID, PRODUCT } from "./constants.js";
import { MalformedError, UnsupportedError } from "./errors.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * @typedef {object} ContextFields
 * @property {Bytes} [vaultId]
 * @property {Bytes} [objectId]
 * @property {number} [version]
 * @property {Bytes} [keyId]
 * @property {Bytes} [parentId]
 */

/** @typedef {(value: unknown) => void} Schema a check that raises MalformedError or UnsupportedError */

const EMPTY = new Uint8Array(0);
const LONE_SURROGATE = /\p{Surrogate}/u;
// JSON.stringify writes a lone surrogate as an escape, and nothing else that starts with `\ud` after an even run of `\`.
const ESCAPED_SURROGATE = /(?<!\\)(?:\\\\)*\\ud/;
const TIME = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const B64_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NO_VALUE = 255;
const B64_VALUES = new Uint8Array(128).fill(NO_VALUE);
for (const [value, character] of [...B64_ALPHABET].entries()) B64_VALUES[character.charCodeAt(0)] = value;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * UTF-8 of a text.
 *
 * @param {string} text
 * @returns {Bytes}
 * @throws {MalformedError} on a lone surrogate, which TextEncoder would silently replace.
 */
export function utf8(text) {
  if (LONE_SURROGATE.test(text)) throw new MalformedError("text holds a lone surrogate");
  return encoder.encode(text);
}

/**
 * Text of UTF-8 bytes, a byte order mark kept so that parsers refuse it.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 * @throws {MalformedError} when the bytes are not UTF-8.
 */
export function fromUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new MalformedError("not UTF-8", { cause: error });
  }
}

/** @param {...Uint8Array} parts @returns {Bytes} */
export function concat(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** @param {number} value @param {number} size in bytes @returns {Bytes} big-endian */
function unsigned(value, size) {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
    throw new MalformedError(`not an unsigned integer of ${size} bytes`);
  }
  const bytes = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i -= 1, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** @param {number} value */
export const u16 = (value) => unsigned(value, 2);

/** @param {number} value */
export const u32 = (value) => unsigned(value, 4);

/** @param {number} value at most 2^53 - 1 */
export const u64 = (value) => unsigned(value, 8);

/** Length-prefixed bytes: `u16(length) ‖ bytes`. @param {Uint8Array} bytes @returns {Bytes} */
export function lp(bytes) {
  return concat(u16(bytes.length), bytes);
}

/** Base64url without padding (RFC 4648 section 5). @param {Uint8Array} bytes @returns {string} */
export function b64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Bytes of base64url, of which only the canonical writing is accepted.
 *
 * By hand: a catalogue holds ten thousand ids, and `atob` needs four passes over each.
 *
 * @param {string} text
 * @param {number} [length] the number of bytes expected
 * @returns {Bytes}
 * @throws {MalformedError} on padding, another alphabet, stray bits or another length.
 */
export function unb64(text, length) {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let [bits, buffer, at] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const value = B64_VALUES[text.charCodeAt(i)];
    if (value === undefined || value === NO_VALUE) throw new MalformedError("not base64url");
    buffer = ((buffer << 6) | value) & 0x3fff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = buffer >> bits;
    at += 1;
  }
  if (bits >= 6 || (buffer & ((1 << bits) - 1)) !== 0) throw new MalformedError("base64url has stray bits");
  if (length !== undefined && at !== length) throw new MalformedError(`not ${length} bytes`);
  return bytes;
}

/** @param {number} length @returns {Bytes} */
export function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** @returns {Bytes} 16 random bytes */
export function randomId() {
  return randomBytes(ID);
}

/** @param {Uint8Array} data @returns {Promise<Bytes>} */
export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {Bytes} */ (data)));
}

/** Equality in a time that depends on the lengths only. @param {Uint8Array} a @param {Uint8Array} b @returns {boolean} */
export function equalBytes(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [i, byte] of a.entries()) difference |= byte ^ Number(b[i]);
  return difference === 0;
}

/**
 * Order of bytes, shorter first when one begins the other.
 *
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {number} negative, zero or positive
 */
export function compareBytes(a, b) {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at === -1 || at >= b.length ? a.length - b.length : Number(a[at]) - Number(b[at]);
}

/**
 * The context of a sealed object (4.5): what it is, of which vault, object, version, key and parent.
 *
 * @param {string} kind a type of 4.5
 * @param {ContextFields} fields exactly those that the type has, and a version from 1
 * @returns {Bytes}
 * @throws {UnsupportedError} on a type that FORMAT does not have.
 * @throws {MalformedError} when a field that the type needs is missing, or one that it does not have is there.
 */
export function context(kind, fields) {
  const wanted = new Map(Object.entries(CONTEXT_FIELDS)).get(kind);
  if (wanted === undefined) throw new UnsupportedError("a sealed type is not known");
  const { vaultId = EMPTY, objectId = EMPTY, version = 0, keyId = EMPTY, parentId = EMPTY } = fields;
  const named = { vault_id: vaultId, object_id: objectId, key_id: keyId, parent_id: parentId };
  for (const [name, value] of Object.entries(named)) {
    const size = name === "key_id" ? HASH : ID;
    if (value.length !== (wanted.includes(name) ? size : 0)) throw new MalformedError(`a context has the wrong ${name}`);
  }
  if (version < 1) throw new MalformedError("versions start at 1");
  return concat(utf8(`${PRODUCT}${kind}\0`), lp(vaultId), lp(objectId), u64(version), lp(keyId), lp(parentId));
}

/**
 * The bytes of a document, members in the order they were given (2.1).
 *
 * @param {object} document made of texts, safe integers, booleans, null, lists and objects
 * @returns {Bytes}
 * @throws {MalformedError} on a lone surrogate or above 8 MiB.
 */
export function dump(document) {
  const text = JSON.stringify(document);
  if (ESCAPED_SURROGATE.test(text)) throw new MalformedError("document holds a lone surrogate");
  const bytes = encoder.encode(text);
  if (bytes.length > DOCUMENT_MAX) throw new MalformedError("document is too large");
  return bytes;
}

/**
 * The document in bytes whose seal and signature the caller has verified (2.4).
 *
 * Nesting (2.5) needs no check of its own: every schema has a fixed depth under 8 and refuses what it does not name.
 *
 * @param {Uint8Array} data
 * @param {Schema} schema
 * @returns {any} as the schema describes
 * @throws {MalformedError} when the bytes are not exactly what `dump` would write, or not of the schema.
 * @throws {UnsupportedError} on an unknown version.
 */
export function load(data, schema) {
  if (data.length > DOCUMENT_MAX) throw new MalformedError("document is too large");
  const text = fromUtf8(data);
  const { document, written } = parse(text);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new MalformedError("a document is not an object");
  }
  // One writing only: removes duplicate members, floats, odd escapes and -0, on which two parsers could disagree.
  if (written !== text) throw new MalformedError("document is not in its one writing");
  if (ESCAPED_SURROGATE.test(text)) throw new MalformedError("document holds a lone surrogate");
  schema(document);
  return document;
}

/** @param {string} text @returns {{ document: unknown, written: string }} what it says, and how that is written */
function parse(text) {
  try {
    const document = JSON.parse(text);
    // Inside the guard as well: writing thousands of nested lists exhausts the stack, where reading them did not.
    return { document, written: JSON.stringify(document) };
  } catch (error) {
    throw new MalformedError("not JSON", { cause: error });
  }
}

/** @param {Date} date @returns {string} `YYYY-MM-DDTHH:MM:SSZ`, UTC, seconds cut */
export function formatTime(date) {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** @returns {string} the present time by this device's clock */
export function now() {
  return formatTime(new Date());
}

/**
 * Refuse a time that is not in the one writing, or not in the calendar. By hand: a catalogue holds tens of thousands.
 *
 * @param {string} text
 * @throws {MalformedError}
 */
export function checkTime(text) {
  if (!TIME.test(text)) throw new MalformedError("a time is not YYYY-MM-DDTHH:MM:SSZ");
  checkDay(text.slice(0, 10));
}

/**
 * @param {string} text in the form YYYY-MM-DD
 * @throws {MalformedError} when the calendar, which starts in the year 1, does not have it.
 */
export function checkDay(text) {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
  if (year < 1 || day < 1 || day > days) throw new MalformedError("a date is not in the calendar");
}

/** @param {string} text @returns {Date} @throws {MalformedError} as `checkTime`. */
export function parseTime(text) {
  checkTime(text);
  return new Date(text);
}
