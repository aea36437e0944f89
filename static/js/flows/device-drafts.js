/**
 * Drafts on the disk of a device that its owner called hers, sealed as the server has them; so that what is being written survives a
 * closed tab without network.
 *
 *  1. A draft that waits is here until the server has it; one that was thrown away without network is remembered as such until the server knows.
 *  2. What the server has is here too, to be read without network; the server's list decides what else there is.
 */

import { isKeeper } from "./device-copy.js";
import * as store from "./device-store.js";

/** @typedef {{ sealed: string | null, at: string, waiting: boolean }} Kept sealed: null when it was thrown away */

/** @param {string} id @param {Kept} kept @returns {Promise<boolean>} whether it is on the disk of this device */
async function put(id, kept) {
  if (!isKeeper()) return false;
  return store.change([{ store: "drafts", key: id, value: kept }], { strict: true }).then(() => true, () => false);
}

/** Rule 1. @param {string} id @param {string} sealed @param {string} at */
export const keepDraftHere = (id, sealed, at) => put(id, { sealed, at, waiting: true });

/** The server has this very version. @param {string} id @param {string} sealed @param {string} at */
export async function draftArrived(id, sealed, at) {
  if (!isKeeper()) return;
  const kept = await store.get("drafts", id);
  if (kept?.sealed === sealed) await put(id, { sealed, at, waiting: false });
}

/** Rule 1: thrown away; the server is told later. @param {string} id */
export const dropDraftHere = (id) => put(id, { sealed: null, at: "", waiting: true });

/** The server has it no more. @param {string} id */
export async function draftGone(id) {
  if (isKeeper()) await store.change([{ store: "drafts", key: id }]);
}

/** @returns {Promise<{ id: string, kept: Kept }[]>} all that is here */
export async function draftsHere() {
  if (!isKeeper()) return [];
  return (await store.entries("drafts")).map(([id, kept]) => ({ id: String(id), kept }));
}

/** Rule 2. @param {{ draft_id: string, sealed: string, at: string }[]} listed by the server */
export async function mirrorDrafts(listed) {
  if (!isKeeper()) return;
  const here = new Map((await draftsHere()).map(({ id, kept }) => [id, kept]));
  const there = new Set(listed.map(({ draft_id: id }) => id));
  /** @type {store.Edit[]} */
  const edits = listed.filter(({ draft_id: id }) => !here.get(id)?.waiting).map(({ draft_id: key, sealed, at }) => ({ store: "drafts", key, value: { sealed, at, waiting: false } }));
  for (const [key, { waiting }] of here) if (!waiting && !there.has(key)) edits.push({ store: "drafts", key });
  await store.change(edits);
}

/** They were sealed under keys that are no more. */
export async function clearDraftsHere() {
  if (isKeeper()) await store.change((await store.keysOf("drafts")).map((key) => ({ store: "drafts", key })));
}
