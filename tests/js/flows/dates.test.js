/** What people write for a date, and where it falls. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWhen, parseWhen, sortKey, whenText } from "../../../static/js/flows/dates.js";

const TODAY = new Date(2026, 10, 23);

/** @type {[string, string, string | null, string | null, string | null][]} text, precision, from, to, time */
const WRITTEN = [
  ["12/03/2023", "exact", "2023-03-12", null, null],
  ["12/03/2023 vers 21 h", "exact", "2023-03-12", null, "21:00"],
  ["le 12 mars 2023 à 21h30", "exact", "2023-03-12", null, "21:30"],
  ["1er mai 2020", "exact", "2020-05-01", null, null],
  ["2023-03-12", "exact", "2023-03-12", null, null],
  ["12.03.23", "exact", "2023-03-12", null, null],
  ["12/03/98", "exact", "1998-03-12", null, null],
  ["le 12 mars", "exact", "2026-03-12", null, null],
  ["le 24 décembre", "exact", "2025-12-24", null, null],
  ["hier", "exact", "2026-11-22", null, null],
  ["avant-hier à midi", "exact", "2026-11-21", null, "12:00"],
  ["aujourd’hui", "exact", "2026-11-23", null, null],
  ["vers le 12 mars 2023", "about", "2023-03-12", null, null],
  ["vers l’été 2021", "about", "2021-06", "2021-08", null],
  ["VERS L'ETE 2021", "about", "2021-06", "2021-08", null],
  ["hiver 2021", "about", "2020-12", "2021-02", null],
  ["hiver 2020-2021", "about", "2020-12", "2021-02", null],
  ["l’été dernier", "about", "2026-06", "2026-08", null],
  ["mars 2023", "about", "2023-03", null, null],
  ["03/2023", "about", "2023-03", null, null],
  ["en mars", "about", "2026-03", null, null],
  ["août 2020", "about", "2020-08", null, null],
  ["2019", "about", "2019", null, null],
  ["en 2019, je crois", "about", "2019", null, null],
  ["début 2020", "about", "2020-01", "2020-03", null],
  ["fin mars 2020", "about", "2020-03-21", "2020-03-31", null],
  ["mi-février 2024", "about", "2024-02-11", "2024-02-20", null],
  ["Noël 2020", "about", "2020-12-25", "2020-12-25", null],
  ["il y a deux ans", "about", "2024", null, null],
  ["le mois dernier", "about", "2026-10", null, null],
  ["l’an dernier", "about", "2025", null, null],
  ["les années 90", "about", "1990", "1999", null],
  ["entre 2019 et 2021", "period", "2019", "2021", null],
  ["entre mars et juin 2020", "period", "2020-03", "2020-06", null],
  ["du 3 au 5 mai 2020", "period", "2020-05-03", "2020-05-05", null],
  ["de septembre 2019 à juin 2020", "period", "2019-09", "2020-06", null],
  ["2019-2021", "period", "2019", "2021", null],
  ["2019 – 2021", "period", "2019", "2021", null],
  ["depuis 2019", "period", "2019", null, null],
  ["depuis septembre 2022", "period", "2022-09", null, null],
  ["jusqu’en 2020", "period", null, "2020", null],
  ["", "unknown", null, null, null],
  ["je ne sais plus", "unknown", null, null, null],
  ["31/02/2020", "unknown", null, null, null],
  ["quand j’étais petite", "unknown", null, null, null],
];

for (const [text, precision, from, to, time] of WRITTEN) {
  test(`« ${text} » is ${precision}`, () => {
    assert.deepEqual(parseWhen(text, TODAY), { precision, from, to, time, text });
  });
}

test("every date that the parser gives is one that the format accepts", () => {
  for (const [text] of WRITTEN) {
    const { from, to } = parseWhen(text, TODAY);
    for (const date of [from, to]) assert.match(date ?? "2000", /^\d{4}(-\d\d(-\d\d)?)?$/);
  }
});

test("words for readers", () => {
  assert.equal(whenText(parseWhen("vers l’été 2021", TODAY)), "vers l’été 2021");
  assert.equal(whenText(parseWhen("12/03/2023 vers 21 h", TODAY)), "12 mars 2023, 21 h");
  assert.equal(whenText(parseWhen("entre 2019 et 2021", TODAY)), "de 2019 à 2021");
  assert.equal(whenText(parseWhen("depuis 2019", TODAY)), "depuis 2019");
  assert.equal(whenText(parseWhen("du 2 au 9 août 2021", TODAY)), "du 2 août 2021 au 9 août 2021");
  assert.equal(whenText(parseWhen("depuis le 3 avril 2023", TODAY)), "depuis le 3 avril 2023");
  assert.equal(whenText({ precision: "about", from: "2023-04-03", to: null, time: null, text: "" }), "vers le 3 avril 2023");
  assert.equal(whenText(parseWhen("mars 2023", TODAY)), "vers mars 2023");
  assert.equal(whenText(parseWhen("?", TODAY)), "date inconnue");
});

test("order is that of the facts, undated last", () => {
  const texts = ["je ne sais plus", "12/03/2023 vers 21 h", "mars 2023", "2023", "12/03/2023", "vers l’été 2021"];
  const sorted = texts.map((text) => parseWhen(text, TODAY)).toSorted(compareWhen).map((when) => when.text);
  assert.deepEqual(sorted, ["vers l’été 2021", "2023", "mars 2023", "12/03/2023", "12/03/2023 vers 21 h", "je ne sais plus"]);
  assert.equal(sortKey(parseWhen("je ne sais plus", TODAY)), null);
});

test("a very long text is cut, never refused", () => {
  assert.equal(parseWhen("x".repeat(5000), TODAY).text.length, 300);
});
