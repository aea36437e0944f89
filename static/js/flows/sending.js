/**
 * The page's side of `workers/send.js`: one worker for each part on its way, ended when it has arrived; the next is started ahead.
 */

import { ApiError } from "../api/client.js";
import { Remote } from "./remote.js";

/** @typedef {import("../api/files.js").Ticket} Ticket */
/** @typedef {{ signal?: AbortSignal, onProgress?: (sent: number) => void }} Options */

export class Senders {
  #next = new Sender();
  /** @type {Set<Sender>} */
  #all = new Set([this.#next]);

  /** A sender for one part. */
  take() {
    const taken = this.#next;
    this.#next = new Sender();
    this.#all.add(this.#next);
    return taken;
  }

  /** The part has arrived: its bytes go. @param {Sender} sender */
  release(sender) {
    sender.end();
    this.#all.delete(sender);
  }

  end() {
    for (const sender of this.#all) sender.end();
    this.#all.clear();
  }
}

class Sender {
  /** @type {(sent: number) => void} */
  #onProgress = () => {};
  #worker = new Remote("send", ({ sent }) => this.#onProgress(sent));

  /** @param {ArrayBuffer} buffer @param {number} size bytes of the part @returns {Promise<ArrayBuffer>} the same buffer, free again */
  hold(buffer, size) {
    return this.#worker.call("hold", { buffer, size }, [buffer]);
  }

  /**
   * As `putPart` of `api/files.js`.
   *
   * @param {Ticket} ticket
   * @param {Options} [options]
   * @returns {Promise<void>}
   */
  async put(ticket, { signal, onProgress = () => {} } = {}) {
    signal?.throwIfAborted();
    this.#onProgress = onProgress;
    const stop = () => this.#worker.tell({ stop: true });
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const refused = await this.#worker.call("put", { ticket });
      if (refused) throw new ApiError(refused.code, refused.status, refused.details, refused.retryAfter);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  end() {
    this.#worker.end();
  }
}
