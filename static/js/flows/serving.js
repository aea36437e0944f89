/**
 * Addresses at which this page's decrypted files can be read by ranges, through the service worker.
 *
 *  1. An address is a random token that only this page answers for, and only while it is held.
 *  2. A range is answered by at most 2 MiB, opened from only the chunks it needs; a file to save is given piece by piece.
 *  3. Only media types that cannot run anything are shown in place; all else is saved. Every answer is `nosniff`, `no-store`, sandboxed.
 *  4. The service worker is registered when first needed, and taken away at leaving: it would tell of the site. It stays on a device
 *     that its owner called hers (`device-pages.js`).
 */

import { sleep } from "../api/client.js";
import { CHUNK } from "../crypto/constants.js";
import { b64, randomId } from "../crypto/encoding.js";
import { hasKept, isKeeping, keptParts } from "./device-pages.js";
import { FlowError } from "./errors.js";
import { contentDisposition } from "./names.js";
import { registerServiceWorker } from "./scripts.js";
import { onForget, session } from "./session.js";

/** @typedef {import("./sealed-file.js").SealedFile} SealedFile */
/** @typedef {Pick<SealedFile, "size" | "read" | "pieces">} Servable */
/** @typedef {{ file: Servable, name: string, type: string, kind: "inline" | "attachment", signal?: AbortSignal, done?: (error?: unknown) => void }} Served */

/** Bytes of one answer to a range at most. */
export const RANGE_LIMIT = 2 * 1024 * 1024;
/** Bytes of a piece of a file being saved: 64 chunks, so that little is left for the collector of memory. */
const PIECE = 64 * CHUNK;
// Milliseconds: browsers end a service worker that hears nothing for half a minute.
const ALIVE = 10_000;
// Milliseconds that a service worker may take to start answering for this page.
const PATIENCE = 5_000;

/** @type {Map<string, Served>} */
const served = new Map();
/** @type {Promise<ServiceWorkerRegistration> | undefined} */
let ready;

/** Whether files can be read by ranges here; some private windows have no service worker. @returns {Promise<boolean>} */
export async function canServe() {
  if (!globalThis.navigator?.serviceWorker) return false;
  try {
    await Promise.race([controlled(), sleep(PATIENCE).then(() => Promise.reject(new FlowError("no_service_worker")))]);
    return true;
  } catch {
    return false;
  }
}

/** The service worker answers for this very page. */
async function controlled() {
  ready ??= registerServiceWorker().catch((error) => {
    ready = undefined;
    throw error;
  });
  await ready;
  await keptParts();
  const { active } = await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  const claimed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  active?.postMessage("claim");
  await claimed;
}

/** @param {Served} entry @returns {{ url: string, release: () => void }} */
export function serve(entry) {
  const token = b64(randomId());
  served.set(token, entry);
  return { url: `/sealed/${token}`, release: () => void served.delete(token) };
}

/**
 * What a `Range` header asks for, cut to what one answer gives.
 *
 * @param {string | null} header
 * @param {number} size of the file
 * @returns {{ start: number, end: number } | null | "unsatisfiable"} end is one past the last; null for the whole file
 */
export function parseRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === "" || match[2] === "" ? size : Math.min(size, Number(match[2]) + 1);
  if (start >= last) return "unsatisfiable";
  return { start, end: Math.min(last, start + RANGE_LIMIT) };
}

/** @param {Served} entry @returns {Record<string, string>} */
function headersOf({ name, type, kind }) {
  return {
    "Content-Type": kind === "inline" ? type : "application/octet-stream",
    "Content-Disposition": contentDisposition(name, kind),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Accept-Ranges": "bytes",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Referrer-Policy": "no-referrer",
  };
}

/** @param {MessageEvent} event from the service worker */
async function hear({ data, ports: [port] }) {
  if (typeof data?.sealed !== "string" || !port) return;
  const entry = served.get(data.sealed);
  if (!entry) return port.postMessage({ unknown: true });
  const range = parseRange(data.range, entry.file.size);
  if (range === null) return givePieces(entry, port);
  if (range === "unsatisfiable") {
    const headers = { ...headersOf(entry), "Content-Range": `bytes */${entry.file.size}` };
    return port.postMessage({ status: 416, headers, body: null });
  }
  await giveRange(entry, range, port);
}

/** @param {Served} entry @param {{ start: number, end: number }} range @param {MessagePort} port */
async function giveRange(entry, { start, end }, port) {
  try {
    const bytes = await entry.file.read(start, end, entry.signal);
    const headers = { ...headersOf(entry), "Content-Range": `bytes ${start}-${end - 1}/${entry.file.size}`, "Content-Length": String(bytes.length) };
    port.postMessage({ status: 206, headers, body: bytes.buffer }, [bytes.buffer]);
  } catch (error) {
    entry.done?.(error);
    port.postMessage({ status: 502, headers: { "Cache-Control": "no-store" }, body: null });
  }
}

/** @param {Served} entry @param {MessagePort} port */
function givePieces(entry, port) {
  const stop = new AbortController();
  entry.signal?.addEventListener("abort", () => stop.abort(entry.signal?.reason), { once: true });
  const pieces = entry.file.pieces(PIECE, stop.signal);
  const alive = setInterval(() => navigator.serviceWorker.controller?.postMessage("alive"), ALIVE);
  const end = (/** @type {unknown} */ error) => {
    clearInterval(alive);
    stop.abort();
    entry.done?.(error);
  };
  port.onmessage = ({ data }) => (data === "pull" ? void giveNext(pieces, port, end) : end(new DOMException("", "AbortError")));
  port.postMessage({ status: 200, headers: { ...headersOf(entry), "Content-Length": String(entry.file.size) }, body: "pieces" });
}

/** @param {AsyncGenerator<Uint8Array<ArrayBuffer>>} pieces @param {MessagePort} port @param {(error?: unknown) => void} end */
async function giveNext(pieces, port, end) {
  try {
    const { done, value } = await pieces.next();
    if (done) {
      port.postMessage({ end: true });
      return end();
    }
    // Only the last piece is a part of its buffer: the zeros that follow the file stay here.
    const piece = value.byteLength === value.buffer.byteLength ? value.buffer : value.slice().buffer;
    port.postMessage({ piece }, [piece]);
  } catch (error) {
    port.postMessage({ failed: true });
    end(error);
  }
}

/** Rule 4. */
function withdraw() {
  ready = undefined;
  if (isKeeping()) return;
  const asked = Promise.all([navigator.serviceWorker.getRegistration("/"), hasKept()]);
  void asked.then(([registration, isNeeded]) => (isNeeded ? undefined : registration?.unregister()));
}

if (globalThis.navigator?.serviceWorker && globalThis.window) {
  navigator.serviceWorker.addEventListener("message", (event) => void hear(event));
  navigator.serviceWorker.startMessages();
  void keptParts();
  onForget(() => {
    served.clear();
    if (session.login === undefined) withdraw();
  });
  addEventListener("pagehide", () => {
    if (ready) withdraw();
  });
}
