/**
 * Records, read when they are looked at.
 *
 * A record is what the row of the verified catalogue vouches for, or an error (`crypto/rows.js`): the server cannot answer with
 * another version, another item or other bytes (A9, A10). On a device that its owner called hers, what is there is read there.
 */

import { readRecords as fetchRecords } from "../api/catalogue.js";
import { MalformedError, OmittedError } from "../crypto/errors.js";
import { latest, openRecord } from "../crypto/rows.js";
import { row, trusting } from "./catalogue.js";
import { keepRecords, keptRecords } from "./device-copy.js";
import { FlowError } from "./errors.js";
import { waitingRecord } from "./known.js";
import { recall, remember } from "./opened.js";
import { need, session } from "./session.js";

/** Records of one request, as the server takes them. */
const BATCH = 200;
const PREFIX = 4;

/** @typedef {{ id: string, version: number }} Wanted */
/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/**
 * @param {string} id
 * @param {number} [version] the newest when absent
 * @returns {Promise<any>} the document of FORMAT 8.3
 */
export async function readRecord(id, version) {
  const [record] = await readVersions([{ id, version: version ?? latest(known(id)) }]);
  return record;
}

/** The newest version of each. @param {string[]} ids @returns {Promise<any[]>} in the same order */
export function readRecords(ids) {
  return readVersions(ids.map((id) => ({ id, version: latest(known(id)) })));
}

/**
 * All versions of an item, newest first: what was corrected, and when.
 *
 * @param {string} id
 * @returns {Promise<{ n: number, at: string, record: any }[]>}
 */
export async function history(id) {
  const versions = known(id).versions.toReversed();
  const records = await readVersions(versions.map(({ n }) => ({ id, version: n })));
  return versions.map(({ n, at }, i) => ({ n, at, record: records[i] }));
}

/** Any versions. @param {Wanted[]} wanted @returns {Promise<any[]>} in the same order */
export async function readVersions(wanted) {
  const missing = wanted.filter(({ id, version }) => atHand(id, version) === undefined);
  /** @type {Map<string, any>} */
  const read = new Map();
  for (let start = 0; start < missing.length; start += BATCH) {
    const batch = missing.slice(start, start + BATCH);
    const documents = await readBatch(batch);
    batch.forEach(({ id, version }, i) => {
      read.set(`${id}/${version}`, documents[i]);
      remember(id, version, documents[i]);
    });
  }
  return wanted.map(({ id, version }) => structuredClone(read.get(`${id}/${version}`) ?? atHand(id, version)));
}

/** @param {string} id @param {number} version */
const atHand = (id, version) => waitingRecord(id, version) ?? recall(id, version);

/** @param {Wanted[]} batch @returns {Promise<any[]>} */
async function readBatch(batch) {
  const { vaultId } = need();
  const here = await sealedHere(batch);
  const fetched = await sealedThere(batch.filter((_wanted, i) => here[i] === undefined));
  return trusting(async () => {
    const sealed = here.map((bytes) => bytes ?? fetched.shift() ?? new Uint8Array());
    return Promise.all(batch.map(({ id, version }, i) => openRecord(known(id), version, vaultId, sealed[i] ?? new Uint8Array())));
  });
}

/** @param {Wanted[]} batch @returns {Promise<(Bytes | undefined)[]>} those that this device keeps */
function sealedHere(batch) {
  return keptRecords(batch.map(({ id, version }) => ({ key: `${id}/${version}`, hash: known(id).versions.find(({ n }) => n === version)?.hash ?? "" })));
}

/** @param {Wanted[]} batch @returns {Promise<Bytes[]>} @throws {FlowError} `not_here` without network. */
async function sealedThere(batch) {
  if (batch.length === 0) return [];
  if (session.apart) throw new FlowError("not_here");
  const bytes = await fetchRecords(batch.map(({ id, version }) => ({ item_id: id, version }))).catch((error) => {
    // The catalogue lists it, so a server that has it not has lost or hidden it.
    if (error.code === "not_found") throw new OmittedError("a record was not served");
    throw error;
  });
  return trusting(async () => split(bytes, batch.length));
}

/**
 * Fetch records for this device to keep, sealed as they are.
 *
 * @param {Wanted[]} wanted
 */
export async function keepSealed(wanted) {
  for (let start = 0; start < wanted.length; start += BATCH) {
    const batch = wanted.slice(start, start + BATCH);
    const sealed = await sealedThere(batch);
    await keepRecords(batch.map(({ id, version }, i) => ({ key: `${id}/${version}`, sealed: sealed[i] ?? new Uint8Array() })));
  }
}

/** `u32 length ‖ sealed`, so many times. @param {Bytes} bytes @param {number} count @returns {Bytes[]} */
export function split(bytes, count) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [];
  let offset = 0;
  while (offset + PREFIX <= bytes.length) {
    const end = offset + PREFIX + view.getUint32(offset);
    if (end > bytes.length) break;
    parts.push(bytes.subarray(offset + PREFIX, end));
    offset = end;
  }
  if (offset !== bytes.length || parts.length !== count) throw new MalformedError("records do not have the length they say");
  return parts;
}

/** @param {string} id */
function known(id) {
  const found = row(id);
  if (!found) throw new OmittedError("an item is not in the catalogue");
  return found;
}
