/**
 * « Cet appareil est le mien »: opening and writing without network, by the wish of the owner (docs/adr/0006).
 *
 * Opening from the copy, in order:
 *  1. the cost of the derivation that the copy names is checked like one that a server names (A5);
 *  2. the password slot of the copy opens, or nothing does; the identity opens under the vault's key;
 *  3. the identifier typed is the one of the copy: what proves the passphrase to the server depends on it;
 *  4. root, slots, pages and rows are verified as ever (`catalogue.js`).
 *
 * Back online:
 *  1. the proof of the passphrase, kept with the keys and forgotten with them, asks for a session, once;
 *  2. where a second factor is wanted, or the passphrase was changed, the person is asked: the vault is locked and opened as ever;
 *  3. the newest catalogue is fetched and must continue what this device saw; only then what waits is sent.
 */

import { getHealth } from "../api/health.js";
import { createSession } from "../api/sessions.js";
import { b64 } from "../crypto/encoding.js";
import { ForeignSlotError } from "../crypto/errors.js";
import { normalLogin } from "../crypto/kdf.js";
import { slotOf } from "../crypto/slots.js";
import { isLoaded, loadCatalogue, onChange, pendingCount, readOnly, refresh, retryPending, saveNow, takeOver } from "./catalogue.js";
import { beginCopy, chooseRoom, endCopy, isKeeper, isKept, keptAbout, lastMet, openCopy, openOwn, roomKept, succeed } from "./device-copy.js";
import { refreshMirror } from "./device-mirror.js";
import { left, readRefused, settleRefused } from "./device-outbox.js";
import { dropPart, keepPart } from "./device-pages.js";
import * as store from "./device-store.js";
import { adoptStranded } from "./device-strand.js";
import { sendWaitingDrafts } from "./drafts.js";
import { FlowError, codeOf } from "./errors.js";
import { byPassword, derive, openKeys } from "./keys.js";
import { admit, leave, onForget, onJoin, onOpen, rejoin, session } from "./session.js";
import { fromWire } from "./wire-slots.js";

export { mirror, onMirror } from "./device-mirror.js";
export { isKept } from "./device-copy.js";
export { takeArrived, takeDoubled } from "./device-outbox.js";

/** @typedef {"away" | "second" | "changed" | "joining"} Meeting why there is no session: out of reach, a second factor, another passphrase */

// Milliseconds between two tries to reach the service, and that it has to say that it is there.
const TRY_AGAIN = 20_000;
const PATIENCE = 4_000;
/** Bytes for files that may be chosen. */
export const ROOMS = [0, 200e6, 1e9, 5e9];

/** @type {string | undefined} proof of the passphrase, while the vault is open apart */
let proof;
/** @type {Meeting} */
let meeting = "away";
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;
/** Of the root that the copy was last brought up to. */
let seq = -1;

