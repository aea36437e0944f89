/** In a list: recordings of a voice that were cut before they were kept. */
import { html, icon, nothing } from "./html.js";
import { formatDate, formatDuration, t } from "./i18n.js";
import { failure, notice } from "./notice.js";

/** @typedef {{ at: string, seconds: number, busy: boolean, error: { message: string } | undefined, onKeep: () => void, onDrop: () => void }} WaitingVoice */

/** @param {WaitingVoice[]} voices */
export function voicesWaiting(voices) {
  return voices.map(({ at, seconds, busy, error, onKeep, onDrop }) => notice({
    tone: "safe",
    text: html`<p>${t("L’enregistrement de votre voix commencé {moment} s’est interrompu. Ce qui est à l’abri : {duration}.", { moment: formatDate(at, "moment"), duration: formatDuration(seconds) })}</p>
      ${error ? failure(error) : nothing}
      <div class="actions"><button type="button" class="btn main" ?disabled=${busy} @click=${onKeep}>${icon("check")}${busy ? t("Enregistrement…") : t("Garder comme pièce")}</button>
        <button type="button" class="btn quiet" ?disabled=${busy} @click=${onDrop}>${t("Ne pas garder")}</button></div>`,
  }));
}
