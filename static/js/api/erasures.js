/** Erasures before the thirty days, and how long a vault that nobody opens is kept: one request each. */

import { call } from "./client.js";

/**
 * @typedef {object} WireErasure under way
 * @property {string} erasure_id
 * @property {boolean} whole
 * @property {string[]} items that it still names
 * @property {string} asked_at
 * @property {string} ready_at
 */

/** @returns {Promise<{ erasures: WireErasure[] }>} the first to be ready first */
export async function listErasures() {
  return (await call("GET", "erasures")).json();
}

/**
 * @param {{ whole: boolean, items: string[], phrase_auth: string | null, days: number }} wish
 * @returns {Promise<{ erasure_id: string, ready_at: string } | null>} null when the vault is erased, and the session over
 */
export async function postErasure(wish) {
  const answer = await call("POST", "erasures", { json: wish });
  return answer.status === 204 ? null : answer.json();
}

/** @param {string} erasureId */
export async function cancelErasure(erasureId) {
  await call("POST", `erasures/${erasureId}/cancel`);
}

/** @param {number} years 2 to 30 */
export async function postInactivity(years) {
  await call("POST", "accounts/inactivity", { json: { years }, again: true });
}
