/**
 * A pause, offered after several heavy moments in a row. It stands above what was opened and covers nothing; going on is one press,
 * and doing nothing is going on too. The drawing breathes, unless the person asked her device for less movement.
 */
import { numbers } from "./help-lines.js";
import { html, icon } from "./html.js";
import { t } from "./i18n.js";

/** Of the directory: suicide prevention, but also distress of any kind; answers day and night. */
const LISTENING = { phones: ["3114"], sms: [] };

/**
 * @param {object} props
 * @param {() => void} props.onGoOn
 * @param {() => void} props.onStop
 * @param {() => void} props.onReread
 */
export function pauseView({ onGoOn, onStop, onReread }) {
  return html`<section class="sheet pause no-print" aria-labelledby="pause-title">
    <svg class="breath" viewBox="0 0 120 120" aria-hidden="true"><circle cx="60" cy="60" r="52"></circle><circle cx="60" cy="60" r="36"></circle><circle cx="60" cy="60" r="20"></circle></svg>
    <div class="stack">
      <h2 id="pause-title">${t("Une pause, si vous voulez")}</h2>
      <p>${t("Ce que vous lisez est lourd. Rien ne presse : tout est gardé, et le sera demain.")}</p>
      <p class="soft small breath-words">${t("Pour souffler : inspirez pendant que les cercles s’ouvrent, expirez pendant qu’ils se ferment.")}</p>
      <div class="actions">
        <button type="button" class="btn main" @click=${onGoOn}>${t("Continuer")}</button>
        <button type="button" class="btn" @click=${onStop}>${icon("lock")}${t("Arrêter pour aujourd’hui")}</button>
        <button type="button" class="btn quiet" @click=${onReread}>${icon("people")}${t("Quelqu’un d’autre peut relire pour moi")}</button>
      </div>
      <p class="small">${t("Pour parler à quelqu’un, jour et nuit :")} ${numbers(LISTENING)}</p>
    </div>
  </section>`;
}
