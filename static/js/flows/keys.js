/**
 * From what a person has (password, phrase, people, passkey) to the open keys of a vault, and back: making a new one.
 *
 * Rules that opening follows, in order:
 *  1. the cost of a derivation from a password is checked before anything is derived (A5, `crypto/kdf.js`);
 *  2. the server gets what proves the secret, never the secret; it answers with slots, of which one must be of the kind and
 *     carry exactly the parameters derived with (A2);
 *  3. that slot opens with this secret, vault and epoch, or nothing is made in its place (A2);
 *  4. the identity opens under the vault key; that the root names the same one and vouches for the slots is `catalogue.js`.
 *
 * A new vault has two ways in from its first second: the password, and a recovery phrase that its owner has yet to write down.
 */

import { Catalogue } from "../crypto/catalogue.js";
import { ID, KDF_FLOOR, KDF_LANES, KDF_SALT, KEY, PHRASE } from "../crypto/constants.js";
import { b64, randomBytes, randomId, unb64 } from "../crypto/encoding.js";
import { DoesNotOpenError, ForeignSlotError } from "../crypto/errors.js";
import { auth, paramsText, parseParams, passwordKey, vaultKeys } from "../crypto/kdf.js";
import { phraseAuth } from "../crypto/recovery.js";
import { defaultSettings } from "../crypto/roots.js";
import { Identity, newIdentityDocument } from "../crypto/signing.js";
import {
  newPasswordSlot,
  newPhraseSlot,
  openIdentity,
  openPasskeySlot,
  openPeopleSlot,
  openPhraseSlot,
  openSlot,
  passkeyParams,
  peopleParams,
  sealIdentity,
  slotOf,
} from "../crypto/slots.js";
import { argon2id } from "./argon2.js";
import { fromWire, toWire } from "./wire-slots.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../crypto/slots.js").Slot} Slot */
/** @typedef {import("../api/sessions.js").SessionAnswer} SessionAnswer */
/** @typedef {{ pmk: Bytes, params: import("../crypto/kdf.js").KdfParams, auth: string }} Derived */
/** @typedef {{ vaultId: Bytes, epoch: number, keys: import("../crypto/kdf.js").VaultKeys, identity: Identity, slots: Slot[] }} Opened */
/** @typedef {{ vaultId: Bytes, epoch: number, slots: Slot[] }} Served */
/** @typedef {(served: Served) => Promise<Bytes>} Way from the slots served to the vault key that one of them wraps */

/** Rule 2, by each way. @param {Derived} derived @returns {Way} */
export const byPassword = ({ pmk, params }) => async ({ slots, vaultId, epoch }) =>
  openSlot(slotOf(slots, "password", paramsText(params)), vaultId, epoch, params, pmk);

/** @param {Bytes} entropy @returns {Way} */
export const byPhrase = (entropy) => async ({ slots, vaultId, epoch }) => openPhraseSlot(slotOf(slots, "phrase"), vaultId, epoch, entropy);

/** @param {import("../crypto/slots.js").PeopleKey} people @returns {Way} */
export const byPeople = (people) => async ({ slots, vaultId, epoch }) =>
  openPeopleSlot(slotOf(slots, "people", peopleParams(people.setId)), vaultId, epoch, people);

/** @param {import("../crypto/slots.js").PasskeyKey} passkey @returns {Way} */
export const byPasskey = (passkey) => async ({ slots, vaultId, epoch }) =>
  openPasskeySlot(slotOf(slots, "passkey", passkeyParams(passkey.credential)), vaultId, epoch, passkey);

/**
 * Rule 1.
 *
 * @param {string} login normal already
 * @param {string} password
 * @param {string} text parameters as served
 * @returns {Promise<Derived>}
 */
export async function derive(login, password, text) {
  const params = parseParams(text);
  const pmk = await passwordKey(password, params, argon2id);
  return { pmk, params, auth: b64(await auth(pmk, login)) };
}

/**
 * Rule 3: the vault key, for as short as it is needed; the caller wipes it.
 *
 * @param {Way} way
 * @param {SessionAnswer} answer
 * @returns {Promise<Served & { vmk: Bytes }>}
 * @throws {ForeignSlotError} when the server gives no slot of that kind and these parameters, or one that does not open.
 */
async function openVaultKey(way, answer) {
  const served = { vaultId: unb64(answer.vault_id, ID), epoch: answer.epoch, slots: answer.slots.map(fromWire) };
  const vmk = await way(served).catch((error) => {
    // The server took what proves the secret, so a slot that it does not open is another one's.
    if (error instanceof DoesNotOpenError) throw new ForeignSlotError("a slot of another secret", { cause: error });
    throw error;
  });
  return { ...served, vmk };
}

/**
 * Rules 2 to 4.
 *
 * @param {Way} way
 * @param {SessionAnswer} answer
 * @returns {Promise<Opened>}
 * @throws {ForeignSlotError} as `openVaultKey`.
 */
export async function openKeys(way, answer) {
  const { vaultId, epoch, slots, vmk } = await openVaultKey(way, answer);
  const keys = await vaultKeys(vmk, vaultId, epoch);
  vmk.fill(0);
  const identity = await openIdentity(keys, vaultId, epoch, unb64(answer.identity));
  return { vaultId, epoch, keys, identity, slots };
}

/**
 * The parameters of a new password: the least cost, and a new salt.
 *
 * @returns {import("../crypto/kdf.js").KdfParams}
 */
export function newParams() {
  return { ...KDF_FLOOR, p: KDF_LANES, salt: randomBytes(KDF_SALT) };
}

/**
 * A new vault: its key, its identity, its two slots and its first root, ready for the server.
 *
 * @param {string} login normal already
 * @param {string} password
 * @param {string} time
 * @returns {Promise<{ derived: Derived, entropy: Bytes, body: Parameters<typeof import("../api/accounts.js").createAccount>[0] }>} entropy: of the phrase
 */
export async function newAccount(login, password, time) {
  const params = newParams();
  const [vaultId, vmk, entropy, epoch] = [randomId(), randomBytes(KEY), randomBytes(PHRASE), 1];
  const derived = await derive(login, password, paramsText(params));
  const keys = await vaultKeys(vmk, vaultId, epoch);
  const document = newIdentityDocument();
  const identity = await Identity.fromDocument(document);
  const slots = [await newPasswordSlot(vaultId, epoch, params, derived.pmk, vmk), await newPhraseSlot(vaultId, epoch, entropy, vmk)];
  vmk.fill(0);
  const settings = { ...defaultSettings(), phrase: "unchecked" };
  const { seq, root } = await Catalogue.create({ vaultId, epoch, keys, identity }, slots, time, settings);
  const nothing = { pages: [], records: [], files: [], trash: [], restore: [], erase: [] };
  const body = {
    login,
    vault_id: b64(vaultId),
    auth: derived.auth,
    params: paramsText(params),
    slots: slots.map(toWire),
    phrase_auth: b64(await phraseAuth(entropy, login)),
    identity: b64(await sealIdentity(keys, vaultId, epoch, document)),
    commit: { commit_id: b64(randomId()), seq, root: b64(root), ...nothing },
  };
  return { derived, entropy, body };
}
