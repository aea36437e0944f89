/** Changing the ways in, against a server that can lose, race and serve again what was taken away. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
globalThis.document ??= { documentElement: { lang: "fr" }, addEventListener: () => {} };
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const events = await import("../../../static/js/flows/events.js");
const access = await import("../../../static/js/flows/access.js");
const { changePassword, removePeople, setPeople } = await import("../../../static/js/flows/ways.js");
const { newWords, rotate } = await import("../../../static/js/flows/rotation.js");
const { drafts, keepDraft, sendWaitingDrafts } = await import("../../../static/js/flows/drafts.js");
const { nameOf, rename, settings } = await import("../../../static/js/flows/settings.js");
const { recover } = await import("../../../static/js/flows/recovery.js");
const { prepare } = await import("../../../static/js/flows/commits.js");
const { Catalogue } = await import("../../../static/js/crypto/catalogue.js");
const { parseFrame } = await import("../../../static/js/crypto/framing.js");
const { combineShares, peopleAuth } = await import("../../../static/js/crypto/recovery.js");
const { openPeopleSlot, slotOf } = await import("../../../static/js/crypto/slots.js");
const { b64, formatTime, randomId, unb64 } = await import("../../../static/js/crypto/encoding.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const NEW = "tortue moulin cerise drapeau violon marche argile";

const pristine = new Server();
/** @type {Server} */
let server;

before(async () => {
  globalThis.fetch = pristine.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  await events.save({ facts: "Ce qui doit rester" });
});
beforeEach(async () => {
  await session.leave();
  server = pristine.copy();
  globalThis.fetch = server.fetch;
  await enter(PASSWORD);
});
after(() => session.leave());

/** @param {string} password */
async function enter(password) {
  await session.open({ login: LOGIN, password });
  await catalogue.loadCatalogue();
}

/** In a new tab. @param {string} password */
async function reopened(password) {
  await session.leave();
  await enter(password);
  return titles();
}

const titles = () => catalogue.rows("event").map((row) => row.summary.title).sort();
const codeOf = (promise) => promise.then(() => "none", (error) => error.code);
const kinds = () => session.session.slots.map(({ kind }) => kind).sort();
const account = () => server.accounts.get(LOGIN);
const cut = async () => {
  throw new TypeError("cut");
};
/** Kept, and never told. @param {() => Promise<Response>} answer */
const lost = async (answer) => {
  await answer();
  return cut();
};

/** Another device writes first. */
async function rival() {
  const unlocked = session.need();
  const current = await Catalogue.open(unlocked, parseFrame(new Uint8Array(await server.catalogue(0).arrayBuffer())), unlocked.slots);
  const put = [{ id: b64(randomId()), record: events.eventRecord({ facts: "d’ailleurs" }) }];
  await server.commit((await prepare(current, { put }, formatTime(new Date()))).wire);
}

test("another password opens, the old one does not, and the other ways in stay", async () => {
  await changePassword(PASSWORD, NEW);
  assert.deepEqual(kinds(), ["password", "phrase"]);
  await session.lock();
  assert.equal(await codeOf(session.unlock(PASSWORD)), "login_refused");
  assert.deepEqual(await reopened(NEW), ["Ce qui doit rester"]);
});

test("a wrong present password changes nothing", async () => {
  const { slots } = account();
  assert.equal(await codeOf(changePassword(NEW, NEW)), "login_refused");
  assert.deepEqual(account().slots, slots);
});

test("another device was first: the change of ways in is made again on what it wrote", async () => {
  server.once("access", async (answer) => {
    await rival();
    return answer();
  });
  await changePassword(PASSWORD, NEW);
  assert.deepEqual(await reopened(NEW), ["Ce qui doit rester", "d’ailleurs"]);
});

test("an answer that never came is asked for again, and counts once", async () => {
  for (let i = 0; i < 4; i += 1) server.once("access", i === 0 ? lost : cut);
  assert.equal(await codeOf(changePassword(PASSWORD, NEW)), "offline");
  assert.equal(access.isUnsettled(), true);
  const { seq } = account();
  await access.settleAccess();
  assert.deepEqual([access.isUnsettled(), account().seq, titles()], [false, seq, ["Ce qui doit rester"]]);
  await events.save({ facts: "après" });
  assert.deepEqual(await reopened(NEW), ["Ce qui doit rester", "après"]);
});

test("a slot that was taken away and is served again is not vouched for", async () => {
  const { slots: before } = account();
  await access.addPhrase(PASSWORD);
  account().slots = before;
  // As before whatever asks for the password once more: its answer names slots, and brings no root to hold them against.
  await session.unlock(PASSWORD);
  assert.equal(await codeOf(changePassword(PASSWORD, NEW)), "foreign_slot");
  assert.notEqual(catalogue.readOnly(), undefined);
  assert.equal(await codeOf(reopened(PASSWORD)), "foreign_slot");
});

test("a device that was told of older ways in learns of the newer ones, and trusts them", async () => {
  const stale = session.session.slots;
  await access.addPhrase(PASSWORD);
  await rival();
  session.session.slots = stale;
  await catalogue.refresh();
  assert.equal(catalogue.readOnly(), undefined);
  assert.deepEqual(titles(), ["Ce qui doit rester", "d’ailleurs"]);
});

