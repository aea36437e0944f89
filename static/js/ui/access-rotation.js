/** « Tout renouveler »: what it changes and what it cannot, a new passphrase, new words, then the end. */
import { endOfForm, lostAnswer, presentPassword } from "./access-forms.js";
import { askedWords, wordList } from "./code.js";
import { html, icon, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { pickRows } from "./rows.js";
import { stepper } from "./stepper.js";

/** @typedef {{ busy: boolean, error: { message: string } | undefined }} State */

/** @param {number} current @param {import("./html.js").Content} content */
function step(current, content) {
  return html`<div class="stack loose">${stepper({ label: t("Tout renouveler"), current, steps: [t("À savoir"), t("Phrase de passe"), t("Mots de secours"), t("Terminé")] })}${content}</div>`;
}

/**
 * @param {{ sending: boolean, shares: { id: string, title: string }[], ending: ReadonlySet<string>, onEnd: (id: string, ended: boolean) => void, onNext: () => void, onBack: () => void }} props
 */
export function rotationForm({ sending, shares, ending, onEnd, onNext, onBack }) {
  return step(0, html`<form class="stack loose" @submit=${submitted(onNext)}>
    <p class="lead">${t("À faire si quelqu’un a pu ouvrir votre coffre, copier une feuille, ou apprendre votre phrase de passe. Tout ce que vous avez gardé reste là.")}</p>
    <ul class="points">
      <li>${icon("key")}<div><h2>${t("Ce qui change")}</h2><p>${t("La phrase de passe, les mots de secours, les clés du coffre. Les anciens n’ouvrent plus rien. Les autres endroits où il est ouvert sont fermés.")}</p></div></li>
      <li>${icon("people")}<div><h2>${t("Ce qui sera à refaire")}</h2><p>${t("Les feuilles de secours remises à des personnes, et les clés d’accès qui ouvrent le coffre. « Accès » vous les rappellera. La double vérification reste.")}</p></div></li>
      <li>${icon("clock")}<div><h2>${t("Ce qui attend ailleurs")}</h2><p>${t("Ce qui attend le réseau sur un autre appareil qui garde ce coffre s’y reprend avec la phrase de passe d’aujourd’hui : gardez-la jusqu’à ce que tout soit en ligne. Un brouillon qui n’attend que dans un onglet ouvert, sur un appareil qui ne garde rien, ne peut plus être repris.")}</p></div></li>
      <li>${icon("limits")}<div><h2>${t("Ce que cela ne défait pas")}</h2><p>${t("Ce que quelqu’un a déjà vu ou copié reste chez cette personne. Ce que vous ajoutez ensuite lui est fermé.")}</p></div></li>
    </ul>
    ${shares.length ? html`<fieldset class="plain stack"><legend>${t("Vos partages en cours")}</legend>
      <p class="soft">${t("Ils continuent jusqu’à leur date. Cochez ceux qui doivent s’arrêter maintenant.")}</p>
      ${pickRows(shares.map((share) => ({ ...share, icon: "share" })), { chosen: ending, onChoose: onEnd })}</fieldset>` : nothing}
    ${sending ? notice({ tone: "watch", title: t("Un fichier est en cours d’envoi"), text: t("Laissez l’envoi finir, ou arrêtez-le, puis revenez ici.") }) : nothing}
    ${endOfForm({ main: t("Commencer"), disabled: sending, onBack, back: t("Annuler") })}
  </form>`);
}

/** @param {{ chooser: import("./html.js").Content, enough: boolean, onNext: () => void, onBack: () => void }} props */
export function rotationPhrase({ chooser, enough, onNext, onBack }) {
  return step(1, html`<form class="stack loose" @submit=${submitted(onNext)}>
    <p>${t("Votre nouvelle phrase de passe. Recopiez-la avant de continuer : rien ne change encore.")}</p>
    ${chooser}
    ${endOfForm({ main: t("C’est noté"), disabled: !enough, onBack })}
  </form>`);
}

/** @param {State & { kept: import("./html.js").Content, onNext: () => void, onBack: () => void }} props */
export function rotationKept({ kept, error, onNext, onBack }) {
  return step(1, html`<form class="stack loose" @submit=${submitted(onNext)}>
    <p>${t("Prenez votre papier, et montrez que la nouvelle phrase y est.")}</p>
    ${error ? failure(error) : nothing}
    ${kept}
    ${endOfForm({ main: t("Continuer"), onBack, back: t("Revoir la phrase") })}
  </form>`);
}

/** @param {{ words: string[], onNext: () => void, onBack: () => void }} props */
export function rotationWords({ words, onNext, onBack }) {
  return step(2, html`<form class="stack loose phrase" @submit=${submitted(onNext)}>
    <p>${t("Vos nouveaux mots de secours. Recopiez les douze, dans l’ordre : ils remplaceront les anciens, dont la feuille pourra être détruite à la fin.")}</p>
    ${wordList(words)}
    ${notice({ tone: "watch", text: t("Sur papier, hors de chez vous si quelqu’un fouille, ou chez une personne sûre. Pas de photo, pas de note dans le téléphone.") })}
    ${endOfForm({ main: t("J’ai noté mes mots"), onBack })}
  </form>`);
}

/**
 * @param {State & { places: number[], answers: string[], password: string, shown: boolean, unsettled: boolean, onAnswer: (index: number, answer: string) => void,
 *   onPassword: (value: string) => void, onShow: (shown: boolean) => void, onNext: () => void, onBack: () => void }} props
 */
export function rotationCheck({ places, answers, unsettled, busy, error, onAnswer, onNext, onBack, ...asking }) {
  return step(2, html`<form class="stack loose" @submit=${submitted(onNext)}>
    <p>${t("Deux de vos nouveaux mots, puis votre phrase de passe d’avant. Tout se fait ensuite d’un seul coup.")}</p>
    ${unsettled ? lostAnswer() : nothing}
    ${error ? failure(error) : nothing}
    ${askedWords({ id: "rotation", places, answers, onAnswer })}
    ${presentPassword({ ...asking, label: t("Votre phrase de passe d’avant") })}
    ${endOfForm({ main: unsettled ? t("Réessayer") : t("Tout renouveler maintenant"), busy, onBack, back: t("Revoir les mots") })}
  </form>`);
}

/** @param {{ onPrint: () => void, onBack: () => void }} props */
export function rotationDone({ onPrint, onBack }) {
  return step(3, html`
    ${notice({ tone: "safe", title: t("Tout est renouvelé"), text: t("Tout ce que vous aviez gardé est là. L’ancienne phrase de passe et les anciens mots n’ouvrent plus rien : leur feuille peut être détruite.") })}
    <p>${t("Pour un papier complet, imprimez la nouvelle feuille : elle porte aussi la marque et le numéro de votre coffre, qui ont changé.")}</p>
    <p class="soft">${t("Si des personnes avaient une feuille de secours, ou si une clé d’accès ouvrait le coffre, « Accès » vous propose maintenant de les refaire.")}</p>
    <p class="soft">${t("Si un autre appareil attendait le réseau, gardez l’ancienne phrase jusqu’à ce que tout y soit en ligne.")}</p>
    <div class="actions">
      <button type="button" class="btn main" @click=${onBack}>${t("Terminé")}</button>
      <button type="button" class="btn" @click=${onPrint}>${t("Imprimer la nouvelle feuille")}</button>
    </div>`);
}
