/** The recovery phrase: shown once, typed back before the first file, and the way back in when the password is lost. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const events = await import("../../../static/js/flows/events.js");
const { checkPhrase, phraseState } = await import("../../../static/js/flows/settings.js");
const phrase = await import("../../../static/js/flows/phrase.js");
const { toWire } = await import("../../../static/js/flows/wire-slots.js");
const access = await import("../../../static/js/flows/access.js");
const { changePassword } = await import("../../../static/js/flows/ways.js");
const { recover } = await import("../../../static/js/flows/recovery.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const NEW = "tambour orage velours cigale marteau prune granit";

/** @type {Server} */
let pristine;
/** @type {Server} */
let server;
/** @type {string[]} */
let words;
/** @type {import("../../../static/js/flows/phrase.js").Sheet} */
let sheet;

const codeOf = (promise) => promise.then(() => "none", (error) => error.code);

before(async () => {
  pristine = new Server();
  globalThis.fetch = pristine.fetch;
  await phrase.makeVault({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  words = await phrase.wordsToCheck();
  sheet = await phrase.sheetOf();
  await events.save({ facts: "Ce qui doit revenir" });
});
beforeEach(async () => {
  await session.leave();
  server = pristine.copy();
  globalThis.fetch = server.fetch;
});
after(() => session.leave());

async function enter(password = PASSWORD) {
  await session.open({ login: LOGIN, password });
  await catalogue.loadCatalogue();
}

const titles = () => catalogue.rows("event").map((row) => row.summary.title);

test("a new vault takes no file until two words are typed back", async () => {
  globalThis.fetch = new Server().fetch;
  await phrase.makeVault({ login: "autre-nom-0001", password: PASSWORD });
  await catalogue.loadCatalogue();
  assert.equal(phraseState(), "unchecked");
  assert.throws(checkPhrase, { code: "phrase_unchecked" });
  const own = await phrase.wordsToCheck();
  assert.equal(await codeOf(phrase.confirmPhrase([0, 11], [own[0], "abeille-non"])), "phrase_wrong");
  assert.throws(checkPhrase, { code: "phrase_unchecked" });
  await phrase.confirmPhrase([2, 11], [own[2].toUpperCase(), ` ${own[11].normalize("NFD")} `]);
  checkPhrase();
  assert.equal(await phrase.wordsToCheck(), undefined);
});

test("the words outlive a lock, sealed, and not the vault's being left", async () => {
  globalThis.fetch = new Server().fetch;
  await phrase.makeVault({ login: "autre-nom-0002", password: PASSWORD });
  await catalogue.loadCatalogue();
  const own = await phrase.wordsToCheck();
  await session.lock();
  assert.equal(await codeOf(phrase.wordsToCheck()), "locked");
  assert.throws(checkPhrase, { code: "phrase_unchecked" });
  await session.unlock(PASSWORD);
  await catalogue.loadCatalogue();
  assert.deepEqual(await phrase.wordsToCheck(), own);
  await session.leave();
  assert.equal(await phrase.wordsToCheck(), undefined);
});

test("another tab does not know the words, and takes all twelve", async () => {
  await enter();
  assert.equal(await phrase.wordsToCheck(), undefined);
  assert.equal(await codeOf(phrase.confirmWholePhrase("abeille ".repeat(12))), "phrase_malformed");
  await phrase.confirmWholePhrase(words.join("\n"));
  assert.equal(phraseState(), "checked");
});

test("going without takes the slot away, and the phrase opens nothing any more", async () => {
  await enter();
  assert.equal(await codeOf(phrase.declinePhrase("une autre phrase de passe tout à fait")), "login_refused");
  await phrase.declinePhrase(PASSWORD);
  assert.equal(phraseState(), "declined");
  checkPhrase();
  assert.deepEqual(session.session.slots.map(({ kind }) => kind), ["password"]);
  await session.leave();
  assert.equal(await codeOf(recover({ login: LOGIN, words: words.join(" "), newPassword: NEW })), "login_refused");
});

test("new words take the place of the old ones", async () => {
  await enter();
  await phrase.renewPhrase(PASSWORD);
  const renewed = await phrase.wordsToCheck();
  assert.equal(phraseState(), "unchecked");
  await session.leave();
  assert.equal(await codeOf(recover({ login: LOGIN, words: words.join(" "), newPassword: NEW })), "login_refused");
  await recover({ login: LOGIN, words: renewed.join(" "), newPassword: NEW });
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
});

test("with the sheet everything is there, and the old password is dead", async () => {
  const printed = { seq: sheet.seq, fingerprint: sheet.fingerprint.toLowerCase().replaceAll("-", " ") };
  await recover({ login: LOGIN, words: words.join(" "), newPassword: NEW, ...printed });
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
  assert.equal(phraseState(), "checked");
  await session.leave();
  assert.equal(await codeOf(session.open({ login: LOGIN, password: PASSWORD })), "login_refused");
  await enter(NEW);
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
});

test("words that do not check, and a weak password, ask nothing of the server", async () => {
  // Words drawn and exchanged would check one time in sixteen.
  server.requests.length = 0;
  assert.equal(await codeOf(recover({ login: LOGIN, words: "abeille ".repeat(12), newPassword: NEW })), "phrase_malformed");
  assert.equal(await codeOf(recover({ login: LOGIN, words: words.join(" "), newPassword: "azerty" })), "weak_password");
  assert.deepEqual(server.requests, []);
});

test("an older vault than the sheet's, or another, is left with nothing written", async () => {
  const typed = { login: LOGIN, words: words.join(" "), newPassword: NEW };
  assert.equal(await codeOf(recover({ ...typed, seq: 1000 })), "sheet_differs");
  assert.equal(await codeOf(recover({ ...typed, fingerprint: "0000-0000-0000-0000" })), "sheet_differs");
  assert.ok(!server.requests.includes("POST access"));
  assert.equal(session.session.state, "closed");
  await enter();
});

test("a lost answer leaves a vault that the words still open", async () => {
  const typed = { login: LOGIN, words: words.join(" "), newPassword: NEW };
  for (let time = 0; time < 9; time += 1) server.once("access", async (answer) => {
    if (time === 0) await answer();
    throw new TypeError("Failed to fetch");
  });
  assert.equal(await codeOf(recover(typed)), "offline");
  server = Object.assign(server.copy(), { requests: [] });
  globalThis.fetch = server.fetch;
  await recover(typed);
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
});

test("a tab that was locked while the password was changed elsewhere opens by the new one", async () => {
  const changed = pristine.copy();
  globalThis.fetch = changed.fetch;
  await enter();
  await changePassword(PASSWORD, NEW);
  await session.leave();
  globalThis.fetch = server.fetch;
  await enter();
  await session.lock();
  globalThis.fetch = changed.fetch;
  assert.equal(await codeOf(session.unlock(PASSWORD)), "login_refused");
  await session.unlock(NEW);
  await catalogue.loadCatalogue();
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
});

test("ways in that another device changed while this tab was locked, or between two looks, are no lie", async () => {
  const changed = pristine.copy();
  globalThis.fetch = changed.fetch;
  await enter();
  await phrase.renewPhrase(PASSWORD);
  await session.leave();
  globalThis.fetch = server.fetch;
  await enter();
  await session.lock();
  globalThis.fetch = changed.fetch;
  await session.unlock(PASSWORD);
  await catalogue.loadCatalogue();
  assert.deepEqual(titles(), ["Ce qui doit revenir"]);
  await session.leave();
  globalThis.fetch = server.fetch;
  await enter();
  globalThis.fetch = changed.fetch;
  await session.unlock(PASSWORD);
  assert.equal((await catalogue.vouchedSlots()).length, 2);
  assert.equal(catalogue.readOnly(), undefined);
});

test("a change whose answer was lost stays unsettled while the door refuses to look at it", async () => {
  await enter();
  for (let time = 0; time < 4; time += 1) server.once("access", async (answer) => {
    if (time === 0) await answer();
    throw new TypeError("Failed to fetch");
  });
  assert.equal(await codeOf(phrase.renewPhrase(PASSWORD)), "offline");
  const refused = { error: { code: "fresh_needed", message: "" } };
  server.once("access", async () => new Response(JSON.stringify(refused), { status: 403, headers: { "Content-Type": "application/json" } }));
  assert.equal(await codeOf(access.settleAccess()), "fresh_needed");
  assert.equal(access.isUnsettled(), true);
  await access.settleAccess();
  assert.equal(access.isUnsettled(), false);
  assert.equal(phraseState(), "unchecked");
});

test("words of before are not called good by a server that shows their slot once more", async () => {
  await enter();
  const before = session.session.slots.map(toWire);
  await phrase.renewPhrase(PASSWORD);
  const lie = async (answer) => {
    const served = await (await answer()).json();
    return new Response(JSON.stringify({ ...served, slots: before }), { status: 200, headers: { "Content-Type": "application/json" } });
  };
  for (const path of ["sessions/unlock", "access"]) server.once(path, lie);
  await session.unlock(PASSWORD);
  assert.equal(await codeOf(phrase.confirmWholePhrase(words.join(" "))), "foreign_slot");
  assert.equal(phraseState(), "unchecked");
});
