/**
 * What keeping an item of any kind has in common: well-formed texts within the limits, one commit, one reading.
 *
 * A limit is checked here, before anything is sealed, so that the person learns which field is too long while she still has it.
 */

import { LIST_LIMIT, READING_VERSION, TEXT_LIMIT, TITLE_LIMIT } from "../crypto/constants.js";
import { b64, randomId } from "../crypto/encoding.js";
import { useOf } from "../crypto/uses.js";
import { commit, row, rows } from "./catalogue.js";
import { sortKey } from "./dates.js";
import { FlowError } from "./errors.js";
import { readBy } from "./merging.js";
import { readRecord, readVersions } from "./records.js";
import { currentLanguage } from "../ui/i18n.js";

/** @typedef {import("./catalogue.js").Row} Row */
/** @typedef {import("./catalogue.js").Kind} Kind */
/** @typedef {import("./dates.js").When} When */
/** @typedef {{ name: string, contact: string | null }} Person */
/** @typedef {{ id: string, key: string, name: string, type: string, size: number, sealed: number, sha256: string }} FileReference */

/** An id for an item or a draft that a form will keep: the same at every try, so that a try repeated is not a second item. */
export const newId = () => b64(randomId());

/** A field of a form is longer than the format takes. */
class TooLongError extends FlowError {
  /** @param {string} field */
  constructor(field) {
    super("text_too_long");
    this.name = "TooLongError";
    this.field = field;
  }
}

/**
 * A long text as it is kept: half characters, which a paste can leave, are replaced.
 *
 * @param {string} field
 * @param {string | undefined} value
 * @param {number} [limit] characters
 */
export function prose(field, value = "", limit = TEXT_LIMIT) {
  const text = value.replace(/\p{Surrogate}/gu, "\uFFFD").trim();
  if (text.length > limit && [...text].length > limit) throw new TooLongError(field);
  return text;
}

/** A title, name or place. @param {string} field @param {string | undefined} value */
export function line(field, value) {
  return prose(field, value?.replace(/\s+/g, " "), TITLE_LIMIT);
}

/** @template T @param {string} field @param {T[] | undefined} list @returns {T[]} */
export function bounded(field, list = []) {
  if (list.length > LIST_LIMIT) throw new TooLongError(field);
  return list;
}

/** Members in the order of FORMAT 8.1. @param {When} when @returns {When} */
export function plainWhen({ precision, from, to, time, text }) {
  return { precision, from, to, time, text: line("when", text) };
}

/** Those with a name. @param {Partial<Person>[] | undefined} people @returns {Person[]} */
export function plainPeople(people) {
  const named = bounded("who", people).map(({ name, contact = null }) => ({ name: line("who", name), contact }));
  return named.filter(({ name }) => name !== "");
}

/**
 * A reading, its members in the order of FORMAT 8.3.
 *
 * @param {import("../crypto/uses.js").Use} use
 * @param {{ title: string, when: When, answers?: import("./merging.js").Answer[], note?: string }} said
 * @returns {any} the document
 */
export function makeReading(use, { title, when, answers = [], note = "" }) {
  return { v: READING_VERSION, kind: "reading", use, title, when, answers, note };
}

const SENTENCE = /^.{12,69}?[.!?](?=\s)/u;

/** A title out of the beginning of a text: its first sentence if that is short. @param {...string} texts the first that has words serves */
export function titleOf(...texts) {
  const [first = ""] = texts.map((text) => text.trim().split(/\r?\n/)[0] ?? "").filter(Boolean);
  const sentence = SENTENCE.exec(first)?.[0].replace(/\.$/, "");
  if (sentence || first.length <= 70) return sentence ?? first;
  const cut = first.slice(0, 70);
  const words = cut.slice(0, Math.max(cut.lastIndexOf(" "), 40));
  // A character of two halves may have been cut through, and half of one cannot be kept.
  return `${words.replace(/\p{Surrogate}$/u, "").trimEnd()}…`;
}

/**
 * Keep one item.
 *
 * @param {string | undefined} id of the item edited; a new one when absent
 * @param {any} record
 * @param {string[]} [files] that the record points to
 * @param {import("./merging.js").Base} [base] what it was made from, where devices meet
 * @returns {Promise<string>} its id, once the server has it on disk
 */
export async function keep(id, record, files = [], base = undefined) {
  const target = id ?? newId();
  const before = new Set(row(target)?.files);
  await commit({ put: [{ id: target, record, files, keep: files.filter((file) => !before.has(file)), ...(base ? { base } : {}) }] });
  return target;
}

/**
 * The newest version of an item, as a form.
 *
 * @param {string} id
 * @returns {Promise<any>} the record's members, `id`, `version`, and `keptAt` of its oldest and `editedAt` of its newest version
 */
export async function opened(id) {
  const record = await readRecord(id);
  const versions = row(id)?.versions ?? [];
  return { ...record, id, version: versions.at(-1)?.n ?? 1, keptAt: versions[0]?.at ?? null, editedAt: versions.at(-1)?.at ?? null };
}

/**
 * Oldest fact first, undated last. Keys are made once each: ten thousand rows are compared far more often.
 *
 * @param {Row[]} found
 * @returns {Row[]}
 */
export function inOrder(found) {
  // After every date: what has none stands last.
  const keyed = found.map((row) => ({ row, key: (row.summary?.when && sortKey(row.summary.when)) ?? "~" }));
  return keyed.toSorted((a, b) => Number(a.key > b.key) - Number(a.key < b.key)).map(({ row }) => row);
}

/** What a reading is, by its row (FORMAT 8.6). @param {Row} row @returns {import("../crypto/uses.js").Use | undefined} of another kind, or erased: undefined */
export function useOfRow({ kind, summary }) {
  return kind === "reading" && summary ? useOf(summary) : undefined;
}

/** Those that are neither in the trash nor erased, in their order. @param {string[]} ids @returns {Row[]} */
export function standing(ids) {
  return ids.flatMap((id) => row(id) ?? []).filter(({ trashed_at: trashed, erased_at: erased }) => trashed === null && erased === null);
}

/** In the order of `inOrder`. @param {Kind} kind @returns {Row[]} */
export function byDate(kind) {
  return inOrder(rows(kind));
}

/** @param {Kind} kind @returns {Row[]} by title, as a person would look for it */
export function byTitle(kind) {
  const order = new Intl.Collator(currentLanguage(), { sensitivity: "base", numeric: true });
  return rows(kind).toSorted((a, b) => order.compare(a.summary?.title ?? "", b.summary?.title ?? ""));
}

/** To the trash, for thirty days. @param {string[]} ids */
export function trash(ids) {
  return commit({ trash: ids });
}

/** Out of the trash. @param {string[]} ids */
export function restore(ids) {
  return commit({ restore: ids });
}

/** For good; the server refuses before thirty days of trash. @param {string[]} ids */
export function erase(ids) {
  return commit({ erase: ids });
}

readBy(readVersions);
