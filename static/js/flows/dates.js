/**
 * Dates of facts: from what a person writes to FORMAT 8.1, and back to words.
 *
 * Memory is seldom a day. Four precisions, decided in this order:
 *  1. nothing understood, or no text → `unknown`, the text kept as written;
 *  2. two ends (« entre 2019 et 2021 », « du 3 au 5 mai 2020 », « depuis 2019 ») → `period`;
 *  3. a day without a word of doubt (« 12/03/2023 », « hier ») → `exact`;
 *  4. all else (« vers l’été 2021 », « mars 2023 », « début 2020 ») → `about`, with the first and last month or day it may be.
 *
 * The words themselves stay in `text`: only they are hers. A date in the future is kept as written; the interface may ask.
 * What the parser does not understand is never an error.
 */

import { inFrench } from "./dates-english.js";
import { readDate, readHour } from "./dates-words.js";
import { formatDay, t } from "../ui/i18n.js";

export { localDay } from "./dates-words.js";

/** @typedef {"exact" | "about" | "period" | "unknown"} Precision */
/** @typedef {{ precision: Precision, from: string | null, to: string | null, time: string | null, text: string }} When */
/** @typedef {import("./dates-words.js").Found} Found */

const TEXT_LIMIT = 300;
const DOUBT = /\b(vers|environ|autour|aux alentours|a peu pres|peut-etre|sans doute|je crois|circa|aux environs|approximativement)\b/;
const BETWEEN = [
  /\bentre\s+(?:le\s+|les\s+)?(.+?)\s+et\s+(?:le\s+|la\s+|l')?(.+)$/,
  /\b(?:du|de|d'|des)\s*(.+?)\s+(?:au|a|jusqu'au|jusqu'en|jusqu'a|aux)\s+(.+)$/,
  /^(.+?)\s*(?:–|—|→|->|\s-\s)\s*(.+)$/,
  /^((?:19|20)\d\d)\s*-\s*((?:19|20)\d\d)$/,
];
const SINCE = /\b(?:depuis|a partir d[ue']?|a compter d[ue']?|des)\s+(?:le\s+|l')?(.+)$/;
const UNTIL = /\b(?:jusqu'(?:au|en|a)|avant)\s*(?:le\s+|l')?(.+)$/;

/** @returns {When} */
export function unknownWhen(text = "") {
  return { precision: "unknown", from: null, to: null, time: null, text: text.trim().slice(0, TEXT_LIMIT) };
}

/**
 * What a person wrote, as a date of a fact.
 *
 * @param {string} text
 * @param {Date} [today] for « hier », « l’an dernier », and a day without its year
 * @returns {When} never throws; `unknown` when nothing is understood
 */
export function parseWhen(text, today = new Date()) {
  const unknown = unknownWhen(text);
  const folded = inFrench(fold(text));
  if (folded === "") return unknown;
  const period = readPeriod(folded, today);
  if (period) return { ...unknown, precision: "period", ...period };
  const { time, rest } = readHour(folded);
  const found = readDate(rest, today);
  if (!found) return unknown;
  const exact = found.day && !DOUBT.test(rest);
  return { ...unknown, precision: exact ? "exact" : "about", from: found.from, to: exact ? null : found.to, time };
}

/** Small letters, no accent, plain apostrophes, single spaces. @param {string} text */
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[’ʼ`´]/g, "'").replace(/\s+/g, " ").trim();
}

/** @param {string} text folded @param {Date} today @returns {{ from: string | null, to: string | null } | null} */
function readPeriod(text, today) {
  for (const pattern of BETWEEN) {
    const match = pattern.exec(text);
    const ends = match && readEnds(match[1] ?? "", match[2] ?? "", today);
    if (ends) return ends;
  }
  const since = readDate(SINCE.exec(text)?.[1] ?? "", today);
  if (since) return { from: since.from, to: null };
  const until = readDate(UNTIL.exec(text)?.[1] ?? "", today);
  return until && { from: null, to: until.to ?? until.from };
}

/**
 * « du 3 au 5 mai 2020 »: the first end borrows what it lacks from the second.
 *
 * @param {string} first
 * @param {string} second
 * @param {Date} today
 */
function readEnds(first, second, today) {
  const end = readDate(second, today);
  if (!end) return null;
  const borrowed = readDate(`${first} ${tail(first, second)}`, today) ?? readDate(first, today);
  if (!borrowed) return null;
  const last = end.to ?? end.from;
  return borrowed.from <= last ? { from: borrowed.from, to: last } : null;
}

/** The month and year, or the year, that the first end lacks. @param {string} first @param {string} second */
function tail(first, second) {
  if (/\b(?:19|20)\d\d\b/.test(first)) return "";
  if (/^\d{1,2}(?:er)?$/.test(first.trim())) return second.replace(/^\D*\d{1,2}(?:er)?\s/, "");
  return /\b((?:19|20)\d\d)\b/.exec(second)?.[1] ?? "";
}

/**
 * Where a fact stands among others.
 *
 * @param {When} when
 * @returns {string | null} compares as text; null for a fact without date, which stands beside the line
 */
export function sortKey(when) {
  const date = when.from ?? when.to;
  if (date === null) return null;
  return `${date.padEnd(10, "-00")}T${when.time ?? "00:00"}`;
}

/**
 * Oldest first, undated last.
 *
 * @param {When | null} a
 * @param {When | null} b
 */
export function compareWhen(a, b) {
  const [first, second] = [a && sortKey(a), b && sortKey(b)];
  if (first === second) return 0;
  if (!first) return 1;
  if (!second) return -1;
  return first < second ? -1 : 1;
}

/** The year under which a fact stands on a timeline. @param {When} when @returns {string | null} */
export function yearOf(when) {
  return (when.from ?? when.to)?.slice(0, 4) ?? null;
}

/**
 * A date of a fact in words, the same for all readers; what she wrote is in `when.text`.
 *
 * @param {When} when
 */
export function whenText(when) {
  const { precision, from, to } = when;
  if (precision === "period") return periodText(from, to);
  if (from === null) return t("date inconnue");
  const day = precision === "about" ? aboutText(from, to) : formatDay(from);
  if (when.time === null) return day;
  return t("{day}, {hour}", { day, hour: hourText(when.time) });
}

/** A day takes an article that a month or a year does not: « du 2 août 2021 au 9 août 2021 », « de 2019 à 2021 ». @param {string | null} from @param {string | null} to */
function periodText(from, to) {
  const since = from === null ? "" : formatDay(from);
  const until = to === null ? "" : formatDay(to);
  const [fromDay, toDay] = [isDay(from), isDay(to)];
  if (since && until) {
    if (fromDay && toDay) return t("du {from} au {to}", { from: since, to: until });
    if (fromDay) return t("du {from} à {to}", { from: since, to: until });
    return toDay ? t("de {from} au {to}", { from: since, to: until }) : t("de {from} à {to}", { from: since, to: until });
  }
  if (since) return fromDay ? t("depuis le {from}", { from: since }) : t("depuis {from}", { from: since });
  if (until) return toDay ? t("jusqu’au {to}", { to: until }) : t("jusqu’à {to}", { to: until });
  return t("date inconnue");
}

/** « le 25 décembre 2021 », « mars 2021 ». @param {string} date */
function withArticle(date) {
  return isDay(date) ? t("le {date}", { date: formatDay(date) }) : formatDay(date);
}

/** @param {string | null} date YYYY, YYYY-MM or YYYY-MM-DD */
function isDay(date) {
  return date !== null && date.length === 10;
}

/** @param {string} from @param {string | null} to */
function aboutText(from, to) {
  if (to === null || to === from) return isDay(from) ? t("vers le {date}", { date: formatDay(from) }) : t("vers {date}", { date: formatDay(from) });
  const season = seasonText(from, to);
  return season ?? t("entre {from} et {to}", { from: withArticle(from), to: withArticle(to) });
}

/** @param {string} from @param {string} to @returns {string | null} */
function seasonText(from, to) {
  const year = to.slice(0, 4);
  switch (`${from.slice(5)}/${to.slice(5)}`) {
    case "03/05":
      return t("vers le printemps {year}", { year });
    case "06/08":
      return t("vers l’été {year}", { year });
    case "09/11":
      return t("vers l’automne {year}", { year });
    case "12/02":
      return t("vers l’hiver {first}-{year}", { first: from.slice(0, 4), year });
    default:
      return null;
  }
}

/** « 21 h », « 21 h 30 », never in two lines. @param {string} time HH:MM */
function hourText(time) {
  const [hour, minute] = time.split(":");
  const plain = String(Number(hour));
  const said = minute === "00" ? t("{hour} h", { hour: plain }) : t("{hour} h {minute}", { hour: plain, minute: minute ?? "" });
  return said.replaceAll(" ", "\u00a0");
}
