/**
 * The recipient of a share, who has no account (FORMAT 10.9 and 10.10).
 *
 *  1. The link is taken out of the address bar at once: it must not stay in a history, a screenshot or a shared tab (A13).
 *  2. The code never leaves: it makes two keys here, and the server sees signatures.
 *  3. What the server gives is opened by the rules of `crypto/sharing.js`, in their order.
 *  4. Opening again in this tab while the token lives costs no new opening: the code alone reopens what is already here.
 *
 * A wrong code counts: it is sent once, when the person says so.
 */

import { ApiError, serverNow } from "../api/client.js";
import { getOpeningBody, postChallenge, postOpening } from "../api/openings.js";
import { b64, parseTime, unb64 } from "../crypto/encoding.js";
import { CryptoError, DoesNotOpenError } from "../crypto/errors.js";
import { openingMessage } from "../crypto/policy.js";
import { Link, linkKeys, normalCode, openShare as openDocument } from "../crypto/sharing.js";
import { sign } from "../crypto/signing.js";
import { argon2id } from "./argon2.js";
import { FlowError } from "./errors.js";
import { openingSource } from "./sources.js";

/** @typedef {import("../crypto/sharing.js").ServedShare} ServedShare */
/** @typedef {{ served: ServedShare, vaultId: string, token: string, until: Date }} Opening */
/** @typedef {{ document: any, source: import("./sealed-file.js").Source, until: Date }} OpenedShare until: when files are refused, by the server's clock */

/** @type {Link | undefined} */
let link;
/** What the address held. */
let given = "";
/** @type {Opening | undefined} */
let opening;

/**
 * Rule 1.
 *
 * @returns {boolean} whether the address held a link
 * @throws {FlowError} `link_malformed` when it held a part of one.
 */
export function parseLink() {
  const fragment = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (fragment === "") return link !== undefined;
  given = fragment;
  try {
    link = Link.parse(fragment);
    opening = undefined;
    return true;
  } catch (error) {
    throw new FlowError("link_malformed", { cause: error });
  }
}

/** An address with the link in its fragment again, for a page that is loaded anew. @param {string} path @returns {string} */
export function withLink(path) {
  return given === "" ? path : `${path}#${given}`;
}

/**
 * @param {string} code as typed
 * @returns {Promise<OpenedShare>}
 * @throws {FlowError} `code_malformed`, `link_malformed`, `share_forged`; {ApiError} `code_wrong`, `share_unavailable`…; `expired`.
 */
export async function openShare(code) {
  if (!link) throw new FlowError("link_malformed");
  const keys = await linkKeys(link, checkedCode(code), argon2id);
  const live = opening !== undefined && opening.until > serverNow();
  const current = live && opening ? opening : await asked(link, keys);
  const document = await verified(link, keys, current, live);
  if (document.vault_id !== current.vaultId) throw new FlowError("share_forged");
  opening = current;
  const source = openingSource(unb64(document.vault_id, 16), document.share_id, current.token);
  return { document, source, until: current.until };
}

/** @param {string} code */
function checkedCode(code) {
  try {
    return normalCode(code);
  } catch (error) {
    throw new FlowError("code_malformed", { cause: error });
  }
}

/**
 * What the server gives, or `share_forged` when it has not even the form of a share.
 *
 * @param {Link} wanted
 * @param {import("../crypto/sharing.js").LinkKeys} keys
 */
async function asked(wanted, keys) {
  try {
    return await ask(wanted, keys);
  } catch (error) {
    if (error instanceof CryptoError) throw new FlowError("share_forged", { cause: error });
    throw error;
  }
}

/**
 * Rule 2.
 *
 * @param {Link} wanted
 * @param {import("../crypto/sharing.js").LinkKeys} keys
 * @returns {Promise<Opening>}
 */
async function ask({ shareId }, { linkSign, accessSign }) {
  const id = b64(shareId);
  const challenge = await postChallenge(id);
  const [policy, bodyHash] = [unb64(challenge.policy), unb64(challenge.body_hash, 32)];
  const message = await openingMessage(shareId, unb64(challenge.challenge), policy, bodyHash);
  const proof = {
    challenge: challenge.challenge,
    link_signature: b64(await sign(linkSign.privateKey, "link", message)),
    receipt: b64(await sign(accessSign.privateKey, "opening", message)),
  };
  const released = await postOpening(id, proof);
  // Read before more is asked for: a release without form is no release.
  const [half, wrapped] = [unb64(released.half, 32), unb64(released.wrapped)];
  const body = await getOpeningBody(id, released.token);
  const served = { policy, bodyHash, half, wrapped, body };
  const until = new Date(parseTime(released.server_time).getTime() + released.token_seconds * 1000);
  return { served, vaultId: released.vault_id, token: released.token, until };
}

/**
 * Rules 3 and 4.
 *
 * @param {Link} asked
 * @param {import("../crypto/sharing.js").LinkKeys} keys
 * @param {Opening} current
 * @param {boolean} again whether the server had accepted the code before
 */
async function verified(asked, keys, { served }, again) {
  try {
    return await openDocument(asked, keys, served, new Date(), serverNow());
  } catch (error) {
    // What opened before and does not now was given another code.
    if (again && error instanceof DoesNotOpenError) throw new ApiError("code_wrong", 403, {}, null, { cause: error });
    if (error instanceof CryptoError && error.code !== "expired") throw new FlowError("share_forged", { cause: error });
    throw error;
  }
}

/** Forget what the tab holds; the link must be opened again. */
export function leaveShare() {
  given = "";
  link = undefined;
  opening = undefined;
}

globalThis.addEventListener?.("memo:leave", leaveShare);
