/**
 * What is under way against the vault, or for it: a recovery by people, an erasure. Told at each opening, and looked for again
 * while the vault is open, since it may be asked for at any moment and can be refused from any open session.
 */

import { getAccess } from "../api/access.js";
import { refuseRecovery } from "../api/recoveries.js";
import { onForget, session } from "./session.js";

/** @typedef {import("../api/sessions.js").SessionAnswer["notices"]} Notices */

// Milliseconds between two looks.
const LOOK_AGAIN = 60_000;

/** @type {Notices | undefined} newer than what the opening told */
let newer;
/** @type {Notices} */
let told = session.notices;
let lookedAt = -LOOK_AGAIN;

/** @returns {Notices} the first to take effect first */
export function underWay() {
  if (told !== session.notices) [told, newer] = [session.notices, undefined];
  return newer ?? told;
}

/** Ask the server now. */
export async function lookForNotices() {
  lookedAt = performance.now();
  const { notices } = await getAccess();
  underWay();
  newer = notices;
}

/** Ask again if the last look is old. @param {() => void} then called when something has changed */
export async function lookIfOld(then) {
  if (session.state !== "open" || performance.now() - lookedAt < LOOK_AGAIN) return;
  const before = JSON.stringify(underWay());
  await lookForNotices().catch(() => {
    // Out of reach: the next look will do.
  });
  if (JSON.stringify(underWay()) !== before) then();
}

/** Refuse the recovery by people: its shares are worth nothing until they are asked with anew, and the delay begins anew. */
export async function refuse() {
  await refuseRecovery();
  await lookForNotices();
}

onForget(() => {
  [newer, lookedAt] = [undefined, -LOOK_AGAIN];
});
