/** SHA-256 of a large file as its pieces go by, in a worker: hashing in the page would hold up what is being typed. */

import { b64 } from "../crypto/encoding.js";
import { ForgedError } from "../crypto/errors.js";
import { startWorker } from "./scripts.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/** Pieces in the worker at once. */
const AT_ONCE = 2;

export class Hasher {
  #worker = startWorker("sha256");

  /**
   * The same pieces; the last comes only if the whole has this hash.
   *
   * @param {AsyncIterable<Bytes>} pieces each given away, and come back
   * @param {string} expected base64url
   * @returns {AsyncGenerator<Bytes>}
   * @throws {ForgedError} the whole is another one.
   */
  async *checked(pieces, expected) {
    const lane = new Lane(this.#worker);
    /** @type {Bytes | undefined} */
    let held;
    for await (const piece of hashed(pieces, lane)) {
      if (held) yield held;
      held = piece;
    }
    if (b64(await lane.finish()) !== expected) throw new ForgedError("a file is not the one that was kept");
    if (held) yield held;
  }

  end() {
    this.#worker.terminate();
  }
}

/** The next is hashed while one is used. @param {AsyncIterable<Bytes>} pieces @param {Lane} lane @returns {AsyncGenerator<Bytes>} */
async function* hashed(pieces, lane) {
  /** @type {Promise<Bytes>[]} */
  const coming = [];
  for await (const piece of pieces) {
    coming.push(lane.hash(piece));
    const first = coming.length < AT_ONCE ? undefined : coming.shift();
    if (first) yield await first;
  }
  for (const last of coming) yield await last;
}

/** One file on its way through the worker, which answers in order. */
class Lane {
  #port;
  /** @type {((answer: any) => void)[]} */
  #waiting = [];

  /** @param {Worker} worker */
  constructor(worker) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#waiting.shift()?.(data);
    worker.postMessage({ port: port2 }, [port2]);
  }

  /** @param {Bytes} piece given away @returns {Promise<Bytes>} the same, once it is hashed */
  async hash(piece) {
    const { length } = piece;
    const own = piece.byteOffset === 0 ? piece.buffer : piece.slice().buffer;
    const { block } = await this.#ask({ block: own, length }, [own]);
    return new Uint8Array(block, 0, length);
  }

  /** @returns {Promise<Bytes>} */
  async finish() {
    const { digest } = await this.#ask({ finish: true });
    this.#port.close();
    return digest;
  }

  /** @param {object} message @param {Transferable[]} [transfer] @returns {Promise<any>} */
  #ask(message, transfer = []) {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#port.postMessage(message, transfer);
    });
  }
}
