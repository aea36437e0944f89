/**
 * Words, dates and quantities in the language of the page.
 *
 * The key of a sentence is the French sentence itself, so French needs no catalogue and fetches nothing. A page in another
 * language names its own, in order:
 *  1. `<html data-sentences>` is the address of a map from French, or the map itself where there is no network (the viewer);
 *  2. every module that speaks waits for it, so that no sentence is said before its words are there;
 *  3. without it (a network that fails, Node, a worker) all is French, dates too.
 * A sentence without translation is shown in French: better understood by half than absent.
 *
 * Values enter by name, `t("Bonjour {name}", { name })`, and are never parsed as sentences themselves.
 * `python -m tools.strings` collects every literal first argument of `t` and `tn` into `vault/translations`.
 */

/** @typedef {Record<string, string | number>} Values */
/** @typedef {Record<string, string | string[]>} Sentences a sentence, or the forms of a counted one */
/** @typedef {{ sentences: Sentences, plurals: Record<string, number> }} Catalogue plurals: which form each category of Intl.PluralRules takes */

/** Milliseconds after which a page that waits for its words begins in French. */
const PATIENCE = 10_000;

/** @type {Catalogue} */
const FRENCH = { sentences: {}, plurals: {} };
let catalogue = FRENCH;
let language = "fr";

/**
 * @param {Catalogue} map
 * @param {string} lang BCP 47, as in `<html lang>`
 */
export function setCatalogue(map, lang) {
  catalogue = map;
  language = lang;
}

/** @returns {string} BCP 47: the language that sentences are said in */
export function currentLanguage() {
  return language;
}

/** What a text that is there in one language only is marked with. @param {string | undefined} written @returns {string | undefined} none where it is the page's */
export const markOf = (written) => (written && !language.startsWith(written) ? written : undefined);

