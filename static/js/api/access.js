/** Ways in: one request each. */

import { call } from "./client.js";

/**
 * @typedef {object} WireAccess what the ways in are to become; `slots` is the whole list, a check comes with each slot that changes
 * @property {string | null} auth of the password of before; null only in a session that a recovery opened
 * @property {import("./catalogue.js").WireCommit} commit
 * @property {number} epoch
 * @property {string | null} identity sealed, only with a rotation
 * @property {import("./accounts.js").WireSlot[]} slots
 * @property {{ auth: string, params: string } | null} password
 * @property {string | null} phrase_auth
 * @property {{ auth: string, half: string, delay_days: number } | null} people
 * @property {{ draft_id: string, sealed: string }[]} drafts
 * @property {string[]} end_shares
 * @property {boolean} drop_factors
 * @property {boolean} close_sessions
 */

/** All or nothing; the same commit again is answered alike. @param {WireAccess} access @returns {Promise<import("./sessions.js").SessionAnswer>} */
export async function postAccess(access) {
  return (await call("POST", "access", { json: access, again: true })).json();
}

/** The ways in as they are: another session may have changed them. @returns {Promise<import("./sessions.js").SessionAnswer>} */
export async function getAccess() {
  return (await call("GET", "access")).json();
}

/** @typedef {{ on: string, kind: string, count: number, last_at: string }} WireRefusal failed accesses of one day and kind */

/** Failed accesses of ninety days, newest first. @returns {Promise<{ refusals: WireRefusal[] }>} */
export async function listRefusals() {
  return (await call("GET", "accesses")).json();
}
