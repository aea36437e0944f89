/**
 * Keeping a file: from a `File` to a reference that a record can hold.
 *
 *  1. Room is asked for before the first byte is read.
 *  2. A small file is sealed in the page and sent as one part. A large one goes through two workers, part by part, in flat memory.
 *  3. Two files at once; each keeps its own key, random and new.
 *  4. A cut is waited out; a closed tab is taken up from a sealed draft (`uploads.js`), or the file starts anew under a new key.
 *  5. A file is sealed for the vault that was open when it was given. A lock holds up only what cannot go unnoted (`uploads.js`);
 *     leaving ends all, also what waits for its turn.
 *  6. The reference is complete only when the server holds all parts; only a commit keeps the file.
 *  7. On a device that its owner called hers, a file of moderate size is sealed to its disk when there is no network (`device-files.js`).
 *  8. No file is taken before the vault can be recovered, or its owner chose to go without (`settings.js`); what is made of one that was
 *     taken (a small picture, a copy to share) is.
 */

import { ApiError } from "../api/client.js";
import { completeFile, createFile, getFile, putPart } from "../api/files.js";
import { b64, context, sha256, unb64 } from "../crypto/encoding.js";
import { filePaddedSize, padFile } from "../crypto/padding.js";
import { PART } from "../crypto/constants.js";
import { sealWithSalt, sealedSize } from "../crypto/sealing.js";
import { isKeeper } from "./device-copy.js";
import { keepFileHere } from "./device-files.js";
import { FlowError, codeOf } from "./errors.js";
import { onForget, session } from "./session.js";
import { checkPhrase } from "./settings.js";
import { sealInWorkers } from "./sealing.js";
import { UploadControl, partSender } from "./transfer.js";
import { giveUpUpload, looksLike, markOf, newUpload, rememberUpload, restUpload } from "./uploads.js";

export { thumbnail } from "./media.js";
export { saveFile, sharedThumbUrl, thumbUrl, viewKind, viewUrl } from "./reading.js";
export { UploadControl } from "./transfer.js";
export { giveUpUpload, pendingUploads } from "./uploads.js";

/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {import("./location/patches.js").PatchedFile} PatchedFile made as it is sealed */
/** @typedef {import("./uploads.js").UploadState} UploadState */
/** @typedef {import("./transfer.js").SealedPart} SealedPart */

/**
 * @typedef {object} Progress bytes of the sealed file
 * @property {number} total
 * @property {number} sealed
 * @property {number} sent
 * @property {boolean} waiting for the network
 */

/**
 * @typedef {object} KeepOptions
 * @property {(progress: Progress) => void} [onProgress]
 * @property {UploadControl} [control] to pause, go on and cancel
 * @property {import("./uploads.js").PendingUpload} [resume] an upload that this file should take up
 * @property {string} [thumbOf] id of the original, when the file is its thumbnail
 * @property {boolean} [isCopy] of a file that was taken before (rule 8); nobody could choose it again, so nothing is noted to take it up
 * @property {boolean} [mayBeEmpty] one that comes from another vault; chosen by a person, an empty file is a slip
 */

/** Bytes of a file that is sealed in the page, in one go. */
const SMALL = 8 * 1024 * 1024;
const FILES_AT_ONCE = 2;

/** @type {Set<UploadControl>} of the files being sent and of those that wait for their turn */
const running = new Set();
let free = FILES_AT_ONCE;
/** @type {(() => void)[]} */
const turns = [];

/** Whether a file is on its way, also one that waits for its turn or is paused. */
export function isSending() {
  return running.size > 0;
}

/**
 * Seal and send one file.
 *
 * @param {File | PatchedFile} file
 * @param {KeepOptions} [options]
 * @returns {Promise<FileReference>}
 * @throws {FlowError} `phrase_unchecked`, `file_empty`, `file_changed`, `file_needs_network`, `locked` when no vault was opened; {ApiError} `quota_exceeded`, `file_too_large`, `offline`…; AbortError when cancelled.
 */
