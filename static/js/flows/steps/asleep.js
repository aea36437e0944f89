/**
 * What is under way when the vault locks, asleep in this page until it is unlocked.
 *
 *  1. It is sealed under the key of drafts while there still is one, as what waits for the network is; what stays in memory opens nothing.
 *  2. It never leaves the page: no draft of this kind exists for a server to keep (FORMAT 9.1). A closed tab loses it.
 *  3. Leaving the vault, or a change of its keys, ends it.
 */

import { context, fromUtf8, randomId, utf8 } from "../../crypto/encoding.js";
import { openSealed, seal } from "../../crypto/sealing.js";
import { need, onForget, session } from "../session.js";

/** @type {{ id: import("../../crypto/encoding.js").Bytes, bytes: import("../../crypto/encoding.js").Bytes } | undefined} */
let asleep;

/** @param {import("../../crypto/encoding.js").Bytes} id */
const named = (id) => context("draft", { vaultId: need().vaultId, objectId: id, version: 1 });

/** Rule 1. @param {unknown} state of plain values */
export async function putToSleep(state) {
  const id = randomId();
  asleep = { id, bytes: await seal(need().keys.drafts, named(id), utf8(JSON.stringify(state))) };
}

/** @returns {Promise<any>} what was put to sleep, once; undefined when there is nothing, or nothing that opens */
export async function wake() {
  const found = asleep;
  asleep = undefined;
  if (!found) return undefined;
  // Rule 3: other keys do not open it, and it is of no more use.
  const bytes = await openSealed(need().keys.drafts, named(found.id), found.bytes).catch(() => undefined);
  return bytes && JSON.parse(fromUtf8(bytes));
}

onForget(() => {
  if (session.login === undefined) asleep = undefined;
});
