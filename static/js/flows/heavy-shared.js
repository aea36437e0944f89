/** Marks in a share (FORMAT 8.6, 10.7): which of its items its owner finds hard to see, so that whoever reads is asked first. */

import { useOf } from "../crypto/uses.js";

/** @typedef {{ id: string, kind: string, document: any }} Item of FORMAT 10.7 */

/** Marks are read by the page, and shown nowhere as an item. @param {Item} item */
export const isMarks = ({ kind, document }) => kind === "reading" && useOf(document) === "marks";

/** @param {Item[]} items of a share @returns {Set<string>} ids */
export function heavyIn(items) {
  const answers = items.filter(isMarks).flatMap(({ document }) => document.answers);
  return new Set(answers.filter((/** @type {{ answer: string }} */ { answer }) => answer === "heavy").map((/** @type {{ id: string }} */ { id }) => id));
}
