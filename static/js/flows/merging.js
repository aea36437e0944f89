/**
 * Readings that several devices answer (days of a month, marks): what each said is kept, whoever was last.
 *
 *  1. A change of such a reading says what it was made from. When that is no longer the newest, it is worked out again on the newest, at
 *     each try: also a change that waited on a device for days.
 *  2. What this change leaves as it was is taken as it is now, changed or gone; what it says otherwise stays. The unit is what belongs
 *     together: a day with all that is said of it, or one mark.
 *  3. Said otherwise on both sides, the one that comes to the vault last is shown; the other stays in the version before it, and where
 *     the change had waited on a device it is said.
 *  4. Days of one month may stand in several readings (FORMAT 8.6): they are taken together, the one kept last above the others, and
 *     what is merged goes into that one: it stays the last, and no further one is made.
 *
 * Stands under the catalogue, so that whatever reads records is given to it (`readBy`).
 */

import { useOf } from "../crypto/uses.js";
import { noteDoubled } from "./device-outbox.js";
import { verifiedRows } from "./known.js";

/** @typedef {import("./device-overlay.js").Row} Row */
/** @typedef {{ id: string, answer: string }} Answer */
/** @typedef {{ versions: string, answers: Answer[] }} Base what a reading was made from: which versions, and what they said */
/** @typedef {import("./commits.js").Put} Put */

/** @type {(wanted: { id: string, version: number }[]) => Promise<{ answers: Answer[] }[]>} */
let read = () => Promise.reject(new TypeError("nobody reads records"));

/** @param {typeof read} reader */
export function readBy(reader) {
  read = reader;
}

/** The readings that say the same as this one would, as the vault has them (rule 4). @param {{ id: string, use: string, from: string | null }} asked @returns {Row[]} the one kept last at the end */
function alike({ id, use, from }) {
  const isSame = (/** @type {Row} */ { id: other, kind, summary, trashed_at: trashed }) => {
    if (kind !== "reading" || !summary || trashed !== null || useOf(summary) !== use) return false;
    return use === "days" ? /** @type {any} */ (summary).when.from === from : other === id;
  };
  return keptLastAtEnd(verifiedRows().filter(isSame));
}

/** @template {Pick<Row, "id" | "versions">} R @param {R[]} rows @returns {R[]} */
export function keptLastAtEnd(rows) {
  // Of one second, all devices agree on which is the last.
  const keyed = rows.map((row) => ({ row, key: `${row.versions.at(-1)?.at} ${row.id}` }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** Which versions these are. @param {Pick<Row, "id" | "versions">[]} rows */
export const versionsOf = (rows) => rows.map(({ id, versions }) => `${id}/${versions.at(-1)?.n}`).toSorted().join(" ");

/** Which versions of a reading, and of those that say the same, the vault has now. @param {{ id: string, use: string, from: string | null }} asked */
export const versionsNow = (asked) => versionsOf(alike(asked));

/** Those versions, once one more of this reading is kept and nothing else. @param {string} versions @param {string} id */
export function withOneMore(versions, id) {
  const known = versions.split(" ").filter(Boolean).map((one) => one.split("/"));
  const before = known.find(([other]) => other === id)?.[1] ?? 0;
  return [...known.filter(([other]) => other !== id), [id, Number(before) + 1]].map((one) => one.join("/")).toSorted().join(" ");
}

/** Rule 2. @param {Answer[]} answers @returns {Map<string, Answer[]>} */
function units(answers) {
  /** @type {Map<string, Answer[]>} */
  const found = new Map();
  for (const one of answers) {
    const [name = ""] = one.id.split("/", 1);
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

/** Rule 4. @param {Answer[][]} lists the one kept last at the end @returns {Answer[]} */
export function together(lists) {
  const all = new Map(lists.flatMap((answers) => [...units(answers)]));
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, said]) => said);
}

/** @param {Answer[]} [unit] */
const words = (unit = []) => JSON.stringify(unit.map(({ id, answer }) => [id, answer]));

/** Rule 3. @param {Answer[]} base @param {Answer[]} theirs @param {Answer[]} ours */
export function isSaidTwice(base, theirs, ours) {
  const [before, there, here] = [units(base), units(theirs), units(ours)];
  const isTwice = (/** @type {string} */ name) => new Set([before, there, here].map((all) => words(all.get(name)))).size === 3;
  return [...before.keys(), ...there.keys()].some(isTwice);
}

/** Rules 2 and 3. @param {Answer[]} base @param {Answer[]} theirs @param {Answer[]} ours @returns {Answer[]} */
export function merged(base, theirs, ours) {
  const [before, there, here] = [units(base), units(theirs), units(ours)];
  const names = [...new Set([...there.keys(), ...here.keys()])].toSorted();
  return names.flatMap((name) => (words(here.get(name)) === words(before.get(name)) ? there : here).get(name) ?? []);
}

/** Rule 1. @template {{ put?: Put[] }} C @param {C} change @param {unknown} waited it did, on this device @returns {Promise<C>} */
export async function mergedNow(change, waited) {
  if (!change.put?.some(({ base }) => base)) return change;
  return { ...change, put: await Promise.all(change.put.map((put) => mergedPut(put, waited))) };
}

/** @param {Put} put @param {unknown} waited @returns {Promise<Put>} */
async function mergedPut(put, waited) {
  const { id, record, base } = put;
  if (!base) return put;
  const rows = alike({ id, use: record.use, from: record.when.from });
  const last = rows.at(-1);
  if (!last || versionsOf(rows) === base.versions) return put;
  const records = await read(rows.map((row) => ({ id: row.id, version: row.versions.at(-1)?.n ?? 1 })));
  const theirs = together(records.map(({ answers }) => answers));
  if (waited && isSaidTwice(base.answers, theirs, record.answers)) noteDoubled(last.id);
  return { ...put, id: last.id, record: { ...record, answers: merged(base.answers, theirs, record.answers) } };
}
