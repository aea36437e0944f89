/** Films and pictures in boxes: what a copy keeps, what it blanks, and what is refused, on files that lie. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { noSource, readSource } from "../../../static/js/flows/exif.js";
import { blankedCopy, kindOf, saidByFilm, wayOf } from "../../../static/js/flows/location.js";
import { mayMove, maySayMore } from "../../../static/js/flows/location/chunks.js";
import { Patches } from "../../../static/js/flows/location/patches.js";

const letters = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const join = (parts) => Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? letters(part) : part)]));
const u = (width, value) => Uint8Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** (width - 1 - i)) % 256);
const u32 = (...values) => join(values.map((value) => u(4, value)));
const u16 = (...values) => join(values.map((value) => u(2, value)));
const box = (type, ...parts) => join([u32(8 + join(parts).length), type, ...parts]);
const wideBox = (type, ...parts) => join([u32(1), type, u(8, 16 + join(parts).length), ...parts]);
const text = (bytes) => String.fromCharCode(...bytes);

const PLACE = "+48.8583+002.2945/";
const XYZ = box("\u00a9xyz", u16(PLACE.length, 0x15c7), PLACE);

/** A file in memory that counts what is read of it. */
function fileOf(...parts) {
  const bytes = join(parts);
  const file = {
    bytes, size: bytes.length, most: 0,
    async read(start, end) {
      file.most = Math.max(file.most, end - start);
      return bytes.slice(start, end);
    },
    async *pieces(size) {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    },
  };
  return file;
}

async function written(copy, size = 7) {
  const pieces = [];
  for await (const piece of copy.pieces(size)) pieces.push(structuredClone(piece, { transfer: [piece.buffer] }));
  return join(pieces);
}

/** A track of one chunk of one sample. */
function track(number, handler, offset, size) {
  const table = box("stbl", box("stsd", u32(0, 0)), box("stts", u32(0, 0)), box("stsc", u32(0, 1, 1, 1, 1)), box("stsz", u32(0, 0, 1, size)), box("stco", u32(0, 1, offset)));
  return box("trak", box("tkhd", u32(0, 0, 0, number)), box("mdia", box("mdhd", u32(0)), box("hdlr", u32(0, 0), handler, u32(0)), box("minf", table)));
}

const FTYP = box("ftyp", "qt  ", u32(0));
const MVHD = box("mvhd", u32(0, 0, 0, 0));
/** Where media data begins in `film`. */
const MEDIA = FTYP.length + 8;

/** Picture, then a position of the track beside it, then sound. */
const film = (...more) => [FTYP, box("mdat", "PICTURE", "+48.85 ", "SOUND"), box("moov", MVHD, track(1, "vide", MEDIA, 7), track(2, "meta", MEDIA + 7, 7), track(3, "soun", MEDIA + 14, 5), ...more)];

const copyOf = (file) => blankedCopy(file, { name: "a.mov", type: "video/quicktime" });
const refused = (...parts) => assert.rejects(copyOf(fileOf(...parts)), { code: "no_copy" });

test("a copy keeps picture and sound at their places, and nothing else", async () => {
  const file = fileOf(...film(box("udta", XYZ), box("meta", u32(0))), box("uuid", "0123456789abcdef", PLACE), box("free", PLACE));
  const copy = await copyOf(file);
  for (const size of [1, 7, 4096]) {
    const bytes = await written(copy, size);
    assert.equal(bytes.length, file.size);
    assert.equal(text(bytes.slice(MEDIA, MEDIA + 19)), "PICTURE\0\0\0\0\0\0\0SOUND");
    for (const gone of ["48.85", "\u00a9xyz", "udta", "uuid", "meta"]) assert.ok(!text(bytes).includes(gone), gone);
  }
  assert.equal(text(file.bytes.slice(MEDIA + 7, MEDIA + 13)), "+48.85");
  assert.deepEqual(new Uint8Array(await copy.arrayBuffer()), await written(copy));
});

