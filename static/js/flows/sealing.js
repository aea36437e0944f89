/**
 * The workers that read, hash and seal one large file, and those that send the parts that come out.
 *
 * Memory is bounded by what the page lets the workers make: a part more is allowed only when one has arrived.
 */

import { CHUNK } from "../crypto/constants.js";
import { unb64 } from "../crypto/encoding.js";
import { FlowError, codeOf } from "./errors.js";
import { WorkerError } from "./remote.js";
import { startWorker } from "./scripts.js";
import { Senders } from "./sending.js";

/** Parts made and not yet arrived, all on their way; one more is being filled in the worker. */
const PARTS_AT_ONCE = 2;
/** Bytes of a piece of a file that is made as it is sealed. */
const PIECE = 256 * CHUNK;

/**
 * @param {object} order
 * @param {File | import("./location/patches.js").PatchedFile} order.file
 * @param {import("./uploads.js").UploadState} order.state
 * @param {import("../crypto/encoding.js").Bytes} order.bound context
 * @param {number} order.padded bytes
 * @param {(part: import("./transfer.js").SealedPart) => Promise<void>} order.send
 * @param {{ sealed: (bytes: number) => void }} order.meter
 * @param {import("./transfer.js").UploadControl} order.control
 * @returns {Promise<Uint8Array>} SHA-256 of the file, once all parts have arrived
 */
export async function sealInWorkers({ file, state, bound, padded, send, meter, control }) {
  const [hasher, sealer] = [startWorker("sha256"), startWorker("seal")];
  const senders = new Senders();
  const { port1, port2 } = new MessageChannel();
  hasher.postMessage({ port: port1 }, [port1]);
  try {
    return await new Promise((resolve, reject) => {
      const lanes = new Lanes(PARTS_AT_ONCE, reject);
      const stop = () => reject(control.signal.reason);
      control.signal.addEventListener("abort", stop, { once: true });
      for (const worker of [hasher, sealer]) worker.onerror = () => reject(new WorkerError({ code: "worker_failed", message: "" }));
      sealer.onmessage = ({ data }) => {
        if (data.failed) return reject(new FlowError(codeOf(data.failed)));
        if (data.finished) return void lanes.idle().then(() => resolve(data.finished.sha256));
        meter.sealed(data.part.size);
        lanes.add(() => sendPart(data.part));
      };
      const key = unb64(state.key, 32);
      const pieces = file instanceof Blob ? undefined : givePieces(file, control.signal, reject);
      const read = pieces ? { size: file.size, pieces } : file;
      sealer.postMessage({ file: read, key, context: bound, salt: unb64(state.salt, 24), padded, port: port2, room: PARTS_AT_ONCE }, [port2, ...(pieces ? [pieces] : [])]);
    });
  } finally {
    hasher.terminate();
    sealer.terminate();
    senders.end();
  }

  /** @param {{ number: number, size: number, sha256: Uint8Array, buffer: ArrayBuffer }} part */
  async function sendPart({ number, size, sha256, buffer }) {
    const sender = senders.take();
    const freed = await sender.hold(buffer, size);
    sealer.postMessage({ buffer: freed }, [freed]);
    await send({ number, size, sha256, put: (ticket, options) => sender.put(ticket, options) });
    senders.release(sender);
    sealer.postMessage({ room: 1 });
  }
}

/**
 * The pieces of a file that is made as it is sealed, each when it is asked for.
 *
 * @param {import("./location/patches.js").PatchedFile} file
 * @param {AbortSignal} signal
 * @param {(error: unknown) => void} failed
 * @returns {MessagePort} for who seals it
 */
function givePieces(file, signal, failed) {
  const { port1, port2 } = new MessageChannel();
  const pieces = file.pieces(PIECE, signal);
  port1.onmessage = async () => {
    try {
      const { value: piece } = await pieces.next();
      port1.postMessage({ piece }, piece ? [piece.buffer] : []);
    } catch (error) {
      failed(error);
    }
  };
  return port2;
}

/** Runs so many at once, the others in their order. */
class Lanes {
  #free;
  #failed;
  /** @type {(() => Promise<void>)[]} */
  #waiting = [];
  #running = 0;
  /** @type {() => void} */
  #rest = () => {};

  /** @param {number} free @param {(error: unknown) => void} failed */
  constructor(free, failed) {
    this.#free = free;
    this.#failed = failed;
  }

  /** @param {() => Promise<void>} act */
  add(act) {
    this.#waiting.push(act);
    void this.#next();
  }

  async #next() {
    const act = this.#running < this.#free ? this.#waiting.shift() : undefined;
    if (!act) return;
    this.#running += 1;
    try {
      await act();
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#running -= 1;
    if (this.#running === 0 && this.#waiting.length === 0) this.#rest();
    void this.#next();
  }

  /** Resolved when nothing runs or waits. @returns {Promise<void>} */
  idle() {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#rest = resolve;
    });
  }
}
