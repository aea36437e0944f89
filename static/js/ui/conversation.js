/**
 * Reading an exported conversation: on its way, what is asked once, the months, the messages of one, and what becomes of those chosen.
 *
 * It opens on the months, closed: nobody is thrown back into the worst of it by opening a file.
 */
import { choices, check, field, searchField } from "./field.js";
import { sendingList } from "./file-field.js";
import { html, icon, nothing, svg } from "./html.js";
import { formatDay, formatNumber, formatSize, t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { progress } from "./progress.js";
import { fileButton } from "./tile.js";

/** @param {{ gate: import("./html.js").TemplateResult | undefined, onFiles: (files: File[]) => void }} props */
export function conversationChoice({ gate, onFiles }) {
  return html`<div class="stack loose">
    <p>${t("Le fichier exporté est d’abord gardé comme une pièce, tel quel, au bit près. Ensuite vous le lisez ici, et vous choisissez les messages qui comptent.")}</p>
    ${gate ?? html`<div class="choosing dropzone"><div class="row">${fileButton({ id: "conversation-file", label: t("Choisir le fichier exporté"), several: false, onFiles })}</div></div>`}
    <h2>${t("D’où vient le fichier ?")}</h2>
    <dl class="ways">
      <dt>${t("WhatsApp")}</dt><dd>${t("Dans la discussion : menu, « Plus », « Exporter la discussion ». Avec les médias, c’est un fichier .zip ; sans, un fichier .txt, qui remonte souvent plus loin.")}</dd>
      <dt>${t("SMS et MMS (Android)")}</dt><dd>${t("Une application de sauvegarde qui écrit un fichier .xml, comme « SMS Backup & Restore ».")}</dd>
      <dt>${t("E-mails")}</dt><dd>${t("Un message enregistré (.eml), ou une boîte entière (.mbox).")}</dd>
    </dl>
    <p class="soft small">${t("Rien n’est lu ailleurs que dans cette page. Exportez seulement une conversation dont vous faites partie, depuis votre appareil ; et si quelqu’un peut voir cet appareil, effacez ensuite le fichier exporté.")}</p>
  </div>`;
}

/**
 * @typedef {object} Standing what is said above the messages
 * @property {import("./file-field.js").Sending[]} sendings
 * @property {{ read: number, size: number, messages: number, onStop: () => void } | undefined} reading
 * @property {{ message: string } | undefined} error
 * @property {string} stopped why it ended before the end
 * @property {boolean} short as many messages as the application exports at most
 * @property {number} garbled messages
 * @property {number} undated messages
 * @property {number} astray messages that are not where their date would have them
 * @property {number} beside texts of the archive that are not read
 * @property {boolean} kept the original is in the vault
 * @property {() => void} onPiece
 */

/** @param {Standing} props */
export function standingView({ sendings, reading, error, stopped, short, garbled, undated, astray, beside, kept, onPiece }) {
  return html`${sendingList(sendings)}
    ${reading ? progress({ label: t("Lecture, dans cette page"), value: reading.size ? Math.min(1, reading.read / reading.size) : 0, figures: `${formatSize(reading.read)} · ${tn("{n} message", "{n} messages", reading.messages)}`, onCancel: reading.onStop }) : nothing}
    ${error ? failure(error, kept ? { label: t("Voir la pièce"), onClick: onPiece } : undefined) : nothing}
    ${kept || sendings.length ? nothing : notice({ tone: "watch", text: t("L’envoi a été arrêté : le fichier n’est pas dans vos pièces. Ajoutez-le de nouveau, pour que les faits mènent à l’original.") })}
    ${stopped ? notice({ tone: "watch", text: stopped }) : nothing}
    ${short ? notice({ tone: "watch", text: t("WhatsApp coupe les exports des longues conversations sans le dire : les messages les plus anciens manquent peut-être. Un export sans les médias va plus loin. Gardez aussi le téléphone.") }) : nothing}
    ${garbled ? notice({ text: tn("{n} message contient des signes illisibles, montrés par « � ». L’original les garde.", "{n} messages contiennent des signes illisibles, montrés par « � ». L’original les garde.", garbled) }) : nothing}
    ${undated ? notice({ text: tn("{n} message n’a pas de date lisible.", "{n} messages n’ont pas de date lisible.", undated) }) : nothing}
    ${astray ? notice({ tone: "watch", text: tn("{n} message n’est pas, dans le fichier, à la place de sa date. Il a pu être collé dans un autre : l’original le montre.", "{n} messages ne sont pas, dans le fichier, à la place de leur date. Ils ont pu être collés dans d’autres : l’original le montre.", astray) }) : nothing}
    ${beside ? notice({ text: tn("L’archive contient aussi {n} autre fichier de texte, qui n’est pas lu ici. L’original le garde.", "L’archive contient aussi {n} autres fichiers de texte, qui ne sont pas lus ici. L’original les garde.", beside) }) : nothing}`;
}

/**
 * What the reading takes for granted, and the way to say otherwise.
 *
 * @param {object} props
 * @param {boolean} props.byDevice hours were counted, and are shown by this device's clock
 * @param {string} props.written a day that could be two, as the file has it
 * @param {string} props.example the same as it is read; empty when nothing could be read otherwise
 * @param {() => void} props.onSwap
 * @param {string | null} props.me
 * @param {(() => void) | undefined} props.onMe
 * @param {string} props.thread
 * @param {(() => void) | undefined} props.onThread
 */
export function howRead({ byDevice, written, example, onSwap, me, onMe, thread, onThread }) {
  const line = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ onClick) => html`<p>${text}</p><div><button type="button" class="btn quiet" @click=${onClick}>${label}</button></div>`;
  return html`<details class="fold"><summary>${t("Comment ce fichier est lu")}</summary><div class="stack">
    <p>${byDevice ? t("Les heures sont celles de l’horloge de cet appareil ({zone}).", { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone }) : t("Les heures sont celles que le fichier donne : l’horloge du téléphone qui l’a exporté.")}</p>
    ${example ? line(t("Dans ce fichier, « {date} » se lit {day}.", { date: written, day: example }), t("Lire dans l’autre sens"), onSwap) : nothing}
    ${onMe ? line(me ? t("« Moi », ici, c’est {name}.", { name: me }) : t("Vous n’écrivez pas dans cette conversation."), t("Dire qui je suis"), onMe) : nothing}
    ${onThread ? line(t("La conversation ouverte est celle avec {name}.", { name: thread || t("Sans nom") }), t("En ouvrir une autre"), onThread) : nothing}
  </div></details>`;
}

