/** A timeline in one line: a dot for each dated item, where it stands in time. Words beside it say the same. */
import { html, svg } from "./html.js";

/** @typedef {{ at: number, precision: string, danger: boolean }} Knot at: years, with fraction */

const WIDTH = 320;
const MARGIN = 10;
const MIDDLE = 14;

/** @param {Knot[]} knots in order of time; those of a danger are drawn over the others */
export function strip(knots) {
  const first = knots[0]?.at ?? 0;
  const span = (knots.at(-1)?.at ?? first) - first;
  const place = (/** @type {number} */ at) => (span === 0 ? WIDTH / 2 : MARGIN + ((at - first) / span) * (WIDTH - 2 * MARGIN));
  return html`<svg class="strip" viewBox="0 0 320 28" aria-hidden="true">
    <line x1="0" y1=${MIDDLE} x2=${WIDTH} y2=${MIDDLE}></line>
    ${knots.toSorted((a, b) => Number(a.danger) - Number(b.danger)).map(({ at, precision, danger }) => svg`<circle class="${precision === "exact" ? "exact" : "about"} ${danger ? "danger" : ""}" cx=${place(at).toFixed(1)} cy=${MIDDLE} r="6"></circle>`)}
  </svg>`;
}
