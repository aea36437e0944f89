/** SHA-256 of a large file as its pieces go by, in a worker: hashing in the page would hold up what is being typed. */

import { b64 } from "../crypto/encoding.js";
import { ForgedError } from "../crypto/errors.js";
import { startWorker } from "./scripts.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/** Copies that go round between the page and the worker. */
const COPIES = 4;

export class Hasher {
  #worker = startWorker("sha256");

  /**
   * The same pieces; the last comes only if the whole has this hash.
   *
   * @param {AsyncIterable<Bytes>} pieces
   * @param {string} expected base64url
   * @returns {AsyncGenerator<Bytes>}
   * @throws {ForgedError} the whole is another one.
   */
  async *checked(pieces, expected) {
    const lane = new Lane(this.#worker);
    /** @type {Bytes | undefined} */
    let held;
    for await (const piece of pieces) {
      await lane.give(piece);
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

/** One file on its way through the worker. */
class Lane {
  #port;
  #made = 0;
  /** @type {ArrayBuffer[]} */
  #free = [];
  /** @type {(value: any) => void} */
  #heard = () => {};

  /** @param {Worker} worker */
  constructor(worker) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => {
      if (data.block) this.#free.push(data.block);
      this.#heard(data);
    };
    worker.postMessage({ port: port2 }, [port2]);
  }

  /** @param {Bytes} piece copied */
  async give(piece) {
    const block = await this.#buffer(piece.length);
    new Uint8Array(block).set(piece);
    this.#port.postMessage({ block, length: piece.length }, [block]);
  }

  /** @param {number} size @returns {Promise<ArrayBuffer>} */
  async #buffer(size) {
    if (this.#made < COPIES) {
      this.#made += 1;
      return new ArrayBuffer(size);
    }
    while (this.#free.length === 0) await this.#next();
    const block = this.#free.pop();
    return block && block.byteLength >= size ? block : new ArrayBuffer(size);
  }

  #next() {
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  /** @returns {Promise<Bytes>} */
  async finish() {
    this.#port.postMessage({ finish: true });
    for (;;) {
      const { digest } = await this.#next();
      if (digest) {
        this.#port.close();
        return digest;
      }
    }
  }
}
