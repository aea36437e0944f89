/**
 * The signed root of a catalogue: what it says, whose it is, and that it is not older than what was seen (FORMAT 7.2, 7.3).
 *
 * Rules 1 to 3 and 5 of the list of `catalogue.js` are kept here; slots, pages and rows are there. A root of version 1 is
 * read, version 2 is written.
 */

import { PAD_MINIMUM, SIGNATURE, VERSION } from "./constants.js";
import { b64, concat, context, dump, equalBytes, load, lp } from "./encoding.js";
import { ForgedError, ForkError, RollbackError } from "./errors.js";
import { pad, unpad } from "./padding.js";
import * as schema from "./schema.js";
import { openSealed, seal } from "./sealing.js";
import { sign, verify } from "./signing.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {import("./rows.js").Document} Document */
/** @typedef {{ seq: number, rootHash: Bytes, version?: number }} Seen the newest root accepted; version is its document's (7.3) */

/**
 * What an open vault gives: its name, epoch, keys and identity.
 *
 * @typedef {object} Unlocked
 * @property {Bytes} vaultId
 * @property {number} epoch
 * @property {import("./kdf.js").VaultKeys} keys
 * @property {import("./signing.js").Identity} identity
 */

/** @returns {Document} the settings that a root of version 1 is read with (7.3) */
export function defaultSettings() {
  return { phrase: "none", title: null, icon: null, blur: false, names: [] };
}

/**
 * A root signed, padded and sealed (7.2).
 *
 * @param {Unlocked} unlocked
 * @param {Document} document
 * @returns {Promise<Bytes>}
 * @throws {import("./errors.js").MalformedError|import("./errors.js").UnsupportedError} when a reader would refuse the document.
 */
export async function sealRoot(unlocked, document) {
  schema.root(document);
  const data = dump(document);
  const signature = await sign(unlocked.identity.signing.privateKey, "root", concat(lp(unlocked.vaultId), data));
  const plaintext = pad(concat(signature, data), PAD_MINIMUM.root);
  return seal(unlocked.keys.catalogue, rootContext(unlocked, document.seq), plaintext);
}

/**
 * The root announced as number `seq`; rules 1 to 3.
 *
 * @param {Unlocked} unlocked
 * @param {number} seq
 * @param {Bytes} sealed
 * @returns {Promise<Document>}
 * @throws {import("./errors.js").DoesNotOpenError} when it is not a root of this vault and number.
 * @throws {ForgedError} on another signer, or another vault, identity, number or epoch inside.
 * @throws {import("./errors.js").MalformedError|import("./errors.js").UnsupportedError} when its document is not well formed.
 */
export async function openRoot(unlocked, seq, sealed) {
  // (1)
  const plaintext = unpad(await openSealed(unlocked.keys.catalogue, rootContext(unlocked, seq), sealed));
  const data = plaintext.slice(SIGNATURE);
  // (2)
  const { identity } = unlocked;
  const signed = concat(lp(unlocked.vaultId), data);
  await verify(identity.signing.publicKey, "root", signed, plaintext.subarray(0, SIGNATURE));
  const document = load(data, schema.root);
  const expected = identity.public();
  if (document.identity.ed25519 !== expected.ed25519 || document.identity.x25519 !== expected.x25519) {
    throw new ForgedError("a root says another identity than the vault's");
  }
  // (3)
  if (document.vault_id !== b64(unlocked.vaultId) || document.seq !== seq || document.epoch !== unlocked.epoch) {
    throw new ForgedError("a root is of another vault, number or epoch");
  }
  return document;
}

/**
 * A root against the newest one accepted before; rule 5.
 *
 * @param {Document} root
 * @param {Bytes} rootHash
 * @param {Seen | null} seen
 * @throws {RollbackError} when it is older, or of version 1 after one of version 2.
 * @throws {ForkError} on another root of the same number, or one that does not continue it.
 */
export function checkSeen(root, rootHash, seen) {
  if (seen === null) return;
  if (root.seq < seen.seq || root.v < (seen.version ?? VERSION)) {
    throw new RollbackError("an older root than one already seen was served");
  }
  if (root.seq === seen.seq && !equalBytes(rootHash, seen.rootHash)) {
    throw new ForkError("another root of the same number was served");
  }
  if (root.seq === seen.seq + 1 && root.prev !== b64(seen.rootHash)) {
    throw new ForkError("a root does not continue the one already seen");
  }
}

/** @param {Unlocked} unlocked @param {number} seq */
function rootContext({ vaultId }, seq) {
  return context("root", { vaultId, objectId: vaultId, version: seq });
}
