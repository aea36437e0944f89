/**
 * The rows that this tab knows: those of the verified catalogue, and laid over them what waits on this device (`device-overlay.js`).
 */

import { b64, sha256, unb64 } from "../crypto/encoding.js";
import { OmittedError } from "../crypto/errors.js";
import { overlaid } from "./device-overlay.js";

/** @typedef {import("./catalogue.js").Kind} Kind */
/** @typedef {import("./device-overlay.js").Row} Row */

/** @type {Map<string, Row>} */
const known = new Map();
/** @type {ReturnType<typeof overlaid>} */
let over = overlaid(verified, []);

/** The words of a summary are for the search, which has its own. @param {import("./catalogue.js").Row[]} slice */
export function take(slice) {
  for (const row of slice) {
    if (row.summary) row.summary.words = "";
    known.set(row.id, row);
  }
}

/** Whether no row of the catalogue is known yet. */
export const isBlank = () => known.size === 0;

/** The row that the catalogue vouches for. @param {string} id @returns {Row | undefined} */
export function verified(id) {
  return known.get(id);
}

/** The rows that the catalogue vouches for, whatever waits over them; trashed ones too, never erased ones. @returns {Row[]} */
export function verifiedRows() {
  return [...known.values()].filter((row) => row.erased_at === null);
}

/**
 * What was acknowledged is in the catalogue, or was erased since.
 *
 * @param {import("../api/catalogue.js").WireCommit["records"]} records
 * @throws {OmittedError}
 */
export async function checkKept(records) {
  for (const { item_id: id, version, sealed } of records) {
    const found = known.get(id);
    const kept = found?.versions.find(({ n }) => n === version);
    if (found && found.erased_at !== null) continue;
    if (kept?.hash !== b64(await sha256(unb64(sealed)))) throw new OmittedError("a version that was acknowledged is not in the catalogue");
  }
}

/** @param {import("./device-overlay.js").Waiting[]} list changes that wait on this device, in their order */
export function layOver(list) {
  if (list.length > 0 || over.rows.size > 0) over = overlaid(verified, list);
}

/**
 * @param {Kind} [kind] all when absent
 * @param {{ trashed?: boolean }} [options] the trash instead
 * @returns {Row[]} never erased ones
 */
export function rows(kind, { trashed = false } = {}) {
  const wanted = (/** @type {Row} */ row) =>
    row.erased_at === null && (row.trashed_at !== null) === trashed && (kind === undefined || row.kind === kind);
  const all = over.rows.size === 0 ? known : new Map([...known, ...over.rows]);
  return [...all.values()].filter(wanted);
}

/** @param {string} id @returns {Row | undefined} trashed and erased ones too */
export function row(id) {
  return over.rows.get(id) ?? known.get(id);
}

/** Whether what is shown of an item is not on the server yet. @param {string} id */
export function isWaiting(id) {
  return over.rows.has(id);
}

/** Whether something that is shown is not on the server yet. */
export const hasWaiting = () => over.rows.size > 0;

/** Rows with something that waits, with their words. @returns {Row[]} */
export function waitingRows() {
  return [...over.rows.values()];
}

/** The record of a version that waits. @param {string} id @param {number} version @returns {any | undefined} */
export function waitingRecord(id, version) {
  return over.records.get(`${id}/${version}`);
}

export function forget() {
  known.clear();
  over = overlaid(verified, []);
}
