/** Who serves the parts of files: the open vault, or an opened share. */

import { getPart } from "../api/files.js";
import { getOpeningPart } from "../api/openings.js";
import { need } from "./session.js";

/** @typedef {import("./sealed-file.js").Source} Source */

/** The open vault's own files. @returns {Source} */
export function vaultSource() {
  return { vaultId: need().vaultId, part: getPart };
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
