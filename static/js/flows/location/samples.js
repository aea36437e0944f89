/**
 * Where the pictures and sounds of a film lie, so that all else between them can be blanked (ISO 14496-12, 8.6 to 8.8).
 *
 * Chunks are listed by the tables of a track, or run after run by fragments. A sound whose samples are all of one size may mean
 * frames by it: then the description says how many bytes these are (QuickTime File Format, sound sample descriptions), or it is refused.
 */

import { unreadable } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./patches.js").Range} Range */

/** Chunks and runs of one film: three of an hour have some 700,000. */
export const RANGES_LIMIT = 2_000_000;

/** Flags of `tfhd` and `trun`. */
const BASE = 0x1, DESCRIPTION = 0x2, FRAGMENT_DURATION = 0x8, FRAGMENT_SIZE = 0x10, FROM_MOOF = 0x20000;
const OFFSET = 0x1, FIRST_FLAGS = 0x4, DURATION = 0x100, SIZE = 0x200, FLAGS = 0x400, COMPOSITION = 0x800;

/** Bytes of one channel of sound that is not compressed; of the others, their description says how many bits. */
const PLAIN_SOUND = new Map([["ulaw", 1], ["alaw", 1], ["in24", 3], ["in32", 4], ["fl32", 4], ["fl64", 8]]);
const BY_BITS = new Set(["raw ", "NONE", "twos", "sowt"]);

/** @param {Box} box @param {number} mask */
const flagged = (box, mask) => (box.number(0) & mask) !== 0;

/** @param {Box} parent @param {string} type @returns {Box} */
function need(parent, type) {
  const found = parent.child(type);
  if (!found) throw unreadable();
  return found;
}

/**
 * @param {Box} table `stbl`
 * @param {boolean} isSound
 * @returns {Range[]} one for each chunk
 */
export function chunksOf(table, isSound) {
  const offsets = table.child("stco") ?? need(table, "co64");
  const width = offsets.type === "stco" ? 4 : 8;
  const count = offsets.number(4);
  if (count > RANGES_LIMIT) throw unreadable();
  const sizes = new Sizes(table, isSound);
  const runs = runsOf(need(table, "stsc"));
  const ranges = [];
  for (let chunk = 0, run = 0; chunk < count; chunk += 1) {
    while ((runs[run + 1]?.first ?? Infinity) <= chunk + 1) run += 1;
    const start = offsets.number(8 + chunk * width, width);
    const end = start + sizes.next(runs[run]?.samples ?? 0);
    if (!Number.isSafeInteger(end)) throw unreadable();
    ranges.push({ start, end });
  }
  return ranges;
}

/** @param {Box} stsc @returns {{ first: number, samples: number }[]} */
function runsOf(stsc) {
  const count = stsc.number(4);
  if (count > stsc.length / 12) throw unreadable();
  return Array.from({ length: count }, (_, i) => ({ first: stsc.number(8 + 12 * i), samples: stsc.number(12 + 12 * i) }));
}

/** Sizes of samples, one after the other. */
class Sizes {
  #box;
  #constant = 0;
  /** Of a sound: bytes that so many frames take together. */
  #packet = { bytes: 0, frames: 1 };
  #bits = 32;
  #count;
  #next = 0;

