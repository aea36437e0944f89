/** What waits on a device, laid over the verified rows; and what is not even tried while there is no session. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { call, standApart } from "../../../static/js/api/client.js";
import { overlaid } from "../../../static/js/flows/device-overlay.js";
import { eventRecord } from "../../../static/js/flows/events.js";

const AT = "2026-03-01T08:00:00Z";
const version = (n) => ({ n, hash: `hash ${n}`, key: `key ${n}`, at: AT });
const row = (id, members = {}) => ({ id, kind: "event", versions: [version(1)], summary: { title: id }, files: [], trashed_at: null, erased_at: null, ...members });
const put = (id, facts) => ({ change: { put: [{ id, record: eventRecord({ facts }) }] }, at: AT });
const over = (rows, list) => overlaid((id) => rows.find((one) => one.id === id), list);

afterEach(() => standApart(false));

test("a new item waits under its first version, with its record", () => {
  const { rows, records } = over([], [put("a", "Écrit hors ligne")]);
  const waiting = rows.get("a");
  assert.deepEqual([waiting.waiting, waiting.summary.title, waiting.versions.map(({ n }) => n)], [true, "Écrit hors ligne", [1]]);
  assert.equal(records.get("a/1").facts, "Écrit hors ligne");
});

test("edits follow the version there is, and each other", () => {
  const { rows } = over([row("a")], [put("a", "deux"), put("a", "trois")]);
  assert.deepEqual(rows.get("a").versions.map(({ n, hash }) => [n, hash]), [[1, "hash 1"], [2, ""], [3, ""]]);
});

test("to the trash and back, in their order", () => {
  const list = [{ change: { trash: ["a", "b"] }, at: AT }, { change: { restore: ["b"] }, at: AT }];
  const { rows } = over([row("a"), row("b")], list);
  assert.deepEqual([rows.get("a").trashed_at, rows.get("b").trashed_at], [AT, null]);
});

test("an erased item does not come back by what waits", () => {
  const { rows } = over([row("a", { versions: [], summary: null, erased_at: AT })], [{ change: { restore: ["a"] }, at: AT }]);
  assert.equal(rows.size, 0);
});

test("what is not known is left alone", () => {
  assert.equal(over([], [{ change: { trash: ["a"] }, at: AT }]).rows.size, 0);
});

test("without a session, what needs one is not sent", async () => {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return new Response("{}");
  };
  standApart(true);
  const refused = [["GET", "drafts"], ["POST", "commits"], ["GET", "sessions"], ["POST", "sessions/unlock"], ["PUT", "files/a/parts/0"], ["POST", "shares"]];
  for (const [method, path] of refused) await assert.rejects(call(method, path), { code: "needs_network", passing: true });
  assert.deepEqual(asked, []);
  for (const [method, path] of [["POST", "logins"], ["POST", "sessions"], ["POST", "sessions/second"], ["GET", "health"], ["GET", "directory"]]) await call(method, path);
  assert.equal(asked.length, 5);
});
