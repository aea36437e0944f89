/**
 * Changes on their way: one after the other, none lost.
 *
 *  1. A change that fails for a passing reason (no network, a service away, too many collisions) stays at its place.
 *  2. A change that is refused for good leaves the queue; its caller still has what was typed.
 *  3. A share never waits: its code is told once to the person who is looking, and nobody would be there to read it. A change
 *     of the ways in neither: it was proven just now.
 *  4. At a lock the texts of those that wait are sealed, and opened again only to be prepared; what was already prepared is
 *     sealed by nature.
 *  5. Leaving ends the queue: what is still on its way for the vault that was left neither holds up nor reaches the next one.
 *  6. On a device that its owner called hers a change is also on the disk (`device-outbox.js`): it is still there after 4 and 5, and when it
 *     was said to be kept here it is shown while it waits.
 */

import { ApiError } from "../api/client.js";
import { FlowError, codeOf } from "./errors.js";
import { hide, reveal } from "./hidden.js";

/**
 * @typedef {object} Pending
 * @property {import("./commits.js").Change} [change] absent once hidden
 * @property {Omit<import("../api/shares.js").WireShare, "commit">} [share]
 * @property {import("./catalogue.js").RootEdit} [root] instead of a change
 * @property {import("./catalogue.js").SendRoot} [send] of that, where it goes with more than a commit
 * @property {any} [prepared] sealed bytes: may be sent again as they are
 * @property {import("./hidden.js").Hidden} [hidden] the change, sealed
 * @property {unknown} [refused] why it left the queue without being kept
 * @property {import("./device-outbox.js").Here} [here] on the disk of this device
 * @property {boolean} [done] the server has acknowledged it
 */

/** @typedef {(pending: Pending) => Promise<void>} Deliver */

/** Codes after which a change waits, besides those of an absent network or service. */
const WAITS = new Set(["too_many_conflicts", "ended", "locked", "session_ended"]);

/** Rule 1. @param {unknown} error @returns {boolean} */
export function isPassing(error) {
  return (error instanceof ApiError && error.passing) || WAITS.has(codeOf(error));
}

export class PendingQueue {
  /** @type {Pending[]} */
  #waiting = [];
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #onRefused;

  /** @param {(pending: Pending, error: unknown) => Promise<void>} onRefused called when one leaves by rule 2 */
  constructor(onRefused = async () => {}) {
    this.#onRefused = onRefused;
  }

  get size() {
    return this.#waiting.length;
  }

  /** Rule 6: those that are shown while they wait. @returns {{ change: import("./commits.js").Change, at: string, here: import("./device-outbox.js").Here }[]} */
  get shown() {
    return this.#waiting.flatMap(({ change, here, done }) => (change && here?.told && !done ? [{ change, at: here.at, here }] : []));
  }

  /** Rule 6: what the disk has and the queue has not, before all others. @param {Pending[]} list */
  recall(list) {
    const there = new Set(this.#waiting.map(({ here }) => here?.n));
    this.#waiting.unshift(...list.filter(({ here }) => !there.has(here?.n)));
  }

  /** After an unlock: those that are shown are read again; those of keys that were renewed meanwhile are on the disk alone. @param {number} epoch */
  async reveal(epoch) {
    for (const pending of [...this.#waiting]) if (await isStranded(pending, epoch)) take(this.#waiting, pending);
    for (const pending of this.#waiting) {
      if (!pending.here?.told || !pending.hidden) continue;
      [pending.change, pending.hidden] = [await reveal(pending.hidden), undefined];
    }
  }

  /** @param {Pending} pending @param {Deliver} deliver @returns {Promise<void>} */
  add(pending, deliver) {
    this.#waiting.push(pending);
    return this.#inTurn(pending, deliver);
  }

  /** Send all that waits. @param {Deliver} deliver @returns {Promise<void>} */
  flush(deliver) {
    return this.#inTurn(undefined, deliver);
  }

  /** Rule 4. */
  async hide() {
    await Promise.all(this.#waiting.map(hideChange));
  }

  /** Rule 5. */
  clear() {
    for (const pending of this.#waiting) pending.refused = new FlowError("locked");
    this.#waiting.length = 0;
    [this.#waiting, this.#last] = [[], Promise.resolve()];
  }

  /** @param {Pending} pending @returns {boolean} false once its vault was left */
  holds(pending) {
    return this.#waiting.includes(pending);
  }

  /** @param {Pending | undefined} upTo all when absent @param {Deliver} deliver */
  #inTurn(upTo, deliver) {
    const waiting = this.#waiting;
    const turn = this.#last.then(() => run(waiting, upTo, deliver, this.#onRefused));
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** @param {Pending[]} waiting @param {Pending | undefined} upTo @param {Deliver} deliver @param {(pending: Pending, error: unknown) => Promise<void>} onRefused */
async function run(waiting, upTo, deliver, onRefused) {
  for (let [pending] = waiting; pending !== undefined; [pending] = waiting) {
    try {
      await deliver(pending);
      take(waiting, pending);
    } catch (error) {
      const stays = isPassing(error) && !pending.share && !pending.send; // 1 to 3
      if (!stays) {
        take(waiting, pending);
        pending.refused = error;
        await onRefused(pending, error);
      }
      // One that waited and is refused at last was told of when it failed first: it must not fail the next one.
      if (stays || pending === upTo) throw error;
    }
    if (pending === upTo) return;
  }
  // Its turn came earlier, with those that waited.
  if (upTo?.refused) throw upTo.refused;
}

/** What the disk could not take is here alone, and made anew under whatever keys. @param {Pending} pending @param {number} epoch of now */
async function isStranded({ here }, epoch) {
  return here?.entry !== undefined && here.entry.epoch !== epoch && here.written;
}

/** Others may have been put before it meanwhile (`recall`). @param {Pending[]} waiting @param {Pending} pending */
function take(waiting, pending) {
  const at = waiting.indexOf(pending);
  if (at >= 0) waiting.splice(at, 1);
}

/** @param {Pending} pending */
async function hideChange(pending) {
  if (!pending.change) return;
  pending.hidden = await hide(pending.change);
  pending.change = undefined;
}

/**
 * Rule 4: what is to be changed, also after a lock.
 *
 * @param {Pending} pending
 * @returns {Promise<import("./commits.js").Change>}
 */
export async function changeOf({ change, hidden }) {
  if (change) return change;
  if (!hidden) throw new TypeError("a change without content");
  return reveal(hidden);
}
