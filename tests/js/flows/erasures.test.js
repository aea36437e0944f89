/** Asking for an erasure, seeing it, and committing what is ready; and which live shares still show an item. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const events = await import("../../../static/js/flows/events.js");
const { restore, trash } = await import("../../../static/js/flows/items.js");
const { askErasure, cancelErasure, erasures, finishErasure, keepFor } = await import("../../../static/js/flows/erasures.js");
const { createShare, endShare, prepareShare, sharesWith } = await import("../../../static/js/flows/shares.js");
const { b64, formatTime, randomId } = await import("../../../static/js/crypto/encoding.js");
const { newPhrase, parsePhrase, phraseAuth } = await import("../../../static/js/crypto/recovery.js");

const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const DAY = 86_400_000;

/** The routes of this stem and of shares, on top of the common ones. */
class ErasingServer extends Server {
  erasures = [];
  shares = new Map();
  sent = [];
  fetch = (base => async (url, init) => {
    const path = String(url).replace("/api/v1/", "");
    if (!/^(erasures|shares|accounts\/inactivity)/.test(path)) return base(url, init);
    const json = init.body && JSON.parse(init.body);
    this.sent.push({ path, json });
    return this.erasing(init.method, path, json);
  })(this.fetch);

  async erasing(method, path, json) {
    const [name, id, act] = path.split("/");
    if (method === "GET" && path === "erasures") return ok({ erasures: this.erasures });
    if (method === "POST" && path === "erasures") {
      if (json.whole && json.phrase_auth) return new Response(null, { status: 204 });
      const ready = new Date(Date.now() + (json.phrase_auth ? 0 : json.days * DAY));
      const asked = { erasure_id: b64(randomId()), whole: json.whole, items: json.items, asked_at: formatTime(new Date()), ready_at: formatTime(ready) };
      this.erasures.push(asked);
      return ok({ erasure_id: asked.erasure_id, ready_at: asked.ready_at });
    }
    if (act === "cancel") this.erasures = this.erasures.filter((one) => one.erasure_id !== id);
    if (act === "cancel" || name === "accounts") return new Response(null, { status: 204 });
    if (method === "POST" && path === "shares") {
      this.shares.set(json.share_id, Buffer.from(json.body, "base64url"));
      return this.commit(json.commit);
    }
    if (act === "end") {
      this.shares.delete(id);
      return ok({ ended_at: formatTime(new Date()) });
    }
    const body = act === "body" && this.shares.get(id);
    return body ? new Response(body) : new Response(JSON.stringify({ error: { code: "not_found", message: "" } }), { status: 404 });
  }
}

const ok = (json) => new Response(JSON.stringify(json), { headers: { Date: new Date().toUTCString() } });

/** @type {ErasingServer} */
let server;

before(() => session.leave());
beforeEach(async () => {
  await session.leave();
  server = new ErasingServer();
  globalThis.fetch = server.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
});
after(() => session.leave());

const note = (facts) => events.save({ facts });
const erased = (id) => catalogue.row(id)?.erased_at !== null;

test("what is not in the trash goes there first, and the waiting is three days", async () => {
  const [one, two] = [await note("un"), await note("deux")];
  await trash([two]);
  const { id } = await askErasure({ items: [one, two] });
  assert.ok(catalogue.row(one).trashed_at);
  assert.deepEqual(server.sent[0].json, { whole: false, items: [one, two], phrase_auth: null, days: 3 });
  const [seen] = await erasures();
  assert.deepEqual([seen.id, seen.items, seen.ready], [id, [one, two], false]);
  assert.ok(!erased(one));
});

test("what is ready is erased by one commit, what came back is not", async () => {
  const [one, two, later] = [await note("un"), await note("deux"), await note("plus tard")];
  await askErasure({ items: [one, two] });
  await askErasure({ items: [later] });
  server.erasures[0].ready_at = formatTime(new Date(Date.now() - 1000));
  await restore([two]);
  assert.deepEqual(await finishErasure((await erasures())[0]), [one]);
  assert.deepEqual([one, two, later].map(erased), [true, false, false]);
});

test("the twelve words stay here: only their proof is sent", async () => {
  const id = await note("un");
  const text = (await newPhrase("french")).join(" ");
  await askErasure({ items: [id], phrase: `  ${text.toUpperCase()} ` });
  const { phrase_auth: proof } = server.sent[0].json;
  assert.equal(proof, b64(await phraseAuth(await parsePhrase(text), LOGIN)));
  assert.deepEqual(await finishErasure((await erasures())[0]), [id]);
  await assert.rejects(askErasure({ items: [id], phrase: "un deux trois" }), { code: "phrase_malformed" });
  assert.equal(server.sent.filter(({ path, json }) => path === "erasures" && json).length, 1);
});

test("a vault erased at once is left at once", async () => {
  const phrase = (await newPhrase("french")).join(" ");
  assert.equal(await askErasure({ whole: true, days: 30, phrase }), null);
  assert.equal(session.session.state, "closed");
});

test("cancelling, and the years of sleep", async () => {
  const { id } = await askErasure({ whole: true, days: 30 });
  await cancelErasure(id);
  assert.deepEqual(await erasures(), []);
  await keepFor(10);
  assert.deepEqual(server.sent.at(-1), { path: "accounts/inactivity", json: { years: 10 } });
});

test("live shares that show an item are named, ended ones and others are not; each is looked at once", async () => {
  const [one, two, three] = [await note("un"), await note("deux"), await note("trois")];
  const made = [];
  for (const items of [[one, two], [two], [one]]) made.push(await createShare(await prepareShare({ items, label: items.join() })));
  assert.ok(server.sent.every(({ json }) => !json?.share_id || Array.isArray(json.own)));
  await endShare(made[2].entry.id);
  const ids = async (items) => (await sharesWith(items)).map(({ id }) => id);
  assert.deepEqual(await ids([one]), [made[0].entry.id]);
  assert.deepEqual(await ids([one, two]), [made[0].entry.id, made[1].entry.id]);
  assert.deepEqual(await ids([three]), []);
  assert.equal(server.sent.filter(({ path }) => path.endsWith("/body")).length, 2);
});
