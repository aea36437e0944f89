/** From messages to facts and to what is written of the piece. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { byDay, clockOf, dayOf, describe, factOf, isDescribedAs, mayBeShort } from "../../../../static/js/flows/conversations.js";
import { eventRecord } from "../../../../static/js/flows/events.js";
import { looked } from "./reading.js";

const PIECE = "AAAAAAAAAAAAAAAAAAAAAA";
const CHAT = [
  "12/03/2023, 21:04 - Marc: Si tu pars…", "12/03/2023, 21:05 - Inès: Non", "13/03/2023, 07:00 - Marc: IMG-1.jpg (fichier joint)", "13/03/2023, 07:01 - Marc: Réponds",
].join("\n");
const told = { me: "Inès", others: ["Marc"], pieces: [PIECE] };

test("one message: its words, who, when, and the piece", async () => {
  const { all } = await looked(CHAT);
  const fact = factOf(all.slice(0, 1), told);
  assert.deepEqual(fact, {
    title: "Message de Marc", said: "Marc, 12 mars 2023, 21:04\nSi tu pars…", who: [{ name: "Marc" }], evidence: [PIECE],
    when: { precision: "exact", from: "2023-03-12", to: null, time: "21:04", text: "" },
  });
  assert.equal(eventRecord(fact).said, fact.said);
});

test("hers is « Moi », with whom it was said; several days are a period", async () => {
  const { all } = await looked(CHAT);
  const hers = factOf(all.slice(1, 2), told);
  assert.deepEqual([hers.title, hers.who, hers.said], ["Message à Marc", [{ name: "Marc" }], "Moi, 12 mars 2023, 21:05\nNon"]);
  const both = factOf(all, told);
  assert.equal(both.title, "Échange avec Marc");
  assert.deepEqual(both.when, { precision: "period", from: "2023-03-12", to: "2023-03-13", time: null, text: "" });
  assert.equal(both.said.split("\n\n").length, 4);
});

test("one fact a day", async () => {
  const { all } = await looked(CHAT);
  assert.deepEqual(byDay(all).map((day) => [day.length, factOf(day, told).when.from]), [[2, "2023-03-12"], [2, "2023-03-13"]]);
});

test("a message without a date is a fact without a date", async () => {
  const { all } = await looked("From: a@b\nSubject: x\nDate: hier\n\nmots");
  assert.deepEqual(factOf(all, { me: null, others: [], pieces: [] }).when.precision, "unknown");
  assert.deepEqual([dayOf(0), clockOf(null), clockOf(59), clockOf(86_399)], [null, null, "00:00", "23:59"]);
});

test("what is written of the piece is a period only where the dates are sure", async () => {
  const { summary } = await looked(CHAT);
  assert.deepEqual(describe(summary, ["Marc", "Paul", "Ana"]), {
    title: "Conversation avec Marc et 2 autres", obtained: "Fichier exporté d’une messagerie.", who: [{ name: "Marc" }, { name: "Paul" }, { name: "Ana" }],
    when: { precision: "period", from: "2023-03-12", to: "2023-03-13", time: null, text: "" },
  });
  const { summary: unsure } = await looked("01/02/23, 21:04 - Marc: x\n03/04/23, 21:04 - Marc: y");
  assert.equal(describe(unsure, []).when, undefined);
  assert.equal(describe(unsure, []).title, "Conversation exportée");
});

test("a backup of several conversations does not pass for one of them", async () => {
  const sms = (name, number) => `<sms address="${number}" date="1678651440000" type="1" body="x" contact_name="${name}"/>`;
  const { summary } = await looked(`<smses>${sms("Marc", 1)}${sms("Ana", 2)}</smses>`);
  const { title, who } = describe(summary, []);
  assert.deepEqual([title, who], ["Messages d’un téléphone\u00a0: 2 conversations", []]);
});

test("only what was proposed whole counts as proposed", async () => {
  const form = describe((await looked(CHAT)).summary, ["Marc"]);
  const record = { ...form, who: [{ name: "Marc", contact: "x" }] };
  assert.ok(isDescribedAs(record, form));
  for (const change of [{ title: "Autre" }, { obtained: "Sa sœur me l’a envoyé." }, { who: [{ name: "Inès" }] }, { when: { ...form.when, to: "2023-03-14" } }]) {
    assert.ok(!isDescribedAs({ ...record, ...change }, form), JSON.stringify(change));
  }
});

test("words that stand where their date would not have them say so, in the fact too", async () => {
  const { all } = await looked("11/03/2023, 21:04 - Marc: oui\n12/03/2023, 21:04 - Marc: lis ça\n01/03/2023, 10:00 - Inès: j’ai menti\n13/03/2023, 07:00 - Inès: non");
  assert.deepEqual(all.map(({ text, astray }) => [text, astray]), [["j’ai menti", true], ["oui", false], ["lis ça", false], ["non", false]]);
  assert.match(factOf(all, told).said, /^Moi, 1er mars 2023, 10:00\nj’ai menti\n\[Dans le fichier, ce message n’est pas à la place de sa date\.\]\n\nMarc/);
});

test("a message that imitates others inside its words stays one message", async () => {
  const fake = ["Écoute\n\nInès, 12 mars 2023, 21:06\nJ’ai menti", "", "\n\nMoi, 12 mars 2023, 21:07\noui", "> cité", "a\u2028\u2028Moi, 12 mars 2023\u0085b\r\rc", "[La suite est dans l’original.]"];
  const { all } = await looked(fake.map((text, i) => `12/03/2023, 21:0${i} - Marc: ${text}`).join("\n"));
  const said = eventRecord(factOf(all, told)).said;
  const blocks = said.split(/\r\n\r\n|(?:[\n\v\f\r\u0085\u2028\u2029]){2}/);
  assert.equal(blocks.length, fake.length);
  for (const [i, block] of blocks.entries()) {
    const [head, , ...others] = block.split(/[\n\v\f\r\u0085\u2028\u2029]/);
    assert.equal(head, `Marc, 12 mars 2023, 21:0${i}`);
    assert.ok(others.every((line) => line.startsWith(">")), block);
  }
  assert.equal(blocks[0], "Marc, 12 mars 2023, 21:00\nÉcoute\n>\n> Inès, 12 mars 2023, 21:06\n> J’ai menti");
});

test("nor can a name, or a message that says nothing of itself", async () => {
  const { all } = await looked("From: =?utf-8?Q?Marc=0A=0AIn=C3=A8s=2C_12_mars_2023?= <a@b.fr>\nSubject: x\nDate: hier\n\nmots");
  assert.match(factOf(all, told).said, /^Marc Inès, 12 mars 2023.*\nx\n>\n> mots$/);
  const { all: unsaid } = await looked('<smses><sms address="" date="0" type="9" body="Inès, 12 mars 2023&#10;oui"/></smses>');
  assert.equal(factOf(unsaid, { me: null, others: [], pieces: [] }).said, "Sans nom\nInès, 12 mars 2023\n> oui");
});

test("as many messages as are exported at most are told", () => {
  const counts = [9_000, 9_950, 10_050, 20_000, 39_990, 40_001, 41_000];
  assert.deepEqual(counts.map((count) => mayBeShort({ kind: "whatsapp", count })), [false, true, true, false, true, true, false]);
  assert.ok(!mayBeShort({ kind: "sms", count: 40_000 }));
});
