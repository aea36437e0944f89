/** Plain values that must outlive a lock: sealed in memory, and opened again only in the same vault, when it is open. */

import { context, fromUtf8, randomId, utf8 } from "../crypto/encoding.js";
import { openSealed, seal } from "../crypto/sealing.js";
import { need } from "./session.js";

/** @typedef {{ context: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer> }} Hidden */

/** @param {unknown} value of JSON, half characters of a paste included: it is no document of the format @returns {Promise<Hidden>} @throws {import("./errors.js").FlowError} `locked`. */
export async function hide(value) {
  const { keys, vaultId } = need();
  const bound = context("draft", { vaultId, objectId: randomId(), version: 1 });
  return { context: bound, sealed: await seal(keys.drafts, bound, utf8(JSON.stringify(value))) };
}

/** @param {Hidden} hidden @returns {Promise<any>} @throws {import("./errors.js").FlowError} `locked`. */
export async function reveal({ context: bound, sealed }) {
  return JSON.parse(fromUtf8(await openSealed(need().keys.drafts, bound, sealed)));
}