test("a film that holds only picture and sound, or who made it, needs no copy", async () => {
  const plain = (...more) => fileOf(FTYP, box("free"), box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA + 8, 7), ...more));
  assert.equal(await copyOf(plain()), null);
  const keys = (name) => box("meta", u32(0), box("hdlr", u32(0, 0), "mdta"), box("keys", u32(0, 1), box("mdta", name)), box("ilst", box("\0\0\0\x01", box("data", u32(1, 0), "x"))));
  assert.equal(await copyOf(plain(box("udta", box("\u00a9too", "x")))), null);
  assert.equal(await copyOf(plain(keys("com.android.version"))), null);
  assert.notEqual(await copyOf(plain(keys("com.android.somewhere"))), null);
  assert.notEqual(await copyOf(plain(box("udta", box("\u00a9cmt", "x")))), null);
});

test("what is called free, and holds something, is blanked", async () => {
  const bytes = await written(await copyOf(fileOf(FTYP, box("mdat", "PICTURE"), box("free", "freeGPS ", PLACE), box("moov", MVHD, track(1, "vide", MEDIA, 7)))));
  assert.ok(!text(bytes).includes("GPS") && text(bytes).includes("PICTURE"));
});

test("what lies between pictures, and is of no track, makes a film need a copy", async () => {
  const made = (between) => fileOf(FTYP, box("mdat", "PICTURE", between), box("moov", MVHD, track(1, "vide", MEDIA, 7)));
  assert.equal(await copyOf(made("\0\0\0")), null);
  const bytes = text(await written(await copyOf(made(`freeGPS ${PLACE}`))));
  assert.ok(bytes.includes("PICTURE") && !bytes.includes("48.85"));
});

test("a box of megabytes that is dropped leaves a copy that passes", async () => {
  const copy = await copyOf(fileOf(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA, 7)), join([u32(8 + 3_000_000), "mpvd", new Uint8Array(2_999_990), PLACE.slice(0, 10)])));
  assert.ok(copy);
  assert.equal(await copyOf(copy), null);
});

test("a film of very many boxes that go is copied soon", async () => {
  const many = join(Array.from({ length: 30_000 }, () => box("uuid", "x")));
  const started = performance.now();
  assert.ok(await copyOf(fileOf(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA, 7)), many)));
  assert.ok(performance.now() - started < 10_000);
});

test("words are plain only under a name that is known", async () => {
  const listed = (number, names) => box("meta", u32(0), box("hdlr", u32(0, 0), "mdta"), box("keys", u32(0, names.length), ...names.map((name) => box("mdta", name))), box("ilst", box(number, box("data", u32(1, 0), PLACE))));
  const made = (...more) => copyOf(fileOf(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA, 7), ...more)));
  assert.equal(await made(listed("\0\0\0\x01", ["encoder"])), null);
  assert.ok(await made(listed("\0\0\0\x02", ["encoder"])));
  assert.ok(await made(listed("\u00a9xyz", [])));
});

test("runs of fragments are kept, those of other tracks and the rest are not", async () => {
  const empty = (number, handler) => box("trak", box("tkhd", u32(0, 0, 0, number)), box("mdia", box("hdlr", u32(0, 0), handler), box("minf", box("stbl", box("stsc", u32(0, 0)), box("stsz", u32(0, 0, 0)), box("stco", u32(0, 0))))));
  const init = box("moov", MVHD, empty(1, "vide"), empty(2, "meta"), box("mvex", box("trex", u32(0, 1, 1, 0, 4, 0)), box("trex", u32(0, 2, 1, 0, 3, 0))));
  const part = (number, data, samples, flags = 0x20000) => box("traf", box("tfhd", u32(flags, number)), box("trun", u32(1, samples, data)));
  const moof = (data) => box("moof", box("mfhd", u32(0, 1)), part(1, data, 2), part(2, data + 8, 1));
  const file = fileOf(FTYP, init, moof(moof(0).length + 8), box("mdat", "PICTURES", "WAY", "REST"));
  const bytes = text(await written(await copyOf(file)));
  assert.ok(bytes.includes("PICTURES\0\0\0\0\0\0\0"));
  assert.ok(!bytes.includes("WAY") && !bytes.includes("REST"));
  // The place of the second is told by the first, which a copy would not hold.
  const after = (data) => box("moof", box("mfhd", u32(0, 1)), part(2, data, 1), part(1, 0, 2, 0));
  await refused(FTYP, init, after(after(0).length + 8), box("mdat", "WAYPICTURES"));
  await refused(FTYP, init, box("mdat", "PICTURES"));
});

