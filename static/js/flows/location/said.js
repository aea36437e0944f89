/**
 * What a film says of itself: when and where it was taken, and by what. Only proposed.
 *
 *  1. The names of Apple first, which give the time of the place; then `©xyz` and `loci` of other telephones.
 *  2. The day in the header of a film is in universal time: it is told in the time of this device, and only if it is likely.
 */

import { listed } from "./plain.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("../exif.js").Source} Source */

/** Seconds from 1904, where films begin to count, to 1970; and to 2000, before which no telephone filmed. */
const FROM_1904 = 2_082_844_800;
const FROM_2000 = FROM_1904 + 946_684_800;
const DEVICE_LIMIT = 300;
const FIXED = 65_536;
const APPLE = "com.apple.quicktime.";

/** @param {Box} moov @returns {Source} */
export function saidBy(moov) {
  const udta = moov.child("udta");
  const meta = moov.child("meta") ?? udta?.children().find(({ type }) => type === "meta");
  const names = meta ? listed(meta) : new Map();
  const [make, model] = [word(udta, "\u00a9mak") ?? names.get(`${APPLE}make`), word(udta, "\u00a9mod") ?? names.get(`${APPLE}model`)];
  const device = [make, model].filter(Boolean).map((text) => text.trim()).join(" ");
  return {
    taken_at: localTime(names.get(`${APPLE}creationdate`)) ?? headerTime(moov),
    place: placeOf(names.get(`${APPLE}location.ISO6709`)) ?? placeOf(word(udta, "\u00a9xyz")) ?? placeOfBox(udta?.children().find(({ type }) => type === "loci")),
    device: device === "" ? null : device.slice(0, DEVICE_LIMIT),
  };
}

/** A word of QuickTime: its length, its language, its letters. @param {Box | undefined} udta @param {string} type */
function word(udta, type) {
  const box = udta?.children().find((child) => child.type === type);
  if (!box || box.length < 4) return undefined;
  return box.letters(4, Math.min(box.number(0, 2), box.length - 4));
}

/** « +48.8583+002.2945+035/ » (ISO 6709). @param {string | undefined} text @returns {Source["place"]} */
function placeOf(text) {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/.exec(text ?? "");
  return match ? placed(Number(match[1]), Number(match[2])) : null;
}

/** 3GPP TS 26.244, 8.10: a name, a role, then longitude before latitude. @param {Box | undefined} loci @returns {Source["place"]} */
function placeOfBox(loci) {
  if (!loci || loci.length < 6) return null;
  const text = loci.bytes(6, loci.length);
  const isWide = text[0] === 0xfe && text[1] === 0xff;
  let at = 0;
  while (at < text.length && !(text[at] === 0 && (!isWide || text[at + 1] === 0))) at += isWide ? 2 : 1;
  at += 6 + (isWide ? 2 : 1) + 1;
  return at + 8 <= loci.length ? placed(loci.signed(at + 4) / FIXED, loci.signed(at) / FIXED) : null;
}

/** @param {number} lat @param {number} lon @returns {Source["place"]} none for what is no place, and for zeros */
function placed(lat, lon) {
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return isPlace ? { lat: lat.toFixed(6), lon: lon.toFixed(6) } : null;
}

/** « 2021-07-14T18:32:05+0200 ». @param {string | undefined} text @returns {string | null} */
function localTime(text) {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(text ?? "")?.[0] ?? null;
}

/** Rule 2. @param {Box} moov @returns {string | null} */
function headerTime(moov) {
  const header = moov.child("mvhd");
  if (!header) return null;
  const seconds = header.number(0, 1) === 1 ? header.number(4, 8) : header.number(4);
  if (seconds < FROM_2000) return null;
  const at = new Date((seconds - FROM_1904) * 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
