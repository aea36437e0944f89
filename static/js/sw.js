/**
 * The service worker: lets the browser read a decrypted file by ranges, as if it came from a server; and answers without network, where
 * the person said that this device is hers.
 *
 * A classic script without keys. What it does, in this order:
 *  1. `/sealed/<token>` is answered by the window that made the token, asked through a channel of its own: one message for a range, one
 *     message per piece for a whole file.
 *  2. What she asked to keep (`api/v1/device`: the public pages, the vault's page and scripts) is in Cache Storage, one cache for each part
 *     and version. A part counts only once its list is in it, which is put there last: it is renewed whole or not at all.
 *  3. Pages come from the network first, and from what is kept when it does not answer soon; files whose address names their content
 *     come from what is kept first. The way out without script is an empty page where there is no network.
 *  4. When nothing is kept, which is how it is unless she asks, all else goes to the network untouched, and nothing is written.
 */

const worker = /** @type {any} */ (self);
const PREFIX = "/sealed/";
// Milliseconds that a window may take to say whether a token is its own.
const PATIENCE = 10_000;
/** Bytes of pieces after which the collector is pressed, and of what it is shown: never touched, so no memory is taken for it. */
const PRESSED_EACH = 8 * 1024 * 1024;
const SHOWN = 64 * 1024 * 1024;

const LIST = "/api/v1/device";
const EXIT = "/quitter";
/** Addresses that name their own content. */
const FILES = /^\/(?:static|sentences)\//;
const DATA = new Set(["/api/v1/directory", "/api/v1/readings/scale"]);
/** What the markup of a page names, without fragment. */
const NAMED = /["'](\/(?:static|sentences)\/[^"'?#\s]+)/g;
/** Milliseconds that the network has to answer for a page that is kept. */
const NETWORK_PATIENCE = 3000;
/** Milliseconds between two looks for a newer version. */
const LOOK_AGAIN = 600_000;
const FETCHES_AT_ONCE = 8;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  // A page loaded past the service worker asks for it; "alive" only keeps a long answer from being cut.
  if (event.data === "claim") event.waitUntil(worker.clients.claim());
  const [port] = event.ports;
  if (port && event.data?.device) event.waitUntil(obey(event.data).then((value) => port.postMessage({ value }), () => port.postMessage({ failed: true })));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith(PREFIX)) event.respondWith(answer(url.pathname.slice(PREFIX.length), event.request.headers.get("Range")));
  else if (event.request.method !== "GET") return;
  else if (FILES.test(url.pathname)) event.respondWith(file(event.request, url.pathname));
  else if (event.request.mode === "navigate" || DATA.has(url.pathname)) event.respondWith(page(event, url.pathname));
});

/** @param {string} token @param {string | null} range @returns {Promise<Response>} */
async function answer(token, range) {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const found = await Promise.any(windows.map((/** @type {any} */ client) => ask(client, token, range))).catch(() => null);
  if (found === null) return new Response(null, { status: 404, headers: { "Cache-Control": "no-store" } });
  const { port, status, headers, body } = found;
  return new Response(body === "pieces" ? stream(port) : body, { status, headers });
}

/**
 * @param {any} client
 * @param {string} token
 * @param {string | null} range
 * @returns {Promise<any>} what that window says; rejected when the token is not its own
 */
function ask(client, token, range) {
  return new Promise((resolve, reject) => {
    const { port1: port, port2 } = new MessageChannel();
    const timer = setTimeout(reject, PATIENCE);
    port.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data.unknown) reject();
      else resolve({ ...data, port });
    };
    client.postMessage({ sealed: token, range }, [port2]);
  });
}

/** Pieces already given stay in memory until a collection, which this small heap would put off for hundreds of megabytes. */
function pressCollector() {
  try {
    void new ArrayBuffer(SHOWN);
  } catch {
    // No room to ask: then memory is short, and the browser collects by itself.
  }
}

/** Pieces are asked for one by one, so that memory stays flat whatever the size. @param {MessagePort} port */
function stream(port) {
  let given = 0;
  return new ReadableStream({
    pull(controller) {
      return new Promise((resolve, reject) => {
        port.onmessage = ({ data }) => {
          if (data.piece) {
            controller.enqueue(new Uint8Array(data.piece));
            given += data.piece.byteLength;
            if (given >= PRESSED_EACH) {
              given = 0;
              pressCollector();
            }
          } else if (data.end) controller.close();
          else return reject(new TypeError("the file could not be read to its end"));
          resolve(undefined);
        };
        port.postMessage("pull");
      });
    },
    cancel() {
      port.postMessage("cancel");
    },
  }, { highWaterMark: 0 });
}

