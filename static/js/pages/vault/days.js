/**
 * « Comment c’était »: the month on screen, the day chosen, what was tapped.
 *
 * A tap is drawn at once and kept behind it; what could not be kept stays on screen, and goes with the next tap or on demand.
 */
import { onChange, row } from "../../flows/catalogue.js";
import { keepMonthOf, readDays } from "../../flows/days.js";
import { localDay } from "../../flows/dates.js";
import { list as listEvents } from "../../flows/events.js";
import { blankDay } from "../../flows/readings-shared.js";
import { daysView, dayWords } from "../../ui/days.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { dayAt, daysOf, isOfDay, longDay, monthAt, weekday, weekdays } from "../months.js";
import { savedText } from "./saving.js";

/** @typedef {import("../../flows/days.js").Day} Day */
/** @typedef {import("../../flows/catalogue.js").Row} Row */

const SHOWN_MONTHS = 12;

class Days {
  #refresh;
  #go;
  #today = localDay();
  #chosen = this.#today;
  #month = this.#today.slice(0, 7);
  /** @type {import("../../flows/days.js").Days | undefined} */
  #days;
  /** @type {{ message: string } | undefined} */
  #error;
  #state = "";
  /** The note of the chosen day while it is typed. */
  #note = "";
  /** @type {Map<string, Row[]> | undefined} facts by day, made once for each change */
  #facts;
  #stop;

  /** @param {import("./screens.js").Context} context */
  constructor({ place, refresh, go }) {
    this.#refresh = refresh;
    this.#go = go;
    const month = /** @type {any} */ ((place.id && row(place.id)?.summary) ?? {}).when?.from;
    if (month && month !== this.#month) [this.#month, this.#chosen] = [month, `${month}-01`];
    this.#stop = onChange(() => { this.#facts = undefined; });
    void this.#load();
  }

  async #load() {
    try {
      this.#days = await readDays();
      this.#show(this.#chosen);
    } catch (caught) {
      this.#error = { message: errorText(caught) };
      this.#refresh();
    }
  }

  /** @param {string} day */
  #choose(day) {
    void this.#noted();
    this.#show(day);
  }

  /** @param {string} day */
  #show(day) {
    [this.#chosen, this.#month, this.#state] = [day, day.slice(0, 7), ""];
    this.#note = this.#said(day).note;
    this.#refresh();
  }

  /** @param {string} day */
  #said(day) {
    return this.#days?.get(day) ?? blankDay();
  }

  /** @param {Partial<Day>} change */
  async #say(change) {
    if (!this.#days) return;
    const day = this.#chosen;
    this.#days.set(day, { ...this.#said(day), ...change });
    await this.#keep(day);
  }

  /** @param {string} day */
  async #keep(day) {
    [this.#state, this.#error] = [t("Enregistrement…"), undefined];
    this.#refresh();
    try {
      await keepMonthOf(day, /** @type {import("../../flows/days.js").Days} */ (this.#days));
      this.#state = savedText();
    } catch (caught) {
      [this.#state, this.#error] = ["", { message: errorText(caught) }];
    }
    this.#refresh();
  }

  async #noted() {
    if (this.#days && this.#note.trim() !== this.#said(this.#chosen).note) await this.#say({ note: this.#note.trim() });
  }

  /** @param {number} by */
  #turn(by) {
    const next = monthAt(this.#month, by);
    const day = next === this.#today.slice(0, 7) ? this.#today : `${next}-01`;
    this.#choose(day);
  }

  /** By the keyboard: the focus goes along. @param {number | "first" | "last" | "before" | "after"} by */
  #move(by) {
    const next = moved(this.#chosen, by);
    this.#choose(next > this.#today ? this.#today : next);
    setTimeout(() => document.getElementById(`day-${this.#chosen}`)?.focus());
  }

  #factsOf(/** @type {string} */ day) {
    this.#facts ??= byDay(listEvents().filter(({ summary }) => isOfDay(/** @type {any} */ (summary).when)));
    return this.#facts.get(day) ?? [];
  }

  /** @param {string} day */
  #cell(day) {
    return { day, said: this.#days?.get(day), facts: this.#factsOf(day).length, ahead: day > this.#today };
  }

  #strips() {
    const months = new Set([...(this.#days ?? [])].filter(([, { danger, mood }]) => danger || mood).map(([day]) => day.slice(0, 7)));
    return [...months].toSorted().slice(-SHOWN_MONTHS).map((month) => ({ month, days: daysOf(month).map((day) => this.#drawn(day)) }));
  }

  /** @param {string} day */
  #drawn(day) {
    const { said, facts } = this.#cell(day);
    const words = said ? dayWords(said, facts) : [];
    return { number: Number(day.slice(-2)), said, facts, words: words.length ? [longDay(day), ...words].join(", ") : "" };
  }

  view() {
    if (!this.#days) return this.#error ? failure(this.#error) : skeleton();
    const cells = daysOf(this.#month).map((day) => this.#cell(day));
    return daysView({
      month: this.#month, today: this.#today, chosen: this.#chosen, cells, offset: weekday(`${this.#month}-01`), weekdays: weekdays(), longDay,
      said: this.#said(this.#chosen), note: this.#note, state: this.#state, error: this.#error, strips: this.#strips(),
      facts: this.#factsOf(this.#chosen).map(({ id, summary }) => ({ id, title: String(summary?.title ?? "") })),
      onMonth: (by) => this.#turn(by), onDay: (day) => this.#choose(day), onMove: (by) => this.#move(by), onSay: (change) => void this.#say(change),
      onNote: (note) => { this.#note = note; this.#refresh(); }, onNoted: () => void this.#noted(), onFact: (id) => this.#go({ name: "event", id }), onRetry: () => void this.#keep(this.#chosen),
    });
  }

  async close() {
    this.#stop();
    await this.#noted();
  }
}

/** @type {import("./screens.js").MakeScreen} */
function daysScreen(context) {
  const days = new Days(context);
  return { title: t("Comment c’était"), tab: "journal", backTo: "journal", view: () => days.view(), close: () => days.close() };
}

/** @param {string} day @param {number | "first" | "last" | "before" | "after"} by */
function moved(day, by) {
  if (by === "first") return dayAt(day, -weekday(day));
  if (by === "last") return dayAt(day, 6 - weekday(day));
  if (typeof by === "number") return dayAt(day, by);
  const other = daysOf(monthAt(day.slice(0, 7), by === "after" ? 1 : -1));
  return other[Number(day.slice(-2)) - 1] ?? String(other.at(-1));
}

/** @param {Row[]} rows with a day @returns {Map<string, Row[]>} */
function byDay(rows) {
  /** @type {Map<string, Row[]>} */
  const found = new Map();
  for (const one of rows) {
    const day = String(/** @type {any} */ (one.summary).when.from);
    found.set(day, [...(found.get(day) ?? []), one]);
  }
  return found;
}

export const screens = { days: daysScreen };
