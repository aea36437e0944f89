/** Changing the passphrase: what it does and does not, the present one, the new one, typed back. */
import { askedWords } from "./code.js";
import { passwordField } from "./field.js";
import { html, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";

/** @typedef {{ busy: boolean, error: { message: string } | undefined }} State */

/** @param {{ main: string, disabled?: boolean, busy?: boolean, onBack: () => void, back?: string }} props the form's own button, and the way back */
export function endOfForm({ main, disabled = false, busy = false, onBack, back = t("Retour") }) {
  return html`<div class="actions">
    <button type="submit" class="btn main" ?disabled=${disabled || busy}>${busy ? t("Un instant…") : main}</button>
    <button type="button" class="btn quiet" ?disabled=${busy} @click=${onBack}>${back}</button>
  </div>`;
}

/** @param {{ password: string, shown: boolean, onPassword: (value: string) => void, onShow: (shown: boolean) => void, label?: string }} props */
export function presentPassword({ password, shown, onPassword, onShow, label = t("Votre phrase de passe actuelle") }) {
  return passwordField({ id: "present-password", label, value: password, shown, onShow, onInput: onPassword });
}

/**
 * @param {State & { password: string, shown: boolean, chooser: import("./html.js").Content, enough: boolean, onPassword: (value: string) => void,
 *   onShow: (shown: boolean) => void, onRotate: () => void, onNext: () => void, onBack: () => void }} props
 */
export function changeForm(props) {
  const { error, chooser, enough, onRotate, onNext, onBack } = props;
  return html`<form class="stack loose" @submit=${submitted(onNext)}>
    ${notice({
      title: t("Ce que ce changement ne défait pas"),
      text: t("Ce que quelqu’un a déjà ouvert ou copié avec l’ancienne phrase lui reste. Si c’est votre crainte, « Tout renouveler » change aussi les clés du coffre."),
      action: { label: t("Plutôt tout renouveler"), onClick: onRotate },
    })}
    ${error ? failure(error) : nothing}
    ${presentPassword(props)}
    <fieldset class="plain stack"><legend>${t("La nouvelle")}</legend>${chooser}</fieldset>
    <p class="soft">${t("Recopiez-la sur papier, hors de chez vous si quelqu’un fouille. Les autres endroits où le coffre est ouvert seront fermés.")}</p>
    ${endOfForm({ main: t("C’est noté"), disabled: !enough, onBack, back: t("Annuler") })}
  </form>`;
}

/**
 * @param {{ own: boolean, asked: number[], answers: string[], again: string, shown: boolean, onAnswer: (index: number, answer: string) => void,
 *   onAgain: (value: string) => void, onShow: (shown: boolean) => void }} props
 */
export function keptAgain({ own, asked, answers, again, shown, onAnswer, onAgain, onShow }) {
  if (own) return passwordField({ id: "kept-again", label: t("Votre nouvelle phrase, encore une fois"), value: again, shown, onShow, onInput: onAgain });
  return askedWords({ id: "kept", places: asked, answers, onAnswer });
}

/** @param {State & { kept: import("./html.js").Content, unsettled: boolean, onNext: () => void, onBack: () => void }} props */
export function changeKept({ kept, unsettled, busy, error, onNext, onBack }) {
  return html`<form class="stack loose" @submit=${submitted(onNext)}>
    <p>${t("Prenez votre papier, et montrez que la nouvelle phrase y est.")}</p>
    ${unsettled ? lostAnswer() : nothing}
    ${error ? failure(error) : nothing}
    ${kept}
    ${endOfForm({ main: unsettled ? t("Réessayer") : t("Changer la phrase de passe"), busy, onBack, back: t("Revoir la phrase") })}
  </form>`;
}

/** What holds when nobody knows whether it was done. */
export function lostAnswer() {
  return notice({
    tone: "watch", title: t("La réponse n’est pas arrivée"),
    text: t("Soit tout est fait, soit rien n’a changé : jamais la moitié. Gardez les deux phrases, l’ancienne et la nouvelle, et réessayez avec le réseau. Si la page se ferme, l’une des deux ouvre le coffre."),
  });
}

/** @param {{ onRotate: () => void, onBack: () => void }} props */
export function changeDone({ onRotate, onBack }) {
  return html`<div class="stack loose">
    ${notice({ tone: "safe", title: t("La nouvelle phrase de passe est en place"), text: t("L’ancienne n’ouvre plus rien ici. Les autres endroits où le coffre était ouvert sont fermés. Vos mots de secours n’ont pas changé.") })}
    <p class="soft">${t("Si l’ancienne était connue de quelqu’un, ce qu’elle a permis d’ouvrir ou de copier reste ouvert pour cette personne.")}</p>
    <div class="actions">
      <button type="button" class="btn main" @click=${onBack}>${t("Terminé")}</button>
      <button type="button" class="btn" @click=${onRotate}>${t("Tout renouveler…")}</button>
    </div>
  </div>`;
}