/** One chunk of two or three samples of one size. */
const sounding = (samples, size, type, version, channels, bits, ...more) => {
  const stsd = box("stsd", u32(0, 1), box(type, u32(0), u16(0, 1), u16(version, 0), u32(0), u16(channels, bits), u32(0, 0), ...more));
  const table = box("stbl", stsd, box("stsc", u32(0, 1, 1, samples, 1)), box("stsz", u32(0, size, samples)), box("stco", u32(0, 1, MEDIA)));
  const trak = box("trak", box("tkhd", u32(0, 0, 0, 1)), box("mdia", box("hdlr", u32(0, 0), "soun"), box("minf", table)));
  return [FTYP, box("mdat", "ABCDEFGHIJKLMNOPQRSTUVWX"), box("moov", MVHD, trak, box("udta", XYZ))];
};

test("sound whose samples are all of one size is kept whole, by what it says of itself", async () => {
  const kept = async (...args) => text((await written(await copyOf(fileOf(...sounding(...args))))).slice(MEDIA, MEDIA + 24)).replaceAll("\0", "").length;
  assert.equal(await kept(3, 1, "twos", 0, 2, 16), 12);
  assert.equal(await kept(3, 4, "twos", 0, 2, 16), 12);
  assert.equal(await kept(3, 2, "sowt", 0, 2, 16), 12);
  assert.equal(await kept(3, 1, "ulaw", 0, 2, 16), 6);
  assert.equal(await kept(3, 1, "in24", 1, 2, 16, u32(1, 3, 6, 2)), 18);
  assert.equal(await kept(2, 8, "samr", 0, 2, 16), 16);
  assert.equal(await kept(2, 7, "ima4", 1, 2, 16, u32(64, 0, 0, 2)), 14);
  assert.equal(await kept(128, 1, "ima4", 1, 2, 16, u32(64, 5, 10, 2)), 20);
  assert.equal(await kept(2, 1, "lpcm", 2, 3, 16, u32(72, 0, 0, 2, 0, 24, 0, 6, 1)), 12);
  await refused(...sounding(3, 1, "QDM2", 0, 2, 16));
  // Put together from a sound of one channel and one of two.
  const described = (channels) => box("twos", u32(0), u16(0, 1), u16(0, 0), u32(0), u16(channels, 16), u32(0, 0));
  const joined = (...entries) => {
    const table = box("stbl", box("stsd", u32(0, 2), ...entries), box("stsc", u32(0, 1, 1, 3, 1)), box("stsz", u32(0, 1, 3)), box("stco", u32(0, 1, MEDIA)));
    return [FTYP, box("mdat", "ABCDEFGHIJKLMNOPQRSTUVWX"), box("moov", MVHD, box("trak", box("tkhd", u32(0, 0, 0, 1)), box("mdia", box("hdlr", u32(0, 0), "soun"), box("minf", table))), box("udta", XYZ))];
  };
  assert.ok(await copyOf(fileOf(...joined(described(2), described(2)))));
  await refused(...joined(described(1), described(2)));
});

test("boxes of 64 bits, one that reaches to the end, and tables of 64 bits are read", async () => {
  const head = join([FTYP, wideBox("free")]);
  const at = head.length + box("moov").length;
  const make = (offset) => box("moov", MVHD, box("udta", XYZ), track(1, "vide", offset, 7));
  const file = fileOf(head, make(at + make(0).length), join([u32(0), "mdat", "PICTURE", "after"]));
  assert.ok(text(await written(await copyOf(file))).endsWith("PICTURE\0\0\0\0\0"));
});

