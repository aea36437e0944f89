/** Words are found without accents, case or kinds of spaces, whatever the alphabet; and quickly. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { finderOf } from "../../../../static/js/flows/conversations/folding.js";

const has = (/** @type {string} */ text, /** @type {string} */ words) => finderOf(words)?.(new TextEncoder().encode(text));

test("accents, case, apostrophes and spaces make no difference", () => {
  const found = [
    ["L’été à Noël", "l'ete a noel"], ["l'ete", "L’ÉTÉ"], ["e\u0301te\u0301", "été"], ["Deux\u00a0\n\t mots", "deux mots"], ["œuf ﬁn", "FIN"], ["ΣΟΦΟΣ", "σοφος"],
    ["ОНА УШЛА", "ушла"], ["مُحَمَّد", "محمد"], ["어디야", "디야"], ["va 😊 là", "😊 la"], ["aaab", "aab"], ["  fin", " fin "],
  ];
  for (const [text, words] of found) assert.equal(has(text, words), true, `${text} / ${words}`);
});

test("what is not there is not found, and nothing is looked for in nothing", () => {
  for (const [text, words] of [["ete", "etes"], ["deux mots", "deuxmots"], ["ab", "b a"], ["😊", "😢"], ["", "a"]]) assert.equal(has(text, words), false, `${text} / ${words}`);
  for (const words of ["", "  \n", "\u0301"]) assert.equal(finderOf(words), null, words);
});

test("the longest message of the widest signs", () => {
  const wide = new TextEncoder().encode("\ufdfa".repeat(20_000));
  assert.equal(finderOf("صلى الله")?.(wide), true);
  assert.equal(finderOf("\ufdfa".repeat(20_000))?.(wide), true);
  assert.equal(finderOf("zz")?.(wide), false);
});
