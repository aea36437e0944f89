/**
 * What a film, a sound or a picture in boxes (MP4, MOV, 3GP, M4A, HEIC, AVIF) holds beside what is seen and heard, and how it is
 * blanked in place: every byte that is kept stays where it was, so that no table of places needs to change.
 *
 *  1. Only what is needed to see and hear is kept, by name. There are dozens of ways to write a position, and new ones every year:
 *     a list of what tells one would never be whole.
 *  2. What is not kept becomes a `free` box of zeros, of the same length.
 *  3. Tracks that are neither picture nor sound go wholly: positions are kept in tracks of their own, and in subtitles.
 *  4. Between the pictures and sounds that are kept, the media data is zeros.
 *  5. The file is walked header by header; only `moov`, `moof` and `meta` are read, within bounds. What does not read is refused.
 *  6. `told` names what was dropped, but for a few words that hold no place (the maker, the program, the day): a film that holds
 *     nothing else, in `rest` neither, needs no copy.
 */

import { Box, Budget, readHeader, unreadable } from "./boxes.js";
import { maySayMore } from "./chunks.js";
import { EMPTY_EXIF, itemsOf } from "./heif.js";
import { Patches, areZeros, between, firstAfter, isZeros, merged } from "./patches.js";
import { isPlain } from "./plain.js";
import { RANGES_LIMIT, chunksOf, runsOfFragment } from "./samples.js";

/** @typedef {import("./patches.js").Range} Range */
/** @typedef {import("./patches.js").Ranged} Ranged */
/** @typedef {{ [type: string]: Tree | true }} Tree what is kept: a box whole, or some of its children */

/**
 * @typedef {object} Survey
 * @property {Patches} patches what makes the copy
 * @property {string[]} told what it holds beside picture and sound
 * @property {Range[]} rest of the media data, what is neither picture nor sound nor an item: it is blanked unread, and may tell too
 * @property {Box | undefined} moov
 */

/** Bytes of a box that is read whole, and of all of them. */
const BOX_LIMIT = 64 * 1024 * 1024;
const BOXES_LIMIT = 2 * BOX_LIMIT;
const SEEN_AND_HEARD = new Set(["vide", "soun", "pict", "auxv"]);
const EMPTY = new Set(["free", "skip", "wide"]);
/** Kept as they are: brands and indexes. */
const WHOLE = new Set(["ftyp", "styp", "sidx", "ssix", "mfra", "pdin"]);

/** @param {string} types @returns {Tree} */
const whole = (types) => Object.fromEntries(types.split(" ").map((type) => [type, /** @type {const} */ (true)]));

/** @type {Tree} */
const TRACK = {
  tkhd: true,
  tapt: whole("clef prof enof"),
  edts: whole("elst"),
  mdia: {
    ...whole("mdhd hdlr elng"),
    minf: {
      ...whole("vmhd smhd nmhd hdlr"),
      dinf: whole("dref"),
      stbl: whole("stsd stts ctts cslg stss stps stsc stsz stz2 stco co64 sdtp sgpd sbgp stsh padb"),
    },
  },
};
/** @type {Tree} */
const EXTENDS = whole("mehd trex leva");
const PART = whole("tfhd tfdt trun sdtp sbgp sgpd");
/** @type {Tree} */
const PICTURE = {
  ...whole("hdlr pitm iinf iloc iref grpl dinf idat"),
  iprp: { ipma: true, ipco: whole("hvcC av1C avcC lhvC vvcC jpgC j2kH uncC cmpd ispe pixi colr irot imir clap pasp auxC clli mdcv cclv amve ndwt lsel a1lx a1op oinf tols rloc") },
};

/** @param {Ranged} file @returns {Promise<Survey>} @throws {import("../errors.js").FlowError} `no_copy`: rule 5. */
export async function survey(file) {
  const walk = new Walk(file);
  await walk.run();
  return walk.result();
}

