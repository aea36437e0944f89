/**
 * One sitting: how much that is heavy was opened or written in a row, so that a pause may be offered.
 *
 *  1. It is known to this tab alone, while it lives: nothing of it is kept or sent, and no number of it is shown.
 *  2. The same item counts once. After a pause was offered it begins again.
 *  3. A pause is never offered twice within twenty minutes, and never forced.
 */

import { onForget } from "./session.js";

/** Heavy items after which a pause is offered. */
export const HEAVY = 4;
/** Milliseconds between two offers. */
export const QUIET = 20 * 60_000;

/** @type {Set<string>} ids */
const seen = new Set();
let offeredAt = Number.NEGATIVE_INFINITY;

/** Something heavy was opened or written. @param {string} id of the item */
export function heavySeen(id) {
  seen.add(id);
}

/**
 * The heavy items after which a pause is offered now; asking is offering (rules 2 and 3).
 *
 * @param {number} [now] milliseconds
 * @returns {string[] | undefined} undefined when none is due
 */
export function takePause(now = performance.now()) {
  if (seen.size < HEAVY || now - offeredAt < QUIET) return undefined;
  const items = [...seen];
  seen.clear();
  offeredAt = now;
  return items;
}

// Rule 3 holds through a lock.
onForget(() => seen.clear());