test("two of three shares and the half of the server open; removed, there is no slot", async () => {
  const shares = await setPeople(PASSWORD, 14);
  assert.equal(account().people.delay_days, 14);
  const { vaultId, epoch, slots } = session.need();
  for (const [one, two] of [[0, 1], [1, 2], [0, 2]]) {
    const { secret, setId } = await combineShares([shares[one].join(" "), shares[two].join(" ")]);
    assert.equal(b64(await peopleAuth(secret, LOGIN)), account().people.auth);
    const half = unb64(account().people.half);
    assert.equal((await openPeopleSlot(slotOf(slots, "people"), vaultId, epoch, { secret, half, setId })).length, 32);
  }
  await removePeople(PASSWORD);
  assert.deepEqual(kinds(), ["password", "phrase"]);
});

test("everything renewed: all is there, and nothing that opened before opens", async () => {
  const oldWords = await access.addPhrase(PASSWORD);
  await setPeople(PASSWORD, 7);
  const draft = await keepDraft("event", { facts: "en cours" });
  const before = account().identity;
  const words = await newWords();
  await rotate({ password: PASSWORD, newPassword: NEW, words });
  assert.deepEqual([session.session.epoch, kinds(), settings().phrase], [2, ["password", "phrase"], "checked"]);
  assert.notEqual(account().identity, before);
  await events.save({ facts: "après" });
  const written = (await drafts()).filter(({ kind }) => kind === "event");
  assert.deepEqual(written.map(({ id, body }) => [id, body.facts]), [[draft, "en cours"]]);
  assert.deepEqual(await reopened(NEW), ["Ce qui doit rester", "après"]);
  await session.leave();
  assert.equal(await codeOf(session.open({ login: LOGIN, password: PASSWORD })), "login_refused");
  assert.equal(await codeOf(recover({ login: LOGIN, words: oldWords.join(" "), newPassword: NEW })), "login_refused");
  await recover({ login: LOGIN, words: words.join(" "), newPassword: PASSWORD });
  assert.deepEqual(titles(), ["Ce qui doit rester", "après"]);
});

test("a renewal cut off before it was kept leaves the vault of before", async () => {
  for (let i = 0; i < 4; i += 1) server.once("access", cut);
  assert.equal(await codeOf(rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() })), "offline");
  assert.deepEqual(await reopened(PASSWORD), ["Ce qui doit rester"]);
  assert.equal(session.session.epoch, 1);
});

test("a renewal cut off after it was kept leaves the vault of after", async () => {
  for (let i = 0; i < 4; i += 1) server.once("access", i === 0 ? lost : cut);
  assert.equal(await codeOf(rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() })), "offline");
  assert.deepEqual(await reopened(NEW), ["Ce qui doit rester"]);
  assert.equal(session.session.epoch, 2);
});

test("a renewal whose answer was lost goes on in the same tab", async () => {
  for (let i = 0; i < 4; i += 1) server.once("access", i === 0 ? lost : cut);
  assert.equal(await codeOf(rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() })), "offline");
  await access.settleAccess();
  await events.save({ facts: "après" });
  assert.deepEqual([session.session.epoch, titles()], [2, ["Ce qui doit rester", "après"]]);
});

test("a draft that waited when the answer to a renewal was lost is there under the keys of after, and none of before overwrites it", async () => {
  for (let i = 0; i < 4; i += 1) server.once("drafts/", cut);
  assert.equal(await codeOf(keepDraft("event", { facts: "en cours" })), "offline");
  for (let i = 0; i < 4; i += 1) server.once("access", i === 0 ? lost : cut);
  assert.equal(await codeOf(rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() })), "offline");
  await access.settleAccess();
  await sendWaitingDrafts();
  await reopened(NEW);
  assert.deepEqual((await drafts()).map(({ body }) => body), [{ facts: "en cours" }]);
});

test("a tab that was locked through a renewal elsewhere opens by the new password", async () => {
  await session.lock();
  const mine = session.session.vaultId;
  const elsewhere = server.copy();
  assert.ok(mine);
  await session.leave();
  globalThis.fetch = elsewhere.fetch;
  await enter(PASSWORD);
  await rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() });
  await session.leave();
  globalThis.fetch = server.fetch;
  await enter(PASSWORD);
  await session.lock();
  globalThis.fetch = elsewhere.fetch;
  await session.unlock(NEW);
  await catalogue.loadCatalogue();
  assert.deepEqual([session.session.epoch, titles()], [2, ["Ce qui doit rester"]]);
});

test("names are the owner's, sealed in the root, and go with what they name", async () => {
  const [one, two] = [b64(randomId()), b64(randomId())];
  await rename(one, "  La bibliothèque ", [one]);
  await rename(two, "x".repeat(80), [one, two]);
  assert.deepEqual([nameOf(one), nameOf(two)?.length], ["La bibliothèque", 60]);
  await rename(two, "", [two]);
  assert.deepEqual(settings().names, []);
});
