/**
 * Sheets to keep on paper: the recovery phrase of the owner, one share of a person who helps, codes for a lost second factor. One A4 page each, which look like
 * a page of notes: whoever finds one sees neither what it is for nor, unless she wished it, where.
 *
 * A sheet is drawn beside the page only while it is printed, and goes with the printing, the lock or the way out.
 */
import { html, nothing, render } from "./html.js";
import { formatDate, t } from "./i18n.js";

/**
 * @typedef {object} PhraseSheet
 * @property {string[]} words
 * @property {string} login
 * @property {number} seq
 * @property {string} fingerprint
 * @property {string} [site] the address, where she ticked it
 */

/** @param {PhraseSheet} props */
export function phraseSheet({ words, login, seq, fingerprint, site }) {
  return page({
    facts: [[t("Nom"), login], [t("Numéro"), String(seq)], [t("Marque"), fingerprint], ...(site ? [[t("Adresse"), site]] : [])],
    words,
    notes: [
      t("Les mots se tapent dans l’ordre, accents compris ou non. Ils servent quand la phrase habituelle est perdue."),
      t("À la maison, une feuille se trouve. Mieux vaut la garder ailleurs, ou chez une personne sûre. Ni photo, ni copie dans un téléphone."),
    ],
  });
}

/**
 * For somebody who helps: it does not tell who else holds one, nor what is behind.
 *
 * @param {{ words: string[], login: string, site?: string }} props
 */
export function shareSheet({ words, login, site }) {
  return page({
    facts: [[t("Nom"), login], ...(site ? [[t("Adresse"), site]] : [])],
    words,
    notes: [
      t("La personne qui vous a remis cette feuille vous fait confiance. Seule, la feuille n’ouvre rien. Gardez-la sans la montrer, sans la photographier, et sans dire que vous l’avez."),
      t("Si elle vous la redemande, vérifiez que c’est bien elle, de vive voix. Si quelqu’un d’autre vous la demande, ne la donnez pas et prévenez-la."),
    ],
  });
}

/** For a lost second factor: ten codes, each good once. @param {{ codes: string[] }} props */
export function codesSheet({ codes }) {
  return page({ facts: [], words: codes, notes: [t("Chaque ligne sert une seule fois. Rayez-la ensuite."), t("À la maison, une feuille se trouve. Mieux vaut la garder ailleurs, et à part des autres.")] });
}

/** @param {{ facts: string[][], words: string[], notes: string[] }} props */
function page({ facts, words, notes }) {
  return html`<header><h1>${t("Notes")}</h1><p>${formatDate(new Date().toISOString())}</p></header>
    ${facts.length ? html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd translate="no">${value}</dd></div>`)}</dl>` : nothing}
    <ol class="paper-words" translate="no">${words.map((word) => html`<li>${word}</li>`)}</ol>
    <footer>${notes.map((note) => html`<p>${note}</p>`)}</footer>`;
}

/** @type {HTMLElement | undefined} */
let paper;

/** Print one sheet. @param {import("./html.js").TemplateResult} sheet */
export function printSheet(sheet) {
  dropSheet();
  paper = document.createElement("section");
  paper.className = "paper";
  paper.lang = document.documentElement.lang;
  document.body.append(paper);
  render(sheet, paper);
  window.print();
}

/** Nothing of it stays in the page. */
export function dropSheet() {
  if (!paper) return;
  render(nothing, paper);
  paper.remove();
  paper = undefined;
}

window.addEventListener("afterprint", dropSheet);
window.addEventListener("memo:leave", dropSheet);