test("a long film is not read: only its headers and its index are", async () => {
  const size = 2 ** 33;
  const index = box("moov", MVHD, box("udta", XYZ), track(1, "vide", MEDIA + 8, 7));
  const head = join([FTYP, u32(1), "mdat", u(8, size - FTYP.length - index.length)]);
  const read = [];
  const file = {
    size,
    async read(start, end) {
      read.push(end - start);
      const bytes = new Uint8Array(end - start);
      for (const [from, part] of [[0, head], [size - index.length, index]]) {
        for (let i = 0; i < bytes.length; i += 1) if (part[start + i - from] !== undefined) bytes[i] = part[start + i - from];
      }
      return bytes;
    },
  };
  assert.notEqual(await copyOf(file), null);
  assert.ok(read.every((bytes) => bytes <= Math.max(16, index.length)), String(read));
});

test("what does not read to its end is refused", async () => {
  const ok = film(box("udta", XYZ));
  assert.notEqual(await copyOf(fileOf(...ok)), null);
  await refused(join(ok).slice(0, -3));
  await refused(...ok, "garbage after the end");
  await refused(...ok, box("moov", MVHD));
  await refused(FTYP, box("mdat", "PICTURE"));
  await refused(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "text", MEDIA, 7)));
  await refused(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA, 700)));
  await refused(FTYP, box("mdat", "PICTURE"), box("moov", MVHD, track(1, "vide", MEDIA, 7), track(1, "vide", MEDIA, 7)));
  await refused(FTYP, u32(4), "free");
  await refused(FTYP, u32(1), "free", u(8, 2 ** 60));
  await refused(FTYP, box("moov", MVHD, box("trak", u32(999), "tkhd", u32(0))));
  const lying = box("stbl", box("stsc", u32(0, 0xffffffff, 1, 1, 1)), box("stsz", u32(0, 0, 0xffffffff)), box("stco", u32(0, 0xffffffff)));
  await refused(FTYP, box("moov", MVHD, box("trak", box("tkhd", u32(0, 0, 0, 1)), box("mdia", box("hdlr", u32(0, 0), "vide"), box("minf", lying)))));
});

test("boxes without number, or too deep to matter, are refused soon", async () => {
  const many = join(Array.from({ length: 200_001 }, () => box("free")));
  await refused(FTYP, many);
  let deep = box("free");
  for (let i = 0; i < 2000; i += 1) deep = box("meta", deep);
  const bytes = await written(await copyOf(fileOf(...film(deep))), 4096);
  assert.ok(text(bytes).includes("PICTURE"));
});

/** A picture of one coded item, its EXIF, and words of a maker. */
function picture({ exif = "\0\0\0\0II*\0 GPS 48.8583 2.2945", at = undefined, method = 0, coded = ["hvc1", "PIXELS"] } = {}) {
  const items = [coded, ["Exif", exif], ["mime", "<x>48.8583</x>"]];
  const make = (start) => {
    let next = start;
    const places = items.map(([, data], i) => {
      const place = join([u16(i + 1), u16(i === 1 ? method : 0), u16(0, 1), u32(i === 1 && at !== undefined ? start + at : next, data.length)]);
      next += data.length;
      return place;
    });
    const infos = items.map(([type], i) => box("infe", u32(2 * 2 ** 24), u16(i + 1, 0), type, "\0"));
    const list = [box("pitm", u32(0), u16(1)), box("iinf", u32(0), u16(items.length), ...infos), box("iloc", u32(2 ** 24), u16(0x4400), u16(items.length), ...places)];
    const about = box("meta", u32(0), box("hdlr", u32(0, 0), "pict", u32(0, 0, 0)), ...list, box("iprp", box("ipco", box("ispe", u32(0, 1, 1)), box("udes", "Paris"))));
    return [box("ftyp", "heic", u32(0)), about];
  };
  const length = join(make(0)).length;
  return [...make(length + 8), box("mdat", ...items.map(([, data]) => data))];
}

test("of a picture, its pixels are kept; EXIF becomes an empty one, words of a place zeros", async () => {
  const file = fileOf(...picture());
  const copy = await copyOf(file);
  const bytes = text(await written(copy));
  assert.ok(bytes.includes("PIXELS\0\0\0\0MM\0*\0\0\0\b\0\0\0\0"));
  for (const gone of ["48.85", "GPS", "Paris", "udes"]) assert.ok(!bytes.includes(gone), gone);
  assert.equal(await copyOf(copy), null);
});

