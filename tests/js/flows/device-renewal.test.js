/** The copy of a device when the keys are renewed: what waits under former keys overwrites nothing, and the passphrase of then takes it up. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LOGIN, PASSWORD, closeTab, codeOf, cut, disk, elsewhere, outbox, refusedEdit, server, titles, writeAway } from "./keeper.js";

const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const device = await import("../../../static/js/flows/device.js");
const { rotate, newWords } = await import("../../../static/js/flows/rotation.js");
const { drafts, dropDraft, keepDraft, sendWaitingDrafts } = await import("../../../static/js/flows/drafts.js");

const NEW = "lanterne violet poivre sentier nacelle horloge verger tambour";
const written = async () => (await drafts()).map(({ body }) => body).sort();

/** Another device renews the keys. @param {string} [before] @param {string} [after] */
function renewElsewhere(before = PASSWORD, after = NEW) {
  return elsewhere(async () => {
    globalThis.fetch = server.fetch;
    await session.open({ login: LOGIN, password: before });
    await catalogue.loadCatalogue();
    await rotate({ password: before, newPassword: after, words: await newWords() });
  });
}

/** @param {string} password of now */
async function openAfter(password) {
  await session.open({ login: LOGIN, password });
  await catalogue.loadCatalogue();
  await sendWaitingDrafts();
}

test("drafts that wait when the keys are renewed elsewhere wait on, and overwrite nothing", async () => {
  const id = await keepDraft("event", "au début");
  globalThis.fetch = cut;
  await keepDraft("event", "écrit ici", id);
  await keepDraft("event", "commencé ici");
  assert.equal((await device.state()).waiting, 2);
  await renewElsewhere();
  const anew = server.drafts.get(id);
  await openAfter(NEW);
  assert.deepEqual([await written(), server.drafts.get(id)], [["au début"], anew]);
  assert.equal((await device.state()).stranded, 2);
  assert.equal(await codeOf(device.retryStranded(NEW)), "former_refused");
  await device.retryStranded(PASSWORD);
  await sendWaitingDrafts();
  assert.deepEqual(await written(), ["au début", "commencé ici", "écrit ici"]);
  assert.deepEqual([server.drafts.size, (await device.state()).stranded], [3, 0]);
});

test("keys renewed twice leave the ways in of both while something waits for them", async () => {
  await writeAway("sous les premières");
  await renewElsewhere();
  await openAfter(NEW);
  await device.state();
  globalThis.fetch = cut;
  await keepDraft("event", "sous les secondes");
  await renewElsewhere(NEW, PASSWORD);
  await openAfter(PASSWORD);
  assert.equal((await device.state()).stranded, 2);
  await device.retryStranded(NEW);
  assert.deepEqual([await written(), (await device.state()).stranded], [["sous les secondes"], 1]);
  await device.retryStranded(PASSWORD);
  await catalogue.retryPending();
  assert.deepEqual([titles(), (await device.state()).stranded], [["sous les premières"], 0]);
});

test("what the disk has damaged does not hold up the rest of what the passphrase of then takes up, and what was refused stays refused", async () => {
  const { n } = await refusedEdit("refusé");
  await writeAway("abîmé");
  await writeAway("entier");
  await keepDraft("event", "brouillon abîmé");
  await keepDraft("event", "brouillon entier");
  const damaged = disk.entries("outbox").find(([key]) => key > n);
  damaged[1].change.sealed = `${damaged[1].change.sealed.slice(0, -4)}AAAA`;
  disk.entries("drafts")[0][1].sealed = "AAAA";
  await renewElsewhere();
  await openAfter(NEW);
  await device.retryStranded(PASSWORD);
  await catalogue.retryPending();
  const { refused, stranded } = await device.state();
  assert.deepEqual([titles(), await written(), stranded], [["entier", "premier"], ["brouillon entier"], 0]);
  assert.deepEqual(refused.map(({ code }) => code), ["forbidden", "does_not_open"]);
});

test("keys renewed here take along the drafts of a closed tab, and leave out those thrown away", async () => {
  const id = await keepDraft("event", "jeté");
  globalThis.fetch = cut;
  await keepDraft("event", "écrit ici");
  await dropDraft(id);
  await closeTab();
  globalThis.fetch = server.fetch;
  await session.open({ login: LOGIN, password: PASSWORD });
  const held = disk.entries("drafts");
  assert.equal(held.length, 2);
  await catalogue.loadCatalogue();
  await rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() });
  assert.deepEqual(await written(), ["écrit ici"]);
  assert.equal((await device.state()).stranded, 0);
});