/** @param {{ example: string, day: string, month: string, onFirst: (first: "day" | "month") => void }} props */
export function orderQuestion({ example, day, month, onFirst }) {
  return html`<section class="sheet stack">${choices({
    name: "conversation-order", legend: t("Dans ce fichier, que veut dire « {date} » ?", { date: example }), value: null, column: true,
    hint: t("Rien dans le fichier ne le dit. Toutes les dates en dépendent."),
    options: [{ value: "day", label: day }, { value: "month", label: month }], onChoose: (first) => onFirst(/** @type {"day" | "month"} */ (first)),
  })}</section>`;
}

/** @param {{ names: string[], onMe: (name: string) => void }} props */
export function meQuestion({ names, onMe }) {
  return html`<section class="sheet stack">${choices({
    name: "conversation-me", legend: t("Qui êtes-vous dans cette conversation ?"), value: null, column: true,
    options: [...names.map((name) => ({ value: name, label: name })), { value: "", label: t("Aucune de ces personnes") }], onChoose: onMe,
  })}</section>`;
}

/** @param {{ threads: { number: number, name: string, count: number }[], onThread: (number: number) => void }} props */
export function threadQuestion({ threads, onThread }) {
  return html`<section class="stack"><h2>${t("Avec qui ?")}</h2>
    <p>${t("Ce fichier contient plusieurs conversations. Une seule est ouverte à la fois.")}</p>
    <ul class="rows">${threads.map(({ number, name, count }) => html`<li class="list-row">${icon("people")}<div class="what">
      <button type="button" class="row-open" @click=${() => onThread(number)}><strong>${name || t("Sans nom")}</strong></button>
      <p class="meta">${tn("{n} message", "{n} messages", count)}</p></div></li>`)}</ul></section>`;
}

