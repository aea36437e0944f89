/** The text of a step: a sheet to read over and change, and the same on paper, without anything of this site around it. */
import { html, icon, live, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { skeleton } from "./progress.js";
import { listRows } from "./rows.js";
import { steps } from "./step-form.js";

/** @typedef {{ kind: "title" | "heading" | "from" | "to" | "fact" | "text" | "sign", text: string }} Block */

/**
 * @param {object} props
 * @param {string | undefined} props.text undefined while it is composed
 * @param {string} props.gloss the same as it was composed, in the language of the page; empty where that is French
 * @param {Block[]} props.blocks the text, for paper
 * @param {number} props.blanks
 * @param {boolean} props.stale something else was chosen since she changed the text
 * @param {boolean} props.busy
 * @param {boolean} props.kept
 * @param {{ message: string } | undefined} props.error
 * @param {import("./rows.js").Row[]} props.pieces
 * @param {(text: string) => void} props.onText
 * @param {() => void} props.onAgain
 * @param {() => void} props.onPrint
 * @param {() => void} props.onCopy
 * @param {() => void} props.onKeep
 * @param {(id: string) => void} props.onPiece
 * @param {() => void} props.onErase
 */
export function textView(props) {
  const { text, blocks, error, stale, onAgain } = props;
  if (text === undefined) return html`${steps(3)}${error ? failure(error, { label: t("Réessayer"), onClick: onAgain }) : skeleton(4)}`;
  return html`${steps(3)}
    ${error ? failure(error) : nothing}
    ${stale ? notice({ text: t("Vos choix ont changé depuis. Votre texte est resté comme vous l’avez écrit."), action: { label: t("Refaire le texte"), onClick: onAgain } }) : nothing}
    ${editor(props)}
    ${acts(props)}
    ${after(props)}
    ${letter(blocks)}`;
}

/** @param {{ text: string | undefined, gloss: string, blanks: number, onText: (text: string) => void }} props */
function editor({ text = "", gloss, blanks, onText }) {
  const typed = (/** @type {Event} */ event) => onText(/** @type {HTMLTextAreaElement} */ (event.target).value);
  return html`<div class="field">
    <label for="step-text">${t("Votre texte, à relire et à changer")}</label>
    <p class="hint" id="step-text-hint">${t("Tout se modifie ici. Ce qui est dans le coffre reste intact.")} ${blanks ? tn("Il reste {n} blanc, entre crochets : à remplir ici, ou à la main.", "Il reste {n} blancs, entre crochets : à remplir ici, ou à la main.", blanks) : nothing}</p>
    <textarea id="step-text" class="letter-text" autocomplete="off" lang=${gloss ? "fr" : nothing} aria-describedby="step-text-hint" .value=${live(text)} @input=${typed}></textarea>
    ${gloss ? glossed(gloss) : nothing}
  </div>`;
}

/** @param {string} gloss */
function glossed(gloss) {
  return html`<details class="fold"><summary>${t("Le lire dans votre langue")}</summary>
    <p class="hint">${t("Le texte part en français, puisqu’une administration française le lira. Le voici dans votre langue, tel qu’il a été préparé ; ce que vous changez ensuite n’y est pas.")}</p>
    <div class="letter-text gloss">${gloss}</div></details>`;
}

/** @param {{ busy: boolean, onPrint: () => void, onCopy: () => void, onKeep: () => void, kept: boolean }} props */
function acts({ busy, kept, onPrint, onCopy, onKeep }) {
  return html`<div class="actions">
    <button type="button" class="btn main" @click=${onPrint}>${icon("document")}${t("Imprimer")}</button>
    <button type="button" class="btn" @click=${onCopy}>${icon("copy")}${t("Copier le texte")}</button>
    <button type="button" class="btn" ?disabled=${busy} aria-busy=${busy ? "true" : nothing} @click=${onKeep}>${icon("shelter")}${kept ? t("Garder cette version") : t("Garder dans mes pièces")}</button>
  </div>`;
}

/** @param {{ pieces: import("./rows.js").Row[], kept: boolean, onPiece: (id: string) => void, onErase: () => void }} props */
function after({ pieces, kept, onPiece, onErase }) {
  return html`${notice({
      tone: kept ? "safe" : "plain",
      text: kept ? t("Une copie est dans vos pièces, chiffrée. Ce que vous changez ensuite n’y est pas encore.") : t("Ce texte n’est pas encore gardé. Un verrouillage le laisse ici, chiffré ; fermer le coffre ou l’onglet le fait disparaître. Pour le retrouver plus tard, gardez-le dans vos pièces."),
    })}
    ${pieces.length ? html`<section class="stack" aria-labelledby="to-join"><h2 id="to-join">${t("Pièces à joindre")}</h2>
      <p class="soft small">${t("Le texte ne fait que les citer. Ouvrez chacune pour l’enregistrer ou l’imprimer.")}</p>${listRows(pieces, { onOpen: onPiece })}</section>` : nothing}
    <p class="small soft">${t("Un texte copié peut être lu par d’autres applications. Une feuille imprimée se trouve : gardez-la où elle ne sera pas vue. À l’impression, décochez « En-têtes et pieds de page ».")}</p>
    <div><button type="button" class="btn quiet" @click=${onErase}>${t("Tout effacer et recommencer")}</button></div>`;
}

/** Only paper shows it. @param {Block[]} blocks */
function letter(blocks) {
  return html`<article class="letter print-only" lang="fr">${blocks.map(paragraph)}</article>`;
}

/** @param {Block} block */
function paragraph({ kind, text }) {
  if (kind === "title") return html`<h2 class="letter-title">${text}</h2>`;
  if (kind === "heading") return html`<h3>${text}</h3>`;
  if (kind !== "fact") return html`<p class=${kind}>${text}</p>`;
  const [head, ...rest] = text.split("\n");
  return html`<p class="fact"><strong>${head}</strong>${rest.map((line) => html`<br>${line}`)}</p>`;
}
