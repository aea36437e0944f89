/**
 * Changes on their way: one after the other, none lost.
 *
 *  1. A change that fails for a passing reason (no network, a service away, too many collisions) stays at its place.
 *  2. A change that is refused for good leaves the queue; its caller still has what was typed.
 *  3. A share never waits: its code is told once to the person who is looking, and nobody would be there to read it.
 *  4. At a lock the texts of those that wait are sealed; what was already prepared is sealed by nature.
 */

import { ApiError } from "../api/client.js";
import { context, dump, fromUtf8, randomId } from "../crypto/encoding.js";
import { openSealed, seal } from "../crypto/sealing.js";
import { codeOf } from "./errors.js";
import { need } from "./session.js";

/**
 * @typedef {object} Pending
 * @property {import("./commits.js").Change} [change] absent while hidden
 * @property {Omit<import("../api/shares.js").WireShare, "commit">} [share]
 * @property {any} [prepared] sealed bytes: may be sent again as they are
 * @property {{ context: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer> }} [hidden] the change, sealed
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

  get size() {
    return this.#waiting.length;
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
    await Promise.all(this.#waiting.map(hide));
  }

  clear() {
    this.#waiting.length = 0;
  }

  /** @param {Pending | undefined} upTo all when absent @param {Deliver} deliver */
  #inTurn(upTo, deliver) {
    const turn = this.#last.then(() => this.#run(upTo, deliver));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** @param {Pending | undefined} upTo @param {Deliver} deliver */
  async #run(upTo, deliver) {
    for (let [pending] = this.#waiting; pending !== undefined; [pending] = this.#waiting) {
      try {
        await show(pending);
        await deliver(pending);
        this.#remove(pending);
      } catch (error) {
        const stays = isPassing(error) && !pending.share; // 1 to 3
        if (!stays) this.#remove(pending);
        // One that waited and is refused at last was told of when it failed first: it must not fail the next one.
        if (stays || pending === upTo) throw error;
      }
      if (pending === upTo) return;
    }
  }

  /** @param {Pending} pending */
  #remove(pending) {
    const place = this.#waiting.indexOf(pending);
    if (place !== -1) this.#waiting.splice(place, 1);
  }
}

/** @param {Pending} pending */
async function hide(pending) {
  if (!pending.change) return;
  const { keys, vaultId } = need();
  const bound = context("draft", { vaultId, objectId: randomId(), version: 1 });
  pending.hidden = { context: bound, sealed: await seal(keys.drafts, bound, dump(pending.change)) };
  pending.change = undefined;
}

/** @param {Pending} pending */
async function show(pending) {
  if (!pending.hidden) return;
  const bytes = await openSealed(need().keys.drafts, pending.hidden.context, pending.hidden.sealed);
  pending.change = JSON.parse(fromUtf8(bytes));
  pending.hidden = undefined;
}
