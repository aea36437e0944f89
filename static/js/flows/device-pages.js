/**
 * What this device keeps of our pages and scripts, through the service worker, which alone writes them (`sw.js`). They go even without it.
 *
 *  1. Nothing is kept before the person asks; a service worker that only serves decrypted files leaves with the page (`serving.js`).
 *  2. Two parts, asked for and taken away apart: the public pages; the vault's page and scripts.
 *  3. When the last part is taken away the service worker goes too.
 */

import { FlowError } from "./errors.js";
import { registerServiceWorker } from "./scripts.js";

/** @typedef {"pages" | "vault"} Part */

// Milliseconds: a phone on a slow network fetches a few megabytes.
const PATIENCE = 180_000;

let keeping = false;

/** Whether this device keeps something, as far as was asked; `keptParts` asks. */
export const isKeeping = () => keeping;

/** Whether this browser can keep pages at all; some private windows cannot. */
export const canKeep = () => Boolean(globalThis.navigator?.serviceWorker && globalThis.caches);

/** @returns {Promise<Part[]>} those that are kept whole */
export async function keptParts() {
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration("/");
  const parts = registration?.active ? await ask(registration.active, { device: "kept" }) : [];
  keeping = parts.length > 0;
  return parts;
}

/**
 * Keep a part, or renew it; done when all of it is here.
 *
 * @param {Part} part
 * @throws {FlowError} `cannot_keep_here` where the browser does not let; `pages_not_kept`: what was kept before stays.
 */
export async function keepPart(part) {
  if (!canKeep()) throw new FlowError("cannot_keep_here");
  await registerServiceWorker().catch((error) => {
    throw new FlowError("cannot_keep_here", { cause: error });
  });
  const { active } = await navigator.serviceWorker.ready;
  if (!active) throw new FlowError("cannot_keep_here");
  await ask(active, { device: "keep", part }).catch((error) => unfinished(part, error));
  keeping = true;
  // The way out would otherwise take the service worker along.
  dispatchEvent(new Event("memo:kept"));
}

/** What has not all come in time does not stay; a part that was whole before does. @param {Part} part @param {unknown} error */
async function unfinished(part, error) {
  if (!(await keptParts()).includes(part)) await clear(part);
  throw error;
}

/** @param {Part} part @returns {Promise<boolean>} whether another part is kept */
async function clear(part) {
  const names = (await globalThis.caches?.keys()) ?? [];
  const own = names.filter((name) => name.startsWith(`${part} `));
  await Promise.all(own.map((name) => caches.delete(name)));
  return own.length < names.length;
}

/** @param {Part} part */
export async function dropPart(part) {
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration("/");
  // It may be bringing some just now: it stops first. Without it, or without its answer, they go all the same.
  if (registration?.active) await ask(registration.active, { device: "drop", part }).catch(() => undefined);
  keeping = await clear(part);
  if (!keeping) await registration?.unregister();
}

/** Whether something is kept, or is on its way; asked of the browser, since the service worker may not have answered yet. @returns {Promise<boolean>} */
export async function hasKept() {
  return ((await globalThis.caches?.keys().catch(() => [])) ?? []).length > 0;
}

/** @param {ServiceWorker} worker @param {{ device: string, part?: Part }} order @returns {Promise<any>} */
function ask(worker, order) {
  return new Promise((resolve, reject) => {
    const { port1: port, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new FlowError("pages_not_kept")), PATIENCE);
    port.onmessage = ({ data }) => {
      clearTimeout(timer);
      port.close();
      if (data.failed) reject(new FlowError("pages_not_kept"));
      else resolve(data.value);
    };
    worker.postMessage(order, [port2]);
  });
}
