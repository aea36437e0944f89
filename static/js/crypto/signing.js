/**
 * The signing identity of a vault, and signatures under a label (FORMAT 6).
 *
 * Rules: a signature is over the label and the exact bytes (2.4), so one made for a share is never one of a root;
 * `verify` raises and returns nothing. Private keys enter as 32 bytes and stay as CryptoKeys that cannot be read back.
 * Whose key it should be is decided by the caller: a public key is never trusted because the server sent it (A3).
 */

import { KEY, PRODUCT, SEED, SIGNATURE, SIGNATURE_LABELS, VERSION } from "./constants.js";
import { b64, concat, dump, load, randomBytes, unb64, utf8 } from "./encoding.js";
import { ForgedError, MalformedError, UnsupportedError } from "./errors.js";
import { IDENTITY } from "./schema.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {{ ed25519: string, x25519: string }} PublicIdentity base64url, as in a root */

// What comes before the 32 bytes in PKCS #8 (RFC 8410): WebCrypto imports a private key in no shorter form.
const PKCS8 = {
  Ed25519: Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20),
  X25519: Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20),
};

/** One private key with its public bytes. */
export class KeyPair {
  /**
   * @param {CryptoKey} privateKey cannot be exported
   * @param {Bytes} publicKey 32 bytes
   */
  constructor(privateKey, publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * @param {"Ed25519" | "X25519"} algorithm
   * @param {Bytes} secret 32 bytes: the seed, or the private key
   * @returns {Promise<KeyPair>}
   * @throws {MalformedError} on another length.
   */
  static async fromSecret(algorithm, secret) {
    if (secret.length !== SEED) throw new MalformedError("a private key is 32 bytes");
    const usages = /** @type {KeyUsage[]} */ (algorithm === "Ed25519" ? ["sign"] : ["deriveBits"]);
    const pkcs8 = concat(PKCS8[algorithm], secret);
    // Only an exportable key tells its public half: it lives for these two lines.
    const readable = await crypto.subtle.importKey("pkcs8", pkcs8, { name: algorithm }, true, usages);
    const { x = "" } = await crypto.subtle.exportKey("jwk", readable);
    const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, { name: algorithm }, false, usages);
    return new KeyPair(privateKey, unb64(x, KEY));
  }
}

/** The two key pairs of a vault (6.1). */
export class Identity {
  /** @param {KeyPair} signing Ed25519 @param {KeyPair} agreement X25519 */
  constructor(signing, agreement) {
    this.signing = signing;
    this.agreement = agreement;
  }

  /**
   * @param {Bytes} document of 6.1, as `newIdentityDocument` makes it
   * @returns {Promise<Identity>}
   * @throws {MalformedError|UnsupportedError} as `load`.
   */
  static async fromDocument(document) {
    const { ed25519, x25519 } = load(document, IDENTITY);
    return new Identity(
      await KeyPair.fromSecret("Ed25519", unb64(ed25519, SEED)),
      await KeyPair.fromSecret("X25519", unb64(x25519, SEED)),
    );
  }

  /** @returns {PublicIdentity} the member `identity` of a root */
  public() {
    return { ed25519: b64(this.signing.publicKey), x25519: b64(this.agreement.publicKey) };
  }
}

/** @returns {Bytes} the document of a new random identity: made once, with the vault, and kept only sealed */
export function newIdentityDocument() {
  return dump({ v: VERSION, ed25519: b64(randomBytes(SEED)), x25519: b64(randomBytes(SEED)) });
}

/**
 * @param {CryptoKey} privateKey Ed25519
 * @param {string} label one of 6.2
 * @param {Bytes} message
 * @returns {Promise<Bytes>} 64 bytes
 */
export async function sign(privateKey, label, message) {
  return new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, privateKey, labelled(label, message)));
}

/**
 * @param {Bytes} publicKey 32 bytes
 * @param {string} label one of 6.2
 * @param {Bytes} message
 * @param {Bytes} signature
 * @throws {MalformedError} on a key or signature of another length.
 * @throws {ForgedError} unless the signature is of this key, label and message.
 */
export async function verify(publicKey, label, message, signature) {
  if (publicKey.length !== KEY || signature.length !== SIGNATURE) {
    throw new MalformedError("a public key is 32 bytes and a signature 64");
  }
  const signed = labelled(label, message);
  const key = await importPublic(publicKey);
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed))) {
    throw new ForgedError("a signature does not match");
  }
}

/** @param {Bytes} publicKey */
async function importPublic(publicKey) {
  try {
    return await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    throw new ForgedError("not a public key");
  }
}

/** @param {string} label @param {Bytes} message */
function labelled(label, message) {
  if (!SIGNATURE_LABELS.includes(label)) throw new UnsupportedError("a signature label is not known");
  return concat(utf8(`${PRODUCT}sig/${label}\0`), message);
}
