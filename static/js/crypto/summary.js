/**
 * What lists, timelines and search need of a record, so that opening a vault reads no record (FORMAT 7.7).
 *
 * A summary is made by the owner's client when it keeps a version, and sealed in the catalogue. It only helps to find:
 * nothing is decided from it.
 */

import { EXCERPT_LIMIT, WORDS_LIMIT } from "./constants.js";
import { RECORD } from "./schema.js";

/** @typedef {import("./rows.js").Document} Document */

/** @param {string} text @returns {string[]} its words without marks and case: « Été » is found by « ete » */
export function fold(text) {
  const letters = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return letters.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The summary of a record, members in the order of 7.7.
 *
 * @param {Document} record
 * @returns {Document}
 * @throws {import("./errors.js").MalformedError|import("./errors.js").UnsupportedError} when the record is not well formed.
 */
export function summaryOf(record) {
  RECORD(record);
  return makers[/** @type {keyof typeof makers} */ (record.kind)](record);
}

/** @param {string} text @returns {string} its first 280 characters */
function excerptOf(text) {
  return [...text.slice(0, 2 * EXCERPT_LIMIT)].slice(0, EXCERPT_LIMIT).join("");
}

/**
 * The folded words of texts, each once, without those that title and excerpt already say; cut after a whole word.
 *
 * @param {string} title
 * @param {string} excerpt
 * @param {string[]} texts
 */
function wordsOf(title, excerpt, texts) {
  const said = new Set([...fold(title), ...fold(excerpt)]);
  const words = new Set(texts.flatMap(fold).filter((word) => !said.has(word)));
  const kept = [];
  let size = -1;
  for (const word of words) {
    size += 1 + [...word].length;
    if (size > WORDS_LIMIT) break;
    kept.push(word);
  }
  return kept.join(" ");
}

/** @param {Document} record @returns {string[]} */
const namesOf = (record) => record.who.map((/** @type {{ name: string }} */ person) => person.name);

const makers = {
  /** @param {Document} record */
  event(record) {
    const { title, when, where, danger, facts, said, feelings, thoughts, evidence } = record;
    const excerpt = excerptOf(facts);
    const words = wordsOf(title, excerpt, [facts, said, feelings, thoughts]);
    return { title, when, where, who: namesOf(record), danger, excerpt, words, evidence: evidence.length };
  },

  /** @param {Document} record */
  evidence(record) {
    const { title, when, where, description, text, obtained, thumb } = record;
    const excerpt = excerptOf(description || text);
    const words = wordsOf(title, excerpt, [description, text, obtained, where, ...namesOf(record)]);
    const { name, type, size } = record.file ?? { name: "", type: "", size: 0 };
    return { title, when, excerpt, words, name, type, size, thumb };
  },

  /** @param {Document} record */
  contact({ name, role, organisation, means, notes }) {
    const excerpt = excerptOf(notes);
    const values = means.map((/** @type {{ value: string }} */ { value }) => value);
    return { title: name, role, excerpt, words: wordsOf(name, excerpt, [organisation, ...values, notes]) };
  },

  /** @param {Document} record */
  timeline({ title, description, items }) {
    const excerpt = excerptOf(description);
    return { title, excerpt, words: wordsOf(title, excerpt, [description]), items };
  },

  /** @param {Document} record */
  reading({ title, when, use, answers, note }) {
    const texts = answers.map((/** @type {{ answer: string }} */ { answer }) => answer);
    return { title, when, ...(use && { use }), words: wordsOf(title, "", [...texts, note]) };
  },
};
