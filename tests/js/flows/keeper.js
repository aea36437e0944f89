/** A tab on a device that keeps its vault, a service that can be cut, and another device: for the tests of the copy. Nothing of it is real but the flows. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { makeBrowser } from "./browser.js";
import { Disk } from "./disk.js";
import { Server } from "./server.js";

makeBrowser();
export const disk = new Disk();
disk.plug();
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const device = await import("../../../static/js/flows/device.js");
const events = await import("../../../static/js/flows/events.js");

export const LOGIN = "citron-vapeur-0482";
export const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";

const pristine = new Server();
/** @type {Server} */
export let server;
/** Away for longer than is waited for. */
export const cut = async () => new Response(null, { status: 503, headers: { "Retry-After": "60" } });
export const codeOf = (promise) => promise.then(() => "none", (error) => error.code);
export const titles = () => catalogue.rows("event").map((row) => row.summary.title).sort();
export const outbox = () => disk.entries("outbox").map(([, entry]) => entry);

before(async () => {
  globalThis.fetch = pristine.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
  await session.leave();
});
beforeEach(async () => {
  server = pristine.copy();
  await openOnline();
  await device.keepThisDevice(0);
});
afterEach(async () => {
  disk.refuses = () => false;
  await session.leave();
  await device.forgetDevice();
  disk.caches.clear();
});
after(() => session.leave());

export async function openOnline() {
  globalThis.fetch = server.fetch;
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
}

/** A fact written without network, said to be kept here. @param {string} facts @param {string} [id] */
export async function writeAway(facts, id) {
  globalThis.fetch = cut;
  await events.save({ facts, ...(id ? { id } : {}) });
  assert.equal(catalogue.hasWaiting(), true);
}

/** The tab is closed, and what is on the disk stays. */
export const closeTab = () => session.leave();

/** What another device does, while this one is closed. @param {() => Promise<void>} act */
export async function elsewhere(act) {
  await closeTab();
  const close = disk.otherKeeper();
  await act();
  close();
  await closeTab();
}

/** An edit that the service refused for good. @param {string} facts @returns {Promise<{ id: string, n: number }>} */
export async function refusedEdit(facts) {
  const id = await events.save({ facts: "premier" });
  await writeAway(facts, id);
  globalThis.fetch = server.fetch;
  server.once("commits", async () => new Response(JSON.stringify({ error: { code: "forbidden" } }), { status: 403 }));
  await catalogue.retryPending();
  const [{ n, code, change }] = await device.refusedChanges();
  assert.deepEqual([code, change.put[0].record.facts, titles()], ["forbidden", facts, ["premier"]]);
  return { id, n };
}
