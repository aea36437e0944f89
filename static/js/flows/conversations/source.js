/**
 * The ranges of a sealed file, from the page that opens it to the worker that reads it: a question and an answer, by number.
 */

import { codeOf, FlowError } from "../errors.js";

/** @typedef {import("./bytes.js").Source} Source */

/** The worker's side. @param {MessagePort} port @param {number} size @returns {Source} */
export function portSource(port, size) {
  /** @type {Map<number, { resolve: (bytes: any) => void, reject: (error: unknown) => void }>} */
  const waiting = new Map();
  let asked = 0;
  port.onmessage = ({ data: { id, bytes, code } }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (bytes) call?.resolve(bytes);
    else call?.reject(new FlowError(code));
  };
  const read = (/** @type {number} */ start, /** @type {number} */ end) => new Promise((resolve, reject) => {
    asked += 1;
    waiting.set(asked, { resolve, reject });
    port.postMessage({ id: asked, start, end });
  });
  return { size, read };
}

/** The page's side. @param {MessagePort} port @param {(start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>} read a copy */
export function servePort(port, read) {
  port.onmessage = async ({ data: { id, start, end } }) => {
    try {
      const bytes = await read(start, end);
      port.postMessage({ id, bytes }, [bytes.buffer]);
    } catch (error) {
      port.postMessage({ id, code: codeOf(error) });
    }
  };
}
