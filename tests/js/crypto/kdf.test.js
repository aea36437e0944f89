import assert from "node:assert/strict";
import { test } from "node:test";

import { argon2id } from "hash-wasm";

import { b64, unb64 } from "../../../static/js/crypto/encoding.js";
import {
  auth,
  hkdf,
  kekPassword,
  normalLogin,
  paramsText,
  parseParams,
  passwordKey,
  vaultKeys,
} from "../../../static/js/crypto/kdf.js";
import { importSealingKey, openSealed, seal } from "../../../static/js/crypto/sealing.js";
import { assertBytes, runCases, vectors } from "./vectors.js";

/** @typedef {import("../../../static/js/crypto/kdf.js").Argon2id} Argon2id */

const file = vectors("kdf");

/** @type {Argon2id} the library that the worker uses, called as the worker calls it */
const argon2 = (password, salt, { m, t, p, length }) =>
  argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: length, outputType: "binary" });

/** @type {Argon2id} */
const unreachable = () => assert.fail("derived before the parameters were checked");

runCases("normal_login", file.normal_login, (given) => normalLogin(given.text), (login, given) => assert.equal(login, given.out));

runCases(
  "parse_params",
  file.parse_params,
  (given) => parseParams(given.text),
  (params, given) => {
    assert.deepEqual({ ...params, salt: b64(params.salt) }, given.out);
    assert.equal(paramsText(params), given.text);
  },
);

runCases(
  "password_key",
  file.password_key,
  ({ password, params, error }) => {
    return passwordKey(password, { ...params, salt: unb64(params.salt) }, error ? unreachable : argon2);
  },
  (pmk, given) => assertBytes(pmk, unb64(given.out)),
);

runCases(
  "hkdf",
  file.hkdf,
  ({ ikm, label, bound, size }) => hkdf(unb64(ikm), label, unb64(bound), size),
  (key, given) => assertBytes(key, unb64(given.out)),
);

runCases("auth", file.auth, ({ pmk, login }) => auth(unb64(pmk), login), (key, given) => assertBytes(key, unb64(given.out)));

runCases(
  "kek_password",
  file.kek_password,
  ({ pmk, vault_id: vaultId }) => kekPassword(unb64(pmk), unb64(vaultId)),
  (key, given) => assertBytes(key, unb64(given.out)),
);

runCases(
  "vault_keys",
  file.vault_keys,
  ({ vmk, vault_id: vaultId, epoch }) => vaultKeys(unb64(vmk), unb64(vaultId), epoch),
  async (keys, given) => {
    // The keys cannot be read back: what they make is compared with what the expected bytes make.
    const data = new TextEncoder().encode("memo");
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const expected = await crypto.subtle.importKey("raw", unb64(given.out.slots), hmac, false, ["sign"]);
    assert.deepEqual(await crypto.subtle.sign(hmac, keys.slots, data), await crypto.subtle.sign(hmac, expected, data));
    for (const name of ["identity", "catalogue", "drafts"]) {
      assert.equal(keys[name].extractable, false);
      const sealed = await seal(unb64(given.out[name]), data, data);
      assertBytes(await openSealed(keys[name], data, sealed), data);
    }
  },
);

test("no key of a vault can be exported", async () => {
  const keys = await vaultKeys(new Uint8Array(32), new Uint8Array(16), 1);
  for (const key of Object.values(keys)) await assert.rejects(crypto.subtle.exportKey("raw", key));
  await assert.rejects(crypto.subtle.exportKey("raw", await importSealingKey(new Uint8Array(32))));
});
