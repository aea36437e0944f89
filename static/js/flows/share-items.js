/**
 * The items of a share as its recipient may see them (FORMAT 10.7): chosen records, redacted, with copies where chosen.
 */

import { redact } from "../crypto/sharing.js";
import { copyOf } from "./copies.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {import("./copies.js").Copy} Copy */

/**
 * @param {Row[]} rows
 * @param {any[]} records their newest versions
 * @param {{ feelings?: boolean, thoughts?: boolean, notes?: boolean, withoutLocation?: boolean, asIs?: string[] }} choice asIs: items shown as they are all the same
 * @param {(done: number, all: number) => void} onProgress of the files that are looked at, parts of one too
 * @returns {Promise<{ items: any[], copies: string[], copied: string[] }>} copies: ids of files to keep with the share; copied: items shown by a copy
 */
export async function sharedItems(rows, records, choice, onProgress) {
  const shared = new Set(rows.map(({ id }) => id));
  const needsLook = (/** @type {number} */ i) => Boolean(choice.withoutLocation && records[i].file && !choice.asIs?.includes(rows[i]?.id ?? ""));
  const all = rows.filter((_, i) => needsLook(i)).length;
  let done = 0;
  const items = [];
  const copies = [];
  const copied = [];
  for (const [i, found] of rows.entries()) {
    const record = records[i];
    const copy = needsLook(i) ? await copyOf(found.id, record, (part) => onProgress(done + part, all)) : null;
    if (copy) copied.push(found.id);
    if (copy) copies.push(copy.file.id, ...(copy.thumb ? [copy.thumb.id] : []));
    if (needsLook(i)) onProgress((done += 1), all);
    items.push(sharedItem(found, record, shared, choice, copy));
  }
  return { items, copies, copied };
}

/**
 * @param {Row} found
 * @param {any} record
 * @param {Set<string>} shared ids of the items of the share
 * @param {{ feelings?: boolean, thoughts?: boolean, notes?: boolean }} choice
 * @param {Copy | null} [copy]
 */
export function sharedItem(found, record, shared, { feelings, thoughts, notes }, copy) {
  const document = redact(record, shared, { feelings, thoughts, notes, file: copy?.file });
  // The seal of a thumbnail names the file it is of: that of the original would tell nothing and not open.
  if (copy) document.thumb = copy.thumb;
  const newest = found.versions.at(-1);
  return { id: found.id, kind: found.kind, version: newest?.n ?? 1, hash: newest?.hash ?? "", document };
}
