/** Erasing for good: what is asked before, and what is said on every screen while it waits. */
import { check, choices } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { formatDate, t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { wordField } from "./word-field.js";

/** @typedef {{ id: string, label: string, until: string }} LiveShare */
/** @typedef {"wait" | "now" | "long"} Moment */

/**
 * @typedef {object} Waiting an erasure under way
 * @property {string} id
 * @property {boolean} whole
 * @property {number} count of items
 * @property {string} readyAt
 * @property {boolean} ready
 */

/**
 * On every screen: whoever opens the vault sees it, and any open session may cancel it.
 *
 * @param {{ list: Waiting[], busy: boolean, error: { message: string } | undefined, onCancel: (id: string) => void, onFinish: (id: string) => void, onTakeAlong: () => void }} props
 */
export function erasuresUnderWay({ list, busy, error, ...acts }) {
  if (list.length === 0 && !error) return nothing;
  return html`<section class="under-way no-print" aria-label=${t("Effacements demandés")}>
    ${error ? failure(error) : nothing}
    ${list.map((one) => html`<div class="note watch">
      ${icon("trash")}
      <p class="title">${titleOf(one)}</p>
      <div><p>${whenOf(one)}</p></div>
      <div class="row">
        ${one.ready && !one.whole ? html`<button type="button" class="btn end" ?disabled=${busy} @click=${() => acts.onFinish(one.id)}>${t("Finir d’effacer")}</button>` : nothing}
        <button type="button" class="btn" ?disabled=${busy} @click=${() => acts.onCancel(one.id)}>${t("Annuler l’effacement")}</button>
        ${one.whole ? html`<button type="button" class="btn quiet" @click=${acts.onTakeAlong}>${t("Emporter mon coffre")}</button>` : nothing}
      </div>
    </div>`)}
  </section>`;
}

/** @param {Waiting} one */
function titleOf({ whole, count, ready }) {
  if (whole) return t("L’effacement de tout le coffre est demandé");
  return ready ? tn("{n} élément peut être effacé", "{n} éléments peuvent être effacés", count) : tn("L’effacement de {n} élément est demandé", "L’effacement de {n} éléments est demandé", count);
}

/** @param {Waiting} one */
function whenOf({ whole, readyAt, ready }) {
  const date = formatDate(readyAt, "moment");
  if (whole) return t("Il se fera le {date}, sans rien redemander. Si cela ne vient pas de vous, annulez, puis regardez qui est entré.", { date });
  if (ready) return t("Le délai est passé. Rien ne s’efface sans votre geste.");
  return t("Il sera possible le {date}. D’ici là, rien n’est effacé. Si cela ne vient pas de vous, annulez.", { date });
}

/**
 * @typedef {object} Words of rescue, as they are typed
 * @property {string} value
 * @property {import("./word-field.js").WordField["reading"]} reading
 * @property {(value: string) => void} onInput
 * @property {(word: string) => void} onPick
 */

/** What can no longer be taken back, once and for all. */
function afterErasing() {
  return html`<ul class="leaving-list">
    <li>${icon("trash")}<span>${t("Disparaît d’ici, pour toujours : le texte, ses anciennes versions, le fichier et sa clé.")}</span></li>
    <li>${icon("eye")}<span>${t("Reste ailleurs : ce que quelqu’un a déjà vu, copié ou imprimé, et l’original dans votre appareil.")}</span></li>
  </ul>`;
}

/**
 * @param {object} props
 * @param {boolean} props.ripe its thirty days are over
 * @param {LiveShare[] | undefined} props.shares that still show it; undefined while it is looked up
 * @param {ReadonlySet<string>} props.ending those to end
 * @param {Moment} props.moment
 * @param {boolean} props.hasWords whether the vault has words of rescue
 * @param {Words} props.words
 * @param {{ message: string } | undefined} props.error
 * @param {(id: string, end: boolean) => void} props.onEnd
 * @param {(moment: Moment) => void} props.onMoment
 */
export function eraseBody({ ripe, shares, ending, moment, hasWords, words, error, onEnd, onMoment }) {
  return html`<div class="stack">
    ${error ? failure(error) : nothing}
    ${afterErasing()}
    <div role="status">${sharesPart({ shares, ending, onEnd })}</div>
    ${ripe ? nothing : momentPart({ moment, hasWords, onMoment, words })}
  </div>`;
}

/** @param {{ shares: LiveShare[] | undefined, ending: ReadonlySet<string>, onEnd: (id: string, end: boolean) => void }} props */
function sharesPart({ shares, ending, onEnd }) {
  if (!shares) return html`<p class="soft">${t("Recherche des partages qui le montrent…")}</p>`;
  if (shares.length === 0) return html`<p class="soft">${t("Aucun partage en cours ne le montre.")}</p>`;
  return html`${notice({ tone: "watch", text: tn("{n} partage en cours le montre encore, jusqu’à sa date. Vous pouvez l’arrêter avec.", "{n} partages en cours le montrent encore, jusqu’à leur date. Vous pouvez les arrêter avec.", shares.length) })}
    ${shares.map(({ id, label, until }) => check({
      id: `end-${id}`, checked: ending.has(id), onChange: (end) => onEnd(id, end),
      label: t("Arrêter aussi le partage avec {label}, ouvert jusqu’au {date}", { label, date: formatDate(until) }),
    }))}`;
}

/** @param {{ moment: Moment, hasWords: boolean, onMoment: (moment: Moment) => void, words: Words }} props */
function momentPart({ moment, hasWords, onMoment, words }) {
  const wait = { value: /** @type {Moment} */ ("wait"), label: t("Dans 72 heures"), hint: t("Annulable jusque-là. Le coffre le dit à chaque ouverture.") };
  const now = { value: /** @type {Moment} */ ("now"), label: t("Tout de suite"), hint: t("Avec vos douze mots de secours.") };
  return html`${choices({ name: "erase-moment", legend: t("Quand ?"), column: true, options: hasWords ? [wait, now] : [wait], value: moment, onChoose: onMoment,
    hint: t("La phrase de passe seule ne suffit pas à effacer sur-le-champ : quelqu’un pourrait vous y forcer, ou la connaître.") })}
    ${moment === "now" ? wordsPart(words) : nothing}`;
}

/** @param {Words} words */
export function wordsPart(words) {
  return wordField({ ...words, id: "erase-words", label: t("Vos douze mots de secours"), count: 12 });
}
