/** The last look before a share: exactly what will be seen, and what will not. */
import { html, icon, nothing } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { progress, skeleton } from "./progress.js";
import { readingView } from "./reader-page.js";
import { steps } from "./share-form.js";

/**
 * @typedef {object} Look
 * @property {boolean} busy
 * @property {number} done files looked at, and copied where one is needed; parts of one too
 * @property {number} all files to look at
 * @property {{ message: string } | undefined} error
 * @property {string} stuck the piece of which no copy can be made, empty for any other error
 * @property {string} [asIs] pieces shown as they are, since no copy can be made
 * @property {string} label
 * @property {string} [purpose]
 * @property {string} [until]
 * @property {number} [opens]
 * @property {string} [what]
 * @property {string[]} [leftOut]
 * @property {import("./reader-page.js").Shown} [shown]
 * @property {(id: string) => void} [onPiece]
 * @property {() => void} onRetry
 * @property {() => void} onAsIs
 * @property {() => void} onOpen
 */

/** @param {Look} props */
export function lookView(props) {
  const { shown, error, busy, label } = props;
  return html`${steps(2)}
    ${error ? failure(error, props.stuck ? { label: t("Montrer {piece} tel quel", { piece: props.stuck }), onClick: props.onAsIs } : shown ? undefined : { label: t("Réessayer"), onClick: props.onRetry }) : nothing}
    ${shown
      ? html`<div class="look">
        <section class="sheet stack" aria-labelledby="look-title"><h2 id="look-title">${t("Ce que {label} verra", { label })}</h2>${readingView({ shown, onPiece: props.onPiece ?? (() => {}) })}</section>
        ${terms(props)}
      </div>`
      : busy ? waiting(props) : nothing}`;
}

/** @param {Look} props */
function waiting({ done, all }) {
  if (all === 0) return skeleton(3);
  return html`<div class="sheet">${progress({ label: t("Copies sans le lieu de prise de vue"), value: done / all, ...(all > 1 ? { figures: t("{done} sur {all}", { done: Math.floor(done), all }) } : {}) })}</div>`;
}

/** @param {Look} props */
function terms({ label, purpose, until = "", opens = 0, what = "", leftOut = [], asIs = "", busy, onOpen }) {
  return html`<aside class="sheet stack" aria-labelledby="terms-title">
    <h2 id="terms-title">${t("Montré à {label}", { label })}</h2>
    ${purpose ? html`<p>${purpose}</p>` : nothing}
    <p><strong>${what}</strong><br>${t("jusqu’au {date}", { date: until })}<br>${tn("{n} ouverture au plus", "{n} ouvertures au plus", opens)}</p>
    ${notice({ tone: "safe", title: t("N’y est pas"), text: html`<ul class="plain-list">${leftOut.map((one) => html`<li>${one}</li>`)}</ul><p class="small">${t("Une modification faite après ne sera pas vue.")}</p>` })}
    ${asIs ? notice({ tone: "watch", text: t("{pieces} : montré tel quel. Un lieu peut y être inscrit.", { pieces: asIs }) }) : nothing}
    <p class="soft small">${t("Ensuite, la moitié de la clé que nous gardons est détruite : le lien n’ouvre plus rien. Ce qui a été vu ou copié reste vu.")}</p>
    <button type="button" class="btn main wide" ?disabled=${busy} aria-busy=${busy ? "true" : nothing} @click=${onOpen}>${icon("share")}${t("Ouvrir le partage")}</button>
  </aside>`;
}