/** @typedef {{ month: string, count: number, onOpen: () => void }} MonthCell month: `2023-03`, empty without a date */

/**
 * @param {object} props
 * @param {string} props.summary
 * @param {{ year: string, months: MonthCell[] }[]} props.years
 * @param {number} props.most messages of the fullest month
 * @param {() => void} props.onPiece
 * @param {(() => void) | undefined} props.onReread somebody else reads it in her place
 * @param {import("./html.js").Content} props.finding
 * @param {import("./html.js").Content} props.how
 */
export function monthsView({ summary, years, most, onPiece, onReread, finding, how }) {
  return html`<p class="talk-sum">${summary}</p>
    ${finding}
    <section aria-labelledby="talk-months"><h2 id="talk-months">${t("Mois par mois")}</h2>
      ${years.map(({ year, months }) => html`<section class="talk-year" aria-label=${year || t("Sans date")}>${year ? html`<h3>${year}</h3>` : nothing}
        <ul>${months.map((month) => html`<li>${monthCell(month, most)}</li>`)}</ul></section>`)}
    </section>
    ${how}
    <div class="actions"><button type="button" class="btn" @click=${onPiece}>${icon("files")}${t("Voir la pièce d’origine")}</button>
      ${onReread ? html`<button type="button" class="btn quiet" @click=${onReread}>${icon("people")}${t("Quelqu’un d’autre peut relire pour moi")}</button>` : nothing}</div>`;
}

/** @param {MonthCell} cell @param {number} most */
function monthCell({ month, count, onOpen }, most) {
  const name = month ? formatDay(month).replace(/ ?\d{4}$/, "") : t("Sans date");
  return html`<button type="button" class="talk-month" @click=${onOpen}><span>${name}</span>
    <span class="soft small">${tn("{n} message", "{n} messages", count)}</span>
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${svg`<rect x="0" y="0" height="4" width=${Math.max(2, (100 * count) / Math.max(most, 1))}></rect>`}</svg></button>`;
}

/**
 * @typedef {object} Finding
 * @property {string} text
 * @property {string} who
 * @property {string[]} names
 * @property {string} from
 * @property {string} to
 * @property {boolean} open
 * @property {string} found what it gave, empty while nothing is looked for
 * @property {(change: { text?: string, who?: string, from?: string, to?: string }) => void} onFind
 * @property {() => void} onClear
 * @property {(day: string) => void} onJump
 */

