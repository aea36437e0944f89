/**
 * One request to the server, and what may go wrong with it.
 *
 * 1. Every refusal is an `ApiError` with the server's stable code; no network is the code `offline`.
 * 2. A call that may be sent twice without harm is sent again after a pause when the network or the server is away.
 * 3. Nothing is kept by the browser: no cache, no referrer; the cookie goes to our own origin only.
 * 4. The server's clock is noted from each answer: the clock of a phone may be wrong by a day.
 * 5. While the vault is open from what the device keeps there is no session: what needs one is not tried, and is `needs_network`.
 *
 * Whether an answer is true is not known here: flows verify it with `crypto/`.
 */

const ROOT = "/api/v1/";
const TRIES = 4;
// Milliseconds before the second try; doubled each time, half of it at random so that tabs do not come back together.
const FIRST_PAUSE = 400;
// A longer wait than this is for the person to decide.
const LONGEST_PAUSE = 8_000;
/** What needs no session. */
const OPEN_TO_ALL = /^(?:GET (?:directory|health|readings\/|openings\/)|POST (?:accounts|logins|openings\/.*|recoveries|sessions|sessions\/(?:leave|passkey.*|second))$)/;
const GATEWAY_CODES = new Map([[502, "unavailable"], [503, "unavailable"], [504, "unavailable"]]);

/** A refusal of the server, or its absence. */
export class ApiError extends Error {
  /**
   * @param {string} code stable, snake_case
   * @param {number} [status] HTTP, 0 when there was no answer
   * @param {Record<string, unknown>} [details] public numbers of the refusal: `seq`, `left`, `missing`…
   * @param {number | null} [retryAfter] seconds
   * @param {ErrorOptions} [options]
   */
  constructor(code, status = 0, details = {}, retryAfter = null, options = {}) {
    super(`${code} (${status})`, options);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passing() {
    return this.status === 0 || (this.status >= 502 && this.status <= 504);
  }
}

/**
 * @typedef {object} Options
 * @property {unknown} [json] body
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [again] the call may be sent twice without harm; GET, PUT and DELETE always may, unless it is false
 * @property {boolean} [keepalive] lets the request outlive the page
 */

/** @typedef {{ status: number, headers: Headers, json: () => Promise<any>, bytes: () => Promise<Uint8Array<ArrayBuffer>> }} Answer */

let skew = 0;
let apart = false;

/** Rule 5. @param {boolean} now */
export function standApart(now) {
  apart = now;
}

/** The present by the server's clock, as far as known; by the device's before the first answer. @returns {Date} */
export function serverNow() {
  return new Date(Date.now() + skew);
}

/**
 * Send one request.
 *
 * @param {string} method
 * @param {string} path below `/api/v1/`
 * @param {Options} [options]
 * @returns {Promise<Answer>}
 * @throws {ApiError} `offline` without an answer, `needs_network`, else the server's code; `DOMException` AbortError when cancelled.
 */
export async function call(method, path, options = {}) {
  if (apart && !OPEN_TO_ALL.test(`${method} ${path}`)) throw new ApiError("needs_network");
  const tries = (options.again ?? method !== "POST") ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(method, path, options);
    } catch (error) {
      if (attempt >= tries || !(error instanceof ApiError) || !error.passing) throw error;
      const pause = pauseBefore(attempt, error.retryAfter);
      if (pause > LONGEST_PAUSE) throw error;
      await sleep(pause, options.signal);
    }
  }
}

/** @param {string} method @param {string} path @param {Options} options @returns {Promise<Answer>} */
async function once(method, path, { json, headers = {}, signal, keepalive }) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const all = new Headers({ Accept: "application/json", ...headers });
  if (body !== undefined) all.set("Content-Type", "application/json");
  /** @type {RequestInit} */
  const init = { method, body, headers: all, signal, keepalive, credentials: "same-origin", cache: "no-store" };
  const response = await whole(fetch(ROOT + path, { ...init, referrerPolicy: "no-referrer" }), signal);
  noteClock(response.headers.get("Date"));
  if (!response.ok) throw await refusal(response);
  return {
    status: response.status,
    headers: response.headers,
    json: () => whole(response.json(), signal),
    bytes: async () => new Uint8Array(await whole(response.arrayBuffer(), signal)),
  };
}

/**
 * A promise of the network, whose failures are `offline` unless the person cancelled.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<T>}
 */
async function whole(promise, signal) {
  try {
    return await promise;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("offline", 0, {}, null, { cause: error });
  }
}

/** @param {Response} response @returns {Promise<ApiError>} */
async function refusal(response) {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const wait = Number.isNaN(seconds) ? null : seconds;
  const body = await response.json().catch(() => null);
  const { code, message: _shown, ...details } = body?.error ?? {};
  const known = typeof code === "string" ? code : (GATEWAY_CODES.get(response.status) ?? "internal");
  return new ApiError(known, response.status, details.details ?? details, wait);
}

/** @param {string | null} date */
function noteClock(date) {
  const time = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(time)) skew = time - Date.now();
}

/** @param {number} attempt from 1 @param {number | null} [retryAfter] seconds @returns {number} milliseconds */
export function pauseBefore(attempt, retryAfter = null) {
  if (retryAfter !== null) return retryAfter * 1000;
  const longest = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
  return longest / 2 + (longest / 2) * fraction();
}

/** @returns {number} between 0 and 1 */
function fraction() {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 65_536;
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>} rejected with the signal's reason when it is cancelled
 */
export function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
