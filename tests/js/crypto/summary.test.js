import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, summaryOf } from "../../../static/js/crypto/summary.js";
import { contactRecord, eventRecord } from "./records.js";
import { assertRefused, runCases, vectors } from "./vectors.js";

const file = vectors("summary");

runCases("fold", file.fold, (given) => fold(given.text), (words, given) => assert.deepEqual(words, given.out));

runCases(
  "summary_of",
  file.summary_of,
  (given) => summaryOf(given.record),
  (summary, given) => assert.equal(JSON.stringify(summary), JSON.stringify(given.out)),
);

test("words are folded: no marks, no case, no punctuation", () => {
  assert.deepEqual(fold("Été à l’Œuvre, N° 12 : ÇA"), ["ete", "a", "l", "œuvre", "n", "12", "ca"]);
  assert.deepEqual(fold("… — !"), []);
});

test("a summary says what lists need, and each word once", () => {
  const summary = summaryOf(
    eventRecord({
      facts: "Tout le monde chante.",
      said: "Chante, ou pars !",
      feelings: "Peur de la réunion",
      who: [{ name: "Mme B.", contact: null }],
      evidence: ["AAAAAAAAAAAAAAAAAAAAAA"],
    }),
  );
  assert.deepEqual(Object.keys(summary), ["title", "when", "where", "who", "danger", "excerpt", "words", "evidence"]);
  assert.deepEqual([summary.who, summary.evidence], [["Mme B."], 1]);
  assert.equal(summary.excerpt, "Tout le monde chante.");
  assert.equal(summary.words, "ou pars peur de la");
});

test("an excerpt is cut between characters, and words are cut between words", () => {
  const turtles = summaryOf(eventRecord({ facts: "🐢".repeat(300) }));
  assert.equal(turtles.excerpt, "🐢".repeat(280));
  const many = Array.from({ length: 2000 }, (_, i) => `mot${i}`).join(" ");
  const { words } = summaryOf(eventRecord({ thoughts: many }));
  assert.ok(words.length <= 4000 && words.length > 3990);
  assert.ok(many.startsWith(words) && many[words.length] === " ");
});

test("a contact is found by its means", () => {
  const summary = summaryOf(contactRecord("Me Martin"));
  assert.deepEqual(summary, { title: "Me Martin", role: "witness", excerpt: "Était là.", words: "01 99 00 12 34" });
});

test("a record that is not well formed has no summary", async () => {
  await assertRefused(() => summaryOf({ ...contactRecord("A"), kind: "note" }), "unsupported");
  await assertRefused(() => summaryOf({ ...contactRecord("A"), role: "boss" }), "malformed");
});
