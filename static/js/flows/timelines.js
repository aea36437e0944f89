/** Timelines: a title and the items on it, drawn by the date of each fact. An item may be on several. */

import { rows } from "./catalogue.js";
import { FlowError } from "./errors.js";
import { bounded, byTitle, inOrder, keep, line, opened, prose, standing } from "./items.js";

/** @typedef {import("./catalogue.js").Row} Row */

/**
 * @typedef {object} TimelineForm a title is needed
 * @property {string} [id] of the timeline edited
 * @property {string} [title]
 * @property {string} [description]
 * @property {string[]} [items] ids of facts and pieces
 */

/** @param {TimelineForm} form @returns {any} the document of FORMAT 8.3 */
export function timelineRecord(form) {
  const title = line("title", form.title);
  if (title === "") throw new FlowError("empty_item");
  return { v: 1, kind: "timeline", title, description: prose("description", form.description), items: [...new Set(bounded("items", form.items))] };
}

/** @param {TimelineForm} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  return keep(form.id, timelineRecord(form));
}

/** @param {string} id @returns {Promise<any>} the record with `id`, `version`, `keptAt`, `editedAt` */
export const open = (id) => opened(id);

/** @returns {Row[]} by title */
export const list = () => byTitle("timeline");

/**
 * What stands on a timeline: oldest first, undated last; what is in the trash or erased is left out.
 *
 * @param {string[]} items
 * @returns {Row[]}
 */
export function entries(items) {
  return inOrder(standing(items));
}

/** @param {string} itemId @returns {Row[]} timelines that it is on */
export function timelinesWith(itemId) {
  return rows("timeline").filter((timeline) => timeline.summary?.items.includes(itemId));
}

/** @param {string} id of the timeline @param {string[]} items to put on it */
export async function putOn(id, items) {
  const form = await opened(id);
  return save({ ...form, items: [...form.items, ...items] });
}

/** @param {string} id of the timeline @param {string[]} items to take off */
export async function takeOff(id, items) {
  const form = await opened(id);
  return save({ ...form, items: form.items.filter((/** @type {string} */ item) => !items.includes(item)) });
}
