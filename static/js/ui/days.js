/**
 * « Comment c’était »: a month of days, one tap each, and the months drawn small beside what happened.
 *
 *  1. Danger and mood are said in words to who listens, and by shapes before colours to who looks: a bar under the day, a line over it.
 *  2. The month is one stop of the keyboard: arrows go from day to day, page keys from month to month.
 *  3. Nothing is counted, nothing is asked for: an empty day is a day.
 */
import { ifDefined, html, icon, nothing, repeat, svg } from "./html.js";
import { field } from "./field.js";
import { formatDay, t, tn } from "./i18n.js";
import { failure } from "./notice.js";
import { listRows } from "./rows.js";

/** @typedef {import("../flows/days.js").Day} Day */
/** @typedef {import("../flows/days.js").Danger} Danger */
/** @typedef {import("../flows/days.js").Mood} Mood */
/** @typedef {{ id: string, title: string }} Fact */

/**
 * @typedef {object} Cell
 * @property {string} day YYYY-MM-DD
 * @property {Day | undefined} said
 * @property {number} facts of that day
 * @property {boolean} ahead
 */

/**
 * @typedef {object} DaysView
 * @property {string} month YYYY-MM
 * @property {string} today
 * @property {string} chosen the day whose answers are shown
 * @property {Cell[]} cells of the month
 * @property {number} offset weekday of its first day, from Monday
 * @property {string[]} weekdays short names, from Monday
 * @property {(day: string) => string} longDay « lundi 23 novembre 2026 »
 * @property {Day} said of the chosen day
 * @property {Fact[]} facts of the chosen day
 * @property {string} note as it is typed
 * @property {string} state « Enregistré »
 * @property {{ message: string } | undefined} error
 * @property {Strip[]} strips months in which something was said, oldest first
 * @property {(by: number) => void} onMonth
 * @property {(day: string) => void} onDay
 * @property {(by: number | "first" | "last" | "before" | "after") => void} onMove
 * @property {(change: Partial<Day>) => void} onSay
 * @property {(note: string) => void} onNote while it is typed
 * @property {() => void} onNoted
 * @property {(id: string) => void} onFact
 * @property {() => void} onRetry
 */
/** @typedef {{ month: string, days: { number: number, said: Day | undefined, facts: number, words: string }[] }} Strip */

/** @returns {{ value: Danger, label: string }[]} */
const dangers = () => [{ value: "no", label: t("Non") }, { value: "some", label: t("Un peu") }, { value: "yes", label: t("Oui") }];

/** @returns {{ value: Mood, label: string }[]} */
const moods = () => [{ value: "heavy", label: t("Lourde") }, { value: "restless", label: t("Agitée") }, { value: "even", label: t("Calme") }, { value: "light", label: t("Légère") }];

/** Each mood is a line, as the horizon of a day. @type {Record<Mood, string>} */
const LINES = {
  heavy: "M2 4 C7 4 8 10 12 10 S17 4 22 4",
  restless: "M2 9 L6 3 L10 9 L14 3 L18 9 L22 3",
  even: "M2 6 H22",
  light: "M2 9 C7 9 8 2 12 2 S17 9 22 9",
};

/** @param {Mood} mood */
const moodLine = (mood) => html`<svg class="mood" viewBox="0 0 24 12" aria-hidden="true"><path d=${LINES[mood]}></path></svg>`;

/** @param {DaysView} props */
export function daysView(props) {
  const { error, strips, onRetry } = props;
  return html`<div class="days">
    <div class="days-month">${monthHead(props)}${grid(props)}</div>
    ${daySheet(props)}
    ${error ? html`<div class="days-wide">${failure(error, { label: t("Réessayer"), onClick: onRetry })}</div>` : nothing}
    ${strips.length ? course(strips) : nothing}
    <p class="soft small days-wide">${t("Une touche suffit, ou rien. Ce carnet n’est montré à personne sans votre choix, et personne ne compte les jours.")}</p>
  </div>`;
}

