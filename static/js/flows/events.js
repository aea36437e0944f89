/** Facts of the journal: what happened, apart from what was felt and what is thought of it. */

import { unknownWhen } from "./dates.js";
import { FlowError } from "./errors.js";
import { bounded, byDate, keep, line, opened, plainPeople, plainWhen, prose, titleOf } from "./items.js";

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

/** @param {EventForm} form @returns {any} the document of FORMAT 8.3 */
export function eventRecord(form) {
  const [facts, said] = [prose("facts", form.facts), prose("said", form.said)];
  const [feelings, thoughts] = [prose("feelings", form.feelings), prose("thoughts", form.thoughts)];
  const title = line("title", form.title) || titleOf(facts, said, feelings, thoughts);
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

/** @param {EventForm} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  return keep(form.id, eventRecord(form));
}

/** @param {string} id @returns {Promise<any>} the record with `id`, `version`, `keptAt`, `editedAt` */
export const open = (id) => opened(id);

/** @returns {import("./catalogue.js").Row[]} oldest fact first, undated last */
export const list = () => byDate("event");
