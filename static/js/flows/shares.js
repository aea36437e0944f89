/**
 * Showing a chosen part of the vault to one person, until a date (FORMAT 10).
 *
 *  1. `prepareShare` makes the very document that will be sealed: the last look shows it, and nothing is added afterwards.
 *  2. Feelings, thoughts and the notes of contacts stay out unless chosen; links to what is not shared are cut.
 *  3. A copy without location is a new file (`copies.js`); if one cannot be made, nothing is prepared.
 *  4. `createShare` may be called again with the same preparation after a refusal: it is one share, with one link and one code.
 *  5. An opening counts as the recipient's only with a receipt that verifies under the key kept in the signed root, and each receipt
 *     counts once.
 *  6. Ending is said to the server first: the half is gone even if the root cannot be written now. With it go the body and the copies
 *     made for the share: what it showed can be looked at again only while it lives.
 *
 * Dates are the server's: the clock of a phone may be wrong by a day.
 */

import { serverNow } from "../api/client.js";
import * as api from "../api/shares.js";
import { DOCUMENT_MAX, ID, KEY, LINK_SECRET, LIST_LIMIT, SIGNATURE } from "../crypto/constants.js";
import { b64, concat, context, dump, formatTime, load, lp, parseTime, randomBytes, randomId, sha256, unb64 } from "../crypto/encoding.js";
import { CryptoError, ForgedError } from "../crypto/errors.js";
import { unpad } from "../crypto/padding.js";
import { openingMessage, policy } from "../crypto/policy.js";
import { share as shareSchema } from "../crypto/schema.js";
import { openSealed } from "../crypto/sealing.js";
import { Link, linkKeys, newCode, sealShare, shareEntry } from "../crypto/sharing.js";
import { verify } from "../crypto/signing.js";
import { argon2id } from "./argon2.js";
import { commit, isWaiting, row, shareEntries, trusting } from "./catalogue.js";
import { copiesKept } from "./copies.js";
import { FlowError, codeOf } from "./errors.js";
import { marksFor } from "./heavy.js";
import { line } from "./items.js";
import { isPassing } from "./pending.js";
import { readRecords } from "./records.js";
import { need, onForget } from "./session.js";
import { sharedItems } from "./share-items.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */

/**
 * @typedef {object} Choice
 * @property {string[]} items ids, in the order in which they are shown
 * @property {string} label who it is for, in the owner's words
 * @property {string} [purpose]
 * @property {number} [days] 1 to 30
 * @property {number} [maxOpens]
 * @property {boolean} [feelings] show them
 * @property {boolean} [thoughts]
 * @property {boolean} [notes] of contacts
 * @property {boolean} [withoutLocation] files that may say where they were taken as copies that do not
 * @property {string[]} [asIs] ids of pieces shown as they are all the same
 */

/**
 * @typedef {object} PreparedShare
 * @property {any} document what will be sealed, to the letter
 * @property {any[]} preview its items
 * @property {string[]} files that the recipient may read
 * @property {string[]} copies of them that are new
 * @property {string[]} copied ids of the items that are shown by a copy
 * @property {{ link: Link, code: string, entry: any, wire: any }} [made]
 */

/**
 * @typedef {object} ShareStatus
 * @property {string} id
 * @property {string} label
 * @property {string} purpose
 * @property {string} notBefore
 * @property {string} notAfter
 * @property {string} madeAt
 * @property {number} items
 * @property {number} maxOpens
 * @property {"waiting" | "live" | "over" | "ended"} state
 * @property {string | null} endedAt
 * @property {string | null} endedWhy as the server says it
 * @property {number} opens as the server counts them
 * @property {number} wrongCodes
 * @property {{ at: string, verified: boolean }[]} receipts newest first
 * @property {boolean} unknown the server says nothing of it
 */

const DAYS = 7;
const OPENS = 20;
const DAY = 86_400_000;

/**
 * The document that would be sealed (rule 1).
 *
 * @param {Choice} choice
 * @param {(done: number, all: number) => void} [onProgress] of the copies
 * @returns {Promise<PreparedShare>}
 * @throws {FlowError} `share_empty`, `share_too_large`; {FlowError} `no_copy` with the `item` of which no copy can be made.
 */
