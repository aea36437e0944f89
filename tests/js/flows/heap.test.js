/** A heap of notes comes apart into memories without losing a word, and a date at the beginning is proposed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { apart, heapOf, readNote, splitHeap } from "../../../static/js/flows/heap.js";

const TODAY = new Date(2026, 10, 23);
const letters = (/** @type {string} */ text) => text.replace(/\s+/g, "");

test("lines are memories when there is no blank line", () => {
  assert.deepEqual(splitHeap("12/03/2023 : il appelle\nLe virement\r\n\tÉté 2021, premier week-end \n"), ["12/03/2023 : il appelle", "Le virement", "Été 2021, premier week-end"]);
});

test("paragraphs are, when there is one, and a line with a date begins another", () => {
  const text = "Mars 2020\nOn déménage.\nIl prend les clés.\n\nUne dispute.\nJe pars.\n15 avril 2020 : je reviens.";
  assert.deepEqual(splitHeap(text), ["Mars 2020\nOn déménage.\nIl prend les clés.", "Une dispute.\nJe pars.", "15 avril 2020 : je reviens."]);
});

for (const [text, precision, from, to, facts] of /** @type {[string, string, string | null, string | null, string][]} */ ([
  ["12/03/2023 : il appelle trois fois.", "exact", "2023-03-12", null, "Il appelle trois fois."],
  ["Le 12 mars 2023, il appelle.", "exact", "2023-03-12", null, "Il appelle."],
  ["Vers l’été 2021 – premier week-end", "about", "2021-06", "2021-08", "Premier week-end"],
  ["été 2021 premier week-end", "about", "2021-06", "2021-08", "Premier week-end"],
  ["- mars 2020 : on déménage", "about", "2020-03", null, "On déménage"],
  ["Mars 2020\nOn déménage.", "about", "2020-03", null, "On déménage."],
  ["entre 2019 et 2020, les dimanches", "period", "2019", "2020", "Les dimanches"],
  ["2018", "about", "2018", null, "2018"],
  ["On 12 March 2023, he calls.", "exact", "2023-03-12", null, "He calls."],
  ["Around summer 2021 – first weekend", "about", "2021-06", "2021-08", "First weekend"],
  ["March 2020: we move", "about", "2020-03", null, "We move"],
  ["In March 2020 we moved.", "about", "2020-03", null, "We moved."],
  ["On 12 March 2023, he called.", "exact", "2023-03-12", null, "He called."],
  ["May I say something", "unknown", null, null, "May I say something"],
  ["Noël : il n’est pas venu.", "about", "2025-12-25", "2025-12-25", "Il n’est pas venu."],
  ["3 personnes sont venues.", "unknown", null, null, "3 personnes sont venues."],
  ["Il est venu le 12 mars 2023.", "unknown", null, null, "Il est venu le 12 mars 2023."],
  ["La réunion de mars", "unknown", null, null, "La réunion de mars"],
  ["A dit qu’il reviendrait.", "unknown", null, null, "A dit qu’il reviendrait."],
])) {
  test(`« ${text} »`, () => {
    const note = readNote(text, TODAY);
    assert.deepEqual([note.when.precision, note.when.from, note.when.to, note.facts], [precision, from, to, facts]);
    assert.ok(note.title !== "");
  });
}

test("a heap comes apart once, and what was apart stays so", () => {
  const once = apart({ text: "Un\n\nDeux\nlignes", notes: [] });
  assert.deepEqual(once, { text: "", notes: ["Un", "Deux\nlignes"] });
  assert.deepEqual(apart({ text: "Trois", notes: once.notes }), { text: "", notes: ["Un", "Deux\nlignes", "Trois"] });
});

test("a draft of another making is an empty heap", () => {
  for (const body of [null, "x", { notes: [1, "", "Un"] }, { text: 3 }]) assert.deepEqual(heapOf(body).text, "");
  assert.deepEqual(heapOf({ notes: [1, "", "Un"] }).notes, ["Un"]);
});

test("no word is lost: what is split, joined, is what was written", () => {
  const text = "Mars 2020\nOn déménage.\n\n• Une liste\n– une autre\n\n\n12/03/2023 : il appelle\n   et rappelle\n";
  assert.equal(letters(splitHeap(text).join("\n")), letters(text));
});

test("a notebook of ten thousand lines comes apart at once", () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `${(i % 28) + 1}/03/2023 : souvenir ${i} ${"mot ".repeat(10)}`).join("\n");
  const start = performance.now();
  const notes = splitHeap(text);
  notes.slice(0, 200).map((note) => readNote(note, TODAY));
  assert.equal(notes.length, 10_000);
  assert.ok(performance.now() - start < 1000);
});
