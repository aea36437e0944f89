/** Plain values that must outlive a lock: sealed in memory, and opened again only in the same vault, when it is open. */

import { context, dump, fromUtf8, randomId } from "../crypto/encoding.js";
import { openSealed, seal } from "../crypto/sealing.js";
import { need } from "./session.js";

/** @typedef {{ context: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer> }} Hidden */

/** @param {object} value of JSON @returns {Promise<Hidden>} @throws {import("./errors.js").FlowError} `locked`. */
export async function hide(value) {
  const { keys, vaultId } = need();
  const bound = context("draft", { vaultId, objectId: randomId(), version: 1 });
  return { context: bound, sealed: await seal(keys.drafts, bound, dump(value)) };
}

/** @param {Hidden} hidden @returns {Promise<any>} @throws {import("./errors.js").FlowError} `locked`. */
export async function reveal({ context: bound, sealed }) {
  return JSON.parse(fromUtf8(await openSealed(need().keys.drafts, bound, sealed)));
}
