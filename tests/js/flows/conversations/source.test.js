/** A sealed file read in the worker, from a page whose device has a spoiled copy of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { b64, context, randomBytes, randomId, sha256 } from "../../../../static/js/crypto/encoding.js";
import { padFile } from "../../../../static/js/crypto/padding.js";
import { seal } from "../../../../static/js/crypto/sealing.js";
import { sealedSource, serveParts } from "../../../../static/js/flows/conversations/source.js";

test("the page is told that what it gave is spoiled, and gives what the server has", async () => {
  const [vaultId, id, key] = [randomId(), randomId(), randomBytes(32)];
  const bytes = new TextEncoder().encode("12/03/2021 à 20:14 - Sam : bonjour");
  const sealed = await seal(key, context("file", { vaultId, objectId: id, version: 1 }), padFile(bytes));
  const reference = { id: b64(id), key: b64(key), name: "a.txt", type: "text/plain", size: bytes.length, sealed: sealed.length, sha256: b64(await sha256(bytes)) };
  const told = [];
  const { port1, port2 } = new MessageChannel();
  serveParts(port1, {
    part: async (_id, _number, start, end) => (told.length ? sealed : sealed.map((byte) => byte ^ 1)).slice(start, end),
    spoiled: async (fileId) => told.push(fileId) > 0,
  });
  const source = sealedSource({ reference, vaultId, port: port2 });
  assert.deepEqual(await source.read(0, bytes.length), bytes);
  assert.deepEqual([...new Set(told)], [reference.id]);
  port1.close();
});
