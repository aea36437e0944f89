/** Who serves the parts of files: the open vault, or an opened share. */

import { getPart } from "../api/files.js";
import { getOpeningPart } from "../api/openings.js";
import { keptPart } from "./device-copy.js";
import { FlowError } from "./errors.js";
import { need, session } from "./session.js";

/** @typedef {import("./sealed-file.js").Source} Source */

/** The open vault's own files: those that this device keeps from there, and without network no others (`not_here`). @returns {Source} */
export function vaultSource() {
  return { vaultId: need().vaultId, part: partOf };
}

/** @type {Source["part"]} */
async function partOf(fileId, number, start, end, signal) {
  const here = await keptPart(fileId, number, start, end);
  if (here) return here;
  if (session.apart) throw new FlowError("not_here");
  return getPart(fileId, number, start, end, signal);
}

/**
 * Files of an opened share.
 *
 * @param {import("../crypto/encoding.js").Bytes} vaultId of the sharer
 * @param {string} shareId
 * @param {string} token of the opening
 * @returns {Source}
 */
export function openingSource(vaultId, shareId, token) {
  return { vaultId, part: (fileId, number, start, end, signal) => getOpeningPart(shareId, token, fileId, number, start, end, signal) };
}
