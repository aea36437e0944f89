/** Opening, changing and distrusting a vault, against a server that behaves like the contract and can lose, race and lie. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const events = await import("../../../static/js/flows/events.js");
const { history, readRecord } = await import("../../../static/js/flows/records.js");
const { search } = await import("../../../static/js/flows/search.js");
const { drafts, dropDraft, keepDraft } = await import("../../../static/js/flows/drafts.js");
const { prepare } = await import("../../../static/js/flows/commits.js");
const { Catalogue } = await import("../../../static/js/crypto/catalogue.js");
const { parseFrame } = await import("../../../static/js/crypto/framing.js");
const { b64, formatTime, randomId } = await import("../../../static/js/crypto/encoding.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";

const pristine = new Server();
/** @type {Server} */
let server;

before(async () => {
  globalThis.fetch = pristine.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
});
beforeEach(async () => {
  await session.leave();
  server = pristine.copy();
  globalThis.fetch = server.fetch;
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  server.requests.length = 0;
});
after(() => session.leave());

/** Another device writes first. @param {string} facts @param {string} [id] */
async function rival(facts, id = b64(randomId())) {
  const unlocked = session.need();
  const bytes = new Uint8Array(await server.catalogue(0).arrayBuffer());
  const current = await Catalogue.open(unlocked, parseFrame(bytes), unlocked.slots);
  const { wire } = await prepare(current, { put: [{ id, record: events.eventRecord({ facts }) }] }, formatTime(new Date()));
  await server.commit(wire);
}

const titles = () => catalogue.rows("event").map((row) => row.summary.title).sort();
const codeOf = (promise) => promise.then(() => "none", (error) => error.code);

test("what is kept is read again, found, and its history stays", async () => {
  const id = await events.save({ facts: "Il a crié pendant l’été" });
  assert.deepEqual(await search("CRIE ete"), [id]);
  await events.save({ ...(await events.open(id)), facts: "Il a hurlé" });
  assert.deepEqual((await history(id)).map(({ n, record }) => [n, record.facts]), [[2, "Il a hurlé"], [1, "Il a crié pendant l’été"]]);
  assert.deepEqual(titles(), ["Il a hurlé"]);
});

test("another device was first: the change is made again on what it wrote", async () => {
  await rival("d’ailleurs");
  await events.save({ facts: "d’ici" });
  assert.deepEqual(titles(), ["d’ailleurs", "d’ici"]);
});

test("two edits of one item both stay in its history", async () => {
  const id = await events.save({ facts: "premier" });
  await rival("d’ailleurs", id);
  await events.save({ id, facts: "d’ici" });
  assert.deepEqual((await history(id)).map(({ record }) => record.facts), ["d’ici", "d’ailleurs", "premier"]);
});

test("collisions without end give a clear error, and the change waits", async () => {
  const race = async (answer) => {
    await rival("encore");
    server.once("commits", race);
    return answer();
  };
  server.once("commits", race);
  assert.equal(await codeOf(events.save({ facts: "d’ici" })), "too_many_conflicts");
  assert.equal(catalogue.pendingCount(), 1);
});

test("a lost answer counts once", async () => {
  server.once("commits", async (answer) => {
    await answer();
    throw new TypeError("cut");
  });
  await events.save({ facts: "une fois" });
  assert.deepEqual(titles(), ["une fois"]);
  assert.equal(catalogue.pendingCount(), 0);
});

test("without network a change waits through a lock, unreadable, and goes when it can", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("cut");
  };
  assert.equal(await codeOf(events.save({ facts: "hors ligne" })), "offline");
  await session.lock();
  assert.equal(catalogue.pendingCount(), 1);
  globalThis.fetch = server.fetch;
  await session.unlock(PASSWORD);
  await catalogue.loadCatalogue();
  await catalogue.retryPending();
  assert.deepEqual(titles(), ["hors ligne"]);
});

/** Holds back the next request whose path begins so. @param {string} start */
function holdBack(start, act = (answer) => answer()) {
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  const asked = new Promise((resolve) => {
    server.once(start, async (answer) => {
      resolve();
      await released;
      return act(answer);
    });
  });
  return { asked, release };
}

