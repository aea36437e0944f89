/** Who serves the parts of files: the open vault, or an opened share. */

import { getPart } from "../api/files.js";
import { getOpeningPart } from "../api/openings.js";
import { dropParts, keptPart } from "./device-copy.js";
import { FlowError } from "./errors.js";
import { need, session } from "./session.js";

/** @typedef {import("./sealed-file.js").Source} Source */

/** The open vault's own files: those that this device keeps from there, and without network no others (`not_here`). @returns {Source} */
export function vaultSource() {
  let isSpoiled = false;
  return {
    vaultId: need().vaultId,
    part: async (fileId, number, start, end, signal) => (isSpoiled ? undefined : await keptPart(fileId, number, start, end)) ?? partThere(fileId, number, start, end, signal),
    async spoiled(fileId) {
      isSpoiled ||= await dropParts(fileId);
      return isSpoiled;
    },
  };
}

/** @type {Source["part"]} */
async function partThere(fileId, number, start, end, signal) {
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
