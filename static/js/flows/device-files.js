/**
 * New files without network: sealed to the disk of this device, and sent before the change that names them.
 *
 *  1. Such a file is sealed once, under a key and a salt of its own, and its sealed bytes are what is sent: nothing is sealed again (A21).
 *  2. It is bounded, one by one and together: it is opened whole in memory, and the room of a phone is not ours to fill.
 *  3. Parts that the server has are not sent again. What was sent stays noted until the change is acknowledged: the server clears away
 *     files that no change keeps for days.
 */

import { completeFile, confirmPart, createFile, getFile, getTickets, putPart } from "../api/files.js";
import { KEY, PART, SALT } from "../crypto/constants.js";
import { b64, context, randomBytes, randomId, sha256, unb64 } from "../crypto/encoding.js";
import { padFile } from "../crypto/padding.js";
import { sealWithSalt } from "../crypto/sealing.js";
import { isKeeper, partKey } from "./device-copy.js";
import * as store from "./device-store.js";
import { FlowError, codeOf } from "./errors.js";
import { need } from "./session.js";

/** @typedef {import("../api/files.js").WirePart} WirePart */
/** @typedef {import("./commits.js").Change} Change */
/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {{ sealed: number, parts: WirePart[] }} Waiting sealed: bytes of the whole */

/** Bytes of one file that may be kept without network, and of all of them. */
const FILE_HERE = 32 * 1024 * 1024;
const FILES_HERE = 256 * 1024 * 1024;

/**
 * Seal a file to this device (rules 1 and 2).
 *
 * @param {File | import("./location/patches.js").PatchedFile} file
 * @param {string} [thumbOf] id of the original, when it is its thumbnail
 * @returns {Promise<FileReference>} once it is on the disk
 * @throws {FlowError} `file_needs_network` when it is too large to wait here, `device_full`.
 */
export async function keepFileHere(file, thumbOf) {
  const waiting = (await store.entries("uploads")).reduce((sum, [, { sealed }]) => sum + sealed, 0);
  if (file.size > FILE_HERE || waiting + file.size > FILES_HERE) throw new FlowError("file_needs_network");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length !== file.size) throw new FlowError("file_changed");
  const [id, key] = [randomId(), randomBytes(KEY)];
  const fields = { vaultId: need().vaultId, objectId: id, version: 1 };
  const bound = thumbOf === undefined ? context("file", fields) : context("thumb", { ...fields, parentId: unb64(thumbOf, 16) });
  const sealed = await sealWithSalt(key, bound, padFile(bytes), randomBytes(SALT));
  await write(b64(id), sealed);
  const { name, type, size } = file;
  return { id: b64(id), key: b64(key), name: name.slice(0, 300), type: type.slice(0, 300), size, sealed: sealed.length, sha256: b64(await sha256(bytes)) };
}

/** @param {string} fileId @param {Uint8Array<ArrayBuffer>} sealed */
async function write(fileId, sealed) {
  /** @type {WirePart[]} */
  const parts = [];
  /** @type {store.Edit[]} */
  const edits = [];
  for (let start = 0; start < sealed.length; start += PART) {
    const bytes = sealed.subarray(start, start + PART);
    parts.push({ number: parts.length, size: bytes.length, sha256: b64(await sha256(bytes)) });
    edits.push({ store: "parts", key: partKey(fileId, parts.length - 1), value: new Blob([bytes]) });
  }
  const waiting = { sealed: sealed.length, parts };
  await store.change([...edits, { store: "uploads", key: fileId, value: waiting }], { strict: true }).catch((error) => {
    throw new FlowError("device_full", { cause: error });
  });
}

/** @param {Change} change @returns {string[]} files that it brings */
function filesOf({ put = [], keep = [] }) {
  return [...put.flatMap((one) => one.keep ?? []), ...keep];
}

/** Send the files of a change that are still here (rule 3). @param {Change} change */
export async function sendFilesHere(change) {
  if (!isKeeper()) return;
  const ids = filesOf(change);
  const waiting = await store.getAll("uploads", ids);
  for (const [i, id] of ids.entries()) if (waiting[i]) await sendFile(id, waiting[i]);
}

/** @param {string} id @param {Waiting} waiting */
async function sendFile(id, { sealed, parts }) {
  await createFile(id, sealed).catch((error) => {
    if (codeOf(error) !== "file_exists") throw error;
  });
  const { state, parts: there } = await getFile(id);
  if (state !== "open") return;
  const arrived = new Set(there.map(({ number, sha256: hash }) => `${number} ${hash}`));
  for (const part of parts) if (!arrived.has(`${part.number} ${part.sha256}`)) await sendPart(id, part);
  await completeFile(id);
}

/** @param {string} id @param {WirePart} part */
async function sendPart(id, part) {
  const blob = await store.get("parts", partKey(id, part.number));
  // Thrown away by the browser, or by hand: the change that names it cannot be made.
  if (!(blob instanceof Blob)) throw new FlowError("file_changed");
  const { tickets: [ticket] } = await getTickets(id, [part]);
  if (!ticket) throw new FlowError("file_changed");
  await putPart(ticket, blob);
  if (ticket.confirm) await confirmPart(id, part);
}

/** The change was acknowledged. @param {Change} change */
export async function filesArrived(change) {
  if (isKeeper()) await store.change(filesOf(change).map((key) => ({ store: "uploads", key })));
}

/** Ids of files that are only here. @returns {Promise<Set<string>>} */
export async function filesHere() {
  return new Set((await store.keysOf("uploads")).map(String));
}
