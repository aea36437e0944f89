/**
 * What is under way when the vault locks, asleep in this page until it is unlocked.
 *
 *  1. It is sealed under the key of drafts while there still is one, as what waits for the network is; what stays in memory opens nothing.
 *  2. It never leaves the page: no draft of this kind exists for a server to keep (FORMAT 9.1). A closed tab loses it.
 *  3. Leaving the vault, or a change of its keys, ends it.
 */

import { hide, reveal } from "../hidden.js";
import { onForget, session } from "../session.js";

/** @type {import("../hidden.js").Hidden | undefined} */
let asleep;

/** Rule 1. @param {unknown} state of plain values */
export async function putToSleep(state) {
  asleep = await hide(state);
}

/** @returns {Promise<any>} what was put to sleep, once; undefined when there is nothing, or nothing that opens */
export async function wake() {
  const found = asleep;
  asleep = undefined;
  // Rule 3: other keys do not open it, and it is of no more use.
  return found && reveal(found).catch(() => undefined);
}

onForget(() => {
  if (session.login === undefined) asleep = undefined;
});
