/**
 * Files on their way, whichever screen is shown.
 *
 * 1. A file becomes a piece as soon as it has arrived, with what is written of it by then: nothing waits for a form.
 * 2. An upload goes on while she moves in the vault, and through a lock; its piece is kept after the unlock. What is written
 *    of it is sealed at the lock, and forgotten once it is kept.
 * 3. A failure is told beside its file; the file is asked for again from where it stopped.
 * 4. A file that a closed tab left half sent is known again when it is chosen again.
 */
import { isLoaded, onChange, row } from "../../flows/catalogue.js";
import { save } from "../../flows/evidence.js";
import { codeOf } from "../../flows/errors.js";
import { readSource } from "../../flows/exif.js";
import { UploadControl, giveUpUpload, keepFile, pendingUploads, thumbnail } from "../../flows/files.js";
import { hide, reveal } from "../../flows/hidden.js";
import { newId } from "../../flows/items.js";
import { isPassing } from "../../flows/pending.js";
import { onForget, onLock, session } from "../../flows/session.js";
import { errorText } from "../../ui/messages.js";

/** @typedef {import("../../flows/evidence.js").EvidenceForm} EvidenceForm */
/** @typedef {import("../../flows/files.js").Progress} Progress */
/** @typedef {import("../../flows/items.js").FileReference} FileReference */
/** @typedef {import("../../flows/exif.js").Source} Source */

/**
 * @typedef {object} Upload
 * @property {string} id of the piece that it becomes
 * @property {File} file
 * @property {"running" | "paused" | "failed" | "kept" | "cancelled"} state
 * @property {Progress} progress
 * @property {string} error what to say of a failure
 * @property {UploadControl} control
 * @property {() => Partial<EvidenceForm> | Promise<Partial<EvidenceForm>>} form what is written of it
 * @property {Source} [source]
 * @property {FileReference} [reference]
 * @property {FileReference | null} [thumb]
 * @property {Promise<void>} done resolves when it is kept, has failed or is cancelled
 */

/** @type {Upload[]} */
let list = [];
/** @type {Set<() => void>} */
const listeners = new Set();

/** Called at each step of any upload. @param {() => void} fn @returns {() => void} stops it */
export function onUploads(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

function told() {
  for (const fn of listeners) fn();
}

/** Those that are not kept yet, in the order they were chosen. */
export const uploads = () => list.filter(({ state }) => state !== "kept");

/** @param {string} id */
export const uploadOf = (id) => list.find((upload) => upload.id === id);

/** @returns {Partial<EvidenceForm>} */
const nothingWritten = () => ({});

/**
 * @param {File} file
 * @param {() => Partial<EvidenceForm>} [form]
 * @param {string} [id] of the piece that it becomes, where it has one already
 * @returns {Upload}
 */
export function startUpload(file, form = nothingWritten, id = newId()) {
  const progress = { total: file.size, sealed: 0, sent: 0, waiting: false };
  /** @type {Upload} */
  const upload = { id, file, state: "running", progress, error: "", control: new UploadControl(), form, done: Promise.resolve() };
  list = [...list, upload];
  upload.done = run(upload);
  told();
  return upload;
}

/** @param {Upload} upload */
async function run(upload) {
  try {
    await send(upload);
    await opened(upload);
    const { reference: file = null, thumb = null, source } = upload;
    await save({ ...(await upload.form()), id: upload.id, file, thumb, ...(source ? { source } : {}) });
    kept(upload);
  } catch (error) {
    failed(upload, error);
  }
  told();
}

/** What has already been done is not done again. @param {Upload} upload */
async function send(upload) {
  const { file, control } = upload;
  const onProgress = (/** @type {Progress} */ progress) => {
    upload.progress = progress;
    told();
  };
  upload.source ??= await readSource(file);
  const resume = upload.reference ? undefined : await stopped(upload);
  upload.reference ??= await keepFile(file, { control, onProgress, ...(resume ? { resume } : {}) });
  if (upload.thumb === undefined) upload.thumb = await thumbnailOf(file, upload.reference, control);
}

/** @param {Upload} upload */
function kept(upload) {
  [upload.state, upload.form] = ["kept", nothingWritten];
}

/** A piece without its small picture is still a piece. @param {File} file @param {FileReference} reference @param {UploadControl} control */
async function thumbnailOf(file, reference, control) {
  try {
    const small = await thumbnail(file);
    return small && await keepFile(small, { control, thumbOf: reference.id });
  } catch {
    return null;
  }
}

/** Rule 4. @param {Upload} upload @returns {Promise<import("../../flows/uploads.js").PendingUpload | undefined>} */
async function stopped(upload) {
  const { id, file } = upload;
  const alike = (/** @type {{ name: string, size: number }} */ other) => other.name === file.name && other.size === file.size;
  if (uploads().some((other) => other.id !== id && alike(other.file))) return undefined;
  await opened(upload);
  try {
    return (await pendingUploads()).find(alike);
  } catch (error) {
    if (codeOf(error) !== "locked") throw error;
    // It locked between the two: after the unlock, again.
    return stopped(upload);
  }
}

/** Rule 2: only an open vault can keep, and only the one that it was given to. @param {Upload} upload */
async function opened({ control }) {
  while (!isLoaded()) {
    await new Promise((resolve) => {
      const stop = onChange(() => resolve(stop()));
    });
  }
  control.signal.throwIfAborted();
}

/** @param {Upload} upload @param {unknown} error */
function failed(upload, error) {
  if (upload.control.signal.aborted) return void forget(upload);
  upload.state = "failed";
  upload.error = errorText(error);
  if (isPassing(error) && upload.reference) awaitKept(upload);
}

/** The file has arrived, and the change that keeps it waits for the network or the unlock: it goes by itself. @param {Upload} upload */
function awaitKept(upload) {
  const stop = onChange(() => {
    if (!row(upload.id)) return;
    stop();
    kept(upload);
    told();
  });
}

/** @param {Upload} upload */
function forget(upload) {
  upload.state = "cancelled";
  list = list.filter((other) => other !== upload);
  told();
}

/** @param {Upload} upload */
export function pause(upload) {
  upload.control.pause();
  upload.state = "paused";
  told();
}

/** After a pause or a failure. @param {Upload} upload */
export function goOn(upload) {
  const again = upload.state === "failed";
  upload.state = "running";
  if (again) upload.done = run(upload);
  else upload.control.resume();
  told();
}

/** @param {Upload} upload */
export function cancel(upload) {
  upload.control.cancel();
  if (upload.state === "failed" && upload.reference) void giveUpUpload(upload.reference.id);
  if (upload.state !== "running") forget(upload);
}

onLock(() => Promise.all(uploads().map(async (upload) => {
  const written = await hide(await upload.form());
  upload.form = () => reveal(written);
})));

onForget(() => {
  // A lock lets uploads go on; leaving ends them.
  if (session.login !== undefined) return;
  for (const { control } of list) control.cancel();
  list = [];
});
