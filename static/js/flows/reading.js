/**
 * Looking at a file and saving it, whoever serves its parts.
 *
 *  1. Shown in place: pictures whose first bytes are of the type they say, sound and film that this browser plays, text and PDF in a
 *     frame of no origin (`/voir`). All else is only saved.
 *  2. A picture is opened whole, in memory; sound and film are read by ranges; a file is saved piece by piece.
 *  3. Without a service worker (some private windows) a file is opened whole up to a limit, and refused with a clear word above it.
 *  4. An address lives until it is released, or the vault locks.
 *  5. A file that is not kept, taken out of one that is, is looked at by the same rules: it is in memory already.
 */

import { PIXEL_TYPES, sniff } from "./media.js";
import { DoesNotOpenError } from "../crypto/errors.js";
import { FlowError } from "./errors.js";
import { safeName } from "./names.js";
import { SealedFile } from "./sealed-file.js";
import { canServe, serve } from "./serving.js";
import { onForget } from "./session.js";
import { vaultSource } from "./sources.js";

/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {FileReference | File} Looked kept, or in memory (rule 5) */
/** @typedef {import("./sealed-file.js").Source} Source */
/** @typedef {"image" | "audio" | "video" | "text" | "pdf"} ViewKind */
/** @typedef {{ url: string, release: () => void }} View */

/** Bytes of a file opened whole in memory. */
const WHOLE_LIMIT = 64 * 1024 * 1024;
/** The same where nothing else is possible. */
const FALLBACK_LIMIT = 256 * 1024 * 1024;
/** Bytes of a piece of what is made as it is saved. */
const PIECE = 1024 * 1024;
const PATIENCE_AFTER_SAVING = 60_000;

/** @type {Set<() => void>} */
const held = new Set();

/** How a file may be looked at, null when it can only be saved. @param {Looked} reference @returns {ViewKind | null} */
export function viewKind({ type, size }) {
  const plain = type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (PIXEL_TYPES.has(plain)) return size <= WHOLE_LIMIT ? "image" : null;
  if (plain === "application/pdf") return size <= WHOLE_LIMIT ? "pdf" : null;
  if (plain === "text/plain") return size <= WHOLE_LIMIT ? "text" : null;
  return playable(plain);
}

/** @param {string} type @returns {"audio" | "video" | null} */
function playable(type) {
  const kind = /^(audio|video)\/[\w.+-]+$/.exec(type)?.[1];
  if (kind !== "audio" && kind !== "video") return null;
  return document.createElement(kind).canPlayType(type) === "" ? null : kind;
}

/**
 * A small file, whole.
 *
 * @param {FileReference} reference
 * @param {Source} [source] the open vault when absent
 * @returns {Promise<Blob>} of no type: what it is shown as is decided by who shows it
 * @throws {FlowError} `file_too_large_here`.
 */
export async function readFile(reference, source = vaultSource()) {
  return new Blob([await readBytes(reference, source, WHOLE_LIMIT)]);
}

/** @param {Looked} reference @param {Source} source @param {number} limit */
export async function readBytes(reference, source, limit = WHOLE_LIMIT) {
  if (reference.size > limit) throw new FlowError("file_too_large_here");
  if (reference instanceof File) return new Uint8Array(await reference.arrayBuffer()); // 5
  return new SealedFile(reference, source).readAll();
}

/**
 * An address at which an image, audio or video element shows the file.
 *
 * @param {Looked} reference
 * @param {Source} [source] the open vault when absent
 * @returns {Promise<View>}
 * @throws {FlowError} `no_preview`, `file_too_large_here`.
 */
