/** What was deleted: for how long it can still come back, and how it goes for good. */
import { empty } from "./empty.js";
import { html, nothing } from "./html.js";
import { formatDate, t, tn } from "./i18n.js";
import { failure } from "./notice.js";
import { listRows } from "./rows.js";

/** @typedef {import("./rows.js").Row & { left: number, goes: string | null }} Trashed left: days before it may be erased; goes: when the erasure asked for is possible */

/**
 * @param {{ trashed: Trashed[], error: { message: string } | undefined, onRestore: (id: string) => void, onErase: (ids: string[]) => void }} props
 */
export function trashView({ trashed, error, onRestore, onErase }) {
  const rows = trashed.map((item) => ({ ...item, meta: [item.meta, stateOf(item)].filter(Boolean).join(" · "), end: acts(item, onRestore, onErase) }));
  const free = trashed.filter(({ goes }) => goes === null).map(({ id }) => id);
  return html`<p>${t("Ce qui est supprimé reste ici trente jours au moins, même si quelqu’un vous a forcé la main. Rien ne s’efface tout seul.")}</p>
    ${error ? failure(error) : nothing}
    ${rows.length ? html`<div class="trash-rows">${listRows(rows)}</div>` : empty({ picture: "empty-files", title: t("La corbeille est vide"), text: t("Ce que vous supprimez attend ici avant de partir.") })}
    ${free.length > 1 ? html`<p><button type="button" class="btn quiet" @click=${() => onErase(free)}>${t("Tout effacer maintenant")}</button></p>` : nothing}`;
}

/** @param {Trashed} item */
function stateOf({ left, goes }) {
  if (goes !== null) return t("effacement demandé pour le {date}", { date: formatDate(goes, "moment") });
  return left > 0 ? tn("encore {n} jour ici au moins", "encore {n} jours ici au moins", left) : t("peut être effacé");
}

/** @param {Trashed} item @param {(id: string) => void} onRestore @param {(ids: string[]) => void} onErase */
function acts({ id, goes, title }, onRestore, onErase) {
  return html`<button type="button" class="btn" aria-label=${t("Remettre {title}", { title })} @click=${() => onRestore(id)}>${t("Remettre")}</button>
    ${goes === null ? html`<button type="button" class="btn quiet" aria-label=${t("Effacer maintenant {title}", { title })} @click=${() => onErase([id])}>${t("Effacer maintenant")}</button>` : nothing}`;
}