test("a picture whose EXIF shares bytes with its pixels, or lies elsewhere, is refused", async () => {
  await refused(...picture({ at: 2 }));
  await refused(...picture({ at: -60 }));
  await refused(...picture({ method: 2 }));
  await refused(...picture({ method: 1 }));
  await refused(...picture({ exif: "" }));
});

/** @param {string} more segments */
const jpeg = (more = "", after = "") => join([[0xff, 0xd8, 0xff, 0xe0], u16(16), "JFIF\0", new Uint8Array(9), more, [0xff, 0xda, 0, 4, 1, 1, 7, 0xff, 0, 7, 0xff, 0xd0, 7, 0xff, 0xc4, 0, 3, 1, 0xff, 0xda, 0, 2, 9, 0xff, 0xd9], after]);
const exifSegment = join([[0xff, 0xe1], u16(20), "Exif\0\0", "GPS 48.85 2.2"]);

test("a JPEG inside a picture is looked into: one that says more is refused", async () => {
  assert.ok(await copyOf(fileOf(...picture({ coded: ["jpeg", text(jpeg())] }))));
  await refused(...picture({ coded: ["jpeg", text(jpeg(exifSegment))] }));
  await refused(...picture({ coded: ["jpeg", "PIXELS"] }));
});

test("a JPEG that is tables, pixels and their colours to its very end needs no copy", () => {
  const says = (bytes) => maySayMore(bytes, "image/jpeg");
  assert.equal(says(jpeg()), false);
  assert.equal(says(jpeg(join([[0xff, 0xe2], u16(15), "ICC_PROFILE\0x", [0xff, 0xdb], u16(3), "x"]))), false);
  for (const more of [exifSegment, join([[0xff, 0xfe], u16(7), "48.85"]), join([[0xff, 0xe2], u16(6), "MPF\0"]), join([[0xff, 0xe0], u16(8), "JFXX\0\x10"])]) assert.equal(says(jpeg(more)), true);
  for (const after of ["\0", join([box("ftyp", "mp42"), box("moov")]), text(jpeg(exifSegment))]) assert.equal(says(jpeg("", after)), true);
  assert.equal(says(jpeg().slice(0, -2)), true);
});

test("pictures that move stay whole: they need no copy, or none can be made", () => {
  const riff = (type, ...data) => join([type, u(4, join(data).length).reverse(), ...data]);
  const webp = (...chunks) => join(["RIFF", u32(0), "WEBP", ...chunks]);
  const moves = (...more) => webp(riff("VP8X", new Uint8Array(10)), riff("ANIM", new Uint8Array(6)), riff("ANMF", new Uint8Array(16), riff("ALPH", "ab"), riff("VP8 ", "abcd"), ...more));
  assert.equal(maySayMore(moves(), "image/webp"), false);
  assert.equal(maySayMore(moves(riff("NOTE", "48.8")), "image/webp"), true);
  assert.equal(mayMove(moves(), "image/webp"), true);
  assert.equal(mayMove(webp(riff("VP8 ", "abcd")), "image/webp"), false);
  const chunk = (type, data = "") => join([u32(data.length), type, data, u32(0)]);
  assert.equal(mayMove(join(["\x89PNG\r\n\x1a\n", chunk("acTL", "01234567"), chunk("eXIf", "GPS")]), "image/png"), true);
  assert.equal(mayMove(join(["\x89PNG\r\n\x1a\n", chunk("eXIf", "GPS")]), "image/png"), false);
  assert.equal(mayMove(letters("GIF89a"), "image/gif"), true);
});