export async function viewUrl(reference, source = vaultSource()) {
  const kind = viewKind(reference);
  if (kind === "image") return imageUrl(await readBytes(reference, source));
  if (kind !== "audio" && kind !== "video") throw new FlowError("no_preview");
  if (reference instanceof File) return blobUrl(reference); // 5
  const type = reference.type;
  if (!(await canServe())) return blobUrl(new Blob([await readBytes(reference, source, FALLBACK_LIMIT)], { type }));
  const file = new SealedFile(reference, source);
  return serve({ file, name: reference.name, type, kind: "inline" });
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {View} */
function imageUrl(bytes) {
  const type = sniff(bytes);
  // The type is that of the bytes, whatever the record says: nothing but pixels can come of it.
  if (type === null) throw new FlowError("no_preview");
  return blobUrl(new Blob([bytes], { type }));
}

/** Rule 4. @param {Blob} blob @returns {View} */
function blobUrl(blob) {
  const url = URL.createObjectURL(blob);
  const release = () => {
    held.delete(release);
    URL.revokeObjectURL(url);
  };
  held.add(release);
  return { url, release };
}

/**
 * The thumbnail of a piece, from its row of the catalogue.
 *
 * @param {import("./catalogue.js").Row} row
 * @returns {Promise<View | null>} null when it has none
 */
export async function thumbUrl(row) {
  const thumb = row.summary?.thumb;
  if (!thumb) return null;
  const source = vaultSource();
  // The row does not say which file it is the thumbnail of; the seal does. The newest file is the likeliest.
  for (const parent of row.files.filter((id) => id !== thumb.id).toReversed()) {
    const bytes = await thumbBytes(thumb, source, parent);
    if (bytes) return imageUrl(bytes);
  }
  return null;
}

/**
 * The thumbnail in a share, where the document names its original.
 *
 * @param {{ file: FileReference | null, thumb: FileReference | null }} document
 * @param {Source} source
 * @returns {Promise<View | null>}
 */
export async function sharedThumbUrl({ file, thumb }, source) {
  if (!file || !thumb) return null;
  return imageUrl(await new SealedFile(thumb, source, file.id).readAll());
}

/** @param {FileReference} thumb @param {Source} source @param {string} parent */
async function thumbBytes(thumb, source, parent) {
  try {
    return await new SealedFile(thumb, source, parent).readAll();
  } catch (error) {
    if (error instanceof DoesNotOpenError) return null;
    throw error;
  }
}

/**
 * Save a file where the person's downloads go.
 *
 * @param {Looked} reference
 * @param {Source} [source] the open vault when absent
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>} once the browser has it all
 */
export async function saveFile(reference, source = vaultSource(), signal) {
  if (reference instanceof File) return saveBlob(reference, safeName(reference.name)); // 5
  if (await canServe()) return saveInPieces(new SealedFile(reference, source), reference.name, signal);
  saveBlob(new Blob([await readBytes(reference, source, FALLBACK_LIMIT)]), safeName(reference.name));
}

/**
 * Save what is made as it is saved.
 *
 * @param {import("./serving.js").Servable} file
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<void>} once the browser has it all
 * @throws {FlowError} `file_too_large_here`.
 */
export async function saveMade(file, name, signal) {
  if (await canServe()) return saveInPieces(file, name, signal);
  if (file.size > FALLBACK_LIMIT) throw new FlowError("file_too_large_here");
  const pieces = [];
  for await (const piece of file.pieces(PIECE, signal)) pieces.push(piece);
  saveBlob(new Blob(pieces), safeName(name));
}

/**
 * Through a hidden frame: a link with a `download` attribute would go past the service worker.
 *
 * @param {import("./serving.js").Servable} file
 * @param {string} name
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function saveInPieces(file, name, signal) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    const done = (/** @type {unknown} */ error) => {
      release();
      // The browser may still be naming the file; a frame taken away at once would stop that.
      setTimeout(() => frame.remove(), PATIENCE_AFTER_SAVING);
      if (error) reject(error);
      else resolve();
    };
    const entry = { file, name, type: "", kind: /** @type {const} */ ("attachment"), signal, done };
    const { url, release } = serve(entry);
    frame.hidden = true;
    frame.src = url;
    document.body.append(frame);
  });
}

/** @param {Blob} blob @param {string} name */
function saveBlob(blob, name) {
  const { url, release } = blobUrl(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(release, PATIENCE_AFTER_SAVING);
}

onForget(() => {
  for (const release of [...held]) release();
});
