/**
 * Shares by link and code: a frozen part of a vault, for one recipient, until a date (FORMAT 10).
 *
 * Three secrets make the key of a share: the link (in a URL fragment), the code (by another channel) and the half that
 * only the server keeps until the end. Each enters the derivation: none is a mere access check (A13, A14, A15).
 *
 * Rules of reading a share (10.10), in order; `openShare` repeats their numbers:
 *  1. the body has the hash that the recipient signed for;
 *  2. link, half, code and policy together open the key of the share (a wrong one of them is not told from another);
 *  3. that key opens the body;
 *  4. the document is signed by the sharer that it names;
 *  5. it says the same share, window and count as the policy;
 *  6. the window is not over, by the reader's clock or the server's.
 *
 * Who the sharer is, the recipient compares by other means.
 */

import {
  CODE_ALPHABET,
  CODE_KDF,
  CODE_LENGTH,
  HALF,
  ID,
  KDF_LANES,
  KDF_SALT,
  KEY,
  LINK_SECRET,
  PAD_MINIMUM,
  PRODUCT,
  SHARE_MODE,
  SIGNATURE,
} from "./constants.js";
import {
  b64,
  concat,
  context,
  dump,
  equalBytes,
  load,
  lp,
  parseTime,
  randomBytes,
  randomId,
  sha256,
  unb64,
  utf8,
} from "./encoding.js";
import { DoesNotOpenError, ExpiredError, ForgedError, MalformedError } from "./errors.js";
import { hkdf } from "./kdf.js";
import { pad, unpad } from "./padding.js";
import { parsePolicy, policy } from "./policy.js";
import * as schema from "./schema.js";
import { openSealed, seal } from "./sealing.js";
import { KeyPair, sign, verify } from "./signing.js";
import { marksFor, withoutWords } from "./uses.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {import("./kdf.js").Argon2id} Argon2id */
/** @typedef {import("./rows.js").Document} Document */
/** @typedef {import("./signing.js").Identity} Identity */

/** @typedef {{ recipient: Bytes, linkSign: KeyPair, accessSign: KeyPair, codeKey: Bytes }} LinkKeys (10.2, 10.3) */

/**
 * What a new share gives: `half` and the public keys for the server, `sck` for the root.
 *
 * @typedef {object} SealedShare
 * @property {Bytes} policy
 * @property {Bytes} half
 * @property {Bytes} wrapped
 * @property {Bytes} body
 * @property {Bytes} sck
 * @property {Bytes} linkPublic
 * @property {Bytes} accessPublic
 */

/**
 * What the server releases; `bodyHash` is the one that the recipient has signed for.
 *
 * @typedef {{ policy: Bytes, bodyHash: Bytes, half: Bytes, wrapped: Bytes, body: Bytes }} ServedShare
 */

/**
 * What the owner chose to show of a record; `file` is a copy to show instead of the original.
 *
 * @typedef {{ feelings?: boolean, thoughts?: boolean, notes?: boolean, file?: Document }} Choices
 */

const CODE_FORM = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`);
const HIDDEN_UNLESS_CHOSEN = /** @type {const} */ (["feelings", "thoughts", "notes"]);

/** The id and the secret that a link carries after its `#` (10.1). */
export class Link {
  /** @param {Bytes} shareId @param {Bytes} secret L, 32 bytes */
  constructor(shareId, secret) {
    this.shareId = shareId;
    this.secret = secret;
  }

  /** @returns {Link} a new one: one for each share */
  static create() {
    return new Link(randomId(), randomBytes(LINK_SECRET));
  }

  /**
   * @param {string} fragment without its `#`
   * @returns {Link}
   * @throws {MalformedError} unless it is 64 characters of base64url.
   */
  static parse(fragment) {
    const data = unb64(fragment, ID + LINK_SECRET);
    return new Link(data.slice(0, ID), data.slice(ID));
  }

  /** @returns {string} what follows the `#`, 64 characters: a secret, never sent nor logged (A13) */
  fragment() {
    return b64(concat(this.shareId, this.secret));
  }
}

/** @returns {string} 8 characters of 40 random bits, as shown: `XXXX-XXXX` (10.2) */
export function newCode() {
  // 256 is a multiple of the 32 letters, so no letter is more likely than another.
  const letters = [...randomBytes(CODE_LENGTH)].map((byte) => CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length));
  const half = CODE_LENGTH / 2;
  return `${letters.slice(0, half).join("")}-${letters.slice(half).join("")}`;
}

