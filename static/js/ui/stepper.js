/** Where one is in an act of several screens, said to screen readers as to eyes. */
import { html, ifDefined } from "./html.js";

/**
 * @param {{ steps: string[], current: number, label: string }} props current: index from 0
 */
export function stepper({ steps, current, label }) {
  return html`<ol class="stepper" aria-label=${label}>
    ${steps.map((name, index) => html`<li class=${index < current ? "done" : ""}
        aria-current=${ifDefined(index === current ? "step" : undefined)}>
      <span class="knot" aria-hidden="true"></span><span class="name">${name}</span>
    </li>`)}
  </ol>`;
}
