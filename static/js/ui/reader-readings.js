/**
 * What a person keeps for herself and chose to show, below the facts: key dates, readings of the landmark, months of days.
 *
 *  1. Nothing is added up, and nothing of it is called a proof.
 *  2. The drawing of a month is silent: the list beside it says the same, with the words of each day where these are shown.
 */
import { monthGrid } from "./days.js";
import { html, nothing } from "./html.js";
import { t } from "./i18n.js";
import { levelName } from "./readings.js";

/** @typedef {{ id: string, day: string, level: string | null, relative: boolean, sentences: "there" | "waited" | "absent", yes: string[], unknown: string[], unsaid: string[], note: string }} Landmark */
/** @typedef {{ month: string, name: string, cells: import("./days.js").Cell[], offset: number, weekdays: string[], lines: { words: string, note: string }[] }} Month */
/** @typedef {{ id: string, title: string, whenText: string }} KeyDate */
/** @typedef {{ dates: KeyDate[], landmarks: Landmark[], months: Month[] }} Readings each oldest first */

/** What can be jumped to, in order. @param {Readings} readings @returns {{ id: string, label: string, count: number }[]} */
export function readingParts({ dates, landmarks, months }) {
  return [
    { id: "dates-title", label: t("Grandes dates"), count: dates.length },
    { id: "landmarks-title", label: t("Repères"), count: landmarks.length },
    { id: "months-title", label: t("Comment c’était"), count: months.length },
  ];
}

/** @param {Readings} readings */
export function readingSections({ dates, landmarks, months }) {
  return html`
    ${dates.length ? html`<section aria-labelledby="dates-title">
      <h2 id="dates-title" tabindex="-1">${t("Grandes dates")}</h2>
      <ul class="key-dates">${dates.map(({ title, whenText }) => html`<li><p><span class="soft small">${whenText}</span><br><strong>${title}</strong></p></li>`)}</ul>
    </section>` : nothing}
    ${landmarks.length ? html`<section aria-labelledby="landmarks-title">
      <h2 id="landmarks-title" tabindex="-1">${t("Repères")}</h2>
      <p class="soft">${t("Des phrases que la personne a lues seule, et ce qu’elle en a dit ce jour-là. Un repère n’est ni un diagnostic, ni une preuve.")}</p>
      <ul class="felt">${landmarks.map((one) => html`<li class="sheet">${landmark(one)}</li>`)}</ul>
    </section>` : nothing}
    ${months.length ? html`<section aria-labelledby="months-title">
      <h2 id="months-title" tabindex="-1">${t("Comment c’était")}</h2>
      <p class="soft">${t("Comment la personne a vécu ses journées. Un jour vide ne dit rien.")}</p>
      <ul class="felt">${months.map((one) => html`<li class="sheet felt-month">${month(one)}</li>`)}</ul>
    </section>` : nothing}`;
}

/** @param {Landmark} props */
function landmark({ day, level, relative, sentences, yes, unknown, unsaid, note }) {
  return html`<h3>${day}</h3>
    <p><strong>${levelName(level)}</strong>${relative ? html`<br><span class="soft small">${t("À propos d’une personne qui lui est chère.")}</span>` : nothing}</p>
    ${sentences === "waited" ? html`<p class="soft" role="status">${t("Lecture des phrases…")}</p>` : nothing}
    ${sentences === "absent" ? html`<p class="soft">${t("Les phrases n’ont pas pu être lues. Ce qui a été coché est dans le partage : ouvrez-le de nouveau plus tard.")}</p>` : nothing}
    ${said(t("Ce qui a été coché"), yes)}
    ${said(t("« Je ne sais pas »"), unknown)}
    ${said(t("« Je préfère ne pas répondre »"), unsaid)}
    ${note ? html`<p class="told">${note}</p>` : nothing}`;
}

/** @param {string} name @param {string[]} sentences */
function said(name, sentences) {
  return sentences.length ? html`<div class="said"><h4>${name}</h4><ul class="plain-list">${sentences.map((one) => html`<li>${one}</li>`)}</ul></div>` : nothing;
}

/** Rule 2. @param {Month} props */
function month({ name, lines, ...drawn }) {
  return html`<div><h3>${name}</h3>${monthGrid(drawn)}</div>
    <ul class="plain-list">${lines.map(({ words, note }) => html`<li>${words}${note ? html`<br><span class="told">${t("« {words} »", { words: note })}</span>` : nothing}</li>`)}</ul>`;
}
