/**
 * Copies made for a share of files that say where they were taken, or may.
 *
 *  1. Which file needs one, and how it is made, is decided by `location.js`; what cannot be made is said with its item, never passed over.
 *  2. A film is read, blanked and sealed piece by piece: it is never whole in memory, and the original stays as it is.
 *  3. What was kept is looked at again, as its recipient will get it, before it is given out.
 *  4. A small picture is drawn again from that of the original, which was drawn from pixels.
 *  5. A second look makes no second copy; one that is kept is its share's alone. A lock stops those under way.
 */

import { FlowError, codeOf } from "./errors.js";
import { withoutLocation } from "./exif.js";
import { UploadControl, giveUpUpload, keepFile } from "./files.js";
import { HEAD, blankedCopy, checkBlank, wayOf } from "./location.js";
import { mayMove, maySayMore } from "./location/chunks.js";
import { sniff, thumbnail } from "./media.js";
import { readBytes } from "./reading.js";
import { Remote } from "./remote.js";
import { SealedFile } from "./sealed-file.js";
import { onForget } from "./session.js";
import { vaultSource } from "./sources.js";

/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {{ file: FileReference, thumb: FileReference | null }} Copy */
/** @typedef {(part: number) => void} OnPart from 0 to 1 */

/** A copy without location cannot be made of this item: share it as it is, or leave it out. */
class CopyError extends FlowError {
  /** @param {string} item its id @param {ErrorOptions} [options] */
  constructor(item, options) {
    super("no_copy", options);
    this.name = "CopyError";
    this.item = item;
  }
}

/** @type {Map<string, { coming: Promise<Copy | null>, id?: string }>} by id of the original (rule 5); id: of the copy, once it is made */
const made = new Map();
/** @type {Set<UploadControl>} */
const running = new Set();

/** These copies are kept with a share: the next share makes its own. @param {string[]} ids */
export function copiesKept(ids) {
  for (const [original, { id }] of made) if (id !== undefined && ids.includes(id)) made.delete(original);
}

/**
 * @param {string} item id of the piece
 * @param {{ file: FileReference, thumb: FileReference | null }} piece
 * @param {OnPart} onPart
 * @returns {Promise<Copy | null>} null when it says nothing of a place
 * @throws {CopyError} `no_copy`; an error of reading or sending as it is.
 */
export async function copyOf(item, piece, onPart) {
  const { id } = piece.file;
  const known = made.get(id) ?? { coming: copied(piece, onPart) };
  made.set(id, known);
  try {
    const copy = await known.coming;
    if (copy) Object.assign(known, { id: copy.file.id });
    return copy;
  } catch (error) {
    if (made.get(id) === known) made.delete(id);
    if (["no_copy", "file_too_large_here"].includes(codeOf(error))) throw new CopyError(item, { cause: error });
    throw error;
  }
}

/** Rule 1. @param {{ file: FileReference, thumb: FileReference | null }} piece @param {OnPart} onPart @returns {Promise<Copy | null>} */
async function copied({ file, thumb }, onPart) {
  const head = await new SealedFile(file, vaultSource()).read(0, Math.min(HEAD, file.size));
  const way = wayOf(head, file.type);
  if (way === "refuse") throw new FlowError("no_copy");
  if (way === "draw") return drawn(file, onPart);
  return way === "blank" ? blanked(file, thumb, onPart) : null;
}

/** @param {FileReference} file @param {OnPart} onPart @returns {Promise<Copy | null>} */
async function drawn(file, onPart) {
  const bytes = await readBytes(file, vaultSource());
  const type = sniff(bytes) ?? "";
  if (!maySayMore(bytes, type)) return null;
  // Drawn again, it would no longer move.
  if (mayMove(bytes, type)) throw new FlowError("no_copy");
  const copy = await withoutLocation(new File([bytes], file.name, { type }));
  return withThumb(await sent(copy, onPart), await thumbnail(copy));
}

/** Rules 2 and 3. @param {FileReference} file @param {FileReference | null} thumb @param {OnPart} onPart @returns {Promise<Copy | null>} */
async function blanked(file, thumb, onPart) {
  const opener = new Remote("open");
  try {
    const original = new SealedFile(file, vaultSource(), undefined, (...of) => opener.call("open", { of }, [of[3].buffer]));
    const copy = await blankedCopy(original, file);
    if (copy === null) return null;
    const kept = await sent(copy, onPart);
    await checkBlank(new SealedFile(kept, vaultSource())).catch((error) => {
      void giveUpUpload(kept.id);
      throw error;
    });
    return withThumb(kept, thumb && (await drawnAgain(thumb, file.id)));
  } finally {
    opener.end();
  }
}

/** Rule 4. @param {FileReference} thumb @param {string} original @returns {Promise<File | null>} */
async function drawnAgain(thumb, original) {
  const bytes = await new SealedFile(thumb, vaultSource(), original).readAll();
  return thumbnail(new File([bytes], "", { type: sniff(bytes) ?? "" }));
}

/** @param {File | import("./location/patches.js").PatchedFile} copy @param {OnPart} onPart @returns {Promise<FileReference>} */
async function sent(copy, onPart) {
  const control = new UploadControl();
  running.add(control);
  try {
    return await keepFile(copy, { isCopy: true, control, onProgress: ({ sent: bytes, total }) => onPart(bytes / total) });
  } finally {
    running.delete(control);
  }
}

/** @param {FileReference} file @param {File | null} small @returns {Promise<Copy>} */
async function withThumb(file, small) {
  return { file, thumb: small && (await keepFile(small, { thumbOf: file.id })) };
}

onForget(() => {
  made.clear();
  for (const control of running) control.cancel();
});
