/**
 * Waiting, honestly: how far, how much is left, and how to stop. Short waits get a skeleton; nothing spins for ever.
 */
import { html, ifDefined, nothing } from "./html.js";
import { formatNumber, t } from "./i18n.js";

/**
 * @typedef {object} Work
 * @property {string} label what is being done, or the file's name
 * @property {number} [value] from 0 to 1; without it the end is unknown
 * @property {string} [figures] such as "120 Mo sur 600 Mo · encore 2 min"; by default the percentage
 * @property {"running" | "paused" | "stalled" | "failed"} [state]
 * @property {string} [detail] one sentence for a state that is not running: what happened, what is safe
 * @property {() => void} [onCancel]
 * @property {() => void} [onPause]
 * @property {() => void} [onResume]
 */

/** @param {Work} work */
export function progress(work) {
  const state = work.state ?? "running";
  return html`<div class="progress ${state}">
    <p class="label" title=${work.label}>${work.label}</p>
    <p class="figures">${figures(work)}</p>
    <progress max="1" value=${ifDefined(work.value)} aria-label=${work.label}></progress>
    ${work.detail || work.onCancel || work.onPause || work.onResume ? below(work, state) : nothing}
  </div>`;
}

/** @param {Work} work */
function figures(work) {
  if (work.figures) return work.figures;
  return work.value === undefined ? nothing : `${formatNumber(Math.floor(work.value * 100))} %`;
}

/**
 * @param {Work} work
 * @param {string} state
 */
function below(work, state) {
  const held = state !== "running";
  return html`<div class="row">
    ${work.detail ? html`<p class="small">${work.detail}</p>` : nothing}
    ${!held && work.onPause ? small(t("Mettre en pause"), work.onPause) : nothing}
    ${held && work.onResume ? small(t("Reprendre"), work.onResume) : nothing}
    ${work.onCancel ? small(t("Annuler"), work.onCancel) : nothing}
  </div>`;
}

/**
 * @param {string} label
 * @param {() => void} onClick
 */
function small(label, onClick) {
  return html`<button type="button" class="btn quiet" @click=${onClick}>${label}</button>`;
}

/**
 * Grey shapes where a list will be.
 * @param {number} [rows]
 */
export function skeleton(rows = 3) {
  return html`<div class="skeleton" role="status">
    <p class="visually-hidden">${t("Chargement…")}</p>
    ${Array.from({ length: rows }, () => html`<span></span>`)}
  </div>`;
}
