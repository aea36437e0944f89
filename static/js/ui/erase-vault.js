/** The end of a vault: what goes, what stays elsewhere, when, and a word typed so that no slip does it. */
import { wordsPart } from "./erasing.js";
import { choices, field } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";

/** @typedef {import("./erasing.js").Moment} Moment */

/** What is typed to confirm. */
const confirmationWord = () => t("effacer");

/**
 * @typedef {object} EraseVault
 * @property {number} items
 * @property {number} shares live
 * @property {Moment} moment
 * @property {boolean} hasWords
 * @property {import("./erasing.js").Words} words
 * @property {string} typed the word of confirmation
 * @property {boolean} busy
 * @property {boolean} asked one is under way already: it stands above, with its way back
 * @property {{ message: string } | undefined} error
 * @property {(moment: Moment) => void} onMoment
 * @property {(typed: string) => void} onTyped
 * @property {() => void} onErase
 * @property {() => void} onTakeAlong
 * @property {() => void} onSleep
 */

/** @param {EraseVault} props */
export function eraseVaultView(props) {
  if (props.asked) return html`<p>${t("C’est demandé. Jusqu’à la date dite plus haut, le coffre reste entier, et l’effacement peut être annulé depuis n’importe quelle session ouverte.")}</p>`;
  return html`<div class="stack loose">
    ${before(props)}
    ${whatGoes(props)}
    ${asking(props)}
  </div>`;
}

/** @param {EraseVault} props */
function before({ onTakeAlong, onSleep }) {
  return notice({
    title: t("Avant"), text: html`<p>${t("Un coffre que l’on n’ouvre plus ne gêne personne : il attend des années, sans rien envoyer. Et ce qu’il contient peut partir avec vous, dans un fichier.")}</p>
      <div class="row"><button type="button" class="btn" @click=${onTakeAlong}>${t("Emporter mon coffre")}</button>
      <button type="button" class="btn" @click=${onSleep}>${t("Le garder endormi")}</button></div>`,
  });
}

/** @param {EraseVault} props */
function whatGoes({ items, shares }) {
  return html`<section class="stack" aria-labelledby="goes">
    <h2 id="goes">${t("Ce qui part, ce qui reste")}</h2>
    <ul class="leaving-list">
      <li>${icon("trash")}<span>${tn("Tout ce qui est ici : {n} élément, les fichiers, les brouillons, la corbeille, les clés.", "Tout ce qui est ici : {n} éléments, les fichiers, les brouillons, la corbeille, les clés.", items)}</span></li>
      <li>${icon("share")}<span>${shares ? tn("{n} partage en cours s’arrête aussi.", "{n} partages en cours s’arrêtent aussi.", shares) : t("Aucun partage n’est en cours.")}</span></li>
      <li>${icon("people")}<span>${t("L’identifiant redevient libre. Phrase de passe et mots de secours n’ouvrent plus rien.")}</span></li>
      <li>${icon("eye")}<span>${t("Reste ailleurs : ce que quelqu’un a vu, copié ou imprimé, un export déjà fait, l’original dans vos appareils.")}</span></li>
      <li>${icon("clock")}<span>${t("Reste un temps : les sauvegardes du service, chiffrées, sans les clés de vos partages. Elles sont remplacées à leur tour.")}</span></li>
    </ul>
  </section>`;
}

/** @param {EraseVault} props */
function asking({ moment, hasWords, words, typed, busy, error, onMoment, onTyped, onErase }) {
  return html`<section class="stack" aria-labelledby="erase-when">
    <h2 id="erase-when">${t("Quand")}</h2>
    ${error ? failure(error) : nothing}
    ${choices({ name: "vault-moment", legend: t("Le coffre disparaît"), column: true, options: moments(hasWords), value: moment, onChoose: onMoment })}
    ${moment === "now" ? wordsPart(words) : nothing}
    ${field({ id: "erase-typed", label: t("Pour confirmer, écrivez « {word} »", { word: confirmationWord() }), value: typed, onInput: onTyped, spellcheck: false, inline: true })}
    <div class="actions"><button type="button" class="btn end main" ?disabled=${busy || !isConfirmed(typed)} @click=${onErase}>${busy ? t("Un instant…") : moment === "now" ? t("Effacer mon coffre maintenant") : t("Demander l’effacement")}</button></div>
  </section>`;
}

/** @param {boolean} hasWords @returns {{ value: Moment, label: string, hint: string }[]} */
function moments(hasWords) {
  return [
    { value: "long", label: t("Dans 30 jours"), hint: t("Le coffre le dit à chaque ouverture ; une pression suffit à annuler.") },
    { value: "wait", label: t("Dans 72 heures"), hint: t("Annulable jusque-là, depuis n’importe quelle session ouverte.") },
    ...(hasWords ? [{ value: /** @type {Moment} */ ("now"), label: t("Tout de suite"), hint: t("Avec vos douze mots de secours. Personne ne pourra revenir en arrière.") }] : []),
  ];
}

/** @param {string} typed */
function isConfirmed(typed) {
  return typed.trim().toLowerCase() === confirmationWord();
}
