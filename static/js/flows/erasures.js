/**
 * Erasing before the thirty days of the trash, or the whole vault: asked for, waited for in sight, then done.
 *
 *  1. What is not in the trash yet goes there first: the server names nothing else.
 *  2. The waiting is the server's: three days, or for a whole vault thirty if asked. The recovery phrase takes it away; the twelve
 *     words stay in this tab.
 *  3. Items are erased by a commit of this tab once their erasure is ready, since only a client can write that they are gone.
 *  4. When the whole vault is erased at once, this tab forgets everything in the same turn, and this device its copy.
 *
 * Asking and erasing need the password of the last minutes (`fresh_needed`); cancelling does not.
 */

import { serverNow } from "../api/client.js";
import { cancelErasure as cancel, listErasures, postErasure, postInactivity } from "../api/erasures.js";
import { b64, parseTime } from "../crypto/encoding.js";
import { CryptoError } from "../crypto/errors.js";
import { parsePhrase, phraseAuth } from "../crypto/recovery.js";
import { row } from "./catalogue.js";
import { isKept, leaveDevice } from "./device.js";
import { FlowError } from "./errors.js";
import { erase, trash } from "./items.js";
import { leave, need, session } from "./session.js";

/** @typedef {{ id: string, whole: boolean, items: string[], askedAt: string, readyAt: string, ready: boolean }} Erasure */

const DAYS = 3;
const TRASH_DAYS = 30;
/** Milliseconds. */
const DAY = 86_400_000;
const CLOCK_SLACK = 5000;

/**
 * Ask for an erasure (rules 1, 2 and 4).
 *
 * @param {{ items?: string[], whole?: boolean, days?: 3 | 30, phrase?: string }} wish `phrase` as typed
 * @returns {Promise<{ id: string, readyAt: string } | null>} null: the vault is erased, and this tab has left it
 * @throws {FlowError} `phrase_malformed`; {import("../api/client.js").ApiError} `login_refused` (the phrase), `fresh_needed`, `limit_reached`.
 */
export async function askErasure({ items = [], whole = false, days = DAYS, phrase }) {
  const proof = phrase === undefined ? null : await proofOf(phrase);
  const missing = items.filter((id) => row(id)?.trashed_at === null);
  if (missing.length > 0) await trash(missing);
  const asked = await postErasure({ whole, items, phrase_auth: proof, days });
  if (asked) return { id: asked.erasure_id, readyAt: asked.ready_at };
  await (isKept() ? leaveDevice() : leave());
  return null;
}

/** @param {string} phrase */
async function proofOf(phrase) {
  need();
  try {
    return b64(await phraseAuth(await parsePhrase(phrase), session.login ?? ""));
  } catch (error) {
    // Said as such: as a malformed answer of the server it would frighten.
    if (error instanceof CryptoError) throw new FlowError("phrase_malformed", { cause: error });
    throw error;
  }
}

/** The erasures under way, the first to be ready first. @returns {Promise<Erasure[]>} */
export async function erasures() {
  const { erasures: found } = await listErasures();
  return found.map(({ erasure_id: id, whole, items, asked_at: askedAt, ready_at: readyAt }) =>
    ({ id, whole, items, askedAt, readyAt, ready: parseTime(readyAt) <= serverNow() }));
}

/** Days before an item of the trash may be erased without asking for it first. @param {string | null} trashedAt @returns {number} 0 when it may */
export function daysInTrash(trashedAt) {
  const since = trashedAt === null ? serverNow() : parseTime(trashedAt);
  return Math.max(0, Math.ceil((since.getTime() - serverNow().getTime()) / DAY + TRASH_DAYS));
}

/** Whether an erasure just asked for is possible at once: the server's clock may be ahead of what is known of it here. @param {string} readyAt */
export function isAtOnce(readyAt) {
  return parseTime(readyAt).getTime() <= serverNow().getTime() + CLOCK_SLACK;
}

/** For any open session, ready or not. @param {string} id of the erasure */
export async function cancelErasure(id) {
  await cancel(id);
}

/**
 * Erase those items of a ready erasure that are still in the trash (rule 3); one whose items all came back is over.
 *
 * @param {Pick<Erasure, "id" | "items">} ready
 * @returns {Promise<string[]>} the ids of what was erased
 */
export async function finishErasure({ id, items }) {
  const there = items.filter((item) => row(item)?.trashed_at);
  await (there.length > 0 ? erase(there) : cancel(id));
  return there;
}

/** How long the vault is kept when nobody opens it. @param {number} years 2 to 30 */
export async function keepFor(years) {
  await postInactivity(years);
}
