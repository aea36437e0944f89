/**
 * Changes that wait for the network, on the disk of a device that its owner called hers.
 *
 *  1. A change is sealed and on the disk before it is said to be kept here; as long as it is not, it is only in the page, as elsewhere.
 *  2. What is sent is on the disk before it is sent: after any cut the very same commit is sent again, and its `commit_id` counts once.
 *  3. It leaves the disk once the server has acknowledged it, or once the form that made it was told of a refusal.
 *  4. A change that was said to be kept here and is refused for good stays, and is shown: nobody was there to hear it.
 *  5. What was written to an item that was erased elsewhere meanwhile is kept anew: what was erased does not come back, and nothing is lost.
 *     All that waited for one item is one item again, with its versions: its new name follows from the old one, for who has the keys. The files
 *     of what was erased went with it: a piece is then what was written of it.
 *  6. What does not open any more (the disk was damaged) is shown with the refused ones: it must not keep the vault shut.
 *  7. Changes of other keys (a rotation elsewhere) stay sealed until the passphrase of then is typed (`device-strand.js`).
 */

import { serverNow } from "../api/client.js";
import { ID, KEY } from "../crypto/constants.js";
import { b64, concat, formatTime, randomBytes, randomId, unb64, utf8 } from "../crypto/encoding.js";
import { isKeeper, isKept, openOwn, sealOwn } from "./device-copy.js";
import { waitingDrafts } from "./device-drafts.js";
import { filesArrived, sendFilesHere } from "./device-files.js";
import * as store from "./device-store.js";
import { codeOf } from "./errors.js";
import { row, verified } from "./known.js";
import { changeOf } from "./pending.js";
import { need, onForget, session } from "./session.js";

/** @typedef {import("./pending.js").Pending} Pending */
/** @typedef {import("./commits.js").Change} Change */
/** @typedef {import("./commits.js").Put} Put */

/**
 * @typedef {object} Entry of the disk
 * @property {number} epoch of the keys that it is sealed under
 * @property {import("./device-copy.js").Own} change
 * @property {string} at when it was written
 * @property {Record<string, number>} [base] the version that an edit was made on, by item
 * @property {any} [wire] the commit, once it was prepared
 * @property {string} [refused] code
 */

/** @typedef {{ n: number, at: string, base: Record<string, number>, written: Promise<boolean>, told: boolean, entry?: Entry }} Here a change that waits here; told: she was told that it is kept on this device */

let next = 0;
let arrived = 0;

/** How many changes that were said to wait here have arrived, none refused; told once. */
export function takeArrived() {
  const count = arrived;
  arrived = 0;
  return count;
}

/**
 * Rule 1: begin to write it down. The number is given in the turn of the gesture, so that the order is hers.
 *
 * @param {Change} change
 * @returns {Here | undefined} undefined where nothing is kept, or where it is not to wait
 */
export function keepHere(change) {
  if (!isKeeper() || change.addShare || change.endShare || change.erase?.length) return undefined;
  next = Math.max(next + 1, Date.now());
  /** @type {Here} */
  const here = { n: next, at: formatTime(serverNow()), base: basesOf(change), written: Promise.resolve(false), told: false };
  here.written = write(here, change).then(() => true, () => false);
  return here;
}

/** The newest version of what is edited, waiting ones included. @param {Change} change @returns {Record<string, number>} */
function basesOf({ put: puts = [] }) {
  return Object.fromEntries(puts.flatMap(({ id }) => (row(id) ? [[id, row(id)?.versions.at(-1)?.n ?? 0]] : [])));
}

/**
 * What waited, on the rows of now: its files sent, what crossed noted, what was erased renamed (rule 5).
 *
 * @param {Pending} pending
 * @returns {Promise<Change>}
 */
export async function changeNow(pending) {
  const change = await changeOf(pending);
  if (!pending.here) return change;
  await sendFilesHere(change);
  noteCrossed(pending.here, change);
  const again = await withoutErased(change);
  if (!again) return change;
  pending.change = again;
  await rewrite(pending.here, again);
  return again;
}

/** @param {Here} here @param {Change} change */
async function write(here, change) {
  here.entry = { epoch: session.epoch, change: await sealOwn("change", JSON.stringify(change)), at: here.at, base: here.base };
  await put(here);
}

