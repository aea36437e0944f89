/**
 * What a photo or a film says of itself: when and where it was taken, and by what. Only proposed, never written by itself.
 *
 * The original is kept byte for byte. A photo drawn again is nothing but its pixels (`location.js` says when that is done).
 */

import { FlowError } from "./errors.js";
import { rangedFile } from "./ranged.js";

/** @typedef {{ taken_at: string | null, place: { lat: string, lon: string } | null, device: string | null }} Source */

/** @returns {Source} */
export const noSource = () => ({ taken_at: null, place: null, device: null });

/** Named block by block: the library's small build refuses a list of tags that names no block. */
const READ = {
  ifd0: { pick: ["Make", "Model"] },
  exif: { pick: ["DateTimeOriginal", "CreateDate"] },
  gps: { pick: ["GPSLatitude", "GPSLongitude", "GPSLatitudeRef", "GPSLongitudeRef"] },
  reviveValues: false,
};
const COPY_QUALITY = 0.92;
const TITLE_LIMIT = 300;
// A picture of more pixels than this would not be drawn by phones.
const PIXELS_LIMIT = 100_000_000;

/**
 * @param {File} file
 * @returns {Promise<Source>} nulls for what it does not say; never throws, since an odd photo is still a photo
 */
export async function readSource(file) {
  try {
    // With the library below: the first list of a vault needs neither.
    const { HEAD, kindOf, saidByFilm } = await import("./location.js");
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    const kind = kindOf(head);
    if (kind === "film") return (await saidByFilm(rangedFile(file))) ?? noSource();
    if (kind !== "photo") return noSource();
    const { default: exifr } = await import("../../vendor/exifr.js");
    const tags = await exifr.parse(file, READ);
    return tags ? sourceOf(tags) : noSource();
  } catch {
    return noSource();
  }
}

/** @param {Record<string, any>} tags @returns {Source} */
export function sourceOf(tags) {
  const { latitude, longitude, Make: make, Model: model } = tags;
  const device = [make, model].filter((text) => typeof text === "string").map((text) => text.trim()).join(" ");
  const placed = Number.isFinite(latitude) && Number.isFinite(longitude);
  return {
    taken_at: takenAt(tags.DateTimeOriginal ?? tags.CreateDate),
    place: placed ? { lat: latitude.toFixed(6), lon: longitude.toFixed(6) } : null,
    device: device === "" ? null : device.slice(0, TITLE_LIMIT),
  };
}

/** « 2023:03:12 21:04:00 », in the place's own time. @param {unknown} text @returns {string | null} `YYYY-MM-DDTHH:MM` */
function takenAt(text) {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)/.exec(String(text ?? ""));
  if (!match || match[1] === "0000") return null;
  return `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}`;
}

/** A proposed date of the fact. @param {Source} source @returns {import("./dates.js").When | null} */
export function whenOf(source) {
  if (source.taken_at === null) return null;
  const [from = "", time = ""] = source.taken_at.split("T");
  return { precision: "exact", from, to: null, time, text: "" };
}

/**
 * A picture drawn again from its pixels: no place, no device, no date, no embedded preview.
 *
 * @param {Blob & { name?: string }} file
 * @returns {Promise<File>}
 * @throws {FlowError} `no_copy` when it cannot be drawn here.
 */
export async function withoutLocation(file) {
  const type = /png|webp/.test(file.type) ? file.type : "image/jpeg";
  const bitmap = await drawable(file);
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    const copy = await canvas.convertToBlob({ type, quality: COPY_QUALITY });
    return new File([copy], file.name ?? "", { type: copy.type });
  } finally {
    bitmap.close();
  }
}

/** @param {Blob} file @returns {Promise<ImageBitmap>} */
async function drawable(file) {
  const bitmap = await createImageBitmap(file).catch((error) => {
    throw new FlowError("no_copy", { cause: error });
  });
  if (bitmap.width * bitmap.height <= PIXELS_LIMIT) return bitmap;
  bitmap.close();
  throw new FlowError("no_copy");
}
