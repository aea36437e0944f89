/**
 * The ways into the vault, who is in, and what happened to it, as the server noted it.
 *
 * `changeAccess` is how every way in is changed:
 *  1. the password is typed; the server takes it (and counts it), which also makes the session fresh;
 *  2. the new list of slots is made from the one that the root vouches for, never from one only served (A2);
 *  3. slots, checks and the root go in one request, which is kept whole or not at all; on another device's newer root all is
 *     worked out again;
 *  4. the tab stays open, with the keys of after;
 *  5. when the answer is lost nobody knows whether it was kept: the very same request is sent again (`settleAccess`), and either
 *     the old ways in hold or the new ones do.
 */

import { listRefusals, postAccess } from "../api/access.js";
import { ApiError } from "../api/client.js";
import { listEvents } from "../api/events.js";
import { closeOtherSessions, closeSession, listSessions, unlockSession } from "../api/sessions.js";
import { PHRASE } from "../crypto/constants.js";
import { b64, randomBytes } from "../crypto/encoding.js";
import { ForgedError } from "../crypto/errors.js";
import { phraseAuth, phraseWords } from "../crypto/recovery.js";
import { newPhraseSlot, slotOf } from "../crypto/slots.js";
import { commitRoot, refresh, reload, trusting, vouchedSlots } from "./catalogue.js";
import { clearDraftsHere } from "./device-drafts.js";
import { FlowError, codeOf } from "./errors.js";
import { byPassword, derive } from "./keys.js";
import { admit, onForget, session } from "./session.js";
import { toWire } from "./wire-slots.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../crypto/slots.js").Slot} Slot */
/** @typedef {import("./roots.js").Settings} Settings */
/** @typedef {import("../api/access.js").WireAccess} WireAccess */

/** @typedef {{ vmk: Bytes, vaultId: Bytes, epoch: number, login: string, slots: Slot[] }} Ways the ways in as they are; vmk is wiped afterwards */

/**
 * @typedef {object} NewWays what they are to become; a check comes with each slot of its kind that changes
 * @property {Slot[]} slots the whole list
 * @property {{ auth: string, params: string }} [password]
 * @property {string} [phraseAuth]
 * @property {{ auth: string, half: string, delayDays: number }} [people]
 * @property {(settings: Settings) => Settings} [settings]
 * @property {Rotation} [rotation]
 * @property {string[]} [endShares] ids
 * @property {boolean} [dropFactors] only after a recovery
 * @property {boolean} [closeSessions] all the others
 */

/**
 * @typedef {object} Rotation
 * @property {Bytes} vmk new
 * @property {import("../crypto/roots.js").Unlocked} unlocked the keys that it opens
 * @property {string} identity sealed
 * @property {{ draft_id: string, sealed: string }[]} drafts sealed again
 */

/** @typedef {(ways: Ways) => Promise<NewWays>} EditWays may be called again on newer ways in: secrets are chosen outside of it */

/** Refusals at the door: what was sent before is not looked at, and may be kept all the same. */
const UNDECIDED = new Set(["fresh_needed", "session_ended", "too_many_attempts"]);

/** @type {{ body: WireAccess, vmk: Bytes } | undefined} rule 5 */
let unsettled;

/**
 * Change the ways in, by the list above.
 *
 * @param {string} password the present one
 * @param {EditWays} edit
 * @returns {Promise<void>} once the server has it on disk
 * @throws {ApiError} `login_refused` on another password; `offline`…: then `settleAccess` tells; {FlowError} `locked`, `read_only`.
 */
export async function changeAccess(password, edit) {
  const login = session.login ?? "";
  await refresh();
  const { params } = slotOf(await vouchedSlots(), "password");
  const derived = await derive(login, password, params);
  try {
    await unlockSession(derived.auth); // 1
    await changeWays({ auth: derived.auth, open: byPassword(derived) }, edit);
  } finally {
    derived.pmk.fill(0);
  }
}

/**
 * Rules 2 to 5, for whoever holds a secret that opens the vault; `auth` is null in a session that a recovery opened.
 *
 * @param {{ auth: string | null, open: import("./keys.js").Way }} proof
 * @param {EditWays} edit
 */
export async function changeWays({ auth, open }, edit) {
  if (unsettled) await settleAccess();
  const [{ vaultId, epoch, login = "" }, wiped] = [session, /** @type {Bytes[]} */ ([])];
  if (!vaultId) throw new FlowError("locked");
  /** @type {NewWays} */
  let wanted;
  /** @type {Bytes} */
  let vmk;
  try {
    await commitRoot(
      async ({ slots, settings }) => {
        wiped.push((vmk = await open({ vaultId, epoch, slots })));
        wanted = await edit({ vmk, vaultId, epoch, login, slots });
        if (wanted.rotation) wiped.push(wanted.rotation.vmk);
        const { rotation, endShares = [] } = wanted;
        return { slots: wanted.slots, settings: wanted.settings?.(settings), rotation: rotation?.unlocked, endShares };
      },
      (commit) => send({ ...wireOf(wanted, epoch), auth, commit }, wanted.rotation?.vmk ?? vmk),
    );
  } finally {
    for (const key of wiped) key.fill(0);
  }
}

