/** Search, who came in, and the settings of the vault. */
import { empty } from "./empty.js";
import { searchField } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { formatDate, formatDistance, formatSize, t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
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

/** @param {{ id: string, createdAt: string, seenAt: string, current: boolean }} session @param {(id: string) => void} onEnd */
function sessionRow(session, onEnd) {
  return {
    id: session.id, icon: "key",
    title: session.current ? t("Ici, maintenant") : t("Ouvert le {date}", { date: formatDate(session.createdAt, "moment") }),
    meta: t("Vu {ago}", { ago: formatDistance(session.seenAt) }),
    end: session.current ? nothing : html`<button type="button" class="btn end" @click=${() => onEnd(session.id)}>${t("Fermer")}</button>`,
  };
}

/**
 * What the closed vocabulary of the server (`vault/services/events.py`) says, in plain words.
 * @param {{ name: string, fields: Record<string, string | number> }} event
 */
function eventText({ name, fields }) {
  const texts = new Map([
    ["vault:made", t("Coffre créé")],
    ["session:opened", fields.known ? t("Coffre ouvert, depuis un accès déjà vu") : t("Coffre ouvert, depuis un accès nouveau")],
    ["session:closed", t("Session fermée")],
    ["item:erased", t("Effacement définitif")],
    ["factor:added", fields.kind === "passkey" ? t("Clé d’accès ajoutée") : t("Application de codes ajoutée")],
    ["factor:removed", fields.kind === "passkey" ? t("Clé d’accès retirée") : t("Application de codes retirée")],
    ["codes:made", t("Codes de secours faits")],
    ["code:used", t("Code de secours utilisé, il en reste {n}", { n: Number(fields.left) })],
    ["share:made", t("Partage créé")],
    ["share:opened", t("Partage ouvert")],
    ["share:refused", t("Partage : mauvais code")],
    ["share:ended", t("Partage terminé")],
  ]);
  return texts.get(name) ?? name;
}

/**
 * @param {{ sessions: { id: string, createdAt: string, seenAt: string, current: boolean }[], events: { at: string, name: string, fields: Record<string, string | number> }[],
 *   error: { message: string } | undefined, onEnd: (id: string) => void }} props
 */
export function activityView({ sessions, events, error, onEnd }) {
  return html`${error ? failure(error) : nothing}
    <h2>${t("Coffre ouvert en ce moment")}</h2>
    ${listRows(sessions.map((session) => sessionRow(session, onEnd)))}
    ${notice({ text: t("Si vous ne reconnaissez pas une ligne, fermez-la. Quelqu’un connaît peut-être votre phrase de passe.") })}
    <h2>${t("Ce qui s’est passé")}</h2>
    ${listRows(events.map((event, index) => ({ id: String(index), title: eventText(event), meta: formatDate(event.at, "moment"), icon: "clock" })))}`;
}

/**
 * @param {{ login: string, used: number, quota: number, trashed: string, onGo: (name: string) => void, onLock: () => void, onLeave: () => void }} props
 */
export function moreView({ login, used, quota, trashed, onGo, onLock, onLeave }) {
  const rows = [
    { id: "search", title: t("Chercher"), icon: "search" },
    { id: "steps", title: t("Démarches"), meta: t("Certificat, signalement, plainte, indemnisation : à préparer ici"), icon: "edit" },
    { id: "trash", title: t("Corbeille"), meta: trashed, icon: "trash" },
    { id: "portability", title: t("Emporter ou rapporter"), meta: t("Tout votre coffre, dans un fichier à vous"), icon: "save" },
    { id: "discretion", title: t("Discrétion"), meta: t("Titre et icône de l’onglet, images floutées"), icon: "eye-off" },
    { id: "sleep", title: t("Garder mon coffre endormi"), meta: t("Pendant des années, sans l’ouvrir"), icon: "clock" },
    { id: "activity", title: t("Qui est entré"), meta: t("Sessions ouvertes, derniers accès"), icon: "eye" },
    { id: "erase-vault", title: t("Effacer mon coffre"), icon: "stop" },
  ];
  return html`${listRows(rows, { onOpen: onGo })}
    <div class="sheet stack">
      <p>${t("Identifiant")} : <strong translate="no">${login}</strong></p>
      <p>${t("Place utilisée : {used} sur {quota}", { used: formatSize(used), quota: formatSize(quota) })}</p>
      <meter class="room" min="0" max=${quota} value=${used} aria-label=${t("Place utilisée")}></meter>
      <div class="row">
        <button type="button" class="btn" @click=${onLock}>${icon("lock")}${t("Verrouiller")}</button>
        <button type="button" class="btn" @click=${onLeave}>${t("Fermer le coffre")}</button>
      </div>
    </div>
    <p class="small"><a href="/limites">${t("Ce que nous ne pouvons pas faire")}</a> · <a href="/securite">${t("Se protéger sur cet appareil")}</a></p>`;
}
