import assert from "node:assert/strict";
import { test } from "node:test";

import {
  b64,
  compareBytes,
  concat,
  context,
  dump,
  equalBytes,
  formatTime,
  load,
  lp,

  parseTime,
  randomId,
  u16,
  u32,
  u64,
  unb64,
  utf8,
} from "../../../static/js/crypto/encoding.js";
import * as schema from "../../../static/js/crypto/schema.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

const file = vectors("encoding");
const shapes = {
  kdf_params: schema.KDF_PARAMS,
  identity: schema.IDENTITY,
  record: schema.RECORD,
  shared_record: schema.SHARED_RECORD,
  draft: schema.DRAFT,
  device: schema.DEVICE,
  policy: schema.policy,
  page: schema.PAGE,
  root: schema.root,
  share: schema.share,
  frame: schema.FRAME,
};

runCases(
  "unb64",
  file.unb64,
  (given) => unb64(given.text, given.length),
  (bytes, given) => {
    assert.equal(bytes.length, "length" in given ? given.length : bytes.length);
    assert.equal(b64(bytes), given.text);
  },
);

runCases(
  "parse_time",
  file.parse_time,
  (given) => parseTime(given.text),
  (date, given) => {
    assert.equal(date.getTime() / 1000, given.out);
    assert.equal(formatTime(date), given.text);
  },
);

runCases(
  "context",
  file.context,
  ({ type, fields }) => {
    const { vault_id: vaultId, object_id: objectId, version, key_id: keyId, parent_id: parentId } = fields;
    const bytes = Object.fromEntries(
      Object.entries({ vaultId, objectId, keyId, parentId })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, unb64(value)]),
    );
    return context(type, { ...bytes, version });
  },
  (bytes, given) => assert.equal(b64(bytes), given.out),
);

runCases(
  "load",
  file.load,
  (given) => load(unb64(given.data), shapes[given.shape]),
  (document, given) => assertBytes(dump(document), unb64(given.data)),
);

runCases(
  "load_large",
  file.load_large,
  ({ shape, start, fill, times, end }) => {
    const filling = new Uint8Array(times).fill(unb64(fill)[0]);
    return load(concat(unb64(start), filling, unb64(end)), shapes[shape]);
  },
  (document) => assert.equal(document.v, 1),
);

test("integers are big-endian and bounded", async () => {
  assert.deepEqual([...u16(0x0102)], [1, 2]);
  assert.deepEqual([...u32(0x01020304)], [1, 2, 3, 4]);
  assert.deepEqual([...u64(2 ** 53 - 1)], [0, 0x1f, 255, 255, 255, 255, 255, 255]);
  for (const wrong of [-1, 65_536, 1.5, Number.NaN]) await assertRefused(() => u16(wrong), "malformed");
  await assertRefused(() => u64(2 ** 53), "malformed");
  await assertRefused(() => lp(new Uint8Array(65_536)), "malformed");
});

test("what load refuses dump does not write", async () => {
  await assertRefused(() => dump({ v: 1, text: "\ud83d" }), "malformed");
  await assertRefused(() => dump({ v: 1, text: "\\\udc22" }), "malformed");
  await assertRefused(() => utf8("\ud83d"), "malformed");
  await assertRefused(() => dump({ v: 1, text: "a".repeat(8 * 1024 * 1024) }), "malformed");
  assertBytes(dump({ text: "\\ud83d 🐢" }), new TextEncoder().encode('{"text":"\\\\ud83d 🐢"}'));
});

test("bytes are ordered and compared as bytes", () => {
  const bytes = [[], [0], [0, 1], [1], [1, 0], [255]].map((list) => Uint8Array.from(list));
  assert.deepEqual(bytes.toReversed().toSorted(compareBytes), bytes);
  assert.ok(bytes.every((a, i) => bytes.every((b, j) => equalBytes(a, b) === (i === j))));
});

test("ids and times are fresh", () => {
  assert.equal(randomId().length, 16);
  assert.notDeepEqual(randomId(), randomId());
});
