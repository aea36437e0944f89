/**
 * Sending the parts of one file: several at once, each until it has arrived.
 *
 *  1. Before a part leaves, its hash is remembered (`uploads.js`) and a ticket says where it goes; both are asked for in batches.
 *  2. A part that fails for a passing reason is sent again after a pause; without network, when it is back; with the vault locked
 *     before the upload could be marked (`uploads.js`), when it is open again.
 *  3. A pause takes back what is on its way; a cancellation ends everything.
 */

import { ApiError, pauseBefore, sleep } from "../api/client.js";
import { confirmPart, getFile, getTickets } from "../api/files.js";
import { b64 } from "../crypto/encoding.js";
import { codeOf } from "./errors.js";
import { onOpen } from "./session.js";

/** @typedef {(ticket: import("../api/files.js").Ticket, options: import("./sending.js").Options) => Promise<void>} Put as `putPart` */
/** @typedef {{ number: number, size: number, sha256: Uint8Array, put: Put }} SealedPart */
/** @typedef {import("../api/files.js").WirePart} WirePart */

const TRIES = 12;
const TICKETS = 32;
const AGAIN = new Set(["part_mismatch", "ticket_refused", "storage_unavailable", "too_many_attempts", "database_unavailable", "locked"]);

/** Lets a person pause, go on and cancel. */
export class UploadControl {
  #cancelled = new AbortController();
  #running = new AbortController();
  #paused = false;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** Aborted by `cancel`. */
  get signal() {
    return this.#cancelled.signal;
  }

  /** Aborted by `pause` and `cancel`; a new one after `resume`. */
  get running() {
    return this.#running.signal;
  }

  get paused() {
    return this.#paused;
  }

  pause() {
    if (this.#paused || this.signal.aborted) return;
    this.#paused = true;
    this.#running.abort();
  }

  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    this.#running = new AbortController();
    this.#wake();
  }

  cancel() {
    this.#cancelled.abort();
    this.#running.abort();
    this.#wake();
  }

  #wake() {
    for (const go of this.#waiting) go();
    this.#waiting.clear();
  }

  /** Resolved when not paused; rejected when cancelled. */
  async go() {
    while (this.#paused && !this.signal.aborted) await new Promise((resolve) => this.#waiting.add(() => resolve(undefined)));
    this.signal.throwIfAborted();
  }
}

/**
 * A function of one item out of a function of many: what is asked for while one request runs goes together in the next.
 *
 * @template T, R
 * @param {(items: T[]) => Promise<R[]>} many answers in the same order
 * @param {number} limit items of one request
 * @returns {(item: T) => Promise<R>}
 */
export function batched(many, limit) {
  /** @type {{ item: T, resolve: (value: R) => void, reject: (reason: unknown) => void }[]} */
  let waiting = [];
  let running = false;
  const run = async () => {
    running = true;
    // One turn, so that those who ask together go together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      try {
        const answers = await many(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, i) => resolve(/** @type {R} */ (answers[i])));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void run();
    });
}

/** A signal aborted with the first of two. @param {AbortSignal[]} signals */
function either(...signals) {
  const first = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) first.abort(signal.reason);
    else signal.addEventListener("abort", () => first.abort(signal.reason), { once: true });
  }
  return first.signal;
}

/**
 * @param {string} fileId
 * @param {UploadControl} control
 * @param {AbortSignal} over aborted when the upload has failed, so that nothing more of it is sent
 * @param {{ remember: (parts: SealedPart[]) => Promise<void>, onSent: (number: number, bytes: number) => void, onWaiting: (waiting: boolean) => void }} hooks
 * @returns {(part: SealedPart) => Promise<void>} resolved once the server has verified the part
 */
export function partSender(fileId, control, over, { remember, onSent, onWaiting }) {
  const remembered = batched(async (/** @type {SealedPart[]} */ parts) => {
    await remember(parts);
    return parts;
  }, TICKETS);
  const ticket = batched(async (/** @type {WirePart[]} */ parts) => (await getTickets(fileId, parts, control.signal)).tickets, TICKETS);

  /** @param {SealedPart} part @param {WirePart} wire @param {boolean} again */
  async function once(part, wire, again) {
    // Of an attempt that failed, perhaps only the answer was lost: sixteen megabytes need not go twice.
    if (again && (await arrived(fileId, wire, control.signal))) return onSent(part.number, part.size);
    const given = await ticket(wire);
    await part.put(given, { signal: either(control.running, over), onProgress: (bytes) => onSent(part.number, bytes) });
    if (given.confirm) await confirmPart(fileId, wire, control.signal);
    onSent(part.number, part.size);
  }

  return async (part) => {
    const wire = { number: part.number, size: part.size, sha256: b64(part.sha256) };
    await persist(control, over, onWaiting, () => remembered(part));
    let again = false;
    await persist(control, over, onWaiting, () => {
      const attempt = once(part, wire, again);
      again = true;
      return attempt;
    });
  };
}

/** @param {string} fileId @param {WirePart} wire @param {AbortSignal} signal */
async function arrived(fileId, wire, signal) {
  const { parts } = await getFile(fileId, signal);
  return parts.some(({ number, sha256 }) => number === wire.number && sha256 === wire.sha256);
}

/**
 * Rules 2 and 3.
 *
 * @template T
 * @param {UploadControl} control
 * @param {AbortSignal} over
 * @param {(waiting: boolean) => void} onWaiting
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function persist(control, over, onWaiting, act) {
  for (let attempt = 1; ; attempt += 1) {
    await control.go();
    over.throwIfAborted();
    // Taken before the act: by the time it fails, a quick hand may have gone on already.
    const { running } = control;
    try {
      return await act();
    } catch (error) {
      control.signal.throwIfAborted();
      over.throwIfAborted();
      if (running.aborted) {
        attempt = 0;
        continue;
      }
      if (attempt >= TRIES || !mayPass(error)) throw error;
      onWaiting(true);
      await rest(attempt, error, control.signal);
      onWaiting(false);
    }
  }
}

/** @param {unknown} error */
function mayPass(error) {
  return (error instanceof ApiError && error.passing) || AGAIN.has(codeOf(error));
}

/** @param {number} attempt @param {unknown} error @param {AbortSignal} signal */
async function rest(attempt, error, signal) {
  if (navigator.onLine === false) await backOnline(signal);
  if (codeOf(error) === "locked") await backOpen(signal);
  await sleep(pauseBefore(attempt, error instanceof ApiError ? error.retryAfter : null), signal);
}

/** @param {AbortSignal} signal */
const backOnline = (signal) => heard(signal, (done) => {
  addEventListener("online", done);
  return () => removeEventListener("online", done);
});

/** @param {AbortSignal} signal */
const backOpen = (signal) => heard(signal, onOpen);

/**
 * @param {AbortSignal} signal
 * @param {(done: () => void) => () => void} listen returns what stops listening
 * @returns {Promise<void>}
 */
function heard(signal, listen) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const finish = (/** @type {() => void} */ then) => () => {
      quiet();
      signal.removeEventListener("abort", stop);
      then();
    };
    const stop = finish(() => reject(signal.reason));
    const quiet = listen(finish(resolve));
    signal.addEventListener("abort", stop, { once: true });
  });
}
