/** The forms of a new share: what, to whom and until when; then its link and its code, shown once. */
import { codeBox } from "./code.js";
import { empty } from "./empty.js";
import { check, choices, field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { pickRows } from "./rows.js";
import { stepper } from "./stepper.js";

const STEPS = () => [t("Quoi"), t("Pour qui"), t("Dernier regard"), t("Lien et code")];

/** @param {number} current */
export function steps(current) {
  return stepper({ label: t("Montrer une partie"), steps: STEPS(), current });
}

/** @typedef {{ kind: string, name: string, chosen: number, all: number, view: () => import("./html.js").TemplateResult }} List */
/** @typedef {{ kind: string, name: string, rows: import("./rows.js").Row[], chosen: ReadonlySet<string>, onChoose: (id: string, chosen: boolean) => void }} Kept what she keeps for herself */
/** @typedef {(change: Record<string, any>) => void} Set */

/**
 * @param {{ timelines: { id: string, title: string, meta: string }[], timeline: string, lists: List[], readings: Kept[], feelings: boolean, notes: boolean,
 *   withoutLocation: boolean, located: boolean, locatedIn: string, reread: boolean, what: string, busy: boolean, error: { message: string } | undefined,
 *   onTimeline: (id: string) => void, onSet: Set, onNext: () => void }} props
 */
export function chooseView(props) {
  const { timelines, timeline, lists, readings, what, busy, error, onTimeline, onNext } = props;
  if (lists.every(({ all }) => all === 0) && readings.length === 0) return empty({ picture: "empty-shares", title: t("Rien à montrer pour l’instant"), text: t("Notez d’abord un fait ou gardez une pièce. Vous choisirez ensuite quoi montrer, et à qui.") });
  const options = [...timelines.map(({ id, title, meta }) => ({ value: id, label: title, hint: meta })), { value: "", label: t("Choisir moi-même") }];
  return html`${steps(0)}
    <p>${props.reread ? t("Une personne en qui vous avez confiance lira à votre place. Rien ne part avant la dernière étape.") : t("Rien ne part avant la dernière étape : vous relirez tout.")}</p>
    ${error ? failure(error) : nothing}
    ${timelines.length ? choices({ name: "timeline", legend: t("À partir d’une frise"), options, value: timeline, column: true, onChoose: onTimeline }) : nothing}
    <div>${lists.filter(({ all }) => all > 0).map((list) => fold(list, !timelines.length && list.kind === "event"))}
    <details class="fold"><summary>${t("Ce qui reste caché, sauf si vous le choisissez")}</summary>${hidden(props)}</details>
    ${readings.length ? keptApart(readings) : nothing}</div>
    <div class="pick-bar">
      <p role="status">${busy ? t("Lecture…") : what || t("Rien de choisi")}</p>
      <button type="button" class="btn main" ?disabled=${busy || !what} @click=${onNext}>${t("Continuer")}</button>
    </div>`;
}

/** @param {List} list @param {boolean} open */
function fold({ name, chosen, all, view }, open) {
  return html`<details class="fold" ?open=${open}><summary>${t("{name} : {chosen} sur {all}", { name, chosen, all })}</summary>${view()}</details>`;
}

/** Closed, the last, and nothing in it is ticked beforehand. @param {Kept[]} groups */
function keptApart(groups) {
  const days = groups.some(({ kind }) => kind === "days");
  const chosen = groups.reduce((sum, { rows, chosen: ids }) => sum + rows.filter(({ id }) => ids.has(id)).length, 0);
  return html`<details class="fold kept-apart"><summary>${t("Ce que vous gardez pour vous")}${chosen ? html`<span class="soft">${tn("{n} choisi", "{n} choisis", chosen)}</span>` : nothing}</summary><div class="stack">
    <p>${t("Ces pages disent comment vous allez. Personne n’en a besoin pour vous croire. Une avocate ou un avocat peut les demander : vous décidez, une par une.")}</p>
    ${days ? html`<p class="soft small">${t("D’un mois, on voit les jours. Les mots que vous y avez écrits n’y sont que si vous montrez aussi vos ressentis.")}</p>` : nothing}
    ${groups.map(({ kind, name, rows, chosen: ids, onChoose }) => html`<section aria-labelledby="kept-${kind}"><h2 class="small-title" id="kept-${kind}">${name}</h2>${pickRows(rows, { chosen: ids, onChoose })}</section>`)}
  </div></details>`;
}

/** @param {{ feelings: boolean, notes: boolean, withoutLocation: boolean, located: boolean, locatedIn: string, onSet: Set }} props */
function hidden({ feelings, notes, withoutLocation, located, locatedIn, onSet }) {
  return html`<div>
    ${check({ id: "feelings", label: t("Montrer aussi mes ressentis et mes réflexions"), checked: feelings, onChange: (checked) => onSet({ feelings: checked }) })}
    ${check({ id: "notes", label: t("Montrer aussi mes notes sur les contacts"), checked: notes, onChange: (checked) => onSet({ notes: checked }) })}
    ${located ? check({ id: "without-location", label: t("Retirer des photos, des films et des sons le lieu où ils ont été pris : une copie est montrée, l’original reste dans le coffre"), checked: withoutLocation, onChange: (checked) => onSet({ withoutLocation: checked }) }) : nothing}
    ${located && locatedIn ? html`<p class="soft small">${t("Un lieu est inscrit dans {pieces}.", { pieces: locatedIn })}</p>` : nothing}
  </div>`;
}

/**
 * @param {{ label: string, people: string[], purpose: string, days: number, exact: string, opens: number, until: string, onSet: Set, onNext: () => void }} props people: known by her, to be chosen by one press
 */
export function forWhomView({ label, people, purpose, days, exact, opens, until, onSet, onNext }) {
  const lengths = [3, 7, 15, 30].map((n) => ({ value: String(n), label: tn("{n} jour", "{n} jours", n) }));
  return html`${steps(1)}<form class="stack loose" @submit=${submitted(onNext)}>
    ${field({ id: "label", label: t("À qui ?"), value: label, maxlength: 300, onInput: (value) => onSet({ label: value }), hint: t("Un nom qui vous parle : « Me Martin », « l’association ». La personne le verra. C’est la seule réponse nécessaire.") })}
    ${people.length ? html`<ul class="chips chosen" aria-label=${t("Vos contacts")}>${people.map((name) => html`<li><button type="button" class="chip ${name === label ? "ok" : ""}" @click=${() => onSet({ label: name })}>${icon("people")}${name}</button></li>`)}</ul>` : nothing}
    ${field({ id: "purpose", label: t("Pourquoi ?"), value: purpose, maxlength: 300, onInput: (value) => onSet({ purpose: value }), hint: t("Si vous voulez : « préparer le rendez-vous du 12 ». La personne le verra aussi.") })}
    ${choices({ name: "days", legend: t("Pendant combien de temps ?"), options: lengths, value: exact ? null : String(days), onChoose: (value) => onSet({ days: Number(value), exact: "" }) })}
    <p class="until" role="status">${until ? html`${icon("clock")}<strong>${until}</strong>` : nothing}</p>
    <details class="fold"><summary>${t("Une autre date, un nombre d’ouvertures")}</summary><div class="stack">
      ${field({ id: "exact", label: t("Jusqu’au"), type: "datetime-local", value: exact, inline: true, onInput: (value) => onSet({ exact: value }), hint: t("Trente jours au plus. Pour plus long, vous ferez un autre partage."), ...(until ? {} : { error: t("Choisissez une date dans les trente jours qui viennent.") }) })}
      ${choices({ name: "opens", legend: t("Combien d’ouvertures au plus ?"), options: [1, 3, 10, 30].map((n) => ({ value: String(n), label: String(n) })), value: String(opens), onChoose: (value) => onSet({ opens: Number(value) }) })}
    </div></details>
    <button type="submit" class="btn main" ?disabled=${!label.trim() || !until}>${t("Relire avant d’ouvrir")}</button>
  </form>`;
}

/** @param {{ label: string, link: string, code: string, onCopy: (link: string) => void, onDone: () => void }} props */
export function doneView({ label, link, code, onCopy, onDone }) {
  return html`${steps(3)}
    ${notice({ tone: "safe", text: t("Le partage est ouvert. Il faut les deux, le lien et le code, pour lire.") })}
    <h2>${t("1. Envoyez le lien à {label}", { label })}</h2>
    ${codeBox({ label: t("Lien"), code: link, long: true, onCopy })}
    <h2>${t("2. Dites le code, de vive voix")}</h2>
    <div class="code-large">${codeBox({ label: t("Code"), code })}</div>
    ${notice({ tone: "watch", title: t("Ne l’envoyez pas avec le lien."), text: t("Au téléphone ou face à face, lettre par lettre. Qui tient le lien et le code lit tout. Majuscules ou minuscules, c’est pareil ; il n’y a ni I, ni L, ni O, ni U. Ce code n’est affiché qu’une fois et n’est gardé nulle part.") })}
    <p class="soft">${t("Vous verrez ici quand {label} ouvre, et vous pourrez arrêter à tout moment. Ce qui a été vu ou copié, personne ne peut le reprendre.", { label })}</p>
    <button type="button" class="btn main" @click=${onDone}>${t("C’est noté")}</button>`;
}
