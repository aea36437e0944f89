/**
 * The one place of a tab that holds keys, and the ways they come and go.
 *
 *  open    → login and password, then a second factor where one is set; or a passkey; or a recovery: keys in memory, idle watch on
 *  lock    → (1) those who asked seal what is being written, in two seconds at most; (2) keys, rows and workers are dropped
 *  unlock  → the password again: the same vault, from the sealed pages still in memory; also makes the session « fresh »
 *  apart   → opened from what this device keeps, by `device.js`: keys and no session of the server, until one is had (`rejoin`)
 *  leave   → all is dropped at once, nothing is waited for; the server closes the session
 *
 * Nothing is written to the device from here. An upload that runs goes on through a lock: it knows one file key, of a file that lies in
 * the clear on this very device, and asking a person to keep watch over a long upload would teach her not to lock.
 */

import { createAccount, getLogin } from "../api/accounts.js";
import { ApiError, serverNow, standApart } from "../api/client.js";
import { createSession, createSessionByPasskey, leaveSession, secondStep, unlockSession } from "../api/sessions.js";
import { b64, formatTime } from "../crypto/encoding.js";
import { ForeignSlotError, UnsupportedError } from "../crypto/errors.js";
import { normalLogin } from "../crypto/kdf.js";
import { slotOf } from "../crypto/slots.js";
import { warmArgon2 } from "./argon2.js";
import { FlowError, codeOf } from "./errors.js";
import { forgetPassphrase, strength } from "./identifier.js";
import { watchIdle } from "./idle.js";
import { byPasskey, byPassword, derive, newAccount, openKeys } from "./keys.js";
import { fromWire } from "./wire-slots.js";

/** @typedef {import("../api/sessions.js").SessionAnswer} SessionAnswer */
/** @typedef {import("../api/sessions.js").Asked} Asked */
/** @typedef {{ kinds: Asked["kinds"], options: Asked["options"] }} Wanted what must still be proven */
/** @typedef {"closed" | "open" | "locked"} State */

/**
 * @typedef {object} Session
 * @property {State} state
 * @property {string} [login]
 * @property {import("../crypto/encoding.js").Bytes} [vaultId]
 * @property {import("../crypto/kdf.js").VaultKeys} [keys] only while open
 * @property {import("../crypto/signing.js").Identity} [identity] only while open
 * @property {boolean} apart there are keys, and no session of the server
 * @property {string} sealedIdentity as served
 * @property {number} epoch
 * @property {number} seq of the newest root, as announced
 * @property {import("../crypto/slots.js").Slot[]} slots as served, not yet vouched for
 * @property {number} idleSeconds of the server's session
 * @property {number} quota bytes
 * @property {number} used bytes, as of the last opening
 * @property {number} drafts how many may wait: 0 only when there is none
 * @property {string} via how it was opened: password, passkey, phrase, people
 * @property {SessionAnswer["notices"]} notices what is under way, as of the last opening
 * @property {string} openedOn the day before this opening
 * @property {number} inactiveYears how long the vault is kept when nobody opens it, as of the last opening
 */

const AUTH_VERSION = 1;
/** Milliseconds that a session stays fresh, less than the server's five minutes. */
const FRESH = 270_000;
/** Milliseconds that a lock waits for drafts to be sealed. */
const LOCK_PATIENCE = 2_000;

/** @returns {Session} */
const closed = () => ({ state: "closed", apart: false, sealedIdentity: "", epoch: 0, seq: 0, slots: [], idleSeconds: 0, quota: 0, used: 0, drafts: 0, via: "", notices: [], openedOn: "", inactiveYears: 0 });

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
/** @type {Set<() => void>} */
const joinListeners = new Set();
/** @type {string | undefined} cost and salt of the password, not secret */
let params;
let freshUntil = 0;
/** @type {{ ticket: string, derived: import("./keys.js").Derived, vaultId?: string } | undefined} the password was right; a second factor is asked */
let halfway;
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

/** Called when a vault that was open apart has a session. @param {() => void} fn @returns {() => void} */
export const onJoin = (fn) => listen(joinListeners, fn);