class Walk {
  #file;
  #budget = new Budget();
  #patches = new Patches();
  /** @type {string[]} */
  #told = [];
  /** @type {Range[]} where pictures and sounds lie */
  #kept = [];
  /** @type {Range[]} */
  #media = [];
  /** @type {Box | undefined} */
  #moov;
  /** @type {Box[]} */
  #fragments = [];
  /** @type {Range[]} where items lay that are not kept */
  #dropped = [];
  #held = 0;
  /** @type {Map<number, { kept: boolean, size: number }>} */
  #tracks = new Map();

  /** @param {Ranged} file */
  constructor(file) {
    this.#file = file;
  }

  /** Rule 5. */
  async run() {
    const { size } = this.#file;
    for (let at = 0; at < size; ) {
      const head = await this.#file.read(at, Math.min(at + 16, size));
      if (head.length < 8 && head.every((byte) => byte === 0)) break;
      const box = readHeader(head, size - at);
      this.#budget.spend();
      await this.#top(box.type, at, at + box.head, at + box.size);
      at += box.size;
    }
  }

  /** @param {string} type @param {number} start @param {number} body @param {number} end */
  async #top(type, start, body, end) {
    if (WHOLE.has(type)) return;
    if (type === "mdat") return void this.#media.push({ start: body, end });
    if (type === "moov") return this.#movie(await this.#whole(start, end));
    if (type === "moof") return void this.#fragments.push(await this.#whole(start, end));
    if (type === "meta") return this.#about(await this.#whole(start, end));
    await this.#look(type, body, end);
    this.#blank(type, start, body, end);
  }

  /** @param {number} start @param {number} end @returns {Promise<Box>} */
  async #whole(start, end) {
    this.#held += end - start;
    if (end - start > BOX_LIMIT || this.#held > BOXES_LIMIT) throw unreadable();
    return new Box(await this.#file.read(start, end), start, this.#budget);
  }

  /** Rule 2. @param {string} type @param {number} start @param {number} body @param {number} end */
  #blank(type, start, body, end) {
    if (!EMPTY.has(type)) this.#patches.write(start + 4, letters("free"));
    this.#patches.zero(body, end);
  }

  /** Some cameras write the way that was taken into what is called free. @param {string} type @param {number} body @param {number} end */
  async #look(type, body, end) {
    const isEmpty = EMPTY.has(type) && (await areZeros(this.#file, [{ start: body, end }]));
    if (!isEmpty) this.#told.push(type);
  }

  /** @param {Box} box */
  #drop(box) {
    const isEmpty = EMPTY.has(box.type) && isZeros(box.bytes(0, box.length));
    if (!isEmpty && !isPlain(box)) this.#told.push(box.type);
    this.#blank(box.type, box.start, box.body, box.end);
  }

  /** Rule 1. @param {Box} box @param {Tree} tree @param {number} [at] where its children begin */
  #prune(box, tree, at = 0) {
    for (const child of box.children(at)) {
      const rule = Object.hasOwn(tree, child.type) ? tree[child.type] : undefined;
      if (rule === undefined) this.#drop(child);
      else if (rule !== true) this.#prune(child, rule);
    }
  }

  /** @param {Box} moov */
  #movie(moov) {
    if (this.#moov) throw unreadable();
    this.#moov = moov;
    for (const child of moov.children()) {
      if (child.type === "trak") this.#track(child);
      else if (child.type === "mvex") this.#prune(child, EXTENDS);
      else if (child.type !== "mvhd") this.#drop(child);
    }
  }

  /** @param {Range[]} ranges */
  #keep(ranges) {
    if (this.#kept.length + ranges.length > RANGES_LIMIT) throw unreadable();
    for (const range of ranges) this.#kept.push(range);
  }

  /** Rule 3. @param {Box} trak */
  #track(trak) {
    const number = trackNumber(need(trak.child("tkhd")));
    const handler = need(need(trak.child("mdia")).child("hdlr")).letters(8);
    const kept = SEEN_AND_HEARD.has(handler);
    if (this.#tracks.has(number)) throw unreadable();
    this.#tracks.set(number, { kept, size: 0 });
    if (!kept) {
      if (handler !== "tmcd") this.#told.push(`trak/${handler}`);
      return this.#blank("trak", trak.start, trak.body, trak.end);
    }
    this.#prune(trak, TRACK);
    const table = need(need(need(trak.child("mdia")).child("minf")).child("stbl"));
    this.#keep(chunksOf(table, handler === "soun"));
  }

  /** Of a picture, or words about a film. @param {Box} meta */
  async #about(meta) {
    const boxes = meta.length >= 12 && meta.letters(8) === "hdlr" ? meta.children(4) : [];
    if (boxes[0]?.letters(8) !== "pict") return this.#drop(meta);
    this.#prune(meta, PICTURE, 4);
    const { kept, dropped, files } = itemsOf(boxes);
    this.#keep(kept);
    for (const { type, body: start, end } of boxes) if (type === "idat") this.#media.push({ start, end });
    for (const { start, end } of files) await this.#pixelsOnly(start, end);
    for (const { type, extents } of dropped) await this.#item(type, extents);
  }

  /** @param {number} start @param {number} end */
  async #pixelsOnly(start, end) {
    this.#held += end - start;
    if (end > this.#file.size || this.#held > BOXES_LIMIT || maySayMore(await this.#file.read(start, end), "image/jpeg")) throw unreadable();
  }

  /** One that is not kept; a copy has it still, blank. @param {string} type @param {Range[]} extents */
  async #item(type, extents) {
    this.#dropped.push(...extents);
    const [first] = extents;
    const blank = type === "Exif" && first && first.end - first.start >= EMPTY_EXIF.length ? EMPTY_EXIF : new Uint8Array();
    if (first) this.#patches.write(first.start, blank);
    for (const range of extents) {
      this.#held += range.end - range.start;
      if (range.end > this.#file.size || this.#held > BOXES_LIMIT) throw unreadable();
      const bytes = await this.#file.read(range.start, range.end);
      if (!bytes.every((byte, i) => byte === ((range === first && blank[i]) || 0))) this.#told.push(`item/${type}`);
    }
  }

  /** Fragments may come before the film that they are of says so. @returns {Survey} */
  result() {
    for (const trex of this.#moov?.child("mvex")?.children().filter(({ type }) => type === "trex") ?? []) {
      const track = this.#tracks.get(trex.number(4));
      if (track) track.size = trex.number(16);
    }
    for (const moof of this.#fragments) this.#fragment(moof);
    return { patches: this.#patches, told: this.#told, rest: this.#blankBetween(), moov: this.#moov };
  }

  /** @param {Box} moof */
  #fragment(moof) {
    for (const child of moof.children()) {
      if (child.type === "traf") this.#part(child);
      else if (child.type !== "mfhd") this.#drop(child);
    }
    this.#keep(runsOfFragment(moof, this.#tracks));
  }

  /** @param {Box} traf */
  #part(traf) {
    const track = this.#tracks.get(need(traf.child("tfhd")).number(4));
    if (track?.kept) this.#prune(traf, PART);
    else this.#blank("traf", traf.start, traf.body, traf.end);
  }

  /** Rule 4: what does not lie in media data, kept or not, is refused, and a file of which nothing would be left. @returns {Range[]} */
  #blankBetween() {
    const [kept, media] = [merged(this.#kept), merged(this.#media)];
    if (kept.length === 0) throw unreadable();
    for (const { start, end } of kept.concat(this.#dropped)) {
      const around = media[firstAfter(media, start)];
      if (!around || around.start > start || around.end < end) throw unreadable();
    }
    for (const { start, end } of between(media, kept)) this.#patches.zero(start, end);
    return between(media, merged(kept.concat(this.#dropped)));
  }
}

/** @param {string} text */
const letters = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** @param {Box} tkhd */
const trackNumber = (tkhd) => tkhd.number(tkhd.number(0, 1) === 1 ? 20 : 12);

/** @template T @param {T | undefined} found @returns {T} */
function need(found) {
  if (found === undefined) throw unreadable();
  return found;
}
