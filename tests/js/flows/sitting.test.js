/** A pause after several heavy items: not before, not for one looked at again, not twice within twenty minutes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBrowser } from "./browser.js";

makeBrowser();
const { HEAVY, heavySeen, QUIET, takePause } = await import("../../../static/js/flows/sitting.js");

const look = (/** @type {string} */ name, count = HEAVY) => {
  for (let i = 0; i < count; i += 1) heavySeen(`${name}${i}`);
};

test("one more is needed, and the same item counts once", () => {
  look("a", HEAVY - 1);
  heavySeen("a0");
  assert.equal(takePause(0), undefined);
  heavySeen("b");
  assert.deepEqual(takePause(0), [...Array.from({ length: HEAVY - 1 }, (_, i) => `a${i}`), "b"]);
});

test("it begins again, and never twice within twenty minutes", () => {
  assert.equal(takePause(QUIET), undefined);
  look("c");
  assert.equal(takePause(QUIET - 1), undefined);
  assert.equal(takePause(QUIET)?.length, HEAVY);
});
