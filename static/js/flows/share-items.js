/**
 * The items of a share as its recipient may see them (FORMAT 10.7): chosen records, redacted, with copies where chosen.
 */

import { redact } from "../crypto/sharing.js";
import { FlowError } from "./errors.js";
import { canRedraw, withoutLocation } from "./exif.js";
import { keepFile } from "./files.js";
import { thumbnail } from "./media.js";
import { readFile } from "./reading.js";
import { onForget } from "./session.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {{ file: FileReference, thumb: FileReference | null }} Copy */

/** A copy without location cannot be made of this item: share it as it is, or leave it out. */
class CopyError extends FlowError {
  /** @param {string} item its id @param {ErrorOptions} [options] */
  constructor(item, options) {
    super("no_copy", options);
    this.name = "CopyError";
    this.item = item;
  }
}

/** @type {Map<string, Copy>} by id of the original: a second look does not make a second copy; one that is kept is its share's */
const made = new Map();

/** These copies are kept with a share: the next share makes its own. @param {string[]} ids */
export function copiesKept(ids) {
  for (const [original, { file }] of made) if (ids.includes(file.id)) made.delete(original);
}

/**
 * @param {Row[]} rows
 * @param {any[]} records their newest versions
 * @param {{ feelings?: boolean, thoughts?: boolean, notes?: boolean, withoutLocation?: boolean }} choice
 * @param {(done: number, all: number) => void} onProgress
 * @returns {Promise<{ items: any[], copies: string[] }>} copies: ids of files to keep with the share
 */
export async function sharedItems(rows, records, choice, onProgress) {
  const shared = new Set(rows.map(({ id }) => id));
  const photos = records.filter((record) => needsCopy(record, choice)).length;
  let done = 0;
  const items = [];
  const copies = [];
  for (const [i, found] of rows.entries()) {
    const record = records[i];
    const copy = needsCopy(record, choice) ? await copyOf(found.id, record.file) : undefined;
    if (copy) {
      copies.push(copy.file.id, ...(copy.thumb ? [copy.thumb.id] : []));
      onProgress((done += 1), photos);
    }
    items.push(sharedItem(found, record, shared, choice, copy));
  }
  return { items, copies };
}

/**
 * @param {Row} found
 * @param {any} record
 * @param {Set<string>} shared ids of the items of the share
 * @param {{ feelings?: boolean, thoughts?: boolean, notes?: boolean }} choice
 * @param {Copy} [copy]
 */
export function sharedItem(found, record, shared, { feelings, thoughts, notes }, copy) {
  const document = redact(record, shared, { feelings, thoughts, notes, file: copy?.file });
  // The seal of a thumbnail names the file it is of: that of the original would tell nothing and not open.
  if (copy) document.thumb = copy.thumb;
  const newest = found.versions.at(-1);
  return { id: found.id, kind: found.kind, version: newest?.n ?? 1, hash: newest?.hash ?? "", document };
}

/** @param {any} record @param {{ withoutLocation?: boolean }} choice */
function needsCopy({ file }, { withoutLocation: wanted }) {
  return Boolean(wanted && file?.type.startsWith("image/"));
}

/** @param {string} item @param {FileReference} file @returns {Promise<Copy>} */
async function copyOf(item, file) {
  const known = made.get(file.id);
  if (known) return known;
  if (!canRedraw(file.type)) throw new CopyError(item);
  const original = new File([await readFile(file)], file.name, { type: file.type });
  const copy = await withoutLocation(original).catch((error) => {
    throw new CopyError(item, { cause: error });
  });
  const kept = await keepFile(copy, { isCopy: true });
  const small = await thumbnail(copy);
  const pair = { file: kept, thumb: small && (await keepFile(small, { thumbOf: kept.id })) };
  made.set(file.id, pair);
  return pair;
}

onForget(() => made.clear());
