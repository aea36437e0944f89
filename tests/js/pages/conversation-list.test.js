/** A stretch of messages that could not be read is said, and may be asked for again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBrowser } from "../flows/browser.js";

makeBrowser();
const { MessageList } = await import("../../../static/js/pages/vault/conversation/list.js");

const message = { at: 0, who: "Sam", text: "Bonjour", date: 20_230_314, second: 0, byApp: false, files: [] };

test("a chunk that fails is not an empty one, and comes when it is asked for again", async () => {
  let fails = true;
  const slice = async () => {
    if (fails) throw Object.assign(new Error("ended"), { code: "worker_failed" });
    return [message];
  };
  const list = new MessageList({ slice }, 0, 1, () => {});
  list.near(0, true, 0);
  await new Promise(setImmediate);
  const [failed] = list.chunks(null);
  assert.equal(failed.lines, null);
  assert.match(failed.error.message, /Rechargez la page/);
  fails = false;
  list.again(0);
  await new Promise(setImmediate);
  const [chunk] = list.chunks(null);
  assert.deepEqual([chunk.error, chunk.lines.map(({ text }) => text)], [undefined, ["Bonjour"]]);
});
