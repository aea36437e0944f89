/**
 * What a share allows, and what a recipient signs to open it (FORMAT 10.6, 10.9).
 *
 * The server reads this much of a share and no more: its window, its count, and two signatures. The policy is bound into
 * the key of the share, so a server that loosens it makes the share unreadable.
 */

import { HASH, ID, SHARE_MODE, VERSION } from "./constants.js";
import { b64, concat, dump, load, lp, parseTime, sha256, unb64 } from "./encoding.js";
import { MalformedError } from "./errors.js";
import * as schema from "./schema.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {{ shareId: Bytes, notBefore: Date, notAfter: Date, maxOpens: number }} Policy */

/**
 * The exact bytes of a policy document (10.6).
 *
 * @param {Bytes} shareId
 * @param {string} notBefore
 * @param {string} notAfter
 * @param {number} maxOpens
 * @returns {Bytes}
 * @throws {MalformedError} on a window over 30 days or backwards, or a count out of its bounds.
 */
export function policy(shareId, notBefore, notAfter, maxOpens) {
  const document = {
    v: VERSION,
    mode: SHARE_MODE,
    share_id: b64(shareId),
    not_before: notBefore,
    not_after: notAfter,
    max_opens: maxOpens,
  };
  schema.policy(document);
  return dump(document);
}

/**
 * @param {Bytes} data
 * @returns {Policy}
 * @throws {MalformedError|import("./errors.js").UnsupportedError} as `load`.
 */
export function parsePolicy(data) {
  const document = load(data, schema.policy);
  return {
    shareId: unb64(document.share_id, ID),
    notBefore: parseTime(document.not_before),
    notAfter: parseTime(document.not_after),
    maxOpens: document.max_opens,
  };
}

/**
 * What a recipient signs under `link`, then under `opening` (10.9).
 *
 * @param {Bytes} shareId
 * @param {Bytes} challenge
 * @param {Bytes} policyBytes
 * @param {Bytes} bodyHash
 * @returns {Promise<Bytes>}
 * @throws {MalformedError} on an id or hash of another length, or no challenge: a signature could be used again.
 */
export async function openingMessage(shareId, challenge, policyBytes, bodyHash) {
  if (shareId.length !== ID || bodyHash.length !== HASH || challenge.length === 0) {
    throw new MalformedError("an opening names a share, a challenge, a policy and a body");
  }
  return concat(lp(shareId), lp(challenge), lp(await sha256(policyBytes)), lp(bodyHash));
}
