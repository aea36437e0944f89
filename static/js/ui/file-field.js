/** Files in a form: chosen, photographed, or taken from those already kept; each with its progress. */
import { html, icon, nothing } from "./html.js";
import { formatSize, t } from "./i18n.js";
import { progress } from "./progress.js";
import { fileButton, fileTiles } from "./tile.js";

/**
 * @typedef {object} Sending
 * @property {string} id
 * @property {string} name
 * @property {"running" | "paused" | "failed"} state
 * @property {number} total bytes
 * @property {number} sent bytes
 * @property {boolean} waiting for the network
 * @property {string} error
 * @property {() => void} onPause
 * @property {() => void} onResume
 * @property {() => void} onCancel
 */

/** One file on its way. @param {Sending} sending */
function sendingRow({ name, state, total, sent, waiting, error, onPause, onResume, onCancel }) {
  const stalled = state === "running" && waiting;
  const figures = t("{sent} sur {total}", { sent: formatSize(sent), total: formatSize(total) });
  return progress({
    label: name || t("Sans nom"), value: total ? sent / total : 0, figures, state: stalled ? "stalled" : state, onCancel,
    detail: state === "failed" ? error : stalled ? t("Pas de réseau : l’envoi reprend dès qu’il revient.") : state === "paused" ? t("En pause. Ce qui est parti est gardé.") : "",
    ...(state === "running" ? { onPause } : { onResume }),
  });
}

/** @param {Sending[]} sendings */
export function sendingList(sendings) {
  if (sendings.length === 0) return nothing;
  return html`<ul class="sendings">${sendings.map((sending) => html`<li>${sendingRow(sending)}</li>`)}</ul>`;
}

/**
 * @param {object} props
 * @param {string} props.id
 * @param {import("./html.js").Content | undefined} props.gate in the place of the buttons, while no file is taken
 * @param {import("./tile.js").FileTile[]} props.tiles pieces that are kept
 * @param {Sending[]} props.sendings
 * @param {(files: File[]) => void} props.onFiles
 * @param {(() => void) | undefined} props.onPick to take one already kept
 * @param {(id: string) => void} props.onDrop unties, deletes nothing
 */
export function fileField({ id, gate, tiles, sendings, onFiles, onPick, onDrop }) {
  const drop = (/** @type {import("./tile.js").FileTile} */ tile) => html`<button type="button" class="btn quiet icon-only"
    @click=${() => onDrop(tile.id)}>${icon("close", t("Détacher {name}", { name: tile.name }))}</button>`;
  return html`<div class="field" role="group" aria-labelledby="${id}-label">
    <p class="label" id="${id}-label">${t("Photos, messages, papiers")}</p>
    ${gate ?? nothing}
    <div class="row">
      ${gate ? nothing : html`${fileButton({ id: `${id}-file`, label: t("Ajouter un fichier"), onFiles })}
      <span class="only-touch">${fileButton({ id: `${id}-photo`, label: t("Prendre une photo"), accept: "image/*", capture: true, several: false, onFiles })}</span>`}
      ${onPick ? html`<button type="button" class="btn quiet" @click=${onPick}>${t("Une pièce déjà gardée")}</button>` : nothing}
    </div>
    ${sendingList(sendings)}
    ${tiles.length ? fileTiles(tiles.map((tile) => ({ ...tile, extra: drop(tile) })), { small: true }) : nothing}
  </div>`;
}
