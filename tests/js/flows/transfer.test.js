/** Batches, pauses and cancelling of an upload; what is taken up and what is not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { UploadControl, batched } from "../../../static/js/flows/transfer.js";
import { looksLike, markOf, newUpload } from "../../../static/js/flows/uploads.js";

test("what is asked for while one request runs goes together in the next", async () => {
  const batches = [];
  /** @type {(() => void)[]} */
  const answers = [];
  const ask = batched((items) => {
    batches.push(items);
    return new Promise((resolve) => answers.push(() => resolve(items.map((item) => item * 10))));
  }, 3);
  const first = [ask(1), ask(2)];
  await Promise.resolve();
  const later = [ask(3), ask(4), ask(5), ask(6)];
  answers[0]();
  assert.deepEqual(await Promise.all(first), [10, 20]);
  answers[1]();
  await later[2];
  answers[2]();
  assert.deepEqual(await Promise.all(later), [30, 40, 50, 60]);
  assert.deepEqual(batches, [[1, 2], [3, 4, 5], [6]]);
});

test("a batch that fails fails for those in it, and the next goes on", async () => {
  let calls = 0;
  const ask = batched(async (items) => {
    calls += 1;
    if (calls === 1) throw new Error("cut");
    return items;
  }, 8);
  await assert.rejects(ask(1));
  assert.equal(await ask(2), 2);
});

test("a pause takes back what is on its way, and holds the rest until going on", async () => {
  const control = new UploadControl();
  const { running } = control;
  control.pause();
  assert.ok(running.aborted && control.paused && !control.signal.aborted);
  let went = false;
  const going = control.go().then(() => {
    went = true;
  });
  await Promise.resolve();
  assert.ok(!went);
  control.resume();
  await going;
  assert.ok(!control.running.aborted && !control.paused);
});

test("a cancellation ends a pause too", async () => {
  const control = new UploadControl();
  control.pause();
  const going = control.go();
  control.cancel();
  await assert.rejects(going, { name: "AbortError" });
  await assert.rejects(control.go(), { name: "AbortError" });
});

test("an upload is only taken up by what looks like the same file", () => {
  const file = { name: "a.mp4", type: "video/mp4", size: 10, lastModified: 5 };
  const state = newUpload(file);
  assert.ok(looksLike(state, file));
  for (const change of [{ name: "b.mp4" }, { size: 11 }, { lastModified: 6 }]) assert.ok(!looksLike(state, { ...file, ...change }));
  assert.notEqual(newUpload(file).key, state.key);
});

test("1,280 marks of a file of 20 GiB fit in a draft", () => {
  const parts = Array.from({ length: 1280 }, () => markOf(new Uint8Array(32)));
  assert.ok(JSON.stringify({ parts }).length < 40_000);
});
