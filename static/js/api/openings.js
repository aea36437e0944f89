/** Openings, for a recipient without account: one request each. */

import { call } from "./client.js";

/** @param {string} shareId @returns {Promise<{ challenge: string, policy: string, body_hash: string }>} */
export async function postChallenge(shareId) {
  return (await call("POST", `openings/${shareId}/challenge`, { again: true })).json();
}

/**
 * @typedef {object} OpeningAnswer
 * @property {string} half
 * @property {string} wrapped
 * @property {string} vault_id
 * @property {string} token
 * @property {number} token_seconds
 * @property {string} server_time
 */

/**
 * Not sent twice by itself: a wrong code counts each time.
 *
 * @param {string} shareId
 * @param {{ challenge: string, link_signature: string, receipt: string }} proof
 * @returns {Promise<OpeningAnswer>}
 */
export async function postOpening(shareId, proof) {
  return (await call("POST", `openings/${shareId}`, { json: proof })).json();
}

/** @param {string} token */
const bearer = (token) => ({ Authorization: `Bearer ${token}`, Accept: "application/octet-stream, application/json" });

/** @param {string} shareId @param {string} token @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function getOpeningBody(shareId, token) {
  return (await call("GET", `openings/${shareId}/body`, { headers: bearer(token) })).bytes();
}

/**
 * @param {string} shareId
 * @param {string} token
 * @param {string} fileId
 * @param {number} number of the part, from 0
 * @param {number} start first byte within the part
 * @param {number} end one past the last
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function getOpeningPart(shareId, token, fileId, number, start, end, signal) {
  const headers = { ...bearer(token), Range: `bytes=${start}-${end - 1}` };
  return (await call("GET", `openings/${shareId}/files/${fileId}/parts/${number}`, { headers, signal })).bytes();
}
