/** Files made to stop a reading: endless, huge, broken, random. Memory stays within bounds, and what was read before is there. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { looked, refusal, sourceOf } from "./reading.js";

const MIB = 1024 * 1024;
const line = (/** @type {number} */ i) => `${String(1 + (i % 28)).padStart(2, "0")}/03/2023, 21:04 - ${i % 2 ? "Marc" : "Inès"}: message ${i}\n`;

/** A generator that gives the same numbers each time (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A source of any size: one piece, again and again. */
function endless(size, piece) {
  const block = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += piece.length) block.set(piece.subarray(0, MIB - at), at);
  return { size, read: async (start, end) => block.slice(0, end - start) };
}

/** Bytes of heap and of buffers that reading takes at most, looked at as it goes. */
async function memoryOf(source, act) {
  global.gc?.();
  const taken = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = taken();
  let most = 0;
  const watched = { size: source.size, read: async (start, end) => {
    most = Math.max(most, taken() - before);
    return source.read(start, end);
  } };
  const result = await act(watched);
  return { result, most: Math.max(most, taken() - before) };
}

test("two gibibytes without a line end: passed over, not held", async () => {
  const begun = new TextEncoder().encode(`${line(0)}${line(1)}`);
  const zeros = endless(2 ** 31, new Uint8Array(1));
  const source = { size: 2 ** 31, read: async (start, end) => {
    const piece = await zeros.read(start, end);
    if (start === 0) piece.set(begun);
    return piece;
  } };
  const { result, most } = await memoryOf(source, looked);
  assert.deepEqual([result.summary.count, result.all[1].cut], [2, true]);
  assert.ok(most < 160 * MIB, `${Math.round(most / MIB)} MiB`);
});

test("two gibibytes of messages: the first million, and it is said; nothing after is read", async () => {
  const text = Array.from({ length: 20_000 }, (_, i) => line(i)).join("");
  const source = endless(2 ** 31, new TextEncoder().encode(text));
  const { result, most } = await memoryOf(source, looked);
  assert.deepEqual([result.summary.count, result.summary.stopped], [1_000_000, "conversation_too_many"]);
  assert.ok(most < 450 * MIB, `${Math.round(most / MIB)} MiB`);
  const months = await result.looking.look({ text: "MESSAGE 19999" });
  assert.ok(months.count > 10);
});

test("texts above the limit of all texts: those before it, and it is said", async () => {
  const source = endless(2 ** 30, new TextEncoder().encode(`12/03/2023, 21:04 - Marc: ${"é".repeat(19_000)}\n`));
  const { result, most } = await memoryOf(source, looked);
  assert.equal(result.summary.stopped, "conversation_too_long");
  assert.ok(result.summary.count > 4_000);
  assert.ok(most < 450 * MIB, `${Math.round(most / MIB)} MiB`);
});

test("a hundred thousand names are two thousand, and « … »", async () => {
  const { summary, all } = await looked(Array.from({ length: 100_000 }, (_, i) => `12/03/2023, 21:04 - Nom ${i}: x`).join("\n"));
  assert.deepEqual([summary.count, all[0].who], [100_000, "Nom 0"]);
  assert.ok(summary.people.length <= 2_001);
  assert.equal(summary.people[0].name, "…");
});

test("broken letters are shown as such, and counted", async () => {
  const broken = Buffer.concat([Buffer.from("12/03/2023, 21:04 - Marc: caf"), Buffer.from([0xe9, 0xff, 0xc0, 0x80]), Buffer.from(" \ud83d fin\u0000\n13/03/2023, 21:04 - Marc: sain")]);
  const { all, summary } = await looked(broken);
  assert.equal(summary.garbled, 1);
  assert.match(all[0].text, /^caf\uFFFD+ \uFFFD fin\u0000$/);
  assert.deepEqual(all.map(({ garbled }) => garbled), [true, false]);
});

for (const [name, encode] of Object.entries({
  "UTF-8 with its mark": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16, small end first": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16, small end first, without a mark": (text) => Buffer.from(text, "utf16le"),
  "UTF-16, big end first": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "old line ends": (text) => Buffer.from(text.replaceAll("\n", "\r\n")),
})) {
  test(`letters: ${name}`, async () => {
    const { all, summary } = await looked(encode("12/03/2023, 21:04 - Inès: été 😊\nsuite\n13/03/2023, 21:05 - Marc: ok"));
    assert.deepEqual(all.map(({ who, text }) => [who, text]), [["Inès", "été 😊\nsuite"], ["Marc", "ok"]]);
    assert.equal(summary.garbled, 0);
  });
}

test("anything at all: a refusal with a name, or messages that hold together", async () => {
  const random = chance(20_260_101);
  const seeds = [line(1).repeat(5), '<smses><sms address="1" date="1678651440000" type="1" body="x"/></smses>', "From a Sun Mar 12 20:04:00 2023\nFrom: a@b\nDate: Sun, 12 Mar 2023 20:04:00 +0000\n\nx\n",
    "From: a@b\nSubject: x\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--", "PK\u0003\u0004"];
  for (let round = 0; round < 1500; round += 1) {
    const bytes = Buffer.from(seeds[round % seeds.length]);
    for (let change = Math.floor(random() * 12); change > 0; change -= 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    const cut = bytes.subarray(0, Math.floor(random() * (bytes.length + 1)));
    try {
      const { all, summary, looking } = await looked(cut);
      assert.equal(all.length, summary.count);
      for (const { date, second, text } of all) assert.ok((date === 0 || (date > 19_700_000 && date < 21_000_000)) && (second === null || second < 86_400) && text.length <= 20_000);
      assert.ok((await looking.look({ text: "x" })).count <= summary.count);
    } catch (error) {
      assert.match(error.code ?? String(error), /^conversation_/);
    }
  }
});

test("a file that changes or is taken away while it is read is told as such", async () => {
  const source = sourceOf(Array.from({ length: 100_000 }, (_, i) => line(i)).join(""));
  const gone = { size: source.size, read: async (start, end) => {
    if (start > 0) throw new DOMException("gone", "NotReadableError");
    return source.read(start, end);
  } };
  assert.equal(await refusal(looked(gone)), "file_changed");
});
