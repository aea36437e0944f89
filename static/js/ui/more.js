/** Search, and the settings of the vault. */
import { empty } from "./empty.js";
import { searchField } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { formatSize, t, tn } from "./i18n.js";
import { listRows } from "./rows.js";

/** @param {{ text: string, found: import("./rows.js").Row[], onInput: (text: string) => void, onOpen: (id: string) => void }} props */
export function searchView({ text, found, onInput, onOpen }) {
  return html`${searchField({ id: "search", label: t("Un mot, un nom, un lieu"), value: text, onInput })}
    <p class="small soft">${t("La recherche se fait sur cet appareil : personne d’autre ne sait ce que vous cherchez.")}</p>
    <div role="status">${text.trim() ? html`<p>${tn("{n} résultat", "{n} résultats", found.length)}</p>` : nothing}</div>
    ${text.trim() && found.length === 0
      ? empty({ picture: "empty-search", title: t("Rien pour ce mot"), text: t("Essayez le début du mot, un autre nom, ou un lieu.") })
      : listRows(found, { onOpen })}`;
}

/**
 * @param {{ login: string, used: number, quota: number, trashed: string, onGo: (name: string) => void, onLock: () => void, onLeave: () => void, onForget?: () => void }} props
 */
export function moreView({ login, used, quota, trashed, onGo, onLock, onLeave, onForget }) {
  const rows = [
    { id: "search", title: t("Chercher"), icon: "search" },
    { id: "readings", title: t("Repères"), meta: t("Mettre des mots, et voir le cours des choses"), icon: "lamp" },
    { id: "steps", title: t("Démarches"), meta: t("Certificat, signalement, plainte, indemnisation : à préparer ici"), icon: "edit" },
    { id: "access", title: t("Accès"), meta: t("Qui est entré, ce qui ouvre le coffre, double vérification"), icon: "key" },
    { id: "trash", title: t("Corbeille"), meta: trashed, icon: "trash" },
    { id: "portability", title: t("Emporter ou rapporter"), meta: t("Tout votre coffre, dans un fichier à vous"), icon: "save" },
    { id: "discretion", title: t("Discrétion"), meta: t("Titre et icône de l’onglet, images floutées"), icon: "eye-off" },
    { id: "device", title: t("Cet appareil"), meta: t("Lire et écrire sans réseau, s’il est à vous"), icon: "phone" },
    { id: "sleep", title: t("Garder mon coffre endormi"), meta: t("Pendant des années, sans l’ouvrir"), icon: "clock" },
    { id: "erase-vault", title: t("Effacer mon coffre"), icon: "stop" },
  ];
  return html`${listRows(rows, { onOpen: onGo })}
    <div class="sheet stack">
      <p>${t("Identifiant")}${t(" : ")}<strong translate="no">${login}</strong></p>
      <p>${t("Place utilisée : {used} sur {quota}", { used: formatSize(used), quota: formatSize(quota) })}</p>
      <meter class="room" min="0" max=${quota} value=${used} aria-label=${t("Place utilisée")}></meter>
      <div class="row">
        <button type="button" class="btn" @click=${onLock}>${icon("lock")}${t("Verrouiller")}</button>
        <button type="button" class="btn" @click=${onLeave}>${t("Fermer le coffre")}</button>
        ${onForget ? html`<button type="button" class="btn" @click=${onForget}>${t("Fermer et retirer de cet appareil")}</button>` : nothing}
      </div>
    </div>
    <p class="small"><a href="/limites">${t("Ce que nous ne pouvons pas faire")}</a> · <a href="/securite">${t("Se protéger sur cet appareil")}</a></p>`;
}
