/** Marks (FORMAT 8.6, 10.7): which items their owner finds hard to see, so that whoever reads is asked first; in her vault and in what she shares. */

import { readingUse } from "./readings-shared.js";

/** @typedef {{ kind: string, document: any }} Item of FORMAT 10.7 */

/** Marks are read by the page, and shown nowhere as an item. @param {Item} item */
export const isMarks = (item) => readingUse(item) === "marks";

/** @param {import("./readings-shared.js").Answered[]} marks @returns {Set<string>} ids */
export function marked(marks) {
  const answers = marks.flatMap((record) => record.answers);
  return new Set(answers.filter(({ answer }) => answer === "heavy").map(({ id }) => id));
}

/** @param {Item[]} items of a share @returns {Set<string>} ids */
export const heavyIn = (items) => marked(items.filter(isMarks).map(({ document }) => document));
