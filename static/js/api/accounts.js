/** Accounts: one request each. Bytes in JSON are base64url; shapes are those of `docs/architecture.md` 2.2. */

import { call } from "./client.js";

/** @typedef {{ slot_id: string, kind: string, params: string, sealed: string }} WireSlot */

/**
 * @param {string} login
 * @returns {Promise<{ auth_version: number, params: string }>} for an unknown login a false one, always the same
 */
export async function getLogin(login) {
  return (await call("POST", "logins", { json: { login }, again: true })).json();
}

/**
 * @param {{ login: string, vault_id: string, auth: string, params: string, slots: WireSlot[], phrase_auth: string | null,
 *   identity: string, commit: import("./catalogue.js").WireCommit }} account
 * @returns {Promise<import("./sessions.js").SessionAnswer>}
 */
export async function createAccount(account) {
  return (await call("POST", "accounts", { json: account })).json();
}
