import assert from "node:assert/strict";
import { test } from "node:test";

import { Spent } from "../../../static/js/workers/spent.js";

const MIB = 1024 * 1024;

test("buffers leave this thread together, once they are worth it", () => {
  const spent = new Spent();
  const buffers = Array.from({ length: 5 }, () => new ArrayBuffer(MIB));
  for (const buffer of buffers) spent.add(buffer);
  assert.deepEqual(buffers.map(({ byteLength }) => byteLength), [0, 0, 0, 0, MIB]);
});
