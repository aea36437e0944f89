/**
 * What was written for one step is not asked again by another: the same field, or one that asks for the same story in other words.
 *
 *  1. Only fields that were never touched are filled; what she emptied stays empty.
 *  2. What is filled is hers to change, and changes nothing of the step it came from.
 */

/** Fields of different steps that ask for the same story: what has changed, what was suffered. */
const SAME = ["changed", "effects", "harm"];

/**
 * @param {string[]} fields of the step
 * @param {Record<string, string>} own what was written in it
 * @param {Record<string, string>[]} others what was written in the others, the latest last
 * @returns {Record<string, string>} what to fill in
 */
export function reused(fields, own, others) {
  const found = fields.filter((id) => own[id] === undefined).map((id) => [id, wordsFor(id, others)]);
  return Object.fromEntries(found.filter(([, words]) => words));
}

/** @param {string} id @param {Record<string, string>[]} others */
function wordsFor(id, others) {
  const names = [id, ...(SAME.includes(id) ? SAME.filter((name) => name !== id) : [])];
  const written = names.map((name) => others.findLast((own) => own[name]?.trim())?.[name]);
  return written.find((words) => words !== undefined) ?? "";
}
