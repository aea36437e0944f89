/** A vault that nobody opens for years: how long it is kept, and what is said when somebody is back. */
import { html, icon, nothing } from "./html.js";
import { formatDay, t, tn } from "./i18n.js";
import { failure } from "./notice.js";

/**
 * @param {object} props
 * @param {string} props.last day of the opening before this one, or nothing
 * @param {number} props.years chosen here
 * @param {string} props.until day, for the years chosen here
 * @param {boolean} props.changed
 * @param {boolean} props.busy
 * @param {[number, number]} props.bounds
 * @param {{ message: string } | undefined} props.error
 * @param {(years: number) => void} props.onYears
 * @param {() => void} props.onKeep
 */
export function sleepView({ last, years, until, changed, busy, bounds: [least, most], error, onYears, onKeep }) {
  return html`<div class="stack loose">
    <p>${t("Vous pouvez partir et ne revenir que dans des années. Le coffre reste fermé et entier ; rien n’est envoyé, à vous ni à personne. Chaque ouverture remet la durée à zéro.")}</p>
    ${last ? html`<p>${t("Dernière ouverture avant celle-ci : {day}.", { day: formatDay(last) })}</p>` : nothing}
    ${error ? failure(error) : nothing}
    <div class="field">
      <label for="years">${t("Le garder sans qu’on l’ouvre")}</label>
      <div class="years">
        <button type="button" class="btn icon-only" aria-label=${t("Un an de moins")} ?disabled=${years <= least} @click=${() => onYears(years - 1)}>−</button>
        <output for="years">${tn("{n} an", "{n} ans", years)}</output>
        <button type="button" class="btn icon-only" aria-label=${t("Un an de plus")} ?disabled=${years >= most} @click=${() => onYears(years + 1)}>${icon("plus")}</button>
      </div>
      <input id="years" name="years" type="range" min=${least} max=${most} step="1" autocomplete="off" .value=${String(years)} aria-valuetext=${tn("{n} an", "{n} ans", years)}
        @input=${(/** @type {Event} */ event) => onYears(Number(/** @type {HTMLInputElement} */ (event.target).value))}>
      <p role="status">${t("Sans autre ouverture, il est gardé jusqu’au {day}, puis effacé.", { day: formatDay(until) })}</p>
    </div>
    <div class="actions"><button type="button" class="btn main" ?disabled=${busy || !changed} @click=${onKeep}>${busy ? t("Enregistrement…") : t("Garder cette durée")}</button></div>
    <p class="small soft">${t("Notez l’adresse du site, l’identifiant et vos mots de secours là où vous les retrouverez : dans des années, eux seuls ouvriront.")}</p>
  </div>`;
}
