/**
 * Key dates: births, moves, jobs, meetings. They help to place a fact whose day is lost: « après le déménagement, avant Noël 2021 ».
 *
 *  1. A key date is a reading that says so (FORMAT 8.6): its title and date are in the catalogue, and no record is read to show it. It is shown to nobody unless chosen.
 *  2. A fact is placed by what it came after, before or during. The latest « après » and the earliest « avant » bound it; « pendant »
 *     is both.
 *  3. Between two bounds it is « about »; with one alone it is a period open on the other side. Bounds that contradict each other
 *     bound nothing: the words alone are kept, as she wrote them.
 *  4. What helps and is nobody's own (a season, Christmas, school holidays) is known by its name and a year.
 */

import { t } from "../ui/i18n.js";
import { fold, parseWhen, unknownWhen } from "./dates.js";
import { FlowError } from "./errors.js";
import { byDate, keep, line, makeReading, opened, plainWhen, useOfRow } from "./items.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {import("./dates.js").When} When */
/** @typedef {"before" | "during" | "after"} Relation */
/** @typedef {{ name: string, from: string, to: string }} Anchor name: as a sentence goes on with it; both ends, or the one date twice */
/** @typedef {{ relation: Relation, anchor: Anchor }} Bound */

/** @param {Row} row */
export const isKeyDate = (row) => useOfRow(row) === "date";

/** What its row says of a key date. @param {Row} row @returns {{ title: string, when: When }} */
export const keyDateOf = ({ summary }) => /** @type {{ title: string, when: When }} */ (/** @type {unknown} */ (summary));

/** @returns {Row[]} oldest first */
export const list = () => byDate("reading").filter(isKeyDate);

/** @param {{ title: string, when: When }} form @returns {any} the document of FORMAT 8.3 */
export function keyDateRecord({ title, when }) {
  const plain = { ...plainWhen(when), time: null };
  const named = line("title", title);
  if (named === "" || plain.precision === "unknown") throw new FlowError("empty_item");
  return makeReading("date", { title: named, when: plain });
}

/** @param {{ id?: string, title: string, when: When }} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  return keep(form.id, keyDateRecord(form));
}

/** @param {string} id @returns {Promise<any>} */
export const open = (id) => opened(id);

/** Her own, as anchors. @returns {(Anchor & { id: string })[]} oldest first */
export function ownAnchors() {
  return list().flatMap((one) => {
    const { title, when } = keyDateOf(one);
    const [from, to] = [when.from ?? when.to, when.to ?? when.from];
    return from && to ? [{ id: one.id, name: t("« {title} »", { title }), from, to }] : [];
  });
}

/** Rule 4. @param {number} year @returns {Anchor[]} in the order of a year */
export function anchorsOf(year) {
  const before = String(year - 1);
  const at = (/** @type {string} */ day) => `${year}-${day}`;
  return [
    { name: t("l’hiver {first}-{year}", { first: before, year: String(year) }), from: `${before}-12`, to: at("02") },
    { name: t("le printemps {year}", { year: String(year) }), from: at("03"), to: at("05") },
    { name: t("l’été {year}", { year: String(year) }), from: at("06"), to: at("08") },
    { name: t("les vacances d’été {year}", { year: String(year) }), from: at("07"), to: at("08") },
    { name: t("la rentrée {year}", { year: String(year) }), from: at("09"), to: at("09") },
    { name: t("l’automne {year}", { year: String(year) }), from: at("09"), to: at("11") },
    { name: t("les vacances de la Toussaint {year}", { year: String(year) }), from: at("10"), to: at("11") },
    { name: t("Noël {year}", { year: String(year) }), from: at("12-25"), to: at("12-25") },
  ];
}

/** « J’avais quel âge ? »: a year of birth, which is kept nowhere. @param {number} born @param {number} age @returns {When} */
export function whenAged(born, age) {
  const years = { from: String(born + age), to: String(born + age + 1) };
  return { ...unknownWhen(t("j’avais {age} ans", { age: String(age) })), precision: "about", ...years };
}

/** @param {Bound} bound @returns {string} */
export function boundText({ relation, anchor: { name } }) {
  if (relation === "before") return t("avant {anchor}", { anchor: name });
  return relation === "after" ? t("après {anchor}", { anchor: name }) : t("pendant {anchor}", { anchor: name });
}

/** Rules 2 and 3. @param {Bound[]} bounds @returns {When} */
export function whenAround(bounds) {
  const unknown = unknownWhen(bounds.map(boundText).join(", "));
  const starts = bounds.flatMap(({ relation, anchor }) => (relation === "before" ? [] : relation === "after" ? anchor.to : anchor.from));
  const ends = bounds.flatMap(({ relation, anchor }) => (relation === "after" ? [] : relation === "before" ? anchor.from : anchor.to));
  const [from = null, to = null] = [starts.toSorted(byFirstDay).at(-1), ends.toSorted(byFirstDay)[0]];
  if (from === null && to === null) return unknown;
  if (from === null || to === null) return { ...unknown, precision: "period", from, to };
  if (from.slice(0, to.length) > to.slice(0, from.length)) return unknown;
  return { ...unknown, precision: "about", from, to: from === to ? null : to };
}

/** @param {string} a @param {string} b */
const byFirstDay = (a, b) => (a < b ? -1 : Number(a > b));

const PIECE = /^(avant|apres|pendant|depuis|lors|before|after|since|during)\s+(?:de\s+|d')?(.+)$/;
const ARTICLE = /^(?:(?:la|le|les|du|des|mon|ma|mes|notre|the|my|our)\s+|l'\s*)/;
/** @type {Record<string, Relation>} */
const RELATIONS = {
  avant: "before", apres: "after", depuis: "after", pendant: "during", lors: "during",
  before: "before", after: "after", since: "after", during: "during",
};

/**
 * Words that name a key date: « après le déménagement, avant Noël 2021 » where one of the key dates is « Le déménagement ».
 *
 * @param {string} text
 * @param {{ title: string, when: When }[]} known
 * @param {Date} [today]
 * @returns {When | undefined} undefined when none is named, or a part is not understood
 */
export function readAround(text, known, today = new Date()) {
  const pieces = text.split(/,|;|\s(?:et|and)\s/).map((piece) => piece.trim()).filter(Boolean);
  const read = pieces.map((piece) => readPiece(piece, known, today));
  if (!read.some((bound) => bound?.own) || read.includes(undefined)) return undefined;
  const when = whenAround(/** @type {Bound[]} */ (read));
  return when.precision === "unknown" ? undefined : { ...when, text: unknownWhen(text).text };
}

/** @param {string} piece @param {{ title: string, when: When }[]} known @param {Date} today @returns {(Bound & { own: boolean }) | undefined} */
function readPiece(piece, known, today) {
  const [, word = "", rest = ""] = PIECE.exec(fold(piece).replace(/[«»"“”]/g, "").replace(/\s+/g, " ").trim()) ?? [];
  const relation = RELATIONS[word];
  if (!relation) return undefined;
  const own = known.find(({ title }) => withoutArticle(title) === withoutArticle(rest));
  const when = own?.when ?? parseWhen(rest, today);
  const [from, to] = [when.from ?? when.to, when.to ?? when.from];
  return from && to ? { relation, anchor: { name: rest, from, to }, own: own !== undefined } : undefined;
}

/** @param {string} title */
const withoutArticle = (title) => fold(title).replace(ARTICLE, "");