export async function prepareShare(choice, onProgress = () => {}) {
  const { vaultId, identity } = need();
  const chosen = choice.items.flatMap((id) => row(id) ?? []).filter(({ trashed_at: trashed, erased_at: erased }) => !trashed && !erased);
  if (chosen.length === 0) throw new FlowError("share_empty");
  const rows = [...chosen, ...(await marksFor(chosen.map(({ id }) => id)))];
  if (rows.length > LIST_LIMIT) throw new FlowError("share_too_large");
  // A share names versions by what the catalogue vouches for, and it does not yet for what waits on this device.
  if (rows.some(({ id }) => isWaiting(id))) throw new FlowError("needs_network");
  const records = await readRecords(rows.map(({ id }) => id));
  const { items, copies, copied } = await sharedItems(rows, records, choice, onProgress);
  const start = serverNow();
  const end = new Date(start.getTime() + (choice.days ?? DAYS) * DAY);
  const document = {
    v: 1,
    share_id: b64(randomId()),
    vault_id: b64(vaultId),
    sharer: identity.public().ed25519,
    label: line("label", choice.label),
    purpose: line("purpose", choice.purpose),
    not_before: formatTime(start),
    not_after: formatTime(end),
    max_opens: choice.maxOpens ?? OPENS,
    made_at: formatTime(start),
    items,
  };
  checkSize(document);
  const files = items.flatMap(({ document: { file, thumb } }) => [file?.id, thumb?.id]).filter((id) => id !== undefined);
  return { document, preview: items, files: [...new Set(files)], copies, copied };
}

/** @param {any} document */
function checkSize(document) {
  const text = JSON.stringify(document);
  if (text.length > DOCUMENT_MAX || dump(document).length > DOCUMENT_MAX) throw new FlowError("share_too_large");
}

/**
 * Make the share (rule 4).
 *
 * @param {PreparedShare} prepared
 * @returns {Promise<{ link: string, code: string, entry: any }>} the code is kept nowhere else
 * @throws {import("../api/client.js").ApiError} `fresh_needed`: ask for the password, then call again.
 */
export async function createShare(prepared) {
  prepared.made ??= await make(prepared);
  const { link, code, entry, wire } = prepared.made;
  await commit({ addShare: entry, keep: prepared.copies }, wire);
  copiesKept(prepared.copies);
  return { link: address(link), code, entry };
}

/** @param {Link} link */
const address = (link) => `${location.origin}/lire#${link.fragment()}`;

/** The link of a share, to give it again; its code is kept nowhere. @param {string} id */
export function linkOf(id) {
  return address(new Link(unb64(id, ID), unb64(known(id).link, KEY)));
}

/** @param {PreparedShare} prepared */
async function make({ document, files, copies }) {
  const link = new Link(unb64(document.share_id, ID), randomBytes(LINK_SECRET));
  const code = newCode();
  const sealed = await sealShare(need().identity, await linkKeys(link, code, argon2id), document);
  const wire = {
    share_id: document.share_id,
    policy: b64(sealed.policy),
    body: b64(sealed.body),
    wrapped: b64(sealed.wrapped),
    half: b64(sealed.half),
    link_key: b64(sealed.linkPublic),
    access_key: b64(sealed.accessPublic),
    files,
    own: copies,
  };
  return { link, code, entry: await shareEntry(link, document, sealed), wire };
}

/** What became of each share of the root. @returns {Promise<ShareStatus[]>} newest first */
export async function listShares() {
  const { shares } = await api.listShares();
  const states = new Map(shares.map((state) => [state.share_id, state]));
  const all = await Promise.all(shareEntries().map((entry) => statusOf(entry, states.get(entry.id))));
  return all.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
}

/** @param {any} entry of the root @param {api.ShareState | undefined} served @returns {Promise<ShareStatus>} */
async function statusOf(entry, served) {
  const receipts = await checkedReceipts(entry, served?.receipts ?? []);
  const endedAt = entry.ended_at ?? served?.ended_at ?? null;
  return {
    id: entry.id,
    label: entry.label,
    purpose: entry.purpose,
    notBefore: entry.not_before,
    notAfter: entry.not_after,
    madeAt: entry.made_at,
    items: entry.items,
    maxOpens: entry.max_opens,
    state: stateOf(entry, endedAt),
    endedAt,
    endedWhy: served?.ended_why ?? null,
    opens: served?.opens ?? 0,
    wrongCodes: served?.wrong_codes ?? 0,
    receipts: receipts.toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    unknown: served === undefined,
  };
}

