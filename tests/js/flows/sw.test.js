/** The service worker without network: what it answers with, and under which address. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../../static/js/sw.js", import.meta.url), "utf8");
const ORIGIN = "http://localhost";
const LIST = "/api/v1/device";

/** @param {Record<string, string>} kept address → body @returns {(path: string) => Promise<Response>} */
function worker(kept) {
  const listeners = {};
  const bodies = new Map(Object.entries({ ...kept, [LIST]: JSON.stringify({ part: "vault", version: "2" }) }));
  const match = async (asked) => {
    const path = new URL(asked.url ?? asked, ORIGIN).pathname;
    if (!bodies.has(path)) return undefined;
    const response = new Response(bodies.get(path), { headers: { "Content-Type": "text/javascript", "Content-Security-Policy": "default-src 'none'" } });
    return Object.defineProperty(response, "url", { value: ORIGIN + path });
  };
  const cache = { match, keys: async () => [...bodies.keys()].map((path) => ({ url: ORIGIN + path })) };
  const self = {
    location: { origin: ORIGIN }, clients: {}, caches: { keys: async () => ["vault 2"], open: async () => cache },
    addEventListener: (name, listener) => void (listeners[name] = listener), skipWaiting: () => {},
  };
  const fetch = async () => {
    throw new TypeError("cut");
  };
  vm.runInNewContext(SCRIPT, { self, fetch, URL, Response, performance, setTimeout, Promise, Map, Set });
  return (path) => new Promise((resolve, reject) => {
    const request = { url: ORIGIN + path, method: "GET", mode: "cors", headers: new Headers() };
    listeners.fetch({ request, respondWith: (answer) => answer.then(resolve, reject), waitUntil: () => {} });
  });
}

test("a module of a version that is no more is today's, under the address that was asked for", async () => {
  const ask = worker({ "/static/new/js/a.js": "export {};" });
  const response = await ask("/static/old/js/a.js");
  assert.deepEqual([await response.text(), response.url], ["export {};", ""]);
  assert.equal(response.headers.get("Content-Security-Policy"), "default-src 'none'");
});

test("a file that is kept is answered as it is, and one that is not is out of reach", async () => {
  const ask = worker({ "/static/new/js/a.js": "export {};" });
  assert.equal((await ask("/static/new/js/a.js")).url, `${ORIGIN}/static/new/js/a.js`);
  await assert.rejects(ask("/static/new/js/b.js"), TypeError);
});
