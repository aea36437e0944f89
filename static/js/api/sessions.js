/** Sessions: one request each. */

import { call } from "./client.js";

/**
 * @typedef {object} SessionAnswer
 * @property {string} vault_id
 * @property {string} login
 * @property {number} epoch
 * @property {number} seq
 * @property {import("./accounts.js").WireSlot[]} slots
 * @property {string} identity sealed
 * @property {number} quota bytes
 * @property {number} used bytes
 * @property {number} idle_seconds
 * @property {number} drafts how many wait
 * @property {string} via how this session was opened: password, passkey, phrase, people
 * @property {number} inactive_years how long a vault that nobody opens is kept
 * @property {string} opened_on the day before this opening
 * @property {{ kind: "recovery" | "erasure", id: string | null, ready_at: string }[]} notices what is under way
 */

/** @typedef {"totp" | "passkey" | "code"} SecondKind */
/** @typedef {{ ticket: string, kinds: SecondKind[], options: Record<string, any> | null }} Asked what a login still needs */
/** @typedef {{ totp: string } | { code: string } | { assertion: unknown }} Second one proof of a second factor */

/** @param {string} login @param {string} auth @returns {Promise<SessionAnswer | Asked>} */
export async function createSession(login, auth) {
  return (await call("POST", "sessions", { json: { login, auth } })).json();
}

/** @param {string} ticket @param {Second} second @returns {Promise<SessionAnswer>} */
export async function secondStep(ticket, second) {
  return (await call("POST", "sessions/second", { json: { ticket, ...second } })).json();
}

/** @returns {Promise<{ ticket: string, options: Record<string, any> }>} */
export async function askPasskey() {
  return (await call("POST", "sessions/passkey/options")).json();
}

/** @param {string} ticket @param {unknown} assertion @returns {Promise<SessionAnswer>} */
export async function createSessionByPasskey(ticket, assertion) {
  return (await call("POST", "sessions/passkey", { json: { ticket, assertion } })).json();
}

/** @param {string} auth @returns {Promise<SessionAnswer>} and makes the session fresh for five minutes */
export async function unlockSession(auth) {
  return (await call("POST", "sessions/unlock", { json: { auth } })).json();
}

/** @returns {Promise<{ sessions: { session_id: string, via: string, created_at: string, seen_at: string, current: boolean }[] }>} */
export async function listSessions() {
  return (await call("GET", "sessions")).json();
}

/** @param {string} sessionId */
export async function closeSession(sessionId) {
  await call("DELETE", `sessions/${sessionId}`);
}

/** All but the current one. */
export async function closeOtherSessions() {
  await call("POST", "sessions/close", { again: true });
}

/** Ends the current session, if any; survives the page. Tried once: nobody who leaves waits for a network. */
export async function leaveSession() {
  await call("POST", "sessions/leave", { keepalive: true });
}
