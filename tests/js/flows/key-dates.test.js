/** Facts placed by what they came after, before or during: always a date that the vault accepts, and one that sorts between its ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { RECORD } from "../../../static/js/crypto/schema.js";
import { useOf } from "../../../static/js/crypto/uses.js";
import { compareWhen, parseWhen, whenText } from "../../../static/js/flows/dates.js";
import { anchorsOf, keyDateRecord, readAround, whenAged, whenAround } from "../../../static/js/flows/key-dates.js";

const TODAY = new Date(2026, 10, 23);
const move = { name: "« Déménagement à Lyon »", from: "2021-03", to: "2021-03" };
const birth = { name: "« Naissance de Léo »", from: "2019-06-12", to: "2019-06-12" };
const named = (/** @type {string} */ start, /** @type {number} */ year) => {
  const found = anchorsOf(year).find(({ name }) => name.startsWith(start));
  assert.ok(found, start);
  return found;
};
const bound = (/** @type {any} */ relation, /** @type {any} */ anchor) => ({ relation, anchor });

/** @param {import("../../../static/js/flows/dates.js").When} when */
function accepted(when) {
  RECORD({ v: 1, kind: "reading", title: "x", when, answers: [], note: "" });
  return when;
}

test("between two of them it is about, and stands between them", () => {
  const when = accepted(whenAround([bound("after", move), bound("before", named("Noël", 2021))]));
  assert.deepEqual(when, { precision: "about", from: "2021-03", to: "2021-12-25", time: null, text: "après « Déménagement à Lyon », avant Noël 2021" });
  assert.ok(compareWhen(parseWhen("02/2021", TODAY), when) < 0);
  assert.ok(compareWhen(when, parseWhen("25/12/2021", TODAY)) < 0);
  assert.equal(whenText(when), "entre mars 2021 et le 25 décembre 2021");
});

test("the nearest of several bounds counts", () => {
  const when = accepted(whenAround([bound("after", birth), bound("after", move), bound("before", named("l’été", 2022)), bound("before", named("Noël", 2021))]));
  assert.deepEqual([when.from, when.to], ["2021-03", "2021-12-25"]);
});

test("with one of them it is a period open on the other side", () => {
  const [after, before] = [accepted(whenAround([bound("after", birth)])), accepted(whenAround([bound("before", move)]))];
  assert.deepEqual([after.precision, after.from, after.to], ["period", "2019-06-12", null]);
  assert.deepEqual([before.precision, before.from, before.to], ["period", null, "2021-03"]);
});

test("during is both ends, and one day is one day", () => {
  assert.deepEqual([accepted(whenAround([bound("during", named("l’été", 2021))])).from, whenAround([bound("during", named("l’été", 2021))]).to], ["2021-06", "2021-08"]);
  assert.deepEqual([accepted(whenAround([bound("during", birth)])).from, whenAround([bound("during", birth)]).to], ["2019-06-12", null]);
});

test("bounds that contradict each other keep the words and no date", () => {
  const when = accepted(whenAround([bound("after", move), bound("before", birth)]));
  assert.deepEqual([when.precision, when.from, when.to], ["unknown", null, null]);
  assert.match(when.text, /^après .*, avant /);
});

test("winter is that of its January", () => {
  const { from, to } = named("l’hiver", 2021);
  assert.deepEqual([from, to], ["2020-12", "2021-02"]);
});

test("an age gives a year, and the year of birth is not in it", () => {
  const when = accepted(whenAged(1988, 31));
  assert.deepEqual([when.precision, when.from, when.to, when.text], ["about", "2019", "2020", "j’avais 31 ans"]);
  assert.ok(!JSON.stringify(when).includes("1988"));
});

test("words that name a key date are understood", () => {
  const known = [{ title: "Le déménagement", when: parseWhen("mars 2021", TODAY) }, { title: "Naissance de Léo", when: parseWhen("12/06/2019", TODAY) }];
  const when = readAround("après le déménagement, avant Noël 2021", known, TODAY);
  assert.deepEqual([when?.precision, when?.from, when?.to, when?.text], ["about", "2021-03", "2021-12-25", "après le déménagement, avant Noël 2021"]);
  assert.equal(readAround("après la naissance de Léo", known, TODAY)?.from, "2019-06-12");
  assert.equal(readAround("après « Naissance de Léo »", known, TODAY)?.from, "2019-06-12");
  assert.equal(readAround("avant Noël 2021", known, TODAY), undefined, "no key date is named: the words are read as ever");
  assert.equal(readAround("après le déménagement, un jour de pluie", known, TODAY), undefined);
});

test("a key date is one whatever date was typed", () => {
  for (const text of ["12/06/2019 vers 21 h", "vers l’été 2021", "de 2019 à 2021", "2019"]) {
    const record = keyDateRecord({ title: "Un jour", when: parseWhen(text, TODAY) });
    RECORD(record);
    assert.equal(useOf(record), "date", text);
  }
  const month = keyDateRecord({ title: "Un mois", when: { precision: "period", from: "2021-03", to: "2021-03", time: null, text: "" } });
  assert.equal(useOf(month), "date");
});

test("a key date has a name and a date", () => {
  assert.throws(() => keyDateRecord({ title: " ", when: parseWhen("2019", TODAY) }), { code: "empty_item" });
  assert.throws(() => keyDateRecord({ title: "Sans date", when: parseWhen("", TODAY) }), { code: "empty_item" });
});

test("English names them too", () => {
  const known = [{ title: "The move", when: parseWhen("March 2021", TODAY) }];
  const when = readAround("after the move and before Christmas 2021", known, TODAY);
  assert.deepEqual([when?.from, when?.to], ["2021-03", "2021-12-25"]);
});
