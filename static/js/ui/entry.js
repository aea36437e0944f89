/** The forms of the door: make a vault in three steps, open one, unlock. */
import { wordList } from "./code.js";
import { field, passwordField, strength as meter } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { stepper } from "./stepper.js";

/** @typedef {{ busy: string, error: { message: string } | undefined }} State */
/** @typedef {{ score: 0 | 1 | 2 | 3 | 4, enough: boolean }} Strength */

/** @param {Strength} strength */
function judged({ score, enough }) {
  const labels = [t("Très facile à deviner"), t("Facile à deviner"), t("Encore trop simple"), t("Difficile à deviner"), t("Très difficile à deviner")];
  const advice = enough ? {} : { advice: t("Ajoutez des mots au hasard, sans lien avec vous ni entre eux.") };
  return meter({ score, label: labels[score] ?? "", ...advice });
}

/** @param {{ onCreate: () => void, onOpen: () => void }} props */
export function welcome({ onCreate, onOpen }) {
  return html`<div class="stack narrow">
    <h1 tabindex="-1">${t("Un endroit à vous")}</h1>
    <p>${t("Ni nom, ni adresse, ni téléphone. Ce que vous y mettez est chiffré ici, avant de partir : personne d’autre ne peut le lire, nous non plus.")}</p>
    <div class="row">
      <button type="button" class="btn main" @click=${onOpen}>${icon("key")}${t("J’ai déjà un coffre")}</button>
      <button type="button" class="btn" @click=${onCreate}>${icon("plus")}${t("Créer un coffre")}</button>
    </div>
    ${notice({ text: html`${t("Quelqu’un regarde parfois cet appareil ?")} <a href="/securite">${t("Ce que le bouton « Quitter vite » fait, et ne fait pas")}</a>` })}
  </div>`;
}

/**
 * @param {string} title
 * @param {number} current
 * @param {import("./html.js").Content} content
 */
function step(title, current, content) {
  return html`<div class="stack narrow">
    ${stepper({ label: t("Créer un coffre"), current, steps: [t("Identifiant"), t("Phrase de passe"), t("Vérifier")] })}
    <h1 tabindex="-1">${title}</h1>${content}</div>`;
}

/**
 * @param {{ label: string, disabled?: boolean, busy?: string, onBack?: () => void, back?: string }} props
 */
function actions({ label, disabled = false, busy = "", onBack, back = t("Retour") }) {
  return html`<div class="row">
    <button type="submit" class="btn main" ?disabled=${disabled || busy !== ""}>${busy || label}</button>
    ${onBack ? html`<button type="button" class="btn quiet" @click=${onBack} ?disabled=${busy !== ""}>${back}</button>` : nothing}
  </div>`;
}

/** @param {() => void} then */
function submitted(then) {
  return (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    then();
  };
}

/** @param {State & { login: string, onLogin: (login: string) => void, onPropose: () => void, onNext: () => void, onBack: () => void }} props */
export function createIdentifier({ login, error, onLogin, onPropose, onNext, onBack }) {
  return step(t("Votre identifiant"), 0, html`
    <p>${t("Il remplace votre nom. Gardez celui-ci, ou écrivez-en un qui ne dit rien de vous.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onNext)}>
      ${field({ id: "login", label: t("Identifiant"), value: login, onInput: onLogin, hint: t("6 lettres, chiffres ou tirets au moins."), spellcheck: false, maxlength: 64, action: { label: t("Un autre"), onClick: onPropose } })}
      ${actions({ label: t("Continuer"), disabled: !/^[a-z0-9-]{6,64}$/u.test(login.trim().toLowerCase()), onBack })}
    </form>`);
}

/**
 * @param {State & { login: string, password: string, words: string[], own: boolean, shown: boolean, strength: Strength | undefined,
 *   onOwn: (own: boolean) => void, onPassword: (password: string) => void, onPropose: () => void, onShow: (shown: boolean) => void, onNext: () => void, onBack: () => void }} props
 */
