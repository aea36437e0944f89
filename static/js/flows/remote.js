/**
 * Calls to a worker, answered by number.
 *
 * The worker's side is `workers/answer.js`: `{id, name, args}` in, `{id, value}` or `{id, error}` out. An error keeps its code,
 * since the page decides by it whether the vault may still be written to. When the worker ends, what waits is refused,
 * and so is what is asked of it later.
 */

import { startWorker } from "./scripts.js";

/** A refusal that came out of a worker, with the code it had there. */
export class WorkerError extends Error {
  /** @param {{ code: string, message: string }} error */
  constructor({ code, message }) {
    super(message);
    this.name = "WorkerError";
    this.code = code;
  }
}

export class Remote {
  #worker;
  #next = 0;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (reason: unknown) => void }>} */
  #waiting = new Map();
  /** @type {(message: any) => void} */
  #onMessage;
  /** @type {string | undefined} code of those who ask once it has ended */
  #ended;

  /**
   * @param {import("./scripts.js").WorkerName} name
   * @param {(message: any) => void} [onMessage] gets what the worker says by itself
   */
  constructor(name, onMessage = () => {}) {
    this.#worker = startWorker(name);
    this.#onMessage = onMessage;
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = () => this.end("worker_failed");
  }

  /**
   * @param {string} name
   * @param {unknown} [args] structured clone
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  call(name, args, transfer = []) {
    if (this.#ended !== undefined) return Promise.reject(hasEnded(this.#ended));
    const id = (this.#next += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, args }, transfer);
    });
  }

  /** A message without answer. @param {unknown} message @param {Transferable[]} [transfer] */
  tell(message, transfer = []) {
    this.#worker.postMessage(message, transfer);
  }

  /** Stop the worker and forget all it held. @param {string} [code] what those who wait are told */
  end(code = "ended") {
    this.#worker.terminate();
    this.#ended ??= code;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(hasEnded(code));
  }

  /** @param {any} data */
  #hear(data) {
    if (typeof data.id !== "number") return this.#onMessage(data);
    const call = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.error) call?.reject(new WorkerError(data.error));
    else call?.resolve(data.value);
  }
}

/** @param {string} code */
const hasEnded = (code) => new WorkerError({ code, message: "the worker has ended" });