/**
 * The 8 characters that a person meant: case, spaces, hyphens and look-alikes do not count (10.2).
 *
 * @param {string} text
 * @returns {string}
 * @throws {MalformedError} when it is not a code.
 */
export function normalCode(text) {
  const code = text.replaceAll(/[\s-]/g, "").toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (!CODE_FORM.test(code)) throw new MalformedError("a code is 8 letters and digits");
  return code;
}

/**
 * The keys of a link and a code as typed (10.2, 10.3).
 *
 * @param {Link} link
 * @param {string} code
 * @param {Argon2id} argon2id called once
 * @returns {Promise<LinkKeys>}
 * @throws {MalformedError} when it is not a code.
 */
export async function linkKeys(link, code, argon2id) {
  const bound = lp(link.shareId);
  const salt = await hkdf(link.secret, "link/code-salt", bound, KDF_SALT);
  const cost = { ...CODE_KDF, p: KDF_LANES, length: KEY };
  const codeKey = new Uint8Array(await argon2id(utf8(normalCode(code)), salt, cost));
  const accessSecret = await hkdf(concat(link.secret, codeKey), "link/access", bound);
  return {
    recipient: await hkdf(link.secret, "link/recipient", bound),
    linkSign: await KeyPair.fromSecret("Ed25519", await hkdf(link.secret, "link/sign", bound)),
    accessSign: await KeyPair.fromSecret("Ed25519", accessSecret),
    codeKey,
  };
}

/**
 * The key that wraps the key of a share (10.4).
 *
 * @param {LinkKeys} keys
 * @param {Bytes} half
 * @param {Bytes} shareId
 * @param {Bytes} policyBytes
 * @returns {Promise<Bytes>}
 * @throws {MalformedError} when the half is not 32 bytes.
 */
export async function shareKek({ recipient, codeKey }, half, shareId, policyBytes) {
  if (half.length !== HALF) throw new MalformedError("a half is 32 bytes");
  const secret = concat(recipient, half, codeKey);
  const info = concat(utf8(`${PRODUCT}share-kek\0`), lp(utf8(SHARE_MODE)), lp(await sha256(policyBytes)));
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: shareId, info };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, base, KEY * 8));
}

/**
 * A new share of a document (10.7) for the holder of the link and code that gave the keys.
 *
 * @param {Identity} identity
 * @param {LinkKeys} keys
 * @param {Document} document
 * @returns {Promise<SealedShare>}
 * @throws {MalformedError|import("./errors.js").UnsupportedError} when a reader would refuse the document.
 * @throws {ForgedError} when it names another sharer than its signer.
 */
export async function sealShare(identity, keys, document) {
  const plaintext = await sharePlaintext(identity, document);
  const shareId = unb64(document.share_id, ID);
  const policyBytes = policy(shareId, document.not_before, document.not_after, document.max_opens);
  const [half, sck] = [randomBytes(HALF), randomBytes(KEY)];
  const kek = await shareKek(keys, half, shareId, policyBytes);
  return {
    policy: policyBytes,
    half,
    wrapped: await seal(kek, await keyContext(shareId, policyBytes), sck),
    body: await seal(sck, bodyContext(shareId), plaintext),
    sck,
    linkPublic: keys.linkSign.publicKey,
    accessPublic: keys.accessSign.publicKey,
  };
}

/** A share document signed and padded, to be sealed (10.5). @param {Identity} identity @param {Document} document */
async function sharePlaintext(identity, document) {
  schema.share(document);
  if (document.sharer !== identity.public().ed25519) {
    throw new ForgedError("a share names another sharer than its signer");
  }
  const data = dump(document);
  const signed = concat(lp(unb64(document.share_id, ID)), data);
  const signature = await sign(identity.signing.privateKey, "share", signed);
  return pad(concat(signature, data), PAD_MINIMUM.share);
}

/**
 * What the root keeps of a share (10.8); the code is not kept.
 *
 * @param {Link} link
 * @param {Document} document
 * @param {SealedShare} sealed
 * @returns {Promise<Document>}
 */
export async function shareEntry(link, document, sealed) {
  return {
    id: document.share_id,
    label: document.label,
    purpose: document.purpose,
    not_before: document.not_before,
    not_after: document.not_after,
    max_opens: document.max_opens,
    items: document.items.length,
    policy: b64(await sha256(sealed.policy)),
    body: b64(await sha256(sealed.body)),
    sck: b64(sealed.sck),
    link: b64(link.secret),
    access: b64(sealed.accessPublic),
    made_at: document.made_at,
    ended_at: null,
  };
}

