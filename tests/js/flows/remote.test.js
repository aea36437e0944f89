/** What a worker is asked after it has ended. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBrowser } from "./browser.js";

makeBrowser();
const { Remote } = await import("../../../static/js/flows/remote.js");

test("what waits when a worker ends is refused, and so is what is asked of it later", async () => {
  const remote = new Remote("sha256");
  const waiting = remote.call("nothing");
  remote.end();
  await assert.rejects(waiting, { code: "ended" });
  await assert.rejects(remote.call("nothing"), { code: "ended" });
});

test("a worker that failed says so to who asks later", async () => {
  const remote = new Remote("sha256");
  remote.end("worker_failed");
  remote.end();
  await assert.rejects(remote.call("nothing"), { code: "worker_failed" });
});