export async function keepFile(file, { onProgress = () => {}, control = new UploadControl(), resume, thumbOf, isCopy = false, mayBeEmpty = false } = {}) {
  const { vaultId } = session;
  if (!vaultId) throw new FlowError("locked");
  if (!isCopy && thumbOf === undefined) checkPhrase(); // 8
  if (file.size === 0 && !mayBeEmpty) throw new FlowError("file_empty");
  running.add(control);
  try {
    await myTurn(control.signal);
    return await inTurn(file, resume, { vaultId, onProgress, control, thumbOf, isCopy });
  } catch (error) {
    if (!isKeeper() || !(error instanceof ApiError) || !error.passing || session.state !== "open") throw error;
    return await keepFileHere(file, thumbOf); // 7
  } finally {
    running.delete(control);
  }
}

/** @param {File | PatchedFile} file @param {import("./uploads.js").PendingUpload | undefined} resume @param {Running} options */
async function inTurn(file, resume, options) {
  const awake = await stayAwake(file);
  try {
    const { state, known } = await startingPoint(file, resume);
    return await keepOrStartAnew(file, state, known, options);
  } finally {
    void awake?.release();
    free += 1;
    turns.shift()?.();
  }
}

/** @typedef {{ vaultId: import("../crypto/encoding.js").Bytes, onProgress: (progress: Progress) => void, control: UploadControl, thumbOf?: string, isCopy: boolean }} Running */

/** Rule 4. @param {File | PatchedFile} file @param {UploadState} state @param {Set<string>} known @param {Running} options */
async function keepOrStartAnew(file, state, known, options) {
  try {
    return await keepAs(file, state, known, options);
  } catch (error) {
    if (codeOf(error) === "upload_differs") {
      await giveUpUpload(state.fileId);
      return keepAs(file, newUpload(file), new Set(), options);
    }
    if (options.control.signal.aborted || codeOf(error) === "file_changed") void giveUpUpload(state.fileId);
    throw error;
  }
}

/** @param {AbortSignal} signal */
async function myTurn(signal) {
  while (free === 0) await new Promise((resolve) => turns.push(() => resolve(undefined)));
  free -= 1;
  if (!signal.aborted) return;
  free += 1;
  turns.shift()?.();
  signal.throwIfAborted();
}

