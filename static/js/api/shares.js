/** Shares, for their owner: one request each. */

import { call } from "./client.js";

/**
 * @typedef {object} WireShare
 * @property {string} share_id
 * @property {string} policy
 * @property {string} body
 * @property {string} wrapped
 * @property {string} half
 * @property {string} link_key
 * @property {string} access_key
 * @property {string[]} files
 * @property {string[]} own of `files`: copies made for this share, which are erased when it ends
 * @property {import("./catalogue.js").WireCommit} commit
 */

/**
 * @typedef {object} ShareState
 * @property {string} share_id
 * @property {number} opens
 * @property {number} wrong_codes
 * @property {string | null} ended_at
 * @property {string | null} ended_why
 * @property {{ challenge: string, signature: string, at: string }[]} receipts
 */

/** The commit inside makes it count once, so it may be sent again. @param {WireShare} share @returns {Promise<import("./catalogue.js").CommitAnswer>} */
export async function postShare(share) {
  return (await call("POST", "shares", { json: share, again: true })).json();
}

/** @returns {Promise<{ shares: ShareState[] }>} */
export async function listShares() {
  return (await call("GET", "shares")).json();
}

/** @param {string} shareId @returns {Promise<Uint8Array<ArrayBuffer>>} the sealed body */
export async function getShareBody(shareId) {
  return (await call("GET", `shares/${shareId}/body`)).bytes();
}

/** Revokes: the half is destroyed at once. @param {string} shareId @returns {Promise<{ ended_at: string }>} */
export async function endShare(shareId) {
  return (await call("POST", `shares/${shareId}/end`, { again: true })).json();
}
