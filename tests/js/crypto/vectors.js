/**
 * Reads `tests/vectors/*.json`, which both languages must satisfy, and runs their cases.
 *
 * The conventions (patterns, builds, base64url) are in `tests/vectors/README.md`.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { concat, unb64 } from "../../../static/js/crypto/encoding.js";
import { CryptoError } from "../../../static/js/crypto/errors.js";

/** @typedef {import("../../../static/js/crypto/encoding.js").Bytes} Bytes */

/** @param {string} name of a file of tests/vectors @returns {Record<string, any>} */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
}

/** @param {number} length @returns {Bytes} */
export function pattern(length) {
  return Uint8Array.from({ length }, (_, i) => 31 * i + Math.floor(i / 256));
}

/** @param {{ pattern: number } | { bytes: string }} given */
export function content(given) {
  return "pattern" in given ? pattern(given.pattern) : unb64(given.bytes);
}

/** @param {Bytes} base @param {Array<[number, number] | string>} parts @returns {Bytes} */
export function build(base, parts) {
  return concat(...parts.map((part) => (typeof part === "string" ? unb64(part) : base.subarray(...part))));
}

/** Bytes compared by content alone: assert.deepEqual of large arrays takes seconds to say how they differ. */
export function assertBytes(/** @type {Uint8Array} */ actual, /** @type {Uint8Array} */ expected) {
  assert.ok(Buffer.compare(actual, expected) === 0, "bytes differ");
}

/**
 * The call must be refused with this code.
 *
 * @param {() => unknown} call
 * @param {string} code
 */
export async function assertRefused(call, code) {
  await assert.rejects(
    async () => call(),
    (error) => {
      assert.ok(error instanceof CryptoError, String(error));
      assert.equal(error.code, code, error.stack);
      return true;
    },
  );
}

/**
 * One test per case of a list: `check` gets the case of a success, `call` is what must be refused otherwise.
 *
 * @param {string} list
 * @param {any[]} cases
 * @param {(given: any) => unknown} call
 * @param {(result: any, given: any) => unknown} check
 */
export function runCases(list, cases, call, check) {
  assert.ok(cases.length > 0, `${list} has no case`);
  for (const given of cases) {
    test(`${list}: ${given.id}`, async () => {
      if (given.error) await assertRefused(() => call(given), given.error);
      else await check(await call(given), given);
    });
  }
}
