/** What an intention becomes on the newest catalogue: an erased item takes along no file that another item has. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const { Catalogue } = await import("../../../static/js/crypto/catalogue.js");
const { b64, formatTime, randomId } = await import("../../../static/js/crypto/encoding.js");
const { parseFrame } = await import("../../../static/js/crypto/framing.js");
const { prepare } = await import("../../../static/js/flows/commits.js");
const { monthRecord } = await import("../../../static/js/flows/days.js");

const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const server = new Server();
const name = () => b64(randomId());

before(async () => {
  globalThis.fetch = server.fetch;
  await session.register({ login: "citron-vapeur-0482", password: PASSWORD });
  await catalogue.loadCatalogue();
});
after(() => session.leave());

/** @param {string[]} erase @returns {Promise<Map<string, string[]>>} the files that go with each */
async function erasing(erase) {
  const unlocked = session.need();
  const newest = await Catalogue.open(unlocked, parseFrame(new Uint8Array(await server.catalogue(0).arrayBuffer())), unlocked.slots);
  const { wire } = await prepare(newest, { erase }, formatTime(new Date()));
  return new Map(wire.erase.map(({ item_id: id, files }) => [id, files]));
}

test("a file that two items have stays until the last of them is erased, and is named once", async () => {
  const [first, second] = [name(), name()];
  const [shared, own] = [name(), name()];
  const record = monthRecord("2026-11", new Map());
  await catalogue.commit({ put: [{ id: first, record, files: [shared, own] }, { id: second, record, files: [shared] }] });
  assert.deepEqual([...(await erasing([first]))], [[first, [own]]]);
  assert.deepEqual([...(await erasing([second]))], [[second, []]]);
  assert.deepEqual([...(await erasing([first, second]))], [[first, [shared, own]], [second, []]]);
});
