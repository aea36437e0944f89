/**
 * What a reading says (FORMAT 8.6), wherever it is read: in the vault, and on the page of somebody to whom it is shown. What is not known is passed over.
 *
 * The sentences of the landmark are public and are not in a reading, which names them by their ids.
 */

import { readScale } from "../api/readings.js";
import { useOf } from "../crypto/uses.js";

/** @typedef {import("./reading-scale.js").Scale & { version: string }} Scale */
/** @typedef {import("./reading-scale.js").Answers} Answers */
/** @typedef {import("./reading-scale.js").Audience} Audience */
/** @typedef {import("./reading-scale.js").LevelId} LevelId */
/** @typedef {"no" | "some" | "yes"} Danger */
/** @typedef {"heavy" | "restless" | "even" | "light"} Mood */
/** @typedef {{ danger: Danger | null, mood: Mood | null, note: string }} Day */
/** @typedef {Map<string, Day>} Days by YYYY-MM-DD */
/** @typedef {{ answers: { id: string, answer: string }[] }} Answered */

const LEVELS = ["green", "amber", "red"];
const ANSWERS = ["yes", "unknown", "unsaid"];
const SENTENCE = /^emp-\d\d$/;

const DANGERS = /** @type {const} */ (["no", "some", "yes"]);
const MOODS = /** @type {const} */ (["heavy", "restless", "even", "light"]);
const ANSWER = /^(0[1-9]|[12]\d|3[01])\/(danger|mood|note)$/;

/** What an item of a share is, when it is a reading. @param {{ kind: string, document: any }} item @returns {import("../crypto/uses.js").Use | undefined} */
export const readingUse = ({ kind, document }) => (kind === "reading" ? useOf(document) : undefined);

/** @type {Promise<Scale> | undefined} */
let asked;

/** @returns {Promise<Scale>} @throws {import("../api/client.js").ApiError} when it cannot be had; the next call asks again */
export function scaleOf() {
  asked ??= readScale();
  asked.catch(() => {
    asked = undefined;
  });
  return asked;
}

/** What a landmark says. @param {Answered} record */
export function saidIn({ answers }) {
  const all = new Map(answers.map(({ id, answer }) => [id, answer]));
  const level = /** @type {LevelId | null} */ (LEVELS.find((name) => name === all.get("level")) ?? null);
  /** @type {Audience} */
  const audience = all.get("audience") === "relative" ? "relative" : "person";
  const given = answers.filter(({ id, answer }) => SENTENCE.test(id) && ANSWERS.includes(answer));
  return { level, audience, answers: /** @type {Answers} */ (Object.fromEntries(given.map(({ id, answer }) => [id, answer]))) };
}

/** @returns {Day} */
export const blankDay = () => ({ danger: null, mood: null, note: "" });

/** How the days of a month were. @param {string} month YYYY-MM @param {Answered} record @returns {Days} */
export function daysIn(month, { answers }) {
  /** @type {Days} */
  const days = new Map();
  for (const { id, answer } of answers) {
    const [, number, name] = ANSWER.exec(id) ?? [];
    if (!number) continue;
    const day = days.get(`${month}-${number}`) ?? blankDay();
    if (name === "note") day.note = answer;
    if (name === "danger") day.danger = DANGERS.find((one) => one === answer) ?? null;
    if (name === "mood") day.mood = MOODS.find((one) => one === answer) ?? null;
    days.set(`${month}-${number}`, day);
  }
  return days;
}
