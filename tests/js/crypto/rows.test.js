/** A newer catalogue continues the one accepted before, row by row (FORMAT 7.6 (8)). */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkContinues, erased } from "../../../static/js/crypto/rows.js";

const AT = "2026-05-04T12:00:00Z";
/** @param {...[number, string]} versions */
const row = (...versions) => ({
  id: "x",
  kind: "event",
  versions: versions.map(([n, hash]) => ({ n, hash, key: "", at: AT })),
  summary: null,
  files: [],
  trashed_at: null,
  erased_at: null,
});
const before = row([1, "a"], [2, "b"]);

test("the same row, a later one, or an erased one continues", () => {
  for (const after of [before, row([1, "a"], [2, "b"], [3, "c"]), row([2, "b"]), row([3, "c"], [4, "d"]), erased(before, AT)]) {
    checkContinues(before, after);
  }
  checkContinues(erased(before, AT), erased(before, AT));
});

test("what has gone, was exchanged or comes back does not", () => {
  for (const after of [undefined, row([1, "a"]), row([1, "a"], [2, "x"]), row([1, "a"], [2, "x"], [3, "c"])]) {
    assert.throws(() => checkContinues(before, after), { code: "fork" });
  }
  assert.throws(() => checkContinues(erased(before, AT), before), { code: "fork" });
});
