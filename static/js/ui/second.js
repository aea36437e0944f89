/** The second factor of a login: a code of the telephone, a recovery code, a passkey. */
import { field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";

/** @typedef {"totp" | "code" | "passkey"} Kind */

/**
 * @typedef {object} SecondForm
 * @property {Kind} kind what is asked now
 * @property {Kind[]} kinds what may be chosen from
 * @property {string} value
 * @property {boolean} busy
 * @property {{ message: string } | undefined} error
 * @property {(value: string) => void} onInput
 * @property {(kind: Kind) => void} onKind
 * @property {() => void} onOpen
 * @property {() => void} onBack
 */

/** @param {SecondForm} props */
export function secondForm(props) {
  const { kind, kinds, value, busy, error, onKind, onOpen, onBack } = props;
  const others = kinds.filter((other) => other !== kind);
  return html`<div class="stack narrow"><h1 tabindex="-1">${t("Encore une vérification")}</h1>
    <p>${asked(kind)}</p>
    ${error ? failure(error) : nothing}
    <form class="stack" @submit=${submitted(onOpen)}>
      ${kind === "passkey" ? nothing : codeField(props)}
      <div class="row">
        <button type="submit" class="btn main" ?disabled=${busy || (kind !== "passkey" && !value.trim())}>${busy ? t("Vérification…") : kind === "passkey" ? html`${icon("key")}${t("Utiliser ma clé d’accès")}` : t("Ouvrir")}</button>
        <button type="button" class="btn quiet" ?disabled=${busy} @click=${onBack}>${t("Retour")}</button>
      </div>
    </form>
    ${others.length ? html`<div class="row" role="group" aria-label=${t("Autrement")}>${others.map((other) =>
      html`<button type="button" class="btn quiet" ?disabled=${busy} @click=${() => onKind(other)}>${another(other)}</button>`)}</div>` : nothing}
    <p class="small soft">${t("Tout est perdu, les codes aussi ? Les mots de secours rouvrent le coffre et remplacent cette vérification.")}</p>
  </div>`;
}

/** @param {Kind} kind */
function asked(kind) {
  const texts = {
    totp: t("La phrase de passe est bonne. Tapez le code à six chiffres que donne votre application."),
    code: t("La phrase de passe est bonne. Tapez un des dix codes de secours. Chacun sert une fois."),
    passkey: t("La phrase de passe est bonne. Montrez votre clé d’accès (passkey)."),
  };
  return texts[kind];
}

/** @param {Kind} kind */
function another(kind) {
  const texts = { totp: t("Utiliser l’application de codes"), code: t("Utiliser un code de secours"), passkey: t("Utiliser une clé d’accès (passkey)") };
  return texts[kind];
}

/** @param {SecondForm} props */
function codeField({ kind, value, onInput }) {
  return kind === "totp"
    ? field({ id: "second", label: t("Code à six chiffres"), value, onInput, inputmode: "numeric", autocomplete: "one-time-code", maxlength: 9, inline: true, spellcheck: false })
    : field({ id: "second", label: t("Code de secours"), value, onInput, maxlength: 32, inline: true, spellcheck: false });
}
