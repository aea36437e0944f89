/**
 * What a share shows, in the order in which it is read. The recipient's page, the last look before a share and the look
 * back at one all read the share's own document through here, so they cannot differ.
 *
 *  1. Facts stand on one thread by date, with the pieces that no fact names; what has no date comes last.
 *  2. Pieces are numbered as they are met on the thread: « Pièce 1 » is the first that is read.
 *  3. Nothing is added to the document, and nothing of it is left out; marks on pieces are seen as veils over these.
 *  4. What the person keeps for herself stands apart, below; key dates are faint between the facts as well, as in her journal.
 */
import { compareWhen, whenText } from "../../flows/dates.js";
import { heavyIn, isMarks } from "../../flows/heavy-shared.js";
import { readingUse } from "../../flows/readings-shared.js";
import { formatDate, formatList, formatSize, t, tn } from "../../ui/i18n.js";
import { pieceKind } from "../../ui/reader-page.js";
import { datesIn, readingsIn } from "./readings.js";

/** @typedef {import("../../ui/reader-page.js").Fact} Fact */
/** @typedef {import("../../ui/reader-page.js").Piece} Piece */
/** @typedef {import("../../ui/reader-page.js").Shown} Shown */
/** @typedef {{ id: string, kind: string, document: any }} Item of FORMAT 10.7 */
/** @typedef {(id: string) => string | undefined} Picture address of the thumbnail of a piece, once there is one */

/**
 * @param {{ items: Item[] }} share
 * @param {Picture} [picture]
 * @param {import("./readings.js").Sentences} [known] of the landmark
 * @returns {Shown}
 */
export function shown({ items }, picture = () => undefined, known = { scale: undefined, failed: false }) {
  const heavy = heavyIn(items);
  const of = (/** @type {string[]} */ ...kinds) => items.filter(({ kind }) => kinds.includes(kind));
  const named = new Set(of("event").flatMap(({ document }) => document.evidence));
  const alone = of("evidence").filter(({ id }) => !named.has(id));
  const line = [...of("event"), ...alone].toSorted((a, b) => compareWhen(a.document.when, b.document.when));
  const numbers = numbered(line);
  const pieces = new Map(of("evidence").map((item) => [item.id, piece(item, { number: numbers.get(item.id) ?? 0, heavy: heavy.has(item.id) }, picture)]));
  const facts = line.map((item) => fact(item, pieces));
  return {
    timelines: of("timeline").map(({ document: { title, description } }) => ({ title, description })),
    facts: withDates(facts, datesIn(items)),
    pieces: [...pieces.values()].toSorted((a, b) => a.number - b.number).map((one) => ({ ...one, withFact: factOf(one, facts) })),
    people: of("contact").map(({ id, document }) => ({ ...document, id })),
    readings: readingsIn(items, known),
  };
}

/** Rule 4. @param {Fact[]} facts @param {{ id: string, title: string, when: import("../../flows/dates.js").When }[]} dates @returns {Fact[]} */
function withDates(facts, dates) {
  if (facts.length === 0) return [];
  const anchors = dates.map(({ id, title, when }) => ({ id, title, when, whenText: whenText(when), anchor: true, people: "", parts: [], pieces: [] }));
  return [...facts, ...anchors].toSorted((a, b) => compareWhen(a.when, b.when));
}

/** Rule 2. @param {Item[]} line @returns {Map<string, number>} */
function numbered(line) {
  const order = new Set(line.flatMap(({ id, kind, document }) => (kind === "evidence" ? [id] : (document.evidence ?? []))));
  return new Map([...order].map((id, index) => [id, index + 1]));
}

/** A dot that stays at the end of its line. */
const DOT = "\u00a0· ";

/** @param {Item} item @param {{ number: number, heavy: boolean }} place @param {Picture} picture @returns {Piece} */
function piece({ id, document }, { number, heavy }, picture) {
  const { file } = document;
  const day = document.when.precision === "unknown" ? "" : whenText(document.when);
  const type = file?.type ?? "text/plain";
  return {
    id,
    number,
    heavy,
    type,
    title: document.title,
    meta: [pieceKind(type), day, file ? formatSize(file.size) : ""].filter(Boolean).join(DOT),
    thumb: picture(id),
    record: document,
  };
}

/** @param {Item} item @param {Map<string, Piece>} pieces @returns {Fact} */
function fact({ id, kind, document }, pieces) {
  const named = kind === "evidence" ? [id] : (document.evidence ?? []);
  const held = named.flatMap((/** @type {string} */ one) => pieces.get(one) ?? []);
  const place = [dateLine(document.when), document.where].filter(Boolean).join(DOT);
  const main = document.facts ?? document.description ?? "";
  return {
    id,
    when: document.when,
    whenText: place,
    title: document.title || t("Sans titre"),
    text: main === document.title ? "" : main,
    danger: document.danger === "yes" || document.danger === "some",
    people: formatList((document.who ?? []).map((/** @type {{ name: string }} */ { name }) => name)),
    parts: [...partsOf(document), ...held.flatMap(textOf)],
    pieces: held,
  };
}

/** The date as it is shown; one that is not known keeps her words. @param {import("../../flows/dates.js").When} when */
const dateLine = (when) => (when.precision === "unknown" && when.text ? when.text : whenText(when));

/** @param {any} document @returns {{ name: string, text: string }[]} */
function partsOf(document) {
  const { said = "", feelings = "", thoughts = "" } = document;
  const parts = [
    { name: t("Ce qui a été dit"), text: said },
    { name: t("Ressenti"), text: feelings },
    { name: t("Réflexions"), text: thoughts },
  ];
  return parts.filter(({ text }) => text !== "");
}

/** A piece without file is read where it stands. @param {Piece} piece @returns {{ name: string, text: string }[]} */
function textOf({ number, record: { file, text } }) {
  return file || !text ? [] : [{ name: t("Pièce {number}, son texte", { number }), text }];
}

/** @param {Piece} piece @param {Fact[]} facts @returns {string} title of the first fact that names it */
function factOf({ id }, facts) {
  return facts.find((one) => one.id !== id && one.pieces.some((other) => other.id === id))?.title ?? "";
}

/** The kinds of what a share shows, a reading by what it is, and a month once. @param {Item[]} items @returns {string[]} */
export function kindsOf(items) {
  const months = items.filter((item) => readingUse(item) === "days").map(({ document }) => document.when.from);
  const others = items.filter((item) => !isMarks(item)).map((item) => readingUse(item) ?? item.kind);
  return [...others.filter((kind) => kind !== "days"), ...Array.from(new Set(months), () => "days")];
}

/** « 6 faits, 4 pièces et 1 contact ». @param {string[]} kinds one for each item */
export function counted(kinds) {
  const count = (/** @type {string} */ kind) => kinds.filter((one) => one === kind).length;
  const [events, pieces, people, landmarks, months, dates] = ["event", "evidence", "contact", "landmark", "days", "date"].map(count);
  const said = [
    events ? tn("{n} fait", "{n} faits", events) : "",
    pieces ? tn("{n} pièce", "{n} pièces", pieces) : "",
    people ? tn("{n} contact", "{n} contacts", people) : "",
    landmarks ? tn("{n} repère", "{n} repères", landmarks) : "",
    months ? tn("{n} mois de jours notés", "{n} mois de jours notés", months) : "",
    dates ? tn("{n} grande date", "{n} grandes dates", dates) : "",
  ];
  return formatList(said.filter(Boolean));
}

/** « jusqu’au lundi 30 novembre 2026 à 18:00 ». @param {string} at */
export const untilText = (at) => t("jusqu’au {date}", { date: formatDate(at, "moment") });
