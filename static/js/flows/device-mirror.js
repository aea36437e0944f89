/**
 * Bringing the copy of this device up to date, after the vault was opened or has changed: records, thumbnails, then files.
 *
 *  1. Only the tab that keeps does it, only with a session, and it stops at a lock.
 *  2. What no verified row names any more goes, also while an edit of it waits; files that wait to be sent stay.
 *  3. Thumbnails always; files newest first, as many as fit in the room that she chose. A file that does not fit is left out, not cut.
 *  4. Nothing is verified here: it is when it is read. Bytes that do not verify then are asked of the server again.
 *  5. Where the disk is full it stops, and says so; what is there stays.
 */

import { getPart } from "../api/files.js";
import { isKeeper, partKey, partSizes, roomKept } from "./device-copy.js";
import { filesHere } from "./device-files.js";
import * as store from "./device-store.js";
import { verifiedRows } from "./known.js";
import { keepSealed, readVersions } from "./records.js";
import { onForget, session } from "./session.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {{ id: string, sealed: number }} FileHere */

/**
 * @typedef {object} Mirror
 * @property {number} items
 * @property {number} files that are whole here, without thumbnails
 * @property {number} filesWanted all that there are
 * @property {number} bytes of files
 * @property {"idle" | "running" | "full" | "away"} state
 */

// Items whose records are opened at once to learn which files they name.
const LOOK = 100;

/** @type {Mirror} */
export const mirror = { items: 0, files: 0, filesWanted: 0, bytes: 0, state: "idle" };
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Promise<void> | undefined} */
let running;
/** What each record names, by `id/version`: read once in an open vault. @type {Map<string, { file: FileHere | null, thumb: FileHere | null }>} */
const names = new Map();
let again = false;
let stop = new AbortController();

/** Called at each step. @param {() => void} fn @returns {() => void} */
export function onMirror(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** @param {Partial<Mirror>} change */
function say(change) {
  Object.assign(mirror, change);
  for (const fn of listeners) fn();
}

/** Bring the copy up to date; once more after this time if it runs already. @returns {Promise<void>} */
export function refreshMirror() {
  again = running !== undefined;
  running ??= run().finally(() => {
    running = undefined;
    if (again && session.state === "open") void refreshMirror();
  });
  return running;
}

async function run() {
  if (!isKeeper() || session.apart || session.state !== "open") return; // 1
  stop = new AbortController();
  const { signal } = stop;
  say({ state: "running" });
  try {
    const all = verifiedRows(); // 2
    await bringRecords(all, signal);
    await bringFiles(all, signal);
    say({ state: "idle" });
  } catch (error) {
    say({ state: isFull(error) ? "full" : "away" }); // 5
  }
}

/** @param {unknown} error */
function isFull(error) {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/** Rule 2, of records. @param {Row[]} all @param {AbortSignal} signal */
async function bringRecords(all, signal) {
  const wanted = all.flatMap(({ id, versions }) => versions.map(({ n, hash }) => ({ id, version: n, key: `${id}/${n}`, hash })));
  const here = new Set(await store.keysOf("records"));
  const named = new Set(wanted.map(({ key }) => key));
  await store.change([...here].filter((key) => !named.has(String(key))).map((key) => ({ store: "records", key })));
  const missing = wanted.filter(({ key }) => !here.has(key));
  signal.throwIfAborted();
  await keepSealed(missing);
  say({ items: all.length });
}

/** Rules 2 and 3. @param {Row[]} all @param {AbortSignal} signal */
async function bringFiles(all, signal) {
  const { thumbs, files } = await filesOf(all, signal);
  const fitting = withinRoom(files);
  const wanted = new Map([...thumbs, ...fitting].map((file) => [file.id, file]));
  const waiting = await filesHere();
  const here = new Set((await store.keysOf("parts")).map(String));
  const gone = [...here].filter((key) => !wanted.has(key.split("/")[0] ?? "") && !waiting.has(key.split("/")[0] ?? ""));
  await store.change(gone.map((key) => ({ store: "parts", key })));
  say({ filesWanted: files.length, files: 0, bytes: 0 });
  for (const file of wanted.values()) {
    await bringFile(file, here, signal);
    const isFile = fitting.includes(file);
    say({ files: mirror.files + Number(isFile), bytes: mirror.bytes + file.sealed });
  }
}

/** @param {FileHere} file @param {Set<string>} here keys of parts @param {AbortSignal} signal */
async function bringFile({ id, sealed }, here, signal) {
  for (const [number, size] of partSizes(sealed).entries()) {
    const key = partKey(id, number);
    if (here.has(key)) continue;
    signal.throwIfAborted();
    const bytes = await getPart(id, number, 0, size, signal);
    await store.change([{ store: "parts", key, value: new Blob([bytes]) }]);
  }
}

/**
 * Thumbnails and files that the records name, newest items first.
 *
 * @param {Row[]} all
 * @param {AbortSignal} signal
 * @returns {Promise<{ thumbs: FileHere[], files: FileHere[] }>}
 */
async function filesOf(all, signal) {
  const at = (/** @type {Row} */ row) => row.versions[0]?.at ?? "";
  const pieces = all.filter(({ kind, files }) => kind === "evidence" && files.length > 0).toSorted((a, b) => (at(a) < at(b) ? 1 : -1));
  /** @type {FileHere[]} */
  const thumbs = [];
  /** @type {FileHere[]} */
  const files = [];
  const unread = pieces.filter((row) => !names.has(nameOf(row)));
  for (let start = 0; start < unread.length; start += LOOK) {
    signal.throwIfAborted();
    const batch = unread.slice(start, start + LOOK);
    const records = await readVersions(batch.map(({ id, versions }) => ({ id, version: versions.at(-1)?.n ?? 0 })));
    batch.forEach((row, i) => names.set(nameOf(row), { file: records[i].file, thumb: records[i].thumb }));
  }
  for (const row of pieces) {
    const { file = null, thumb = null } = names.get(nameOf(row)) ?? {};
    if (file) files.push(file);
    if (thumb) thumbs.push(thumb);
  }
  return { thumbs, files };
}

/** @param {Row} row */
const nameOf = ({ id, versions }) => `${id}/${versions.at(-1)?.n}`;

/** Rule 3. @param {FileHere[]} files @returns {FileHere[]} */
function withinRoom(files) {
  let left = roomKept();
  return files.filter(({ sealed }) => {
    if (sealed > left) return false;
    left -= sealed;
    return true;
  });
}

onForget(() => {
  stop.abort();
  names.clear();
  say({ state: "idle" });
});
