/** Changes on their way, when others are put before them meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBrowser } from "./browser.js";

makeBrowser();
const { PendingQueue } = await import("../../../static/js/flows/pending.js");

const here = (n) => ({ n, at: "2026-01-01T00:00:00Z", base: {}, told: true, written: Promise.resolve(true) });

test("a change that is put back while another is on its way is neither lost, nor is that one sent twice", async () => {
  const queue = new PendingQueue();
  const sent = [];
  const back = { change: {}, here: here(1) };
  await queue.add({ change: {}, here: here(2) }, async (pending) => {
    sent.push(pending.here.n);
    if (pending.here.n === 2) queue.recall([back]);
  });
  assert.equal(queue.holds(back), true);
  await queue.flush(async (pending) => void sent.push(pending.here.n));
  assert.deepEqual([sent, queue.size], [[2, 1], 0]);
});

test("one that is refused is the one that leaves", async () => {
  const queue = new PendingQueue();
  const back = { change: {}, here: here(1) };
  const refused = queue.add({ change: {}, here: here(2) }, async () => {
    queue.recall([back]);
    throw Object.assign(new Error("no"), { code: "quota_exceeded" });
  });
  await assert.rejects(refused, { code: "quota_exceeded" });
  assert.deepEqual([queue.holds(back), queue.size], [true, 1]);
});
