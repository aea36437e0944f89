/** Taking the whole vault along, and bringing one back: what it means first, then one button, then how far it is. */
import { html, nothing } from "./html.js";
import { formatSize, t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { progress } from "./progress.js";
import { fileButton } from "./tile.js";

/** @typedef {{ kind: "export" | "import", done: number, total: number, onCancel: () => void }} Work */

/** @param {Work} work */
function running({ kind, done, total, onCancel }) {
  const label = kind === "export" ? t("Écriture du coffre") : t("Lecture de l’export");
  const figures = total ? t("{done} sur {total}", { done: formatSize(done), total: formatSize(total) }) : t("Préparation…");
  return html`${progress({ label, figures, ...(total ? { value: done / total } : {}), onCancel })}
    <p class="small soft">${t("Gardez cette page ouverte. Le coffre ne se verrouille pas pendant ce temps : restez près de l’appareil.")}</p>`;
}

/** @param {{ empty: boolean, onExport: () => void }} props */
function exportPart({ empty, onExport }) {
  return html`<section class="stack" aria-labelledby="export-title">
    <h2 id="export-title">${t("Emporter mon coffre")}</h2>
    <p>${t("Un fichier ZIP avec tout ce que vous gardez, dans toutes ses versions, la corbeille comprise. Il se lit sans nous, avec n’importe quel navigateur, et se rapporte dans un autre coffre.")}</p>
    ${notice({ tone: "watch", title: t("Ce fichier n’est pas protégé"), text: t("La personne qui le trouve peut tout lire. Son nom ne dit rien de ce qu’il contient, mais il reste dans les téléchargements de cet appareil.") })}
    <p>${t("Où le garder : une clé USB chez une personne de confiance, ou chez votre avocate ou votre avocat. Pas sur un appareil partagé, ni dans un espace en ligne que d’autres connaissent. Ensuite, effacez-le des téléchargements et videz la corbeille de l’appareil.")}</p>
    <p><button type="button" class="btn" ?disabled=${empty} @click=${onExport}>${t("Emporter mon coffre")}</button></p>
    ${empty ? html`<p class="small soft">${t("Le coffre est vide : il n’y a rien à emporter.")}</p>` : nothing}
  </section>`;
}

/** @param {{ empty: boolean, onImport: (file: File) => void }} props */
function importPart({ empty, onImport }) {
  const choose = fileButton({ id: "import-file", label: t("Choisir l’export"), accept: ".zip,application/zip", several: false, onFiles: ([file]) => file && onImport(file) });
  return html`<section class="stack" aria-labelledby="import-title">
    <h2 id="import-title">${t("Rapporter un coffre")}</h2>
    <p>${t("Le fichier ZIP d’un export, dans un coffre neuf et vide. Si cela s’arrête en route, choisissez de nouveau le même fichier : ce qui est déjà là n’est pas repris deux fois.")}</p>
    <p>${choose}</p>
    ${empty ? nothing : html`<p class="small soft">${t("Ce coffre n’est pas vide : seul l’export qui y a été commencé peut être continué.")}</p>`}
  </section>`;
}

/**
 * @param {{ empty: boolean, work: Work | undefined, error: { message: string } | undefined, done: string, onExport: () => void, onImport: (file: File) => void }} props
 */
export function portabilityView({ empty, work, error, done, onExport, onImport }) {
  return html`${error ? failure(error) : nothing}
    <div role="status">${done ? notice({ tone: "safe", text: done }) : nothing}</div>
    ${work ? running(work) : html`${exportPart({ empty, onExport })}${importPart({ empty, onImport })}`}`;
}
