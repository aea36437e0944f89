/**
 * One date out of French words: the vocabulary of `dates.js`.
 *
 * Readers are tried from the most precise to the vaguest; the first that understands wins. Texts arrive folded: small
 * letters, no accent. A day that no calendar has (« 31/02 ») is not understood rather than moved.
 */

/** @typedef {{ from: string, to: string | null, day: boolean }} Found `to` is null when the date is one day, month or year */

const MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];
const SHORT_MONTHS = ["janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];
const MONTH = `(${[...MONTHS, ...SHORT_MONTHS].join("|")})\\.?`;
const YEAR = "((?:19|20)\\d\\d)";
// Months of each season; winter is named by the year of its January, as the weather service names it.
/** @type {Record<string, [number, number]>} */
const SEASONS = { printemps: [3, 5], ete: [6, 8], automne: [9, 11], hiver: [12, 2] };
// First and last month of the parts of a year.
/** @type {Record<string, [number, number]>} */
const PARTS = { debut: [1, 3], "mi": [5, 7], milieu: [5, 7], courant: [1, 12], fin: [10, 12] };
// First and last day of the parts of a month; 0 is the last day.
/** @type {Record<string, [number, number]>} */
const MONTH_PARTS = { debut: [1, 10], mi: [11, 20], milieu: [11, 20], fin: [21, 0] };
/** @type {Record<string, [number, number]>} */
const FEASTS = { noel: [12, 25], "jour de l'an": [1, 1], toussaint: [11, 1], "saint-sylvestre": [12, 31] };
/** @type {Record<string, number>} */
const DAYS_AGO = { "aujourd'hui": 0, "ce matin": 0, "ce soir": 0, "cette nuit": 0, "hier": 1, "avant-hier": 2 };

const READERS = [isoDay, slashDay, wordDay, relativeDay, feast, monthPart, monthYear, season, yearPart, relativeSpan, year, bareMonth];

/**
 * @param {string} text folded
 * @param {Date} today
 * @returns {Found | null}
 */
export function readDate(text, today) {
  for (const reader of READERS) {
    const found = reader(text, today);
    if (found) return found;
  }
  return null;
}

/**
 * @param {string} text folded
 * @returns {{ time: string | null, rest: string }} the hour, and the text without it
 */
export function readHour(text) {
  const match = /\b(?:(vers|a|environ|autour de)\s+)?(\d{1,2})\s*(?:h|heures?|:)\s*([0-5]\d)?\b(?!\s*\/)/.exec(text);
  if (match && Number(match[2]) < 24) {
    const time = `${two(Number(match[2]))}:${match[3] ?? "00"}`;
    return { time, rest: text.replace(match[0], " ") };
  }
  const noon = /\b(?:vers|a)?\s*(midi|minuit)\b/.exec(text);
  if (!noon) return { time: null, rest: text };
  return { time: noon[1] === "midi" ? "12:00" : "00:00", rest: text.replace(noon[0], " ") };
}

/** @param {string} text @returns {Found | null} */
function isoDay(text) {
  const match = new RegExp(`\\b${YEAR}-(\\d\\d)(?:-(\\d\\d))?\\b`).exec(text);
  if (!match) return null;
  return match[3] ? dayOf(match[1], match[2], match[3]) : monthOf(Number(match[1]), Number(match[2]));
}

/** @param {string} text @param {Date} today @returns {Found | null} */
function slashDay(text, today) {
  const whole = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/.exec(text);
  if (whole) return dayOf(fullYear(whole[3] ?? "", today), whole[2], whole[1]);
  const month = new RegExp(`(?<![\\d/])(\\d{1,2})/${YEAR}\\b`).exec(text);
  return month && monthOf(Number(month[2]), Number(month[1]));
}

/** @param {string} text @param {Date} today @returns {Found | null} */
function wordDay(text, today) {
  const match = new RegExp(`\\b(\\d{1,2})(?:er)?\\s+${MONTH}(?:\\s+(?:de\\s+l'an\\s+)?${YEAR})?(?!\\w)`).exec(text);
  if (!match) return null;
  const month = monthNumber(match[2] ?? "");
  const day = Number(match[1]);
  return dayOf(match[3] ?? yearBefore(today, month, day), month, day);
}

/** @param {string} text @param {Date} today @returns {Found | null} */
function relativeDay(text, today) {
  const word = Object.keys(DAYS_AGO).findLast((name) => new RegExp(`(?<![\\w-])${name}\\b`).test(text));
  if (word !== undefined) return daysBefore(today, DAYS_AGO[word] ?? 0);
  const match = /\bil y a (\d{1,3}|un|une|deux|trois|quatre|cinq|six) (jours?|semaines?)\b/.exec(text);
  if (!match) return null;
  const count = numberOf(match[1] ?? "");
  if (match[2]?.startsWith("jour")) return daysBefore(today, count);
  const start = daysBefore(today, count * 7 + 3);
  return { from: start.from, to: daysBefore(today, Math.max(0, count * 7 - 3)).from, day: false };
}

/** @param {string} text @param {Date} today @returns {Found | null} */
function feast(text, today) {
  const name = Object.keys(FEASTS).find((word) => text.includes(word));
  if (name === undefined) return null;
  const [month, day] = FEASTS[name] ?? [1, 1];
  const written = new RegExp(`\\b${YEAR}\\b`).exec(text)?.[1];
  const found = dayOf(written ?? yearBefore(today, month, day), month, day);
  return found && { ...found, day: false, to: found.from };
}

/** « début mars 2023 ». @param {string} text @param {Date} today @returns {Found | null} */
function monthPart(text, today) {
  const match = new RegExp(`\\b(debut|mi|milieu|fin)[\\s-]+(?:de\\s+|du mois de\\s+|d')?${MONTH}(?:\\s+${YEAR})?(?!\\w)`).exec(text);
  if (!match) return null;
  const month = monthNumber(match[2] ?? "");
  const inYear = Number(match[3] ?? yearBefore(today, month, 1));
  const [first, last] = MONTH_PARTS[match[1] ?? ""] ?? [1, 0];
  const end = last === 0 ? daysIn(inYear, month) : last;
  const prefix = `${inYear}-${two(month)}-`;
  return { from: prefix + two(first), to: prefix + two(end), day: false };
}

/** @param {string} text @returns {Found | null} */
function monthYear(text) {
  const match = new RegExp(`\\b${MONTH}\\s+(?:de\\s+l'annee\\s+)?${YEAR}\\b`).exec(text);
  return match && monthOf(Number(match[2]), monthNumber(match[1] ?? ""));
}

/** @param {string} text @param {Date} today @returns {Found | null} */
function season(text, today) {
  const match = new RegExp(`\\b(printemps|ete|automne|hiver)(?:\\s+(?:de\\s+)?${YEAR}(?:\\s*[-/]\\s*${YEAR})?|\\s+(dernier|passe))?(?!\\w)`).exec(text);
  if (!match || !(match[2] || match[4])) return null;
  const [first, last] = SEASONS[match[1] ?? ""] ?? [1, 12];
  const inYear = Number(match[3] ?? match[2] ?? yearBefore(today, last, daysIn(today.getFullYear(), last)));
  const firstYear = first > last ? inYear - 1 : inYear;
  return { from: `${firstYear}-${two(first)}`, to: `${inYear}-${two(last)}`, day: false };
}

/** « fin 2020 ». @param {string} text @returns {Found | null} */
function yearPart(text) {
  const match = new RegExp(`\\b(debut|mi|milieu|courant|fin)[\\s-]+(?:de\\s+|de l'annee\\s+|d')?${YEAR}\\b`).exec(text);
  if (!match) return null;
  const [first, last] = PARTS[match[1] ?? ""] ?? [1, 12];
  return { from: `${match[2]}-${two(first)}`, to: `${match[2]}-${two(last)}`, day: false };
}

/** « le mois dernier », « il y a deux ans », « l’an dernier ». @param {string} text @param {Date} today @returns {Found | null} */
function relativeSpan(text, today) {
  if (/\bsemaine (?:derniere|passee)\b/.test(text)) {
    return { from: daysBefore(today, 10).from, to: daysBefore(today, 4).from, day: false };
  }
  if (/\bmois (?:dernier|passe)\b/.test(text)) return monthsBefore(today, 1);
  if (/\b(?:an|annee) (?:dernier|derniere|passe|passee)\b/.test(text)) return yearFound(today.getFullYear() - 1);
  if (/\bcette annee\b/.test(text)) return yearFound(today.getFullYear());
  const match = /\bil y a (\d{1,2}|un|une|deux|trois|quatre|cinq|six) (mois|ans?|annees?)\b/.exec(text);
  if (!match) return null;
  const count = numberOf(match[1] ?? "");
  return match[2] === "mois" ? monthsBefore(today, count) : yearFound(today.getFullYear() - count);
}

/** @param {string} text @returns {Found | null} */
function year(text) {
  const decade = /\bannees\s+((?:19|20)\d0|\d0)\b/.exec(text)?.[1];
  if (decade !== undefined) {
    const first = decade.length === 4 ? Number(decade) : 1900 + Number(decade);
    return { from: String(first), to: String(first + 9), day: false };
  }
  const match = new RegExp(`(?<![\\d/])${YEAR}(?![\\d/])`).exec(text);
  return match && yearFound(Number(match[1]));
}

/** « en mars »: the last one. @param {string} text @param {Date} today @returns {Found | null} */
function bareMonth(text, today) {
  const match = new RegExp(`^(?:(?:en|vers|courant|au mois de|au mois d'|depuis)\\s+)*${MONTH}(?:\\s+(?:dernier|passe))?$`).exec(text.trim());
  if (!match) return null;
  const month = monthNumber(match[1] ?? "");
  return monthOf(Number(yearBefore(today, month, 1)), month);
}

/** @param {number} written @returns {Found} */
function yearFound(written) {
  return { from: String(written), to: null, day: false };
}

/** @param {number} inYear @param {number} month @returns {Found | null} */
function monthOf(inYear, month) {
  return month >= 1 && month <= 12 ? { from: `${inYear}-${two(month)}`, to: null, day: false } : null;
}

/**
 * @param {string | number | undefined} inYear
 * @param {string | number | undefined} month
 * @param {string | number | undefined} day
 * @returns {Found | null} null for a day that no calendar has
 */
function dayOf(inYear, month, day) {
  const [y, m, d] = [Number(inYear), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return { from: `${y}-${two(m)}-${two(d)}`, to: null, day: true };
}

/** @param {Date} today @param {number} days @returns {Found} */
function daysBefore(today, days) {
  const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - days);
  return { from: localDay(date), to: null, day: true };
}

/** @param {Date} today @param {number} months @returns {Found | null} */
function monthsBefore(today, months) {
  const date = new Date(today.getFullYear(), today.getMonth() - months, 1);
  return monthOf(date.getFullYear(), date.getMonth() + 1);
}

/** The last year in which this day is not in the future. @param {Date} today @param {number} month @param {number} day */
function yearBefore(today, month, day) {
  const later = month > today.getMonth() + 1 || (month === today.getMonth() + 1 && day > today.getDate());
  return String(today.getFullYear() - (later ? 1 : 0));
}

/** « 21 » is 2021, « 98 » is 1998. @param {string} written @param {Date} today */
function fullYear(written, today) {
  if (written.length === 4) return written;
  const century = Number(written) > (today.getFullYear() % 100) ? 1900 : 2000;
  return String(century + Number(written));
}

/** @param {string} word */
function monthNumber(word) {
  const whole = MONTHS.indexOf(word);
  return (whole === -1 ? SHORT_MONTHS.indexOf(word) : whole) + 1;
}

/** @param {string} word */
function numberOf(word) {
  const named = ["", "un", "deux", "trois", "quatre", "cinq", "six"].indexOf(word === "une" ? "un" : word);
  return named === -1 ? Number(word) : named;
}

/** @param {number} inYear @param {number} month 1 to 12 */
function daysIn(inYear, month) {
  return new Date(Date.UTC(inYear, month, 0)).getUTCDate();
}

/** A day where the person is. @param {Date} [now] @returns {string} YYYY-MM-DD */
export function localDay(now = new Date()) {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, "0");
}