/**
 * The share document, by the rules above.
 *
 * @param {Link} link
 * @param {LinkKeys} keys
 * @param {ServedShare} served
 * @param {Date} ownNow
 * @param {Date} serverNow
 * @returns {Promise<Document>}
 * @throws {import("./errors.js").CryptoError} the one that names the rule broken.
 */
export async function openShare(link, keys, served, ownNow, serverNow) {
  const { shareId } = link;
  // (1)
  if (!equalBytes(await sha256(served.body), served.bodyHash)) {
    throw new ForgedError("the body of a share is not the one that was signed for");
  }
  // (2)
  const kek = await shareKek(keys, served.half, shareId, served.policy);
  const sck = await openSealed(kek, await keyContext(shareId, served.policy), served.wrapped);
  if (sck.length !== KEY) throw new DoesNotOpenError();
  // (3)
  const plaintext = unpad(await openSealed(sck, bodyContext(shareId), served.body));
  // (4) The document names the key that it is signed with, so it is read first; nothing of it is used before.
  const data = plaintext.slice(SIGNATURE);
  const document = load(data, schema.share);
  await verify(unb64(document.sharer, KEY), "share", concat(lp(shareId), data), plaintext.slice(0, SIGNATURE));
  // (5)
  const allowed = parsePolicy(served.policy);
  checkAgrees(document, shareId, allowed);
  // (6)
  if (Math.max(ownNow.getTime(), serverNow.getTime()) >= allowed.notAfter.getTime()) {
    throw new ExpiredError("the window of a share is over");
  }
  return document;
}

/** Rule (5). @param {Document} document @param {Bytes} shareId @param {import("./policy.js").Policy} allowed */
function checkAgrees(document, shareId, allowed) {
  const agrees =
    document.share_id === b64(shareId) &&
    document.share_id === b64(allowed.shareId) &&
    parseTime(document.not_before).getTime() === allowed.notBefore.getTime() &&
    parseTime(document.not_after).getTime() === allowed.notAfter.getTime() &&
    document.max_opens === allowed.maxOpens;
  if (!agrees) throw new ForgedError("a share and its policy do not agree");
}

/**
 * A record as a recipient may see it (10.7).
 *
 * @param {Document} record
 * @param {Set<string>} shared ids of the items of the share
 * @param {Choices} choices
 * @returns {Document}
 * @throws {MalformedError|import("./errors.js").UnsupportedError} when the record is not well formed.
 */
export function redact(record, shared, choices) {
  schema.RECORD(record);
  const marked = marksFor(record, shared);
  const seen = { ...(record.kind === "reading" && !choices.feelings ? withoutWords(marked) : marked) };
  if ("who" in seen) {
    seen.who = seen.who.map((/** @type {Document} */ person) => ({
      ...person,
      contact: shared.has(person.contact) ? person.contact : null,
    }));
  }
  for (const name of ["evidence", "items"]) {
    if (name in seen) seen[name] = seen[name].filter((/** @type {string} */ id) => shared.has(id));
  }
  const hidden = HIDDEN_UNLESS_CHOSEN.filter((name) => name in seen && !choices[name]);
  for (const name of hidden) seen[name] = "";
  if (record.kind === "event" && tells(record, hidden)) seen.title = "";
  if ("blind" in seen) seen.blind = null;
  if ("of" in seen) [seen.of, seen.self] = [shared.has(seen.of) ? seen.of : null, null];
  if ("blind" in seen && choices.file) {
    seen.file = choices.file;
    seen.source = { ...seen.source, place: null };
  }
  schema.SHARED_RECORD(seen);
  return seen;
}

/**
 * Whether the title begins a hidden text and none that is shown: made from it, it would tell what was left out.
 *
 * @param {Document} event
 * @param {string[]} hidden
 */
function tells(event, hidden) {
  const start = event.title.replace(/…$/, "");
  const begins = (/** @type {string} */ name) => event[name].startsWith(start);
  return !["facts", "said"].some(begins) && hidden.some(begins);
}

/** @param {Bytes} shareId */
function bodyContext(shareId) {
  return context("share", { objectId: shareId, version: 1 });
}

/** @param {Bytes} shareId @param {Bytes} policyBytes */
async function keyContext(shareId, policyBytes) {
  return context("share-key", { objectId: shareId, version: 1, keyId: await sha256(policyBytes) });
}
