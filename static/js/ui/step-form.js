/** Preparing a step: which one, what to put in it, the few words of one's own. */
import { aboutStep } from "./step-about.js";
import { check, choices, field } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { listRows } from "./rows.js";
import { stepKind, STEPS } from "./step-kinds.js";
import { stepper } from "./stepper.js";

/** @typedef {import("./step-kinds.js").StepName} StepName */

/** @param {number} current */
export function steps(current) {
  return stepper({ label: t("Préparer une démarche"), steps: [t("Comprendre"), t("Choisir"), t("Compléter"), t("Relire")], current });
}

/** @param {{ open: ReadonlySet<string>, onOpen: (name: string) => void }} props open: those with something under way in this tab */
export function stepList({ open, onOpen }) {
  const rows = STEPS.map((name) => {
    const { title, meta, icon: drawing } = stepKind(name);
    return { id: name, title, meta, icon: drawing, chips: open.has(name) ? [{ text: t("commencé") }] : [] };
  });
  return html`<p>${t("Un texte se prépare ici, à partir de ce que vous choisissez. Vous le relisez, le changez, l’imprimez ou le copiez. Rien ne part tout seul.")}</p>
    ${listRows(rows, { onOpen })}
    <p class="soft small">${t("Faire une démarche n’oblige à aucune autre. On peut s’arrêter à tout moment, ou demander à une association de la faire avec vous.")}</p>`;
}

/** @param {{ name: StepName, way: string, onWay: (way: string) => void, onNext: () => void }} props */
export function aboutView({ name, way, onWay, onNext }) {
  const { ways } = stepKind(name);
  return html`${steps(0)}${aboutStep(name)}
    ${ways.length ? choices({ name: "way", legend: t("Que voulez-vous préparer ?"), options: ways, value: way, column: true, onChoose: onWay }) : nothing}
    <div class="actions"><button type="button" class="btn main" @click=${onNext}>${t("Continuer")}</button></div>`;
}

/** @typedef {{ kind: string, name: string, chosen: number, all: number, view: () => import("./html.js").TemplateResult }} List */
/** @typedef {{ id: string, name: string, pieces: { id: string, title: string }[], paper: boolean }} WantedLine */

/**
 * @param {{ name: StepName, lists: List[], options: Record<string, boolean | undefined>, wanted: WantedLine[], busy: boolean, what: string,
 *   error: { message: string } | undefined, onTimeline: (() => void) | undefined, onOption: (id: string, on: boolean) => void, onAttach: (id: string) => void,
 *   onDetach: (id: string, piece: string) => void, onPaper: (id: string, on: boolean) => void, onNext: () => void }} props
 */
export function chooseView({ name, lists, options, wanted, busy, what, error, onTimeline, onOption, onNext, ...on }) {
  const some = lists.filter(({ all }) => all > 0);
  return html`${steps(1)}
    ${error ? failure(error) : nothing}
    ${some.length ? html`<p>${t("Choisissez ce qui compte pour cette démarche. Le reste du coffre n’y entre pas.")}</p>` : notice({ text: t("Le coffre est encore vide : le texte aura des blancs, à remplir à la main.") })}
    ${wanted.length ? html`<section class="stack" aria-labelledby="wanted"><h2 id="wanted">${t("Pièces demandées")}</h2><p class="soft small">${t("Toutes ne vous concernent pas. Dites où se trouve chacune ; le reste se réunira peu à peu.")}</p>${wantedList(wanted, on)}</section>` : nothing}
    ${onTimeline ? html`<div><button type="button" class="btn" ?disabled=${busy} @click=${onTimeline}>${icon("thread")}${t("Reprendre une frise")}</button></div>` : nothing}
    <div>${some.map(fold)}
    <details class="fold"><summary>${t("Ce qui reste en dehors, sauf si vous le choisissez")}</summary><div>
      ${stepKind(name).options.map(({ id, label }) => check({ id, label, checked: options[id] ?? false, onChange: (checked) => onOption(id, checked) }))}
      <p class="soft small">${t("Un nom que vous avez écrit dans un récit y reste : vous pourrez l’enlever en relisant.")}</p>
    </div></details></div>
    <div class="pick-bar">
      <p role="status">${busy ? t("Lecture…") : what || t("Rien de choisi")}</p>
      <button type="button" class="btn main" ?disabled=${busy} @click=${onNext}>${t("Continuer")}</button>
    </div>`;
}

/** @param {List} list @param {number} rank the first is open */
function fold({ name, chosen, all, view }, rank) {
  return html`<details class="fold" ?open=${rank === 0}><summary>${t("{name} : {chosen} sur {all}", { name, chosen, all })}</summary>${view()}</details>`;
}

/** @param {WantedLine[]} wanted @param {{ onAttach: (id: string) => void, onDetach: (id: string, piece: string) => void, onPaper: (id: string, on: boolean) => void }} on */
function wantedList(wanted, { onAttach, onDetach, onPaper }) {
  return html`<ul class="wanted">${wanted.map(({ id, name, pieces, paper }) => html`<li class=${pieces.length || paper ? "found" : ""}>
    <p><strong>${name}</strong>${pieces.length || paper ? nothing : html` <span class="soft small">${t("à réunir")}</span>`}</p>
    ${pieces.map((piece) => html`<p class="linked">${icon("clip")}<span>${piece.title}</span>
      <button type="button" class="btn quiet icon-only" @click=${() => onDetach(id, piece.id)}>${icon("close", t("Détacher {title}", { title: piece.title }))}</button></p>`)}
    <div class="row">
      <button type="button" class="btn" aria-label=${t("Du coffre : {name}", { name })} @click=${() => onAttach(id)}>${icon("clip")}${t("Du coffre")}</button>
      ${check({ id: `paper-${id}`, label: html`${t("Sur papier")}<span class="visually-hidden"> (${name})</span>`, checked: paper, onChange: (checked) => onPaper(id, checked) })}
    </div>
  </li>`)}</ul>`;
}

/** @param {{ name: StepName, own: Record<string, string>, isReused: boolean, onOwn: (id: string, value: string) => void, onNext: () => void }} props isReused: words of another step are here */
export function fieldsView({ name, own, isReused, onOwn, onNext }) {
  return html`${steps(2)}<form class="stack loose" @submit=${submitted(onNext)}>
    <p>${t("Rien n’est obligatoire. Ce qui reste vide se remplira à la main, sur le papier.")}</p>
    ${isReused ? notice({ tone: "safe", text: t("Ce que vous avez écrit pour une autre démarche est repris ici. Vous pouvez le changer.") }) : nothing}
    ${stepKind(name).fields.map(({ id, label, hint = "", area }) => field({
      id: `step-${id}`, label, hint, value: own[id] ?? "", maxlength: area ? 5000 : 300, onInput: (value) => onOwn(id, value), ...(area ? { type: "area" } : {}),
    }))}
    <div class="actions"><button class="btn main">${t("Voir le texte")}</button></div>
  </form>`;
}