/** Called when the meeting with the service changes. @param {() => void} fn @returns {() => void} */
export function onDevice(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** @param {Meeting} next */
function say(next) {
  meeting = next;
  for (const fn of listeners) fn();
}

/** Whether the service answers, soon. @returns {Promise<boolean>} */
export async function isReachable() {
  if (navigator.onLine === false) return false;
  return getHealth(AbortSignal.timeout(PATIENCE)).then(() => true, () => false);
}

/**
 * Open the vault from what this device keeps.
 *
 * @param {{ login: string, password: string }} typed
 * @returns {Promise<boolean>} false when nothing is kept here
 * @throws {FlowError} `refused_here`; a crypto error when the copy asks for too cheap a derivation.
 */
export async function openHere({ login, password }) {
  const about = await keptAbout().catch(() => undefined);
  if (!about) return false;
  const name = normalLogin(login);
  const answer = { ...about.answer, login: name };
  const derived = await derive(name, password, slotOf(answer.slots.map(fromWire), "password").params); // 1
  const way = byPassword(derived);
  const opened = await openKeys(way, answer).catch(refused); // 2
  if ((await openOwn("login", about.login, opened)) !== name) throw new FlowError("refused_here"); // 3
  await admit(way, answer, true);
  derived.pmk.fill(0);
  proof = derived.auth;
  say("away");
  return true;
}

/** @param {unknown} error @returns {never} */
function refused(error) {
  if (error instanceof ForeignSlotError) throw new FlowError("refused_here", { cause: error });
  throw error;
}

/** Ask for a session again, by the second list above. @returns {Promise<void>} */
export async function meet() {
  if (session.state !== "open" || !session.apart || !proof || meeting === "joining") return;
  if (meeting !== "away") return;
  say("joining");
  try {
    const answer = await createSession(session.login ?? "", proof); // 1
    if ("ticket" in answer) return say("second"); // 2
    rejoin(answer);
  } catch (error) {
    say(["login_refused", "session_ended"].includes(codeOf(error)) ? "changed" : "away");
  }
}

/** Rule 3: there is a session. */
async function joined() {
  proof = undefined;
  try {
    await loadCatalogue();
  } catch {
    // Out of reach again, or what is served does not verify: what waits stays, and the catalogue says which.
  }
  say("away");
}

/**
 * What this device keeps of the open vault.
 *
 * @returns {Promise<{ kept: boolean, other: boolean, keeper: boolean, room: number, met: string, apart: boolean, meeting: Meeting, waiting: number,
 *   refused: { n: number, code: string, at: string }[], stranded: number }>} other: another vault is kept here
 */
export async function state() {
  const about = await keptAbout().catch(() => undefined);
  const { waiting, refused, stranded } = await left();
  return {
    kept: isKept(), other: Boolean(about && !isMine(about)), keeper: isKeeper(), room: roomKept(), met: lastMet(), apart: session.apart, meeting,
    waiting: Math.max(pendingCount(), waiting), refused, stranded,
  };
}

/** @param {import("./device-copy.js").About} about */
const isMine = ({ answer }) => session.vaultId !== undefined && answer.vault_id === b64(session.vaultId);

/** @type {{ refused: number, stranded: number }} */
let stuck = { refused: 0, stranded: 0 };

/** What is on this device and does not go by itself. */
export const leftHere = () => stuck;

async function lookForLeft() {
  const { refused, stranded } = await left();
  const changed = refused.length !== stuck.refused || stranded !== stuck.stranded;
  stuck = { refused: refused.length, stranded };
  if (changed) say(meeting);
}

/** Why there is no session, while the vault is open apart. */
export const meetingNow = () => meeting;

/**
 * Keep the open vault on this device. Asked for with the passphrase typed lately, and with a session.
 *
 * @param {number} room bytes for files
 * @returns {Promise<boolean>} whether the browser promises not to throw it away by itself
 * @throws {FlowError} `cannot_keep_here`, `pages_not_kept`, `kept_in_other_tab`, `other_vault_here`.
 */
export async function keepThisDevice(room) {
  const about = await keptAbout().catch(cannot);
  if (about && !isMine(about)) throw new FlowError("other_vault_here");
  await keepPart("vault");
  await (about ? takeUp(room) : begin(room));
  void refreshMirror();
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}

/** Another tab began to keep it since this one was opened: there is a copy, with what may wait in it. @param {number} room */
async function takeUp(room) {
  await openCopy();
  if (!isKeeper()) throw new FlowError("kept_in_other_tab");
  await chooseRoom(room);
  await loadCatalogue();
  await refresh();
  await saveNow();
}

/** There was none: what cannot be kept whole goes. @param {number} room */
async function begin(room) {
  if (!(await beginCopy(room).catch(cannot))) throw new FlowError("kept_in_other_tab");
  try {
    await store.make();
    await saveNow();
  } catch (error) {
    await forgetDevice();
    cannot(error);
  }
}

/** @param {unknown} error @returns {never} */
function cannot(error) {
  throw error instanceof FlowError ? error : new FlowError("cannot_keep_here", { cause: error });
}

/** @param {number} room */
export async function changeRoom(room) {
  await chooseRoom(room);
  void refreshMirror();
}

/**
 * What was refused, to be read.
 *
 * @returns {Promise<{ n: number, code: string, at: string, change: import("./commits.js").Change | undefined }[]>} change: undefined where it does not open
 */
export async function refusedChanges() {
  const { refused } = await left();
  return Promise.all(refused.map(async (one) => ({ ...one, change: await readRefused(one.n) })));
}

/** What becomes of one that was refused. @param {number} n @param {Parameters<typeof settleRefused>[1]} choice */
export async function chooseRefused(n, choice) {
  await settleRefused(n, choice);
  if (choice !== "drop") await loadCatalogue();
  await lookForLeft();
}

/** Take up what waited under the keys of before, drafts too. @param {string} password of then @throws {FlowError} `former_refused`. */
export async function retryStranded(password) {
  await adoptStranded(password);
  await loadCatalogue();
  await sendWaitingDrafts();
}

/** Take the copy away, whoever's it is; what waits here is lost, unless it was sent before. */
export async function forgetDevice() {
  endCopy();
  await store.destroy();
  await dropPart("vault");
}

/** Close the vault, and take the copy away. @throws when that failed; it is closed all the same. */
export async function leaveDevice() {
  try {
    await forgetDevice();
  } finally {
    await leave();
  }
}

// Another tab took it away.
store.onTaken(() => say(meeting));

onOpen(() => {
  clearInterval(timer);
  timer = setInterval(() => void tick(), TRY_AGAIN);
  void tick();
});
onJoin(() => void joined());
onForget(() => {
  clearInterval(timer);
  [proof, meeting, seq, stuck] = [undefined, "away", -1, { refused: 0, stranded: 0 }];
});

async function tick() {
  // What a tab that was closed left here would else wait until the page is opened anew.
  if (isLoaded() && (await succeed())) await takeOver();
  if (session.apart) return meet();
  if (pendingCount() > 0) await retryPending();
}

onChange(() => {
  // Each commit, here or elsewhere, brings what the copy has not.
  if (isLoaded() && isKeeper()) void lookForLeft();
  if (!isLoaded() || session.seq === seq || session.apart || readOnly() || !isKeeper()) return;
  ({ seq } = session);
  void sendWaitingDrafts();
  void refreshMirror();
});
globalThis.addEventListener?.("online", () => void tick());
globalThis.document?.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void tick();
});
