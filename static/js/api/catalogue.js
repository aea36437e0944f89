/** The catalogue and the records: one request each. */

import { call } from "./client.js";

/**
 * @typedef {object} WireCommit
 * @property {string} commit_id
 * @property {number} seq
 * @property {string} root
 * @property {{ number: number, version: number, sealed: string }[]} pages
 * @property {{ item_id: string, version: number, sealed: string }[]} records
 * @property {string[]} files
 * @property {string[]} trash
 * @property {string[]} restore
 * @property {{ item_id: string, files: string[] }[]} erase
 */

/** @typedef {{ seq: number, root_hash: string }} CommitAnswer */

/**
 * @param {number} since the seq already held, 0 for all
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} a frame (FORMAT 11), null when nothing is newer
 */
export async function getCatalogue(since, signal) {
  const answer = await call("GET", `catalogue?since=${since}`, { signal });
  return answer.status === 204 ? null : answer.bytes();
}

/** The same commit may be sent again: its `commit_id` makes it count once. @param {WireCommit} commit @returns {Promise<CommitAnswer>} */
export async function postCommit(commit) {
  return (await call("POST", "commits", { json: commit, again: true })).json();
}

/**
 * @param {{ item_id: string, version: number }[]} records at most 200
 * @returns {Promise<Uint8Array<ArrayBuffer>>} for each in order `u32 length ‖ sealed`
 */
export async function readRecords(records) {
  const headers = { Accept: "application/octet-stream, application/json" };
  return (await call("POST", "records/read", { json: { records }, headers, again: true })).bytes();
}
