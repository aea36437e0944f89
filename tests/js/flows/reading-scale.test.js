/** The landmark: the gravest sentence decides, help comes before anything else, and nothing is added up. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { outcome, worded } from "../../../static/js/flows/reading-scale.js";

const kept = (/** @type {string} */ language) => JSON.parse(readFileSync(new URL(`../../../content/${language}/repere.json`, import.meta.url), "utf8"));
const directory = JSON.parse(readFileSync(new URL("../../../content/annuaire.json", import.meta.url), "utf8"));
const help = Object.fromEntries(directory.entries.map((/** @type {any} */ entry) => [entry.id, entry]));
const scale = { ...kept("fr"), help };

/** @param {number[]} numbers sentences ticked @param {Record<string, any>} [others] @param {"person" | "relative"} [audience] */
function ticked(numbers, others = {}, audience = "person") {
  const answers = Object.fromEntries(numbers.map((number) => [`emp-${String(number).padStart(2, "0")}`, "yes"]));
  return outcome(scale, { ...answers, ...others }, audience);
}
/** @param {{ id: string }[]} list */
const ids = (list) => list.map(({ id }) => id);

test("the gravest sentence decides, alone", () => {
  for (const [numbers, level] of [[[1], "green"], [[1, 2, 3, 4, 5, 6, 7, 8], "green"], [[1, 9], "amber"], [[9, 10, 11, 12, 13, 14, 15, 16], "amber"], [[17], "red"], [[1, 9, 19], "red"]]) {
    assert.equal(ticked(/** @type {number[]} */ (numbers)).level?.id, level);
  }
});

test("every sentence alone leads to its own level", () => {
  scale.sentences.forEach((/** @type {any} */ one, /** @type {number} */ index) => assert.equal(ticked([index + 1]).level?.id, one.level));
});

test("nothing ticked is no level, and no advice: it is not said that one is free", () => {
  for (const found of [ticked([]), ticked([], { "emp-24": "unknown", "emp-20": "unsaid" })]) {
    assert.deepEqual([found.level, found.first, found.cluster, found.criteria, found.m1, found.advice, found.said], [null, [], false, [], false, [], []]);
  }
  assert.equal(ticked([], { "emp-24": "unknown", "emp-20": "unsaid" }).unknown, 1);
});

test("critical sentences come first, the gravest first, each with its own help", () => {
  const { first, help: then } = ticked([9, 17, 21, 24]);
  assert.deepEqual(ids(first), ["emp-24", "emp-21"]);
  assert.deepEqual(first.map((one) => ids(one.help)), [["urgence-17", "urgence-114", "prevention-suicide-3114"], ["enfance-danger-119", "urgence-17"]]);
  assert.ok(!ids(then).includes("urgence-17"), "what is shown first is not shown twice");
  assert.ok(ids(then).includes("unadfi"));
});

test("five sentences are critical, and no other opens help first", () => {
  assert.deepEqual(ids(ticked(Array.from({ length: 24 }, (_one, index) => index + 1)).first), ["emp-24", "emp-23", "emp-22", "emp-21", "emp-20"]);
  assert.deepEqual(ticked([17, 18, 19]).first, []);
});

test("four amber sentences bring the contacts of red and stay amber; three do not", () => {
  const [three, four] = [ticked([9, 10, 11]), ticked([9, 10, 11, 13])];
  assert.deepEqual([three.cluster, three.level?.id], [false, "amber"]);
  assert.deepEqual([four.cluster, four.level?.id], [true, "amber"]);
  assert.ok(ids(four.help).includes("urgence-17"));
  assert.ok(!ids(three.help).includes("urgence-17"));
  assert.deepEqual(four.advice, three.advice);
  assert.equal(ticked([9, 10, 11, 13, 17]).cluster, false, "red has them already");
});

test("criteria are the ministry's, each once, in their order, and of warning sentences only", () => {
  assert.deepEqual(ticked([1, 3, 4, 5]).criteria, []);
  assert.deepEqual(ticked([12, 14]).criteria, ["M2", "M4", "M9"]);
  assert.deepEqual(ticked([10, 11, 15]).criteria, ["M1"]);
  assert.deepEqual([ticked([12, 14]).m1, ticked([9]).m1], [false, true]);
});

test("no total: nothing of an outcome grows with how many sentences of a level are ticked", () => {
  const [one, many] = [ticked([19]), ticked([17, 18, 19])];
  assert.deepEqual([one.level, one.advice], [many.level, many.advice]);
  assert.ok(Object.values(many).every((value) => typeof value !== "number" || value === 0));
});

test("« I don't know » and « I'd rather not say » tick nothing", () => {
  const found = ticked([9], { "emp-24": "unknown", "emp-23": "unsaid", "emp-22": "unknown" });
  assert.deepEqual([found.level?.id, found.first, found.unknown], ["amber", [], 2]);
});

test("a relative reads other words and other advice; the level is the same", () => {
  const [own, relative] = [ticked([19]), ticked([19], {}, "relative")];
  assert.equal(own.level, relative.level);
  assert.notEqual(own.said[0]?.text, relative.said[0]?.text);
  assert.deepEqual(relative.advice, scale.levels[2].advice_relative);
  assert.equal(worded(scale, scale.sentences[0], "relative").text, scale.sentences[0].relative);
});

test("an answer to a sentence that is not there changes nothing", () => {
  assert.deepEqual(ticked([9], { "emp-99": "yes", constructor: "yes" }), ticked([9]));
});

test("English says the same", () => {
  const english = { ...kept("en"), help };
  for (const one of english.sentences) {
    assert.equal(outcome(english, { [one.id]: "yes" }, "person").level?.id, ticked([Number(one.id.slice(4))]).level?.id);
  }
});
