/**
 * Zero padding that hides the exact size of what is sealed: FORMAT 3.
 *
 * Padmé (Nikitin and others, PETS 2019): at most 12 % more, and log log of the size is all that shows.
 */

import { FILE_PAD_MINIMUM } from "./constants.js";
import { MalformedError } from "./errors.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */

/**
 * The padded size of a length (3.1).
 *
 * @param {number} length in bytes
 * @returns {number} in bytes
 */
export function padme(length) {
  if (length < 0) throw new MalformedError("a length is negative");
  if (length < 2) return length;
  const exponent = floorLog2(length);
  const kept = floorLog2(exponent) + 1;
  const unit = 2 ** (exponent - kept);
  return Math.ceil(length / unit) * unit;
}

/** Exact for safe integers, which Math.log2 is not near powers of two. @param {number} value */
function floorLog2(value) {
  return value.toString(2).length - 1;
}

/**
 * A document followed by zeros (3.2).
 *
 * @param {Uint8Array} data
 * @param {number} minimum in bytes, from PAD_MINIMUM
 * @returns {Bytes}
 * @throws {MalformedError} when it is empty or ends in a zero, so that the padding could not be told from it.
 */
export function pad(data, minimum) {
  if (data.length === 0 || data[data.length - 1] === 0) throw new MalformedError("a document cannot end in zero");
  const padded = new Uint8Array(Math.max(minimum, padme(data.length)));
  padded.set(data);
  return padded;
}

/**
 * A padded document without its zeros (3.2); what is left must then parse to its last byte.
 *
 * @param {Bytes} data
 * @returns {Bytes} a view
 * @throws {MalformedError} when there is nothing but zeros.
 */
export function unpad(data) {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end -= 1;
  if (end === 0) throw new MalformedError("a padded document holds only zeros");
  return data.subarray(0, end);
}

/** @param {number} size of a file in bytes @returns {number} its size once padded (3.3) */
export function filePaddedSize(size) {
  return Math.max(FILE_PAD_MINIMUM, padme(size));
}

/** @param {Uint8Array} data a whole file @returns {Bytes} followed by zeros (3.3) */
export function padFile(data) {
  const padded = new Uint8Array(filePaddedSize(data.length));
  padded.set(data);
  return padded;
}

/**
 * The first bytes of a padded file (3.3).
 *
 * @param {Bytes} data
 * @param {number} size of the file in bytes, from its record
 * @returns {Bytes} a view
 * @throws {MalformedError} when the padded size is not that of such a file, or the padding is not zero.
 */
export function unpadFile(data, size) {
  if (data.length !== filePaddedSize(size)) throw new MalformedError("a file is not padded as its record says");
  checkPadding(data.subarray(size));
  return data.subarray(0, size);
}

/**
 * What follows a file in its sealed object is zeros: with anything else two readers could see two files.
 *
 * @param {Uint8Array} padding the bytes after the true length, or some of them when a file is read as a stream
 * @throws {MalformedError} on a byte that is not zero.
 */
export function checkPadding(padding) {
  if (padding.some((byte) => byte !== 0)) throw new MalformedError("padding is not zero");
}