test("a film says when, where and by what it was taken, in the ways of telephones", async () => {
  const said = (...more) => saidByFilm(fileOf(...film(...more)));
  const place = { lat: "48.858300", lon: "2.294500" };
  assert.deepEqual((await said(box("udta", XYZ))).place, place);
  const loci = box("loci", u32(0), u16(0x15c7), "Chez moi\0", u(1, 0), u32(2.2945 * 65536, 48.8583 * 65536, 0), "earth\0\0");
  assert.deepEqual((await said(box("udta", loci))).place, { lat: "48.858292", lon: "2.294495" });
  const named = Object.entries({ "com.apple.quicktime.location.ISO6709": "+48.8583+002.2945+035.0/", "com.apple.quicktime.creationdate": "2021-07-14T18:32:05+0200", "com.apple.quicktime.make": "Apple", "com.apple.quicktime.model": "iPhone 12" });
  const meta = box("meta", box("hdlr", u32(0, 0), "mdta"), box("keys", u32(0, named.length), ...named.map(([name]) => box("mdta", name))), box("ilst", ...named.map(([, value], i) => box(text(u32(i + 1)), box("data", u32(1, 0), value)))));
  assert.deepEqual(await said(meta), { taken_at: "2021-07-14T18:32", place, device: "Apple iPhone 12" });
  assert.deepEqual(await said(), { taken_at: null, place: null, device: null });
  assert.equal((await said(box("udta", box("\u00a9xyz", u16(9, 0), "+99+999/x")))).place, null);
});

test("the first bytes tell what a file is, whatever its type says", () => {
  assert.equal(kindOf(join(["\0\0\0\x18ftypheic"])), "photo");
  assert.equal(kindOf(join(["\0\0\0\x18ftypqt  "])), "film");
  assert.equal(kindOf(join(["\0\0\0\x08wide\0\0\0\0mdat"])), "film");
  assert.equal(kindOf(letters("%PDF-1.7")), null);
  assert.equal(wayOf(join(["\0\0\0\x18ftypheic"]), "application/octet-stream"), "blank");
  assert.equal(wayOf(join(["\0\0\0\x18ftypcrx "]), "image/x-canon-cr3"), "refuse");
  assert.equal(wayOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), ""), "draw");
  for (const head of ["RIFF\0\0\0\0AVI ", "II*\0", "\x1aE\xdf\xa3"]) assert.equal(wayOf(letters(head), ""), "refuse", head);
  assert.equal(wayOf(letters("something"), "video/mp2t"), "refuse");
  assert.equal(wayOf(letters("\x1aE\xdf\xa3"), "audio/webm"), "as_is");
  assert.equal(wayOf(letters("RIFF\0\0\0\0WAVE"), ""), "as_is");
  assert.equal(wayOf(letters("I'm free to go."), "text/plain"), "as_is");
  assert.equal(wayOf(letters("OggS"), "audio/ogg"), "as_is");
  assert.equal(wayOf(letters("%PDF-1.7"), "application/pdf"), "as_is");
  assert.equal(wayOf(new Uint8Array(), ""), "as_is");
  for (const head of ["G@\0\x10\0\0\xb0\r", "IIU\0", "IIRO\b\0", "FUJIFILMCCD-RAW ", "\0\0\0\x0cjP  ", "\0\0\0\x18styp", "8BPS\0\x01", "\xff\n\xfa\x7f"]) assert.equal(wayOf(letters(head), ""), "refuse", head);
  for (const head of ["PK\x03\x04\x14\0", "%PDF-1.7", "Notes du 3 mars\n", "\xef\xbb\xbfNotes"]) assert.equal(wayOf(letters(head), "application/octet-stream"), "as_is", head);
});

