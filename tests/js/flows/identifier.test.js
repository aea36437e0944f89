/** How strong a passphrase of one's own is, whatever language it is in; what is proposed is strong. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetPassphrase, proposePassphrase, strength } from "../../../static/js/flows/identifier.js";

/** Short sentences of common words, names with a year, a password with a coat of paint. */
const WEAK = {
  french: ["mon petit chien noir", "Martin Durand 1984", "bonjour tout le monde"],
  english: ["breakfast at the station", "The summer of seventeen", "we were happy before", "please help me god", "thunderstorm over Edinburgh", "jennifersmithlondon1984", "P4ssw0rd!2024"],
};

for (const [language, phrases] of Object.entries(WEAK)) {
  for (const phrase of phrases) {
    test(`« ${phrase} » is not enough (${language})`, async () => {
      const { bits, enough, score } = await strength(phrase);
      assert.ok(!enough && score < 3, `${bits} bits`);
    });
  }
}

test("six words drawn by lot are enough, in either language", async () => {
  for (const phrase of ["abandon ivory trumpet bicycle nephew walnut", "tirelire bitume safari noyade vexer cactus"]) {
    assert.ok((await strength(phrase)).enough, phrase);
  }
});

test("the words of the identifier help nobody", async () => {
  const phrase = "xqhalvor-wiqemton-7391";
  assert.ok((await strength(phrase)).bits > (await strength(phrase, phrase)).bits + 30);
});

test("what was proposed is strong without a meter, and is judged like any other once forgotten", async () => {
  const words = (await proposePassphrase()).join(" ");
  assert.equal((await strength(words)).bits, 80);
  forgetPassphrase();
  const { bits, enough } = await strength(words);
  assert.ok(enough && bits !== 80);
});
