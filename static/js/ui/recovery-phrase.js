/** The recovery phrase as its owner meets it: to write down, to type back, to do without, to make anew. */
import { askedWords, wordList } from "./code.js";
import { check, passwordField } from "./field.js";
import { html, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { wordField } from "./word-field.js";

/** @typedef {{ busy: boolean, error: { message: string } | undefined }} State */

/**
 * @param {{ words: string[], withSite: boolean, onSite: (checked: boolean) => void, onPrint: () => void, onNoted: () => void, onLater: () => void, onDecline: () => void }} props
 */
export function phraseWords({ words, withSite, onSite, onPrint, onNoted, onLater, onDecline }) {
  return html`<div class="stack loose phrase">
    <p class="lead">${t("Ces douze mots rouvrent votre coffre si la phrase de passe est perdue. Personne d’autre ne peut le faire, nous non plus.")}</p>
    ${wordList(words)}
    ${notice({ tone: "watch", text: t("Sur papier, dans l’ordre, hors de chez vous si quelqu’un fouille, ou chez une personne sûre. Qui a ces mots et l’identifiant ouvre le coffre. Pas de photo, pas de note dans le téléphone.") })}
    <div class="actions">
      <button type="button" class="btn main" @click=${onNoted}>${t("J’ai noté mes mots")}</button>
      <button type="button" class="btn quiet" @click=${onLater}>${t("Plus tard")}</button>
    </div>
    <details class="fold"><summary>${t("Imprimer la feuille de secours")}</summary><div class="stack">
      <p>${t("Une page, qui ressemble à des notes. Une imprimante partagée garde parfois ce qu’elle imprime.")}</p>
      ${check({ id: "phrase-site", label: t("Écrire l’adresse du site sur la feuille"), checked: withSite, onChange: onSite })}
      <div><button type="button" class="btn" @click=${onPrint}>${t("Imprimer la feuille")}</button></div>
    </div></details>
    <details class="fold"><summary>${t("Si garder ces mots est un danger pour vous")}</summary><div class="stack">
      <p>${t("Un papier peut être trouvé. Vous pouvez vous passer de mots de secours, en sachant ce que cela veut dire.")}</p>
      <div><button type="button" class="btn" @click=${onDecline}>${t("Continuer sans ces mots")}</button></div>
    </div></details>
  </div>`;
}

/**
 * @param {State & { places: number[], answers: string[], onAnswer: (index: number, answer: string) => void, onCheck: () => void, onBack: () => void }} props
 */
export function phraseCheck({ places, answers, busy, error, onAnswer, onCheck, onBack }) {
  return html`<form class="stack loose phrase" @submit=${submitted(onCheck)}>
    <p>${t("Prenez votre papier, et retapez ces deux mots.")}</p>
    ${error ? failure(error) : nothing}
    ${askedWords({ id: "phrase", places, answers, onAnswer })}
    <div class="actions">
      <button type="submit" class="btn main" ?disabled=${busy}>${busy ? t("Vérification…") : t("Vérifier")}</button>
      <button type="button" class="btn quiet" ?disabled=${busy} @click=${onBack}>${t("Revoir les mots")}</button>
    </div>
  </form>`;
}

/**
 * All of them, from the sheet: this tab does not know them any more.
 *
 * @param {State & { typed: Omit<import("./word-field.js").WordField, "id" | "label" | "count" | "hint">, onCheck: () => void, onRenew: () => void, onDecline: () => void }} props
 */
export function phraseWhole({ typed, busy, error, onCheck, onRenew, onDecline }) {
  return html`<form class="stack loose phrase" @submit=${submitted(onCheck)}>
    <p>${t("Vos mots de secours ouvrent déjà le coffre, mais rien ne dit encore qu’ils sont bien notés. Retapez-les tous les douze, tels qu’ils sont sur votre feuille.")}</p>
    ${error ? failure(error) : nothing}
    ${wordField({ ...typed, id: "phrase-whole", label: t("Vos douze mots de secours"), count: 12 })}
    <div class="actions">
      <button type="submit" class="btn main" ?disabled=${busy}>${busy ? t("Vérification…") : t("Vérifier")}</button>
      <button type="button" class="btn" ?disabled=${busy} @click=${onRenew}>${t("Je ne les ai pas : en préparer d’autres")}</button>
      <button type="button" class="btn quiet" ?disabled=${busy} @click=${onDecline}>${t("Continuer sans ces mots")}</button>
    </div>
  </form>`;
}

/** @typedef {State & { password: string, shown: boolean, onPassword: (value: string) => void, onShow: (shown: boolean) => void, onBack: () => void }} Asking */

/** @param {Asking} props */
function passwordAsked({ password, shown, onPassword, onShow }) {
  return passwordField({ id: "phrase-password", label: t("Votre phrase de passe"), value: password, shown, onShow, onInput: onPassword });
}

/** @param {Asking & { state: "none" | "unchecked" | "checked" | "declined" | "recovered", onRenew: () => void, onDecline?: () => void }} props */
export function phraseRenew({ state, onRenew, onDecline, ...props }) {
  const told = {
    none: t("Ce coffre n’a pas encore de mots de secours. Si la phrase de passe se perd, personne ne peut l’ouvrir. Douze mots sur un papier changent cela."),
    declined: t("Vous avez choisi de vous passer de mots de secours. Vous pouvez en préparer à tout moment."),
    unchecked: t("Douze nouveaux mots remplacent ceux d’avant, qui n’ouvriront plus rien."),
    recovered: t("Tout est là. L’ancienne phrase de passe n’ouvre plus rien, et votre feuille de secours sert encore. Si quelqu’un d’autre a pu la voir, préparez d’autres mots maintenant."),
    checked: t("Vos mots de secours sont prêts et vérifiés. Si la feuille est perdue ou a été vue, préparez-en d’autres : ceux d’avant n’ouvriront plus rien."),
  };
  return html`<form class="stack loose phrase" @submit=${submitted(onRenew)}>
    <p>${told[state]}</p>
    ${props.error ? failure(props.error) : nothing}
    ${passwordAsked(props)}
    <div class="actions">
      <button type="submit" class="btn main" ?disabled=${props.busy || !props.password}>${props.busy ? t("Préparation…") : t("Préparer mes mots de secours")}</button>
      <button type="button" class="btn quiet" ?disabled=${props.busy} @click=${props.onBack}>${state === "recovered" ? t("Garder ma feuille") : t("Retour")}</button>
      ${onDecline ? html`<button type="button" class="btn quiet" ?disabled=${props.busy} @click=${onDecline}>${t("Continuer sans mots de secours")}</button>` : nothing}
    </div>
  </form>`;
}

/** @param {Asking & { onDecline: () => void }} props */
export function phraseDecline({ onDecline, ...props }) {
  return html`<form class="stack loose phrase" @submit=${submitted(onDecline)}>
    ${notice({ tone: "watch", title: t("Ce que cela veut dire"), text: t("Si la phrase de passe est oubliée ou perdue, tout ce que contient le coffre est perdu, pour toujours. Ni vous, ni nous, ni un juge ne pourra l’ouvrir.") })}
    <p>${t("C’est un choix possible, quand un papier serait plus dangereux que l’oubli. Le coffre vous le rappellera, et vous pourrez préparer des mots plus tard.")}</p>
    ${props.error ? failure(props.error) : nothing}
    ${passwordAsked(props)}
    <div class="actions">
      <button type="submit" class="btn end" ?disabled=${props.busy || !props.password}>${props.busy ? t("Un instant…") : t("Je continue sans mots de secours")}</button>
      <button type="button" class="btn quiet" ?disabled=${props.busy} @click=${props.onBack}>${t("Retour")}</button>
    </div>
  </form>`;
}

/** In the place of a file field, while the vault takes none. @param {{ known: boolean, onCheck: () => void, onDecline: () => void }} props known: there are words to type back */
export function phraseGate({ known, onCheck, onDecline }) {
  return html`<div class="note watch phrase-gate" role="group" aria-label=${t("Mots de secours")}>
    <p class="title">${known ? t("Avant le premier fichier : deux mots à retaper") : t("Avant le premier fichier : vos mots de secours")}</p>
    <p>${t("Sans mots de secours bien notés, une phrase de passe perdue emporterait ce que vous gardez ici. Les textes, eux, sont déjà acceptés.")}</p>
    <div class="row">
      <button type="button" class="btn" @click=${onCheck}>${known ? t("Retaper deux mots") : t("Préparer mes mots de secours")}</button>
      <button type="button" class="btn quiet" @click=${onDecline}>${t("Continuer sans ces mots")}</button>
    </div>
  </div>`;
}
