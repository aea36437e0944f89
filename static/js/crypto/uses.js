/** What a reading is (FORMAT 8.6). */

/** @typedef {Record<string, any>} Document */
/** @typedef {"landmark" | "marks" | "days" | "date"} Use */

/** @param {Document} reading or its summary @returns {Use} */
export const useOf = ({ use = "landmark" }) => use;

/**
 * Marks that name items of a share only; another record comes back as it is (10.7).
 *
 * @param {Document} record
 * @param {Set<string>} shared ids
 * @returns {Document}
 */
export function marksFor(record, shared) {
  if (record.kind !== "reading" || useOf(record) !== "marks") return record;
  return { ...record, answers: record.answers.filter((/** @type {{ id: string }} */ { id }) => shared.has(id)) };
}

/** A reading without what was written in it: its note, and those of its days (10.7). @param {Document} reading @returns {Document} */
export function withoutWords(reading) {
  const days = useOf(reading) === "days";
  return { ...reading, answers: reading.answers.filter((/** @type {{ id: string }} */ { id }) => !(days && id.endsWith("/note"))), note: "" };
}
