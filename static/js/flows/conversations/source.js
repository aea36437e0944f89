/**
 * A sealed file read in the worker: the page fetches its parts, the worker opens them, by a question and an answer.
 */

import { codeOf, FlowError } from "../errors.js";
import { SealedFile } from "../sealed-file.js";

/** @typedef {import("./bytes.js").Source} Source */
/** @typedef {import("../items.js").FileReference} FileReference */
/** @typedef {import("../sealed-file.js").Source["part"]} Part */
/** @typedef {{ reference: FileReference, vaultId: import("../../crypto/encoding.js").Bytes, port: MessagePort }} Sealed */

/** The worker's side. @param {Sealed} sealed @returns {Source} */
export function sealedSource({ reference, vaultId, port }) {
  const file = new SealedFile(reference, { vaultId, part: partsFrom(port) });
  return { size: reference.size, read: (start, end) => file.read(start, end) };
}

/** @param {MessagePort} port @returns {Part} */
function partsFrom(port) {
  /** @type {Map<number, { resolve: (bytes: any) => void, reject: (error: unknown) => void }>} */
  const waiting = new Map();
  let asked = 0;
  port.onmessage = ({ data: { id, bytes, code } }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (bytes) call?.resolve(bytes);
    else call?.reject(new FlowError(code));
  };
  return (fileId, number, start, end) => new Promise((resolve, reject) => {
    asked += 1;
    waiting.set(asked, { resolve, reject });
    port.postMessage({ id: asked, fileId, number, start, end });
  });
}

/** The page's side. @param {MessagePort} port @param {Part} part */
export function serveParts(port, part) {
  port.onmessage = async ({ data: { id, fileId, number, start, end } }) => {
    try {
      const bytes = await part(fileId, number, start, end);
      // A part of a larger buffer is copied: the rest of it may be kept by who gave it.
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      port.postMessage({ id, bytes: own }, [own.buffer]);
    } catch (error) {
      port.postMessage({ id, code: codeOf(error) });
    }
  };
}