/** @param {Finding} props */
export function findingView({ text, who, names, from, to, open, found, onFind, onClear }) {
  const chosen = (/** @type {Event} */ event) => onFind({ who: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<div class="stack talk-find">
    ${searchField({ id: "conversation-search", label: t("Chercher un mot dans la conversation"), value: text, onInput: (value) => onFind({ text: value }) })}
    <details class="fold" ?open=${open}><summary>${t("Une personne, des dates")}</summary><div class="row top">
      ${names.length > 1 ? html`<div class="field inline"><label for="conversation-who">${t("De qui ?")}</label><select id="conversation-who" @change=${chosen}>
        <option value="" ?selected=${who === ""}>${t("Tout le monde")}</option>${names.map((name) => html`<option value=${name} ?selected=${who === name}>${name}</option>`)}</select></div>` : nothing}
      ${field({ id: "conversation-from", type: "date", inline: true, label: t("Du"), value: from, onInput: (value) => onFind({ from: value }) })}
      ${field({ id: "conversation-to", type: "date", inline: true, label: t("Au"), value: to, onInput: (value) => onFind({ to: value }) })}
    </div></details>
    <div class="between"><p class="small" role="status">${found}</p>${found ? html`<button type="button" class="btn quiet" @click=${onClear}>${t("Revenir aux mois")}</button>` : nothing}</div>
  </div>`;
}

/**
 * @param {object} props
 * @param {string} props.title
 * @param {(() => void) | undefined} props.onBefore
 * @param {(() => void) | undefined} props.onAfter
 * @param {() => void} props.onMonths
 * @param {string} props.day
 * @param {(day: string) => void} props.onJump
 */
export function monthHead({ title, onBefore, onAfter, onMonths, day, onJump }) {
  return html`<div class="talk-head">
    <button type="button" class="btn quiet icon-only" ?disabled=${!onBefore} @click=${onBefore}>${icon("back", t("Mois précédent"))}</button>
    <h2>${title}</h2>
    <button type="button" class="btn quiet icon-only" ?disabled=${!onAfter} @click=${onAfter}>${icon("next", t("Mois suivant"))}</button>
  </div>
  <div class="row top">${field({ id: "conversation-jump", type: "date", inline: true, label: t("Aller au"), value: day, onInput: () => undefined, onChange: onJump })}
    <button type="button" class="btn quiet" @click=${onMonths}>${t("Tous les mois")}</button></div>`;
}

/**
 * @param {object} props
 * @param {number} props.count chosen
 * @param {number} props.days of them
 * @param {number} props.files attached to them, and here
 * @param {number} props.filesAtMost how many are kept at once
 * @param {boolean} props.withFiles
 * @param {boolean} props.busy
 * @param {{ message: string } | undefined} props.error
 * @param {(() => void) | undefined} props.onBetween
 * @param {(on: boolean) => void} props.onFiles
 * @param {() => void} props.onFact
 * @param {() => void} props.onFacts
 * @param {() => void} props.onNone
 */
export function choiceBar({ count, days, files, filesAtMost, withFiles, busy, error, onBetween, onFiles, onFact, onFacts, onNone }) {
  if (count === 0) return html`<p class="soft small talk-hint">${t("Touchez un message pour le choisir.")}</p>`;
  return html`<div class="pick-bar talk-bar">
    ${error ? failure(error) : nothing}
    <div class="between"><p role="status">${tn("{n} message choisi", "{n} messages choisis", count)}</p>
      <button type="button" class="btn quiet icon-only" @click=${onNone}>${icon("close", t("Ne plus rien choisir"))}</button></div>
    ${files ? check({ id: "conversation-files", label: files > filesAtMost ? t("Garder aussi {n} des {all} fichiers joints comme pièces", { n: filesAtMost, all: files }) : tn("Garder aussi le fichier joint comme pièce", "Garder aussi les {n} fichiers joints comme pièces", files), checked: withFiles, onChange: onFiles }) : nothing}
    <div class="row">
      <button type="button" class="btn main" ?disabled=${busy} @click=${onFact}>${busy ? t("Un instant…") : t("En faire un fait")}</button>
      ${days > 1 ? html`<button type="button" class="btn" ?disabled=${busy} @click=${onFacts}>${tn("Un fait par jour ({n})", "Un fait par jour ({n})", days)}</button>` : nothing}
      ${onBetween ? html`<button type="button" class="btn quiet" @click=${onBetween}>${t("Aussi ceux d’entre les deux")}</button>` : nothing}
    </div>
  </div>`;
}

/** @param {{ shown: number, all: number, onMore: () => void }} props */
export function moreMessages({ shown, all, onMore }) {
  if (shown >= all) return nothing;
  return html`<p class="soft small">${t("{shown} messages sur {all} sont montrés.", { shown: formatNumber(shown), all: formatNumber(all) })}</p>
    <button type="button" class="btn wide" @click=${onMore}>${t("Montrer la suite")}</button>`;
}
