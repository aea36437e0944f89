/** What WhatsApp exports, from two kinds of telephones in many languages; whose day is whose month. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { headOf } from "../../../../static/js/flows/conversations/whatsapp.js";
import { looked, refusal, told } from "./reading.js";

const HEADS = {
  "12/03/2023, 21:04 - Marc: Bonjour": [2023, 12, 3, 75840],
  "12/03/2023 à 21:04 - Marc: Bonjour": [2023, 12, 3, 75840],
  "[12/03/2023 à 21:04:11] Marc: Bonjour": [2023, 12, 3, 75851],
  "[12/03/2023, 21:04:11] Marc: Bonjour": [2023, 12, 3, 75851],
  "\u200e[12/03/2023 21:04:11] Marc: Bonjour": [2023, 12, 3, 75851],
  "3/12/23, 9:41 PM - Marc: Hi": [2023, 3, 12, 78060],
  "3/12/23, 9:41\u202fPM - Marc: Hi": [2023, 3, 12, 78060],
  "3/12/23, 12:05 AM - Marc: Hi": [2023, 3, 12, 300],
  "3/12/23, 12:05 PM - Marc: Hi": [2023, 3, 12, 43500],
  "[2017-09-07, 7:58:30 AM] Tom: Hi": [2017, 9, 7, 28710],
  "2023-12-20, 5:46 p.m. - Farid: Hi": [2023, 12, 20, 63960],
  "28/3/2025, 9:36 p. m. - user1: Hola": [2025, 28, 3, 77760],
  "28/3/25 a las 21:36 - user1: Hola": [2025, 28, 3, 77760],
  "[07.03.26, 21:22:39] Chris: Hey": [2026, 7, 3, 76959],
  "07.03.26, 21:22 - Chris: Hey": [2026, 7, 3, 76920],
  "[7.3.2026 klo 21.22.39] Aino: Hei": [2026, 7, 3, 76959],
  "[07.03.2026 kl. 21.22.39] Ida: Hej": [2026, 7, 3, 76959],
  "2023. 03. 12. 21:04 - Zsófi: Szia": [2023, 3, 12, 75840],
  "2023/3/12 下午9:41 - 小明: 你好": [2023, 3, 12, 78060],
  "2023. 3. 12. 오후 9:41, 철수 : 안녕": [2023, 3, 12, 78060],
  "[2023. 3. 12. 오후 9:41:10] 철수: 안녕": [2023, 3, 12, 78070],
  "[2023/03/12 21:41:10] 太郎: こんにちは": [2023, 3, 12, 78070],
  "\u200f١٢\u200f/٣\u200f/٢٠٢٣، ٩:٤١ م - ليلى: مرحبا": [2023, 12, 3, 78060],
  "12.03.2023 ÖS 9:41 - Ayşe: Selam": [2023, 12, 3, 78060],
  "12/3/2023, 9:41 μ.μ. - Ελένη: Γεια": [2023, 12, 3, 78060],
  "12.3.2023 um 21:41 Uhr - Jo: Hallo": [2023, 12, 3, 78060],
  "09/12/2012 17:03:48: Sender: Message": [2012, 9, 12, 61428],
  "12/03/2023, 21:04 zorg - Marc: Bonjour": [2023, 12, 3, null],
  "12/03/2023, 25:04 - Marc: Bonjour": [2023, 12, 3, null],
  "31/31/2023, 21:04 - Marc: Bonjour": null,
  "12/03/2023": null,
  "Rendez-vous le 12/03/2023, 21:04 - Marc: ok": null,
  "12 pommes, 3 - 4: oui": null,
  "[12/03/2023, 21:04 - Marc: Bonjour": null,
};

for (const [line, expected] of Object.entries(HEADS)) {
  test(`a head: ${line}`, () => {
    const head = headOf(line);
    assert.deepEqual(head && [head.year, head.one, head.two, head.second], expected);
  });
}

test("messages, their lines, the words of the application, what is left out and what is attached", async () => {
  const { all, summary } = await looked([
    "12/03/2023, 21:04 - Les messages et les appels sont chiffrés de bout en bout. Appuyez pour en savoir plus.",
    "12/03/2023, 21:04 - Marc: Bonjour",
    "",
    "Tu viens ? Réponds : oui",
    "13/03/2023, 07:00 - Inès: <Médias omis>",
    "13/03/2023, 07:01 - Inès: IMG-20230313-WA0001.jpg (fichier joint)",
    "Ma photo",
    "14/03/2023, 07:01 - Marc: ",
    "",
  ].join("\r\n"));
  assert.deepEqual(all.map(told), [
    "2023-03-12 21:04:00 : Les messages et les appels sont chiffrés de bout en bout. Appuyez pour en savoir plus.",
    "2023-03-12 21:04:00 Marc: Bonjour\n\nTu viens ? Réponds : oui",
    "2023-03-13 07:00:00 Inès: <Médias omis>",
    "2023-03-13 07:01:00 Inès: IMG-20230313-WA0001.jpg (fichier joint)\nMa photo",
    "2023-03-14 07:01:00 Marc: ",
  ]);
  assert.deepEqual(all.map(({ byApp }) => byApp), [true, false, true, false, false]);
  assert.deepEqual(all.map(({ files }) => files.map(({ name }) => name)), [[], [], [], ["IMG-20230313-WA0001.jpg"], []]);
  assert.deepEqual(summary.people.map(({ name, count }) => [name, count]), [["Marc", 2], ["Inès", 2]]);
  assert.deepEqual([summary.kind, summary.from, summary.to, summary.firstIsSure, summary.stopped], ["whatsapp", 20230312, 20230314, true, null]);
});

test("an iPhone: marks of direction, a name that is not known, what it attached", async () => {
  const { all } = await looked([
    "\ufeff[31/12/2022 11:40:26] ~\u202fYSL: \u200e<pièce jointe : 00000001-AUDIO-2022-12-31-11-40-26.opus>",
    "[31/12/2022 11:45:07] Jane Doe: Hi!",
    "\u200e[31/12/2022 22:44:23] Jane Doe: \u200eCe message a été supprimé.",
  ].join("\n"));
  assert.deepEqual(all.map(told), [
    "2022-12-31 11:40:26 ~ YSL: <pièce jointe : 00000001-AUDIO-2022-12-31-11-40-26.opus>",
    "2022-12-31 11:45:07 Jane Doe: Hi!",
    "2022-12-31 22:44:23 Jane Doe: Ce message a été supprimé.",
  ]);
  assert.equal(all[0].files[0].name, "00000001-AUDIO-2022-12-31-11-40-26.opus");
  assert.deepEqual(all.map(({ byApp }) => byApp), [true, false, true]);
});

test("a conversation of another shape, pasted into a message, stays its words", async () => {
  const { all } = await looked("12/03/2023, 21:04 - Marc: regarde\n[01/01/2020, 10:00:00] Paul: menace\n2023-01-01, 10:00 - Paul: autre\n13/03/2023, 21:04 - Marc: fin");
  assert.equal(all.length, 2);
  assert.match(all[0].text, /Paul: menace\n2023/);
});

const chat = (...days) => days.map((day) => `${day}, 21:04 - Marc: x`).join("\n");
const ORDERS = [
  ["a day above twelve", chat("12/03/23", "13/03/23"), "day", true],
  ["a month that cannot be one", chat("3/12/23", "3/13/23"), "month", true],
  ["points", chat("1.2.23", "1.3.23"), "day", true],
  ["time goes forward: days first", chat("28/01/23", "01/02/23").replace("28", "02"), "day", true],
  ["time goes forward: months first", chat("1/9/23", "1/10/23", "1/11/23", "2/1/23"), "month", true],
  ["nothing tells", chat("01/02/23", "03/04/23"), null, false],
  ["one number only", chat("2/2/23", "3/3/23"), "day", true],
  ["a pasted date that cannot be, against time", `${chat("02/01/23", "03/01/23", "01/02/23", "01/03/23")}\n${chat("12/25/23")}`, null, false],
  ["many days above twelve, one message late", chat("01/02/23", "13/03/23", "14/03/23", "01/03/23", "15/03/23"), "day", true],
  ["as many exceptions as rules", chat("25/03/23", "3/28/23", "01/02/23"), null, false],
  ["time goes back nearly as often", chat("01/02/23", "02/01/23", "03/01/23", "01/03/23"), null, false],
  ["time against points", chat("1.9.23", "1.10.23", "1.11.23", "2.1.23"), "month", true],
  ["the more frequent, when both are there", chat("25/03/23", "26/03/23", "3/28/23"), "day", true],
];
for (const [name, text, first, sure] of ORDERS) {
  test(`days and months: ${name}`, async () => {
    const { summary } = await looked(text);
    assert.deepEqual([summary.first, summary.firstIsSure], [first, sure]);
  });
}

test("where nothing tells, the answer moves every date", async () => {
  const { looking, all } = await looked(chat("01/02/23", "03/04/23"));
  assert.deepEqual(all.map(({ date }) => date), [20230201, 20230403]);
  looking.setOrder("month");
  assert.deepEqual(looking.slice(0, 2).map(({ date }) => date), [20230102, 20230304]);
  assert.equal(looking.summary().from, 20230102);
});

test("what is asked of is a day that could be two", async () => {
  const { summary } = await looked(chat("25/03/23", "3/28/23", "01/02/23"));
  assert.equal(summary.example, 20230102);
});

test("messages that are not where their date would have them are told, as few as can be", async () => {
  const told = async (...days) => (await looked(chat(...days))).summary.astray;
  assert.deepEqual(await Promise.all([
    told("13/03/23", "13/03/23", "14/03/23", "01/04/23"), told("13/03/23", "14/03/23", "02/01/23", "03/01/23", "15/03/23", "16/03/23"),
    told("13/03/23", "14/12/99", "14/03/23", "15/03/23"), told("16/03/23", "15/03/23", "14/03/23", "13/03/23"),
  ]), [0, 2, 1, 3]);
});

test("a name that somebody chose is not that of the address book", async () => {
  const { summary } = await looked("[31/12/2022 11:40:26] Inès: a\n[31/12/2022 11:41:26] ~\u202fInès: b");
  assert.deepEqual(summary.people.map(({ name }) => name), ["Inès", "~ Inès"]);
});

test("an exception to the order is read the only way it can be", async () => {
  const { all } = await looked(chat("25/03/23", "26/03/23", "3/28/23"));
  assert.deepEqual(all.map(({ date }) => date), [20230325, 20230326, 20230328]);
});

test("what is no conversation is said to be none", async () => {
  for (const text of ["Chère Inès,\nle 12/03/2023 nous…", "", "\u0000".repeat(5000), '{"a": 1}', "<html><body>x</body></html>"]) {
    assert.equal(await refusal(looked(text)), "conversation_unknown");
  }
});
