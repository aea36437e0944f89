/**
 * A copy of a picture, a film or a sound that does not say where it was taken.
 *
 *  1. What a file is, its first bytes tell; its name and type are anyone's.
 *  2. JPEG, PNG and WebP are drawn again from their pixels (`exif.js`), unless they are nothing else (`location/chunks.js`). Films, sounds and pictures in boxes are blanked in place
 *     (`location/isobmff.js`): the same picture and sound, of any length, and never whole in memory.
 *  3. Any other picture or film is refused, with what no type and no byte tells to be something else, and a picture that moves and holds words: a copy that may still tell is never passed off as one that does not.
 *  4. Sound of another kind, documents and the rest are shown as they are: telephones write no place into them.
 *  5. A film that holds nothing but picture and sound needs no copy.
 *  6. A copy is looked at by the same reader before it is given out.
 */

import { FlowError } from "./errors.js";
import { survey } from "./location/isobmff.js";
import { PatchedFile, areZeros } from "./location/patches.js";
import { saidBy } from "./location/said.js";
import { sniff } from "./media.js";

/** @typedef {import("./location/patches.js").Ranged} Ranged */
/** @typedef {import("./location/patches.js").Streamed} Streamed */
/** @typedef {"draw" | "blank" | "refuse" | "as_is"} Way */

/** Bytes that tell what a file is. */
export const HEAD = 16;
/** What files in boxes begin with; old ones do not say their brand. */
const FIRST = new Set(["ftyp", "moov", "mdat"]);
/** The same, but words too: only after a size of less than sixteen million. */
const FIRST_AND_SMALL = new Set(["wide", "free", "skip", "pnot"]);
/** Films, and pictures of cameras, that are not read here: Matroska, AVI, ASF, Flash, TIFF, Fujifilm. */
const OTHERS = ["\x1aE\xdf\xa3", "RIFF", "0&\xb2u", "FLV\x01", "II*\0", "MM\0*", "FUJI"];
/** Documents, archives and sounds, known by their bytes where a device does not say their type. */
const DOCUMENTS = ["%PDF", "PK\x03\x04", "\xd0\xcf\x11\xe0", "7z\xbc\xaf", "Rar!", "RIFF", "OggS", "fLaC", "ID3\x02", "ID3\x03", "ID3\x04"];
const UNNAMED = new Set(["", "application/octet-stream"]);
const PICTURES = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1", "avif", "avis"]);

/** @param {Uint8Array} head @param {number} at */
const letters = (head, at) => String.fromCharCode(...head.subarray(at, at + 4));

/** @param {Uint8Array} head */
const isInBoxes = (head) => FIRST.has(letters(head, 4)) || (head[0] === 0 && FIRST_AND_SMALL.has(letters(head, 4)));

/** Who may say where they were taken, in a way that is read (rule 1). @param {Uint8Array} head the first bytes @returns {"photo" | "film" | null} */
export function kindOf(head) {
  if (isInBoxes(head)) return PICTURES.has(letters(head, 8)) ? "photo" : "film";
  return sniff(head) === "image/jpeg" ? "photo" : null;
}

/** @param {Uint8Array} head the first bytes @param {string} type as the record says @returns {Way} */
export function wayOf(head, type) {
  // A raw picture of Canon needs, to be drawn, what a copy would not hold.
  if (isInBoxes(head)) return letters(head, 8) === "crx " ? "refuse" : "blank";
  if (sniff(head) !== null) return "draw";
  const isOther = OTHERS.includes(letters(head, 0)) && letters(head, 8) !== "WAVE" && !type.startsWith("audio/");
  if (isOther || /^(image|video)\//.test(type)) return "refuse";
  return UNNAMED.has(type) && !isDocument(head) ? "refuse" : "as_is";
}

/** Letters from the first byte, or a document by its name. @param {Uint8Array} head */
const isDocument = (head) => DOCUMENTS.includes(letters(head, 0)) || head.every((byte) => (byte >= 0x20 && byte !== 0xff) || [0x9, 0xa, 0xd].includes(byte));

/**
 * @param {Streamed} original
 * @param {{ name: string, type: string }} named
 * @returns {Promise<PatchedFile | null>} null: rule 5
 * @throws {FlowError} `no_copy` when it does not read to its end.
 */
export async function blankedCopy(original, named) {
  const { patches, told, rest } = await survey(original);
  if (told.length === 0 && (await areZeros(original, rest))) return null;
  const copy = new PatchedFile(original, patches, named);
  await checkBlank(copy);
  return copy;
}

/** Rule 6. @param {Ranged} copy @throws {FlowError} `no_copy`. */
export async function checkBlank(copy) {
  if ((await survey(copy)).told.length > 0) throw new FlowError("no_copy");
}

/** When and where a film was taken, as it says. @param {Ranged} film @returns {Promise<import("./exif.js").Source | null>} null when it says nothing */
export async function saidByFilm(film) {
  const { moov } = await survey(film);
  return moov ? saidBy(moov) : null;
}
