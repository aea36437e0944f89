/** Words as they are being typed: known ones are told, the last one is completed, one list for the whole. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { areTypedBack, readWords, withWord } from "../../../static/js/flows/words.js";

test("known words are written as the list has them, unknown ones are told", async () => {
  const { words, next } = await readWords("1. Séjour, ABEILLE\nxyzz ");
  assert.deepEqual(words, [{ text: "séjour", known: true }, { text: "abeille", known: true }, { text: "xyzz", known: false }]);
  assert.deepEqual(next, []);
});

test("the last word is completed while it may go on, and is not wrong yet", async () => {
  const { words, next } = await readWords("abeille car");
  assert.deepEqual(next, ["carabine", "carbone", "caresser", "caribou"]);
  assert.deepEqual(words.at(-1), { text: "car", known: true });
  const ended = await readWords("abeille car ");
  assert.deepEqual(ended.words.at(-1), { text: "car", known: false });
  assert.deepEqual(ended.next, []);
});

test("one letter proposes nothing", async () => {
  assert.deepEqual((await readWords("a")).next, []);
});

test("an English phrase is read in the English list", async () => {
  const { words } = await readWords("abandon ability zebra ");
  assert.ok(words.every(({ known }) => known));
});

test("a completion takes the place of what was begun, and leaves room for the next", () => {
  assert.equal(withWord("abeille sé", "séjour"), "abeille séjour ");
  assert.equal(withWord("abeille, se\u0301", "séjour"), "abeille, séjour ");
  assert.equal(withWord("", "abeille"), "abeille ");
});

test("words typed back may lack accents and capitals, not letters", () => {
  const words = ["séjour", "abeille", "caribou"];
  assert.ok(areTypedBack(words, [0, 2], [" Sejour", "CARIBOU "]));
  assert.ok(!areTypedBack(words, [0, 2], ["sejours", "caribou"]));
  assert.ok(!areTypedBack(words, [0, 2], ["caribou", "séjour"]));
  assert.ok(!areTypedBack(words, [0, 2], ["séjour"]));
  assert.ok(!areTypedBack([], [0, 2], ["", ""]));
});
