/**
 * The copy of the open vault on this device, for whoever reads: catalogue, records, files. Nothing here is believed: what is read back is
 * verified by those who would verify what the server serves.
 *
 *  1. There is a copy for one vault only, and only if its owner asked (`device.js`). For another vault this module does nothing.
 *  2. One tab keeps: the one that holds a lock of the browser. Another reads, and writes nothing here.
 *  3. Answer, root and pages are written in one transaction, so that what is on disk is always of one moment.
 *  4. When the keys were renewed elsewhere, the ways in of before stay beside the new ones while changes or drafts under those keys wait here.
 *  5. The identifier is in it sealed, to be compared with the one that is typed (FORMAT 12.2).
 */

import { serverNow } from "../api/client.js";
import { DEVICE_KINDS, PAD_MINIMUM, PART } from "../crypto/constants.js";
import { b64, context, dump, equalBytes, formatTime, load, randomId, sha256, unb64 } from "../crypto/encoding.js";
import { pad, unpad } from "../crypto/padding.js";
import { DEVICE } from "../crypto/schema.js";
import { openSealed, seal } from "../crypto/sealing.js";
import * as store from "./device-store.js";
import { need, onForget, session } from "./session.js";
import { fromWire, toWire } from "./wire-slots.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../api/sessions.js").SessionAnswer} SessionAnswer */
/** @typedef {import("./catalogue.js").Frame} Frame */
/** @typedef {{ id: string, sealed: string }} Own a document of 12.2, sealed */

/**
 * @typedef {object} About
 * @property {1} v
 * @property {Omit<SessionAnswer, "login">} answer of the moment of the root
 * @property {Own} login
 * @property {Uint8Array} root
 * @property {number} room bytes for files
 * @property {string} at when the service was last met
 * @property {Omit<SessionAnswer, "login">[]} [former] of keys that were renewed elsewhere while something under them waited here
 */

const ABOUT = "it";
const LOCK = "kept";

/** @type {{ vaultId: string, keeper: boolean, about: About, pages: Map<number, number> } | undefined} pages: number → version on disk */
let copy;
/** @type {(() => void) | undefined} */
let release;
/** @type {Promise<unknown>} writes of the frame, one after the other */
let saving = Promise.resolve();

/** What is kept, whoever's it is. @returns {Promise<About | undefined>} */
export async function keptAbout() {
  if (!(await store.isThere())) return undefined;
  const about = await store.get("about", ABOUT);
  return about?.v === 1 ? about : undefined;
}

let mayHave = false;
void store.isThere().then((there) => {
  mayHave = there;
});

/** Whether this device may have a copy of some vault: had one when the page was loaded, or got one since. */
export const mayHaveCopy = () => mayHave;

/** Whether this tab keeps the copy of the open vault: what is written here stays. */
export const isKeeper = () => copy?.keeper ?? false;

/** Whether this device keeps the open vault. */
export const isKept = () => copy !== undefined;

/** Bytes for files that she chose. */
export const roomKept = () => copy?.about.room ?? 0;

/** When the service was last met, as the copy says. */
export const lastMet = () => copy?.about.at ?? "";

/**
 * Look for the copy of the vault that was just opened (rules 1 and 2).
 *
 * @returns {Promise<(Frame & { seen: { seq: number, rootHash: Bytes } }) | undefined>}
 */
export async function openCopy() {
  const vaultId = session.vaultId && b64(session.vaultId);
  const about = await keptAbout().catch(() => undefined);
  if (!vaultId || about?.answer.vault_id !== vaultId) return undefined;
  const pages = await store.entries("pages");
  const keeper = copy?.keeper || (await becomeKeeper());
  copy = { vaultId, keeper, about, pages: new Map(pages.map(([number, { version }]) => [Number(number), version])) };
  const { answer: { seq, epoch, slots }, root } = about;
  const sealed = new Map(pages.map(([number, page]) => [Number(number), page]));
  return { seq, epoch, root, pages: sealed, slots: slots.map(fromWire), seen: { seq, rootHash: await sha256(new Uint8Array(root)) } };
}

/** Rule 2. @returns {Promise<boolean>} */
function becomeKeeper() {
  return new Promise((resolve) => {
    navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise((end) => {
        release = () => end(undefined);
      });
    }).catch(() => resolve(false));
  });
}

