/** Chips: small facts about something, said in words. Colour only repeats what the word says. */
import { html, icon, nothing } from "./html.js";

/** @typedef {{ text: string, tone?: "ok" | "watch" | "danger", icon?: string }} Chip */

/** @param {Chip[]} list an empty one draws nothing */
export function chips(list) {
  if (list.length === 0) return nothing;
  return html`<ul class="chips">${list.map((chip) => html`<li>${one(chip)}</li>`)}</ul>`;
}

/** @param {Chip} chip */
function one(chip) {
  return html`<span class="chip ${chip.tone ?? ""}">${chip.icon ? icon(chip.icon) : nothing}${chip.text}</span>`;
}
