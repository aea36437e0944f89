/**
 * Words about a film that hold no place: a film that says nothing else needs no copy. In a copy they go with all the others.
 *
 * Only short lists of known names: a title, a comment or a name of anything else may tell a place in words.
 */

/** @typedef {import("./boxes.js").Box} Box */

/** Object descriptors, and which track goes with which: numbers alone. */
const NUMBERS = new Set(["iods", "tref"]);
/** Maker, model, program and day; the name of a track. */
const WORDS = new Set(["\u00a9mak", "\u00a9mod", "\u00a9swr", "\u00a9too", "\u00a9enc", "\u00a9day", "name"]);
const KEYS = new Set([
  "com.android.version", "com.android.capture.fps", "com.android.manufacturer", "com.android.model", "com.apple.quicktime.make",
  "com.apple.quicktime.model", "com.apple.quicktime.software", "com.apple.quicktime.creationdate", "encoder",
]);
const KEY_LIMIT = 1000;
const KEYS_LIMIT = 1000;

/** @param {Box} box that a copy would drop; one that does not read is not known to be plain */
export function isPlain(box) {
  try {
    return isKnown(box);
  } catch {
    return false;
  }
}

/** @param {Box} box */
function isKnown(box) {
  if (NUMBERS.has(box.type)) return true;
  if (box.type === "meta") return isPlainList(box);
  return box.type === "udta" && box.children().every((child) => WORDS.has(child.type) || (child.type === "meta" && isPlainList(child)));
}

/** ISO writes a version first, QuickTime none. @param {Box} meta */
const childrenOf = (meta) => meta.children(meta.length >= 8 && meta.letters(4) === "hdlr" ? 0 : 4);

/** @param {Box} meta */
function isPlainList(meta) {
  const boxes = childrenOf(meta);
  const keys = boxes.find(({ type }) => type === "keys");
  const names = keys && keyNames(keys);
  const isNamed = (/** @type {Box} */ value) => KEYS.has(names?.[numberOf(value) - 1] ?? "");
  if (names) return names.every((name) => KEYS.has(name)) && boxes.every((box) => ["hdlr", "keys"].includes(box.type) || (box.type === "ilst" && box.children().every(isNamed)));
  return boxes.every((box) => box.type === "hdlr" || (box.type === "ilst" && box.children().every(({ type }) => WORDS.has(type))));
}

/** What is listed under a name of its own says its number where others say their type. @param {Box} value */
const numberOf = (value) => value.type.split("").reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0);

/** @param {Box} keys @returns {string[]} by their number, from 1 */
function keyNames(keys) {
  const names = [];
  const count = Math.min(keys.number(4), KEYS_LIMIT);
  for (let i = 0, at = 8; i < count; i += 1) {
    const size = keys.number(at);
    if (size < 8 || size > KEY_LIMIT) return [""];
    names.push(keys.letters(at + 8, size - 8));
    at += size;
  }
  return names;
}

/** What `meta` lists under names of its own. @param {Box} meta @returns {Map<string, string>} the first value of each, as text */
export function listed(meta) {
  const boxes = childrenOf(meta);
  const [keys, list] = ["keys", "ilst"].map((type) => boxes.find((box) => box.type === type));
  const found = new Map();
  if (!keys || !list) return found;
  const names = keyNames(keys);
  for (const [i, value] of list.children().entries()) {
    const data = value.children().find(({ type }) => type === "data");
    if (i < KEYS_LIMIT && data && data.length > 8) found.set(names[numberOf(value) - 1] ?? "", data.letters(8, Math.min(data.length - 8, KEY_LIMIT)));
  }
  return found;
}