/** @param {Here} here */
async function put(here) {
  await store.change([{ store: "outbox", key: here.n, value: here.entry }], { strict: true });
}

/** Rule 2; where the disk is full it is sent all the same: after a cut just then it could count twice, which loses nothing. @param {Here | undefined} here @param {any} wire */
export async function notePrepared(here, wire) {
  if (!here || !(await here.written) || !here.entry) return;
  here.entry.wire = wire;
  await put(here).catch(() => void delete here.entry?.wire);
}

/** Rule 5: under its new name from now on. @param {Here} here @param {Change} change */
async function rewrite(here, change) {
  if (!(await here.written) || !here.entry) return;
  here.entry.change = await sealOwn("change", JSON.stringify(change));
  delete here.entry.wire;
  await put(here);
}

/** Rules 3 and 4. @param {Here | undefined} here @param {unknown} [refusal] */
export async function settleHere(here, refusal) {
  if (!here || !(await here.written) || !here.entry) return;
  if (refusal && here.told) {
    here.entry.refused = codeOf(refusal);
    arrived = 0;
    return put(here);
  }
  if (here.told) arrived += 1;
  await store.change([{ store: "outbox", key: here.n }]);
}

/** Rule 3. What the disk cannot forget is sent once more later, and counts once. @param {Pending} pending */
export async function arrivedHere(pending) {
  try {
    if (pending.here) await filesArrived(await changeOf(pending));
    await settleHere(pending.here);
  } catch {
    // No disk any more, or it is full: said to have failed, the change would be made again.
  }
}

/**
 * What a closed tab left on the disk, of the keys that are open now, in order.
 *
 * @returns {Promise<Pending[]>}
 */
export async function recall() {
  if (!isKeeper()) return [];
  /** @type {Pending[]} */
  const found = [];
  for (const [n, entry] of await store.entries("outbox")) {
    next = Math.max(next, Number(n));
    if (entry.epoch !== session.epoch || entry.refused) continue;
    const pending = await recalled(Number(n), entry).catch((error) => spoiled(Number(n), entry, error)); // 6
    if (pending) found.push(pending);
  }
  return found;
}

/** @param {number} n @param {Entry} entry @returns {Promise<Pending>} */
async function recalled(n, entry) {
  /** @type {Here} */
  const here = { n, at: entry.at, base: entry.base ?? {}, written: Promise.resolve(true), told: true, entry };
  const change = JSON.parse(await openOwn("change", entry.change));
  return { change, here, ...(entry.wire ? { prepared: preparedOf(entry.wire) } : {}) };
}

/** Rule 6. @param {number} n @param {Entry} entry @param {unknown} error */
async function spoiled(n, entry, error) {
  // The keys went while it was being opened: it is as good as before.
  if (session.state !== "open") throw error;
  await store.change([{ store: "outbox", key: n, value: { ...entry, refused: codeOf(error) } }]);
}

/** @param {any} wire */
function preparedOf(wire) {
  const pages = wire.pages.map((/** @type {any} */ page) => ({ ...page, sealed: unb64(page.sealed) }));
  return { wire, root: unb64(wire.root), pages };
}

/**
 * What the disk has, whichever tab wrote it: changes and drafts that wait, changes that do not any more, and what is of other keys.
 *
 * @returns {Promise<{ waiting: number, refused: { n: number, code: string, at: string }[], stranded: number }>}
 */
export async function left() {
  if (!isKept()) return { waiting: 0, refused: [], stranded: 0 };
  const all = await store.entries("outbox");
  const now = all.filter(([, { epoch }]) => epoch === session.epoch);
  const refused = now.flatMap(([n, { refused: code, at }]) => (code ? [{ n: Number(n), code, at }] : []));
  const drafts = await waitingDrafts();
  return { waiting: now.length - refused.length + drafts.now.length, refused, stranded: all.length - now.length + drafts.before.length };
}

/** What a refused change holds. @param {number} n @returns {Promise<Change | undefined>} undefined where it does not open any more (rule 6) */
export async function readRefused(n) {
  const entry = await store.get("outbox", n);
  return entry && openOwn("change", entry.change).then(JSON.parse, () => undefined);
}

