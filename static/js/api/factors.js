/** Second factors of the open vault: one request each. The second step of a login is in `api/sessions.js`. */

import { call } from "./client.js";

/** @typedef {{ factor_id: string, kind: "totp" | "passkey", credential: string | null, created_on: string, used_on: string | null }} WireFactor dates are days */
/** @typedef {{ factor_id: string, secret: string, uri: string, qr: string }} WireTotp secret in base 32, qr an SVG document */
/** @typedef {{ id: string, response: { clientDataJSON: string, attestationObject: string } }} WireCredential */
/** @typedef {{ id: string, response: { clientDataJSON: string, authenticatorData: string, signature: string, userHandle?: string } }} WireAssertion */
/** @typedef {{ totp: string } | { code: string } | { ticket: string, assertion: WireAssertion }} WireSecond one proof, inside an open vault */

/** @returns {Promise<{ factors: WireFactor[], codes_left: number }>} */
export async function listFactors() {
  return (await call("GET", "factors")).json();
}

/** @param {WireSecond | null} second where the vault has a factor @returns {Promise<WireTotp>} */
export async function startTotp(second) {
  return (await call("POST", "factors/totp", { json: { second } })).json();
}

/** @param {string} factorId @param {string} code @returns {Promise<{ codes: string[] | null }>} */
export async function confirmTotp(factorId, code) {
  return (await call("POST", "factors/totp/confirm", { json: { factor_id: factorId, code } })).json();
}

/** @param {WireSecond | null} second where the vault has a factor @returns {Promise<{ ticket: string, options: Record<string, any> }>} */
export async function startPasskey(second) {
  return (await call("POST", "factors/passkey/options", { json: { second } })).json();
}

/** @param {string} ticket @param {WireCredential} credential @returns {Promise<{ factor_id: string, codes: string[] | null }>} */
export async function addPasskey(ticket, credential) {
  return (await call("POST", "factors/passkey", { json: { ticket, credential } })).json();
}

/** @param {WireSecond} second @returns {Promise<{ codes: string[] }>} */
export async function renewCodes(second) {
  return (await call("POST", "factors/codes", { json: { second } })).json();
}

/** @param {string} factorId @param {WireSecond} second */
export async function removeFactor(factorId, second) {
  await call("POST", "factors/remove", { json: { factor_id: factorId, second } });
}