/** @param {DaysView} props */
function monthHead({ month, today, onMonth }) {
  return html`<div class="days-head">
    <button type="button" class="btn quiet icon-only no-print" @click=${() => onMonth(-1)}>${icon("back", t("Mois précédent"))}</button>
    <h2 id="days-month" aria-live="polite">${formatDay(month)}</h2>
    <button type="button" class="btn quiet icon-only no-print" ?disabled=${month >= today.slice(0, 7)} @click=${() => onMonth(1)}>${icon("next", t("Mois suivant"))}</button>
  </div>`;
}

/** @param {DaysView} props */
function grid(props) {
  const { cells, offset, weekdays, onMove } = props;
  return html`<table class="days-grid" role="grid" aria-labelledby="days-month" @keydown=${keys(onMove)}>
    <thead><tr role="row">${weekdays.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}</tr></thead>
    <tbody>${weeksOf(cells, offset).map((week) => html`<tr role="row">${week.map((cell) => (cell ? dayCell(cell, props) : html`<td role="gridcell"></td>`))}</tr>`)}</tbody>
  </table>`;
}

/** A month to be looked at only; beside it stand the same days in words. @param {{ cells: Cell[], offset: number, weekdays: string[] }} props */
export function monthGrid({ cells, offset, weekdays }) {
  return html`<table class="days-grid still" aria-hidden="true">
    <thead><tr>${weekdays.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${weeksOf(cells, offset).map((week) => html`<tr>${week.map((cell) => html`<td>${cell ? html`<span class="day ${cell.said?.danger ?? ""}">${dayMarks(cell)}</span>` : nothing}</td>`)}</tr>`)}</tbody>
  </table>`;
}

/** @param {Cell[]} cells @param {number} offset @returns {(Cell | undefined)[][]} */
function weeksOf(cells, offset) {
  const all = [...Array.from({ length: offset }, () => undefined), ...cells];
  return Array.from({ length: Math.ceil(all.length / 7) }, (_, week) => all.slice(week * 7, week * 7 + 7));
}

/** @param {Cell} cell */
function dayMarks({ day, said, facts }) {
  return html`<span class="date">${Number(day.slice(-2))}</span>
    ${said?.mood ? moodLine(said.mood) : html`<span class="mood"></span>`}
    <span class="marks">${facts ? html`<i class="knot"></i>` : nothing}${said?.note ? html`<i class="note-mark"></i>` : nothing}</span>`;
}

/** @param {Cell} cell @param {DaysView} props */
function dayCell(cell, { chosen, today, longDay, onDay }) {
  const { day, said, facts, ahead } = cell;
  const isChosen = day === chosen;
  return html`<td role="gridcell" aria-selected=${isChosen ? "true" : "false"}>
    <button type="button" class="day ${said?.danger ?? ""}" id="day-${day}" tabindex=${isChosen ? "0" : "-1"} ?disabled=${ahead} aria-current=${ifDefined(day === today ? "date" : undefined)}
      aria-label=${[longDay(day), ...dayWords(said, facts)].join(", ")} @click=${() => onDay(day)}>
      ${dayMarks(cell)}
    </button></td>`;
}

/** Rule 1. @param {Day | undefined} said @param {number} facts @returns {string[]} */
export function dayWords(said, facts) {
  const danger = { no: t("pas de danger ressenti"), some: t("un peu de danger ressenti"), yes: t("danger ressenti") };
  const mood = { heavy: t("journée lourde"), restless: t("journée agitée"), even: t("journée calme"), light: t("journée légère") };
  return [
    said?.danger ? danger[said.danger] : "", said?.mood ? mood[said.mood] : "",
    said?.note ? t("une note") : "", facts ? tn("{n} fait", "{n} faits", facts) : "",
  ].filter(Boolean);
}

/** @type {Record<string, number | "first" | "last" | "before" | "after">} */
const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: "first", End: "last", PageUp: "before", PageDown: "after" };

/** Rule 2. @param {DaysView["onMove"]} onMove */
function keys(onMove) {
  return (/** @type {KeyboardEvent} */ event) => {
    const by = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey ? undefined : KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onMove(by);
  };
}

