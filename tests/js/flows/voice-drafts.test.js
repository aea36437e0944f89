/** A recording is sealed as it goes: what was sealed outlives a lock without network and the way out, and goes once its piece is kept. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { unb64 } from "../../../static/js/crypto/encoding.js";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const { loadCatalogue } = await import("../../../static/js/flows/catalogue.js");
const { drafts, keepDraft, sendWaitingDrafts } = await import("../../../static/js/flows/drafts.js");
const evidence = await import("../../../static/js/flows/evidence.js");
const { VoiceDrafts, forgetVoice, interruptedVoices } = await import("../../../static/js/flows/voice-drafts.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const KEPT_BY_THE_SERVER = 512 * 1024;
const STRETCH = 320 * 1024;
const TYPE = "audio/webm;codecs=opus";
const server = new Server();

before(async () => {
  globalThis.fetch = server.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
  await loadCatalogue();
});
after(() => session.leave());

/** @param {number} length @param {number} first */
const sound = (length, first) => Uint8Array.from({ length }, (_, i) => (first + i) % 251);

/** As it is recorded: each stretch kept by the server before the next one. @param {Uint8Array[]} pieces */
async function recorded(...pieces) {
  let told = (/** @type {boolean} */ _kept) => {};
  const voice = new VoiceDrafts((kept) => told(kept));
  for (const [i, piece] of pieces.entries()) {
    const arrived = new Promise((resolve) => { told = resolve; });
    await voice.add(new Blob([piece]), { type: TYPE, seconds: 5 * (i + 1) });
    assert.equal(await arrived, true);
  }
  return voice;
}

async function openAgain() {
  await session.leave();
  await session.open({ login: LOGIN, password: PASSWORD });
  await loadCatalogue();
}

const bytesOf = async (/** @type {File} */ file) => new Uint8Array(await file.arrayBuffer());

test("after the way out, what was sealed is there at the next opening, whole and in order", async () => {
  const pieces = [sound(20_000, 1), sound(500_000, 2), sound(700_000, 3)];
  const { id } = await recorded(...pieces);
  assert.deepEqual(await interruptedVoices(), [], "the tab that records takes care of it");
  for (const sealed of server.drafts.values()) assert.ok(unb64(sealed).length <= KEPT_BY_THE_SERVER);

  await openAgain();
  const [found, ...others] = await interruptedVoices();

  assert.deepEqual(others, []);
  assert.deepEqual([found.id, found.seconds, found.file.type], [id, 15, "audio/webm"]);
  assert.match(found.file.name, /^Note vocale du .*\.webm$/);
  assert.deepEqual(await bytesOf(found.file), Uint8Array.from(pieces.flatMap((piece) => [...piece])));
  await forgetVoice(id);
  assert.equal(server.drafts.size, 0);
});

test("its end is sealed before a lock, without waiting for the network, and arrives when that is back", async () => {
  const voice = await recorded(sound(20_000, 4));
  let reach = () => {};
  server.once("drafts/", () => new Promise((_resolve, reject) => { reach = () => reject(new TypeError("no network")); }));

  await voice.add(new Blob([sound(9_000, 5)]), { type: TYPE, seconds: 7 });
  await session.lock();
  reach();
  await sendWaitingDrafts();
  await openAgain();

  const [found] = await interruptedVoices();
  assert.deepEqual([(await bytesOf(found.file)).length, found.seconds], [29_000, 7]);
  await forgetVoice(found.id);
});

/** The next request about a draft was answered. */
const answered = () => new Promise((resolve) => {
  server.once("drafts/", (answer) => {
    const done = answer();
    void done.then(resolve);
    return done;
  });
});

test("it goes once its piece is kept, also by a tab that was closed before", async () => {
  const { id } = await recorded(sound(10, 6));
  const dropped = answered();
  await evidence.save({ id, text: "Une voix" });
  await dropped;
  assert.equal(server.drafts.size, 0);

  const other = await recorded(sound(10, 7));
  await openAgain();
  await evidence.save({ id: other.id, text: "Une autre" });
  const later = answered();
  assert.deepEqual(await interruptedVoices(), []);
  await later;
  assert.equal(server.drafts.size, 0);
});

test("what she does not want is dropped with the stretch that was being sealed", async () => {
  const voice = await recorded(sound(10, 8));
  void voice.add(new Blob([sound(10, 9)]), { type: TYPE, seconds: 9 });
  await voice.drop();
  assert.equal(server.drafts.size, 0);
});

test("a stretch of another making is passed over, and one that never came leaves nothing in its place", async () => {
  const { id } = await recorded(sound(10, 8));
  const stretch = { recording: id, part: 2, at: "2026-11-23T10:00:00Z", type: TYPE, seconds: 90, bytes: "AQI" };
  await keepDraft("voice", stretch);
  for (const change of [{ recording: "x" }, { part: "0" }, { bytes: "é" }, { at: "hier" }]) await keepDraft("voice", { ...stretch, ...change });
  await openAgain();
  const [found, ...others] = await interruptedVoices();
  assert.deepEqual(others, []);
  assert.deepEqual(await bytesOf(found.file), Uint8Array.of(...sound(10, 8), 1, 2));
  await forgetVoice(id);
  assert.equal((await drafts()).length, 4);
});

test("a stretch that a device kept beside a later version of itself is heard once", async () => {
  const { id } = await recorded(sound(500, 1));
  const [draft] = (await drafts()).filter(({ body }) => body.recording === id);
  await keepDraft("voice", { ...draft?.body, seconds: 3, bytes: "AQI" });
  await openAgain();
  const found = (await interruptedVoices()).find((voice) => voice.id === id);
  assert.deepEqual(await bytesOf(found.file), sound(500, 1));
  await forgetVoice(id);
});

test("a recording leaves room among the drafts for what is written", async () => {
  const before = server.drafts.size;
  const told = /** @type {boolean[]} */ ([]);
  const voice = new VoiceDrafts((kept) => told.push(kept));
  await voice.add(new Blob([sound(45 * STRETCH, 3)]), { type: TYPE, seconds: 1200 });
  await sendWaitingDrafts();
  assert.equal(server.drafts.size - before, 40);
  assert.ok(told.includes(false), "it is said that the rest is in the page alone");
  await voice.drop();
  assert.equal(server.drafts.size, before);
});
