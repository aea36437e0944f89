/**
 * Dates written in English, said in the French that `dates-words.js` reads: « around 12 March 2023 at 9 pm » becomes
 * « vers 12 mars 2023 a 21 h ». There is one grammar of dates, and both languages are always understood, mixed as people mix them.
 *
 * The replacements are tried in order, the longer expressions before the words they are made of. No French word of a date is an
 * English one here, so a French text leaves as it came. A day in figures stays day first: « 03/04/2023 » is in April.
 */

const FRENCH_MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];
const WHOLE = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
/** Only beside a figure: alone they are other words. */
const SHORT = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = `(${FRENCH_MONTHS.join("|")})`;
const YEAR = "(?:19|20)\\d\\d";
/** @type {Record<string, string>} */
const SEASONS = { spring: "printemps", summer: "ete", autumn: "automne", fall: "automne", winter: "hiver" };
/** @type {Record<string, string>} */
const NUMBERS = { a: "un", an: "un", one: "un", two: "deux", "a couple of": "deux", three: "trois", four: "quatre", five: "cinq", six: "six" };
/** @type {Record<string, string>} */
const SPANS = { day: "jours", week: "semaines", month: "mois", year: "ans" };
/** @type {Record<string, string>} */
const DECADES = { fifties: "50", sixties: "60", seventies: "70", eighties: "80", nineties: "90" };

/** @type {[RegExp, string | ((...found: string[]) => string)][]} */
const SAID = [
  [/\b(\d{1,2})(?:[:.]([0-5]\d))?\s*([ap])\.?m\b\.?/g, (_, hour, minute = "", half) => hourOf(hour, minute, half === "p")],
  [/\b(\d{1,2})(?:[:.]([0-5]\d))?(?: o'clock)? in the (morning|afternoon|evening)\b/g, (_, hour, minute = "", part) => hourOf(hour, minute, part !== "morning")],
  [/\bo'clock\b/g, " h"],
  [/\b(?:noon|midday)\b/g, "midi"],
  [/\bmidnight\b/g, "minuit"],
  [/\bthe day before yesterday\b/g, "avant-hier"],
  [/\b(?:yesterday|last night)\b/g, "hier"],
  [/\bthis morning\b/g, "ce matin"],
  [/\b(?:this evening|tonight)\b/g, "ce soir"],
  [/\btoday\b/g, "aujourd'hui"],
  [/\b(\d{1,3}|an?|one|two|a couple of|three|four|five|six) (day|week|month|year)s? ago\b/g, (_, count, span) => `il y a ${NUMBERS[count ?? ""] ?? count} ${SPANS[span ?? ""]}`],
  [/\blast week\b/g, "semaine derniere"],
  [/\blast month\b/g, "mois dernier"],
  [/\blast year\b/g, "an dernier"],
  [/\bthis year\b/g, "cette annee"],
  [/\bchristmas eve\b/g, "24 decembre"],
  [/\bnew year's eve\b/g, "saint-sylvestre"],
  [/\bnew year(?:'s(?: day)?)?\b/g, "jour de l'an"],
  [/\bchristmas(?: day)?\b/g, "noel"],
  [/\ball saints'?(?: day)?\b/g, "toussaint"],
  [/\b(\d{1,2})(?:st|nd|rd|th)\b(?: of\b)?/g, "$1"],
  [new RegExp(`\\b(${WHOLE.join("|")})\\b(?! (?:be|have)\\b)`, "g"), (_, name = "") => FRENCH_MONTHS[WHOLE.indexOf(name)] ?? name],
  [new RegExp(`(?<=\\d )(${SHORT.join("|")})\\b\\.?|\\b(${SHORT.join("|")})\\b\\.?(?= \\d)`, "g"), (_, after, before) => FRENCH_MONTHS[SHORT.indexOf(after ?? before ?? "")] ?? ""],
  [new RegExp(`\\b${MONTH} (\\d{1,2})\\b(?!\\s*(?:h|:))(?:,? (?=${YEAR}))?`, "g"), "$2 $1 "],
  [/\b(spring|summer|autumn|fall|winter)\b/g, (name) => SEASONS[name ?? ""] ?? ""],
  [/\b(hiver \d{4})\s*[–—]\s*(?=\d{4})/g, "$1-"],
  [new RegExp(`\\blast (${FRENCH_MONTHS.join("|")}|${[...new Set(Object.values(SEASONS))].join("|")})\\b`, "g"), "$1 dernier"],
  [/\b((?:19|20)\d0|\d0)'?s\b/g, "annees $1"],
  [/\b(?:the )?(fifties|sixties|seventies|eighties|nineties)\b/g, (_, name) => `annees ${DECADES[name ?? ""]}`],
  [/\b(?:the )?(?:late|end of)\b/g, "fin"],
  [/\b(?:the )?(?:early|beginning of|start of)\b/g, "debut"],
  [/\b(?:the )?(?:mid|middle of)\b/g, "mi"],
  [/\bbetween (.+?) and\b/g, "entre $1 et"],
  [/\bfrom (.+?) (?:to|until|till)\b/g, "de $1 a"],
  [/^(.*\d.*?|[a-z]+) (?:to|until|till) (?=.*\d)/g, "$1 – "],
  [/\bsince\b/g, "depuis"],
  [/\b(?:until|till)\b/g, "jusqu'a"],
  [/\bbefore\b/g, "avant"],
  [/\b(?:around|about|roughly|approximately|towards|sometime|some time)\b/g, "vers"],
  [/\b(?:maybe|perhaps|probably|possibly|or so|i think|i believe)\b/g, "peut-etre"],
  [/\bin\b/g, "en"],
  [/\bat(?= \d| mi)/g, "a"],
  [/\b(?:the|of|on)\b/g, " "],
];

/**
 * @param {string} text folded, as `fold` of `dates.js` makes it
 * @returns {string} the same, its English words of dates in French
 */
export function inFrench(text) {
  const said = SAID.reduce((before, [pattern, french]) => before.replace(pattern, /** @type {any} */ (french)), text);
  return said.replace(/\s+/g, " ").trim();
}

/** @param {string} word folded @returns {boolean} whether English dates are made of it */
export function isEnglishDateWord(word) {
  return inFrench(`${word} 2000`) !== `${word} 2000` || inFrench(`1 ${word}`) !== `1 ${word}` || PARTS.test(word);
}

/** Words of dates that stand in longer expressions only, and days of the week, which no reader needs. */
const PARTS = /^(?:\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:[:.]\d\d)?[ap]m|[ap]m|and|to|from|between|last|ago|days?|weeks?|months?|years?|this|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;

/** « 9 pm » is 21 h, « 12 am » midnight. @param {string | undefined} hour @param {string} minute @param {boolean} isAfter noon */
function hourOf(hour, minute, isAfter) {
  return `${(Number(hour) % 12) + (isAfter ? 12 : 0)} h ${minute}`;
}
