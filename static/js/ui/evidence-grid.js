/** All pieces: a picture each, and above them what is still on its way. */
import { choices } from "./field.js";
import { empty } from "./empty.js";
import { sendingList } from "./file-field.js";
import { draftWaiting } from "./form-end.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { moreButton } from "./more-button.js";
import { notice } from "./notice.js";
import { fileButton, fileTiles } from "./tile.js";

/** @typedef {{ id: string, name: string, size: string, onGiveUp: () => void }} Stopped */

/**
 * @param {object} props
 * @param {Parameters<typeof draftWaiting>[0]} props.draft
 * @param {import("./tile.js").FileTile[]} props.tiles
 * @param {number} props.more
 * @param {"kept" | "date"} props.order
 * @param {import("./file-field.js").Sending[]} props.sendings
 * @param {Stopped[]} props.stopped
 * @param {(files: File[]) => void} props.onFiles
 * @param {() => void} props.onAdd
 * @param {() => void} props.onImport
 * @param {(id: string) => void} props.onOpen
 * @param {() => void} props.onMore
 * @param {(order: "kept" | "date") => void} props.onOrder
 */
export function evidenceGrid({ draft, tiles, more, order, sendings, stopped, onFiles, onAdd, onImport, onOpen, onMore, onOrder }) {
  return html`<div class="stack">
    ${draftWaiting(draft)}
    ${stopped.map((one) => stoppedNote(one, onFiles))}
    ${sendingList(sendings)}
    <div class="between top">
      ${tiles.length > 1 ? choices({ name: "evidence-order", legend: t("Ordre"), options: orders(), value: order, onChoose: onOrder }) : nothing}
      ${tiles.length ? importButton(onImport) : nothing}
    </div>
    ${tiles.length ? fileTiles(tiles.map((tile) => ({ ...tile, onOpen }))) : nothing}
    ${tiles.length || sendings.length ? nothing : empty({
      picture: "empty-files", title: t("Aucune pièce pour l’instant"), action: { label: t("Ajouter une pièce"), onClick: onAdd },
      text: t("Photos, enregistrements, messages, papiers : ils sont scellés sur cet appareil avant de partir."),
    })}
    ${tiles.length ? nothing : html`<div class="row centred">${importButton(onImport)}</div>`}
    ${moreButton(more, onMore)}
  </div>`;
}

/** @param {() => void} onImport */
function importButton(onImport) {
  return html`<button type="button" class="btn quiet" @click=${onImport}>${icon("phone")}${t("Importer une conversation")}</button>`;
}

/** @returns {{ value: "kept" | "date", label: string }[]} */
function orders() {
  return [{ value: "kept", label: t("Gardées récemment") }, { value: "date", label: t("Par date") }];
}

/** @param {Stopped} stopped @param {(files: File[]) => void} onFiles */
function stoppedNote({ id, name, size, onGiveUp }, onFiles) {
  return notice({
    tone: "watch", title: t("Un envoi s’est arrêté"),
    text: html`<p>${t("« {name} » ({size}) n’est pas arrivé en entier. Choisissez le même fichier : l’envoi reprend où il en était.", { name, size })}</p>
      <div class="row">${fileButton({ id: `stopped-${id}`, label: t("Choisir le même fichier"), several: false, onFiles })}
      <button type="button" class="btn quiet" @click=${onGiveUp}>${t("Abandonner cet envoi")}</button></div>`,
  });
}
