/**
 * Drafts on the disk of a device that its owner called hers, sealed as the server has them; so that what is being written survives a
 * closed tab without network.
 *
 *  1. A draft that waits is here until the server has it; one that was thrown away without network is remembered as such until the server knows.
 *  2. What the server has is here too, to be read without network; the server's list decides what else there is.
 *  3. Each is noted with the keys that it is sealed under (`epoch/id`). Where these were renewed elsewhere, what waits under those of before
 *     neither goes to the server, which has it sealed anew or has it not, nor is written over: it is taken up by `device-strand.js`.
 */

import { b64, randomId } from "../crypto/encoding.js";
import { isKeeper } from "./device-copy.js";
import * as store from "./device-store.js";
import { session } from "./session.js";

/** @typedef {{ sealed: string | null, at: string, waiting: boolean, epoch: number }} Kept sealed: null when it was thrown away */
/** @typedef {{ key: string, id: string, kept: Kept }} Found */

/** @param {string} id @param {number} [epoch] */
const keyOf = (id, epoch = session.epoch) => `${epoch}/${id}`;

/** @param {string} id @param {Omit<Kept, "epoch">} kept @returns {store.Edit} under the keys of now */
const edit = (id, kept) => ({ store: "drafts", key: keyOf(id), value: { ...kept, epoch: session.epoch } });

/** All of whatever keys. @returns {Promise<Found[]>} */
async function all() {
  return (await store.entries("drafts")).map(([key, kept]) => ({ key: String(key), id: String(key).split("/")[1] ?? "", kept }));
}

/** @param {Kept} kept */
const isNow = ({ epoch }) => epoch === session.epoch;

/** @param {string} id @param {Omit<Kept, "epoch">} kept @returns {Promise<boolean>} whether it is on the disk of this device */
async function put(id, kept) {
  if (!isKeeper()) return false;
  return store.change([edit(id, kept)], { strict: true }).then(() => true, () => false);
}

/** Rule 1. @param {string} id @param {string} sealed @param {string} at */
export const keepDraftHere = (id, sealed, at) => put(id, { sealed, at, waiting: true });

/** The server has this very version. @param {string} id @param {string} sealed @param {string} at */
export async function draftArrived(id, sealed, at) {
  if (!isKeeper()) return;
  const kept = await store.get("drafts", keyOf(id));
  if (kept?.sealed === sealed) await put(id, { sealed, at, waiting: false });
}

/** Rule 1: thrown away; the server is told later. @param {string} id */
export const dropDraftHere = (id) => put(id, { sealed: null, at: "", waiting: true });

/** The server has it no more. @param {string} id */
export async function draftGone(id) {
  if (isKeeper()) await remove((one) => one.id === id && (isNow(one.kept) || one.kept.sealed === null));
}

/** @param {Pick<Found, "key">} found @returns {store.Edit} */
const dropped = ({ key }) => ({ store: "drafts", key });

/** @param {(one: Found) => boolean} isOver */
async function remove(isOver) {
  await store.change((await all()).filter(isOver).map(dropped));
}

/** Those of the keys of now, and those thrown away, which need none. @returns {Promise<Found[]>} */
export async function draftsHere() {
  if (!isKeeper()) return [];
  return (await all()).filter(({ kept }) => isNow(kept) || kept.sealed === null);
}

/** Rule 2. @param {{ draft_id: string, sealed: string, at: string }[]} listed by the server */
export async function mirrorDrafts(listed) {
  if (!isKeeper()) return;
  const here = await all();
  const there = new Set(listed.map(({ draft_id: id }) => keyOf(id)));
  const waiting = new Set(here.flatMap(({ key, kept }) => (kept.waiting ? [key] : [])));
  const gone = here.filter(({ key, kept }) => !kept.waiting && !there.has(key)).map(dropped);
  const arrived = listed.filter(({ draft_id: id }) => !waiting.has(keyOf(id)));
  await store.change([...gone, ...arrived.map(({ draft_id: id, sealed, at }) => edit(id, { sealed, at, waiting: false }))]);
}

/** They went with the keys of now, renewed here, sealed under these. */
export async function clearDraftsHere() {
  if (isKeeper()) await remove(({ kept }) => kept.epoch === session.epoch - 1);
}

/** What waits, of the keys of now and of those of before (rule 3). @returns {Promise<{ now: Found[], before: Found[] }>} */
export async function waitingDrafts() {
  const waiting = (await all()).filter(({ kept }) => kept.waiting && kept.sealed !== null);
  return { now: waiting.filter(({ kept }) => isNow(kept)), before: waiting.filter(({ kept }) => !isNow(kept)) };
}

/**
 * Rule 3: it waits under the keys of now.
 *
 * @param {Found} draft
 * @param {(as: string) => Promise<string>} sealAs
 * @returns {Promise<void>} once it is on the disk; beside the one that the server has under its name, whichever is newer
 */
export async function adoptDraft({ key, id, kept: { at } }, sealAs) {
  const name = (await store.get("drafts", keyOf(id))) ? b64(randomId()) : id;
  await store.change([edit(name, { sealed: await sealAs(name), at, waiting: true }), dropped({ key })], { strict: true });
}
