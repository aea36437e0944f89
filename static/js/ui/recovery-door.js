/** Getting back in at the door: by the twelve words of the sheet, or by two people who help. */
import { field } from "./field.js";
import { html, ifDefined, nothing, submitted } from "./html.js";
import { formatDate, t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { stepper } from "./stepper.js";
import { wordField } from "./word-field.js";

/** @typedef {{ busy: boolean, error: { message: string } | undefined }} State */
/** @typedef {Pick<import("./word-field.js").WordField, "value" | "reading" | "onInput" | "onPick">} TypedWords */

/** @param {number} current @param {string} title @param {import("./html.js").Content} content */
function step(current, title, content) {
  return html`<div class="stack narrow">
    ${stepper({ label: t("Rouvrir le coffre"), current, steps: [t("Votre feuille"), t("Nouvelle phrase de passe")] })}
    <h1 tabindex="-1">${title}</h1>${content}</div>`;
}

/** @param {{ label: string, busy: boolean, disabled?: boolean, onBack: () => void }} props */
function actions({ label, busy, disabled = false, onBack }) {
  return html`<div class="row">
    <button type="submit" class="btn main" aria-busy=${ifDefined(busy ? "true" : undefined)} ?disabled=${busy || disabled}>${label}</button>
    <button type="button" class="btn quiet" ?disabled=${busy} @click=${onBack}>${t("Retour")}</button>
  </div>`;
}

/** @param {{ login: string, onLogin: (login: string) => void }} props */
function loginField({ login, onLogin }) {
  return field({ id: "recovery-login", label: t("Identifiant"), hint: t("« Nom » sur la feuille."), value: login, onInput: onLogin, spellcheck: false, maxlength: 64 });
}

/**
 * @param {State & { login: string, words: TypedWords, seq: string, fingerprint: string, onLogin: (login: string) => void, onSeq: (seq: string) => void,
 *   onFingerprint: (fingerprint: string) => void, onNext: () => void, onPeople: () => void, onBack: () => void }} props
 */
export function wordsForm({ words, seq, fingerprint, error, onSeq, onFingerprint, onNext, onPeople, onBack, ...props }) {
  return step(0, t("Rouvrir avec les mots de secours"), html`
    <p>${t("Rien n’est perdu tant que vous avez la feuille. Ce que vous tapez ici reste sur cet appareil.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack loose" @submit=${submitted(onNext)}>
      ${loginField(props)}
      ${wordField({ ...words, id: "recovery-words", label: t("Les douze mots, dans l’ordre"), hint: t("Avec ou sans accents. Les premières lettres suffisent : la suite est proposée."), count: 12 })}
      <details class="fold" ?open=${Boolean(seq || fingerprint)}><summary>${t("Le numéro et la marque de la feuille")}</summary><div class="stack">
        <p class="hint">${t("Ils permettent de voir si le service montre un autre coffre, ou un état plus ancien. Laissez vide si vous ne les avez pas.")}</p>
        ${field({ id: "recovery-seq", label: t("Numéro"), value: seq, onInput: onSeq, inputmode: "numeric", maxlength: 12, inline: true, spellcheck: false })}
        ${field({ id: "recovery-fingerprint", label: t("Marque"), value: fingerprint, onInput: onFingerprint, maxlength: 24, inline: true, spellcheck: false })}
      </div></details>
      ${actions({ label: t("Continuer"), busy: props.busy, disabled: !props.login.trim() || !words.value.trim(), onBack })}
    </form>
    <p><button type="button" class="btn quiet" @click=${onPeople}>${t("Deux personnes ont chacune une feuille pour moi")}</button></p>`);
}

/**
 * @param {State & { login: string, shares: TypedWords[], onLogin: (login: string) => void, onNext: () => void, onWords: () => void, onBack: () => void }} props
 */
export function peopleForm({ shares, error, onNext, onWords, onBack, ...props }) {
  return step(0, t("Rouvrir avec deux personnes"), html`
    <p>${t("Il faut deux feuilles de seize mots. La première fois, cela ouvre un délai ; il protège d’une demande qui ne viendrait pas de vous.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack loose" @submit=${submitted(onNext)}>
      ${loginField(props)}
      ${shares.map((share, index) => wordField({ ...share, id: `recovery-share-${index}`, label: index === 0 ? t("Les seize mots d’une feuille") : t("Les seize mots d’une autre feuille"), count: 16 }))}
      ${actions({ label: props.busy ? t("Vérification…") : t("Continuer"), busy: props.busy, disabled: !props.login.trim() || shares.some(({ value }) => !value.trim()), onBack })}
    </form>
    <p><button type="button" class="btn quiet" @click=${onWords}>${t("J’ai les douze mots")}</button></p>`);
}

/** @param {{ readyAt: string, onBack: () => void }} props */
export function peopleWaiting({ readyAt, onBack }) {
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("La demande est faite")}</h1>
    ${notice({ tone: "safe", title: t("Revenez à partir du {date}", { date: formatDate(readyAt, "moment") }), text: t("Les deux feuilles vont ensemble. Le coffre s’ouvrira à cette date, avec ces mêmes feuilles.") })}
    <p>${t("Jusque-là, la demande se voit dans le coffre, et une personne qui l’a ouvert peut la refuser. Redemander ne raccourcit ni n’allonge le délai.")}</p>
    <p>${t("Gardez les feuilles à l’abri, ou rendez-les à qui les garde.")}</p>
    <div><button type="button" class="btn main" @click=${onBack}>${t("C’est noté")}</button></div>
  </div>`;
}

/**
 * @param {State & { chooser: import("./html.js").Content, enough: boolean, onOpen: () => void, onBack: () => void }} props
 */
export function newPasswordForm({ chooser, enough, busy, error, onOpen, onBack }) {
  return step(1, t("Votre nouvelle phrase de passe"), html`
    <p>${t("Elle remplace l’ancienne, qui n’ouvrira plus rien. Les autres appareils se ferment, et la vérification en deux temps s’enlève : vous pourrez la remettre.")}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      ${chooser}
      ${notice({ tone: "watch", text: t("Notez-la avant de continuer, hors de chez vous si quelqu’un fouille.") })}
      ${actions({ label: busy ? t("Ouverture…") : t("C’est noté, ouvrir mon coffre"), busy, disabled: !enough, onBack })}
    </form>`);
}