/**
 * What becomes of a refused change, as she chose.
 *
 * @param {number} n
 * @param {"again" | "anew" | "drop"} choice anew: what it writes goes into new items, whatever became of the old ones
 * @returns {Promise<void>} once it is so on the disk
 */
export async function settleRefused(n, choice) {
  const entry = choice === "drop" ? undefined : await waitingAgain(n, choice === "anew");
  await store.change([{ store: "outbox", key: n, value: entry }], { strict: true });
}

/** @param {number} n @param {boolean} isAnew @returns {Promise<Entry>} */
async function waitingAgain(n, isAnew) {
  const { refused: _refused, wire: _wire, ...entry } = await store.get("outbox", n);
  if (!isAnew) return entry;
  const change = anew(JSON.parse(await openOwn("change", entry.change)));
  return { ...entry, base: {}, change: await sealOwn("change", JSON.stringify(change)) };
}

/** @param {Change} change @returns {Change} */
function anew({ put: puts = [], ...change }) {
  const names = new Map(puts.map(({ id }) => [id, b64(randomId())]));
  return { ...change, trash: [], restore: [], put: puts.map((one) => ({ ...withFilesThere(one), id: names.get(one.id) ?? one.id })) };
}

/** @param {string} id */
const isGone = (id) => (verified(id)?.erased_at ?? null) !== null;

/**
 * Rule 5, on the newest rows.
 *
 * @param {Change} change
 * @returns {Promise<Change | undefined>} undefined when it can be made as it is
 */
async function withoutErased(change) {
  const { put: puts = [], trash = [], restore = [] } = change;
  if (![...puts.map(({ id }) => id), ...trash, ...restore].some(isGone)) return undefined;
  return {
    ...change,
    put: await Promise.all(puts.map(async (one) => ({ ...withFilesThere(one), id: await nameAnew(one.id) }))),
    trash: trash.filter((id) => !isGone(id)),
    restore: restore.filter((id) => !isGone(id)),
  };
}

/** Rule 5. Named all the same, a file that is gone would let the new item neither be copied to a device nor be erased. @param {Put} one @returns {Put} */
function withFilesThere(one) {
  const { id, record, files = [], keep = [] } = one;
  if (!isGone(id) || files.every((file) => keep.includes(file))) return one;
  const [file, thumb] = [record.file, record.thumb].map((found) => (found && keep.includes(found.id) ? found : null));
  const text = record.text || (file ? "" : record.description || record.title);
  return { ...one, files: keep, record: { ...record, file, thumb, text, blind: b64(randomBytes(KEY)) } };
}

/** Rule 5: what the server cannot tell from a name made at random. @param {string} id @returns {Promise<string>} the same where it was not erased */
async function nameAnew(id) {
  if (!isGone(id)) return id;
  const name = await crypto.subtle.sign("HMAC", need().keys.drafts, concat(utf8("memo/v1/anew\0"), unb64(id, ID)));
  return nameAnew(b64(new Uint8Array(name, 0, ID)));
}

/** Whether nothing is left of a change. @param {Change} change */
export function isEmpty({ put: puts = [], add = [], trash = [], restore = [], keep = [] }) {
  return [puts, add, trash, restore, keep].every(({ length }) => length === 0);
}

/** @type {Set<string>} */
const doubled = new Set();

/** Both versions of an item stay, and it is said. @param {string} id */
export const noteDoubled = (id) => void doubled.add(id);

/**
 * Items of a change that another device edited after it was written; those that are merged (`merging.js`) may have no part in common.
 *
 * @param {Here} here
 * @param {Change} change
 */
function noteCrossed({ base }, change) {
  for (const { id, base: merged } of change.put ?? []) {
    const before = base[id];
    if (!merged && before !== undefined && (verified(id)?.versions.at(-1)?.n ?? 0) > before) noteDoubled(id);
  }
}

/** Those items; told once. @returns {string[]} ids */
export function takeDoubled() {
  const ids = [...doubled];
  doubled.clear();
  return ids;
}

onForget(() => {
  doubled.clear();
  arrived = 0;
});
