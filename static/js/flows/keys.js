/**
 * From a login and a password to the open keys of a vault, and back: making a new one.
 *
 * Rules that opening follows, in order:
 *  1. the cost of the derivation is checked before anything is derived (A5, `crypto/kdf.js`);
 *  2. the server gets AUTH only; it answers with slots, of which one must carry exactly the parameters derived with (A2);
 *  3. that slot opens under this password, vault and epoch, or nothing is made in its place (A2);
 *  4. the identity opens under the vault key; that the root names the same one and vouches for the slots is `catalogue.js`.
 */

import { Catalogue } from "../crypto/catalogue.js";
import { ID, KDF_FLOOR, KDF_LANES, KDF_SALT, KEY } from "../crypto/constants.js";
import { b64, randomBytes, randomId, unb64 } from "../crypto/encoding.js";
import { DoesNotOpenError, ForeignSlotError } from "../crypto/errors.js";
import { auth, paramsText, parseParams, passwordKey, vaultKeys } from "../crypto/kdf.js";
import { Identity, newIdentityDocument } from "../crypto/signing.js";
import { newPasswordSlot, openIdentity, openSlot, sealIdentity, slotOf } from "../crypto/slots.js";
import { argon2id } from "./argon2.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../crypto/slots.js").Slot} Slot */
/** @typedef {import("../api/sessions.js").SessionAnswer} SessionAnswer */
/** @typedef {{ pmk: Bytes, params: import("../crypto/kdf.js").KdfParams, auth: string }} Derived */
/** @typedef {{ vaultId: Bytes, epoch: number, keys: import("../crypto/kdf.js").VaultKeys, identity: Identity, slots: Slot[] }} Opened */

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
 * Rules 2 to 4.
 *
 * @param {Derived} derived
 * @param {SessionAnswer} answer
 * @returns {Promise<Opened>}
 * @throws {ForeignSlotError} when the server gives no slot of these parameters, or one that this password does not open.
 */
export async function openKeys({ pmk, params }, answer) {
  const [vaultId, { epoch }] = [unb64(answer.vault_id, ID), answer];
  const slots = answer.slots.map(fromWire);
  const slot = slotOf(slots, "password", paramsText(params));
  const vmk = await openSlot(slot, vaultId, epoch, params, pmk).catch((error) => {
    // The server took the password, so a slot that it does not open is another one's.
    if (error instanceof DoesNotOpenError) throw new ForeignSlotError("a slot of another password", { cause: error });
    throw error;
  });
  const keys = await vaultKeys(vmk, vaultId, epoch);
  vmk.fill(0);
  const identity = await openIdentity(keys, vaultId, epoch, unb64(answer.identity));
  return { vaultId, epoch, keys, identity, slots };
}

/**
 * A new vault: its key, its identity, its one slot and its first root, ready for the server.
 *
 * @param {string} login normal already
 * @param {string} password
 * @param {string} time
 */
export async function newAccount(login, password, time) {
  const params = { ...KDF_FLOOR, p: KDF_LANES, salt: randomBytes(KDF_SALT) };
  const [vaultId, vmk, epoch] = [randomId(), randomBytes(KEY), 1];
  const derived = await derive(login, password, paramsText(params));
  const keys = await vaultKeys(vmk, vaultId, epoch);
  const document = newIdentityDocument();
  const identity = await Identity.fromDocument(document);
  const slots = [await newPasswordSlot(vaultId, epoch, params, derived.pmk, vmk)];
  vmk.fill(0);
  const { seq, root } = await Catalogue.create({ vaultId, epoch, keys, identity }, slots, time);
  const nothing = { pages: [], records: [], files: [], trash: [], restore: [], erase: [] };
  const body = {
    login,
    vault_id: b64(vaultId),
    auth: derived.auth,
    params: paramsText(params),
    slots: slots.map(toWire),
    identity: b64(await sealIdentity(keys, vaultId, epoch, document)),
    commit: { commit_id: b64(randomId()), seq, root: b64(root), ...nothing },
  };
  return { derived, body };
}

/** @param {import("../api/accounts.js").WireSlot} slot @returns {Slot} */
function fromWire({ slot_id: slotId, kind, params, sealed }) {
  return { slotId: unb64(slotId, ID), kind, params, sealed: unb64(sealed) };
}

/** @param {Slot} slot @returns {import("../api/accounts.js").WireSlot} */
function toWire({ slotId, kind, params, sealed }) {
  return { slot_id: b64(slotId), kind, params, sealed: b64(sealed) };
}