test("a screen shot says no more than its pixels; a picture with words, or with bytes after its end, may", () => {
  const chunk = (type, data = "") => join([u32(data.length), type, data, u32(0)]);
  const png = (...chunks) => join(["\x89PNG\r\n\x1a\n", chunk("IHDR", "0123456789abc"), ...chunks, chunk("IDAT", "x"), chunk("IEND")]);
  assert.equal(maySayMore(png(), "image/png"), false);
  for (const type of ["eXIf", "iTXt", "tEXt", "zTXt"]) assert.equal(maySayMore(png(chunk(type, "48.85")), "image/png"), true);
  assert.equal(maySayMore(join([png(), "more"]), "image/png"), true);
  const riff = (type, data) => join([type, u(4, data.length).reverse(), data, data.length % 2 ? "\0" : ""]);
  const webp = (...chunks) => join(["RIFF", u32(0), "WEBP", ...chunks]);
  assert.equal(maySayMore(webp(riff("VP8 ", "abc")), "image/webp"), false);
  assert.equal(maySayMore(webp(riff("VP8 ", "abc"), riff("EXIF", "GPS")), "image/webp"), true);
  assert.equal(maySayMore(letters("\u00ff\u00d8\u00ff"), "image/jpeg"), true);
  const gif = (...blocks) => join(["GIF89a", u16(1, 1), [0x80, 0, 0], "abcdef", ...blocks, ";"]);
  const image = join([",", u16(0, 0, 1, 1), "\0\x02\x02xy\0"]);
  const bare = [join(["!", [0xff, 11], "NETSCAPE2.0", [3, 1, 0, 0, 0]]), join(["!", [0xf9, 4, 0, 0, 0, 0, 0]]), image];
  assert.equal(maySayMore(gif(...bare), "image/gif"), false);
  assert.equal(maySayMore(gif(...bare, join(["!", [0xfe, 5], "48.85", [0]])), "image/gif"), true);
  assert.equal(maySayMore(gif(join(["!", [0xff, 11], "XMP DataXMP", [3, 1, 0, 0, 0]]), image), "image/gif"), true);
  assert.equal(maySayMore(join([gif(...bare), "48.85"]), "image/gif"), true);
  assert.equal(maySayMore(letters("GIF89a"), "image/gif"), true);
});

test("whatever bytes are changed, a film is copied or refused, and what was copied passes the reader again", async () => {
  const files = [fileOf(...film(box("udta", XYZ))), fileOf(...picture())];
  let [seed, copied] = [1, 0];
  const random = (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let i = 0; i < 2000; i += 1) {
    const changed = files[i % 2].bytes.slice();
    for (let n = 0; n <= i % 3; n += 1) changed[random(changed.length)] = random(3) === 0 ? 0xff : random(256);
    try {
      const copy = await copyOf(fileOf(changed));
      copied += 1;
      if (copy) assert.equal(await copyOf(copy), null);
    } catch (error) {
      assert.equal(error.code, "no_copy", error.stack);
    }
  }
  assert.ok(copied > 200, String(copied));
});

test("tiles of a picture that are listed inside its index stay", async () => {
  const list = (start) => [
    box("hdlr", u32(0, 0), "pict", u32(0, 0, 0)),
    box("iinf", u32(0), u16(2), ...["grid", "uri "].map((type, i) => box("infe", u32(2 * 2 ** 24), u16(i + 1, 0), type, "\0"))),
    box("iloc", u32(2 ** 24), u16(0x4400), u16(2), u16(1, 1, 0, 1), u32(start, 4), u16(2, 1, 0, 1), u32(start + 4, 5)),
    box("idat", "GRID48.85rest"),
  ];
  const bytes = text(await written(await copyOf(fileOf(box("ftyp", "heic", u32(0)), box("meta", u32(0), ...list(0))))));
  assert.ok(bytes.includes("GRID\0\0\0\0\0\0\0\0\0"));
});

test("what a film says is proposed when it is kept", async () => {
  const { bytes } = fileOf(...film(box("udta", XYZ)));
  const { place } = await readSource(new File([bytes], "a.mov"));
  assert.deepEqual(place, { lat: "48.858300", lon: "2.294500" });
  assert.deepEqual(await readSource(new File([bytes.slice(0, 40)], "a.mov")), noSource());
});

test("patches cross the borders of pieces, and letters stand over zeros", () => {
  const patches = new Patches();
  patches.zero(8, 12);
  patches.zero(2, 5);
  patches.zero(4, 6);
  patches.write(4, letters("xy"));
  const whole = () => letters("abcdefghijklmn");
  const expected = "ab\0\0xygh\0\0\0\0mn";
  assert.equal(text(patches.apply(whole(), 0)), expected);
  for (const cut of [1, 3, 5, 9, 13]) {
    assert.equal(text(patches.apply(whole().slice(0, cut), 0)) + text(patches.apply(whole().slice(cut), cut)), expected);
  }
});
