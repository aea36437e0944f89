/** Archives: the conversation in one, its files byte for byte, and archives made to harm. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { test } from "node:test";
import { bytesOf, fileNamed, looked, refusal, sourceOf } from "./reading.js";
import { vast, zip } from "./zips.js";

const GIB = 2 ** 30;
const CHAT = "12/03/2023, 21:04 - Marc: IMG-1.jpg (fichier joint)\n13/03/2023, 21:05 - Inès: ok\n13/03/2023, 21:06 - Marc: absent.pdf (fichier joint)";
const PHOTO = randomBytes(300_000);

/** A conversation that speaks of these files. */
const chatOf = (...names) => ({ name: "Discussion WhatsApp avec Marc.txt", data: [CHAT, ...names.map((name) => `14/03/2023, 21:04 - Marc: ${name} (fichier joint)`)].join("\n") });
const chat = chatOf();

test("the conversation is found among its files, and they are told by size", async () => {
  const { all, summary, reading } = await looked(zip([{ name: "LISEZ-MOI.txt", data: "bonjour" }, { name: "IMG-1.jpg", data: PHOTO, stored: true }, chat]));
  assert.deepEqual([summary.kind, summary.inArchive, summary.count], ["whatsapp", true, 3]);
  assert.equal(summary.beside, 1);
  assert.deepEqual(all.map(({ files }) => files), [[{ name: "IMG-1.jpg", size: 300_000, here: true }], [], [{ name: "absent.pdf", size: null, here: false }]]);
  assert.deepEqual(await bytesOf(fileNamed(reading, "IMG-1.jpg")), PHOTO);
  assert.equal(await refusal(fileNamed(reading, "absent.pdf")), "conversation_attachment_missing");
});

test("a folded file comes out byte for byte; a changed one does not come out", async () => {
  const { reading } = await looked(zip([chatOf("a.pdf", "b.pdf", "c.pdf", "d.pdf"), { name: "a.pdf", data: PHOTO }, { name: "b.pdf", data: PHOTO, crc: 1 }, { name: "c.pdf", data: PHOTO, says: 5 }, { name: "d.pdf", data: PHOTO, folded: randomBytes(500) }]));
  assert.deepEqual(await bytesOf(fileNamed(reading, "a.pdf")), PHOTO);
  for (const name of ["b.pdf", "c.pdf", "d.pdf"]) assert.equal(await refusal(fileNamed(reading, name)), "conversation_archive_damaged", name);
});

test("a bomb is told by what comes out, whatever its headers promise", async () => {
  const folded = deflateRawSync(Buffer.concat([Buffer.from("12/03/2023, 21:04 - Marc: "), Buffer.alloc(150 * 1024 * 1024, "A")]), { level: 9 });
  assert.ok(folded.length < 2_000_000);
  const before = process.memoryUsage().arrayBuffers;
  assert.equal(await refusal(looked(zip([{ name: "_chat.txt", data: "", folded, says: 100 }]))), "conversation_archive_swells");
  assert.ok(process.memoryUsage().arrayBuffers - before < 250 * 1024 * 1024);
  const { reading } = await looked(zip([chatOf("film.mp4"), { name: "film.mp4", data: "", folded, says: 1000 }]));
  assert.match(await refusal(fileNamed(reading, "film.mp4")), /^conversation_(archive_swells|attachment_large)$/);
});

test("an archive of gibibytes: its list, its text, and one film at a time, the rest is not read", async () => {
  const { source, read } = vast([{ name: "film.mp4", size: 3 * GIB }, { name: "autre.mp4", size: 3 * GIB }, chatOf("film.mp4")]);
  const { all, summary, reading } = await looked(source);
  assert.deepEqual([summary.count, summary.stopped, all[0].files[0].here], [4, null, false]);
  assert.ok(read() < 2 ** 20, String(read()));
  // Copied, since this source is not on the device: it has to fit in memory.
  assert.equal(await refusal(fileNamed(reading, "film.mp4")), "conversation_attachment_large");
});

test("more entries than sixteen bits count", async () => {
  const many = Array.from({ length: 70_000 }, (_, i) => ({ name: `IMG-${i}.jpg`, size: 100 }));
  const { all, summary } = await looked(vast([...many, chat]).source);
  assert.deepEqual([summary.count, all[0].files], [3, [{ name: "IMG-1.jpg", size: 100, here: true }]]);
  const crowd = Array.from({ length: 100_001 }, (_, i) => ({ name: `${i}.jpg`, size: 1 }));
  assert.equal(await refusal(looked(vast(crowd).source)), "conversation_archive_crowded");
});

