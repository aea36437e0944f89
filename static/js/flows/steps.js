/**
 * Steps that a person may take outside: a text composed in the tab from what she chose, for her to read over, change, print or copy.
 *
 *  1. Nothing is sent anywhere, and nothing is kept unless she keeps the text, as a piece like another.
 *  2. The text gives no legal name to what happened and counts no delay: that is for those who will read it.
 *  3. Only what was chosen enters it (`steps/material.js`).
 *  4. It goes to a French authority or association, so it is in French whatever the language of the page; beside it the same
 *     text in the language of the page, for her to know what she signs. What she wrote stays as she wrote it in both.
 */

import { inFrench, isFrench } from "../ui/i18n.js";
import { save } from "./evidence.js";
import { readRecords } from "./records.js";
import { textOf } from "./steps/blocks.js";
import { composeComplaint } from "./steps/complaint.js";
import { composeCompensation } from "./steps/compensation.js";
import { composeContent } from "./steps/content.js";
import { composeDoctor } from "./steps/doctor.js";
import { material } from "./steps/material.js";
import { composeMiviludes } from "./steps/miviludes.js";

export { blanksIn, blocksOf, textOf } from "./steps/blocks.js";
export { WANTED, wantedText } from "./steps/compensation.js";

/** @typedef {"miviludes" | "complaint" | "compensation" | "content" | "doctor"} StepName */

/** @type {Record<StepName, (given: import("./steps/material.js").Material) => import("./steps/blocks.js").Block[]>} */
const COMPOSERS = {
  miviludes: composeMiviludes, complaint: composeComplaint, compensation: composeCompensation, content: composeContent, doctor: composeDoctor,
};

/**
 * @param {StepName} name
 * @param {import("./steps/material.js").Given} given
 * @returns {{ blocks: import("./steps/blocks.js").Block[], gloss: string }} the text, and rule 4: empty where the page is in French
 */
export function compose(name, given) {
  const made = () => COMPOSERS[name](material(given));
  return { blocks: inFrench(made), gloss: isFrench() ? "" : textOf(made()) };
}

/**
 * The newest version of what was chosen, composed.
 *
 * @param {StepName} name
 * @param {string[]} ids of facts, pieces and contacts
 * @param {Omit<import("./steps/material.js").Given, "items" | "now">} rest
 */
export async function composeFrom(name, ids, rest) {
  const records = await readRecords(ids);
  const items = records.map((record, i) => ({ id: ids[i] ?? "", record }));
  return compose(name, { ...rest, items, now: Date.now() });
}

/** Rule 1. @param {string} id the same at every try @param {string} title @param {string} text @returns {Promise<string>} */
export function keepText(id, title, text) {
  return save({ id, title, text });
}
