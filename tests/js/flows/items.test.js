/** From a form to the record that is kept, and from records to what a recipient sees. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { b64, dump, randomBytes, randomId } from "../../../static/js/crypto/encoding.js";
import { RECORD } from "../../../static/js/crypto/schema.js";
import { contactRecord } from "../../../static/js/flows/contacts.js";
import { parseWhen } from "../../../static/js/flows/dates.js";
import { eventRecord } from "../../../static/js/flows/events.js";
import { evidenceRecord } from "../../../static/js/flows/evidence.js";
import { sourceOf, whenOf } from "../../../static/js/flows/exif.js";
import { newId, titleOf } from "../../../static/js/flows/items.js";
import { sniff } from "../../../static/js/flows/media.js";
import { split } from "../../../static/js/flows/records.js";
import { sharedItem } from "../../../static/js/flows/share-items.js";
import { timelineRecord } from "../../../static/js/flows/timelines.js";

const id = () => b64(randomId());
const reference = () => ({ id: id(), key: b64(randomBytes(32)), name: "a.jpg", type: "image/jpeg", size: 3, sealed: 4168, sha256: b64(randomBytes(32)) });
const row = (kind) => ({ id: id(), kind, versions: [{ n: 2, hash: b64(randomBytes(32)), key: "", at: "" }] });

test("the least that makes an item of each kind is well formed", () => {
  RECORD(eventRecord({ facts: "Il a crié" }));
  RECORD(evidenceRecord({ text: "« Viens seule »" }, undefined));
  RECORD(evidenceRecord({ file: reference() }, undefined));
  RECORD(contactRecord({ name: "Claire" }));
  RECORD(timelineRecord({ title: "Été 2021" }));
});

test("nothing at all is refused, kindly", () => {
  for (const make of [() => eventRecord({ facts: "  " }), () => evidenceRecord({ title: "x" }, undefined), () => contactRecord({}), () => timelineRecord({})]) {
    assert.throws(make, { code: "empty_item" });
  }
});

test("texts too long are refused with their field; half characters are mended", () => {
  assert.throws(() => eventRecord({ facts: "x".repeat(20_001) }), { code: "text_too_long", field: "facts" });
  assert.throws(() => eventRecord({ facts: "x", where: "x".repeat(301) }), { code: "text_too_long", field: "where" });
  RECORD(eventRecord({ facts: "🙂".repeat(20_000) }));
  RECORD(eventRecord({ facts: "coupé \uD83D" }));
});

test("a title made from the facts follows their correction; one that she wrote stays", () => {
  const before = eventRecord({ facts: "Il a crié" });
  assert.equal(eventRecord({ ...before, facts: "Il a hurlé" }, before).title, "Il a hurlé");
  assert.equal(eventRecord({ ...before, title: "Le repas", facts: "Il a hurlé" }, before).title, "Le repas");
});

test("a title is the first line, cut at a word", () => {
  assert.equal(titleOf("", "Une ligne\nUne autre"), "Une ligne");
  assert.match(titleOf("mot ".repeat(60)), /^(mot ){10,17}mot…$/);
  assert.doesNotThrow(() => dump(eventRecord({ facts: `x${"🙂".repeat(60)}` })));
});

test("what a piece was taken out of, and who she is in it, are said where there is something to say, and stay", () => {
  assert.equal(evidenceRecord({ text: "un" }, undefined).v, 1);
  const of = newId();
  const taken = evidenceRecord({ file: reference(), of }, undefined);
  const talk = evidenceRecord({ file: reference(), self: "" }, undefined);
  for (const record of [taken, talk]) RECORD(record);
  assert.deepEqual([taken.v, taken.of, taken.self, talk.of, talk.self], [2, of, null, null, ""]);
  const edited = evidenceRecord({ file: reference(), description: "mieux dit" }, taken);
  assert.deepEqual([edited.v, edited.of], [2, of]);
  assert.equal(evidenceRecord({ ...talk, self: "Inès" }, talk).self, "Inès");
});

test("an edit keeps the blind and the day of a file that did not change, and only of that", () => {
  const before = evidenceRecord({ file: reference() }, undefined);
  const same = evidenceRecord({ ...before, description: "mieux dit" }, before);
  assert.deepEqual([same.blind, same.kept_at], [before.blind, before.kept_at]);
  assert.notEqual(evidenceRecord({ ...before, file: reference() }, before).blind, before.blind);
  const words = evidenceRecord({ text: "un" }, undefined);
  assert.notEqual(evidenceRecord({ ...words, text: "deux" }, words).blind, words.blind);
});

test("feelings, thoughts and notes stay out of a share unless chosen", () => {
  const record = eventRecord({ facts: "Il a crié", feelings: "peur", thoughts: "trop tard" });
  const shared = new Set();
  const plain = sharedItem(row("event"), record, shared, {}).document;
  assert.deepEqual([plain.facts, plain.feelings, plain.thoughts], ["Il a crié", "", ""]);
  const chosen = sharedItem(row("event"), record, shared, { feelings: true }).document;
  assert.deepEqual([chosen.feelings, chosen.thoughts], ["peur", ""]);
  const contact = contactRecord({ name: "Claire", notes: "ne pas appeler le soir" });
  assert.equal(sharedItem(row("contact"), contact, shared, {}).document.notes, "");
  assert.equal(sharedItem(row("contact"), contact, shared, { notes: true }).document.notes, "ne pas appeler le soir");
});

test("a title made from feelings does not tell them", () => {
  const record = eventRecord({ feelings: "J’ai eu peur. De lui, surtout." });
  const seen = (choice) => sharedItem(row("event"), record, new Set(), choice).document;
  assert.ok(record.title !== "" && !JSON.stringify(seen({})).includes("peur"));
  assert.equal(seen({ feelings: true }).title, record.title);
});

test("links to what is not shared are cut, and a copy brings no place with it", () => {
  const [inside, outside] = [id(), id()];
  const timeline = timelineRecord({ title: "Été", items: [inside, outside] });
  assert.deepEqual(sharedItem(row("timeline"), timeline, new Set([inside]), {}).document.items, [inside]);
  const source = { taken_at: "2021-07-14T18:32", place: { lat: "48.8", lon: "2.3" }, device: null };
  const record = evidenceRecord({ file: reference(), thumb: reference(), source }, undefined);
  const copy = { file: reference(), thumb: null };
  const { document } = sharedItem(row("evidence"), record, new Set(), {}, copy);
  assert.deepEqual([document.file, document.thumb, document.source.place, document.blind], [copy.file, null, null, null]);
  assert.deepEqual(sharedItem(row("evidence"), record, new Set(), {}).document.source.place, source.place);
});

test("what a photo says of itself is read, and proposed as a date", () => {
  const source = sourceOf({ DateTimeOriginal: "2021:07:14 18:32:05", latitude: 48.8583, longitude: 2.2945, Make: "Fairphone ", Model: "4" });
  assert.deepEqual(source, { taken_at: "2021-07-14T18:32", place: { lat: "48.858300", lon: "2.294500" }, device: "Fairphone 4" });
  assert.deepEqual(whenOf(source), { precision: "exact", from: "2021-07-14", to: null, time: "18:32", text: "" });
  assert.deepEqual(sourceOf({ DateTimeOriginal: "0000:00:00 00:00:00", latitude: Number.NaN }), { taken_at: null, place: null, device: null });
  RECORD(eventRecord({ facts: "x", when: parseWhen("14/07/2021 vers 18 h") }));
});

test("records of an answer are cut where it says, or refused", () => {
  const bytes = Uint8Array.of(0, 0, 0, 2, 7, 8, 0, 0, 0, 0);
  assert.deepEqual(split(bytes, 2).map((part) => [...part]), [[7, 8], []]);
  assert.throws(() => split(bytes, 3), { code: "malformed" });
  assert.throws(() => split(bytes.subarray(0, 5), 1), { code: "malformed" });
  assert.throws(() => split(Uint8Array.of(255, 255, 255, 255, 1), 1), { code: "malformed" });
});

test("a picture is what its first bytes say, and only pixels are pictures", () => {
  assert.equal(sniff(Uint8Array.of(0xff, 0xd8, 0xff, 0xe1)), "image/jpeg");
  assert.equal(sniff(new TextEncoder().encode("RIFF0000WEBPVP8 ")), "image/webp");
  assert.equal(sniff(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")), null);
  assert.equal(sniff(new TextEncoder().encode("<!doctype html>")), null);
  assert.equal(sniff(new Uint8Array(0)), null);
});
