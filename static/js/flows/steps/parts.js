/**
 * Records in words: a fact in a few lines, a person in one, a list of numbered pieces. What is missing is passed over in silence.
 */

import { formatDate, formatList, t, tn } from "../../ui/i18n.js";
import { unb64 } from "../../crypto/encoding.js";
import { whenText } from "../dates.js";
import { blank, block } from "./blocks.js";

/** @typedef {import("./material.js").Material} Material */
/** @typedef {import("./blocks.js").Block} Block */
/** @typedef {import("../contacts.js").Role} Role */

/** Each fact, in order, under its date. @param {Material} material @returns {Block[]} */
export function factBlocks(material) {
  return material.facts.flatMap(({ record }, index) => block("fact", head(index + 1, record), ...told(record), presence(record.who, material), cited(record.evidence, material), ...felt(record, material)));
}

/** Dates and titles only, with what was felt if that was chosen. @param {Material} material @returns {Block[]} */
export function factHeads(material) {
  return block("text", ...material.facts.flatMap(({ record }, index) => [head(index + 1, record), ...felt(record, material)]));
}

/** @param {number} n @param {any} record */
function head(n, { title, when, facts }) {
  const date = dateWords(when);
  const known = title.replace(/…$/, "");
  // A title made from the account would say its first words twice.
  return known && !facts.startsWith(known) ? t("{n}. {date} : {title}", { n, date, title }) : t("{n}. {date}", { n, date });
}

/** A date as it is kept; where nothing was understood, her own words. @param {import("../dates.js").When} when */
function dateWords(when) {
  const said = when.precision === "unknown" && when.text;
  return capital(said ? t("date incertaine, « {words} »", { words: when.text }) : whenText(when));
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** @param {any} record */
function told({ facts, said, where }) {
  return [facts, said && t("Paroles : {said}", { said: quoted(said) }), where && t("Lieu : {where}", { where })];
}

/** @param {string} words */
const quoted = (words) => (/[«“"]/.test(words) ? words : t("« {words} »", { words }));

/** Empty unless chosen (rule 1 of `material.js`). @param {any} record @param {Material} material */
function felt({ feelings, thoughts, danger }, { choice }) {
  return [choice.feelings ? dangerWords(danger) : "", feelings && t("Ressenti : {text}", { text: feelings }), thoughts && t("Ce que j’en pense : {text}", { text: thoughts })];
}

/** @param {import("../events.js").Danger} danger */
function dangerWords(danger) {
  if (danger === "yes") return t("J’ai ressenti un danger.");
  return danger === "some" ? t("J’ai ressenti un peu de danger.") : "";
}

/** Rule 2 of `material.js`. @param {import("../items.js").Person[]} who @param {Material} material */
function presence(who, { people, choice }) {
  const chosen = new Map(people.map(({ id, record }) => [id, record]));
  const named = who.flatMap(({ name, contact }) => (contact && chosen.has(contact) ? contactName(chosen.get(contact)) : choice.names ? name : []));
  const others = who.length - named.length;
  const rest = others ? tn("une autre personne", "{n} autres personnes", others) : "";
  const alone = others ? tn("une personne", "{n} personnes", others) : "";
  if (named.length === 0) return alone && t("Présence : {people}", { people: alone });
  return t("Présence : {people}", { people: formatList([...named, rest].filter(Boolean)) });
}

/** @param {any} contact */
function contactName({ name, role }) {
  return role === "witness" ? t("{name} (témoin)", { name }) : name;
}

/** @param {string[]} ids @param {Material} material */
export function cited(ids, { pieces }) {
  const numbers = pieces.filter(({ id }) => ids.includes(id)).map(({ n }) => String(n));
  if (numbers.length === 0) return "";
  return numbers.length === 1 ? t("Pièce n° {numbers}", { numbers: numbers[0] ?? "" }) : t("Pièces n° {numbers}", { numbers: formatList(numbers) });
}

/** Those of some roles, a line each. @param {Material} material @param {...Role} roles @returns {Block[]} */
export function peopleBlocks({ people, choice }, ...roles) {
  const found = people.filter(({ record }) => roles.includes(record.role));
  return block("text", ...found.map(({ record }) => `– ${personLine(record, choice.means)}`));
}

/** @param {any} contact @param {boolean} [means] whether to say how to reach this person */
function personLine({ name, organisation, means: ways }, means = false) {
  const values = means ? ways.map((/** @type {{ value: string }} */ { value }) => value) : [];
  return [name, organisation === name ? "" : organisation, ...values].filter(Boolean).join(", ");
}

/** @param {Material} material @param {...Role} roles */
export function namesOf({ people }, ...roles) {
  return people.filter(({ record }) => roles.includes(record.role)).map(({ record }) => record.name);
}

/** The numbered list. @param {Material} material @returns {Block[]} */
export function pieceBlocks({ pieces }) {
  return block("text", ...pieces.map(pieceLine));
}

/** @param {import("./material.js").Chosen & { n: number }} piece */
function pieceLine({ n, record: { title, when } }) {
  const known = when.precision !== "unknown";
  const values = { n, title, date: known ? whenText(when) : "" };
  return known ? t("Pièce n° {n} : {title}, {date}", values) : t("Pièce n° {n} : {title}", values);
}

/** As verifiers of files show it. @param {string} digest */
const hex = (digest) => [...unb64(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What lets somebody else know the same file again. @param {Material} material @returns {Block[]} */
export function captureBlocks({ pieces }) {
  return pieces.flatMap((piece) => {
    const { description, kept_at: kept, file } = piece.record;
    return block("fact", pieceLine(piece), description, t("Mise à l’abri le {date}", { date: formatDate(kept) }), file && t("Empreinte SHA-256 du fichier : {digest}", { digest: hex(file.sha256) }));
  });
}

/** From the first to the last dated fact, and the places named. @param {Material} material @returns {Block[]} */
export function spanBlocks({ facts, own }) {
  const dated = facts.filter(({ record: { when } }) => when.from ?? when.to);
  const [first, last] = [dated.at(0), dated.at(-1)];
  const places = [...new Set([...facts.map(({ record }) => record.where), own("place")].filter(Boolean))];
  return block(
    "text",
    first ? t("Premier fait daté : {date}", { date: whenText(first.record.when) }) : "",
    first !== last && last ? t("Dernier fait daté : {date}", { date: whenText(last.record.when) }) : "",
    places.length ? t("Lieux : {places}", { places: places.join(t(" ; ")) }) : "",
  );
}

/** Who writes. @param {Material} material @returns {Block[]} */
export function senderBlocks({ own }) {
  return block("from", own("name") || blank(t("Prénom et nom")), own("address") || blank(t("Adresse")), own("reach"));
}

/** @param {Material} material @returns {Block[]} */
export function signBlocks({ own, today }) {
  return block("sign", t("Fait à {city}, le {date}", { city: own("city") || blank(t("ville")), date: today }), own("name") || blank(t("Prénom et nom")), blank(t("Signature")));
}

/** What she wrote in a field, as a paragraph. @param {Material} material @param {string} id @returns {Block[]} */
export const ownBlock = ({ own }, id) => block("text", own(id));
