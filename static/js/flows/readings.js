/**
 * Readings of the landmark that a person chose to keep: sealed like any item, shown to nobody unless chosen one by one.
 *
 * A reading keeps the answers by id of sentence, and three words about itself: for whom (`audience`), which sentences (`scale`)
 * and the level as it was said that day (`level`), so that a later wording changes nothing of what was said.
 */

import { formatDay, t } from "../ui/i18n.js";
import { localDay } from "./dates.js";
import { byDate, keep, makeReading, opened, prose, useOfRow } from "./items.js";
import { outcome } from "./reading-scale.js";
import { readRecords } from "./records.js";
import { saidIn } from "./readings-shared.js";

/** @typedef {import("./readings-shared.js").Scale} Scale */
/** @typedef {import("./reading-scale.js").Answers} Answers */
/** @typedef {import("./reading-scale.js").Audience} Audience */
/** @typedef {{ id: string, day: string, level: import("./reading-scale.js").LevelId | null, audience: Audience }} Kept */

/**
 * @param {Scale} scale
 * @param {{ answers: Answers, audience: Audience, note?: string }} said
 * @param {string} day YYYY-MM-DD, where the person is
 * @param {string} time HH:MM, so that two of one day keep their order
 * @returns {any} the document of FORMAT 8.3
 */
export function readingRecord(scale, { answers, audience, note }, day, time) {
  const { level } = outcome(scale, answers, audience);
  const about = { audience, scale: scale.version, level: level?.id ?? "" };
  const given = scale.sentences.flatMap(({ id }) => (answers[id] ? [{ id, answer: answers[id] }] : []));
  return makeReading("landmark", {
    title: t("Repère du {day}", { day: formatDay(day) }), when: { precision: "exact", from: day, to: null, time, text: "" },
    answers: [...Object.entries(about).map(([id, answer]) => ({ id, answer })), ...given], note: prose("note", note),
  });
}

/** @param {Scale} scale @param {{ answers: Answers, audience: Audience }} said @param {string} id @param {Date} [now] @returns {Promise<string>} once it is kept */
export async function save(scale, said, id, now = new Date()) {
  return keep(id, readingRecord(scale, said, localDay(now), localTime(now)));
}

/** @param {string} id @returns {Promise<any>} */
export const open = (id) => opened(id);

/** Oldest first. @returns {Promise<Kept[]>} */
export async function list() {
  const rows = byDate("reading").filter((row) => useOfRow(row) === "landmark");
  const records = await readRecords(rows.map(({ id }) => id));
  return rows.map(({ id, summary }, i) => {
    const { level, audience } = saidIn(records[i]);
    return { id, level, audience, day: String(/** @type {any} */ (summary)?.when?.from ?? "") };
  });
}

/** @param {Date} now @returns {string} HH:MM where the person is */
const localTime = (now) => now.toTimeString().slice(0, 5);
