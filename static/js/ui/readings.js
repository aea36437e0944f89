/**
 * Readings kept in the vault: their course over time, drawn on the same rule as the landmark, and said line by line.
 *
 * What is drawn is the level of a day, nothing added up. The drawing is silent: the list below says the same.
 */
import { empty } from "./empty.js";
import { html, nothing, svg } from "./html.js";
import { formatDay, t } from "./i18n.js";
import { failure } from "./notice.js";
import { listRows } from "./rows.js";

/** @typedef {import("../flows/readings.js").Kept} Kept */

const WIDTH = 360;
const HEIGHT = 180;
const MARGIN = 24;
const BAND = 60;
/** @type {Record<string, number>} rows from the top */
const ROWS = { red: 0, amber: 1, green: 2 };

/** @param {string | null} level */
export function levelName(level) {
  const names = /** @type {Record<string, string>} */ ({ green: t("Relation libre"), amber: t("Vigilance"), red: t("Danger") });
  return names[level ?? ""] ?? t("Rien de coché");
}

/**
 * @param {object} props
 * @param {Kept[]} props.kept oldest first
 * @param {{ message: string } | undefined} props.error
 * @param {() => void} props.onNew
 * @param {(id: string) => void} props.onOpen
 */
export function readingsList({ kept, error, onNew, onOpen }) {
  if (error) return failure(error);
  if (kept.length === 0) {
    return empty({
      picture: "empty-journal", title: t("Aucun repère gardé"), action: { label: t("Faire le point"), onClick: onNew },
      text: t("Vingt-quatre phrases pour mettre des mots. Ce que vous gardez ici reste chiffré, et n’est montré à personne sans votre choix."),
    });
  }
  const rows = kept.toReversed().map(({ id, day, level, audience }) => ({
    id, icon: "lamp", title: formatDay(day), meta: [levelName(level), audience === "relative" ? t("pour une personne que j’aime") : ""].filter(Boolean).join(" · "),
  }));
  return html`${course(kept)}${listRows(rows, { onOpen })}
    <p class="soft small">${t("Un repère n’est ni un diagnostic, ni une preuve. Il n’est montré à personne sans votre choix.")}</p>`;
}

/** @param {Kept[]} kept */
function course(kept) {
  const shown = kept.filter(({ level }) => level !== null);
  if (shown.length < 2) return nothing;
  const points = shown.map(({ day, level }) => ({ level, x: across(day, shown), y: (ROWS[level ?? ""] ?? 2) * BAND + BAND / 2 }));
  return html`<figure class="course">
    <div class="course-levels" aria-hidden="true">${["red", "amber", "green"].map((level) => html`<span class=${level}>${levelName(level)}</span>`)}</div>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
      ${[0, 1, 2].map((row) => svg`<line x1="0" x2=${WIDTH} y1=${(row + 1) * BAND - 1} y2=${(row + 1) * BAND - 1}></line>`)}
      <polyline points=${points.map(({ x, y }) => `${x},${y}`).join(" ")}></polyline>
      ${points.map(({ x, y, level }) => svg`<circle class=${level} cx=${x} cy=${y} r="8"></circle>`)}
    </svg>
    <figcaption class="soft small"><span>${formatDay(shown[0]?.day ?? "")}</span><span>${formatDay(shown.at(-1)?.day ?? "")}</span></figcaption>
  </figure>`;
}

/** @param {string} day @param {Kept[]} shown oldest first */
function across(day, shown) {
  const at = (/** @type {string | undefined} */ one) => Date.parse(`${one ?? ""}T00:00:00Z`);
  const [first, last] = [at(shown[0]?.day), at(shown.at(-1)?.day)];
  const share = last > first ? (at(day) - first) / (last - first) : shown.findIndex((one) => one.day === day) / shown.length;
  return Math.round(MARGIN + share * (WIDTH - 2 * MARGIN));
}

/**
 * @param {object} props
 * @param {string | null} props.level as it was said that day
 * @param {{ text: string, why: string }[]} props.said what was ticked, from the gravest
 * @param {{ message: string } | undefined} props.error
 * @param {() => void} props.onTrash
 */
export function readingView({ level, said, error, onTrash }) {
  return html`${error ? failure(error) : nothing}
    <p class="lead">${levelName(level)}</p>
    ${said.length ? html`<ul class="scale-advice">${said.map(({ text, why }) => html`<li>${text}<br><span class="soft small">${why}</span></li>`)}</ul>` : nothing}
    <div class="actions"><button type="button" class="btn end quiet" @click=${onTrash}>${t("Supprimer")}</button></div>`;
}
