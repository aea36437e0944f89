/**
 * What a page has and Node has not: workers, an address, events of a window. No crypto and no flow is replaced: the workers are the
 * real ones, each in a thread.
 */

import { Worker as Thread } from "node:worker_threads";

const BOOT = `
  const { parentPort } = require("node:worker_threads");
  globalThis.self = globalThis;
  globalThis.postMessage = (message, { transfer = [] } = {}) => parentPort.postMessage(message, transfer);
  const early = [];
  const listeners = [(event) => early.push(event)];
  globalThis.addEventListener = (name, listener) => {
    if (name !== "message") return;
    listeners.push(listener);
    for (const event of early) listener(event);
  };
  parentPort.on("message", (data) => { for (const listener of listeners) listener({ data }); });
  import(process.env.SCRIPT);
`;

/** What Argon2id made of each password and salt: a third of a second that each test would otherwise take again. */
const derived = new Map();

/** A page's `Worker`, in a thread. */
class PageWorker {
  #thread;
  #isKdf;

  constructor(url) {
    this.#isKdf = String(url).endsWith("/argon2.js");
    this.#thread = new Thread(BOOT, { eval: true, env: { SCRIPT: String(url) } });
    this.#thread.unref();
    this.#thread.on("message", (data) => this.#hear(data));
    this.#thread.on("error", (error) => this.onerror?.(error));
  }

  postMessage(message, transfer = []) {
    const known = this.#isKdf && derived.get(keyOf(message.args));
    if (known) return queueMicrotask(() => this.onmessage?.({ data: { id: message.id, value: known.slice() } }));
    this.asked = message.args && keyOf(message.args);
    this.#thread.postMessage(message, transfer);
  }

  #hear(data) {
    if (this.#isKdf && data.value) derived.set(this.asked, data.value.slice());
    this.onmessage?.({ data });
  }

  terminate() {
    void this.#thread.terminate();
  }
}

/** @param {{ password: Uint8Array, salt: Uint8Array, cost: object }} args */
function keyOf({ password, salt, cost } = {}) {
  return JSON.stringify([[...(password ?? [])], [...(salt ?? [])], cost]);
}

const window = new EventTarget();

/** Puts the page's names where flows look for them. Before any flow is imported. */
export function makeBrowser() {
  Object.assign(globalThis, {
    Worker: PageWorker,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    dispatchEvent: window.dispatchEvent.bind(window),
    location: { origin: "http://localhost", pathname: "/lire", hash: "" },
    history: { replaceState: () => {} },
  });
}
