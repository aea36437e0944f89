/**
 * The date of a fact while it is being written.
 *
 * 1. Words come first: « vers l’été 2021 » is read by `flows/dates.js`, and what was understood is said back.
 * 2. A precision chosen by hand wins over the one that was read, until other words are understood.
 * 3. An exact date and a period chosen by hand have fields of their own.
 * 4. What cannot be read is kept as written: a date is never needed.
 * 5. A date may be made of key dates instead (`around.js`); words that name one are understood the same.
 */
import { localDay, parseWhen, unknownWhen, whenText } from "../../flows/dates.js";
import { keyDateOf, list as keyDates, readAround } from "../../flows/key-dates.js";
import { formatDay, t } from "../../ui/i18n.js";
import { whenField } from "../../ui/when-field.js";
import { Around } from "./around.js";

/** @typedef {import("../../flows/dates.js").When} When */
/** @typedef {import("../../flows/dates.js").Precision} Precision */

/** @typedef {{ when: When, hand: Precision | null, ends: string[] }} State as a draft keeps it */

export class WhenEditor {
  #props;
  #when = unknownWhen();
  /** @type {Precision | null} chosen by hand */
  #hand = null;
  /** Words of the two ends of a period. */
  #ends = ["", ""];
  #around;

  /** @param {{ id: string, legend: string, changed: () => void, refresh: () => void }} props changed: the date is another; refresh: it is only drawn otherwise */
  constructor(props) {
    this.#props = props;
    this.#around = new Around({ id: props.id, refresh: props.refresh, placed: (when) => this.#place(when) });
  }

  /** Rule 5. @param {When} when */
  #place(when) {
    [this.#when, this.#hand] = [when, null];
    this.#props.changed();
  }

  /** Rules 1, 2 and 5. @param {string} text */
  #write(text) {
    this.#around.forget();
    const read = readAround(text, keyDates().map(keyDateOf)) ?? parseWhen(text);
    if (read.precision === "unknown" && this.#hand !== null) {
      this.#when = { ...this.#when, text };
      return;
    }
    [this.#when, this.#hand] = [{ ...read, text }, null];
  }

  /** Rule 3. @param {Precision} precision */
  #choose(precision) {
    const { from, to, text } = this.#when;
    this.#hand = precision;
    const read = from === null && to === null ? parseWhen(text) : this.#when;
    this.#when = precision === "unknown" ? unknownWhen(text) : { ...read, text, precision };
    this.#ends = endsOf(this.#when);
  }

  /** @param {string} start @param {string} end */
  #between(start, end) {
    this.#ends = [start, end];
    const [from, to] = [parseWhen(start), parseWhen(end)];
    this.#when = { ...this.#when, precision: "period", from: from.from, to: to.to ?? to.from };
  }

  /** Rule 4. @returns {When} */
  value() {
    const { from, to, precision, text } = this.#when;
    if (from === null && (to === null || precision !== "period")) return unknownWhen(text);
    if (precision === "exact") return { ...this.#when, to: null };
    if (precision === "period" && from !== null && to !== null && from > to) return { ...this.#when, from: to, to: from };
    return this.#when;
  }

  /** A date that was kept, or found. Words of hers stay in sight; without any, a date has its own fields. @param {When} next */
  put(next) {
    this.#when = { ...next, text: next.text || (next.precision === "unknown" ? "" : whenText(next)) };
    this.#hand = next.precision === "unknown" || next.text ? null : next.precision;
    this.#ends = endsOf(next);
  }

  clear() {
    this.put(unknownWhen());
  }

  /** @returns {State} */
  state() {
    return { when: this.#when, hand: this.#hand, ends: this.#ends };
  }

  /** @param {State | undefined} kept of a draft */
  restore(kept) {
    if (kept?.when) [this.#when, this.#hand, this.#ends] = [kept.when, kept.hand, kept.ends];
  }

  isEmpty() {
    const { text, from, to } = this.#when;
    return text === "" && from === null && to === null;
  }

  /** @param {() => void} act */
  #change(act) {
    act();
    this.#props.changed();
  }

  view() {
    const [when, hand, [start = "", end = ""]] = [this.#when, this.#hand, this.#ends];
    const known = when.from !== null || when.to !== null;
    return whenField({
      around: this.#around.view(),
      id: this.#props.id, legend: this.#props.legend, precision: hand ?? (known ? when.precision : null), text: when.text,
      fields: hand === "exact" || hand === "period" ? hand : "words", day: when.from?.length === 10 ? when.from : "", time: when.time ?? "", start, end,
      understood: known ? t("Compris : {date}", { date: whenText(this.value()) }) : "", asWritten: !known && when.text.trim() !== "", ahead: isAhead(this.value()),
      onText: (text) => this.#change(() => this.#write(text)), onPrecision: (chosen) => this.#change(() => this.#choose(chosen)),
      onDay: (day) => this.#change(() => { this.#when = { ...when, precision: "exact", from: day || null, to: null }; }),
      onTime: (time) => this.#change(() => { this.#when = { ...when, time: time || null }; }),
      onStart: (next) => this.#change(() => this.#between(next, end)), onEnd: (next) => this.#change(() => this.#between(start, next)),
    });
  }
}

/** @param {When} when */
function endsOf({ from, to }) {
  return [from, to].map((day) => (day === null ? "" : formatDay(day)));
}

/** @param {When} when */
function isAhead({ from }) {
  return from !== null && from > localDay().slice(0, from.length);
}
