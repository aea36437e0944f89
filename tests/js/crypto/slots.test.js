import assert from "node:assert/strict";
import { test } from "node:test";

import { b64, randomBytes, randomId, unb64 } from "../../../static/js/crypto/encoding.js";
import { vaultKeys } from "../../../static/js/crypto/kdf.js";
import { importSealingKey } from "../../../static/js/crypto/sealing.js";
import { Identity, newIdentityDocument } from "../../../static/js/crypto/signing.js";
import {
  checkKinds,
  checkSlots,
  newPasskeySlot,
  newPasswordSlot,
  newPeopleSlot,
  newPhraseSlot,
  newVaultKey,
  openIdentity,
  openPasskeySlot,
  openPeopleSlot,
  openPhraseSlot,
  openSlot,
  sealIdentity,
  slotOf,
  slotParams,
  slotsMac,
} from "../../../static/js/crypto/slots.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

const file = vectors("slots");

/** @param {any} given */
const readSlot = ({ slot_id: slotId, kind, params, sealed }) => ({
  slotId: unb64(slotId),
  kind,
  params,
  sealed: unb64(sealed),
});

/** @param {string} key */
const macKey = (key) => {
  return crypto.subtle.importKey("raw", unb64(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
};

runCases(
  "open_slot",
  file.open_slot,
  ({ slot, vault_id: vaultId, epoch, params, pmk }) => {
    const derived = { ...params, salt: unb64(params.salt) };
    return openSlot(readSlot(slot), unb64(vaultId), epoch, derived, unb64(pmk));
  },
  (vmk, given) => assertBytes(vmk, unb64(given.out)),
);

const OPENERS = {
  phrase: (slot, vaultId, epoch, given) => openPhraseSlot(slot, vaultId, epoch, unb64(given.entropy)),
  people: (slot, vaultId, epoch, { secret, half, set }) =>
    openPeopleSlot(slot, vaultId, epoch, { secret: unb64(secret), half: unb64(half), setId: unb64(set) }),
  passkey: (slot, vaultId, epoch, { prf, credential }) =>
    openPasskeySlot(slot, vaultId, epoch, { prf: unb64(prf), credential: unb64(credential) }),
};

for (const [kind, open] of Object.entries(OPENERS)) {
  runCases(
    `open_${kind}_slot`,
    file[`open_${kind}_slot`],
    (given) => open(readSlot(given.slot), unb64(given.vault_id), given.epoch, given),
    (vmk, given) => assertBytes(vmk, unb64(given.out)),
  );
}

runCases(
  "check_kinds",
  file.check_kinds,
  ({ slots }) => checkKinds(slots.map(readSlot)),
  (result) => assert.equal(result, undefined),
);

runCases(
  "slot_of",
  file.slot_of,
  ({ slots, kind, params }) => slotOf(slots.map(readSlot), kind, params ?? undefined),
  (slot, given) => assertBytes(slot.slotId, unb64(given.out)),
);

runCases(
  "slots_mac",
  file.slots_mac,
  async ({ key, epoch, slots }) => slotsMac(await macKey(key), epoch, slots.map(readSlot)),
  (mac, given) => assertBytes(mac, unb64(given.out)),
);

runCases(
  "check_slots",
  file.check_slots,
  async ({ key, epoch, slots, vouched }) => {
    return checkSlots(await macKey(key), epoch, slots.map(readSlot), unb64(vouched));
  },
  (result) => assert.equal(result, undefined),
);

runCases(
  "open_identity",
  file.open_identity,
  async ({ key, vault_id: vaultId, epoch, sealed }) => {
    const keys = { identity: await importSealingKey(unb64(key)) };
    return openIdentity(keys, unb64(vaultId), epoch, unb64(sealed));
  },
  async (identity, given) => {
    assert.deepEqual(identity.public(), (await Identity.fromDocument(unb64(given.out))).public());
  },
);

test("a new vault opens again with what it was made with, and with nothing else", async () => {
  const [vaultId, pmk, vmk] = [randomId(), randomBytes(32), newVaultKey()];
  const params = { m: 65_536, t: 3, p: 1, salt: randomBytes(16) };
  const slot = await newPasswordSlot(vaultId, 1, params, pmk, vmk);
  assertBytes(await openSlot(slotOf([slot], "password"), vaultId, 1, params, pmk), vmk);
  await assertRefused(() => openSlot(slot, vaultId, 2, params, pmk), "does_not_open");
  await assertRefused(() => openSlot(slot, vaultId, 1, params, randomBytes(32)), "does_not_open");

  const keys = await vaultKeys(vmk, vaultId, 1);
  const document = newIdentityDocument();
  const identity = await openIdentity(keys, vaultId, 1, await sealIdentity(keys, vaultId, 1, document));
  assert.deepEqual(identity.public(), (await Identity.fromDocument(document)).public());
});

test("each way in opens the one key of the vault, and tells its parameters", async () => {
  const [vaultId, vmk, entropy] = [randomId(), newVaultKey(), randomBytes(16)];
  const people = { secret: randomBytes(16), half: randomBytes(32), setId: randomBytes(2) };
  const passkey = { prf: randomBytes(32), credential: randomBytes(64) };
  const phraseSlot = await newPhraseSlot(vaultId, 3, entropy, vmk);
  const peopleSlot = await newPeopleSlot(vaultId, 3, people, vmk);
  const passkeySlot = await newPasskeySlot(vaultId, 3, passkey, vmk);
  assertBytes(await openPhraseSlot(phraseSlot, vaultId, 3, entropy), vmk);
  assertBytes(await openPeopleSlot(peopleSlot, vaultId, 3, people), vmk);
  assertBytes(await openPasskeySlot(passkeySlot, vaultId, 3, passkey), vmk);
  assert.deepEqual(slotParams(phraseSlot), { v: 1, kdf: "bip39" });
  assert.deepEqual(slotParams(peopleSlot), { v: 1, kdf: "shamir", set: b64(people.setId), need: 2, of: 3 });
  assert.deepEqual(slotParams(passkeySlot), { v: 1, kdf: "prf", credential: b64(passkey.credential) });
  await assertRefused(() => newPeopleSlot(vaultId, 3, { ...people, half: new Uint8Array(0) }, vmk), "malformed");
  await assertRefused(() => newPasskeySlot(vaultId, 3, { ...passkey, prf: new Uint8Array(32) }, vmk), "malformed");
});

test("a vault without its one password slot stops, and makes no key", async () => {
  const slot = { slotId: randomId(), kind: "password", params: "", sealed: randomBytes(104) };
  assert.equal(slotOf([slot], "password"), slot);
  await assertRefused(() => slotOf([], "password"), "foreign_slot");
  await assertRefused(() => slotOf([slot, { ...slot, slotId: randomId() }], "password"), "foreign_slot");
  await assertRefused(() => slotOf([slot, { ...slot, kind: "escrow" }], "password"), "unsupported");
});
