/**
 * What a member of a document can be: the small checks that `schema.js` puts together.
 *
 * Each is a shape, or makes one: a function that returns nothing, and raises UnsupportedError on a version or kind that is
 * not known, MalformedError on all else (2.6).
 */

import { INTEGER_MAX, LIST_LIMIT, VERSION } from "./constants.js";
import { checkDay, checkTime, unb64 } from "./encoding.js";
import { MalformedError, UnsupportedError } from "./errors.js";

/** @typedef {import("./encoding.js").Schema} Schema */

const FORMAT_MEMBERS = ["v", "kind", "kdf", "mode"]; // 2.6
const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** @param {unknown} value @returns {string} */
export function string(value) {
  if (typeof value !== "string") throw new MalformedError("a member is not text");
  return value;
}

/**
 * Texts are counted in code points, as the other language does: a quick look spares the count of nearly all of them.
 *
 * @param {number} limit in characters
 * @returns {Schema}
 */
export const text = (limit) => (value) => {
  const length = string(value).length;
  if (length > limit && (length > 2 * limit || [...string(value)].length > limit)) {
    throw new MalformedError("a text is too long");
  }
};

/** @param {number} low @param {number} [high] @returns {Schema} */
export const integer = (low, high = INTEGER_MAX) => (value) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < low || value > high) {
    throw new MalformedError("an integer is out of its bounds");
  }
};

/**
 * Canonical base64url of so many bytes, told by its last character: decoding each id of 10,000 rows would be slow.
 *
 * @param {number} length in bytes
 * @returns {Schema}
 */
export function bytes(length) {
  const last = ["[\\w-]", "[AQgw]", "[AEIMQUYcgkosw048]"].at(length % 3);
  const form = new RegExp(`^[\\w-]{${Math.ceil((length * 4) / 3) - 1}}${last}$`);
  return (value) => {
    if (!form.test(string(value))) throw new MalformedError("bytes are not base64url of their length");
  };
}

/** Base64url of 1 to `limit` bytes. @param {number} limit @returns {Schema} */
export const bytesUpTo = (limit) => (value) => {
  const { length } = unb64(string(value));
  if (length < 1 || length > limit) throw new MalformedError("bytes have the wrong length");
};

/** @type {Schema} */
export const time = (value) => {
  checkTime(string(value));
};

/** @type {Schema} */
export const nothing = (value) => {
  if (value !== null) throw new MalformedError("a reserved member is not null");
};

/** @param {Schema} shape @returns {Schema} */
export const nullable = (shape) => (value) => {
  if (value !== null) shape(value);
};

/** @param {...string} words @returns {Schema} */
export const choice = (...words) => (value) => {
  if (!words.includes(string(value))) throw new MalformedError("a word is not one of its list");
};

/** @param {...string} words @returns {Schema} */
export const known = (...words) => (value) => {
  if (!words.includes(string(value))) throw new UnsupportedError("a document is of a kind that is not known");
};

/** @type {Schema} */
export const version = (value) => {
  integer(0)(value);
  if (value !== VERSION) throw new UnsupportedError("a document is of a version that is not known");
};

/** @param {unknown} value @param {number} [limit] @returns {unknown[]} */
function entries(value, limit = Infinity) {
  if (!Array.isArray(value) || value.length > limit) throw new MalformedError("a list is too long, or is no list");
  return value;
}

/** @param {Schema} shape @param {number} [limit] in entries @returns {Schema} */
export const list = (shape, limit = LIST_LIMIT) => (value) => {
  for (const entry of entries(value, limit)) shape(entry);
};

/** @param {...Schema} shapes @returns {Schema} */
export const tuple = (...shapes) => (value) => {
  const found = entries(value);
  if (found.length !== shapes.length) throw new MalformedError("a list does not have its number of entries");
  shapes.forEach((shape, i) => shape(found[i]));
};

/** @type {Schema} */
export const boolean = (value) => {
  if (typeof value !== "boolean") throw new MalformedError("a member is neither true nor false");
};

/** @param {unknown} value @returns {Record<string, any>} */
export function object(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MalformedError("a member is not an object");
  }
  return value;
}

/**
 * An object that has exactly these members in this order; what tells its format speaks first.
 *
 * @param {Record<string, Schema>} shapes
 * @returns {Schema}
 */
export function members(shapes) {
  const wanted = Object.entries(shapes);
  const first = wanted.filter(([name]) => FORMAT_MEMBERS.includes(name));
  return (value) => {
    const found = object(value);
    for (const [name, shape] of first) if (Object.hasOwn(found, name)) shape(found[name]);
    const written = Object.keys(found);
    if (written.length !== wanted.length || wanted.some(([name], i) => name !== written[i])) {
      throw new MalformedError("an object does not have exactly its members in order");
    }
    for (const [name, shape] of wanted) shape(found[name]);
  };
}

/**
 * An object whose member `kind` picks the shape of the whole.
 *
 * @param {Record<string, Schema>} shapes
 * @returns {Schema}
 */
export function byKind(shapes) {
  const checkKind = known(...Object.keys(shapes));
  const byName = new Map(Object.entries(shapes));
  return (value) => {
    const found = object(value);
    checkKind(found.kind);
    byName.get(found.kind)?.(found);
  };
}

/** @type {Schema} */
export const date = (value) => {
  const written = string(value);
  if (!DATE.test(written)) throw new MalformedError("a date is not YYYY, YYYY-MM or YYYY-MM-DD");
  checkDay(written + "-01-01".slice(written.length - 4));
};

/** @type {Schema} */
export const clock = (value) => {
  if (!CLOCK.test(string(value))) throw new MalformedError("a time of day is not HH:MM");
};

/**
 * Strictly ascending: no order is left to choose, nothing is there twice.
 *
 * @template {number | Uint8Array} T
 * @param {T[]} keys
 * @param {(a: T, b: T) => number} [compare]
 * @throws {MalformedError} when they are not.
 */
export function ascending(keys, compare = (a, b) => Number(a) - Number(b)) {
  for (const [i, key] of keys.slice(1).entries()) {
    if (compare(/** @type {T} */ (keys[i]), key) >= 0) throw new MalformedError("a list is not in ascending order");
  }
}
