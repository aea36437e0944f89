/** What she keeps for herself, shown: months of two devices meet, strange answers are passed over, facts and key dates share one line. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { makeBrowser } from "./browser.js";

makeBrowser();
// What draws is loaded with what it is given to draw, and draws nothing here.
Object.assign(globalThis, { document: { createTreeWalker: () => ({}), createComment: () => ({}) } });
const { counted, kindsOf, shown } = await import("../../../static/js/pages/reader/shown.js");

const scale = { ...JSON.parse(readFileSync(new URL("../../../content/fr/repere.json", import.meta.url), "utf8")), help: {} };
const known = { scale, failed: false };
let number = 0;

/** @param {string} use @param {string} from @param {[string, string][]} answers */
function reading(use, from, answers = [], title = use) {
  const when = { precision: use === "days" ? "period" : "exact", from, to: use === "days" ? from : null, time: null, text: "" };
  const document = { v: 2, kind: "reading", use, title, when, answers: answers.map(([id, answer]) => ({ id, answer })), note: "" };
  return { id: `r${(number += 1)}`, kind: "reading", document };
}

/** @param {string} from @param {string} title */
function fact(from, title) {
  const when = { precision: "exact", from, to: null, time: null, text: "" };
  return { id: title, kind: "event", document: { kind: "event", title, facts: "", said: "", when, where: "", who: [], danger: null, feelings: "", thoughts: "", evidence: [] } };
}

test("of two readings of one month a day is as the later one says, and the month is counted once", () => {
  const items = [reading("days", "2023-03", [["12/danger", "no"], ["13/mood", "light"]]), reading("days", "2023-03", [["12/danger", "yes"], ["12/note", "Le soir."]]), fact("2023-03-12", "Un appel")];
  const { months } = shown({ items }).readings;
  assert.deepEqual(months.map(({ month, lines }) => [month, lines]), [["2023-03", [
    { words: "dimanche 12 mars 2023, danger ressenti, 1 fait", note: "Le soir." }, { words: "lundi 13 mars 2023, journée légère", note: "" },
  ]]]);
  assert.equal(counted(kindsOf(items)), "1 fait et 1 mois de jours notés");
});

test("a landmark says its level and the sentences that the scale still has, once these are there", () => {
  const items = [reading("landmark", "2023-05-01", [["level", "red"], ["audience", "relative"], ["emp-18", "yes"], ["emp-02", "unsaid"], ["emp-98", "yes"]])];
  const [one] = shown({ items }, undefined, known).readings.landmarks;
  const of = (/** @type {string} */ id) => scale.sentences.find((/** @type {any} */ sentence) => sentence.id === id).relative;
  assert.deepEqual([one?.level, one?.relative, one?.yes, one?.unknown, one?.unsaid], ["red", true, [of("emp-18")], [], [of("emp-02")]]);
  assert.equal(shown({ items }).readings.landmarks[0]?.sentences, "waited");
  assert.equal(shown({ items }, undefined, { scale: undefined, failed: true }).readings.landmarks[0]?.sentences, "absent");
});

test("key dates stand between the facts, and make no chronology by themselves", () => {
  const dates = [reading("date", "2023-06-01", [], "Le déménagement"), reading("date", "2019-02-03", [], "Naissance")];
  const { facts, readings } = shown({ items: [...dates, fact("2022-01-01", "Un appel")] });
  assert.deepEqual(facts.map(({ title, anchor }) => [title, anchor ?? false]), [["Naissance", true], ["Un appel", false], ["Le déménagement", true]]);
  assert.deepEqual(readings.dates.map(({ title }) => title), ["Naissance", "Le déménagement"]);
  assert.deepEqual(shown({ items: dates }).facts, []);
});
