/**
 * Which scripts this application may start beside its pages: the one Trusted Types policy, `app`.
 *
 * 1. A worker is one of a closed list, at its place beside this very module: the versioned static folder.
 * 2. The service worker is `/sw.js`, and nothing else.
 * 3. Any other address is refused, so that injected content cannot start code.
 */

/** @typedef {"argon2" | "sha256" | "seal" | "open" | "send" | "catalogue" | "pages" | "search" | "conversation"} WorkerName */

const WORKERS = new URL("../workers/", import.meta.url);
/** @type {WorkerName[]} */
const NAMES = ["argon2", "sha256", "seal", "open", "send", "catalogue", "pages", "search", "conversation"];
const SERVICE_WORKER = "/sw.js";
const ALLOWED = new Set([SERVICE_WORKER, ...NAMES.map(workerUrl)]);

/** @typedef {{ createScriptURL: (url: string) => string }} Policy */

/** @type {{ createPolicy: (name: string, rules: Policy) => Policy } | undefined} */
const trustedTypes = Reflect.get(globalThis, "trustedTypes");
const rules = { createScriptURL: allowed };
// A browser without Trusted Types follows the same list.
const policy = trustedTypes?.createPolicy("app", rules) ?? rules;

/** @param {string} url @returns {string} @throws {TypeError} when the script is not one of ours. */
function allowed(url) {
  if (!ALLOWED.has(url)) throw new TypeError("a script that is not ours");
  return url;
}

/** @param {string} name @returns {string} */
function workerUrl(name) {
  return new URL(`${name}.js`, WORKERS).href;
}

/** @param {WorkerName} name @returns {Worker} */
export function startWorker(name) {
  return new Worker(policy.createScriptURL(workerUrl(name)), { type: "module" });
}

/** @returns {Promise<ServiceWorkerRegistration>} */
export function registerServiceWorker() {
  return navigator.serviceWorker.register(policy.createScriptURL(SERVICE_WORKER), { scope: "/", updateViaCache: "none" });
}
