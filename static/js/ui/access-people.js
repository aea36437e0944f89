/** Recovery by people: what it is, after how long, and each of its three sheets. */
import { endOfForm, presentPassword } from "./access-forms.js";
import { wordList } from "./code.js";
import { check, choices } from "./field.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { stepper } from "./stepper.js";

/**
 * @param {{ busy: boolean, error: { message: string } | undefined, password: string, shown: boolean, days: string, delays: readonly number[],
 *   onDays: (days: string) => void, onPassword: (value: string) => void, onShow: (shown: boolean) => void, onMake: () => void, onBack: () => void }} props
 */
export function peopleForm({ delays, days, busy, error, onDays, onMake, onBack, ...asking }) {
  const options = delays.map((n) => ({ value: String(n), label: tn("{n} jour", "{n} jours", n) }));
  return html`<form class="stack loose" @submit=${submitted(onMake)}>
    <p class="lead">${t("Trois feuilles de seize mots. Deux d’entre elles, ensemble, rouvrent le coffre si tout le reste est perdu. Une seule n’ouvre rien.")}</p>
    <ul class="points">
      <li>${icon("document")}<div><h2>${t("Une pour vous")}</h2><p>${t("Gardée ailleurs que chez vous, si quelqu’un fouille.")}</p></div></li>
      <li>${icon("people")}<div><h2>${t("Une pour chacune de deux personnes sûres")}</h2><p>${t("Elles n’ont pas besoin de se connaître, ni de savoir ce qu’il y a derrière. Pas deux personnes proches de qui vous surveille.")}</p></div></li>
      <li>${icon("clock")}<div><h2>${t("Un délai que vous pouvez refuser")}</h2><p>${t("Quand deux feuilles demandent l’ouverture, chaque écran de votre coffre le dit. Vous refusez d’une pression.")}</p></div></li>
    </ul>
    ${choices({ name: "people-days", legend: t("Délai avant l’ouverture"), hint: t("Plus il est long, plus vous avez de temps pour refuser ; plus il faut attendre le jour où vous en avez besoin."), options, value: days, onChoose: onDays })}
    ${notice({ tone: "watch", text: t("Si vous n’ouvrez pas votre coffre pendant ce délai, deux personnes qui s’entendent peuvent l’ouvrir. Choisissez-les pour cela.") })}
    ${error ? failure(error) : nothing}
    ${presentPassword(asking)}
    ${endOfForm({ main: t("Préparer les feuilles"), disabled: !asking.password, busy, onBack, back: t("Annuler") })}
  </form>`;
}

/** For whom each of the three is, and what is said of it. */
const FOR = () => [
  { name: t("La vôtre"), text: t("Avec une des deux autres, elle rouvre le coffre. Seule, elle n’ouvre rien.") },
  { name: t("Une personne"), text: t("Remettez-la de la main à la main. Cette personne ne voit rien de votre coffre, et ne sait pas qui a l’autre feuille.") },
  { name: t("Une autre"), text: t("Même chose, à quelqu’un d’autre. Elle ne sait pas qui a la deuxième.") },
];

/**
 * @param {{ sheets: string[][], at: number, login: string, withSite: boolean, onCopy: () => void, onPrint: () => void, onSite: (checked: boolean) => void, onNext: () => void }} props
 */
export function peopleSheets({ sheets, at, login, withSite, onCopy, onPrint, onSite, onNext }) {
  const holders = FOR();
  const isLast = at + 1 === sheets.length;
  return html`<div class="stack loose">
    ${stepper({ label: t("Les trois feuilles"), current: at, steps: holders.map(({ name }) => name) })}
    <p>${holders[at]?.text}</p>
    <p class="small">${t("Identifiant")}${t(" : ")}<strong translate="no">${login}</strong></p>
    ${wordList(sheets[at] ?? [])}
    <p class="soft">${t("Montrée une seule fois. Recopiez les seize mots et l’identifiant, ou imprimez-les.")}</p>
    ${check({ id: "people-site", label: t("Écrire l’adresse du site sur la feuille"), checked: withSite, onChange: onSite })}
    <div class="row">
      <button type="button" class="btn" @click=${onPrint}>${t("Imprimer cette feuille")}</button>
      <button type="button" class="btn quiet" @click=${onCopy}>${icon("copy")}${t("Copier")}</button>
    </div>
    <div class="actions"><button type="button" class="btn main" @click=${onNext}>${isLast ? t("C’est noté : terminé") : t("C’est noté : feuille suivante")}</button></div>
  </div>`;
}