test("a change on its way through a lock, that then meets another device's, is made again", async () => {
  await rival("d’ailleurs");
  const { asked, release } = holdBack("commits");
  const saved = events.save({ facts: "d’ici" });
  await asked;
  await session.lock();
  await session.unlock(PASSWORD);
  await catalogue.loadCatalogue();
  release();
  await saved;
  assert.deepEqual(titles(), ["d’ailleurs", "d’ici"]);
});

test("a change on its way when its vault was left does not go into the next one, nor hold it up", async () => {
  await rival("d’ailleurs");
  const { asked, release } = holdBack("commits");
  const saved = codeOf(events.save({ facts: "d’avant" }));
  await asked;
  await session.leave();
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  await events.save({ facts: "d’après" });
  release();
  assert.equal(await saved, "conflict");
  assert.deepEqual([titles(), catalogue.pendingCount()], [["d’ailleurs", "d’après"], 0]);
});

test("a change that waited for its turn when its vault was left is not made in the next one", async () => {
  const { asked, release } = holdBack("commits");
  const saved = events.save({ facts: "sur le départ" });
  await asked;
  const second = codeOf(events.save({ facts: "d’avant" }));
  await session.leave();
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  release();
  await saved;
  assert.equal(await second, "locked");
  await catalogue.refresh();
  assert.deepEqual(titles(), ["sur le départ"]);
});

test("a change refused while those that waited are sent is told as refused", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("cut");
  };
  assert.equal(await codeOf(events.save({ facts: "hors ligne" })), "offline");
  globalThis.fetch = server.fetch;
  const { asked, release } = holdBack("commits");
  const sent = catalogue.retryPending();
  await asked;
  server.once("commits", async () => new Response(JSON.stringify({ error: { code: "quota_exceeded", message: "" } }), { status: 413 }));
  const saved = codeOf(events.save({ facts: "trop" }));
  release();
  await sent;
  assert.equal(await saved, "quota_exceeded");
  assert.deepEqual(titles(), ["hors ligne"]);
});

test("what was asked for a vault that was left is not taken for the next one's", async () => {
  const { asked, release } = holdBack("catalogue", async () => new Response(new Uint8Array(64)));
  const late = codeOf(catalogue.refresh());
  await asked;
  await session.leave();
  await session.open({ login: LOGIN, password: PASSWORD });
  const loaded = catalogue.loadCatalogue();
  release();
  await loaded;
  assert.equal(await late, "locked");
  assert.equal(catalogue.readOnly(), undefined);
});

test("a refusal for good is told, and nothing waits", async () => {
  server.once("commits", async () => new Response(JSON.stringify({ error: { code: "quota_exceeded", message: "" } }), { status: 413 }));
  assert.equal(await codeOf(events.save({ facts: "trop" })), "quota_exceeded");
  assert.equal(catalogue.pendingCount(), 0);
  assert.deepEqual(titles(), []);
});

test("an unlock after which nothing changed is one request", async () => {
  await events.save({ facts: "un" });
  await session.lock();
  assert.deepEqual(catalogue.rows(), []);
  server.requests.length = 0;
  await session.unlock(PASSWORD);
  await catalogue.loadCatalogue();
  assert.deepEqual(server.requests, ["POST sessions/unlock"]);
  assert.deepEqual(titles(), ["un"]);
});

test("a wrong password leaves the vault locked", async () => {
  await session.lock();
  assert.equal(await codeOf(session.unlock("autre")), "login_refused");
  assert.equal(session.session.state, "locked");
  assert.equal(session.session.keys, undefined);
});

test("a lost answer to a registration opens the vault that was made", async () => {
  await session.leave();
  server.once("accounts", async (answer) => {
    await answer();
    throw new TypeError("cut");
  });
  await session.register({ login: "autre-nom-0001", password: PASSWORD });
  assert.equal(session.session.state, "open");
});

test("an older catalogue makes the tab read-only, and nothing is sent any more", async () => {
  const old = new Uint8Array(await server.catalogue(0).arrayBuffer());
  await events.save({ facts: "un" });
  server.once("catalogue", async () => new Response(old));
  assert.equal(await codeOf(catalogue.refresh()), "rollback");
  server.requests.length = 0;
  assert.equal(await codeOf(events.save({ facts: "deux" })), "read_only");
  assert.deepEqual(server.requests, []);
  assert.deepEqual(titles(), ["un"]);
});

