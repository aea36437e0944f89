/**
 * All that the vault holds, as this tab knows it, and the one way to change it.
 *
 * Reading: the frame of the server is opened and verified in a worker (FORMAT 7.6); rows arrive here in slices. The sealed pages
 * stay in memory through a lock, so that an unlock asks the server for nothing that it has not changed.
 *
 * Writing, `commit`:
 *  1. changes of this tab go one after the other, in the order of the gestures;
 *  2. each is prepared on the newest catalogue and sent as one compare-and-set;
 *  3. a lost answer is asked for again with the same `commit_id`: it counts once;
 *  4. on `conflict` the newest catalogue is fetched and the same intention prepared on it, a bounded number of times;
 *  5. a change that could not be sent stays in memory, sealed at a lock, and goes first with the next one or when the network is back;
 *  6. what is answered must be the root that was sent;
 *  7. an answer that comes after its vault was left changes nothing, in neither vault;
 *  8. on a device that its owner called hers, a change that waits is on the disk, and shown as waiting (`device-outbox.js`); what a closed
 *     tab had prepared is sent as it was, and what the server says of it is looked for in the newest catalogue.
 *
 * On such a device the newest sealed root and pages are on the disk too (`device-copy.js`), and take the place of those that a lock leaves
 * in memory: whatever the server shows must continue them.
 */

import { getAccess } from "../api/access.js";
import { getCatalogue, postCommit } from "../api/catalogue.js";
import { ApiError, pauseBefore, serverNow, sleep } from "../api/client.js";
import { postShare } from "../api/shares.js";
import { rowsIn } from "../crypto/catalogue.js";
import { b64, formatTime, sha256 } from "../crypto/encoding.js";
import { ForgedError, OmittedError, RollbackError } from "../crypto/errors.js";
import { parseFrame } from "../crypto/framing.js";
import { defaultSettings } from "../crypto/roots.js";
import { isKeeper, mayHaveCopy, openCopy, saveFrame } from "./device-copy.js";
import { arrivedHere, changeNow, isEmpty, keepHere, notePrepared, recall, settleHere } from "./device-outbox.js";
import { FlowError, codeOf } from "./errors.js";
import { checkKept, forget, isBlank, layOver, take } from "./known.js";
import { mergedNow } from "./merging.js";
import { PendingQueue, isPassing } from "./pending.js";
import { Remote } from "./remote.js";
import { need, onAnswer, onForget, onKnock, onLock, session } from "./session.js";
import { onDistrust, readOnly, trustAgain, trusting } from "./trust.js";
import { fromWire } from "./wire-slots.js";

export { hasWaiting, isWaiting, row, rows } from "./known.js";
export { readOnly, trusting } from "./trust.js";

/** @typedef {Omit<import("../crypto/rows.js").Row, "kind"> & { kind: Kind }} Row */
/** @typedef {import("./commits.js").Change} Change */
/** @typedef {"event" | "evidence" | "contact" | "timeline" | "reading"} Kind */
/** @typedef {import("./pending.js").Pending} Pending */
/** @typedef {import("./roots.js").Settings} Settings */
/** @typedef {import("../crypto/slots.js").Slot} Slot */

/**
 * A change of the root, worked out again from the newest at each try.
 *
 * @typedef {(now: { slots: Slot[], settings: Settings }) => Promise<import("./roots.js").RootChange>} RootEdit slots: those that the root vouches for
 */
/** @typedef {(wire: import("../api/catalogue.js").WireCommit) => Promise<void>} SendRoot sends the commit with what goes with it; the session has the new keys once it is kept */

const TRIES = 6;
const LOOK_AGAIN = 20_000; // milliseconds between two looks for what other devices wrote

/** @typedef {{ version: number, sealed: Uint8Array }} HeldPage */
/** @typedef {{ seq: number, epoch: number, root: Uint8Array, pages: Map<number, HeldPage>, slots?: Slot[] }} Frame slots: those that its root vouched for, once it was accepted */
/** @type {Frame | undefined} sealed, as served, under the keys of its epoch */
let held;
/** @type {{ seq: number, rootHash: Uint8Array } | undefined} newest root accepted in this tab */
let seen;
/** @type {any[]} */
let shares = [];
let settings = /** @type {Settings} */ (defaultSettings());
/** @type {Remote | undefined} */
let worker;
/** @type {Promise<boolean> | undefined} */
let refreshing;
/** A new one at each lock and each leaving. */
let stay = {};
/** @type {Promise<Uint8Array<ArrayBuffer> | null> | undefined} asked for while keys were being opened */
let ahead;
let lookedAt = 0;
let loaded = false;
/** @type {Set<() => void>} */
const listeners = new Set();
// A disk that cannot note it keeps the change as it was: it is tried again at the next opening.
const queue = new PendingQueue(({ here }, error) => settleHere(here, error).catch(() => undefined));
/** @type {Promise<unknown>} the frame is on the disk of this device */
let saved = Promise.resolve();

