/**
 * The one place of a tab that holds keys, and the ways they come and go.
 *
 *  open    → login and password: keys in memory, idle watch on
 *  lock    → (1) those who asked seal what is being written, in two seconds at most; (2) keys, rows and workers are dropped
 *  unlock  → the password again: the same vault, from the sealed pages still in memory; also makes the session « fresh »
 *  leave   → all is dropped at once, nothing is waited for; the server closes the session
 *
 * Nothing is written to the device. An upload that runs goes on through a lock: it knows one file key, of a file that lies in
 * the clear on this very device, and asking a person to keep watch over a long upload would teach her not to lock.
 */

import { createAccount, getLogin } from "../api/accounts.js";
import { ApiError, serverNow } from "../api/client.js";
import { createSession, leaveSession, unlockSession } from "../api/sessions.js";
import { b64, formatTime } from "../crypto/encoding.js";
import { ForeignSlotError, UnsupportedError } from "../crypto/errors.js";
import { normalLogin, paramsText } from "../crypto/kdf.js";
import { warmArgon2 } from "./argon2.js";
import { FlowError } from "./errors.js";
import { forgetPassphrase, strength } from "./identifier.js";
import { watchIdle } from "./idle.js";
import { derive, newAccount, openKeys } from "./keys.js";

/** @typedef {import("../api/sessions.js").SessionAnswer} SessionAnswer */
/** @typedef {"closed" | "open" | "locked"} State */

/**
 * @typedef {object} Session
 * @property {State} state
 * @property {string} [login]
 * @property {import("../crypto/encoding.js").Bytes} [vaultId]
 * @property {import("../crypto/kdf.js").VaultKeys} [keys] only while open
 * @property {import("../crypto/signing.js").Identity} [identity] only while open
 * @property {number} epoch
 * @property {number} seq of the newest root, as announced
 * @property {import("../crypto/slots.js").Slot[]} slots as served, not yet vouched for
 * @property {number} idleSeconds of the server's session
 * @property {number} quota bytes
 * @property {number} used bytes, as of the last opening
 * @property {number} drafts how many may wait: 0 only when there is none
 */

const AUTH_VERSION = 1;
/** Milliseconds that a session stays fresh, less than the server's five minutes. */
const FRESH = 270_000;
/** Milliseconds that a lock waits for drafts to be sealed. */
const LOCK_PATIENCE = 2_000;

/** @returns {Session} */
const closed = () => ({ state: "closed", epoch: 0, seq: 0, slots: [], idleSeconds: 0, quota: 0, used: 0, drafts: 0 });

/** Readable by all, written here only. */
export const session = closed();

/** @type {Set<() => unknown>} */
const lockListeners = new Set();
/** @type {Set<() => void>} */
const forgetListeners = new Set();
/** @type {Set<() => void>} */
const openListeners = new Set();
/** @type {Set<() => void>} */
const knockListeners = new Set();
/** @type {Set<(seq: number) => void>} */
const answerListeners = new Set();
/** @type {Set<(seconds: number | undefined) => void>} */
const idleListeners = new Set();
/** @type {string | undefined} cost and salt of the password, not secret */
let params;
let freshUntil = 0;
let stopIdle = () => {};
/** @type {Promise<void> | undefined} */
let locking;

/** Called first at a lock, while there are still keys; a promise is waited for. @param {() => unknown} fn @returns {() => void} stops it */
export const onLock = (fn) => listen(lockListeners, fn);
/** Called at a lock and at leaving, when the keys are gone: forget what was decrypted. @param {() => void} fn @returns {() => void} */
export const onForget = (fn) => listen(forgetListeners, fn);
/** Called after an opening or an unlock. @param {() => void} fn @returns {() => void} */
export const onOpen = (fn) => listen(openListeners, fn);
/** Called when a password has been typed, before anything is derived: time to start workers. @param {() => void} fn @returns {() => void} */
export const onKnock = (fn) => listen(knockListeners, fn);
/** Called when the server has let in, with the seq it announces, while keys are still being opened. @param {(seq: number) => void} fn @returns {() => void} */
export const onAnswer = (fn) => listen(answerListeners, fn);
/** Called each second of the last thirty before a lock, and with undefined when somebody is back. @param {(seconds: number | undefined) => void} fn @returns {() => void} */
export const onIdle = (fn) => listen(idleListeners, fn);

