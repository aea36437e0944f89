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
 */

/** @param {string} login @param {string} auth @returns {Promise<SessionAnswer>} */
export async function createSession(login, auth) {
  return (await call("POST", "sessions", { json: { login, auth } })).json();
}

/** @param {string} auth @returns {Promise<SessionAnswer>} and makes the session fresh for five minutes */
export async function unlockSession(auth) {
  return (await call("POST", "sessions/unlock", { json: { auth } })).json();
}

/** @returns {Promise<{ sessions: { session_id: string, created_at: string, seen_at: string, current: boolean }[] }>} */
export async function listSessions() {
  return (await call("GET", "sessions")).json();
}

/** @param {string} sessionId */
export async function closeSession(sessionId) {
  await call("DELETE", `sessions/${sessionId}`);
}

/** Ends the current session, if any; survives the page. Tried once: nobody who leaves waits for a network. */
export async function leaveSession() {
  await call("POST", "sessions/leave", { keepalive: true });
}
