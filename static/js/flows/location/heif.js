/**
 * The items of a picture kept as HEIC, HEIF or AVIF (ISO 23008-12): which are pixels, and where they lie.
 *
 *  1. Pixels are kept, with their thumbnails, depth and gain; any other item is dropped: Exif, XMP and whatever a maker adds.
 *  2. A dropped Exif becomes an empty one, so that no reader takes the picture for a broken one.
 *  3. Pixels that are a JPEG of their own may say more than pixels: they are told apart, to be looked into.
 *  4. An item made of others, of another file, or of bytes that a dropped one shares, is refused.
 */

import { unreadable } from "./boxes.js";
import { firstAfter, merged } from "./patches.js";
import { RANGES_LIMIT } from "./samples.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./patches.js").Range} Range */
/** @typedef {{ kept: Range[], files: Range[], dropped: { type: string, extents: Range[] }[] }} Items */

/** Rule 1. Coded pictures, and those put together from coded ones. */
const PIXELS = new Set(["hvc1", "hev1", "lhv1", "avc1", "av01", "vvc1", "jpeg", "j2k1", "unci", "grid", "iden", "iovl", "tmap"]);
/** Rule 2: where the TIFF begins, its order of bytes, and a first directory of no entries, which is the last. */
export const EMPTY_EXIF = Uint8Array.of(0, 0, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0);

/** @param {Box[]} boxes of `meta` @returns {Items} */
export function itemsOf(boxes) {
  const find = (/** @type {string} */ type) => boxes.find((box) => box.type === type);
  const [infos, places] = [find("iinf"), find("iloc")];
  if (!infos || !places || boxes.filter(({ type }) => type === "iinf" || type === "iloc").length !== 2) throw unreadable();
  const types = typesOf(infos);
  const extents = extentsOf(places, find("idat"));
  /** @type {Items} */
  const items = { kept: [], files: [], dropped: [] };
  for (const [id, ranges] of extents) {
    const type = types.get(id) ?? "";
    if (PIXELS.has(type)) for (const range of ranges) items.kept.push(range);
    else items.dropped.push({ type, extents: ranges });
    if (type === "jpeg" && ranges.length > 1) throw unreadable();
    if (type === "jpeg") items.files.push(...ranges);
  }
  if (![...types].some(([id, type]) => PIXELS.has(type) && extents.has(id))) throw unreadable();
  checkApart(items);
  return items;
}

/** @param {Box} iinf @returns {Map<number, string>} type of each item */
function typesOf(iinf) {
  const wide = iinf.number(0, 1) > 0;
  const types = new Map();
  for (const box of iinf.children(wide ? 8 : 6)) {
    if (box.type !== "infe") continue;
    const version = box.number(0, 1);
    if (version !== 2 && version !== 3) throw unreadable();
    const width = version === 2 ? 2 : 4;
    const id = box.number(4, width);
    if (types.has(id)) throw unreadable();
    types.set(id, box.letters(4 + width + 2));
  }
  return types;
}

/** @param {Box} iloc @param {Box | undefined} idat @returns {Map<number, Range[]>} by item */
function extentsOf(iloc, idat) {
  const version = iloc.number(0, 1);
  if (version > 2) throw unreadable();
  const widths = iloc.number(4, 2);
  const [offset, length, base, index] = [12, 8, 4, 0].map((bits) => (widths >> bits) & 0xf);
  let at = 6;
  const take = (/** @type {number} */ width) => {
    if (width === 0) return 0;
    if (width !== 2 && width !== 4 && width !== 8) throw unreadable();
    at += width;
    return iloc.number(at - width, width);
  };
  const found = new Map();
  let count = 0;
  for (let left = take(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 0xf;
    if (take(2) !== 0 || method > 1 || found.has(id)) throw unreadable(); // 4
    const from = take(base ?? 0) + (method === 1 ? need(idat).body : 0);
    const pieces = take(2);
    count += pieces;
    if (count > RANGES_LIMIT) throw unreadable();
    const ranges = Array.from({ length: pieces }, () => {
      if (version > 0) take(index ?? 0);
      const start = from + take(offset ?? 0);
      return { start, end: start + take(length ?? 0) };
    });
    if (ranges.some(({ start, end }) => end <= start || !Number.isSafeInteger(end))) throw unreadable();
    found.set(id, ranges);
  }
  return found;
}

/** @param {Box | undefined} box @returns {Box} */
function need(box) {
  if (!box) throw unreadable();
  return box;
}

/** Rule 4. @param {Items} items */
function checkApart({ kept, dropped }) {
  const ranges = merged(kept);
  for (const { start, end } of dropped.flatMap(({ extents }) => extents)) {
    if ((ranges[firstAfter(ranges, start)]?.start ?? Infinity) < end) throw unreadable();
  }
}