/**
 * Rule 3, of a page: the network, if it answers soon.
 *
 * @param {any} event
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function page(event, path) {
  const whole = await wholeParts();
  const kept = await find(whole, path);
  const asked = fetch(event.request);
  if (whole.length === 0) return asked;
  event.waitUntil(asked.then(() => renew(whole)).catch(() => undefined));
  try {
    const response = await (kept ? soon(asked) : asked);
    if (!kept || response.status < 500) return response;
  } catch (error) {
    if (!kept && path === EXIT) return new Response("<!doctype html><title></title>", { headers: { "Content-Type": "text/html" } });
    if (!kept) throw error;
  }
  return kept;
}

/** @param {Promise<Response>} asked @returns {Promise<Response>} */
function soon(asked) {
  const late = new Promise((_resolve, reject) => setTimeout(reject, NETWORK_PATIENCE));
  return Promise.race([asked, late]);
}

/**
 * Rule 3, of a file; one of a version that is no more is today's, as the server does.
 *
 * @param {Request} request
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function file(request, path) {
  const whole = await wholeParts();
  const kept = await find(whole, path);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const today = await alike(whole, path);
    if (today) return today;
    throw error;
  }
}

/** @typedef {{ name: string, part: string, version: string, cache: any }} Part */

/** Rule 2: the parts that are kept whole. @returns {Promise<Part[]>} */
async function wholeParts() {
  const found = await Promise.all((await worker.caches.keys()).map(async (/** @type {string} */ name) => {
    const cache = await worker.caches.open(name);
    const list = await cache.match(LIST);
    return list ? [{ name, cache, ...(await list.json()) }] : [];
  }));
  return found.flat();
}

/** @param {Part[]} parts @param {string} path @returns {Promise<Response | undefined>} */
async function find(parts, path) {
  for (const { cache } of parts) {
    const kept = await cache.match(path, { ignoreVary: true });
    if (kept) return kept;
  }
  return undefined;
}

/** The static file of the same name, of whatever version. @param {Part[]} parts @param {string} path @returns {Promise<Response | undefined>} */
async function alike(parts, path) {
  const bare = (/** @type {string} */ whole) => whole.replace(/^\/static\/[^/]+/, "");
  for (const { cache } of parts) {
    const found = (await cache.keys()).find((/** @type {Request} */ { url }) => bare(new URL(url).pathname) === bare(path));
    const today = found && (await cache.match(found, { ignoreVary: true }));
    // Under the address that was asked for: a module of another address would bring a second one of each module that it imports.
    if (today) return new Response(today.body, { headers: today.headers });
  }
  return undefined;
}

/** @type {Promise<unknown>} one after the other */
let working = Promise.resolve();
let lookedAt = -LOOK_AGAIN;

/** What a page of ours asks for. @param {{ device: "kept" | "keep" | "drop", part: string }} order */
function obey({ device, part }) {
  if (device === "kept") return wholeParts().then((parts) => parts.map((one) => one.part));
  const turn = working.then(() => (device === "keep" ? keep(part) : drop(part)));
  working = turn.catch(() => undefined);
  return turn;
}

/** @param {Part[]} parts */
async function renew(parts) {
  if (performance.now() - lookedAt < LOOK_AGAIN) return;
  lookedAt = performance.now();
  for (const { part } of parts) await obey({ device: "keep", part });
}

/** All versions of a part. @param {string} part @param {string} [but] this one */
async function drop(part, but) {
  for (const name of await worker.caches.keys()) if (name.startsWith(`${part} `) && name !== but) await worker.caches.delete(name);
}

/** Rule 2. @param {string} part */
async function keep(part) {
  const list = await read(LIST).then((response) => response.json());
  const name = `${part} ${list.version}`;
  if ((await wholeParts()).some((one) => one.name === name)) return;
  await worker.caches.delete(name);
  const cache = await worker.caches.open(name);
  try {
    await fill(cache, list[part]);
    const after = await read(LIST).then((response) => response.json());
    if (after.version !== list.version) throw new TypeError("another version came meanwhile");
    await cache.put(LIST, new Response(JSON.stringify({ part, version: list.version })));
  } catch (error) {
    await worker.caches.delete(name);
    throw error;
  }
  await drop(part, name);
}

/** Pages first, since they name files that no list has. @param {any} cache @param {string[]} addresses */
async function fill(cache, addresses) {
  const files = new Set(addresses.filter((address) => FILES.test(address)));
  for (const address of addresses.filter((one) => !FILES.test(one))) {
    const response = await read(address);
    const text = await response.clone().text();
    for (const [, named] of text.matchAll(NAMED)) if (named) files.add(named);
    await cache.put(address, response);
  }
  const waiting = [...files];
  const lane = async () => {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) await cache.put(address, await read(address));
  };
  await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, lane));
}

/** @param {string} address @returns {Promise<Response>} */
async function read(address) {
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new TypeError("an address to keep did not answer");
  return response;
}
