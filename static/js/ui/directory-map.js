/**
 * The map: one tile a département, where it lies; overseas below. A schema, since a true outline would make Paris a point.
 *
 * One stop of the keyboard for all tiles; arrows go from one to the next in their direction.
 */
import { html, nothing } from "./html.js";
import { t, tn } from "./i18n.js";

/** @typedef {{ code: string, name: string, column: number, row: number }} Place */

/**
 * @param {object} props
 * @param {Place[]} props.places
 * @param {Map<string, number>} props.counts entries of each place
 * @param {string} props.chosen code, or empty
 * @param {string} props.stop code of the tile that the keyboard stops at
 * @param {(code: string) => void} props.onChoose the chosen one again: the whole country
 * @param {(code: string, key: string) => string} props.onMove where an arrow leads
 */
export function directoryMap({ places, counts, chosen, stop, onChoose, onMove }) {
  const columns = Math.max(...places.map(({ column }) => column));
  const rows = Math.max(...places.map(({ row }) => row));
  const at = new Map(places.map((place) => [place.row * 100 + place.column, place]));
  const moved = (/** @type {KeyboardEvent} */ event, /** @type {string} */ code) => {
    const next = onMove(code, event.key);
    if (next === code && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    document.getElementById(`tile-${next}`)?.focus();
  };
  const cell = (/** @type {Place | undefined} */ place) => place
    ? tile(place, counts.get(place.code) ?? 0, { chosen: place.code === chosen, stop: place.code === stop, onChoose, moved })
    : html`<i></i>`;
  return html`<div class="map" role="group" aria-label=${t("Carte des départements : les flèches vont d’une case à l’autre")}>
    ${Array.from({ length: rows }, (_row, row) => Array.from({ length: columns }, (_column, column) => cell(at.get((row + 1) * 100 + column + 1))))}
  </div>`;
}

/**
 * @param {Place} place
 * @param {number} count
 * @param {{ chosen: boolean, stop: boolean, onChoose: (code: string) => void, moved: (event: KeyboardEvent, code: string) => void }} how
 */
function tile({ code, name }, count, { chosen, stop, onChoose, moved }) {
  const label = `${code} ${name}, ${count ? tn("une adresse", "{n} adresses", count) : t("numéros nationaux")}`;
  return html`<button type="button" id="tile-${code}" class=${count ? "some" : nothing} tabindex=${stop ? 0 : -1} aria-pressed=${chosen} aria-label=${label} title=${name}
    @click=${() => onChoose(code)} @keydown=${(/** @type {KeyboardEvent} */ event) => moved(event, code)}>${code}</button>`;
}
