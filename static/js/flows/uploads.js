/**
 * What is needed to take an upload up again after a closed tab: a sealed draft of kind `upload`.
 *
 * It holds key, salt and what was sent. Key and salt serve again only for the very same bytes (A21):
 *  1. the hash of each sealed part is in the draft, durably, before any byte of that part leaves;
 *  2. on taking up, the file is sealed again from its first byte under the same key and salt; each part named in the draft must come
 *     out the same before it, or a later one, is sent;
 *  3. at the first difference the upload is given up, and the file starts anew under a new key and a new id.
 *  4. A locked vault cannot seal. At a lock the draft says that parts may leave unnoted, so that this upload cannot be taken up by
 *     another tab; while this one lives it goes on, and after the unlock the draft is whole again.
 * The server might show an older draft that names fewer parts; name, size and date of change of the file must be the same too.
 */

import { deleteFile } from "../api/files.js";
import { b64, randomBytes, randomId, unb64 } from "../crypto/encoding.js";
import { KEY, SALT } from "../crypto/constants.js";
import { rows } from "./catalogue.js";
import { drafts, dropDraft, keepDraft } from "./drafts.js";
import { onForget, onLock, session } from "./session.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/**
 * @typedef {object} UploadState
 * @property {string} fileId
 * @property {string} key
 * @property {string} salt
 * @property {string} name
 * @property {string} type
 * @property {number} size
 * @property {number} modified milliseconds
 * @property {string[] | null} parts beginning of the SHA-256 of each part that may have left, in order; null when not all are noted
 */

/** @typedef {{ draftId: string, name: string, size: number, sentParts: number, at: string, state: UploadState }} PendingUpload */

/** Bytes of a hash that are kept: enough against a second file of the same beginning, and 1,280 of them fit in a draft. */
const HASH_KEPT = 16;

/** @type {Map<string, string>} file id → draft id, of this tab and of what was taken up */
const draftIds = new Map();
/** @type {Set<UploadState>} with parts under way */
const active = new Set();
/** @type {Set<UploadState>} of which the server knows that parts may leave unnoted */
const marked = new Set();

/** @param {File | import("./location/patches.js").PatchedFile} file @returns {UploadState} */
export function newUpload(file) {
  const { name, type, size, lastModified: modified } = file;
  return { fileId: b64(randomId()), key: b64(randomBytes(KEY)), salt: b64(randomBytes(SALT)), name, type, size, modified, parts: [] };
}

/** Whether a file looks like the one of an upload; rule 2 decides. @param {UploadState} state @param {File | import("./location/patches.js").PatchedFile} file */
export function looksLike(state, file) {
  return state.name === file.name && state.size === file.size && state.modified === file.lastModified;
}

/** @param {Uint8Array} sha256 of a sealed part @returns {string} */
export function markOf(sha256) {
  return b64(sha256.subarray(0, HASH_KEPT));
}

/**
 * Rules 1 and 4: resolved once the server has it.
 *
 * @param {UploadState} state
 * @throws {import("./errors.js").FlowError} `locked` when it can neither be sealed nor was marked at the lock.
 */
export async function rememberUpload(state) {
  if (session.state === "locked" && marked.has(state)) return;
  marked.delete(state);
  active.add(state);
  await keepState(state, state.parts);
}

/** @param {UploadState} state @param {UploadState["parts"]} parts */
async function keepState(state, parts) {
  const id = draftIds.get(state.fileId) ?? b64(randomId());
  draftIds.set(state.fileId, id);
  await keepDraft("upload", { ...state, parts }, id);
}

/** The file has arrived, or the upload has failed: this tab sends nothing more of it. @param {UploadState} state */
export async function restUpload(state) {
  active.delete(state);
  if (marked.delete(state) && session.state === "open") await keepState(state, state.parts);
}

onLock(() => Promise.all([...active].map(async (state) => {
  await keepState(state, null);
  marked.add(state);
})));

/** Uploads that a closed tab or a cut left behind. @returns {Promise<PendingUpload[]>} newest first */
export async function pendingUploads() {
  const found = (await drafts()).filter(({ kind, body }) => kind === "upload" && isState(body));
  // Those that a commit keeps are done; a crash may have left their drafts.
  const kept = new Set([...rows(), ...rows(undefined, { trashed: true })].flatMap(({ files }) => files));
  return found.filter(({ body }) => !kept.has(body.fileId)).map(({ id, at, body }) => {
    draftIds.set(body.fileId, id);
    return { draftId: id, name: body.name, size: body.size, sentParts: body.parts?.length ?? 0, at, state: body };
  });
}

/** A draft is never trusted beyond its form. @param {any} body @returns {boolean} */
function isState(body) {
  try {
    unb64(body.fileId, 16);
    unb64(body.key, KEY);
    unb64(body.salt, SALT);
    return typeof body.name === "string" && Number.isSafeInteger(body.size) && (body.parts === null || Array.isArray(body.parts));
  } catch {
    return false;
  }
}

/** Rule 3, and cancelling: the server forgets parts and draft. @param {string} fileId */
export async function giveUpUpload(fileId) {
  await Promise.allSettled([deleteFile(fileId), dropUpload(fileId)]);
}

/** @param {string} fileId */
async function dropUpload(fileId) {
  const id = draftIds.get(fileId);
  draftIds.delete(fileId);
  if (id !== undefined) await dropDraft(id);
}

/** A commit keeps these files: nothing is left to take up. @param {string[]} fileIds */
export async function uploadsKept(fileIds) {
  await Promise.allSettled(fileIds.map(dropUpload));
}

onForget(() => {
  if (session.login === undefined) for (const kept of [draftIds, active, marked]) kept.clear();
});
