/** Reading by ranges: the right bytes, only those needed, and nothing that a server changed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CHUNK, PART, SEALED_CHUNK } from "../../../static/js/crypto/constants.js";
import { b64, context, randomBytes, randomId, sha256 } from "../../../static/js/crypto/encoding.js";
import { padFile } from "../../../static/js/crypto/padding.js";
import { seal } from "../../../static/js/crypto/sealing.js";
import { BLOCK, SealedFile, partRanges } from "../../../static/js/flows/sealed-file.js";
import { parseRange, RANGE_LIMIT } from "../../../static/js/flows/serving.js";

const codeOf = (promise) => promise.then(() => "none", (error) => error.code);

/** A file as it is kept, and who serves it. @param {number} size */
async function kept(size) {
  const [vaultId, id, key] = [randomId(), randomId(), randomBytes(32)];
  const plaintext = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 14)) % 256);
  const sealed = await seal(key, context("file", { vaultId, objectId: id, version: 1 }), padFile(plaintext));
  const asked = [];
  const part = async (fileId, number, start, end) => {
    asked.push(end - start);
    return sealed.slice(number * PART + start, number * PART + end);
  };
  const reference = { id: b64(id), key: b64(key), name: "a", type: "", size, sealed: sealed.length, sha256: b64(await sha256(plaintext)) };
  return { plaintext, sealed, reference, asked, source: { vaultId, part } };
}

for (const size of [1, 4096, CHUNK - 1, CHUNK, CHUNK + 1, BLOCK, BLOCK + 1, 3 * BLOCK - 5, PART + 3 * CHUNK]) {
  test(`a file of ${size} bytes is read whole, by ranges and in pieces`, async () => {
    const { plaintext, reference, source } = await kept(size);
    const file = new SealedFile(reference, source);
    assert.deepEqual(await file.readAll(), plaintext);
    const middle = Math.floor(size / 2);
    for (const [start, end] of [[0, 1], [size - 1, size], [middle, size], [0, size]]) {
      assert.deepEqual(await file.read(start, end), plaintext.slice(start, end));
    }
    const pieces = [];
    for await (const piece of file.pieces(4 * CHUNK)) pieces.push(piece);
    assert.deepEqual(new Uint8Array(Buffer.concat(pieces)), plaintext);
  });
}

test("a few bytes in the middle ask for few", async () => {
  const { reference, source, asked } = await kept(40 * BLOCK);
  await new SealedFile(reference, source).read(20 * BLOCK + 5, 20 * BLOCK + 9);
  assert.ok(asked.reduce((sum, bytes) => sum + bytes, 0) <= 2 * (BLOCK + 64 * 16) + 200, String(asked));
});

test("blocks opened lately are not asked for again", async () => {
  const { reference, source, asked } = await kept(3 * BLOCK);
  const file = new SealedFile(reference, source);
  await file.read(0, 100);
  const before = asked.length;
  await file.read(50, 5000);
  assert.equal(asked.length, before);
});

const LIES = {
  "a changed byte": (sealed) => sealed.fill(sealed[90_000] ^ 1, 90_000, 90_001),
  "two chunks swapped": (sealed) => {
    const first = sealed.slice(56, 56 + SEALED_CHUNK);
    sealed.copyWithin(56, 56 + SEALED_CHUNK, 56 + 2 * SEALED_CHUNK);
    sealed.set(first, 56 + SEALED_CHUNK);
  },
  "another header": (sealed) => sealed.fill(0, 0, 24),
};

for (const [name, lie] of Object.entries(LIES)) {
  test(`${name} does not open`, async () => {
    const { reference, source, sealed } = await kept(10 * CHUNK);
    lie(sealed);
    assert.equal(await codeOf(new SealedFile(reference, source).readAll()), "does_not_open");
  });
}

test("a file cut at a chunk is seen before its first byte is given", async () => {
  const { reference, source, sealed } = await kept(10 * BLOCK);
  const cut = { ...source, part: (id, n, start, end) => source.part(id, n, start, Math.min(end, sealed.length - SEALED_CHUNK)) };
  assert.equal(await codeOf(new SealedFile(reference, cut).read(0, 10)), "omitted");
});

test("sizes that do not agree are refused before anything is asked for", async () => {
  const { reference, source, asked } = await kept(100_000);
  assert.throws(() => new SealedFile({ ...reference, size: 5 }, source), { code: "malformed" });
  assert.deepEqual(asked, []);
});

test("another hash than the record's is refused", async () => {
  const { reference, source } = await kept(100);
  assert.equal(await codeOf(new SealedFile({ ...reference, sha256: b64(new Uint8Array(32)) }, source).readAll()), "forged");
});

test("the key of another vault or file does not open", async () => {
  const { reference, source } = await kept(100);
  assert.equal(await codeOf(new SealedFile(reference, { ...source, vaultId: randomId() }).readAll()), "does_not_open");
  assert.equal(await codeOf(new SealedFile(reference, source, b64(randomId())).readAll()), "does_not_open");
});

test("ranges over the edges of parts", () => {
  assert.deepEqual(partRanges(0, 10), [{ number: 0, start: 0, end: 10 }]);
  assert.deepEqual(partRanges(PART - 1, PART + 2), [{ number: 0, start: PART - 1, end: PART }, { number: 1, start: 0, end: 2 }]);
  assert.deepEqual(partRanges(PART, 2 * PART), [{ number: 1, start: 0, end: PART }]);
  assert.equal(partRanges(5, 3 * PART).length, 3);
});

test("what a Range header asks for, cut to one answer", () => {
  assert.equal(parseRange(null, 100), null);
  assert.equal(parseRange("bytes=-", 100), null);
  assert.equal(parseRange("bytes=0-5,9-10", 100), null);
  assert.deepEqual(parseRange("bytes=0-", 100), { start: 0, end: 100 });
  assert.deepEqual(parseRange("bytes=10-19", 100), { start: 10, end: 20 });
  assert.deepEqual(parseRange("bytes=-7", 100), { start: 93, end: 100 });
  assert.deepEqual(parseRange("bytes=0-", 1e9), { start: 0, end: RANGE_LIMIT });
  assert.equal(parseRange("bytes=100-", 100), "unsatisfiable");
  assert.equal(parseRange("bytes=9-5", 100), "unsatisfiable");
});

test("what was kept on a device and is spoiled is asked of the server once; what that says then counts", async () => {
  const { plaintext, sealed, reference, source } = await kept(BLOCK + 5);
  const spoiled = sealed.map((byte, i) => (i === 5000 ? byte ^ 1 : byte));
  /** @param {boolean} lies */
  const device = (lies) => {
    let isHere = true;
    const there = lies ? async (_id, _n, start, end) => spoiled.slice(start, end) : source.part;
    const part = async (...asked) => (isHere ? spoiled.slice(asked[2], asked[3]) : there(...asked));
    return { ...source, part, spoiled: async () => { isHere = false; return true; } };
  };
  assert.deepEqual(await new SealedFile(reference, device(false)).readAll(), plaintext);
  const pieces = [];
  for await (const piece of new SealedFile(reference, device(false)).pieces(4 * CHUNK)) pieces.push(piece);
  assert.deepEqual(new Uint8Array(Buffer.concat(pieces)), plaintext);
  assert.equal(await codeOf(new SealedFile(reference, device(true)).readAll()), "does_not_open");
});
