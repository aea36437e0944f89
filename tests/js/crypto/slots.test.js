import assert from "node:assert/strict";
import { test } from "node:test";

import { randomBytes, randomId, unb64 } from "../../../static/js/crypto/encoding.js";
import { vaultKeys } from "../../../static/js/crypto/kdf.js";
import { importSealingKey } from "../../../static/js/crypto/sealing.js";
import { Identity, newIdentityDocument } from "../../../static/js/crypto/signing.js";
import {
  checkSlots,
  newPasswordSlot,
  newVaultKey,
  openIdentity,
  openSlot,
  sealIdentity,
  slotOf,
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

test("a vault without its one password slot stops, and makes no key", async () => {
  const slot = { slotId: randomId(), kind: "password", params: "", sealed: randomBytes(104) };
  assert.equal(slotOf([slot], "password"), slot);
  await assertRefused(() => slotOf([], "password"), "foreign_slot");
  await assertRefused(() => slotOf([slot, { ...slot, slotId: randomId() }], "password"), "foreign_slot");
  await assertRefused(() => slotOf([slot, { ...slot, kind: "escrow" }], "password"), "unsupported");
});