/** Rule 2: the tab that kept may be gone. @returns {Promise<boolean>} whether this one keeps from now on, and did not before */
export async function succeed() {
  if (!copy || copy.keeper || !(await becomeKeeper())) return false;
  if (!copy) return false;
  copy.keeper = true;
  return true;
}

/**
 * Begin to keep the open vault; the frame follows by `saveFrame`.
 *
 * @param {number} room bytes for files
 * @returns {Promise<boolean>} false when another tab keeps already
 */
export async function beginCopy(room) {
  if (!(await becomeKeeper())) return false;
  mayHave = true;
  const { vaultId } = need();
  const login = await sealOwn("login", session.login ?? "");
  copy = { vaultId: b64(vaultId), keeper: true, about: { v: 1, answer: answerOf(session.seq, session.slots), login, root: new Uint8Array(), room, at: "" }, pages: new Map() };
  return true;
}

/** @param {number} room */
export async function chooseRoom(room) {
  if (!copy?.keeper) return;
  copy.about.room = room;
  await store.change([{ store: "about", key: ABOUT, value: copy.about }]);
}

/**
 * Rule 3: the catalogue was accepted, or changed here.
 *
 * @param {Frame} frame
 * @returns {Promise<void>} once it is on disk; nothing is done when there is no copy
 */
export function saveFrame(frame) {
  if (!copy?.keeper || session.apart || copy.vaultId !== (session.vaultId && b64(session.vaultId))) return Promise.resolve();
  const mine = copy;
  const turn = saving.then(() => writeFrame(mine, frame));
  saving = turn.catch(() => undefined);
  return turn;
}

/** @param {NonNullable<typeof copy>} mine @param {Frame} frame */
async function writeFrame(mine, { seq, epoch, root, pages, slots }) {
  if (mine !== copy || epoch !== session.epoch) return;
  const answer = answerOf(seq, slots ?? session.slots);
  const login = epoch === mine.about.answer.epoch ? mine.about.login : await sealOwn("login", session.login ?? "");
  const about = { ...mine.about, answer, login, root: root.slice(), at: formatTime(serverNow()), former: await formers(mine.about, epoch) }; // 4
  const changed = [...pages].filter(([number, { version }]) => mine.pages.get(number) !== version || epoch !== mine.about.answer.epoch);
  const gone = [...mine.pages.keys()].filter((number) => !pages.has(number));
  await store.change([
    { store: "about", key: ABOUT, value: about },
    ...changed.map(([number, { version, sealed }]) => ({ store: /** @type {const} */ ("pages"), key: number, value: { version, sealed: sealed.slice() } })),
    ...gone.map((number) => ({ store: /** @type {const} */ ("pages"), key: number })),
  ], { strict: true });
  if (mine === copy) [mine.about, mine.pages] = [about, new Map([...pages].map(([number, { version }]) => [number, version]))];
}

/** The ways in of other keys. @param {About} about @param {number} epoch */
const waysBefore = ({ answer, former = [] }, epoch) => [...former, answer].filter((one) => one.epoch !== epoch);

/** Rule 4. @param {About} about @param {number} epoch */
async function formers(about, epoch) {
  const before = waysBefore(about, epoch);
  if (before.length === 0) return [];
  const drafts = (await store.entries("drafts")).filter(([, { waiting, sealed }]) => waiting && sealed !== null);
  const waiting = new Set([...(await store.entries("outbox")), ...drafts].map(([, { epoch: under }]) => under));
  return before.filter((one) => waiting.has(one.epoch));
}

/** Rule 4: the ways in of before, if something waits for them. */
export const formerAnswers = () => (copy ? waysBefore(copy.about, session.epoch) : []);

/** What the service would answer to a session of now, without the login. @param {number} seq @param {import("../crypto/slots.js").Slot[]} slots */
function answerOf(seq, slots) {
  const { epoch, sealedIdentity: identity, idleSeconds, quota, used, inactiveYears, openedOn } = session;
  return {
    vault_id: b64(need().vaultId), epoch, seq, slots: slots.map(toWire), identity, quota, used,
    idle_seconds: idleSeconds, drafts: 0, via: "password", inactive_years: inactiveYears, opened_on: openedOn, notices: [],
  };
}

