/** Records opened lately, so that going back to one asks nothing of the server; forgotten at a lock. */

import { onForget } from "./session.js";

const LIMIT = 300;
/** @type {Map<string, any>} newest last */
const opened = new Map();

/** @param {string} id @param {number} version @returns {any | undefined} */
export function recall(id, version) {
  return opened.get(`${id}/${version}`);
}

/** @param {string} id @param {number} version @param {any} document */
export function remember(id, version, document) {
  opened.set(`${id}/${version}`, document);
  const oldest = opened.keys().next();
  if (opened.size > LIMIT && !oldest.done) opened.delete(oldest.value);
}

onForget(() => opened.clear());
