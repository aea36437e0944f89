/**
 * Ways into a vault, and the identity that is behind them (FORMAT 5.7, 5.8, 6.1).
 *
 * Rules of opening, in order:
 *  1. a slot of the kind asked for is there: a vault without one is an error, never a reason to make a key (A2);
 *  2. its parameters are those that the password was derived with, so that one page of the server cannot ask for a cheap
 *     derivation and another show a sound one (A5);
 *  3. it opens under its own id, epoch and parameters; VMK is 32 bytes;
 *  4. the identity opens under that VMK;
 *  5. the root vouches for every slot served (`checkSlots`, once the catalogue is open).
 */

import { HASH, ID, KEY, PRODUCT, SLOT_KINDS } from "./constants.js";
import { b64, compareBytes, concat, context, lp, randomBytes, randomId, sha256, u64, utf8 } from "./encoding.js";
import { DoesNotOpenError, ForeignSlotError, MalformedError, UnsupportedError } from "./errors.js";
import { kekPassword, paramsText, parseParams } from "./kdf.js";
import { openSealed, seal } from "./sealing.js";
import { Identity } from "./signing.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {import("./kdf.js").KdfParams} KdfParams */
/** @typedef {import("./kdf.js").VaultKeys} VaultKeys */
/** @typedef {{ slotId: Bytes, kind: string, params: string, sealed: Bytes }} Slot params is exact text, sealed holds VMK */

/** @returns {Bytes} VMK: made once, with the vault (5.5) */
export function newVaultKey() {
  return randomBytes(KEY);
}

/**
 * A slot that opens with the password from which `pmk` was derived.
 *
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {KdfParams} params those of the derivation
 * @param {Bytes} pmk
 * @param {Bytes} vmk
 * @returns {Promise<Slot>}
 */
export async function newPasswordSlot(vaultId, epoch, params, pmk, vmk) {
  const slot = { slotId: randomId(), kind: "password", params: paramsText(params) };
  const bound = await slotContext(slot, vaultId, epoch);
  return { ...slot, sealed: await seal(await kekPassword(pmk, vaultId), bound, vmk) };
}

/**
 * The password slot of a vault (rule 1).
 *
 * @param {Slot[]} slots as served
 * @returns {Slot}
 * @throws {UnsupportedError} on a kind that is not known.
 * @throws {ForeignSlotError} when there is none, or more than one.
 */
export function passwordSlot(slots) {
  if (slots.some((slot) => !SLOT_KINDS.includes(slot.kind))) {
    throw new UnsupportedError("a slot is of a kind that is not known");
  }
  const [slot, ...others] = slots;
  if (slot === undefined || others.length > 0) throw new ForeignSlotError("a vault has exactly one password slot");
  return slot;
}

/**
 * The vault key that a slot wraps.
 *
 * @param {Slot} slot as served
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {KdfParams} params those that pmk was derived with
 * @param {Bytes} pmk
 * @returns {Promise<Bytes>} VMK
 * @throws {ForeignSlotError} when its parameters are others (rule 2).
 * @throws {DoesNotOpenError} on a wrong password, or a slot of another vault, id or epoch (rule 3).
 * @throws {MalformedError|UnsupportedError|import("./errors.js").WeakKdfError} as `parseParams`.
 */
export async function openSlot(slot, vaultId, epoch, params, pmk) {
  if (!SLOT_KINDS.includes(slot.kind)) throw new UnsupportedError("a slot is of a kind that is not known");
  parseParams(slot.params);
  if (slot.params !== paramsText(params)) {
    throw new ForeignSlotError("a slot has other parameters than the password was derived with"); // (2)
  }
  const bound = await slotContext(slot, vaultId, epoch);
  const vmk = await openSealed(await kekPassword(pmk, vaultId), bound, slot.sealed); // (3)
  if (vmk.length !== KEY) throw new DoesNotOpenError();
  return vmk;
}

/** @param {{ slotId: Bytes, params: string }} slot @param {Bytes} vaultId @param {number} epoch */
async function slotContext({ slotId, params }, vaultId, epoch) {
  return context("slot", { vaultId, objectId: slotId, version: epoch, keyId: await sha256(utf8(params)) });
}

/**
 * What a root keeps of its list of slots (5.8).
 *
 * @param {CryptoKey} key k/slots
 * @param {number} epoch
 * @param {Slot[]} slots in any order
 * @returns {Promise<Bytes>} 32 bytes
 */
export async function slotsMac(key, epoch, slots) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, slotsMessage(epoch, slots)));
}

/**
 * @param {CryptoKey} key k/slots
 * @param {number} epoch
 * @param {Slot[]} slots as served
 * @param {Bytes} mac of the verified root
 * @throws {ForeignSlotError} when one was added, dropped or changed (rule 5).
 */
export async function checkSlots(key, epoch, slots, mac) {
  if (mac.length !== HASH || !(await crypto.subtle.verify("HMAC", key, mac, slotsMessage(epoch, slots)))) {
    throw new ForeignSlotError("the root does not vouch for the slots");
  }
}

/** @param {number} epoch @param {Slot[]} slots @returns {Bytes} */
function slotsMessage(epoch, slots) {
  const ids = new Set(slots.map((slot) => b64(slot.slotId)));
  if (ids.size !== slots.length || slots.some((slot) => slot.slotId.length !== ID)) {
    throw new MalformedError("slot ids are 16 bytes, each once");
  }
  const parts = slots
    .toSorted((a, b) => compareBytes(a.slotId, b.slotId))
    .flatMap(({ slotId, kind, params, sealed }) => [lp(slotId), lp(utf8(kind)), lp(utf8(params)), lp(sealed)]);
  return concat(lp(utf8(`${PRODUCT}mac/slots`)), u64(epoch), ...parts);
}

/**
 * @param {VaultKeys} keys
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {Bytes} document of 6.1
 * @returns {Promise<Bytes>}
 */
export function sealIdentity(keys, vaultId, epoch, document) {
  return seal(keys.identity, identityContext(vaultId, epoch), document);
}

/**
 * The identity that the vault key opens (rule 4).
 *
 * @param {VaultKeys} keys
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {Bytes} sealed
 * @returns {Promise<Identity>}
 * @throws {DoesNotOpenError} on another vault or epoch, or altered bytes.
 * @throws {MalformedError|UnsupportedError} as `Identity.fromDocument`.
 */
export async function openIdentity(keys, vaultId, epoch, sealed) {
  return Identity.fromDocument(await openSealed(keys.identity, identityContext(vaultId, epoch), sealed));
}

/** @param {Bytes} vaultId @param {number} epoch */
function identityContext(vaultId, epoch) {
  return context("identity", { vaultId, objectId: vaultId, version: epoch });
}
