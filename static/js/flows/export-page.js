/**
 * The page of an export that people read: items by kind, oldest first, with their texts and links; no script.
 *
 * Everything in it is content that others may have written, so all of it is escaped, and the page may load nothing.
 */

import { useOf } from "../crypto/uses.js";
import { currentLanguage, t } from "../ui/i18n.js";

/** @typedef {{ record: any, versions: string[], file: string | null, trashed: boolean }} Shown */

const STYLE = "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}li{margin:0 0 1rem}p{margin:.25rem 0;white-space:pre-wrap}time,.s{color:#555}";
/** Sorts after every year: what has no date comes at the end. */
const LAST = "9999";
const TEXTS = ["facts", "said", "description", "text", "obtained", "where", "feelings", "thoughts", "organisation", "notes", "note"];
const ESCAPES = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#x27;"]]);

/** In the order of the page; a reading stands under what it is (FORMAT 8.6). @returns {[string, string][]} */
const kinds = () => [
  ["event", t("Faits")], ["evidence", t("Pièces")], ["timeline", t("Frises")], ["contact", t("Contacts")],
  ["date", t("Grandes dates")], ["days", t("Comment c’était")], ["landmark", t("Repères")], ["marks", t("Images difficiles")],
];

/** @param {any} record */
const placeOf = (record) => (record.kind === "reading" ? useOf(record) : record.kind);

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (character) => ESCAPES.get(character) ?? "");

/** @param {any} record @returns {string} */
const titleOf = (record) => (record.kind === "contact" ? record.name : record.title);

/** @param {Shown[]} items @returns {string} HTML */
export function pageOf(items) {
  const title = escape(t("Contenu du coffre"));
  const sections = kinds().map(([kind, heading]) => section(heading, items.filter(({ record }) => placeOf(record) === kind)));
  return `<!doctype html>
<html lang="${currentLanguage()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${sections.join("")}
</body>
</html>
`;
}

/** @param {string} heading @param {Shown[]} items */
function section(heading, items) {
  if (items.length === 0) return "";
  const key = (/** @type {Shown} */ { record }) => `${record.when?.from ?? LAST} ${titleOf(record)}`;
  const entries = items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map(entry);
  return `<h2>${escape(heading)}</h2>\n<ul>\n${entries.join("\n")}\n</ul>\n`;
}

/** @param {Shown} item */
function entry({ record, versions, file, trashed }) {
  const date = record.when?.text ? `<time>${escape(record.when.text)}</time>` : "";
  const head = [`<strong>${escape(titleOf(record))}</strong>`, date, trashed ? escape(t("corbeille")) : ""].filter(Boolean).join(" · ");
  const links = versions.map((path, i) => link(path, `v${i + 1}`));
  if (file) links.unshift(link(file, record.file.name));
  const body = texts(record).map((text) => `<p>${escape(text)}</p>`).join("");
  return `<li>${head}${body}<p class="s">${links.join(" · ")}</p></li>`;
}

/** What a person wrote, in the order of its form. @param {any} record @returns {string[]} */
export function texts(record) {
  const people = (record.who ?? []).map((/** @type {any} */ { name }) => name).join(", ");
  const means = (record.means ?? []).map((/** @type {any} */ { value }) => value);
  const answers = (record.answers ?? []).map((/** @type {any} */ answer) => spoken(record, answer));
  return [...TEXTS.map((name) => record[name]), people, ...means, ...answers].filter(Boolean);
}

/** One answer of a reading in words, where it has some; the sentences of the landmark stay ids, as they are kept. @param {any} reading @param {{ id: string, answer: string }} given @returns {string} */
function spoken(reading, { id, answer }) {
  const words = new Map([
    ["danger/no", t("pas de danger ressenti")], ["danger/some", t("un peu de danger ressenti")], ["danger/yes", t("danger ressenti")],
    ["mood/heavy", t("journée lourde")], ["mood/restless", t("journée agitée")], ["mood/even", t("journée calme")], ["mood/light", t("journée légère")],
    ["level/green", t("Relation libre")], ["level/amber", t("Vigilance")], ["level/red", t("Danger")],
  ]);
  const [day = "", name = ""] = useOf(reading) === "days" ? id.split("/") : ["", id];
  const said = words.get(`${name}/${answer}`) ?? answer;
  return day || said === answer ? `${day || id} : ${said}` : said;
}

/** @param {string} path @param {string} text */
const link = (path, text) => `<a href="${escape(path)}">${escape(text)}</a>`;
