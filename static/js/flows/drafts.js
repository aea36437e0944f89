/**
 * What is being written, kept sealed by the server until it is saved.
 *
 *  1. A draft is sealed in the tab before anything else is done with it; what waits for the network is sealed bytes only, so
 *     a lock neither loses it nor leaves it readable.
 *  2. One draft at a time is on its way per id, and only the newest version of it.
 *  3. A draft that cannot be sent stays in memory and goes when the network is back.
 *  4. A draft that does not open is left out: a draft is a convenience, nothing vouches for it (FORMAT 9.1).
 *     Only what is sealed under the keys of now goes: the server cannot tell, and would put it in the place of what opens.
 *  5. On a device that its owner called hers it is on the disk as well (`device-drafts.js`), and read from there without network.
 */

import { ApiError, serverNow } from "../api/client.js";
import * as api from "../api/drafts.js";
import { PAD_MINIMUM } from "../crypto/constants.js";
import { b64, context, dump, formatTime, load, randomId, unb64 } from "../crypto/encoding.js";
import { CryptoError } from "../crypto/errors.js";
import { pad, unpad } from "../crypto/padding.js";
import { DRAFT } from "../crypto/schema.js";
import { openSealed, seal } from "../crypto/sealing.js";
import { draftArrived, draftGone, draftsHere, dropDraftHere, keepDraftHere, mirrorDrafts } from "./device-drafts.js";
import { FlowError } from "./errors.js";
import { need, onForget, session } from "./session.js";

/** @typedef {"event" | "evidence" | "contact" | "timeline" | "upload" | "heap" | "voice" | "ways"} DraftKind */
/** @typedef {{ id: string, kind: DraftKind, at: string, body: any }} Draft body is what the interface gave */

/** Bytes of a sealed draft at most, as the server takes it: four full fields, of four bytes a character, fit. */
const DRAFT_LIMIT = 512 * 1024;

/** @type {Map<string, string>} id → newest sealed version not yet acknowledged */
const waiting = new Map();
/** Of the keys that these are sealed under. */
let waitingEpoch = 0;
/** @type {Map<string, Promise<void>>} id → the sending under way */
const sending = new Map();

/** What waits here. Under keys renewed meanwhile, here or elsewhere, the server has it sealed anew, and what is on a disk is not lost (rule 4). */
function outbox() {
  if (waitingEpoch !== session.epoch) waiting.clear();
  return waiting;
}

/** @param {string} id */
function draftContext(id) {
  return context("draft", { vaultId: need().vaultId, objectId: unb64(id, 16), version: 1 });
}

/**
 * Keep a draft, or a newer version of it.
 *
 * @param {DraftKind} kind
 * @param {unknown} body of the interface's own making
 * @param {string} [id] of the draft to replace
 * @returns {Promise<string>} its id, once the server has it, or this device
 * @throws {ApiError} `offline`…: the draft then waits in memory; {FlowError} `draft_too_large`, `locked`.
 */
export async function keepDraft(kind, body, id = b64(randomId())) {
  await (await sealDraft(kind, body, id)).sent();
  return id;
}

/**
 * Rule 1: what only needs the keys, for whoever cannot wait for the network before they go.
 *
 * @param {DraftKind} kind
 * @param {unknown} body
 * @param {string} id
 * @returns {Promise<{ sent: () => Promise<void> }>} sent: once the server has it, or this device
 * @throws {FlowError} `draft_too_large`, `locked`.
 */
export async function sealDraft(kind, body, id) {
  const { vaultId, keys } = need();
  const document = { v: 1, kind, at: formatTime(serverNow()), body: JSON.stringify(body) };
  const sealed = await seal(keys.drafts, draftContext(id), pad(dump(document), PAD_MINIMUM.draft));
  if (sealed.length > DRAFT_LIMIT) throw new FlowError("draft_too_large");
  // The vault was left meanwhile: what waits here would go into the one opened next.
  if (session.vaultId !== vaultId) throw new FlowError("locked");
  wait(id, b64(sealed));
  const isHere = await keepDraftHere(id, b64(sealed), document.at);
  const sent = () => send(id).catch((error) => {
    if (!isHere || !isAway(error)) throw error;
  });
  return { sent };
}

/** @param {string} id @param {string} sealed */
function wait(id, sealed) {
  outbox().set(id, sealed);
  waitingEpoch = session.epoch;
}

/** @param {unknown} error */
const isAway = (error) => error instanceof ApiError && error.passing;

