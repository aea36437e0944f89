/**
 * Gives back, at once, the memory of buffers that nobody reads any more.
 *
 * WebCrypto and streams answer in new buffers, and a collector lets some sixty megabytes of them lie before it comes by. A buffer that
 * is posted leaves this thread, and goes with a channel that is closed unread. Where a browser does otherwise, the collector comes later.
 */

/** Bytes that are given back together: a channel for each buffer would itself be litter. */
const ENOUGH = 4 * 1024 * 1024;

export class Spent {
  /** @type {ArrayBuffer[]} */
  #buffers = [];
  #bytes = 0;

  /** @param {ArrayBuffer} buffer no view of it is used after this */
  add(buffer) {
    this.#buffers.push(buffer);
    this.#bytes += buffer.byteLength;
    if (this.#bytes < ENOUGH) return;
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(null, this.#buffers);
    port1.close();
    port2.close();
    this.#buffers = [];
    this.#bytes = 0;
  }
}
