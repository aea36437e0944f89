/** The forms of the door: what to know first, make a vault, open one, unlock. */
import { askedWords, wordList } from "./code.js";
import { field, passwordField, strength as meter } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
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
    ${stepper({ label: t("Créer un coffre"), current, steps: [t("À savoir"), t("Identifiant"), t("Phrase de passe"), t("Vérifier")] })}
    <h1 tabindex="-1">${title}</h1>${content}</div>`;
}

/**
 * @param {{ label: string, disabled?: boolean, busy?: string, onBack?: () => void, back?: string }} props
 */
function actions({ label, disabled = false, busy = "", onBack, back = t("Retour") }) {
  return html`<div class="row">
    <button type="submit" class="btn main" ?disabled=${disabled || busy !== ""} aria-busy=${busy ? "true" : nothing}>${busy || label}</button>
    ${onBack ? html`<button type="button" class="btn quiet" @click=${onBack} ?disabled=${busy !== ""}>${back}</button>` : nothing}
  </div>`;
}

/** Before the first entry: what keeps her safe here, and what does not. One screen, of `/securite`. @param {{ onNext: () => void, onBack: () => void }} props */
export function createSafety({ onNext, onBack }) {
  return step(t("Avant de commencer"), 0, html`
    <p>${t("Trois choses à savoir, si quelqu’un peut regarder votre téléphone ou votre ordinateur.")}</p>
    <ul class="points">
      <li>${icon("phone")}<div><h2>${t("Un appareil que personne d’autre n’ouvre")}</h2><p>${t("C’est le plus sûr. Noter plus tard, ailleurs, c’est aussi noter.")}</p></div></li>
      <li>${icon("eye-off")}<div><h2>${t("Une fenêtre privée")}</h2><p>${t("Une fois fermée, elle ne retient ni l’adresse ni les cookies. Elle ne cache rien à la box, ni à un logiciel espion.")}</p></div></li>
      <li>${icon("leave")}<div><h2>${t("« Quitter vite », en haut de chaque page")}</h2><p>${t("Une pression, ou trois fois Majuscule : l’écran se vide et le coffre se ferme. L’historique et les autres onglets restent.")}</p></div></li>
    </ul>
    <form class="stack" @submit=${submitted(onNext)}>${actions({ label: t("Continuer"), onBack })}</form>
    <p class="small"><a href="/securite">${t("En lire plus, avant ou après")}</a></p>`);
}

/** @param {State & { login: string, onLogin: (login: string) => void, onPropose: () => void, onNext: () => void, onBack: () => void }} props */
export function createIdentifier({ login, error, onLogin, onPropose, onNext, onBack }) {
  return step(t("Votre identifiant"), 1, html`
    <p>${t("Il remplace votre nom. Gardez celui-ci, ou écrivez-en un qui ne dit rien de vous.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onNext)}>
      ${field({ id: "login", label: t("Identifiant"), value: login, onInput: onLogin, hint: t("6 lettres, chiffres ou tirets au moins."), spellcheck: false, maxlength: 64, action: { label: t("Un autre"), onClick: onPropose } })}
      ${actions({ label: t("Continuer"), disabled: !/^[a-z0-9-]{6,64}$/u.test(login.trim().toLowerCase()), onBack })}
    </form>`);
}

/**
 * @param {State & { chooser: import("./html.js").Content, enough: boolean, onNext: () => void, onBack: () => void }} props
 */
export function createPhrase({ chooser, enough, error, onNext, onBack }) {
  return step(t("Votre phrase de passe"), 2, html`
    <p>${t("Elle ouvre le coffre chaque jour. Nous ne la connaissons pas et ne pouvons pas la retrouver.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onNext)}>
      ${chooser}
      ${notice({ tone: "watch", text: t("Recopiez l’identifiant et la phrase sur un papier gardé hors de chez vous si quelqu’un fouille, ou apprenez-les. Pas de photo, pas de note dans le téléphone.") })}
      ${actions({ label: t("C’est noté"), disabled: !enough, onBack })}
    </form>`);
}

/**
 * @typedef {object} Chooser
 * @property {string} password
 * @property {string[]} words proposed
 * @property {boolean} own
 * @property {boolean} shown
 * @property {Strength | undefined} strength
 * @property {string} [login] shown above the words, to be copied with them
 * @property {(own: boolean) => void} onOwn
 * @property {(password: string) => void} onPassword
 * @property {() => void} onPropose
 * @property {(shown: boolean) => void} onShow
 */

/** A passphrase: the one proposed, or her own. @param {Chooser} props */
export function passwordChooser(props) {
  return props.own ? ownPhrase(props) : proposedPhrase(props);
}

/** @param {Chooser} props */
function proposedPhrase({ words, login, onPropose, onOwn }) {
  return html`${login ? html`<p class="small">${t("Identifiant")}${t(" : ")}<strong translate="no">${login}</strong></p>` : nothing}
    ${wordList(words)}
    <div class="row"><button type="button" class="btn" @click=${onPropose}>${t("D’autres mots")}</button>
    <button type="button" class="btn quiet" @click=${() => onOwn(true)}>${t("Choisir la mienne")}</button></div>`;
}

/** @param {Chooser} props */
function ownPhrase({ password, shown, strength, onPassword, onShow, onOwn }) {
  return html`${passwordField({ id: "own-password", label: t("Votre phrase"), value: password, shown, onShow, onInput: onPassword, hint: t("Plusieurs mots sans lien entre eux, que personne ne peut deviner de vous.") })}
    ${strength && password ? judged(strength) : nothing}
    <button type="button" class="btn quiet" @click=${() => onOwn(false)}>${t("Prendre les mots proposés")}</button>`;
}

/** Ways in for whoever has not the passphrase at hand. @param {{ busy: string, onPasskey: (() => void) | undefined, onLost: () => void }} props */
function otherWays({ busy, onPasskey, onLost }) {
  return html`<div class="row">
    ${onPasskey ? html`<button type="button" class="btn" ?disabled=${busy !== ""} @click=${onPasskey}>${icon("key")}${t("Ouvrir avec une clé d’accès (passkey)")}</button>` : nothing}
    <button type="button" class="btn quiet" ?disabled=${busy !== ""} @click=${onLost}>${t("J’ai perdu ma phrase de passe")}</button>
  </div>`;
}

/**
 * @param {State & { own: boolean, asked: number[], answers: string[], again: string, shown: boolean,
 *   onAnswer: (index: number, answer: string) => void, onAgain: (value: string) => void, onShow: (shown: boolean) => void, onNext: () => void, onBack: () => void }} props
 */
export function createKept({ own, asked, answers, again, shown, busy, error, onAnswer, onAgain, onShow, onNext, onBack }) {
  return step(t("L’avez-vous bien gardée ?"), 3, html`
    <p>${own ? t("Tapez votre phrase encore une fois.") : t("Deux mots de la phrase suffisent pour vérifier.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onNext)}>
      ${own ? passwordField({ id: "again", label: t("Votre phrase"), value: again, shown, onShow, onInput: onAgain }) : askedWords({ id: "word", places: asked, answers, onAnswer })}
      ${actions({ label: t("Créer mon coffre"), busy, onBack, back: t("Revoir la phrase") })}
    </form>`);
}

/**
 * @param {State & { login: string, password: string, shown: boolean, onLogin: (login: string) => void, onPassword: (password: string) => void, onShow: (shown: boolean) => void, onOpen: () => void, onBack: () => void,
 *   onPasskey: (() => void) | undefined, onLost: () => void }} props
 */
export function openForm({ login, password, shown, busy, error, onLogin, onPassword, onShow, onOpen, onBack, onPasskey, onLost }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Ouvrir mon coffre")}</h1>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      ${field({ id: "login", label: t("Identifiant"), value: login, onInput: onLogin, spellcheck: false, maxlength: 64 })}
      ${passwordField({ id: "password", label: t("Phrase de passe"), value: password, shown, onShow, onInput: onPassword })}
      ${actions({ label: t("Ouvrir"), busy, disabled: !login.trim() || !password, onBack })}
    </form>
    ${otherWays({ busy, onPasskey, onLost })}</div>`;
}

/**
 * @param {State & { login: string, password: string, shown: boolean, onPassword: (password: string) => void, onShow: (shown: boolean) => void, onOpen: () => void, onLeave: () => void,
 *   onPasskey: (() => void) | undefined, onLost: () => void }} props
 */
export function lockedForm({ login, password, shown, busy, error, onPassword, onShow, onOpen, onLeave, onPasskey, onLost }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Verrouillé")}</h1>
    <p>${t("Rien n’est affiché et rien n’est perdu : ce que vous écriviez est gardé, chiffré.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      <p class="small">${t("Identifiant")}${t(" : ")}<strong translate="no">${login}</strong></p>
      ${passwordField({ id: "password", label: t("Phrase de passe"), value: password, shown, onShow, onInput: onPassword })}
      ${actions({ label: t("Déverrouiller"), busy, disabled: !password, onBack: onLeave, back: t("Fermer le coffre") })}
    </form>
    ${otherWays({ busy, onPasskey, onLost })}</div>`;
}
