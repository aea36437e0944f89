/** A reading that is kept says what was answered that day, in a form the vault accepts, and nothing is made of a strange one. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { RECORD } from "../../../static/js/crypto/schema.js";
import { readingRecord } from "../../../static/js/flows/readings.js";
import { saidIn } from "../../../static/js/flows/readings-shared.js";

const scale = { ...JSON.parse(readFileSync(new URL("../../../content/fr/repere.json", import.meta.url), "utf8")), help: {} };
/** @type {import("../../../static/js/flows/reading-scale.js").Answers} */
const answers = { "emp-17": "yes", "emp-09": "unknown", "emp-02": "unsaid", "emp-99": "yes" };

test("it holds the answers in the order of the sentences, for whom, which sentences, and the level of that day", () => {
  const record = readingRecord(scale, { answers, audience: "relative" }, "2026-11-23", "21:30");
  RECORD(record);
  assert.deepEqual(record.answers, [
    { id: "audience", answer: "relative" }, { id: "scale", answer: scale.version }, { id: "level", answer: "red" },
    { id: "emp-02", answer: "unsaid" }, { id: "emp-09", answer: "unknown" }, { id: "emp-17", answer: "yes" },
  ]);
  assert.deepEqual([record.title, record.when.precision, record.when.from, record.when.time], ["Repère du 23 novembre 2026", "exact", "2026-11-23", "21:30"]);
});

test("what was said is read again, without what is not of this scale", () => {
  const said = saidIn(readingRecord(scale, { answers, audience: "relative" }, "2026-11-23", "21:30"));
  assert.deepEqual(said, { level: "red", audience: "relative", answers: { "emp-02": "unsaid", "emp-09": "unknown", "emp-17": "yes" } });
});

test("nothing ticked is kept as no level", () => {
  const record = readingRecord(scale, { answers: { "emp-24": "unknown" }, audience: "person" }, "2026-11-23", "21:30");
  RECORD(record);
  assert.equal(saidIn(record).level, null);
});

test("a record of another making is no level and no answer", () => {
  const strange = [{ id: "level", answer: "purple" }, { id: "audience", answer: "all" }, { id: "emp-01", answer: "maybe" }, { id: "__proto__", answer: "yes" }];
  assert.deepEqual(saidIn({ answers: strange }), { level: null, audience: "person", answers: {} });
});

test("no word of a sentence is in the record: only ids", () => {
  const text = JSON.stringify(readingRecord(scale, { answers, audience: "person" }, "2026-11-23", "21:30"));
  assert.ok(scale.sentences.every((/** @type {any} */ one) => !text.includes(one.text)));
});
