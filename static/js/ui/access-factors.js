/** Adding a second factor: an application of codes, a passkey; and the ten codes that stand in for them. */
import { endOfForm, presentPassword } from "./access-forms.js";
import { codeBox } from "./code.js";
import { field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";

/** @typedef {{ busy: boolean, error: { message: string } | undefined }} State */

/** @param {string} value @param {(value: string) => void} onInput @param {string} placeholder */
function nameField(value, onInput, placeholder) {
  return field({ id: "factor-name", label: t("Un nom, pour vous"), hint: t("Facultatif. Gardé chiffré dans votre coffre."), value, onInput, maxlength: 60, placeholder });
}

/**
 * @param {State & { url: string, secret: string, code: string, name: string, onBegin: () => void, onCode: (value: string) => void, onName: (value: string) => void,
 *   onCopy: () => void, onConfirm: () => void, onBack: () => void }} props url: of the drawing, empty before it is there
 */
export function totpForm(props) {
  return props.url ? totpConfirm(props) : totpAbout(props);
}

/** @param {Parameters<typeof totpForm>[0]} props */
function totpAbout({ busy, error, onBegin, onBack }) {
  return html`<form class="stack loose" @submit=${submitted(onBegin)}>
    <p class="lead">${t("Une application, sur un téléphone, donne un code de six chiffres qui change toutes les trente secondes. Il sera demandé à chaque ouverture, après la phrase de passe.")}</p>
    ${notice({ tone: "watch", text: t("L’application se voit sur le téléphone, et porte une ligne pour ce site, que vous pouvez renommer. Si quelqu’un fouille ce téléphone, prenez-en un autre, ou passez-vous de ce code.") })}
    ${error ? failure(error) : nothing}
    ${endOfForm({ main: t("Continuer"), busy, onBack, back: t("Annuler") })}
  </form>`;
}

/** @param {Parameters<typeof totpForm>[0]} props */
function totpConfirm({ url, secret, code, name, busy, error, onCode, onName, onCopy, onConfirm, onBack }) {
  return html`<form class="stack loose" @submit=${submitted(onConfirm)}>
    <ol class="steps stack">
      <li><p>${t("Dans l’application, ajoutez un compte en visant ce dessin.")}</p><img class="qr" src=${url} width="220" height="220" alt=${t("Dessin à viser avec l’application. Le même secret est écrit dessous.")}></li>
      <li><p>${t("Ou tapez ce secret à la main.")}</p>${codeBox({ label: t("Secret à taper"), code: grouped(secret), long: true, onCopy })}</li>
      <li>${field({ id: "totp-code", label: t("Le code que l’application donne"), hint: t("Six chiffres."), value: code, onInput: onCode, inputmode: "numeric", maxlength: 7, spellcheck: false, inline: true })}</li>
    </ol>
    ${nameField(name, onName, t("Téléphone bleu"))}
    ${error ? failure(error) : nothing}
    ${endOfForm({ main: t("Ajouter"), disabled: code.trim().length < 6, busy, onBack, back: t("Annuler") })}
  </form>`;
}

/** In fours, as one copies by hand. @param {string} secret */
function grouped(secret) {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** @param {{ codes: string[], onCopy: () => void, onPrint: () => void }} props */
export function codesBody({ codes, onCopy, onPrint }) {
  return html`<div class="stack">
    <p>${t("Montrés une seule fois. Chacun remplace une fois le code ou la clé, si le téléphone est perdu ou pris. Gardez-les sur papier, ailleurs que près du téléphone.")}</p>
    <ol class="words codes" translate="no">${codes.map((code) => html`<li>${code}</li>`)}</ol>
    <div class="row">
      <button type="button" class="btn" @click=${onPrint}>${t("Imprimer")}</button>
      <button type="button" class="btn quiet" @click=${onCopy}>${icon("copy")}${t("Copier")}</button>
    </div>
  </div>`;
}

/** @param {State & { name: string, onName: (value: string) => void, onAdd: () => void, onBack: () => void }} props */
export function passkeyForm({ name, busy, error, onName, onAdd, onBack }) {
  return html`<form class="stack loose" @submit=${submitted(onAdd)}>
    <p class="lead">${t("Une clé d’accès (passkey) est gardée par votre téléphone, votre ordinateur ou une petite clé USB. Elle se donne par le doigt, le visage ou le code de l’appareil.")}</p>
    ${notice({ tone: "watch", text: t("Elle est souvent copiée dans un compte Google, Apple ou autre. Qui partage ce compte, ou connaît le code de l’appareil, peut s’en servir. Elle se voit aussi dans les réglages de l’appareil, avec le nom de ce site.") })}
    ${nameField(name, onName, t("Ordinateur du travail"))}
    ${error ? failure(error) : nothing}
    ${endOfForm({ main: t("Ajouter la clé"), busy, onBack, back: t("Annuler") })}
  </form>`;
}

/**
 * @param {State & { added: boolean, password: string, shown: boolean, onPassword: (value: string) => void, onShow: (shown: boolean) => void, onOpens: () => void,
 *   onBack: () => void }} props added: just now
 */
export function passkeyOpens({ added, busy, error, onOpens, onBack, ...asking }) {
  return html`<form class="stack loose" @submit=${submitted(onOpens)}>
    ${added ? notice({ tone: "safe", title: t("La clé est ajoutée"), text: t("Elle sera demandée après la phrase de passe. Vous pouvez vous arrêter là.") }) : nothing}
    <h2>${t("Peut-elle aussi ouvrir le coffre, seule ?")}</h2>
    <p>${t("Alors ni l’identifiant ni la phrase de passe ne sont demandés : la clé suffit. C’est rapide, et c’est aussi vrai pour qui a l’appareil et son code, ou le compte où la clé est copiée.")}</p>
    <p>${t("La phrase de passe et les mots de secours restent : une clé perdue ne perd pas le coffre.")}</p>
    ${error ? failure(error) : nothing}
    ${presentPassword({ ...asking, label: t("Votre phrase de passe") })}
    ${endOfForm({ main: t("Ouvrir aussi avec cette clé"), disabled: !asking.password, busy, onBack, back: t("Non, seulement en double vérification") })}
  </form>`;
}
