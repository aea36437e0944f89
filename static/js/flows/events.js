/** Facts of the journal: what happened, apart from what was felt and what is thought of it. */

import { row } from "./catalogue.js";
import { unknownWhen } from "./dates.js";
import { FlowError } from "./errors.js";
import { bounded, byDate, keep, line, opened, plainPeople, plainWhen, prose, titleOf } from "./items.js";
import { readRecord } from "./records.js";

/** @typedef {"yes" | "some" | "no" | "unknown" | null} Danger */

/**
 * @typedef {object} EventForm all but `id` may be empty; one text is needed
 * @property {string} [id] of the fact edited
 * @property {string} [title] made from the facts when empty
 * @property {string} [facts]
 * @property {string} [said]
 * @property {import("./dates.js").When} [when]
 * @property {string} [where]
 * @property {Partial<import("./items.js").Person>[]} [who]
 * @property {Danger} [danger]
 * @property {string} [feelings]
 * @property {string} [thoughts]
 * @property {string[]} [evidence] ids of pieces
 */

/**
 * @param {EventForm} form
 * @param {any} [before] the newest version of the fact edited
 * @returns {any} the document of FORMAT 8.3
 */
export function eventRecord(form, before) {
  const [facts, said] = [prose("facts", form.facts), prose("said", form.said)];
  const [feelings, thoughts] = [prose("feelings", form.feelings), prose("thoughts", form.thoughts)];
  // A title that was made from the facts follows them: the old words would stand for what was corrected.
  const own = before && form.title === before.title && before.title === madeTitle(before) ? "" : line("title", form.title);
  const title = own || madeTitle({ facts, said, feelings, thoughts });
  const evidence = [...new Set(bounded("evidence", form.evidence))];
  if (title === "" && evidence.length === 0) throw new FlowError("empty_item");
  return {
    v: 1,
    kind: "event",
    title,
    facts,
    said,
    when: plainWhen(form.when ?? unknownWhen()),
    where: line("where", form.where),
    who: plainPeople(form.who),
    danger: form.danger ?? null,
    feelings,
    thoughts,
    evidence,
  };
}

/** @param {{ facts: string, said: string, feelings: string, thoughts: string }} texts */
function madeTitle({ facts, said, feelings, thoughts }) {
  return titleOf(facts, said, feelings, thoughts);
}

/** @param {EventForm} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  const before = form.id !== undefined && row(form.id) ? await readRecord(form.id) : undefined;
  return keep(form.id, eventRecord(form, before));
}

/** @param {string} id @returns {Promise<any>} the record with `id`, `version`, `keptAt`, `editedAt` */
export const open = (id) => opened(id);

/** @returns {import("./catalogue.js").Row[]} oldest fact first, undated last */
export const list = () => byDate("event");
