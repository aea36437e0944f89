/**
 * From one intention to one commit on the newest catalogue.
 *
 * Pure but for randomness: when another tab or device was first, the same intention is prepared again on what it wrote.
 *  1. A record gets the version that follows the newest one there is, so two edits of one item both stay in its history.
 *  2. A share that is already in the root, or already ended there, needs no commit: its answer had been lost.
 *  3. Erasing names all the files that the item ever pointed to and no other item does (a refused edit may have been kept as a new item, with the
 *     file of the old one); the server decides whether thirty days have passed.
 *  4. A file that an earlier version brought is kept already: a form sent twice without network is two versions, no refusal.
 *  5. An item that comes from another vault comes whole, every version of it in one commit, or was there before.
 */

import { ID } from "../crypto/constants.js";
import { b64, randomId, sha256, unb64 } from "../crypto/encoding.js";
import { OmittedError } from "../crypto/errors.js";
import { erased, latest, newItemKey, restored, sealRecord, trashed, withVersion } from "../crypto/rows.js";
import { summaryOf } from "../crypto/summary.js";

/** @typedef {import("../crypto/catalogue.js").Catalogue} Catalogue */
/** @typedef {import("../crypto/catalogue.js").Commit} Commit */
/** @typedef {import("../crypto/rows.js").Row} Row */
/** @typedef {(row: Row | undefined) => Row} Edit */
/** @typedef {import("../api/catalogue.js").WireCommit} WireCommit */

/**
 * @typedef {object} Put a new item, or a new version of one
 * @property {string} id
 * @property {any} record of FORMAT 8.3, its members in order
 * @property {string[]} [files] that it points to
 * @property {string[]} [keep] those of them that are new, to be kept with it
 * @property {import("./merging.js").Base} [base] what it was made from, where what others wrote meanwhile is merged in
 */

/**
 * @typedef {object} Add a whole item, as another vault had it; nothing is done when the item is there already (rule 5)
 * @property {string} id
 * @property {string} kind
 * @property {boolean} trashed
 * @property {string[]} keep its files, to be kept with it
 * @property {{ at: string, record: any }[]} versions from the first
 */

/**
 * @typedef {object} Change what is not named stays
 * @property {Put[]} [put]
 * @property {Add[]} [add]
 * @property {string[]} [trash] item ids
 * @property {string[]} [restore]
 * @property {string[]} [erase]
 * @property {string[]} [keep] files kept without a record: copies made for a share
 * @property {{ id: string }} [addShare] an entry of FORMAT 10.8
 * @property {{ id: string, at: string }} [endShare]
 */

/** @typedef {{ commit: Commit, wire: WireCommit }} Prepared */

/**
 * @param {Catalogue} catalogue the newest accepted
 * @param {Change} change
 * @param {string} time
 * @returns {Promise<Prepared | null>} null when the catalogue says it already (rule 2)
 */
export async function prepare(catalogue, change, time) {
  if (isDone(catalogue.root.shares, change)) return null;
  /** @type {Map<string, Edit>} */
  const rows = new Map();
  const records = [];
  for (const put of change.put ?? []) records.push(await addVersion(catalogue, rows, put, time));
  for (const add of missing(catalogue, change)) records.push(...(await addItem(catalogue, rows, add, time)));
  for (const id of change.trash ?? []) rows.set(id, (row) => trashed(known(row), time));
  for (const id of change.restore ?? []) rows.set(id, (row) => restored(known(row)));
  for (const id of change.erase ?? []) rows.set(id, (row) => erased(known(row), time));
  const shares = (/** @type {any[]} */ entries) => editShares(entries, change);
  const commit = await catalogue.apply({ rows, shares }, time);
  return { commit, wire: toWire(commit, records, change, catalogue) };
}

/** @param {Row | undefined} row @returns {Row} */
function known(row) {
  if (row === undefined) throw new OmittedError("an item is not in the catalogue");
  return row;
}

/** @param {Catalogue} catalogue @param {string} id @returns {Row | undefined} */
export function findRow(catalogue, id) {
  try {
    return catalogue.row(id);
  } catch (error) {
    if (error instanceof OmittedError) return undefined;
    throw error;
  }
}

