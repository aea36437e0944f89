/**
 * A file that came with a message, as a `File` of this vault. Whoever sent it chose its name and said what it is.
 *
 *  1. A picture is what its first bytes are.
 *  2. Anything else is what its name ends with; failing that, what the message says. Only types that can be shown or played are taken over:
 *     one of no type can only be saved.
 *  3. Its name is one that a disk takes, with an ending that says its type.
 */

import { sniff } from "../media.js";
import { safeName } from "../names.js";

/** By the ending of a name; the first of each type is the one that is given. */
const TYPES = new Map(Object.entries({
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp", avif: "image/avif", mp4: "video/mp4", m4v: "video/mp4", "3gp": "video/3gpp", "3gpp": "video/3gpp", mov: "video/quicktime", webm: "video/webm",
  ogg: "audio/ogg", oga: "audio/ogg", opus: "audio/ogg", m4a: "audio/mp4", mp3: "audio/mpeg", aac: "audio/aac", amr: "audio/amr", wav: "audio/wav", pdf: "application/pdf", txt: "text/plain", vcf: "text/vcard",
}));
const ENDING = /\.([A-Za-z0-9]{1,10})$/;
/** A message that names no file names its type. */
const TYPE_AS_NAME = /^[a-z]+\/[\w.+-]+$/i;
const HEAD = 32;

/** @param {{ content: Blob, name: string, type: string }} attached @returns {Promise<File>} */
export async function fileOf({ content, name, type }) {
  const head = new Uint8Array(await content.slice(0, HEAD).arrayBuffer());
  const shown = sniff(head) ?? typeOf(name, type);
  return new File([content], nameOf(name, shown), { type: shown });
}

/** Rule 2. @param {string} name @param {string} said */
function typeOf(name, said) {
  const ending = ENDING.exec(name)?.[1]?.toLowerCase() ?? "";
  const plain = said.split(";")[0]?.trim().toLowerCase() ?? "";
  return TYPES.get(ending) ?? [...TYPES.values()].find((type) => type === plain && ending === "") ?? "";
}

/** Rule 3. @param {string} name @param {string} type */
function nameOf(name, type) {
  const safe = safeName(TYPE_AS_NAME.test(name) ? "" : name);
  const ending = ENDING.test(safe) ? undefined : [...TYPES].find(([, one]) => one === type)?.[0];
  return ending ? `${safe}.${ending}` : safe;
}