/** @param {DaysView} props */
function daySheet({ chosen, today, longDay, said, facts, note, state, onSay, onNote, onNoted, onFact }) {
  return html`<section class="sheet stack days-day" aria-labelledby="days-day">
    <h2 id="days-day">${chosen === today ? t("Aujourd’hui") : longDay(chosen)}</h2>
    ${pressed({ legend: t("Avez-vous ressenti un danger ?"), options: dangers(), value: said.danger, onPress: (danger) => onSay({ danger }) })}
    ${pressed({ legend: t("La journée"), options: moods().map((mood) => ({ ...mood, drawn: moodLine(mood.value) })), value: said.mood, onPress: (mood) => onSay({ mood }) })}
    ${field({ id: "days-note", type: "area", label: t("Quelques mots, si vous voulez"), value: note, maxlength: 300, onInput: onNote, onChange: onNoted })}
    <p class="soft small" role="status">${state}</p>
    ${facts.length ? html`<div><h3 class="small-title">${t("Ce jour-là")}</h3>${listRows(facts.map((fact) => ({ ...fact, icon: "journal" })), { onOpen: onFact })}</div>` : nothing}
  </section>`;
}

/**
 * Buttons of which one at most is pressed; pressing it again takes the answer back.
 *
 * @template {string} V
 * @param {{ legend: string, options: { value: V, label: string, drawn?: import("./html.js").Content }[], value: V | null, onPress: (value: V | null) => void }} props
 */
function pressed({ legend, options, value, onPress }) {
  return html`<fieldset class="choices"><legend>${legend}</legend><div class="options">${options.map((option) => html`<button type="button" class="press"
    aria-pressed=${option.value === value ? "true" : "false"} @click=${() => onPress(option.value === value ? null : option.value)}>${option.drawn ?? nothing}${option.label}</button>`)}</div></fieldset>`;
}

const STEP = 10;
const HEIGHT = 30;
/** How high a mood stands in the drawing of a month. @type {Record<Mood, number>} */
const LEVELS = { heavy: 20, restless: 16, even: 11, light: 6 };

/** @param {Strip[]} strips */
function course(strips) {
  return html`<section class="days-wide days-course" aria-labelledby="days-course">
    <h2 id="days-course">${t("Au fil des mois")}</h2>
    <ol>${repeat(strips, ({ month }) => month, ({ month, days }) => html`<li><span class="month">${formatDay(month)}</span>
      <svg viewBox="0 0 ${31 * STEP} ${HEIGHT}" aria-hidden="true"><line x1="0" x2=${31 * STEP} y1=${HEIGHT - 4} y2=${HEIGHT - 4}></line>${days.map(drawnDay)}</svg></li>`)}</ol>
    <ul class="legend"><li class="mood-legend">${t("plus haut : plus légère")}</li><li class="danger-legend">${t("danger ressenti")}</li><li>${t("un fait noté")}</li></ul>
    <details class="fold"><summary>${t("Les mêmes jours, en mots")}</summary>${strips.map(({ month, days }) => html`<h3 class="small-title">${formatDay(month)}</h3>
      <ul>${days.filter(({ words }) => words).map(({ words }) => html`<li>${words}</li>`)}</ul>`)}</details>
  </section>`;
}

/** @param {Strip["days"][number]} day */
function drawnDay({ number, said, facts }) {
  const x = (number - 1) * STEP;
  const height = { no: 0, some: 3, yes: 7 }[said?.danger ?? "no"];
  return svg`${said?.mood ? svg`<path class="mood" d="M${x + 1} ${LEVELS[said.mood]} h${STEP - 2}"></path>` : nothing}
    ${height ? svg`<rect class="danger" x=${x + 1} y=${HEIGHT - 4 - height} width=${STEP - 2} height=${height}></rect>` : nothing}
    ${facts ? svg`<circle class="fact" cx=${x + STEP / 2} cy=${HEIGHT - 3} r="2.5"></circle>` : nothing}`;
}
