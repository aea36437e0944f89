/**
 * Distrust: once the server has shown something that does not verify, what was verified before stays readable, and nothing is sent any
 * more from this tab, whoever noticed.
 */

import { CryptoError } from "../crypto/errors.js";
import { codeOf } from "./errors.js";
import { WorkerError } from "./remote.js";

const DISTRUST = new Set(["forged", "rollback", "fork", "omitted", "does_not_open", "malformed", "unsupported", "foreign_slot"]);

/** @type {unknown} */
let distrust;
let heard = () => {};

/** @param {() => void} fn called when something did not verify */
export function onDistrust(fn) {
  heard = fn;
}

/**
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function trusting(act) {
  try {
    return await act();
  } catch (error) {
    const verified = error instanceof CryptoError || error instanceof WorkerError;
    if (verified && DISTRUST.has(codeOf(error))) {
      distrust ??= error;
      heard();
    }
    throw error;
  }
}

/** What did not verify, when nothing is sent any more. @returns {unknown} */
export function readOnly() {
  return distrust;
}

/** The vault was left. */
export function trustAgain() {
  distrust = undefined;
}