/** Called after each change of what `rows`, `row`, `shareEntries` and `readOnly` answer. @param {() => void} fn @returns {() => void} stops it */
export function onChange(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

function changed() {
  layOver(queue.shown);
  for (const fn of listeners) fn();
}

/** Open the catalogue, after an opening or an unlock. @throws a crypto error when it does not verify, {ApiError} when out of reach. */
export async function loadCatalogue() {
  startWorker();
  const announced = session.seq;
  if (!held) await acceptKept();
  // Of a vault that got new keys elsewhere, nothing held opens any more; what was seen still binds what comes.
  if (held?.epoch !== session.epoch) held = undefined;
  // What was accepted before the lock comes first: whatever is newer must continue it.
  // An older root vouches for the slots of its time: another device may have changed them since. The newest answers for those served.
  if (held && isBlank()) await accept(held.seq === announced && !session.apart ? { ...held, slots: undefined } : held);
  if (held?.seq !== announced && !(session.apart && held)) await refresh();
  ahead = undefined; // not needed, it would only grow old: the next look would take it for a step back
  await trusting(async () => {
    // Less than was announced, or nothing at all: what was kept is being hidden (A12).
    if (!held || held.seq < announced) throw new OmittedError("the catalogue announced was not served");
    if (held.seq > announced && !session.apart) throw new RollbackError("an older catalogue than the one seen was announced");
  });
  await checkServedSlots();
  await queue.reveal(session.epoch);
  queue.recall(await recall());
  changed();
  void retryPending();
}

/** The ways in that came with a session, where no root was looked at since: the one that this device has answers for them too (7.6 (4)). */
async function checkServedSlots() {
  if (session.apart || !held || held.slots === need().slots) return;
  await vouchedSlots();
  held = { ...held, slots: need().slots };
}

/** What this device kept of the vault: it must verify like what is served, but a copy that does not is no lie of the server. */
async function acceptKept() {
  const before = seen;
  try {
    const kept = await openCopy();
    if (!kept) return;
    if (!seen || seen.seq < kept.seq) ({ seen } = kept);
    if (kept.epoch === session.epoch) settle(await openFrame(kept), kept);
  } catch (error) {
    if (session.apart) throw new FlowError("copy_damaged", { cause: error });
    seen = before;
  }
}

function startWorker() {
  worker ??= new Remote("catalogue", ({ rows: slice = [], pages = [] }) => {
    take(slice);
    for (const page of pages) take(/** @type {Row[]} */ (rowsIn(page)));
  });
}

/**
 * Fetch what other tabs and devices wrote.
 *
 * @returns {Promise<boolean>} whether there was something
 */
export function refresh() {
  if (refreshing) return refreshing;
  const own = fetchNewer().finally(() => {
    if (refreshing === own) refreshing = undefined;
  });
  refreshing = own;
  return own;
}

async function fetchNewer() {
  need();
  lookedAt = performance.now();
  const mine = stay;
  const asked = ahead ?? getCatalogue(held?.seq ?? 0);
  ahead = undefined;
  const bytes = await asked;
  // It was asked for before a lock: what was asked for since may have come first, and this would look like a step back.
  if (mine !== stay) throw new FlowError("locked");
  if (bytes === null) return false;
  const { seq, root, pages } = await trusting(async () => parseFrame(bytes));
  const merged = new Map(held?.pages ?? []);
  for (const { number, version, sealed } of pages) merged.set(number, { version, sealed });
  await accept({ seq, epoch: session.epoch, root, pages: merged }, pages.map(({ number }) => number));
  return true;
}

/** @param {Frame} next @param {number[]} [numbers] of the pages that changed, all when absent */
async function accept(next, numbers) {
  const state = await trusting(() => withSlots(() => openFrame(next, numbers)));
  settle(state, { ...next, slots: next.slots ?? need().slots });
}

/**
 * The ways in may have been changed by another device since this one was told of them: they are asked for once more, and the
 * root decides on those too.
 *
 * @template T
 * @param {() => Promise<T>} look
 * @returns {Promise<T>}
 */
async function withSlots(look) {
  try {
    return await look();
  } catch (error) {
    if (codeOf(error) !== "foreign_slot") throw error;
    const { slots, epoch } = await getAccess();
    if (epoch !== session.epoch) throw new FlowError("session_ended", { cause: error });
    session.slots = slots.map(fromWire);
    return look();
  }
}

/** @param {Frame} next @param {number[]} [numbers] */
function openFrame(next, numbers) {
  const { vaultId, epoch, keys, identity, slots } = { ...need(), ...(next.slots ? { slots: next.slots } : {}) };
  // Copies to give away: what is held must outlive a lock, and views would each take the whole frame along.
  const pages = [...next.pages].toSorted(([a], [b]) => a - b).map(([number, { version, sealed }]) => ({ number, version, sealed: sealed.slice() }));
  const frame = { seq: next.seq, root: next.root.slice(), pages };
  const unlocked = forWorker({ vaultId, epoch, keys, identity });
  const changedPages = isBlank() ? undefined : numbers;
  return working().call("open", { unlocked, frame, slots, seen, changed: changedPages }, pages.map(({ sealed }) => sealed.buffer));
}

/** k/identity and k/drafts have nothing to do in that worker. @param {import("../crypto/roots.js").Unlocked} unlocked */
function forWorker({ vaultId, epoch, keys, identity: { signing, agreement } }) {
  return { vaultId, epoch, keys: { slots: keys.slots, catalogue: keys.catalogue }, identity: { signing: { ...signing }, agreement: { ...agreement } } };
}

/** @param {{ seen: typeof seen, shares: any[], settings: Settings }} state @param {Frame} frame */
function settle(state, frame) {
  [seen, shares, settings, held] = [state.seen, state.shares, state.settings, frame];
  session.seq = frame.seq;
  loaded = true;
  saved = saveFrame(frame).catch(() => {
    // No room, or no copy any more: what is on the disk is older, and whole.
  });
  changed();
}

function working() {
  if (!worker) throw new FlowError("locked");
  return worker;
}

/** Whether the catalogue has been opened since the last unlock: `rows` and `row` answer, and `commit` can. */
export function isLoaded() {
  return loaded;
}

/** Entries of the root (FORMAT 10.8). @returns {any[]} */
export function shareEntries() {
  return shares;
}

/** What the owner chose, as the root keeps it; the default before the catalogue is open. @returns {Settings} */
export function rootSettings() {
  return settings;
}

/** Changes that wait for the network. */
export const pendingCount = () => queue.size;

/**
 * Change the vault.
 *
 * @param {Change} change
 * @param {Omit<import("../api/shares.js").WireShare, "commit">} [share] when the change adds one
 * @returns {Promise<void>} once the server has it on disk; on a device of hers, without network, once that device has (`isWaiting`)
 * @throws {ApiError} `offline` and the like: the change waits and is sent later; else the refusal, and nothing has changed.
 * @throws {FlowError} `read_only`, `locked`, `too_many_conflicts`, `needs_network`.
 */
export async function commit(change, share) {
  if (readOnly()) throw new FlowError("read_only", { cause: readOnly() });
  if (session.apart && (share || change.endShare || change.erase?.length)) throw new FlowError("needs_network");
  if (session.apart && !isKeeper()) await takeOver();
  const here = share ? undefined : keepHere(change);
  /** @type {Pending} */
  const pending = { change, share, here };
  try {
    await queue.add(pending, deliver);
  } catch (error) {
    if (!here || !isPassing(error) || !queue.holds(pending) || !(await here.written)) throw error;
    here.told = true;
    changed();
  }
}

/** The tab that kept may have been closed. @throws {FlowError} `kept_in_other_tab`. */
export async function takeOver() {
  await openCopy();
  if (!isKeeper()) throw new FlowError("kept_in_other_tab");
  queue.recall(await recall());
}

/**
 * Change the root alone: ways in, settings, keys. In its turn after the changes before it; never waits for the network.
 *
 * @param {RootEdit} root
 * @param {SendRoot} [send] instead of a plain commit
 * @returns {Promise<void>} once the server has it on disk
 * @throws as `commit`; after a passing failure it is not known whether the server has it.
 */
export function commitRoot(root, send) {
  if (readOnly()) return Promise.reject(new FlowError("read_only", { cause: readOnly() }));
  if (session.apart) return Promise.reject(new FlowError("needs_network"));
  return queue.add({ root, send }, deliver);
}

/** This device begins to keep the vault: the frame that is held goes to its disk. */
export async function saveNow() {
  if (!held) throw new FlowError("locked");
  await saveFrame(held);
}

/** Forget the sealed pages and fetch all again: the keys have changed under them. */
export async function reload() {
  held = undefined;
  await refresh();
}

/** Send what waits. @returns {Promise<void>} */
export async function retryPending() {
  if (readOnly() || !loaded || session.apart) return;
  await queue.flush(deliver).catch(() => {
    // Still out of reach: it stays, and its own caller was told.
  });
  changed();
}

/** Rules 2 to 4, 6 to 8. @param {Pending} pending */
async function deliver(pending) {
  if (session.apart) throw new ApiError("needs_network");
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    pending.prepared ??= await prepared(pending);
    try {
      if (pending.prepared) await deliverOnce(pending);
      pending.done = true;
      await saved;
      return await arrivedHere(pending);
    } catch (error) {
      // A file that was only there and is gone does not come back: its change must not hold up those behind it for ever.
      const again = codeOf(error) === "conflict" || (pending.here && codeOf(error) === "files_not_whole" && attempt < TRIES);
      if (!again || !queue.holds(pending)) throw error; // 7
      pending.prepared = undefined;
      await refresh();
      // Collisions are over in moments; a quarter of what an absent network is given.
      await sleep(pauseBefore(attempt) / 4);
    }
  }
  throw new FlowError("too_many_conflicts");
}

