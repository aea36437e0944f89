/** What a recipient meets before anything is opened: what this is, what opening does, and the code. */
import { field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { errorCode, errorText } from "./messages.js";
import { failure, notice } from "./notice.js";

/**
 * What went wrong, for somebody who has no vault here.
 * @param {unknown} error
 */
export function readerText(error) {
  const code = errorCode(error);
  if (code === "offline") return t("Pas de connexion. Rien n’est affiché. Vérifiez le réseau, puis réessayez.");
  if (code === "too_many_attempts") return t("Il y a eu trop d’essais depuis cet endroit. Rien n’est perdu. Attendez quelques minutes, puis réessayez.");
  return errorText(error);
}

/** The server does not tell an old token from a share that has ended: one sentence for both. @param {unknown} error */
export function pieceText(error) {
  if (errorCode(error) !== "share_unavailable") return readerText(error);
  return t("La pièce n’est plus donnée : la lecture dure depuis plus de deux heures, ou la personne a arrêté le partage. Ce qui est affiché reste lisible. Refermez, puis redonnez le code.");
}

/**
 * @param {{ code: string, busy: boolean, again: boolean, error: { message: string } | undefined, over: boolean,
 *   onCode: (code: string) => void, onOpen: () => void }} props again: it was open and closed itself; over: no code will open it
 */
export function codeDoor({ code, busy, again, error, over, onCode, onOpen }) {
  return html`<div class="stack narrow">
    <h1 tabindex="-1">${again ? t("Refermé") : t("Une personne vous montre une partie de son coffre")}</h1>
    ${again
      ? html`<p>${t("Personne n’a touché la page depuis un moment : plus rien n’est affiché. Redonnez le code pour reprendre la lecture.")}</p>`
      : html`<p class="lead">${t("Des faits dans l’ordre du temps, et leurs pièces. Tout se déchiffre ici, dans votre navigateur : nous ne pouvons pas le lire.")}</p>`}
    ${error ? failure(error) : nothing}
    ${over ? nothing : codeForm({ code, busy, onCode, onOpen })}
    ${again || over ? nothing : before()}
  </div>`;
}

/** @param {{ code: string, busy: boolean, onCode: (code: string) => void, onOpen: () => void }} props */
function codeForm({ code, busy, onCode, onOpen }) {
  return html`<form class="sheet stack code-form" @submit=${submitted(onOpen)}>
    ${field({ id: "code", label: t("Le code"), value: code, onInput: onCode, maxlength: 40, spellcheck: false, hint: t("Huit lettres ou chiffres, que la personne vous donne autrement que par le lien : de vive voix, par téléphone.") })}
    <button type="submit" class="btn main wide" ?disabled=${busy || letters(code) < 8} aria-busy=${busy ? "true" : nothing}>${busy ? t("Ouverture…") : html`${icon("key")}${t("Ouvrir")}`}</button>
  </form>`;
}

/** How many characters count. @param {string} code */
function letters(code) {
  return code.replaceAll(/[\s-]/g, "").length;
}

/** What one should know beforehand. */
function before() {
  return html`${notice({ text: t("L’ouverture est notée : la personne verra quand vous avez ouvert. Un lien ou un aperçu de message n’ouvre rien.") })}
    <ul class="plain-list">
      <li>${t("Vous n’avez pas le code ? Demandez-le à la personne, sans passer par le message qui contient le lien.")}</li>
      <li>${t("Après dix codes faux, le partage se ferme pour de bon.")}</li>
      <li>${t("Ce lien a quitté la barre d’adresse. Pour revenir plus tard, rouvrez-le depuis le message reçu.")}</li>
    </ul>`;
}

/** @param {{ missing: string }} props names, in words */
export function poorBrowser({ missing }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Ce navigateur ne suffit pas")}</h1>
    ${notice({ tone: "watch", text: t("Il lui manque : {missing}. Rien n’est perdu et rien n’a été ouvert : copiez le lien entier dans un autre navigateur, à jour.", { missing }) })}
    <p><a class="btn" href="/navigateur">${t("Quels navigateurs vont bien")}</a></p></div>`;
}

/** @param {{ error: { message: string } }} props of a link that is cut */
export function brokenLink({ error }) {
  return html`<div class="stack narrow">${failure(error)}</div>`;
}

/**
 * Above what is read: for whom, why, until when.
 * @param {{ label: string, purpose: string, until: string, made: string, what: string, onPrint: () => void, onClose: () => void }} props
 */
export function readerHead({ label, purpose, until, made, what, onPrint, onClose }) {
  return html`<header class="reader-head stack">
    <div class="head"><h1 tabindex="-1">${t("Montré à {label}", { label })}</h1><div class="row no-print">
      <button type="button" class="btn" @click=${onPrint}>${t("Imprimer")}</button>
      <button type="button" class="btn" @click=${onClose}>${icon("lock")}${t("Refermer")}</button>
    </div></div>
    ${purpose ? html`<p class="lead">${purpose}</p>` : nothing}
    <p class="band"><span>${icon("files")}${what}</span><span>${icon("clock")}${until}</span><span>${icon("edit")}${made}</span></p>
    ${notice({ text: t("Consultation seule : c’est une demande, pas un verrou. Ce que la personne vous montre reste à elle ; n’en gardez que ce qu’elle accepte que vous gardiez.") })}
  </header>`;
}
