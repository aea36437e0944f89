import assert from "node:assert/strict";
import { test } from "node:test";

import { concat, context, randomBytes, unb64 } from "../../../static/js/crypto/encoding.js";
import {
  Opener,
  Sealer,
  chunkRange,
  importSealingKey,
  openRange,
  openSealed,
  plainSize,
  seal,
  sealWithSalt,
  sealedSize,
} from "../../../static/js/crypto/sealing.js";
import { assertBytes, assertRefused, build, content, pattern, runCases, vectors } from "./vectors.js";

/** @typedef {import("./vectors.js").Bytes} Bytes */

const HEADER = 56;
const file = vectors("sealing");
const objects = new Map(
  Object.entries(file.objects).map(([name, { key, context: bound, salt, pattern: length, sealed }]) => [
    name,
    { key: unb64(key), bound: unb64(bound), salt: unb64(salt), plain: pattern(length), sealed: unb64(sealed) },
  ]),
);

/** @param {any} given a case of open_sealed */
function subject(given) {
  const object = objects.get(given.object);
  return {
    key: "key" in given ? unb64(given.key) : object.key,
    bound: "context" in given ? unb64(given.context) : object.bound,
    sealed: build(object?.sealed ?? new Uint8Array(0), given.build),
  };
}

/** @param {Sealer | Opener} stream @param {Bytes} data @param {number} step @returns {Promise<Bytes>} */
async function feed(stream, data, step) {
  const parts = [];
  for (let at = 0; at < data.length; at += step) parts.push(await stream.update(data.subarray(at, at + step)));
  return concat(...parts, await stream.finish());
}

for (const [name, { key, bound, salt, plain, sealed }] of objects) {
  test(`seals ${name} whole, in a stream, and byte by byte`, async () => {
    assertBytes(await sealWithSalt(key, bound, plain, salt), sealed);
    for (const step of [1, 1000, 16_384, 20_000, 65_536]) {
      const sealer = await Sealer.create(key, bound, salt);
      assertBytes(concat(sealer.header(), await feed(sealer, plain, step)), sealed);
    }
  });
  test(`opens ${name} with a key that cannot be read back`, async () => {
    assertBytes(await openSealed(await importSealingKey(key), bound, sealed), plain);
  });
}

runCases(
  "open_sealed",
  file.open_sealed,
  (given) => {
    const { key, bound, sealed } = subject(given);
    return openSealed(key, bound, sealed);
  },
  (plain, given) => assertBytes(plain, content(given.out)),
);

for (const step of [1, 16_400, 20_000, 65_536]) {
  runCases(
    `open_sealed in a stream of ${step}`,
    file.open_sealed,
    async (given) => {
      const { key, bound, sealed } = subject(given);
      const opener = await Opener.create(key, bound, sealed.subarray(0, HEADER));
      return feed(opener, sealed.subarray(HEADER), step);
    },
    (plain, given) => assertBytes(plain, content(given.out)),
  );
}

runCases(
  "open_range",
  file.open_range,
  (given) => {
    const { key, bound, sealed } = objects.get(given.object);
    const chunks = sealed.subarray(given.from, given.to);
    return openRange(key, bound, sealed.subarray(0, HEADER), chunks, given.first_chunk, given.is_last);
  },
  (plain, given) => assertBytes(plain, objects.get(given.object).plain.subarray(given.out.start, given.out.end)),
);

runCases("sealed_size", file.sealed_size, (given) => sealedSize(given.size), (size, given) => assert.equal(size, given.out));
runCases("plain_size", file.plain_size, (given) => plainSize(given.size), (size, given) => assert.equal(size, given.out));
runCases(
  "chunk_range",
  file.chunk_range,
  (given) => chunkRange(given.start, given.end),
  (range, given) => assert.deepEqual([range.sealedStart, range.sealedEnd, range.firstChunk], given.out),
);

const key = randomBytes(32);
const bound = context("file", { vaultId: randomBytes(16), objectId: randomBytes(16), version: 1 });

test("random access gives what whole opening gives, wherever it starts", async () => {
  const plain = pattern(100_000);
  const sealed = await seal(key, bound, plain);
  for (const [start, end] of [[0, 1], [16_383, 16_385], [40_000, 70_000], [98_304, 100_000], [0, 100_000]]) {
    const { sealedStart, sealedEnd, firstChunk } = chunkRange(start, end);
    const chunks = sealed.subarray(sealedStart, sealedEnd);
    const range = await openRange(key, bound, sealed.subarray(0, HEADER), chunks, firstChunk, sealedEnd >= sealed.length);
    const from = start - firstChunk * 16_384;
    assertBytes(range.subarray(from, from + end - start), plain.subarray(start, end));
  }
});

test("each byte of a small object matters", async () => {
  const sealed = await seal(key, bound, pattern(20));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice();
    changed[at] ^= 1;
    await assertRefused(() => openSealed(key, bound, changed), "does_not_open");
  }
});

test("two seals of one thing share nothing", async () => {
  const [first, second] = await Promise.all([seal(key, bound, pattern(50)), seal(key, bound, pattern(50))]);
  assert.notDeepEqual(first.subarray(0, 24), second.subarray(0, 24));
  assert.notDeepEqual(first.subarray(HEADER), second.subarray(HEADER));
});

test("an opener that failed once gives nothing more", async () => {
  const sealed = await seal(key, bound, pattern(40_000));
  sealed[HEADER + 5] ^= 1;
  const opener = await Opener.create(key, bound, sealed.subarray(0, HEADER));
  await assertRefused(() => opener.update(sealed.subarray(HEADER, HEADER + 16_400)), "does_not_open");
  await assertRefused(() => opener.update(sealed.subarray(HEADER + 16_400, HEADER + 32_800)), "does_not_open");
  await assertRefused(() => opener.finish(), "does_not_open");
});

test("a finished stream takes nothing more", async () => {
  const sealer = await Sealer.create(key, bound);
  await sealer.finish();
  await assertRefused(() => sealer.update(pattern(1)), "malformed");
  await assertRefused(() => sealer.finish(), "malformed");
});

test("a stream may be fed before its last block is done, and a block may be reused once done", async () => {
  const plain = pattern(200_000);
  const sealer = await Sealer.create(key, bound);
  const updates = [0, 50_000, 100_000, 150_000].map((at) => sealer.update(plain.subarray(at, at + 50_000)));
  const sealed = concat(sealer.header(), ...(await Promise.all(updates)), await sealer.finish());
  assertBytes(await openSealed(key, bound, sealed), plain);

  const block = new Uint8Array(10_000);
  const opener = await Opener.create(key, bound, sealed.subarray(0, HEADER));
  const parts = [];
  for (let at = HEADER; at < sealed.length; at += block.length) {
    const piece = sealed.subarray(at, at + block.length);
    block.set(piece);
    parts.push(await opener.update(block.subarray(0, piece.length)));
    block.fill(0);
  }
  assertBytes(concat(...parts, await opener.finish()), plain);
});

test("a key of another length is refused", async () => {
  await assertRefused(() => seal(randomBytes(16), bound, pattern(1)), "malformed");
});
