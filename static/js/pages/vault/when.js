/**
 * The date of a fact while it is being written.
 *
 * 1. Words come first: « vers l’été 2021 » is read by `flows/dates.js`, and what was understood is said back.
 * 2. A precision chosen by hand wins over the one that was read, until other words are understood.
 * 3. An exact date and a period chosen by hand have fields of their own.
 * 4. What cannot be read is kept as written: a date is never needed.
 */
import { parseWhen, unknownWhen, whenText } from "../../flows/dates.js";
import { formatDay, t } from "../../ui/i18n.js";
import { whenField } from "../../ui/when-field.js";

/** @typedef {import("../../flows/dates.js").When} When */
/** @typedef {import("../../flows/dates.js").Precision} Precision */

/** @param {{ id: string, legend?: string, changed: () => void }} props */
export function whenEditor({ id, legend, changed }) {
  let when = unknownWhen();
  /** @type {Precision | null} */
  let hand = null;
  let ends = ["", ""];

  /** @param {() => void} act */
  const change = (act) => {
    act();
    changed();
  };

  /** Rules 1 and 2. @param {string} text */
  function write(text) {
    const read = parseWhen(text);
    if (read.precision === "unknown" && hand !== null) {
      when = { ...when, text };
      return;
    }
    [when, hand] = [{ ...read, text }, null];
  }

  /** Rule 3. @param {Precision} precision */
  function choose(precision) {
    hand = precision;
    const read = when.from === null && when.to === null ? parseWhen(when.text) : when;
    when = precision === "unknown" ? unknownWhen(when.text) : { ...read, text: when.text, precision };
    ends = [when.from, when.to].map((day) => (day === null ? "" : formatDay(day)));
  }

  /** @param {string} start @param {string} end */
  function between(start, end) {
    ends = [start, end];
    const [from, to] = [parseWhen(start), parseWhen(end)];
    when = { ...when, precision: "period", from: from.from, to: to.to ?? to.from };
  }

  /** Rule 4. @returns {When} */
  function value() {
    const { from, to, precision, text } = when;
    if (from === null && (to === null || precision !== "period")) return unknownWhen(text);
    if (precision === "exact") return { ...when, to: null };
    if (precision === "period" && from !== null && to !== null && from > to) return { ...when, from: to, to: from };
    return when;
  }

  /** @param {When} next */
  function put(next) {
    when = { ...next, text: next.text || (next.precision === "unknown" ? "" : whenText(next)) };
    hand = next.precision === "unknown" ? null : next.precision;
    ends = [next.from, next.to].map((day) => (day === null ? "" : formatDay(day)));
    // Words of hers stay in sight; a date that has none has its own fields.
    if (next.text) hand = null;
  }

  function view() {
    const known = when.from !== null || when.to !== null;
    const precision = hand ?? (known ? when.precision : null);
    return whenField({
      id, legend: legend ?? t("Quand ?"), precision, text: when.text, fields: hand === "exact" || hand === "period" ? hand : "words",
      day: when.from?.length === 10 ? when.from : "", time: when.time ?? "", start: ends[0] ?? "", end: ends[1] ?? "",
      understood: known ? t("Compris : {date}", { date: whenText(value()) }) : "", asWritten: !known && when.text.trim() !== "", ahead: isAhead(value()),
      onText: (text) => change(() => write(text)), onPrecision: (chosen) => change(() => choose(chosen)),
      onDay: (day) => change(() => { when = { ...when, precision: "exact", from: day || null, to: null }; }),
      onTime: (time) => change(() => { when = { ...when, time: time || null }; }),
      onStart: (start) => change(() => between(start, ends[1] ?? "")), onEnd: (end) => change(() => between(ends[0] ?? "", end)),
    });
  }

  return {
    view, value, put,
    state: () => ({ when, hand, ends }),
    /** @param {{ when: When, hand: Precision | null, ends: string[] } | undefined} kept of a draft */
    restore: (kept) => { if (kept?.when) ({ when, hand, ends } = kept); },
    isEmpty: () => when.text === "" && when.from === null && when.to === null,
  };
}

/** @param {When} when */
function isAhead({ from }) {
  const today = new Date();
  const day = [today.getFullYear(), String(today.getMonth() + 1).padStart(2, "0"), String(today.getDate()).padStart(2, "0")].join("-");
  return from !== null && from > day.slice(0, from.length);
}