/**
 * Rule 1.
 *
 * @param {Catalogue} catalogue
 * @param {Map<string, Edit>} rows
 * @param {Put} put
 * @param {string} at
 */
async function addVersion(catalogue, rows, { id, record, files = [] }, at) {
  const row = findRow(catalogue, id);
  const n = row === undefined ? 1 : latest(row) + 1;
  const key = newItemKey();
  const sealed = await sealRecord(key, catalogue.unlocked.vaultId, unb64(id, ID), n, record);
  const version = { n, hash: await sha256(sealed), key, at, summary: summaryOf(record), files };
  rows.set(id, (before) => withVersion(before, id, record.kind, version));
  return { item_id: id, version: n, sealed: b64(sealed) };
}

/** Rule 5. @param {Catalogue} catalogue @param {Change} change @returns {Add[]} */
function missing(catalogue, { add = [] }) {
  return add.filter(({ id }) => findRow(catalogue, id) === undefined);
}

/**
 * @param {Catalogue} catalogue
 * @param {Map<string, Edit>} rows
 * @param {Add} add
 * @param {string} time
 */
async function addItem(catalogue, rows, { id, kind, trashed: isTrashed, versions }, time) {
  /** @type {Row | undefined} */
  let row;
  const records = [];
  for (const [i, { at, record }] of versions.entries()) {
    const key = newItemKey();
    const sealed = await sealRecord(key, catalogue.unlocked.vaultId, unb64(id, ID), i + 1, record);
    const files = [record.file, record.thumb].flatMap((file) => (file ? [file.id] : []));
    row = withVersion(row, id, kind, { n: i + 1, hash: await sha256(sealed), key, at, summary: summaryOf(record), files });
    records.push({ item_id: id, version: i + 1, sealed: b64(sealed) });
  }
  const made = known(row);
  rows.set(id, () => (isTrashed ? trashed(made, time) : made));
  return records;
}

/**
 * Rule 2.
 *
 * @param {{ id: string, ended_at: string | null }[]} entries
 * @param {Change} change
 */
function isDone(entries, { addShare, endShare }) {
  if (addShare) return entries.some(({ id }) => id === addShare.id);
  return endShare !== undefined && entries.some(({ id, ended_at: ended }) => id === endShare.id && ended !== null);
}

/** @param {any[]} entries @param {Change} change */
function editShares(entries, { addShare, endShare }) {
  const added = addShare ? [...entries, addShare] : entries;
  return endShare ? added.map((entry) => (entry.id === endShare.id ? { ...entry, ended_at: endShare.at } : entry)) : added;
}

/**
 * @param {Commit} commit
 * @param {WireCommit["records"]} records
 * @param {Change} change
 * @param {Catalogue} catalogue the one before
 * @returns {WireCommit}
 */
function toWire(commit, records, change, catalogue) {
  const isKept = (/** @type {string} */ id, /** @type {string} */ file) => findRow(catalogue, id)?.files.includes(file) ?? false;
  const kept = (change.put ?? []).flatMap(({ id, keep = [] }) => keep.filter((file) => !isKept(id, file))); // 4
  const added = missing(catalogue, change);
  return {
    commit_id: b64(randomId()),
    seq: commit.seq,
    root: b64(commit.root),
    pages: commit.pages.map(({ number, version, sealed }) => ({ number, version, sealed: b64(sealed) })),
    records,
    files: [...new Set([...kept, ...added.flatMap(({ keep }) => keep), ...(change.keep ?? [])])],
    trash: [...(change.trash ?? []), ...added.filter((add) => add.trashed).map(({ id }) => id)],
    restore: change.restore ?? [],
    erase: erasures(catalogue, change.erase ?? []),
  };
}

/** Rule 3. @param {Catalogue} catalogue @param {string[]} ids @returns {WireCommit["erase"]} */
function erasures(catalogue, ids) {
  if (ids.length === 0) return [];
  const named = new Set(catalogue.rows().flatMap(({ id, files }) => (ids.includes(id) ? [] : files)));
  return ids.map((id) => {
    const files = (findRow(catalogue, id)?.files ?? []).filter((file) => !named.has(file));
    for (const file of files) named.add(file);
    return { item_id: id, files };
  });
}