/** @template F @param {Set<F>} listeners @param {F} fn @returns {() => void} */
function listen(listeners, fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/**
 * Make a vault and open it.
 *
 * @param {{ login: string, password: string }} choice
 * @throws {FlowError} `weak_password`; {ApiError} `login_taken`; {import("../crypto/errors.js").MalformedError} for a login of another form.
 */
export async function register({ login, password }) {
  const name = normalLogin(login);
  const { enough } = await strength(password, name);
  if (!enough) throw new FlowError("weak_password");
  const { derived, body } = await newAccount(name, password, formatTime(serverNow()));
  const answer = await createAccount(body).catch(async (error) => {
    if (!(error instanceof ApiError) || !(error.passing || error.code === "login_taken")) throw error;
    return ownAccount(name, derived.auth, body.vault_id, error);
  });
  if (answer.vault_id !== body.vault_id) throw new ForeignSlotError("another vault than the one made");
  forgetPassphrase();
  await admit(derived, answer);
}

/**
 * The answer to a creation was lost: the vault may be there, and then it opens with what was just chosen.
 *
 * @param {string} login
 * @param {string} auth
 * @param {string} vaultId
 * @param {ApiError} lost
 */
async function ownAccount(login, auth, vaultId, lost) {
  const answer = await createSession(login, auth).catch(() => {
    throw lost;
  });
  if (answer.vault_id !== vaultId) throw lost;
  return answer;
}

/**
 * Open a vault.
 *
 * @param {{ login: string, password: string }} typed
 * @throws {ApiError} `login_refused`, `too_many_attempts`, `offline`…; a crypto error when the server lies.
 */
export async function open({ login, password }) {
  const name = normalLogin(login);
  warmArgon2();
  knockListeners.forEach((fn) => fn());
  const told = await getLogin(name);
  // Another way to prove the password is another version of this client, never the server's choice (A6, A20).
  if (told.auth_version !== AUTH_VERSION) throw new UnsupportedError("the server asks for another way to log in");
  const derived = await derive(name, password, told.params);
  await admit(derived, await createSession(name, derived.auth));
}

/**
 * The password again: reopens a locked vault, and makes the session fresh either way.
 *
 * @param {string} password
 * @throws {ApiError} `login_refused`; {FlowError} `locked` when there is nothing to unlock.
 */
export async function unlock(password) {
  const { login, vaultId } = session;
  if (!login || !vaultId || !params) throw new FlowError("locked");
  knockListeners.forEach((fn) => fn());
  const derived = await derive(login, password, params);
  const answer = await unlockSession(derived.auth).catch((error) => {
    if (error.code !== "session_ended") throw error;
    return createSession(login, derived.auth);
  });
  if (answer.vault_id !== b64(vaultId)) throw new ForeignSlotError("another vault than the one locked");
  await admit(derived, answer);
}

/** Whether an act that needs the password typed lately may be done now. */
export function isFresh() {
  return session.state === "open" && performance.now() < freshUntil;
}

/** @param {import("./keys.js").Derived} derived @param {SessionAnswer} answer */
async function admit(derived, answer) {
  const { login, seq, idle_seconds: idleSeconds, quota, used, drafts } = answer;
  const wasOpen = session.state === "open";
  if (!wasOpen) answerListeners.forEach((fn) => fn(seq));
  Object.assign(session, await openKeys(derived, answer), { state: "open", login, seq, idleSeconds, quota, used, drafts });
  params = paramsText(derived.params);
  freshUntil = performance.now() + FRESH;
  derived.pmk.fill(0);
  if (wasOpen) return;
  stopIdle = watchIdle({ warn: (seconds) => idleListeners.forEach((fn) => fn(seconds)), lock: () => void lock() });
  openListeners.forEach((fn) => fn());
}

/** The keys of the open vault. @throws {FlowError} `locked` when there are none. */
export function need() {
  const { state, vaultId, keys, identity } = session;
  if (state !== "open" || !vaultId || !keys || !identity) throw new FlowError("locked");
  return { vaultId, keys, identity, epoch: session.epoch, slots: session.slots };
}

/** Seal what is being written, then forget. @returns {Promise<void>} */
export function lock() {
  if (session.state !== "open") return Promise.resolve();
  locking ??= sealed().finally(() => {
    if (session.state === "open") {
      forget();
      session.state = "locked";
    }
    locking = undefined;
  });
  return locking;
}

/** Those who hear of the lock have two seconds, together. */
async function sealed() {
  const all = Promise.allSettled([...lockListeners].map(async (fn) => fn()));
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, LOCK_PATIENCE))]);
}

function forget() {
  stopIdle();
  freshUntil = 0;
  Object.assign(session, { keys: undefined, identity: undefined, slots: [] });
  forgetListeners.forEach((fn) => fn());
}

/** Close everything, at once; the server is told without waiting. */
export function leave() {
  drop();
  return leaveSession().catch(() => {
    // Out of reach: the session ends by itself, and the keys are gone from here.
  });
}

/** What can be done in the same turn, before the page is replaced. */
function drop() {
  params = undefined;
  Object.assign(session, { login: undefined, vaultId: undefined }, closed());
  forget();
}

// The quick exit tells of itself by this event alone, and closes the session by its own means.
globalThis.addEventListener?.("memo:leave", drop);
