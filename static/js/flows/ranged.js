/** A file on this device, read by ranges: whatever its size, no more of it is in memory than is asked for. */

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/**
 * @typedef {object} Ranged
 * @property {number} size
 * @property {(start: number, end: number) => Promise<Bytes>} read end: one past the last
 */

/** @param {Blob} file @returns {Ranged} */
export function rangedFile(file) {
  return { size: file.size, read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()) };
}
