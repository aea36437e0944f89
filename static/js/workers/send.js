/**
 * Sends one part of a file, and holds its bytes until they have arrived.
 *
 * A browser keeps the bytes of a `Blob` as long as anything might name it: until its collector has been by, which nothing presses
 * when buffers are used again. Here they go for certain, with the worker, which the page ends when the part has arrived.
 */

import { ApiError } from "../api/client.js";
import { putPart } from "../api/files.js";
import { answerWith, moved } from "./answer.js";

let body = new Blob();
let stop = new AbortController();

answerWith({
  /** The buffer goes back, to be filled again. @param {{ buffer: ArrayBuffer, size: number }} args */
  hold({ buffer, size }) {
    body = new Blob([new Uint8Array(buffer, 0, size)]);
    return moved(buffer, [buffer]);
  },

  /** @param {{ ticket: import("../api/files.js").Ticket }} args @returns {Promise<object | null>} a refusal, as its members */
  async put({ ticket }) {
    stop = new AbortController();
    try {
      await putPart(ticket, body, { signal: stop.signal, onProgress: (sent) => self.postMessage({ sent }) });
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code, status, details, retryAfter } = error;
      return { code, status, details, retryAfter };
    }
  },
});

self.addEventListener("message", ({ data }) => {
  if (data?.stop) stop.abort();
});
