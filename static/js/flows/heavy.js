/**
 * Pieces that their owner marked as hard to see: shown only when asked for, here and in what she shares.
 *
 *  1. Marks are readings of their own (FORMAT 8.6): a piece is not written again to be marked, and its commitment stays.
 *  2. While marks are there and not read yet, every piece counts as marked: a picture must not flash up and then hide.
 *  3. Marks that could not be read are asked for again with the next change; until then rule 2 holds.
 */

import { LIST_LIMIT } from "../crypto/constants.js";
import { t } from "../ui/i18n.js";
import { isLoaded, onChange, row, rows } from "./catalogue.js";
import { unknownWhen } from "./dates.js";
import { marked } from "./heavy-shared.js";
import { keep, makeReading, newId, useOfRow } from "./items.js";
import { versionsNow, versionsOf } from "./merging.js";
import { readRecords } from "./records.js";
import { onForget } from "./session.js";

/** @typedef {import("./catalogue.js").Row} Row */

/** @type {Set<string> | undefined} undefined: marks are there, and not read yet */
let heavy = new Set();
/** Which versions of the marks that was. */
let read = "";
/** @type {{ versions: string, done: Promise<void> } | undefined} */
let reading;
/** @type {Set<() => void>} */
const listeners = new Set();

/** @returns {Row[]} */
const markRows = () => rows("reading").filter((found) => useOfRow(found) === "marks");

/** Rule 2. @param {string} id of a piece */
export const isHeavy = (id) => heavy === undefined || heavy.has(id);

/** Called when marks have been read. @param {() => void} fn @returns {() => void} stops it */
export function onMarks(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** @returns {Promise<void> | undefined} of one reading under way, whoever asks for it */
function follow() {
  if (!isLoaded()) return undefined;
  const found = markRows();
  const versions = versionsOf(found);
  if (versions === read) return undefined;
  if (versions !== "" && read === "") heavy = undefined;
  if (reading?.versions === versions) return reading.done;
  const own = { versions, done: readMarks(found, versions).finally(() => { if (reading === own) reading = undefined; }) };
  reading = own;
  return own.done;
}

/** @param {Row[]} found @param {string} versions */
async function readMarks(found, versions) {
  try {
    const records = await readRecords(found.map(({ id }) => id));
    if (!isLoaded() || versionsOf(markRows()) !== versions) return;
    [heavy, read] = [marked(records), versions];
    for (const fn of listeners) fn();
  } catch {
    // Rule 3.
  }
}

/** @param {string[]} ids @returns {any} the document of FORMAT 8.3 */
export function marksRecord(ids) {
  return makeReading("marks", { title: t("Images difficiles"), when: unknownWhen(), answers: ids.map((id) => ({ id, answer: "heavy" })) });
}

/**
 * @param {string} id of a piece
 * @param {boolean} on
 * @returns {Promise<void>} once it is kept
 */
export async function setHeavy(id, on) {
  const found = markRows().map((one) => ({ of: one.id, versions: versionsNow({ id: one.id, use: "marks", from: null }) }));
  const records = await readRecords(found.map(({ of }) => of));
  const others = (/** @type {any} */ record) => [...marked([record])].filter((one) => one !== id && row(one)?.erased_at === null);
  const lists = found.map((one, i) => ({ ...one, answers: records[i].answers, others: others(records[i]) }));
  const inRoom = lists.find((list) => list.others.length < LIST_LIMIT) ?? { of: newId(), versions: "", answers: [], others: [] };
  // Two devices may each have marked it, in a list of its own.
  const changed = on ? [inRoom] : lists.filter(({ answers }) => marked([{ answers }]).has(id));
  for (const { of, versions, answers, others: kept } of changed) await keep(of, marksRecord([...kept, ...(on ? [id] : [])]), [], { versions, answers });
  await follow();
}

/** The marks that a share of these items takes along. @param {string[]} items @returns {Promise<Row[]>} none when nothing of it is marked */
export async function marksFor(items) {
  const found = markRows();
  const records = await readRecords(found.map(({ id }) => id));
  return found.filter((_, i) => [...marked([records[i]])].some((id) => items.includes(id)));
}

onChange(() => void follow());
onForget(() => {
  [heavy, read, reading] = [new Set(), "", undefined];
});
