/**
 * Changes and drafts written on this device under keys that were renewed elsewhere meanwhile (FORMAT 5.12): the passphrase of then opens
 * them once more, and they are sealed again under the keys of now.
 *
 *  1. The copy keeps the ways in of then for as long as such are on it (`device-copy.js`); what opens them is checked as ever.
 *  2. A change whose commit had been sent, and is in the catalogue, is done.
 *  3. A draft is kept beside the one that the service has under the same name.
 *  4. One that does not open any more (the disk was damaged) does not hold up the others: a change is shown with the refused ones, a draft goes.
 *     One that was refused stays so.
 *  5. Nothing is thrown away when the passphrase is wrong. Keys renewed more than once leave more than one: what this one opens is taken up.
 */

import { CryptoError, ForeignSlotError, OmittedError } from "../crypto/errors.js";
import { slotOf } from "../crypto/slots.js";
import { formerAnswers, openOwn, sealOwn } from "./device-copy.js";
import { adoptDraft, waitingDrafts } from "./device-drafts.js";
import * as store from "./device-store.js";
import { sealedAgain } from "./drafts.js";
import { FlowError, codeOf } from "./errors.js";
import { byPassword, derive, openKeys } from "./keys.js";
import { checkKept } from "./known.js";
import { need, session } from "./session.js";
import { fromWire } from "./wire-slots.js";

/** @typedef {import("./device-outbox.js").Entry} Entry */
/** @typedef {import("./keys.js").Opened} Opened */

/**
 * @param {string} password of then
 * @returns {Promise<void>} once they are on the disk under the keys of now
 * @throws {FlowError} `former_refused` when it does not open them.
 */
export async function adoptStranded(password) {
  const opened = (await Promise.all(formerAnswers().map((answer) => openFormer(password, answer)))).filter((one) => one !== null);
  if (opened.length === 0) throw new FlowError("former_refused");
  for (const one of opened) await adoptAll(one);
}

/** @param {string} password @param {ReturnType<typeof formerAnswers>[number]} answer @returns {Promise<Opened | null>} null where it is another one */
async function openFormer(password, answer) {
  const derived = await derive(session.login ?? "", password, slotOf(answer.slots.map(fromWire), "password").params);
  const opened = await openKeys(byPassword(derived), { ...answer, login: "" }).catch((error) => {
    if (error instanceof ForeignSlotError) return null;
    throw error;
  });
  derived.pmk.fill(0);
  return opened;
}

/** @param {Opened} opened */
async function adoptAll(opened) {
  for (const [n, entry] of await store.entries("outbox")) if (entry.epoch === opened.epoch) await adopt(Number(n), entry, opened);
  for (const draft of (await waitingDrafts()).before) {
    const { id, kept: { epoch, sealed } } = draft;
    if (epoch !== opened.epoch || !sealed) continue;
    await adoptDraft(draft, (as) => sealedAgain({ id, sealed }, opened.keys, need().keys, as)).catch(async (error) => {
      if (!(error instanceof CryptoError)) throw error;
      await store.change([{ store: "drafts", key: draft.key }]); // 4
    });
  }
}

/** @param {number} n @param {Entry} entry @param {Opened} opened */
async function adopt(n, entry, opened) {
  if (entry.wire && (await isKept(entry.wire))) return store.change([{ store: "outbox", key: n }]); // 2
  const { at, base, refused } = entry;
  const body = await openOwn("change", entry.change, opened).catch((/** @type {unknown} */ error) => ({ refused: codeOf(error) }));
  const taken = typeof body === "string" ? { change: await sealOwn("change", body), ...(refused ? { refused } : {}) } : { change: entry.change, ...body }; // 4
  await store.change([{ store: "outbox", key: n, value: { epoch: session.epoch, at, base, ...taken } }], { strict: true });
}

/** @param {import("../api/catalogue.js").WireCommit} wire */
async function isKept({ records }) {
  try {
    await checkKept(records);
    return records.length > 0;
  } catch (error) {
    if (error instanceof OmittedError) return false;
    throw error;
  }
}