/**
 * A document of 12.2, sealed.
 *
 * @param {"login" | "change"} kind
 * @param {string} body
 * @param {import("../crypto/kdf.js").VaultKeys} [keys]
 * @returns {Promise<Own>}
 */
export async function sealOwn(kind, body, keys = need().keys) {
  const id = randomId();
  const document = { v: 1, kind, at: formatTime(serverNow()), body };
  return { id: b64(id), sealed: b64(await seal(keys.drafts, ownContext(id), pad(dump(document), PAD_MINIMUM.device))) };
}

/**
 * @param {string} kind one of DEVICE_KINDS
 * @param {Own} own
 * @param {{ vaultId: Bytes, keys: Pick<import("../crypto/kdf.js").VaultKeys, "drafts"> }} [opened]
 * @returns {Promise<string>} its body
 * @throws {import("../crypto/errors.js").CryptoError} when it is not of this vault, or of another kind.
 */
export async function openOwn(kind, { id, sealed }, { vaultId, keys } = need()) {
  const bound = context("device", { vaultId, objectId: unb64(id, 16), version: 1 });
  const document = load(unpad(await openSealed(keys.drafts, bound, unb64(sealed))), DEVICE);
  if (document.kind !== kind || !DEVICE_KINDS.includes(kind)) throw new TypeError("a document of another kind");
  return document.body;
}

/** @param {Bytes} objectId */
function ownContext(objectId) {
  return context("device", { vaultId: need().vaultId, objectId, version: 1 });
}

/**
 * Sealed records that are here, with the hash that the catalogue vouches for.
 *
 * @param {{ key: string, hash: string }[]} wanted key: item id/version
 * @returns {Promise<(Bytes | undefined)[]>} in the same order
 */
export async function keptRecords(wanted) {
  if (!copy) return wanted.map(() => undefined);
  const found = await store.getAll("records", wanted.map(({ key }) => key)).catch(() => []);
  return Promise.all(wanted.map(async ({ hash }, i) => {
    const sealed = found[i] && new Uint8Array(found[i]);
    return sealed && equalBytes(await sha256(sealed), unb64(hash)) ? sealed : undefined;
  }));
}

/** @param {{ key: string, sealed: Uint8Array }[]} records */
export async function keepRecords(records) {
  if (!copy?.keeper) return;
  await store.change(records.map(({ key, sealed }) => ({ store: "records", key, value: sealed.slice() })));
}

/**
 * Bytes of a part of a file.
 *
 * @param {string} fileId
 * @param {number} number
 * @param {number} start
 * @param {number} end one past the last
 * @returns {Promise<Bytes | undefined>} undefined when it is not here
 */
export async function keptPart(fileId, number, start, end) {
  if (!copy) return undefined;
  try {
    const blob = await store.get("parts", partKey(fileId, number));
    if (!(blob instanceof Blob) || blob.size < end) return undefined;
    return new Uint8Array(await blob.slice(start, end).arrayBuffer());
  } catch {
    // A browser may have thrown the file away under us: then it is not here.
    return undefined;
  }
}

/**
 * What is here of a file does not verify: it goes, and is brought anew. A file that waits to be sent stays: there is no other.
 *
 * @param {string} fileId
 * @returns {Promise<boolean>} whether there was something, so that asking the service may do better
 */
export async function dropParts(fileId) {
  if (!copy) return false;
  const here = (await store.keysOf("parts")).filter((key) => String(key).startsWith(partKey(fileId, "")));
  if (here.length === 0) return false;
  if (copy.keeper && !(await store.get("uploads", fileId))) await store.change(here.map((key) => ({ store: "parts", key })));
  return true;
}

/** @param {string} fileId @param {number | ""} number */
export const partKey = (fileId, number) => `${fileId}/${number}`;

/** Sizes of the parts of a sealed file. @param {number} sealed bytes of the whole @returns {number[]} */
export function partSizes(sealed) {
  return Array.from({ length: Math.ceil(sealed / PART) }, (_, number) => Math.min(PART, sealed - number * PART));
}

/** The copy is taken away: nothing is written any more. */
export function endCopy() {
  copy = undefined;
  release?.();
  release = undefined;
}

// Another tab took it away: what is written here is as on any device from now on.
store.onTaken(endCopy);
onForget(() => {
  // A lock keeps the role; leaving gives it back.
  if (session.login !== undefined) return;
  endCopy();
  store.close();
});
