/**
 * The recovery phrase of the open vault: its words while they are to be written down, and whether they were (FORMAT 5.9, 7.3).
 *
 *  1. Words are in this tab alone, from when they are made until they were typed back or the vault is left; a lock seals them.
 *     After that nothing here knows them: they can be typed back whole, or replaced, never shown again.
 *  2. Two words at places that are drawn each time show that they were written down; so do all twelve, which must open the slot.
 *  3. Going without is the owner's choice: the slot goes, and the root says so.
 *
 * Recovering with them is `recovery.js`; a new slot is made by `access.js`, which asks for the password.
 */

import { CryptoError } from "../crypto/errors.js";
import { fingerprint, parsePhrase, phraseWords } from "../crypto/recovery.js";
import { openPhraseSlot, slotOf } from "../crypto/slots.js";
import { addPhrase, changeAccess, without } from "./access.js";
import { FlowError } from "./errors.js";
import { hide, reveal } from "./hidden.js";
import { need, onForget, onLock, register, session } from "./session.js";
import { changeSettings } from "./settings.js";
import { areTypedBack, ownList } from "./words.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {{ login: string, seq: number, fingerprint: string }} Sheet what is written beside the words, to tell this vault and its age */

/** @type {string[] | undefined} */
let words;
/** @type {import("./hidden.js").Hidden | undefined} */
let hidden;

/**
 * Make a vault and open it; its words are to be written down next.
 *
 * @param {{ login: string, password: string }} choice
 * @returns {Promise<void>}
 * @throws as `register`.
 */
export async function makeVault(choice) {
  const entropy = await register(choice);
  words = await phraseWords(entropy, ownList());
  entropy.fill(0);
}

/**
 * Twelve new words that open the vault from now on; those of before no longer do.
 *
 * @param {string} password
 * @returns {Promise<void>} as `addPhrase`
 */
export async function renewPhrase(password) {
  words = await addPhrase(password, ownList());
}

/**
 * Rule 3.
 *
 * @param {string} password
 * @returns {Promise<void>} as `changeAccess`
 */
export async function declinePhrase(password) {
  await changeAccess(password, async ({ slots }) => ({
    slots: without(slots, "phrase"),
    settings: (settings) => ({ ...settings, phrase: "declined" }),
  }));
  forgetWords();
}

/** @returns {Promise<string[] | undefined>} the words that are to be written down, if this tab knows them (rule 1) */
export async function wordsToCheck() {
  if (!words && hidden) words = (await reveal(hidden)).words;
  return words;
}

/** @returns {Promise<Sheet>} of the vault as it is now */
export async function sheetOf() {
  const { vaultId, identity } = need();
  return { login: session.login ?? "", seq: session.seq, fingerprint: await fingerprint(vaultId, identity.public()) };
}

/**
 * Rule 2.
 *
 * @param {number[]} places from 0
 * @param {string[]} typed in the same order
 * @returns {Promise<void>} once the vault knows
 * @throws {FlowError} `phrase_wrong`; as `changeSettings`.
 */
export async function confirmPhrase(places, typed) {
  const known = await wordsToCheck();
  if (!known || !areTypedBack(known, places, typed)) throw new FlowError("phrase_wrong");
  await settle();
}

/**
 * Rule 2, from the sheet.
 *
 * @param {string} text
 * @returns {Promise<void>}
 * @throws {FlowError} `phrase_malformed` when they are no phrase, `phrase_wrong` when not this vault's.
 */
export async function confirmWholePhrase(text) {
  const { vaultId, epoch, slots } = need();
  const entropy = await readPhrase(text);
  const vmk = await openPhraseSlot(slotOf(slots, "phrase"), vaultId, epoch, entropy).catch((error) => {
    throw new FlowError("phrase_wrong", { cause: error });
  });
  vmk.fill(0);
  await settle();
}

/**
 * @param {string} text twelve words, however typed
 * @returns {Promise<Bytes>}
 * @throws {FlowError} `phrase_malformed`.
 */
export async function readPhrase(text) {
  return parsePhrase(text).catch((error) => {
    if (!(error instanceof CryptoError)) throw error;
    throw new FlowError("phrase_malformed", { cause: error });
  });
}

async function settle() {
  await changeSettings((settings) => ({ ...settings, phrase: "checked" }));
  forgetWords();
}

function forgetWords() {
  [words, hidden] = [undefined, undefined];
}

onLock(async () => {
  if (words) hidden = await hide({ words });
});
onForget(() => {
  words = undefined;
  if (session.login === undefined) hidden = undefined;
});