/** A phone that goes to sleep stops the upload; the vault locks all the same. @param {File | PatchedFile} file */
async function stayAwake(file) {
  if (file.size <= SMALL) return null;
  return (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
}

/**
 * Where an upload starts: at what a draft and the server know of it, or anew.
 *
 * @param {File | PatchedFile} file
 * @param {import("./uploads.js").PendingUpload | undefined} resume
 * @returns {Promise<{ state: UploadState, known: Set<string> }>} known: number and hash of the parts that the server holds
 */
async function startingPoint(file, resume) {
  if (!resume) return { state: newUpload(file), known: new Set() };
  const { state } = resume;
  if (state.parts !== null && looksLike(state, file)) {
    try {
      const { parts } = await getFile(state.fileId);
      return { state, known: new Set(parts.map(({ number, sha256: hash }) => `${number} ${hash}`)) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
    }
  }
  await giveUpUpload(state.fileId);
  return { state: newUpload(file), known: new Set() };
}

/**
 * @param {File | PatchedFile} file
 * @param {UploadState} state
 * @param {Set<string>} known
 * @param {Running} options
 * @returns {Promise<FileReference>}
 */
async function keepAs(file, state, known, { vaultId, onProgress, control, thumbOf, isCopy }) {
  const padded = filePaddedSize(file.size);
  const sealed = sealedSize(padded);
  const fields = { vaultId, objectId: unb64(state.fileId, 16), version: 1 };
  const bound = thumbOf === undefined ? context("file", fields) : context("thumb", { ...fields, parentId: unb64(thumbOf, 16) });
  if (known.size === 0) await reserve(state.fileId, sealed, control.signal);
  const meter = new Meter(sealed, onProgress);
  const over = new AbortController();
  const send = sender(state, known, { isNoted: sealed > PART && !isCopy, meter, control, over: over.signal });
  try {
    const hash = await (file.size <= SMALL ? sealInPage(file, state, bound, send, meter) : sealInWorkers({ file, state, bound, padded, send, meter, control }));
    await completeFile(state.fileId, control.signal);
    return { id: state.fileId, key: state.key, name: file.name.slice(0, 300), type: file.type.slice(0, 300), size: file.size, sealed, sha256: b64(hash) };
  } finally {
    over.abort();
    void restUpload(state).catch(() => {
      // The draft says then that parts may have left unnoted: the upload cannot be taken up, the file is not lost.
    });
  }
}

/** @param {string} fileId @param {number} size @param {AbortSignal} signal */
async function reserve(fileId, size, signal) {
  await createFile(fileId, size, signal).catch((error) => {
    // The id is random: it is there because a first answer was lost.
    if (codeOf(error) !== "file_exists") throw error;
  });
}

/**
 * What is done with each part in its turn: checked against what may have left already, then sent unless it is there.
 *
 * @param {UploadState} state
 * @param {Set<string>} known
 * @param {{ isNoted: boolean, meter: Meter, control: UploadControl, over: AbortSignal }} upload isNoted: it can be taken up
 * @returns {(part: SealedPart) => Promise<void>}
 */
function sender(state, known, { isNoted, meter, control, over }) {
  const marks = state.parts ?? [];
  const remember = async (/** @type {SealedPart[]} */ parts) => {
    for (const part of parts) marks[part.number] = markOf(part.sha256);
    state.parts = marks;
    // One part leaves whole or not at all: there would be nothing to take up.
    if (isNoted) await rememberUpload(state);
  };
  const send = partSender(state.fileId, control, over, {
    remember,
    onSent: (number, bytes) => meter.sent(number, bytes),
    onWaiting: (waiting) => meter.waiting(waiting),
  });
  return async (part) => {
    const mark = marks[part.number];
    if (mark && mark !== markOf(part.sha256)) throw new FlowError("upload_differs");
    if (known.has(`${part.number} ${b64(part.sha256)}`)) return meter.sent(part.number, part.size);
    await send(part);
  };
}

/**
 * @param {File | PatchedFile} file
 * @param {UploadState} state
 * @param {import("../crypto/encoding.js").Bytes} bound
 * @param {(part: SealedPart) => Promise<void>} send
 * @param {Meter} meter
 * @returns {Promise<Uint8Array>} SHA-256 of the file
 */
async function sealInPage(file, state, bound, send, meter) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length !== file.size) throw new FlowError("file_changed");
  const sealed = await sealWithSalt(unb64(state.key, 32), bound, padFile(bytes), unb64(state.salt, 24));
  meter.sealed(sealed.length);
  const blob = new Blob([sealed]);
  await send({ number: 0, size: sealed.length, sha256: await sha256(sealed), put: (ticket, options) => putPart(ticket, blob, options) });
  return sha256(bytes);
}

/** Adds up what is told of each part. */
class Meter {
  #total;
  #tell;
  #sealed = 0;
  #waiting = false;
  /** @type {Map<number, number>} bytes sent of each part */
  #parts = new Map();

  /** @param {number} total @param {(progress: Progress) => void} tell */
  constructor(total, tell) {
    this.#total = total;
    this.#tell = tell;
    this.#say();
  }

  /** @param {number} bytes more */
  sealed(bytes) {
    this.#sealed += bytes;
    this.#say();
  }

  /** @param {number} number @param {number} bytes of it */
  sent(number, bytes) {
    this.#parts.set(number, bytes);
    this.#say();
  }

  /** @param {boolean} waiting */
  waiting(waiting) {
    this.#waiting = waiting;
    this.#say();
  }

  #say() {
    const sent = [...this.#parts.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#tell({ total: this.#total, sealed: this.#sealed, sent: Math.min(sent, this.#total), waiting: this.#waiting });
  }
}

onForget(() => {
  // A lock lets uploads go on; leaving ends them.
  if (session.login === undefined) for (const control of running) control.cancel();
});