test("another root than the one sent, in an answer, is refused", async () => {
  server.once("commits", async (answer) => {
    const { seq } = await (await answer()).json();
    return new Response(JSON.stringify({ seq, root_hash: b64(new Uint8Array(32)) }));
  });
  assert.equal(await codeOf(events.save({ facts: "un" })), "forged");
  assert.notEqual(catalogue.readOnly(), undefined);
});

test("a record that is another's, cut or withheld is refused", async () => {
  const [one, two] = [await events.save({ facts: "un" }), await events.save({ facts: "deux" })];
  server.records.set(`${one}/1`, server.records.get(`${two}/1`));
  assert.equal(await codeOf(readRecord(one)), "forged");
  server.records.delete(`${two}/1`);
  assert.equal(await codeOf(readRecord(two)), "omitted");
});

test("too cheap a derivation is refused before the password is used", async () => {
  await session.leave();
  server.requests.length = 0;
  const params = JSON.stringify({ v: 1, kdf: "argon2id13", m: 1024, t: 1, p: 1, salt: b64(new Uint8Array(16)) });
  server.once("logins", async () => new Response(JSON.stringify({ auth_version: 1, params })));
  assert.equal(await codeOf(session.open({ login: LOGIN, password: PASSWORD })), "weak_kdf");
  assert.deepEqual(server.requests, ["POST logins"]);
});

test("a slot of another vault is an error, never a reason to make a key", async () => {
  const own = server.accounts.get(LOGIN).slots;
  await session.leave();
  await session.register({ login: "autre-nom-0001", password: PASSWORD });
  await session.leave();
  server.accounts.get("autre-nom-0001").slots = [{ ...own[0], params: server.accounts.get("autre-nom-0001").params }];
  assert.equal(await codeOf(session.open({ login: "autre-nom-0001", password: PASSWORD })), "foreign_slot");
  server.accounts.get("autre-nom-0001").slots = [];
  assert.equal(await codeOf(session.open({ login: "autre-nom-0001", password: PASSWORD })), "foreign_slot");
  assert.equal(session.session.state, "closed");
});

test("a piece saved twice without network names its file once", async () => {
  const [id, file] = [b64(randomId()), b64(randomId())];
  const put = (facts) => catalogue.commit({ put: [{ id, record: events.eventRecord({ facts }), files: [file], keep: [file] }] });
  globalThis.fetch = async () => {
    throw new TypeError("cut");
  };
  assert.deepEqual([await codeOf(put("un")), await codeOf(put("deux"))], ["offline", "offline"]);
  const sent = [];
  globalThis.fetch = (url, init) => {
    if (String(url).endsWith("commits")) sent.push(JSON.parse(init.body).files);
    return server.fetch(url, init);
  };
  await catalogue.retryPending();
  assert.deepEqual([sent, titles()], [[[file], []], ["deux"]]);
});

test("what waits of a vault that was left does not go into the next one", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("cut");
  };
  assert.equal(await codeOf(keepDraft("event", { facts: "canari" })), "offline");
  await session.leave();
  globalThis.fetch = server.fetch;
  await session.open({ login: LOGIN, password: PASSWORD });
  dispatchEvent(new Event("online"));
  assert.deepEqual(await drafts(), []);
  assert.ok(!server.requests.some((request) => request.startsWith("PUT drafts")));
});

test("drafts are sealed, replaced by their id, and dropped", async () => {
  const id = await keepDraft("event", { facts: "canari" });
  await keepDraft("event", { facts: "canari deux" }, id);
  assert.deepEqual((await drafts()).map(({ kind, body }) => [kind, body]), [["event", { facts: "canari deux" }]]);
  assert.ok(!Buffer.from(server.drafts.get(id), "base64url").toString("latin1").includes("canari"));
  await dropDraft(id);
  assert.deepEqual(await drafts(), []);
});

test("a draft that the server spoilt is left out, the others stay", async () => {
  const [spoilt] = [await keepDraft("event", { facts: "un" }), await keepDraft("contact", { name: "deux" })];
  server.drafts.set(spoilt, b64(randomId()));
  assert.deepEqual((await drafts()).map(({ kind }) => kind), ["contact"]);
});

test("leaving forgets at once", async () => {
  await events.save({ facts: "un" });
  dispatchEvent(new Event("memo:leave"));
  assert.deepEqual([session.session.state, session.session.keys, session.session.login], ["closed", undefined, undefined]);
  assert.deepEqual(catalogue.rows(), []);
});
