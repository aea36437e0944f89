/**
 * Ways into a vault, and the identity that is behind them (FORMAT 5.7, 5.8, 6.1).
 *
 * Rules of opening, in order:
 *  1. the kinds are those that a vault may have, and a slot of the kind asked for is there: a vault without one is an error,
 *     never a reason to make a key (A2);
 *  2. its parameters are those that its key was derived with, so that one page of the server cannot ask for a cheap
 *     derivation and another show a sound one (A5);
 *  3. it opens under its own id, epoch and parameters; VMK is 32 bytes;
 *  4. the identity opens under that VMK;
 *  5. the root vouches for every slot served (`checkSlots`, once the catalogue is open).
 */

import {
  HASH,
  ID,
  KEY,
  PASSKEY_NAME,
  PEOPLE_NAME,
  PEOPLE_NEED,
  PEOPLE_OF,
  PHRASE_NAME,
  PRODUCT,
  SLOT_KINDS,
  SLOT_LIMITS,
  VERSION,
} from "./constants.js";
import {
  b64,
  compareBytes,
  concat,
  context,
  dump,
  fromUtf8,
  load,
  lp,
  randomBytes,
  randomId,
  sha256,
  u64,
  utf8,
} from "./encoding.js";
import { DoesNotOpenError, ForeignSlotError, MalformedError, UnsupportedError } from "./errors.js";
import { kekPassword, paramsText, parseParams } from "./kdf.js";
import { kekPasskey, kekPeople, kekPhrase } from "./recovery.js";
import { SLOT_PARAMS } from "./schema.js";
import { openSealed, seal } from "./sealing.js";
import { Identity } from "./signing.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {import("./kdf.js").KdfParams} KdfParams */
/** @typedef {import("./kdf.js").VaultKeys} VaultKeys */
/** @typedef {{ slotId: Bytes, kind: string, params: string, sealed: Bytes }} Slot params is exact text, sealed holds VMK */

/** @typedef {{ secret: Bytes, half: Bytes, setId: Bytes }} PeopleKey what two people and the server give together (5.10) */
/** @typedef {{ prf: Bytes, credential: Bytes }} PasskeyKey what an authenticator gives (5.11) */

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
  return make("password", paramsText(params), await kekPassword(pmk, vaultId), { vaultId, epoch, vmk });
}

/**
 * A slot that opens with a recovery phrase (5.9).
 *
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {Bytes} entropy
 * @param {Bytes} vmk
 * @returns {Promise<Slot>}
 */
export async function newPhraseSlot(vaultId, epoch, entropy, vmk) {
  return make("phrase", phraseParams(), await kekPhrase(entropy, vaultId), { vaultId, epoch, vmk });
}

/**
 * A slot that opens with two shares and the half of the server (5.10).
 *
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {PeopleKey} people
 * @param {Bytes} vmk
 * @returns {Promise<Slot>}
 * @throws {MalformedError} as `kekPeople`.
 */
export async function newPeopleSlot(vaultId, epoch, { secret, half, setId }, vmk) {
  return make("people", peopleParams(setId), await kekPeople(secret, half, vaultId, setId), { vaultId, epoch, vmk });
}

/**
 * A slot that opens with a passkey that gives PRF (5.11).
 *
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {PasskeyKey} passkey
 * @param {Bytes} vmk
 * @returns {Promise<Slot>}
 * @throws {MalformedError} as `kekPasskey`.
 */
export async function newPasskeySlot(vaultId, epoch, { prf, credential }, vmk) {
  return make("passkey", passkeyParams(credential), await kekPasskey(prf, vaultId, credential), { vaultId, epoch, vmk });
}

/** @returns {string} the exact text of the parameters of a phrase slot (5.7) */
export function phraseParams() {
  return text({ v: VERSION, kdf: PHRASE_NAME });
}

/** @param {Bytes} setId @returns {string} the exact text of the parameters of a people slot (5.7) */
export function peopleParams(setId) {
  return text({ v: VERSION, kdf: PEOPLE_NAME, set: b64(setId), need: PEOPLE_NEED, of: PEOPLE_OF });
}

/** @param {Bytes} credential @returns {string} the exact text of the parameters of the slot of a passkey (5.7) */
export function passkeyParams(credential) {
  return text({ v: VERSION, kdf: PASSKEY_NAME, credential: b64(credential) });
}

/**
 * The parameters of a slot as a document, strictly of its kind (5.7).
 *
 * @param {Pick<Slot, "kind" | "params">} slot
 * @returns {Record<string, any>}
 * @throws {UnsupportedError} on a kind or a derivation that is not known.
 * @throws {MalformedError} on another form.
 */
export function slotParams({ kind, params }) {
  return load(utf8(params), SLOT_PARAMS[known(kind)]);
}