/** @template F @param {Set<F>} listeners @param {F} fn @returns {() => void} */
function listen(listeners, fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/**
 * Make a vault and open it. Its recovery phrase is a way in from now on, whatever becomes of this tab.
 *
 * @param {{ login: string, password: string }} choice
 * @returns {Promise<import("../crypto/encoding.js").Bytes>} what the phrase stands for
 * @throws {FlowError} `weak_password`; {ApiError} `login_taken`; {import("../crypto/errors.js").MalformedError} for a login of another form.
 */
export async function register({ login, password }) {
  const name = normalLogin(login);
  await checkStrength(password, name);
  const { derived, entropy, body } = await newAccount(name, password, formatTime(serverNow()));
  const answer = await createAccount(body).catch(async (error) => {
    if (!(error instanceof ApiError) || !(error.passing || error.code === "login_taken")) throw error;
    return ownAccount(name, derived.auth, body.vault_id, error);
  });
  if (answer.vault_id !== body.vault_id) throw new ForeignSlotError("another vault than the one made");
  forgetPassphrase();
  await admit(byPassword(derived), answer);
  derived.pmk.fill(0);
  return entropy;
}

/** @param {string} password @param {string} login @throws {FlowError} `weak_password`. */
export async function checkStrength(password, login) {
  if (!(await strength(password, login)).enough) throw new FlowError("weak_password");
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
  if ("ticket" in answer || answer.vault_id !== vaultId) throw lost;
  return answer;
}

/**
 * Open a vault.
 *
 * @param {{ login: string, password: string }} typed
 * @returns {Promise<{ second?: Wanted }>} with `second` nothing is open yet: `openSecond` goes on
 * @throws {ApiError} `login_refused`, `too_many_attempts`, `offline`…; a crypto error when the server lies.
 */
export async function open({ login, password }) {
  const name = normalLogin(login);
  knock();
  const derived = await derive(name, password, await paramsOf(name));
  return admitOrAsk(derived, await createSession(name, derived.auth));
}

/** @param {string} name */
async function paramsOf(name) {
  const told = await getLogin(name);
  // Another way to prove the password is another version of this client, never the server's choice (A6, A20).
  if (told.auth_version !== AUTH_VERSION) throw new UnsupportedError("the server asks for another way to log in");
  return told.params;
}

/** Somebody is at the door: workers may start. */
export function knock() {
  warmArgon2();
  knockListeners.forEach((fn) => fn());
}

/**
 * The password again: reopens a locked vault, and makes the session fresh either way.
 *
 * @param {string} password
 * @returns {Promise<{ second?: Wanted }>} as `open`, where the server's session had ended meanwhile
 * @throws {ApiError} `login_refused`; {FlowError} `locked` when there is nothing to unlock.
 */
export async function unlock(password) {
  const { login, vaultId } = session;
  if (!login || !vaultId || !params) throw new FlowError("locked");
  knockListeners.forEach((fn) => fn());
  const derived = await derive(login, password, params);
  try {
    return await admitOrAsk(derived, await letIn(login, derived.auth), b64(vaultId));
  } catch (error) {
    const newest = codeOf(error) === "login_refused" ? await paramsOf(login) : params;
    if (newest === params) throw error;
    // Another device changed the password, or this one did and was locked before it was told: the new one has another salt.
    const again = await derive(login, password, newest);
    return admitOrAsk(again, await letIn(login, again.auth), b64(vaultId));
  }
}

/** @param {string} login @param {string} auth */
async function letIn(login, auth) {
  if (session.apart) return createSession(login, auth);
  return unlockSession(auth).catch((error) => {
    if (error.code !== "session_ended") throw error;
    return createSession(login, auth);
  });
}

/** @param {import("./keys.js").Derived} derived @param {SessionAnswer | Asked} answer @param {string} [vaultId] the one expected */
async function admitOrAsk(derived, answer, vaultId) {
  if ("ticket" in answer) {
    halfway = { ticket: answer.ticket, derived, ...(vaultId ? { vaultId } : {}) };
    return { second: { kinds: answer.kinds, options: answer.options } };
  }
  checkVault(answer, vaultId);
  await admit(byPassword(derived), answer);
  derived.pmk.fill(0);
  return {};
}

/** @param {SessionAnswer} answer @param {string | undefined} vaultId @throws {ForeignSlotError} on another vault than the one locked. */
function checkVault(answer, vaultId) {
  if (vaultId !== undefined && answer.vault_id !== vaultId) throw new ForeignSlotError("another vault than the one locked");
}

/**
 * The second factor, after `open` or `unlock` asked for one.
 *
 * @param {import("../api/sessions.js").Second} second
 * @throws {ApiError} `second_refused`: it may be tried again; `ticket_spent`: the password is asked for anew; {FlowError} `ticket_spent` when nothing waits.
 */
export async function openSecond(second) {
  if (!halfway) throw new FlowError("ticket_spent");
  const { ticket, derived, vaultId } = halfway;
  const answer = await secondStep(ticket, second);
  dropSecond();
  checkVault(answer, vaultId);
  await admit(byPassword(derived), answer);
  derived.pmk.fill(0);
}

/** She goes back: what was derived is of no more use. */
export function dropSecond() {
  halfway = undefined;
}

/**
 * Open by a passkey alone, or reopen what is locked here.
 *
 * @param {{ ticket: string, assertion: unknown, credential: import("../crypto/encoding.js").Bytes, prf: import("../crypto/encoding.js").Bytes | null }} given
 *   assertion: without the output of PRF, which stays here
 * @throws {FlowError} `passkey_opens_nothing` when its authenticator gives no secret; {ApiError} `passkey_refused`, `ticket_spent`…; {import("../crypto/errors.js").ForeignSlotError} when it has no slot that this passkey opens.
 */
export async function openPasskey({ ticket, assertion, credential, prf }) {
  if (!prf) throw new FlowError("passkey_opens_nothing");
  knock();
  const expected = session.vaultId && b64(session.vaultId);
  const answer = await createSessionByPasskey(ticket, assertion);
  checkVault(answer, expected);
  await admit(byPasskey({ prf, credential }), answer);
}

/** Whether an act that needs the password typed lately may be done now. */
export function isFresh() {
  return session.state === "open" && performance.now() < freshUntil;
}

/**
 * Let in what the server has let in, once its slots open; also after a change of the ways in, with the new answer.
 *
 * @param {import("./keys.js").Way} way
 * @param {SessionAnswer} answer
 * @param {boolean} [apart] the answer is one that this device kept
 */
export async function admit(way, answer, apart = false) {
  const wasOpen = session.state === "open";
  // There is a session: what hears of it may ask for the catalogue.
  standApart(apart);
  if (!wasOpen && !apart) answerListeners.forEach((fn) => fn(answer.seq));
  const opened = await openKeys(way, answer);
  Object.assign(session, opened, { state: "open", login: answer.login });
  params = slotOf(opened.slots, "password").params;
  freshUntil = apart ? 0 : performance.now() + FRESH;
  take(answer, apart, wasOpen);
  if (wasOpen) return;
  stopIdle = watchIdle({ warn: (seconds) => idleListeners.forEach((fn) => fn(seconds)), lock: () => void lock() });
  openListeners.forEach((fn) => fn());
}

/** @param {SessionAnswer} answer @param {boolean} apart @param {boolean} wasOpen */
function take(answer, apart, wasOpen) {
  const { identity: sealedIdentity, seq, idle_seconds: idleSeconds, quota, used, drafts, via, notices, opened_on: openedOn, inactive_years: inactiveYears } = answer;
  const joined = wasOpen && session.apart && !apart;
  Object.assign(session, { apart, sealedIdentity, seq, idleSeconds, quota, used, drafts, via, notices, openedOn, inactiveYears });
  standApart(apart);
  if (joined) joinListeners.forEach((fn) => fn());
}

/**
 * The server lets in a vault that is open apart, under the keys that it is open with.
 *
 * @param {SessionAnswer} answer
 * @throws {FlowError} `session_ended` when the keys were renewed elsewhere: the passphrase of now is asked for.
 */
export function rejoin(answer) {
  if (session.state !== "open" || !session.vaultId) throw new FlowError("locked");
  checkVault(answer, b64(session.vaultId));
  if (answer.epoch !== session.epoch) throw new FlowError("session_ended");
  session.slots = answer.slots.map(fromWire);
  // The identity of these keys is known: another one, not looked at, would end in the copy of this device and shut it.
  take({ ...answer, identity: session.sealedIdentity }, false, true);
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
  [params, halfway] = [undefined, undefined];
  Object.assign(session, { login: undefined, vaultId: undefined }, closed());
  standApart(false);
  forget();
}

// The quick exit tells of itself by this event alone, and closes the session by its own means.
globalThis.addEventListener?.("memo:leave", drop);
