/**
 * Rows of the catalogue, and the records that they vouch for (FORMAT 7.5, 8).
 *
 * A row is edited by pure functions, so that a change can be made again on a newer catalogue. A row never disappears: an
 * erased one says that it was erased.
 *
 * Rules of opening a record, in order:
 *  1. the row has the version asked for;
 *  2. the sealed bytes have the hash of that version (A9, A10);
 *  3. they open under the item key of the row, as that version of that item;
 *  4. the document is well formed and of the kind that the row says.
 *
 * A row seen before and the same row of a newer catalogue, in order (7.6 (8)):
 *  1. it is still there;
 *  2. it is erased, for good, or has the newest version seen before, or only later ones.
 */

import { ID, KEY, PAD_MINIMUM } from "./constants.js";
import { b64, context, dump, equalBytes, load, randomBytes, sha256, unb64 } from "./encoding.js";
import { ForgedError, ForkError, MalformedError, OmittedError } from "./errors.js";
import { pad, unpad } from "./padding.js";
import { RECORD } from "./schema.js";
import { openSealed, seal } from "./sealing.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {Record<string, any>} Document */
/** @typedef {{ n: number, hash: string, key: string, at: string }} Version */

/**
 * A document of 7.5.
 *
 * @typedef {object} Row
 * @property {string} id base64url, as all bytes here
 * @property {string} kind
 * @property {Version[]} versions
 * @property {Document | null} summary
 * @property {string[]} files
 * @property {string | null} trashed_at
 * @property {string | null} erased_at
 */

/**
 * What a row keeps of a new version.
 *
 * @typedef {object} NewVersion
 * @property {number} n
 * @property {Bytes} hash of the sealed record
 * @property {Bytes} key
 * @property {string} at
 * @property {Document} summary
 * @property {string[]} files ids of the files that this version points to
 */

/** @returns {Bytes} a key for one version of one item (4.6) */
export function newItemKey() {
  return randomBytes(KEY);
}

/**
 * One version of a record, sealed whole (8).
 *
 * @param {Bytes} key
 * @param {Bytes} vaultId
 * @param {Bytes} itemId
 * @param {number} version
 * @param {Document} document
 * @returns {Promise<Bytes>}
 * @throws {MalformedError|import("./errors.js").UnsupportedError} when a reader would refuse the document.
 */
export async function sealRecord(key, vaultId, itemId, version, document) {
  RECORD(document);
  return seal(key, recordContext(vaultId, itemId, version), pad(dump(document), PAD_MINIMUM.record));
}

/**
 * One version of a record, as the row vouches for it.
 *
 * @param {Row} row
 * @param {number} version
 * @param {Bytes} vaultId
 * @param {Bytes} sealed
 * @returns {Promise<Document>}
 * @throws {OmittedError} when the row does not have this version.
 * @throws {ForgedError} when other bytes were served than those that were kept.
 * @throws {import("./errors.js").DoesNotOpenError|MalformedError|import("./errors.js").UnsupportedError} when what was kept does not read.
 */
export async function openRecord(row, version, vaultId, sealed) {
  const kept = row.versions.find(({ n }) => n === version);
  if (!kept) throw new OmittedError("a row does not have this version"); // (1)
  if (!equalBytes(await sha256(sealed), unb64(kept.hash))) {
    throw new ForgedError("a record is not the one that was kept"); // (2)
  }
  const bound = recordContext(vaultId, unb64(row.id, ID), version);
  const plaintext = await openSealed(unb64(kept.key, KEY), bound, sealed); // (3)
  const document = load(unpad(plaintext), RECORD); // (4)
  if (document.kind !== row.kind) throw new MalformedError("a record is not of the kind of its row");
  return document;
}

/** @param {Bytes} vaultId @param {Bytes} itemId @param {number} version */
function recordContext(vaultId, itemId, version) {
  return context("record", { vaultId, objectId: itemId, version });
}

/**
 * @param {Row} row
 * @returns {number} of its newest version
 * @throws {OmittedError} when the row is erased.
 */
export function latest(row) {
  const newest = row.versions.at(-1);
  if (!newest) throw new OmittedError("an erased row has no version");
  return newest.n;
}

/**
 * A row of a newer catalogue against the one accepted before, by the list above.
 *
 * The roots in between are not seen, so that a server could drop a commit that it acknowledged and show what another device
 * wrote in its place.
 *
 * @param {Row} before
 * @param {Row | undefined} after
 * @throws {ForkError} when what was accepted before has gone.
 */
export function checkContinues(before, after) {
  if (after === undefined) throw new ForkError("an item accepted before has gone"); // (1)
  if (after.erased_at !== null) return;
  if (before.erased_at !== null || latest(after) < latest(before)) throw new ForkError("a version accepted before has gone"); // (2)
  const newest = before.versions.at(-1);
  if (after.versions.some(({ n, hash }) => n === newest?.n && hash !== newest.hash)) {
    throw new ForkError("a version accepted before was exchanged");
  }
}

/**
 * A row with one version more, or a new row.
 *
 * @param {Row | undefined} row
 * @param {string} id of the item
 * @param {string} kind
 * @param {NewVersion} added
 * @returns {Row}
 * @throws {OmittedError} when the row is erased: what was erased does not come back.
 * @throws {MalformedError} when the number does not follow the newest: the record must be sealed again under the next one.
 */
export function withVersion(row, id, kind, added) {
  const { n, at, summary } = added;
  if (n !== (row ? latest(row) + 1 : 1)) throw new MalformedError("a version does not follow the newest one");
  const version = { n, hash: b64(added.hash), key: b64(added.key), at };
  return {
    id,
    kind,
    versions: [...(row?.versions ?? []), version],
    summary,
    files: [...new Set([...(row?.files ?? []), ...added.files])],
    trashed_at: row?.trashed_at ?? null,
    erased_at: null,
  };
}

/** In the trash since a time; the content stays. @param {Row} row @param {string} at @returns {Row} */
export function trashed(row, at) {
  return { ...row, trashed_at: at };
}

/** Out of the trash. @param {Row} row @returns {Row} */
export function restored(row) {
  return { ...row, trashed_at: null };
}

/** Keys gone since a time; only that it existed is left. @param {Row} row @param {string} at @returns {Row} */
export function erased(row, at) {
  return { ...row, versions: [], summary: null, files: [], erased_at: at };
}