/** @param {any} entry @param {string | null} endedAt @returns {ShareStatus["state"]} */
function stateOf(entry, endedAt) {
  const present = serverNow();
  if (parseTime(entry.not_after) <= present) return "over";
  if (endedAt !== null) return "ended";
  return parseTime(entry.not_before) > present ? "waiting" : "live";
}

/**
 * Rule 5: what the server shows a second time is no second opening.
 *
 * @param {any} entry
 * @param {api.ShareState["receipts"]} receipts
 */
function checkedReceipts(entry, receipts) {
  const first = new Map(receipts.toReversed().map((receipt) => [receipt.challenge, receipt]));
  return Promise.all(receipts.map(async (receipt) => {
    const { at, verified } = await checkedReceipt(entry, receipt);
    return { at, verified: verified && first.get(receipt.challenge) === receipt };
  }));
}

/**
 * Rule 5: signed by whoever had link and code, over this share, policy and body.
 *
 * @param {any} entry
 * @param {{ challenge: string, signature: string, at: string }} receipt
 */
async function checkedReceipt(entry, { challenge, signature, at }) {
  try {
    const shareId = unb64(entry.id, ID);
    const allowed = policy(shareId, entry.not_before, entry.not_after, entry.max_opens);
    if (b64(await sha256(allowed)) !== entry.policy) throw new ForgedError("a policy is not that of its entry");
    const message = await openingMessage(shareId, unb64(challenge), allowed, unb64(entry.body));
    await verify(unb64(entry.access, KEY), "opening", message, unb64(signature, SIGNATURE));
    return { at, verified: true };
  } catch (error) {
    if (error instanceof CryptoError) return { at, verified: false };
    throw error;
  }
}

/**
 * End a share now (rule 6).
 *
 * @param {string} id
 * @returns {Promise<string>} when it ended
 */
export async function endShare(id) {
  const { ended_at: at } = await api.endShare(id);
  await commit({ endShare: { id, at } }).catch((error) => {
    // The share has ended; the root says so with the next change that gets through.
    if (!isPassing(error)) throw error;
  });
  return at;
}

/** @param {string} id @returns {any} its entry in the root */
function known(id) {
  const entry = shareEntries().find((one) => one.id === id);
  if (!entry) throw new FlowError("not_found");
  return entry;
}

/** What a share shows, as its recipient sees it. @param {string} id @returns {Promise<any>} the share document */
export async function lookAgain(id) {
  const entry = known(id);
  const body = await api.getShareBody(id);
  return trusting(() => openOwn(entry, body));
}

/** @param {any} entry @param {Bytes} body */
async function openOwn(entry, body) {
  if (b64(await sha256(body)) !== entry.body) throw new ForgedError("a share is not the one that was made");
  const shareId = unb64(entry.id, ID);
  const plaintext = unpad(await openSealed(unb64(entry.sck, KEY), context("share", { objectId: shareId, version: 1 }), body));
  const data = plaintext.slice(SIGNATURE);
  await verify(need().identity.signing.publicKey, "share", concat(lp(shareId), data), plaintext.slice(0, SIGNATURE));
  return load(data, shareSchema);
}

/** Entries of the shares that somebody can open, now or later. @returns {any[]} */
export const openShares = () => shareEntries().filter((entry) => ["live", "waiting"].includes(stateOf(entry, entry.ended_at)));

/** @type {Map<string, Set<string>>} items by share: what a share shows never changes */
const shown = new Map();
onForget(() => shown.clear());

/**
 * Those of them that show one of these items: erasing it here leaves it there until they end.
 *
 * @param {string[]} itemIds
 * @returns {Promise<any[]>} their entries in the root
 */
export async function sharesWith(itemIds) {
  const open = openShares();
  const contents = await Promise.all(open.map(({ id }) => itemsShown(id)));
  return open.filter((_, i) => itemIds.some((id) => contents[i]?.has(id)));
}

/** @param {string} id of the share @returns {Promise<Set<string>>} */
async function itemsShown(id) {
  const known = shown.get(id);
  if (known) return known;
  try {
    const { items } = await lookAgain(id);
    shown.set(id, new Set(items.map((/** @type {{ id: string }} */ item) => item.id)));
  } catch (error) {
    // It ended meanwhile, by itself or from another device: nobody is shown anything of it any more.
    if (codeOf(error) !== "not_found") throw error;
  }
  return shown.get(id) ?? new Set();
}
