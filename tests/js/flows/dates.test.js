/** What people write for a date, and where it falls. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { setCatalogue } from "../../../static/js/ui/i18n.js";
import { compareWhen, parseWhen, sortKey, whenText } from "../../../static/js/flows/dates.js";

afterEach(() => setCatalogue({ sentences: {}, plurals: {} }, "fr"));

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
  ["12 March 2023", "exact", "2023-03-12", null, null],
  ["March 12, 2023", "exact", "2023-03-12", null, null],
  ["on Sunday the 12th of March 2023 at 9.30 pm", "exact", "2023-03-12", null, "21:30"],
  ["12 March 2023 around 9pm", "exact", "2023-03-12", null, "21:00"],
  ["around 12 March 2023 at 9 pm", "about", "2023-03-12", null, "21:00"],
  ["03/04/2023", "exact", "2023-04-03", null, null],
  ["Jan 3rd 2020 at noon", "exact", "2020-01-03", null, "12:00"],
  ["3 Sept 2020, 12 am", "exact", "2020-09-03", null, "00:00"],
  ["12 March", "exact", "2026-03-12", null, null],
  ["May 5", "exact", "2026-05-05", null, null],
  ["yesterday at 8 in the evening", "exact", "2026-11-22", null, "20:00"],
  ["the day before yesterday", "exact", "2026-11-21", null, null],
  ["last night", "exact", "2026-11-22", null, null],
  ["three days ago", "exact", "2026-11-20", null, null],
  ["summer 2021", "about", "2021-06", "2021-08", null],
  ["in the summer of 2021", "about", "2021-06", "2021-08", null],
  ["around autumn 2021", "about", "2021-09", "2021-11", null],
  ["last summer", "about", "2026-06", "2026-08", null],
  ["winter 2020-2021", "about", "2020-12", "2021-02", null],
  ["about 2020", "about", "2020", null, null],
  ["2019, I think", "about", "2019", null, null],
  ["in March 2023", "about", "2023-03", null, null],
  ["in March", "about", "2026-03", null, null],
  ["may 2020", "about", "2020-05", null, null],
  ["early 2020", "about", "2020-01", "2020-03", null],
  ["late March 2020", "about", "2020-03-21", "2020-03-31", null],
  ["mid-February 2024", "about", "2024-02-11", "2024-02-20", null],
  ["the end of 2019", "about", "2019-10", "2019-12", null],
  ["Christmas 2020", "about", "2020-12-25", "2020-12-25", null],
  ["two years ago", "about", "2024", null, null],
  ["last month", "about", "2026-10", null, null],
  ["last year", "about", "2025", null, null],
  ["the 1990s", "about", "1990", "1999", null],
  ["in the nineties", "about", "1990", "1999", null],
  ["between 2019 and 2021", "period", "2019", "2021", null],
  ["between March and June 2020", "period", "2020-03", "2020-06", null],
  ["from 3 to 5 May 2020", "period", "2020-05-03", "2020-05-05", null],
  ["from September 2019 to June 2020", "period", "2019-09", "2020-06", null],
  ["2019 to 2021", "period", "2019", "2021", null],
  ["since September 2022", "period", "2022-09", null, null],
  ["until 2020", "period", null, "2020", null],
  ["before 3 May 2020", "period", null, "2020-05-03", null],
  ["when I was little", "unknown", null, null, null],
  ["it may be about my sister", "unknown", null, null, null],
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

test("English words for readers, which are understood again", async () => {
  setCatalogue(await english(), "en-GB");
  const said = {
    "summer 2021": "around summer 2021", "12/03/2023 at 9 pm": "12 March 2023, 21:00", "entre 2019 et 2021": "from 2019 to 2021",
    "since 3 April 2023": "since 3 April 2023", "2 to 9 August 2021": "from 2 August 2021 to 9 August 2021", "until 2020": "until 2020",
    "around March 2023": "around March 2023", "winter 2021": "around winter 2020–2021", "1 May 2020": "1 May 2020",
  };
  for (const [typed, words] of Object.entries(said)) {
    const when = parseWhen(typed, TODAY);
    assert.equal(whenText(when), words);
    assert.deepEqual({ ...parseWhen(words, TODAY), text: "" }, { ...when, text: "" });
  }
  assert.equal(whenText(parseWhen("?", TODAY)), "unknown date");
});

/** What a page in English is given. */
async function english() {
  const text = await readFile(new URL("../../../vault/translations/en.po", import.meta.url), "utf8");
  const entries = text.matchAll(/^msgid "(.*)"\nmsgstr "(.*)"$/gm);
  return { sentences: Object.fromEntries([...entries].map(([, french = "", said = ""]) => [french, said])), plurals: { one: 0, other: 1 } };
}

test("words for readers", () => {
  assert.equal(whenText(parseWhen("vers l’été 2021", TODAY)), "vers l’été 2021");
  assert.equal(whenText(parseWhen("12/03/2023 vers 21 h", TODAY)), "12 mars 2023, 21\u00a0h");
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
