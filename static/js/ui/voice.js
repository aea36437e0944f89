/** Dictating where the device does it by itself, and recording one's voice: both begin and end with one press. */
import { html, icon, nothing } from "./html.js";
import { formatDuration, t } from "./i18n.js";

/** @typedef {import("../flows/dictation.js").Trouble} Trouble */

/** @param {Trouble} trouble @returns {string} */
function troubleText(trouble) {
  if (trouble === "refused") return t("Le navigateur ou l’appareil refuse le micro. Ce que vous avez écrit est gardé. Vous pouvez l’autoriser dans les réglages du site, ou continuer au clavier.");
  if (trouble === "missing") return t("Aucun micro ne répond. Ce que vous avez écrit est gardé. Vous pouvez continuer au clavier.");
  if (trouble === "absent") return t("La dictée n’est pas possible sur cet appareil. Ce que vous avez écrit est gardé.");
  return t("La voix ne passe pas pour l’instant. Ce que vous avez écrit est gardé. Vous pouvez réessayer.");
}

/**
 * @param {object} props
 * @param {"ready" | "downloadable" | "preparing" | "listening" | "absent"} props.state
 * @param {Trouble | undefined} props.trouble
 * @param {import("./html.js").Content} props.instead a voice note, where there is no dictation
 * @param {() => void} props.onStart
 * @param {() => void} props.onStop
 * @param {() => void} props.onPrepare
 */
export function dictationView({ state, trouble, instead, onStart, onStop, onPrepare }) {
  const error = trouble ? html`<p class="small" role="alert">${troubleText(trouble)}</p>` : nothing;
  if (state === "listening") return html`<div class="voice on"><button type="button" class="btn" @click=${onStop}>${icon("stop")}${t("Arrêter la dictée")}</button><p class="soft small" role="status">${t("Parlez. Les mots s’écrivent ici, et la voix ne quitte pas cet appareil.")}</p></div>`;
  if (state === "ready") return html`<div class="voice"><button type="button" class="btn quiet" @click=${onStart}>${icon("sound")}${t("Dicter")}</button>${error}</div>`;
  if (state === "absent") return html`<details class="fold voice-absent"><summary>${t("Parler plutôt qu’écrire")}</summary><div class="stack">
    ${error}<p class="small">${t("Ce navigateur ne sait pas transcrire la voix sans l’envoyer ailleurs : la dictée n’est pas proposée ici. La touche micro du clavier, elle, peut envoyer votre voix à son fabricant.")}</p>${instead}</div></details>`;
  return html`<div class="voice"><button type="button" class="btn quiet" ?disabled=${state === "preparing"} @click=${onPrepare}>${icon("sound")}${state === "preparing" ? t("Préparation…") : t("Préparer la dictée")}</button>
    <p class="soft small">${t("Le navigateur télécharge la langue, une fois. Ensuite, la voix est transcrite sur cet appareil et n’en sort pas.")}</p>${error}</div>`;
}

/**
 * @param {object} props
 * @param {number | undefined} props.seconds undefined while nothing is recorded
 * @param {boolean | undefined} props.sealed whether what was recorded so far is kept; undefined before anything was
 * @param {Trouble | undefined} props.trouble
 * @param {() => void} props.onStart
 * @param {() => void} props.onKeep
 * @param {() => void} props.onDrop
 */
export function recorderView({ seconds, sealed, trouble, onStart, onKeep, onDrop }) {
  if (seconds === undefined) {
    return html`<div class="voice"><button type="button" class="btn" @click=${onStart}>${icon("sound")}${t("Enregistrer ma voix")}</button>
      ${trouble ? html`<p class="small" role="alert">${troubleText(trouble)}</p>` : nothing}</div>`;
  }
  return html`<div class="voice on"><p role="status">${t("Enregistrement en cours")}</p><p class="soft small" aria-hidden="true">${formatDuration(seconds)}</p>
    ${sealed === undefined ? nothing : html`<p class="soft small sealed">${sealed ? t("Gardé au fur et à mesure, chiffré") : t("Gardé dans cette page, en attente du réseau")}</p>`}
    <button type="button" class="btn main" @click=${onKeep}>${icon("check")}${t("Terminer et garder")}</button>
    <button type="button" class="btn quiet" @click=${onDrop}>${t("Ne pas garder")}</button></div>`;
}
