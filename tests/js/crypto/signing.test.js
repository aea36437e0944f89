import assert from "node:assert/strict";
import { test } from "node:test";

import { unb64 } from "../../../static/js/crypto/encoding.js";
import { Identity, KeyPair, newIdentityDocument, sign, verify } from "../../../static/js/crypto/signing.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

const file = vectors("signing");

runCases(
  "identity",
  file.identity,
  (given) => Identity.fromDocument(unb64(given.document)),
  (identity, given) => assert.deepEqual(identity.public(), given.out),
);

runCases(
  "sign",
  file.sign,
  async ({ seed, label, message }) => {
    const { privateKey } = await KeyPair.fromSecret("Ed25519", unb64(seed));
    return sign(privateKey, label, unb64(message));
  },
  (signature, given) => assertBytes(signature, unb64(given.out)),
);

runCases(
  "verify",
  file.verify,
  (given) => verify(unb64(given.public), given.label, unb64(given.message), unb64(given.signature)),
  (result) => assert.equal(result, undefined),
);

test("an identity is new each time, and its private keys cannot be exported", async () => {
  const [one, other] = await Promise.all([newIdentityDocument(), newIdentityDocument()].map(Identity.fromDocument));
  assert.notDeepEqual(one.public(), other.public());
  for (const { privateKey } of [one.signing, one.agreement]) {
    await assert.rejects(crypto.subtle.exportKey("pkcs8", privateKey));
  }
});

test("a private key of another length is refused", async () => {
  await assertRefused(() => KeyPair.fromSecret("Ed25519", new Uint8Array(31)), "malformed");
});