/**
 * A vault has the ways in that it may have (5.7).
 *
 * @param {Pick<Slot, "kind">[]} slots as served
 * @throws {UnsupportedError} on a kind that is not known.
 * @throws {ForeignSlotError} unless there is exactly one password, and not too many of another kind.
 */
export function checkKinds(slots) {
  const kinds = slots.map(({ kind }) => known(kind));
  const count = (/** @type {string} */ wanted) => kinds.filter((kind) => kind === wanted).length;
  if (count("password") !== 1 || Object.entries(SLOT_LIMITS).some(([kind, limit]) => count(kind) > limit)) {
    throw new ForeignSlotError("a vault has exactly one password slot, and few of the others");
  }
}

/**
 * The only slot of a kind, and of exactly these parameters where given (rule 1).
 *
 * @param {Slot[]} slots as served
 * @param {string} kind
 * @param {string} [params]
 * @returns {Slot}
 * @throws {ForeignSlotError} when there is none, or more than one.
 * @throws {UnsupportedError} as `checkKinds`.
 */
export function slotOf(slots, kind, params) {
  checkKinds(slots);
  const [slot, ...others] = slots.filter((one) => one.kind === kind && (params ?? one.params) === one.params);
  if (!slot || others.length > 0) throw new ForeignSlotError("a vault has no such slot, or more than one");
  return slot;
}

/**
 * The vault key that a password slot wraps.
 *
 * @param {Slot} slot as served
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {KdfParams} params those that pmk was derived with
 * @param {Bytes} pmk
 * @returns {Promise<Bytes>} VMK
 * @throws {ForeignSlotError} when its parameters or its kind are others (rule 2).
 * @throws {DoesNotOpenError} on a wrong password, or a slot of another vault, id or epoch (rule 3).
 * @throws {MalformedError|UnsupportedError|import("./errors.js").WeakKdfError} as `parseParams`.
 */
export async function openSlot(slot, vaultId, epoch, params, pmk) {
  if (known(slot.kind) === "password") parseParams(slot.params);
  return open(slot, { kind: "password", params: paramsText(params) }, await kekPassword(pmk, vaultId), { vaultId, epoch });
}

/**
 * The vault key that a phrase slot wraps; raises like `openSlot`.
 *
 * @param {Slot} slot
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {Bytes} entropy
 */
export async function openPhraseSlot(slot, vaultId, epoch, entropy) {
  return open(slot, { kind: "phrase", params: phraseParams() }, await kekPhrase(entropy, vaultId), { vaultId, epoch });
}

/**
 * The vault key that a people slot wraps; raises like `openSlot`, also on shares of another set.
 *
 * @param {Slot} slot
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {PeopleKey} people
 */
export async function openPeopleSlot(slot, vaultId, epoch, { secret, half, setId }) {
  const kek = await kekPeople(secret, half, vaultId, setId);
  return open(slot, { kind: "people", params: peopleParams(setId) }, kek, { vaultId, epoch });
}

/**
 * The vault key that the slot of a passkey wraps; raises like `openSlot`.
 *
 * @param {Slot} slot
 * @param {Bytes} vaultId
 * @param {number} epoch
 * @param {PasskeyKey} passkey
 */
export async function openPasskeySlot(slot, vaultId, epoch, { prf, credential }) {
  const kek = await kekPasskey(prf, vaultId, credential);
  return open(slot, { kind: "passkey", params: passkeyParams(credential) }, kek, { vaultId, epoch });
}

/**
 * @param {string} kind
 * @param {string} params
 * @param {Bytes} kek
 * @param {{ vaultId: Bytes, epoch: number, vmk: Bytes }} holds
 * @returns {Promise<Slot>}
 */
async function make(kind, params, kek, { vaultId, epoch, vmk }) {
  const slot = { slotId: randomId(), kind, params };
  return { ...slot, sealed: await seal(kek, await slotContext(slot, vaultId, epoch), vmk) };
}

/**
 * @param {Slot} slot
 * @param {{ kind: string, params: string }} wanted
 * @param {Bytes} kek
 * @param {{ vaultId: Bytes, epoch: number }} of
 * @returns {Promise<Bytes>}
 */
async function open(slot, { kind, params }, kek, { vaultId, epoch }) {
  slotParams(slot);
  if (slot.kind !== kind || slot.params !== params) {
    throw new ForeignSlotError("a slot is of another kind, or has other parameters than its key was derived with"); // (2)
  }
  const vmk = await openSealed(kek, await slotContext(slot, vaultId, epoch), slot.sealed); // (3)
  if (vmk.length !== KEY) throw new DoesNotOpenError();
  return vmk;
}

/** @param {string} kind @returns {keyof typeof SLOT_PARAMS} */
function known(kind) {
  if (!SLOT_KINDS.includes(kind)) throw new UnsupportedError("a slot is of a kind that is not known");
  return /** @type {keyof typeof SLOT_PARAMS} */ (kind);
}

/** @param {Record<string, unknown>} document */
function text(document) {
  return fromUtf8(dump(document));
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
