/**
 * Files and their parts: one request each.
 *
 * A part leaves by XMLHttpRequest, not fetch: it alone tells how many bytes of a body have left. Bodies are `Blob`s, which
 * browsers send several times faster than buffers and keep outside of the page's memory.
 */

import { ApiError, call } from "./client.js";

/** @typedef {{ number: number, size: number, sha256: string }} WirePart */
/** @typedef {{ number: number, url: string, headers: Record<string, string>, confirm: boolean }} Ticket */

/** @param {string} fileId @param {number} size sealed bytes @param {AbortSignal} [signal] @returns {Promise<{ part_size: number }>} */
export async function createFile(fileId, size, signal) {
  return (await call("POST", "files", { json: { file_id: fileId, size }, again: true, signal })).json();
}

/** @param {string} fileId @param {AbortSignal} [signal] @returns {Promise<{ size: number, state: string, parts: WirePart[] }>} */
export async function getFile(fileId, signal) {
  return (await call("GET", `files/${fileId}`, { signal })).json();
}

/** @param {string} fileId @param {WirePart[]} parts at most 32 @param {AbortSignal} [signal] @returns {Promise<{ tickets: Ticket[] }>} */
export async function getTickets(fileId, parts, signal) {
  return (await call("POST", `files/${fileId}/tickets`, { json: { parts }, again: true, signal })).json();
}

/** @param {string} fileId @param {WirePart} part @param {AbortSignal} [signal] */
export async function confirmPart(fileId, part, signal) {
  const json = { sha256: part.sha256 };
  await call("POST", `files/${fileId}/parts/${part.number}/confirm`, { json, again: true, signal });
}

/** @param {string} fileId @param {AbortSignal} [signal] */
export async function completeFile(fileId, signal) {
  await call("POST", `files/${fileId}/complete`, { again: true, signal });
}

/** @param {string} fileId */
export async function deleteFile(fileId) {
  await call("DELETE", `files/${fileId}`);
}

/**
 * @param {string} fileId
 * @param {number} number of the part, from 0
 * @param {number} start first byte within the part
 * @param {number} end one past the last
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function getPart(fileId, number, start, end, signal) {
  const headers = { Accept: "application/octet-stream, application/json", Range: `bytes=${start}-${end - 1}` };
  return (await call("GET", `files/${fileId}/parts/${number}`, { headers, signal })).bytes();
}

/**
 * Send one part where its ticket says, once.
 *
 * @param {Ticket} ticket
 * @param {Blob} body
 * @param {{ signal?: AbortSignal, onProgress?: (sent: number) => void }} [options]
 * @returns {Promise<void>}
 * @throws {ApiError} `offline`, the server's code, or `ticket_refused` from an object store.
 */
export function putPart(ticket, body, { signal, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open("PUT", ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(partRefusal(request)));
    request.onerror = () => reject(new ApiError("offline"));
    request.onabort = () => reject(signal?.reason ?? new ApiError("offline"));
    request.onloadend = () => signal?.removeEventListener("abort", stop);
    signal?.addEventListener("abort", stop, { once: true });
    request.send(body);
  });
}

/** @param {XMLHttpRequest} request @returns {ApiError} */
function partRefusal(request) {
  const seconds = Number.parseInt(request.getResponseHeader("Retry-After") ?? "", 10);
  const wait = Number.isNaN(seconds) ? null : seconds;
  try {
    return new ApiError(JSON.parse(request.responseText).error.code, request.status, {}, wait);
  } catch (error) {
    // An object store answers XML; a ticket that is too old is refused like a false one, and a new one is asked for.
    const code = request.status >= 500 ? "storage_unavailable" : "ticket_refused";
    return new ApiError(code, request.status, {}, wait, { cause: error });
  }
}