/** @param {Pending} pending @returns {Promise<any>} null when there is nothing to send */
async function prepared(pending) {
  await pending.here?.written;
  const seq = loaded && held?.seq;
  const wanted = await intention(pending);
  if (pending.here && wanted.change && isEmpty(wanted.change)) return null;
  const made = await working().call("prepare", { ...wanted, time: formatTime(serverNow()) });
  if (made && made.wire.seq - 1 !== seq) return prepared(pending); // 4: accepted meanwhile, it was not merged with
  if (made) await notePrepared(pending.here, made.wire);
  return made;
}

/** What the worker prepares. @param {Pending} pending */
async function intention(pending) {
  if (!pending.root) return { change: await mergedNow(await changeNow(pending), pending.here) };
  const slots = await vouchedSlots();
  const { rotation, ...plain } = await pending.root({ slots, settings: structuredClone(settings) });
  return { root: { ...plain, rotation: rotation && forWorker(rotation) } };
}

/** The ways in of the newest root; what was served at an unlock is looked at here before anything is built on it. @returns {Promise<Slot[]>} */
export async function vouchedSlots() {
  const vouch = () => working().call("vouch", { slots: need().slots });
  await trusting(() => vouch().catch(async (error) => {
    if (codeOf(error) !== "foreign_slot") throw error;
    // An unlock tells of newer slots before their root was fetched.
    await refresh();
    await withSlots(vouch);
  }));
  return need().slots;
}