  /** @param {Box} table @param {boolean} isSound */
  constructor(table, isSound) {
    this.#box = table.child("stsz") ?? need(table, "stz2");
    if (this.#box.type === "stz2") this.#bits = this.#box.number(7, 1);
    else this.#constant = this.#box.number(4);
    if (![4, 8, 16, 32].includes(this.#bits)) throw unreadable();
    if (isSound && this.#constant !== 0) this.#packet = packetOf(need(table, "stsd"), this.#constant);
    this.#count = this.#box.number(8);
  }

  /** @param {number} samples @returns {number} bytes of the next ones */
  next(samples) {
    const taken = Math.min(samples, this.#count - this.#next);
    const from = this.#next;
    this.#next += taken;
    const { bytes, frames } = this.#packet;
    if (this.#constant !== 0) return bytes === 0 ? taken * this.#constant : Math.ceil(taken / frames) * bytes;
    let sum = 0;
    for (let i = from; i < from + taken; i += 1) sum += this.#one(i);
    return sum;
  }

  /** @param {number} i */
  #one(i) {
    if (this.#bits === 32) return this.#box.number(12 + 4 * i);
    if (this.#bits === 16) return this.#box.number(12 + 2 * i, 2);
    if (this.#bits === 8) return this.#box.number(12 + i, 1);
    const pair = this.#box.number(12 + (i >> 1), 1);
    return i % 2 === 0 ? pair >> 4 : pair & 0xf;
  }
}

/**
 * What all descriptions of a sound say: one that is put together from several may change its own in the middle.
 *
 * @param {Box} stsd
 * @param {number} constant
 */
function packetOf(stsd, constant) {
  const [first, ...others] = stsd.children(8).map((entry) => describedBy(entry, constant));
  if (!first || others.some(({ bytes, frames }) => bytes !== first.bytes || frames !== first.frames)) throw unreadable();
  return first;
}

/**
 * What one description says. Sound that is not compressed takes what its description says: some cameras write another size.
 * Otherwise a size of one stands for a frame, which old descriptions count in packets.
 *
 * @param {Box} entry
 * @param {number} constant
 * @returns {{ bytes: number, frames: number }}
 */
function describedBy(entry, constant) {
  const [version, channels] = [entry.number(8, 2), entry.number(16, 2)];
  if (version === 2 && entry.number(60) === 1) return { bytes: Math.max(constant, entry.number(56)), frames: 1 };
  const [frames, bytes] = version === 1 ? [entry.number(28), entry.number(36)] : [0, 0];
  const one = PLAIN_SOUND.get(entry.type) ?? (BY_BITS.has(entry.type) ? Math.ceil(entry.number(18, 2) / 8) : 0);
  if (one > 0) return { bytes: Math.max(constant, one * channels, frames === 1 ? bytes : 0), frames: 1 };
  if (constant > 1) return { bytes: constant, frames: 1 };
  if (frames === 0 || bytes === 0) throw unreadable();
  return { bytes, frames };
}

/**
 * @param {Box} moof
 * @param {Map<number, { kept: boolean, size: number }>} tracks by their number; size: of a sample, unless a fragment says its own
 * @returns {Range[]} of the tracks that are kept
 */
export function runsOfFragment(moof, tracks) {
  const ranges = [];
  let after = moof.start;
  let isMissed = false;
  for (const traf of moof.children().filter(({ type }) => type === "traf")) {
    const header = fragmentHeader(need(traf, "tfhd"), moof.start, after);
    const track = tracks.get(header.track);
    // Its place is told by a track before it that a copy would not hold.
    if (!track || (track.kept && isMissed && header.isAfter)) throw unreadable();
    isMissed ||= !track.kept;
    let at = header.base;
    for (const run of traf.children().filter(({ type }) => type === "trun")) {
      const range = runRange(run, header.base, at, header.size ?? track.size);
      at = after = range.end;
      if (track.kept) ranges.push(range);
    }
  }
  return ranges;
}

/** @param {Box} tfhd @param {number} moof @param {number} after where the track before ended */
function fragmentHeader(tfhd, moof, after) {
  let at = 8;
  const isAfter = !flagged(tfhd, BASE) && !flagged(tfhd, FROM_MOOF);
  const base = flagged(tfhd, BASE) ? tfhd.number(at, 8) : isAfter ? after : moof;
  if (flagged(tfhd, BASE)) at += 8;
  for (const mask of [DESCRIPTION, FRAGMENT_DURATION]) if (flagged(tfhd, mask)) at += 4;
  return { track: tfhd.number(4), base, isAfter, size: flagged(tfhd, FRAGMENT_SIZE) ? tfhd.number(at) : undefined };
}

/** @param {Box} trun @param {number} base @param {number} after the run before @param {number} size of a sample, unless it says its own @returns {Range} */
function runRange(trun, base, after, size) {
  const count = trun.number(4);
  let at = 8;
  const start = flagged(trun, OFFSET) ? base + trun.signed(at) : after;
  for (const mask of [OFFSET, FIRST_FLAGS]) if (flagged(trun, mask)) at += 4;
  const width = [DURATION, SIZE, FLAGS, COMPOSITION].filter((mask) => flagged(trun, mask)).length * 4;
  if (!flagged(trun, SIZE)) return ranged(start, count * size);
  const place = flagged(trun, DURATION) ? 4 : 0;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += trun.number(at + i * width + place);
  return ranged(start, sum);
}

/** @param {number} start @param {number} length @returns {Range} */
function ranged(start, length) {
  if (start < 0 || !Number.isSafeInteger(start + length)) throw unreadable();
  return { start, end: start + length };
}
