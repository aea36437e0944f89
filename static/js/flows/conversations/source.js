/**
 * A sealed file read in the worker: the page fetches its parts, the worker opens them, by a question and an answer.
 */

import { codeOf, FlowError } from "../errors.js";
import { SealedFile } from "../sealed-file.js";

/** @typedef {import("./bytes.js").Source} Source */
/** @typedef {import("../items.js").FileReference} FileReference */
/** @typedef {Pick<import("../sealed-file.js").Source, "part" | "spoiled">} Served */
/** @typedef {{ reference: FileReference, vaultId: import("../../crypto/encoding.js").Bytes, port: MessagePort }} Sealed */

/** The worker's side. @param {Sealed} sealed @returns {Source} */
export function sealedSource({ reference, vaultId, port }) {
  const ask = askerOf(port);
  const part = (/** @type {string} */ fileId, /** @type {number} */ number, /** @type {number} */ start, /** @type {number} */ end) => ask({ fileId, number, start, end });
  const file = new SealedFile(reference, { vaultId, part, spoiled: (fileId) => ask({ fileId, spoiled: true }) });
  return { size: reference.size, read: (start, end) => file.read(start, end) };
}

/** @param {MessagePort} port @returns {(question: object) => Promise<any>} */
function askerOf(port) {
  /** @type {Map<number, { resolve: (bytes: any) => void, reject: (error: unknown) => void }>} */
  const waiting = new Map();
  let asked = 0;
  port.onmessage = ({ data: { id, value, code } }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (code) call?.reject(new FlowError(code));
    else call?.resolve(value);
  };
  return (question) => new Promise((resolve, reject) => {
    asked += 1;
    waiting.set(asked, { resolve, reject });
    port.postMessage({ id: asked, ...question });
  });
}

/** The page's side. @param {MessagePort} port @param {Served} source */
export function serveParts(port, { part, spoiled }) {
  port.onmessage = async ({ data: { id, fileId, number, start, end, spoiled: isSpoiled } }) => {
    try {
      if (isSpoiled) return port.postMessage({ id, value: (await spoiled?.(fileId)) ?? false });
      const bytes = await part(fileId, number, start, end);
      // A part of a larger buffer is copied: the rest of it may be kept by who gave it.
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      port.postMessage({ id, value: own }, [own.buffer]);
    } catch (error) {
      port.postMessage({ id, code: codeOf(error) });
    }
  };
}