/** @param {Pending} pending */
async function deliverOnce(pending) {
  const { wire, root, pages } = pending.prepared;
  await send(pending);
  if (!queue.holds(pending)) return; // 7
  const state = await working().call("adopt", { commitId: wire.commit_id });
  pending.done = true;
  if (state === null || !held || held.seq !== wire.seq - 1) {
    await refresh();
    return trusting(async () => {
      if (!held || held.seq < wire.seq) throw new OmittedError("what was acknowledged was not served"); // 8
      await checkKept(wire.records);
    });
  }
  const merged = new Map(held.pages);
  for (const { number, version, sealed } of pages) merged.set(number, { version, sealed });
  settle(state, { seq: wire.seq, epoch: session.epoch, root, pages: merged, slots: session.slots });
}

/** @param {Pending} pending */
async function send(pending) {
  const { prepared: { wire, root }, share, send: sendRoot } = pending;
  // What is answered to a change of ways in tells no hash; its caller looks at it, and whatever is served next must continue this root.
  if (sendRoot) return sendRoot(wire);
  const answer = await (share ? postShare({ ...share, commit: wire }) : postCommit(wire));
  if (!queue.holds(pending)) return; // 7
  await trusting(async () => {
    if (answer.seq !== wire.seq || answer.root_hash !== b64(await sha256(root))) throw new ForgedError("another root was kept"); // 6
  });
}

/** The catalogue worker's rows, for the search worker. @param {MessagePort} port */
export async function feedSearch(port) {
  await working().call("feed", { port }, [port]);
}

onKnock(startWorker);
onDistrust(changed);
onAnswer((seq) => {
  // What this device kept is looked at first, and only what is newer asked for.
  if (seq === held?.seq || (!held && mayHaveCopy())) return;
  ahead = getCatalogue(held?.seq ?? 0);
  // Whoever takes it is told of its failure.
  ahead.catch(() => undefined);
});
onLock(() => queue.hide());
onForget(() => {
  worker?.end();
  [worker, ahead, refreshing, stay] = [undefined, undefined, undefined, {}];
  forget();
  [shares, settings, loaded] = [[], /** @type {Settings} */ (defaultSettings()), false];
  // A lock keeps the sealed pages; leaving keeps nothing.
  if (session.login !== undefined) return;
  [held, seen] = [undefined, undefined];
  trustAgain();
  queue.clear();
});

globalThis.addEventListener?.("online", () => void retryPending());
globalThis.document?.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refreshIfOld();
});

/** Fetch what other tabs and devices wrote, if the last look is old: when she comes back to the page or moves within it. */
export function refreshIfOld() {
  if (session.state !== "open" || !worker || performance.now() - lookedAt < LOOK_AGAIN) return;
  void refresh().catch(() => {
    // Out of reach: the next look will do; what does not verify is already remembered.
  });
}