/** Rule 1. @param {string} named @returns {Promise<Catalogue>} */
async function readCatalogue(named) {
  if (named.startsWith("{")) return JSON.parse(named);
  const response = await fetch(named, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new TypeError("no sentences");
  return response.json();
}

const page = globalThis.document?.documentElement;
if (page?.dataset?.sentences) {
  const found = await readCatalogue(page.dataset.sentences).catch(() => undefined);
  if (found) setCatalogue(found, page.lang);
}

/**
 * The sentence in the page's language, with its values.
 * @param {string} msgid the French sentence, a literal
 * @param {Values} [values]
 */
export function t(msgid, values = {}) {
  const found = catalogue.sentences[msgid];
  return fill(typeof found === "string" ? found : msgid, values);
}

/** Whether the page is in French. */
export const isFrench = () => language.startsWith("fr");

/**
 * What is made for a French reader, whatever the language of the page: a letter to an authority.
 * @template T
 * @param {() => T} make without waiting for anything: other sentences of the page may be said meanwhile
 * @returns {T}
 */
export function inFrench(make) {
  const shown = /** @type {const} */ ([catalogue, language]);
  [catalogue, language] = [FRENCH, "fr"];
  try {
    return make();
  } finally {
    [catalogue, language] = shown;
  }
}

/**
 * A counted sentence: `tn("{n} pièce", "{n} pièces", pieces.length)`. `{n}` is written as the language writes numbers.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Values} [values]
 */
export function tn(one, many, n, values = {}) {
  const category = new Intl.PluralRules(language).select(n);
  return fill(formFor(one, category) ?? (category === "one" ? one : many), { n: formatNumber(n), ...values });
}

/** @param {string} msgid @param {string} category @returns {string | undefined} */
function formFor(msgid, category) {
  const found = catalogue.sentences[msgid];
  if (!Array.isArray(found)) return undefined;
  return found[catalogue.plurals[category] ?? found.length - 1];
}

/**
 * @param {string} sentence
 * @param {Values} values
 */
function fill(sentence, values) {
  return spaced(sentence).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * French sets some signs apart by a space that must not break, which a keyboard does not give: sentences are written
 * with plain spaces and get the right ones here.
 * @param {string} sentence
 */
function spaced(sentence) {
  if (!language.startsWith("fr")) return sentence;
  return sentence.replace(/« /g, "«\u202f").replace(/ ([;!?»])/g, "\u202f$1").replace(/ :/g, "\u00a0:");
}

/** @param {number} n */
export function formatNumber(n) {
  return new Intl.NumberFormat(language).format(n);
}

/**
 * A moment, in the time zone of the device: « 12 mars 2023 ».
 * @param {Date | number | string} at a date, milliseconds, or ISO 8601 with its zone
 * @param {"long" | "short" | "time" | "moment" | "full" | "weekday"} [style] moment: date and hour; full: with its weekday
 */
export function formatDate(at, style = "long") {
  return ordinal(formatOf(style, STYLES[style]), new Date(at).getTime());
}

/** @type {Map<string, Intl.DateTimeFormat>} by language and name: making one takes longer than using it for a list of dates */
const formats = new Map();

/** @param {string} name @param {Intl.DateTimeFormatOptions | undefined} options always the same for one name */
function formatOf(name, options) {
  const key = `${language} ${name}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}

/**
 * French says « 1er mars » and « 9 h 44 » where the browser writes « 1 mars » and « 9:44 ».
 * @param {Intl.DateTimeFormat} format
 * @param {number} at
 */
function ordinal(format, at) {
  const parts = format.formatToParts(at);
  const spelled = language.startsWith("fr") && parts.some((part) => part.type === "month" && !/\d/.test(part.value));
  const said = (/** @type {Intl.DateTimeFormatPart} */ { type, value }) => {
    if (type === "day" && value === "1") return "1er";
    return type === "literal" ? value.replace(":", "\u00a0h\u00a0") : value;
  };
  return parts.map((part) => (spelled ? said(part) : part.value)).join("");
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  long: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "2-digit", month: "2-digit", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  weekday: { weekday: "short" },
  moment: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" },
};

/**
 * A day without a zone, as people write it: `2023-03-12` is the 12th everywhere; `2023-03` is « mars 2023 ».
 * @param {string} day YYYY, YYYY-MM or YYYY-MM-DD
 */
export function formatDay(day) {
  const [year = 0, month, date] = day.split("-").map(Number);
  if (!month) return String(year);
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { timeZone: "UTC", year: "numeric", month: "long", ...(date ? { day: "numeric" } : {}) };
  return ordinal(formatOf(date ? "day" : "month", parts), Date.UTC(year, month - 1, date ?? 1));
}

const UNITS = /** @type {const} */ (["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"]);

/**
 * « 4,2 Mo ». Decimal units, as phones show them.
 * @param {number} bytes
 */
export function formatSize(bytes) {
  const rank = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** rank;
  const digits = rank > 1 && value < 10 ? 1 : 0;
  const style = { style: "unit", unit: UNITS[rank], unitDisplay: rank ? "short" : "long", maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, /** @type {Intl.NumberFormatOptions} */ (style)).format(value);
}

/**
 * « 4 min », « 1 h 20 », « 40 s ».
 * @param {number} seconds
 */
export function formatDuration(seconds) {
  if (seconds < 59.5) return unit(Math.round(seconds), "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const hours = unit(Math.floor(minutes / 60), "hour");
  return minutes % 60 ? `${hours} ${String(minutes % 60).padStart(2, "0")}` : hours;
}

/**
 * How far a moment is: « dans 7 jours », « il y a 2 minutes ».
 * @param {Date | number | string} at
 * @param {number} [now] milliseconds
 */
export function formatDistance(at, now = Date.now()) {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86400), "day");
}

/**
 * @param {string[]} parts
 * @returns {string} « Claire, Paul et Inès »
 */
export function formatList(parts) {
  return new Intl.ListFormat(language).format(parts);
}

/**
 * @param {number} value
 * @param {"second" | "minute" | "hour"} name
 */
function unit(value, name) {
  return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
}