/** Rules 2 and 3. @param {string} id @returns {Promise<void>} */
function send(id) {
  const running = sending.get(id);
  if (running) return running;
  const turn = sendNewest(id).finally(() => sending.delete(id));
  sending.set(id, turn);
  return turn;
}

/** @param {string} id */
async function sendNewest(id) {
  for (let sealed = outbox().get(id); sealed !== undefined; sealed = outbox().get(id)) {
    session.drafts += 1;
    await api.putDraft(id, sealed);
    await draftArrived(id, sealed, formatTime(serverNow()));
    if (outbox().get(id) === sealed) outbox().delete(id);
  }
}

/** Send again what could not be sent, also by a tab that was closed (rule 5). */
export async function sendWaitingDrafts() {
  const here = (await draftsHere()).filter(({ kept }) => kept.waiting);
  for (const { id, kept: { sealed } } of here) if (sealed !== null && !outbox().has(id)) wait(id, sealed);
  await Promise.allSettled(here.filter(({ kept }) => kept.sealed === null).map(({ id }) => remove(id)));
  await Promise.allSettled([...outbox().keys()].map(send));
}

/** @returns {Promise<Draft[]>} newest first; the server is not asked when it said at the opening that none waits */
export async function drafts() {
  const opened = await Promise.all((await listed()).map(openDraft));
  return opened.filter((draft) => draft !== null).toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** As the server has them, with what waits here (rule 5). @returns {Promise<{ draft_id: string, sealed: string }[]>} */
async function listed() {
  const list = session.apart || session.drafts === 0 ? [] : (await api.listDrafts()).drafts;
  if (!session.apart) await mirrorDrafts(list);
  const here = await draftsHere();
  const sealed = new Map(list.map(({ draft_id: id, sealed: bytes }) => [id, bytes]));
  for (const { id, kept } of here) {
    if (kept.sealed === null) sealed.delete(id);
    else if (kept.waiting || session.apart) sealed.set(id, kept.sealed);
  }
  return [...sealed].map(([id, bytes]) => ({ draft_id: id, sealed: bytes }));
}

/** Rule 4. @param {{ draft_id: string, sealed: string }} draft @returns {Promise<Draft | null>} */
async function openDraft({ draft_id: id, sealed }) {
  try {
    const newest = unb64(outbox().get(id) ?? sealed);
    const bytes = unpad(await openSealed(need().keys.drafts, draftContext(id), newest));
    const { kind, at, body } = load(bytes, DRAFT);
    return { id, kind, at, body: JSON.parse(body) };
  } catch (error) {
    if (error instanceof CryptoError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * All that wait, sealed again under other keys of the same vault; what does not open is left behind (rule 4).
 *
 * @param {import("../crypto/kdf.js").VaultKeys} keys
 * @returns {Promise<{ draft_id: string, sealed: string }[]>}
 */
export async function resealedDrafts(keys) {
  const newest = new Map([...(await listed()).map(({ draft_id: id, sealed }) => /** @type {const} */ ([id, sealed])), ...outbox()]);
  const again = await Promise.all([...newest].map(async ([id, sealed]) => {
    const resealed = await sealedAgain({ id, sealed }, need().keys, keys).catch(() => null);
    return resealed === null ? null : { draft_id: id, sealed: resealed };
  }));
  return again.filter((draft) => draft !== null);
}

/**
 * @param {{ id: string, sealed: string }} draft
 * @param {import("../crypto/kdf.js").VaultKeys} from
 * @param {import("../crypto/kdf.js").VaultKeys} to
 * @param {string} [as] under another name
 * @returns {Promise<string>}
 */
export async function sealedAgain({ id, sealed }, from, to, as = id) {
  return b64(await seal(to.drafts, draftContext(as), await openSealed(from.drafts, draftContext(id), unb64(sealed))));
}

/** @param {string} id */
export async function dropDraft(id) {
  outbox().delete(id);
  await sending.get(id)?.catch(() => {
    // Whether the last version arrived no longer matters.
  });
  const isHere = await dropDraftHere(id);
  await remove(id).catch((error) => {
    if (!isHere || !isAway(error)) throw error;
  });
}

/** @param {string} id */
async function remove(id) {
  await api.deleteDraft(id).catch((error) => {
    if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
  });
  await draftGone(id);
}

globalThis.addEventListener?.("online", () => {
  if (session.state !== "closed") void sendWaitingDrafts();
});
onForget(() => {
  // A lock keeps what waits; after leaving, the network would take it into the vault opened next.
  if (session.login === undefined) waiting.clear();
});
