/**
 * What a reading is (FORMAT 8.6), told by its date alone, so that a row of the catalogue says it without its record.
 *
 * Rules, in order:
 *
 * 1. with an hour, or of an unknown date, the landmark as it was answered;
 * 2. a period without ends, marks on items of the vault;
 * 3. a period that is one month, the days of that month;
 * 4. else a key date: a birth, a move, what helps to place other facts.
 *
 * A date that is none of a kind is a key date: nothing is refused here.
 */

/** @typedef {Record<string, any>} Document */
/** @typedef {"landmark" | "marks" | "days" | "date"} Use */

const MONTH_LENGTH = 7; // YYYY-MM

/** @param {Document} when of a reading @returns {Use} */
export function useOf({ precision, from, to, time }) {
  if (time !== null || precision === "unknown") return "landmark"; // 1.
  if (precision !== "period" || from !== to) return "date"; // 4.
  if (from === null) return "marks"; // 2.
  return from.length === MONTH_LENGTH ? "days" : "date"; // 3.
}

/**
 * Marks that name items of a share only; another record comes back as it is (10.7).
 *
 * @param {Document} record
 * @param {Set<string>} shared ids
 * @returns {Document}
 */
export function marksFor(record, shared) {
  if (record.kind !== "reading" || useOf(record.when) !== "marks") return record;
  return { ...record, answers: record.answers.filter((/** @type {{ id: string }} */ { id }) => shared.has(id)) };
}
