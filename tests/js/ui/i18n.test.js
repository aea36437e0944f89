/** Words, dates and quantities: what people read, to the space. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import {
  formatDay, formatDistance, formatDuration, formatList, formatSize, setCatalogue, t, tn,
} from "../../../static/js/ui/i18n.js";

afterEach(() => setCatalogue({ sentences: {}, plurals: {} }, "fr"));

/** Intl sets narrow and plain no-break spaces; a reader sees one space. @param {string} text */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

test("a French sentence is its own translation, with its values", () => {
  assert.equal(t("Bonjour {name}", { name: "Inès" }), "Bonjour Inès");
  assert.equal(t("Reste {left}"), "Reste {left}");
});

test("a value is never read as a sentence", () => {
  assert.equal(t("Titre {title}", { title: "{other} : ?", other: "no" }), "Titre {other} : ?");
});

test("French signs are set apart by spaces that do not break", () => {
  assert.equal(t("Quand ?"), "Quand\u202f?");
  assert.equal(t("Écrire « non » : oui"), "Écrire «\u202fnon\u202f»\u00a0: oui");
});

test("another language is a map, and what it lacks stays French", () => {
  const sentences = { "Quand ?": "When?", "{n} pièce": ["{n} exhibit", "{n} exhibits"] };
  setCatalogue({ sentences, plurals: { one: 0, other: 1 } }, "en-GB");
  assert.equal(t("Quand ?"), "When?");
  assert.equal(t("Où ?"), "Où ?");
  assert.equal(tn("{n} pièce", "{n} pièces", 1), "1 exhibit");
  assert.equal(tn("{n} pièce", "{n} pièces", 1200), "1,200 exhibits");
});

test("a language has as many forms as it has", () => {
  const sentences = { "{n} pièce": ["لا مستندات", "مستند واحد", "مستندان", "{n} مستندات", "{n} مستندًا", "{n} مستند"] };
  setCatalogue({ sentences, plurals: { zero: 0, one: 1, two: 2, few: 3, many: 4, other: 5 } }, "ar-u-nu-latn");
  const said = [0, 1, 2, 3, 11, 100].map((n) => tn("{n} pièce", "{n} pièces", n));
  assert.deepEqual(said, ["لا مستندات", "مستند واحد", "مستندان", "3 مستندات", "11 مستندًا", "100 مستند"]);
});

test("French counts nought and one as one", () => {
  assert.equal(tn("{n} pièce", "{n} pièces", 0), "0 pièce");
  assert.equal(tn("{n} pièce", "{n} pièces", 1), "1 pièce");
  assert.equal(plain(tn("{n} pièce", "{n} pièces", 1200)), "1 200 pièces");
});

test("a day has no zone and may be a month or a year", () => {
  assert.equal(formatDay("2023-03-12"), "12 mars 2023");
  assert.equal(formatDay("2023-03-01"), "1er mars 2023");
  assert.equal(formatDay("2023-03"), "mars 2023");
  assert.equal(formatDay("2023"), "2023");
});

test("sizes are decimal, as phones show them", () => {
  assert.equal(plain(formatSize(812)), "812 octets");
  assert.equal(plain(formatSize(48_000)), "48 ko");
  assert.equal(plain(formatSize(4_200_000)), "4,2 Mo");
  assert.equal(plain(formatSize(612_000_000)), "612 Mo");
  assert.equal(plain(formatSize(20 * 1024 ** 3)), "21 Go");
});

test("durations and distances are said shortly", () => {
  assert.equal(plain(formatDuration(40)), "40 s");
  assert.equal(plain(formatDuration(242)), "4 min");
  assert.equal(plain(formatDuration(4800)), "1 h 20");
  assert.equal(plain(formatDuration(3599)), "1 h");
  assert.equal(formatDistance(7 * 86_400_000, 0), "dans 7 jours");
  assert.equal(formatDistance(-120_000, 0), "il y a 2 minutes");
});

test("lists end as the language ends them", () => {
  assert.equal(formatList(["Claire", "Paul", "Inès"]), "Claire, Paul et Inès");
});
