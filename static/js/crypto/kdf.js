/**
 * From a password to the keys of a vault (FORMAT 5).
 *
 *     password ─ NFKC ─ Argon2id ─ PMK ─┬ AUTH (to the server)
 *                                       └ KEK of the password slot ─ opens VMK ─ HKDF ─ k/slots, k/identity, …
 *
 * The cost parameters come from the server, so they are checked before anything is derived: under the floor a guess at
 * the password becomes cheap (A5), above the ceiling a server could freeze a phone. Argon2id itself is given by the
 * caller: its library lives in a worker. What stays in memory is a CryptoKey that cannot be read back.
 */

import {
  KDF_CEILING,
  KDF_FLOOR,
  KDF_LANES,
  KDF_NAME,
  KDF_SALT,
  KEY,
  LOGIN_BLANKS,
  LOGIN_PATTERN,
  PRODUCT,
  VERSION,
} from "./constants.js";
import { b64, concat, dump, fromUtf8, load, lp, u64, unb64, utf8 } from "./encoding.js";
import { MalformedError, UnsupportedError, WeakKdfError } from "./errors.js";
import { KDF_PARAMS } from "./schema.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {{ m: number, t: number, p: number, salt: Bytes }} KdfParams m in KiB, t passes, p lanes, salt 16 bytes */
/** @typedef {{ m: number, t: number, p: number, length: number }} Argon2Cost */
/** @typedef {(password: Bytes, salt: Bytes, cost: Argon2Cost) => Uint8Array | Promise<Uint8Array>} Argon2id version 1.3 */

/**
 * The four keys of one epoch of a vault (5.6), none of which can be exported.
 *
 * @typedef {object} VaultKeys
 * @property {CryptoKey} slots HMAC-SHA-256
 * @property {CryptoKey} identity seals, as the two that follow
 * @property {CryptoKey} catalogue
 * @property {CryptoKey} drafts
 */

const LOGIN = new RegExp(`^${LOGIN_PATTERN}$`);
const BLANKS = new RegExp(`^[${LOGIN_BLANKS}]+|[${LOGIN_BLANKS}]+$`, "g");

/**
 * The login that a text means (5.1).
 *
 * @param {string} text
 * @returns {string}
 * @throws {MalformedError} when it is not 6 to 64 of `[a-z0-9-]` once normalised.
 */
export function normalLogin(text) {
  const login = text.normalize("NFKC").replace(BLANKS, "").toLowerCase();
  if (!LOGIN.test(login)) throw new MalformedError("a login is 6 to 64 letters, digits or hyphens");
  return login;
}

/**
 * Refuse parameters before anything is derived with them (5.2).
 *
 * @param {KdfParams} params
 * @throws {MalformedError} when the salt is not 16 bytes.
 * @throws {WeakKdfError} under the floor (A5).
 * @throws {UnsupportedError} above the ceiling, or with more than one lane.
 */
export function checkParams({ m, t, p, salt }) {
  if (salt.length !== KDF_SALT) throw new MalformedError("a password salt is 16 bytes");
  if (m < KDF_FLOOR.m || t < KDF_FLOOR.t) throw new WeakKdfError("the derivation asked for is too cheap");
  if (m > KDF_CEILING.m || t > KDF_CEILING.t || p !== KDF_LANES) {
    throw new UnsupportedError("the derivation asked for is out of reach");
  }
}

/** @param {KdfParams} params @returns {string} the exact text of the document that a slot carries (5.7) */
export function paramsText({ m, t, p, salt }) {
  return fromUtf8(dump({ v: VERSION, kdf: KDF_NAME, m, t, p, salt: b64(salt) }));
}

/**
 * The checked parameters of a slot.
 *
 * @param {string} text
 * @returns {KdfParams}
 * @throws {MalformedError|UnsupportedError|WeakKdfError} as `load` and `checkParams`.
 */
export function parseParams(text) {
  const { m, t, p, salt } = load(utf8(text), KDF_PARAMS);
  const params = { m, t, p, salt: unb64(salt, KDF_SALT) };
  checkParams(params);
  return params;
}

/**
 * PMK, 32 bytes (5.2).
 *
 * @param {string} password as typed
 * @param {KdfParams} params
 * @param {Argon2id} argon2id
 * @returns {Promise<Bytes>}
 * @throws {WeakKdfError|UnsupportedError|MalformedError} before any work, as `checkParams`.
 */
export async function passwordKey(password, params, argon2id) {
  checkParams(params);
  const { m, t, p, salt } = params;
  return new Uint8Array(await argon2id(passwordBytes(password), salt, { m, t, p, length: KEY }));
}

/** @param {string} password @returns {Bytes} NFKC, so that two keyboards agree, then UTF-8 (5.1) */
export function passwordBytes(password) {
  return utf8(password.normalize("NFKC"));
}

/**
 * HKDF-SHA256 under a label, bound to length-prefixed fields (5.3).
 *
 * @param {Bytes} ikm
 * @param {string} label
 * @param {Bytes} bound
 * @param {number} [size] in bytes
 * @returns {Promise<Bytes>}
 */
export async function hkdf(ikm, label, bound, size = KEY) {
  const base = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits(hkdfOf(label, bound), base, size * 8));
}

/** @param {string} label @param {Bytes} bound @returns {HkdfParams} */
function hkdfOf(label, bound) {
  const info = concat(utf8(`${PRODUCT}${label}\0`), bound);
  return { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
}

/** AUTH, which proves the password to the server (5.4). @param {Bytes} pmk @param {string} login normal already */
export function auth(pmk, login) {
  return hkdf(pmk, "auth", lp(utf8(login)));
}

/** The key that wraps VMK in the password slot (5.5). @param {Bytes} pmk @param {Bytes} vaultId @returns {Promise<Bytes>} */
export function kekPassword(pmk, vaultId) {
  return hkdf(pmk, "slot-password", lp(vaultId));
}

/**
 * The keys of one epoch (5.6).
 *
 * @param {Bytes} vmk 32 bytes
 * @param {Bytes} vaultId
 * @param {number} epoch from 1
 * @returns {Promise<VaultKeys>}
 * @throws {MalformedError} when VMK is not 32 bytes or the epoch is not positive.
 */
export async function vaultKeys(vmk, vaultId, epoch) {
  if (vmk.length !== KEY || epoch < 1) throw new MalformedError("a vault key is 32 bytes and an epoch starts at 1");
  const base = await crypto.subtle.importKey("raw", vmk, "HKDF", false, ["deriveKey"]);
  const bound = concat(lp(vaultId), u64(epoch));
  /** @param {string} label @param {string} hash of the HMAC that the key is for */
  const derive = (label, hash) => {
    const hmac = { name: "HMAC", hash, length: KEY * 8 };
    return crypto.subtle.deriveKey(hkdfOf(label, bound), base, hmac, false, ["sign", "verify"]);
  };
  return {
    slots: await derive("k/slots", "SHA-256"),
    // Sealing expands its key with HMAC-SHA-512 (4.1).
    identity: await derive("k/identity", "SHA-512"),
    catalogue: await derive("k/catalogue", "SHA-512"),
    drafts: await derive("k/drafts", "SHA-512"),
  };
}
