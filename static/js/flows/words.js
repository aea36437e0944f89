/**
 * What is being typed of a recovery phrase or a share: each word as soon as it is known, and how the last one may go on.
 *
 * One list for the whole text, as `crypto/recovery.js` reads it: the French one unless a word is only in the English one.
 */

import { LANGUAGES, typedWords, wordList } from "../crypto/recovery.js";
import { currentLanguage } from "../ui/i18n.js";

/** Letters from which a word is completed, and how many ways are shown. */
const START = 2;
const SHOWN = 4;

/** @typedef {{ text: string, known: boolean }} Typed text: as the list writes it, where it is known */
/** @typedef {{ words: Typed[], next: string[] }} Reading next: what the last word may become, none once it is whole */

/** @type {Map<string, { list: readonly string[], byFold: Map<string, string> }>} */
const lists = new Map();

/** The list that new words are drawn from: that of the language they will be read in. @returns {import("../crypto/recovery.js").Language} */
export const ownList = () => (currentLanguage().startsWith("en") ? "english" : "french");

/**
 * @param {string} text
 * @returns {Promise<Reading>}
 */
export async function readWords(text) {
  const typed = typedWords(text);
  const isOpen = /\p{L}$/u.test(text);
  const readings = await Promise.all(LANGUAGES.map((language) => readIn(language, typed, isOpen)));
  const unknown = (/** @type {Reading} */ { words }) => words.filter(({ known }) => !known).length;
  return readings.reduce((best, reading) => (unknown(reading) < unknown(best) ? reading : best));
}

/**
 * @param {import("../crypto/recovery.js").Language} language
 * @param {string[]} typed
 * @param {boolean} isOpen the last word may go on
 * @returns {Promise<Reading>}
 */
async function readIn(language, typed, isOpen) {
  const { byFold } = await listOf(language);
  const last = typed.at(-1) ?? "";
  const next = isOpen && last.length >= START ? [...byFold].filter(([fold]) => fold !== last && fold.startsWith(last)).map(([, word]) => word) : [];
  const words = typed.map((word, i) => {
    const found = byFold.get(word);
    const isBegun = isOpen && i === typed.length - 1 && next.length > 0;
    return { text: found ?? word, known: found !== undefined || isBegun };
  });
  return { words, next: next.slice(0, SHOWN) };
}

/** @param {import("../crypto/recovery.js").Language} language */
async function listOf(language) {
  const known = lists.get(language);
  if (known) return known;
  const list = await wordList(language);
  const made = { list, byFold: new Map(list.map((word) => [typedWords(word).join(""), word])) };
  lists.set(language, made);
  return made;
}

/**
 * Whether words were written down, by those that are asked back: accents and capitals are no mistake.
 *
 * @param {readonly string[]} words
 * @param {number[]} places from 0
 * @param {string[]} typed in the same order
 */
export function areTypedBack(words, places, typed) {
  const fold = (/** @type {string} */ word) => typedWords(word).join("");
  return places.every((place, i) => words[place] !== undefined && fold(words[place]) === fold(typed[i] ?? ""));
}

/** The text with its last word made whole. @param {string} text @param {string} word */
export function withWord(text, word) {
  return `${text.replace(/\p{L}+\p{M}*$/u, "")}${word} `;
}
