/** Changes that the service refused: what each holds, why, and what can be done with it. */
import { html, nothing } from "./html.js";
import { formatDate, t, tn } from "./i18n.js";
import { notice } from "./notice.js";

/** @typedef {{ title: string, kind: string, texts: string[] }} RefusedPart kind: what it is, or what was to be done with it */

/**
 * @typedef {object} RefusedChange
 * @property {string} at when it was written
 * @property {string} why
 * @property {RefusedPart[] | undefined} parts undefined where it does not open any more
 * @property {() => void} onAgain
 * @property {(() => void) | undefined} onAnew
 * @property {() => void} onDrop
 */

/** @param {RefusedChange[]} list */
export function refusedPart(list) {
  if (list.length === 0) return nothing;
  const text = tn("{n} changement a été refusé par le service. Il est toujours ici.", "{n} changements ont été refusés par le service. Ils sont toujours ici.", list.length);
  return html`<section class="stack" aria-labelledby="device-refused"><h2 id="device-refused">${t("Ce qui a été refusé")}</h2>
    <div role="status">${notice({ tone: "bad", text })}</div>
    ${list.map(refused)}
  </section>`;
}

/** @param {RefusedChange} props */
function refused({ at, why, parts, onAgain, onAnew, onDrop }) {
  return html`<article class="sheet stack">
    <p class="small soft">${t("Écrit ici : {date}.", { date: formatDate(at, "moment") })}</p>
    ${parts ? parts.map(part) : html`<p>${t("Ce changement est abîmé sur cet appareil et ne s’ouvre plus.")}</p>`}
    ${parts ? html`<p class="small soft">${why}</p>` : nothing}
    <div class="row">
      ${parts ? html`<button type="button" class="btn" @click=${onAgain}>${t("Réessayer")}</button>` : nothing}
      ${onAnew ? html`<button type="button" class="btn" @click=${onAnew}>${t("Garder comme un nouvel élément")}</button>` : nothing}
      <button type="button" class="btn end" @click=${onDrop}>${t("Jeter")}</button>
    </div>
  </article>`;
}

/** @param {RefusedPart} props */
function part({ title, kind, texts }) {
  return html`<h3>${title || kind}</h3>
    ${title ? html`<p class="small soft">${kind}</p>` : nothing}
    ${texts.map((text) => html`<p class="written">${text}</p>`)}`;
}