/** @param {NewWays} wanted @param {number} epoch @returns {Omit<WireAccess, "auth" | "commit">} */
function wireOf({ slots, rotation, ...ways }, epoch) {
  const { password = null, phraseAuth: phrase = null, people, endShares = [], dropFactors = false, closeSessions = false } = ways;
  return {
    epoch: rotation ? rotation.unlocked.epoch : epoch,
    identity: rotation?.identity ?? null,
    slots: slots.map(toWire),
    password,
    phrase_auth: phrase,
    people: people ? { auth: people.auth, half: people.half, delay_days: people.delayDays } : null,
    drafts: rotation?.drafts ?? [],
    end_shares: endShares,
    drop_factors: dropFactors,
    close_sessions: closeSessions,
  };
}

/** Rules 4 and 5. @param {WireAccess} body @param {Bytes} vmk that the new slots wrap */
async function send(body, vmk) {
  const answer = await postAccess(body).catch((error) => {
    if (error instanceof ApiError && error.passing) unsettled = { body, vmk: vmk.slice() };
    throw error;
  });
  await trusting(async () => {
    if (answer.epoch !== body.epoch || answer.seq < body.commit.seq) throw new ForgedError("other ways in were kept");
  });
  // Locked meanwhile: it opens with the new ways in.
  if (session.state !== "open") return;
  await admit(async () => vmk.slice(), answer);
  // The drafts that waited on this device went along, under the keys of after. One that the disk cannot forget is offered once more.
  if (body.identity !== null) await clearDraftsHere().catch(() => undefined);
}

/** Whether a change was sent whose answer never came. */
export function isUnsettled() {
  return unsettled !== undefined;
}

/**
 * Rule 5: send what was sent once more.
 *
 * @returns {Promise<void>} once it is kept, now or then
 * @throws {ApiError} as `changeAccess`; `conflict` or a refusal when it was not kept and no longer can be: nothing has changed then. Of
 *   `fresh_needed` and the like `isUnsettled` stays: it is to be asked again.
 */
export async function settleAccess() {
  if (!unsettled) return;
  const asked = unsettled;
  unsettled = undefined;
  await send(asked.body, asked.vmk).catch((error) => {
    if (UNDECIDED.has(codeOf(error)) && session.state === "open") unsettled = asked;
    throw error;
  });
  asked.vmk.fill(0);
  await reload();
}

onForget(() => {
  unsettled?.vmk.fill(0);
  unsettled = undefined;
});

/**
 * A new recovery phrase; one that there was no longer opens.
 *
 * @param {string} password
 * @param {import("../crypto/recovery.js").Language} [language]
 * @returns {Promise<string[]>} its twelve words, yet to be written down
 * @throws as `changeAccess`.
 */
export async function addPhrase(password, language = "french") {
  const entropy = randomBytes(PHRASE);
  try {
    const words = await phraseWords(entropy, language);
    await changeAccess(password, (ways) => withPhrase(ways, entropy));
    return words;
  } finally {
    entropy.fill(0);
  }
}

/** @param {Ways} ways @param {Bytes} entropy @returns {Promise<NewWays>} */
async function withPhrase({ vmk, vaultId, epoch, login, slots }, entropy) {
  return {
    slots: [...without(slots, "phrase"), await newPhraseSlot(vaultId, epoch, entropy, vmk)],
    phraseAuth: b64(await phraseAuth(entropy, login)),
    settings: (settings) => ({ ...settings, phrase: "unchecked" }),
  };
}

/** @param {Slot[]} slots @param {string} kind @returns {Slot[]} */
export function without(slots, kind) {
  return slots.filter((slot) => slot.kind !== kind);
}

/** @returns {Promise<{ id: string, via: string, createdAt: string, seenAt: string, current: boolean }[]>} newest first */
export async function openSessions() {
  const { sessions } = await listSessions();
  const plain = sessions.map(({ session_id: id, via, created_at: createdAt, seen_at: seenAt, current }) => ({ id, via, createdAt, seenAt, current }));
  return plain.toSorted((a, b) => (a.seenAt < b.seenAt ? 1 : -1));
}

/** @param {string} id */
export async function endSession(id) {
  await closeSession(id);
}

/** All the sessions but this one. */
export async function closeOthers() {
  await closeOtherSessions();
}

/** Failed accesses of ninety days, by day and kind, newest first. @returns {Promise<{ on: string, kind: string, count: number, lastAt: string }[]>} */
export async function refusals() {
  const { refusals: listed } = await listRefusals();
  return listed.map(({ on, kind, count, last_at: lastAt }) => ({ on, kind, count, lastAt }));
}

/** @param {string} [before] id of an event: only older ones @returns {Promise<import("../api/events.js").VaultEvent[]>} newest first */
export async function activity(before) {
  return (await listEvents(before)).events;
}
