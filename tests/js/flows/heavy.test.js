/** Marks of what is hard to see: a piece is not written again, another device's marks count, a share takes along its own. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { share as shareSchema, RECORD } from "../../../static/js/crypto/schema.js";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const { Catalogue } = await import("../../../static/js/crypto/catalogue.js");
const { formatTime } = await import("../../../static/js/crypto/encoding.js");
const { parseFrame } = await import("../../../static/js/crypto/framing.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const { prepare } = await import("../../../static/js/flows/commits.js");
const { isHeavy, marksFor, marksRecord, onMarks, setHeavy } = await import("../../../static/js/flows/heavy.js");
const { heavyIn, isMarks } = await import("../../../static/js/flows/heavy-shared.js");
const { keep, newId } = await import("../../../static/js/flows/items.js");
const evidence = await import("../../../static/js/flows/evidence.js");
const { prepareShare } = await import("../../../static/js/flows/shares.js");

const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const server = new Server();
/** @type {string[]} */
let pieces = [];
const [one, two, three] = [() => String(pieces[0]), () => String(pieces[1]), () => String(pieces[2])];

before(async () => {
  globalThis.fetch = server.fetch;
  await session.register({ login: "citron-vapeur-0482", password: PASSWORD });
  await catalogue.loadCatalogue();
  for (const text of ["Un", "Deux", "Trois"]) pieces.push(await evidence.save({ text }));
});
after(() => session.leave());

test("a piece is marked and unmarked, and stays as it was written", async () => {
  RECORD(marksRecord([one()]));
  await setHeavy(one(), true);
  assert.deepEqual(pieces.map(isHeavy), [true, false, false]);
  await setHeavy(two(), true);
  await setHeavy(one(), false);
  assert.deepEqual(pieces.map(isHeavy), [false, true, false]);
  assert.equal(catalogue.row(one())?.versions.length, 1);
});

test("marks of another device count beside these", async () => {
  const told = new Promise((resolve) => { onMarks(() => resolve(undefined)); });
  await keep(newId(), marksRecord([three()]));
  await told;
  assert.deepEqual(pieces.map(isHeavy), [false, true, true]);
});

test("a piece that two devices marked is unmarked in both lists at once", async () => {
  await setHeavy(three(), true);
  await setHeavy(three(), false);
  assert.deepEqual(pieces.map(isHeavy), [false, true, false]);
  await setHeavy(three(), true);
  assert.deepEqual(pieces.map(isHeavy), [false, true, true]);
});

test("a share takes along the marks of its own items, and they are no item of it", async () => {
  const { document } = await prepareShare({ items: [one(), two()], label: "Claire" });
  shareSchema(document);
  assert.deepEqual([...heavyIn(document.items)], [two()]);
  assert.ok(!JSON.stringify(document).includes(three()), "what is not shared is not named");
  assert.deepEqual(document.items.filter((/** @type {any} */ item) => !isMarks(item)).map((/** @type {any} */ item) => item.id), [one(), two()]);
  const { document: light } = await prepareShare({ items: [one()], label: "Claire" });
  assert.deepEqual(light.items.map((/** @type {any} */ item) => item.id), [one()]);
  assert.deepEqual(await marksFor([one()]), []);
});

test("until they are read again after a lock, every piece is veiled", async () => {
  await session.lock();
  await session.unlock(PASSWORD);
  const told = new Promise((resolve) => { onMarks(() => resolve(undefined)); });
  await catalogue.loadCatalogue();
  assert.deepEqual(pieces.map(isHeavy), [true, true, true]);
  await told;
  assert.deepEqual(pieces.map(isHeavy), [false, true, true]);
});

test("a mark that another device sets in the same list at the same moment stays", async () => {
  await setHeavy(three(), false);
  const list = catalogue.rows("reading").find(({ versions }) => versions.length > 1)?.id ?? "";
  server.once("commits", async (answer) => {
    const unlocked = session.need();
    const current = await Catalogue.open(unlocked, parseFrame(new Uint8Array(await server.catalogue(0).arrayBuffer())), unlocked.slots);
    const { wire } = await prepare(current, { put: [{ id: list, record: marksRecord([two(), three()]) }] }, formatTime(new Date()));
    await server.commit(wire);
    return answer();
  });
  await setHeavy(one(), true);
  assert.deepEqual(pieces.map(isHeavy), [true, true, true]);
});
