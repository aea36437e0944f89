/** What a rotation ends is noted, sealed, and proposed until it is set again or not wanted; what it does not end is not. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
globalThis.document ??= { documentElement: { lang: "fr" }, addEventListener: () => {} };
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const { setPeople } = await import("../../../static/js/flows/ways.js");
const { addPasskeySlot } = await import("../../../static/js/flows/passkeys.js");
const { newWords, rotate } = await import("../../../static/js/flows/rotation.js");
const { drafts, keepDraft } = await import("../../../static/js/flows/drafts.js");
const { forgetWays, missingWays, notedWays } = await import("../../../static/js/flows/ways-again.js");
const { randomBytes } = await import("../../../static/js/crypto/encoding.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const NEW = "tortue moulin cerise drapeau violon marche argile";
const KEY = { id: "key", kind: "passkey", credential: randomBytes(32), createdOn: "2026-01-01", usedOn: null };
const OTHER = { ...KEY, id: "other", credential: randomBytes(32) };
const CODES = { ...KEY, id: "codes", kind: "totp", credential: null };
const FACTORS = [CODES, OTHER, KEY];

const pristine = new Server();
/** @type {Server} */
let server;

before(async () => {
  globalThis.fetch = pristine.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
});
beforeEach(async () => {
  await session.leave();
  server = pristine.copy();
  globalThis.fetch = server.fetch;
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
});
after(() => session.leave());

const renew = async () => rotate({ password: PASSWORD, newPassword: NEW, words: await newWords() });

async function missing() {
  const noted = await notedWays();
  const found = noted && (await missingWays(noted, FACTORS));
  return found && { people: found.people, passkeys: found.passkeys.map(({ id }) => id) };
}

/** @param {string} password @param {typeof KEY} factor */
const opens = (password, { credential }) => addPasskeySlot(password, { prf: randomBytes(32), credential });

test("exactly what there was is missing afterwards, in another tab too, until it is set again", async () => {
  await setPeople(PASSWORD, 14);
  await opens(PASSWORD, KEY);
  await renew();
  assert.deepEqual(await missing(), { people: true, passkeys: ["key"] });
  await session.leave();
  await session.open({ login: LOGIN, password: NEW });
  await catalogue.loadCatalogue();
  assert.deepEqual(await missing(), { people: true, passkeys: ["key"] });
  await setPeople(NEW, 14);
  assert.deepEqual(await missing(), { people: false, passkeys: ["key"] });
  await opens(NEW, KEY);
  assert.equal(await missing(), undefined);
  assert.deepEqual(await drafts(), []);
});

test("a vault without these ways in is asked nothing", async () => {
  await renew();
  assert.equal(await notedWays(), undefined);
});

test("what she does not want any more is not proposed again", async () => {
  await setPeople(PASSWORD, 7);
  await renew();
  const noted = await notedWays();
  assert.ok(noted);
  await forgetWays(noted);
  assert.equal(await missing(), undefined);
});

test("a key that is no second factor any more is not asked for", async () => {
  await opens(PASSWORD, { ...KEY, credential: randomBytes(32) });
  await renew();
  assert.equal(await missing(), undefined);
});

test("of a renewal that did not happen nothing is missing", async () => {
  await setPeople(PASSWORD, 7);
  for (let i = 0; i < 4; i += 1) server.once("access", () => Promise.reject(new TypeError("cut")));
  await assert.rejects(renew());
  await session.leave();
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  assert.ok(await notedWays());
  assert.equal(await missing(), undefined);
  assert.equal(await notedWays(), undefined);
});

test("the note stays while nobody knows whether the renewal was kept", async () => {
  await setPeople(PASSWORD, 7);
  for (let i = 0; i < 4; i += 1) server.once("access", () => Promise.reject(new TypeError("cut")));
  await assert.rejects(renew());
  assert.equal(await missing(), undefined);
  assert.ok(await notedWays());
});

test("a second renewal keeps what the first left to be done", async () => {
  await setPeople(PASSWORD, 7);
  await renew();
  await opens(NEW, OTHER);
  await rotate({ password: NEW, newPassword: PASSWORD, words: await newWords() });
  assert.deepEqual(await missing(), { people: true, passkeys: ["other"] });
});

test("a draft of another form asks for nothing", async () => {
  await keepDraft("ways", { people: "yes", passkeys: 3 });
  assert.equal(await missing(), undefined);
});

test("a rotation does not wait for its note", async () => {
  await setPeople(PASSWORD, 7);
  server.once("drafts", () => Promise.reject(new TypeError("cut")));
  server.once("drafts", () => Promise.reject(new TypeError("cut")));
  await renew();
  assert.equal(session.session.epoch, 2);
});
