/**
 * The second factors of the open vault: an application of codes, passkeys (`flows/passkeys.js`), and the recovery codes for
 * when they are lost.
 *
 * Adding the first asks for a fresh session; adding another, removing and new codes also for a proof. None of it is key material:
 * it keeps the server from letting in, and opens nothing.
 */

import * as api from "../api/factors.js";
import { unb64 } from "../crypto/encoding.js";
import { FlowError } from "./errors.js";

/** @typedef {{ id: string, kind: "totp" | "passkey", credential: import("../crypto/encoding.js").Bytes | null, createdOn: string, usedOn: string | null }} Factor dates are days */
/** @typedef {import("../api/factors.js").WireSecond} Second `readSecond(text)`, or `{ ticket, assertion }` of `assertPasskey()` */

const TOTP = /^[0-9]{6}$/;
const CODE = /^[0-9A-Z]{10}$/;

/** @returns {Promise<{ factors: Factor[], codesLeft: number }>} oldest first */
export async function secondFactors() {
  const { factors, codes_left: codesLeft } = await api.listFactors();
  return { factors: factors.map(plain), codesLeft };
}

/** @param {import("../api/factors.js").WireFactor} factor @returns {Factor} */
function plain({ factor_id: id, kind, credential, created_on: createdOn, used_on: usedOn }) {
  return { id, kind, credential: credential === null ? null : unb64(credential), createdOn, usedOn };
}

/**
 * What a person typed where a proof is asked for: the six digits of an application, or a recovery code. What a hand
 * confuses in a code (O and 0, I, L and 1) the server reads as one.
 *
 * @param {string} text
 * @returns {{ totp: string } | { code: string }}
 * @throws {FlowError} `second_malformed`
 */
export function readSecond(text) {
  const bare = text.normalize("NFKC").replaceAll(/[\s\p{Dash}]/gu, "").toUpperCase();
  if (TOTP.test(bare)) return { totp: bare };
  if (CODE.test(bare)) return { code: bare };
  throw new FlowError("second_malformed");
}

/**
 * A secret for an application of codes; it counts once `confirmTotp` brought its first code.
 *
 * @param {Second | null} [second] where the vault has a factor
 * @returns {Promise<{ factorId: string, secret: string, uri: string, picture: Blob }>} secret in base 32 for typing, picture an SVG of the address
 * @throws {import("../api/client.js").ApiError} `fresh_needed`, `proof_needed`, `second_refused`, `limit_reached`…
 */
export async function startTotp(second = null) {
  const { factor_id: factorId, secret, uri, qr } = await api.startTotp(second);
  return { factorId, secret, uri, picture: new Blob([qr], { type: "image/svg+xml" }) };
}

/**
 * @param {string} factorId
 * @param {string} text as typed
 * @returns {Promise<string[] | null>} the ten recovery codes, shown once, when this is the first factor
 * @throws {import("../api/client.js").ApiError} `second_refused`: another code may be tried; {FlowError} `second_malformed`
 */
export async function confirmTotp(factorId, text) {
  const second = readSecond(text);
  if (!("totp" in second)) throw new FlowError("second_malformed");
  return (await api.confirmTotp(factorId, second.totp)).codes;
}

/** New recovery codes; the old ones end. @param {Second} second @returns {Promise<string[]>} ten, shown once */
export async function renewCodes(second) {
  return (await api.renewCodes(second)).codes;
}

/**
 * Remove a factor; with the last one the recovery codes go. A passkey that has a slot loses that first (`dropPasskeySlot`).
 *
 * @param {string} factorId
 * @param {Second} second
 */
export async function removeFactor(factorId, second) {
  await api.removeFactor(factorId, second);
}