export function createPhrase(props) {
  const { own, strength } = props;
  return step(t("Votre phrase de passe"), 1, html`
    <p>${t("Elle seule ouvre le coffre. Nous ne la connaissons pas : si elle est perdue, personne ne peut la retrouver.")}</p>
    <form class="stack" @submit=${submitted(props.onNext)}>
      ${own ? ownPhrase(props) : proposedPhrase(props)}
      ${notice({ tone: "watch", text: t("Recopiez l’identifiant et la phrase sur un papier gardé hors de chez vous si quelqu’un fouille, ou apprenez-les. Pas de photo, pas de note dans le téléphone.") })}
      ${actions({ label: t("C’est noté"), disabled: own && !strength?.enough, onBack: props.onBack })}
    </form>`);
}

/** @param {Parameters<typeof createPhrase>[0]} props */
function proposedPhrase({ words, login, onPropose, onOwn }) {
  return html`<p class="small">${t("Identifiant")} : <strong translate="no">${login}</strong></p>
    ${wordList(words)}
    <div class="row"><button type="button" class="btn" @click=${onPropose}>${t("D’autres mots")}</button>
    <button type="button" class="btn quiet" @click=${() => onOwn(true)}>${t("Choisir la mienne")}</button></div>`;
}

/** @param {Parameters<typeof createPhrase>[0]} props */
function ownPhrase({ password, shown, strength, onPassword, onShow, onOwn }) {
  return html`${passwordField({ id: "own-password", label: t("Votre phrase"), value: password, shown, onShow, onInput: onPassword, hint: t("Plusieurs mots sans lien entre eux, que personne ne peut deviner de vous.") })}
    ${strength && password ? judged(strength) : nothing}
    <button type="button" class="btn quiet" @click=${() => onOwn(false)}>${t("Prendre les mots proposés")}</button>`;
}

/**
 * @param {State & { own: boolean, asked: number[], answers: string[], again: string, shown: boolean,
 *   onAnswer: (index: number, answer: string) => void, onAgain: (value: string) => void, onShow: (shown: boolean) => void, onNext: () => void, onBack: () => void }} props
 */
export function createKept({ own, asked, answers, again, shown, busy, error, onAnswer, onAgain, onShow, onNext, onBack }) {
  const words = asked.map((word, index) => field({
    id: `word-${index}`, label: t("Mot numéro {n}", { n: word + 1 }), value: answers[index] ?? "", onInput: (value) => onAnswer(index, value), spellcheck: false, inline: true,
  }));
  return step(t("L’avez-vous bien gardée ?"), 2, html`
    <p>${own ? t("Tapez votre phrase encore une fois.") : t("Deux mots de la phrase suffisent pour vérifier.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onNext)}>
      ${own ? passwordField({ id: "again", label: t("Votre phrase"), value: again, shown, onShow, onInput: onAgain }) : html`<div class="row">${words}</div>`}
      ${actions({ label: t("Créer mon coffre"), busy, onBack, back: t("Revoir la phrase") })}
    </form>`);
}

/**
 * @param {State & { login: string, password: string, shown: boolean, onLogin: (login: string) => void, onPassword: (password: string) => void, onShow: (shown: boolean) => void, onOpen: () => void, onBack: () => void }} props
 */
export function openForm({ login, password, shown, busy, error, onLogin, onPassword, onShow, onOpen, onBack }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Ouvrir mon coffre")}</h1>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      ${field({ id: "login", label: t("Identifiant"), value: login, onInput: onLogin, spellcheck: false, maxlength: 64 })}
      ${passwordField({ id: "password", label: t("Phrase de passe"), value: password, shown, onShow, onInput: onPassword })}
      ${actions({ label: t("Ouvrir"), busy, disabled: !login.trim() || !password, onBack })}
    </form></div>`;
}

/**
 * @param {State & { login: string, password: string, shown: boolean, onPassword: (password: string) => void, onShow: (shown: boolean) => void, onOpen: () => void, onLeave: () => void }} props
 */
export function lockedForm({ login, password, shown, busy, error, onPassword, onShow, onOpen, onLeave }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Verrouillé")}</h1>
    <p>${t("Rien n’est affiché et rien n’est perdu : ce que vous écriviez est gardé, chiffré.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      <p class="small">${t("Identifiant")} : <strong translate="no">${login}</strong></p>
      ${passwordField({ id: "password", label: t("Phrase de passe"), value: password, shown, onShow, onInput: onPassword })}
      ${actions({ label: t("Déverrouiller"), busy, disabled: !password, onBack: onLeave, back: t("Fermer le coffre") })}
    </form></div>`;
}