test("a list that would fill memory is not read", async () => {
  const names = Array.from({ length: 1_000 }, (_, i) => ({ name: `${i}${"a".repeat(60_000)}`, size: 1 }));
  const { source, read } = vast(names);
  assert.equal(await refusal(looked(source)), "conversation_archive_crowded");
  assert.ok(read() < 2 ** 20, String(read()));
});

test("entries that lie in each other, or past the end, are refused", async () => {
  const film = { name: "film.mp4", size: 1000 };
  for (const lie of [{ at: 0 }, { at: 400 }, { at: 2 ** 40 }, { claims: 1_500 }, { claims: 2 ** 40 }]) {
    const { source } = vast([chat, { ...film, ...lie }, { ...film, name: "b.mp4" }]);
    assert.equal(await refusal(looked(source)), "conversation_archive_damaged", JSON.stringify(lie));
  }
  assert.equal((await looked(vast([chat, film]).source)).summary.count, 3);
});

test("on the device, what lies unfolded is a part of the archive, and its sum is compared", async () => {
  const blob = new Blob([zip([chatOf("a.jpg", "b.jpg"), { name: "a.jpg", data: PHOTO, stored: true }, { name: "b.jpg", data: PHOTO, stored: true, crc: 1 }])]);
  const { reading } = await looked(blob);
  assert.deepEqual(await bytesOf(fileNamed(reading, "a.jpg")), PHOTO);
  assert.equal(await refusal(fileNamed(reading, "b.jpg")), "conversation_archive_damaged");
});

test("an archive in an archive stays closed", async () => {
  assert.equal(await refusal(looked(zip([{ name: "WhatsApp.txt", data: zip([chat]) }]))), "conversation_archive_without");
  assert.equal(await refusal(looked(zip([{ name: "dedans.zip", data: zip([chat]) }]))), "conversation_archive_without");
  assert.equal(await refusal(looked(zip([]))), "conversation_archive_without");
});

test("names are labels: no path is made of them", async () => {
  const { all, reading } = await looked(zip([{ name: "media/IMG-1.jpg", data: PHOTO }, { name: "__proto__", data: "x" }, chatOf("../../etc/passwd.txt")]));
  assert.equal(all[0].files[0].here, true);
  assert.equal(await refusal(fileNamed(reading, "../../etc/passwd.txt")), "conversation_attachment_missing");
  assert.equal(await refusal(looked(zip([{ name: "../../_chat.txt", data: CHAT }]))), "conversation_archive_damaged");
});

test("encrypted, crowded, folded in another way, cut: each is told by its name", async () => {
  assert.equal(await refusal(looked(zip([{ ...chat, flags: 0x801 }]))), "conversation_archive_locked");
  assert.equal(await refusal(looked(zip([{ ...chat, method: 12 }]))), "conversation_archive_without");
  const whole = zip([chat, { name: "IMG-1.jpg", data: PHOTO }]);
  for (const length of [30, 200, whole.length - 300_000, whole.length - 1]) assert.equal(await refusal(looked(whole.subarray(0, length))), "conversation_archive_damaged", String(length));
});

test("a text that stops unfolding keeps what came before, and says so", async () => {
  const text = Array.from({ length: 40_000 }, (_, i) => `12/03/2023, 21:04 - Marc: ${randomBytes(9).toString("base64")} ${i}`).join("\n");
  const folded = deflateRawSync(Buffer.from(text));
  const { summary } = await looked(zip([{ name: "_chat.txt", data: text, folded: folded.subarray(0, folded.length >> 1) }]));
  assert.equal(summary.stopped, "conversation_archive_damaged");
  assert.ok(summary.count > 1000 && summary.count < 40_000);
});

test("a text that is not the one that was put in is said to be damaged", async () => {
  assert.equal((await looked(zip([{ ...chat, crc: 7 }]))).summary.stopped, "conversation_archive_damaged");
  assert.equal((await looked(zip([{ ...chat, says: 7 }]))).summary.stopped, "conversation_archive_damaged");
});

test("what the vault refuses while an archive is read keeps its own name", async () => {
  const source = sourceOf(zip([chat]));
  const broken = { size: source.size, read: async (start, end) => (start > 100 ? Promise.reject(Object.assign(new Error(), { code: "offline" })) : source.read(start, end)) };
  assert.equal(await refusal(looked(broken)), "offline");
});
