/**
 * What a step is, before anything is chosen: what it can bring, what it asks for, what to check with somebody, where this comes from.
 *
 * Every line rests on the sources beside it, read on the day said. No delay is counted here: they are landmarks to be checked.
 */
import { html, icon } from "./html.js";
import { formatDay, t } from "./i18n.js";
import { notice } from "./notice.js";

/** @typedef {import("./step-kinds.js").StepName} StepName */
/** @typedef {{ title: string, url: string }} Source */
/** @typedef {{ lead: string, points: string[], after: string[], check: string, sources: Source[] }} About */

/** The day on which all the sources below were read. */
const READ_ON = "2026-11-23";

/** @param {StepName} name */
export function aboutStep(name) {
  const { lead, points, after, check, sources } = ABOUT[name]();
  return html`<p class="lead">${lead}</p>
    <ul class="step-points">${points.map((point) => html`<li>${icon("check")}<span>${point}</span></li>`)}</ul>
    <section class="stack"><h2>${t("Ensuite")}</h2><ul class="plain-list">${after.map((line) => html`<li>${line}</li>`)}</ul></section>
    ${notice({ tone: "watch", title: t("Repères à vérifier"), text: check })}
    <details class="fold"><summary>${t("D’où cela vient")}</summary>
      <ul class="plain-list">${sources.map(({ title, url }) => html`<li><a href=${url} rel="noreferrer">${title}</a> <span class="soft">${new URL(url).host}, ${t("lu le {date}", { date: formatDay(READ_ON) })}</span></li>`)}</ul>
      <p class="soft small">${t("Un juriste et une association n’ont pas encore relu ce texte. Faites vérifier ce qui compte pour vous. Ouvrir une de ces pages laisse une ligne dans l’historique de cet appareil.")}</p>
    </details>`;
}

/** @type {Record<StepName, () => About>} */
const ABOUT = {
  doctor: () => ({
    lead: t("Le médecin décrit votre état. Il ne juge pas les faits. Cette fiche vous évite de tout raconter."),
    points: [
      t("Il écrit ce que vous dites, ce dont vous souffrez, ce qu’il constate, ce que cela change dans votre vie."),
      t("Il peut fixer une durée d’incapacité, l’ITT."),
      t("L’original vous est remis, à vous."),
    ],
    after: [
      t("Lisez la fiche, ou tendez-la. Relisez le certificat avant de partir."),
      t("Gardez-en une copie dans vos pièces."),
      t("Pour l’esprit, les effets viennent parfois plus tard : un autre certificat peut se faire alors."),
    ],
    check: t("La durée d’ITT compte dans certaines démarches. Une avocate, un avocat ou une association vous dit ce qu’elle change pour vous."),
    sources: [
      { title: t("Le certificat médical et l’ITT"), url: "https://declicviolence.fr/p/certificat-medical-et-itt" },
      { title: t("Ce que contient un certificat médical"), url: "https://studylibfr.com/doc/2797337/a---les-faits-ou-les-commemoratifs-b" },
      { title: t("Le certificat médical initial"), url: "https://avocat-stefania.fr/certificat-medical-initial" },
    ],
  }),
  miviludes: () => ({
    lead: t("La Miviludes est une mission de l’État. Elle reçoit deux demandes : un avis, ou une information. Un doute suffit pour écrire."),
    points: [
      t("Elle analyse, peut demander des précisions, conseiller, transmettre à la justice."),
      t("Ce n’est pas un service d’enquête. Un agent ou une association peut vous rappeler."),
      t("Un proche peut écrire aussi."),
    ],
    after: [
      t("Le formulaire est sur son site, miviludes.interieur.gouv.fr. Vous y recopiez ce qui vous convient."),
      t("Gardez la date de l’envoi, et la réponse, dans vos pièces."),
      t("En cas de danger immédiat : 17 ou 112. Sans parler : SMS au 114."),
    ],
    check: t("Le formulaire peut demander autre chose que ces rubriques, qui viennent d’une association, le GEMPPI. Laissez de côté ce qui ne vous concerne pas."),
    sources: [
      { title: t("Demander un avis ou signaler (fiche de Service-public reprise par une mairie)"), url: "https://www.eragny-sur-epte.fr/vie-pratique/etat-civil/?xml=F31654" },
      { title: t("Recueillir des informations avant une plainte (GEMPPI)"), url: "https://www.gemppi.org/?p=6873" },
      { title: t("Ce que fait la Miviludes d’un signalement"), url: "https://futurologie-lemag.com/?p=1548" },
      { title: t("Être rappelé après un signalement"), url: "https://arc.cfdt.fr/portail/debats/reflexions-/portail/debats/reflexions-/-contributions/-on-assiste-a-une-explosion-des-derives-sectaires-srv2_1296861" },
      { title: t("Les signes à regarder, et à qui le dire (ministère de l’Intérieur, 21 mars 2024)"), url: "https://www.interieur.gouv.fr/actualites/grands-dossiers/letat-mobilise-contre-derives-sectaires/que-faire-en-cas-de-derive" },
    ],
  }),
  complaint: () => ({
    lead: t("Une plainte peut se déposer par lettre. Vous y dites les faits, dans l’ordre, avec vos mots. Le nom de l’infraction n’est pas votre travail."),
    points: [
      t("Elle peut viser une personne, et aussi une association et ses membres."),
      t("Les pièces se joignent en copie. Les originaux restent chez vous."),
      t("On peut aussi la déposer à la police ou à la gendarmerie."),
    ],
    after: [
      t("Faites relire la lettre par une avocate, un avocat ou une association avant l’envoi."),
      t("Gardez une copie, la preuve d’envoi, le récépissé et ses numéros."),
      t("Après un classement, ou un long silence, une plainte avec constitution de partie civile est parfois possible."),
    ],
    check: t("Les délais pour agir dépendent des faits. Certains partent du dernier acte, d’autres de la majorité d’un enfant. Demandez à une avocate, à un avocat ou à une association, même si beaucoup de temps a passé."),
    sources: [
      { title: t("Plainte avec constitution de partie civile (fiche de Service-public reprise par une mairie)"), url: "https://cormeecluse.fr/demarches/etat-civil/?xml=F20798" },
      { title: t("Porter plainte contre une association et ses membres (fiche de Service-public reprise par une mairie)"), url: "https://mairie-pratsdemollolapreste.com/la-mairie/demarches-service-public/index.php?xml=F31654" },
      { title: t("Recueillir des informations avant une plainte (GEMPPI)"), url: "https://www.gemppi.org/?p=6873" },
      { title: t("Les délais pour agir (CCMM)"), url: "https://www.ccmm.asso.fr/fiche-2-10-gerer-les-delais-de-prescription-en-matiere-sectaire" },
      { title: t("L’abus de faiblesse et le départ du délai"), url: "https://legadroit.com/abus-frauduleux-de-letat-dignorance-ou-de-faiblesse/" },
      { title: t("L’article 223-15-3 du code pénal, commenté par un avocat"), url: "https://kohenavocats.com/code-penal-article-223-15-3" },
    ],
  }),
  compensation: () => ({
    lead: t("Une somme peut être demandée pour réparer ce qui a été subi. Voici les pièces que l’on demande en général, à réunir à votre rythme."),
    points: [
      t("CIVI : une commission du tribunal judiciaire. Un formulaire, le Cerfa 12825, et des pièces, envoyés au greffe en recommandé."),
      t("La réparation peut être entière pour les atteintes les plus graves, ou pour une ITT longue. Pour d’autres faits, elle dépend des ressources et d’un plafond."),
      t("L’abus de faiblesse n’est pas dans ces listes : un certificat qui décrit l’atteinte à la santé, celle de l’esprit aussi, peut compter beaucoup."),
      t("SARVI : quand une décision définitive vous accorde une somme et que personne ne la paie. Jusqu’à 1 000 €, le tout ; au-delà, 30 %, de 1 000 à 3 000 €, puis une aide au recouvrement."),
    ],
    after: [
      t("Le FGTI, le fonds qui paie, répond par une offre. Faites-la relire avant de répondre."),
      t("Une association d’aide aux victimes vous informe et vous soutient, gratuitement : 116 006."),
    ],
    check: t("Des délais existent, et une commission peut les écarter pour un motif légitime, comme l’impossibilité d’agir. Demandez toujours, même si du temps a passé. Les sommes et les formulaires changent : vérifiez-les."),
    sources: [
      { title: t("Demander une indemnisation à la CIVI (fiche de Service-public reprise par une mairie)"), url: "https://ville-boissy.fr/demarches/services-public-fr/?xml=F2313" },
      { title: t("CIVI, SARVI et FGTI, par un avocat"), url: "https://www.simonnetavocat.fr/civi-sarvi-fgti-comment-se-faire-indemniser/" },
      { title: t("La commission d’indemnisation (association de consommateurs)"), url: "https://quechoisir-montpellier.org/justice/142-la-commission-d-indemnisation-des-victimes-d-infractions" },
      { title: t("Comment fonctionne la CIVI, par des avocats"), url: "https://www.ares-avocats-rennes.com/la-civi-comment-cela-fonctionne/" },
      { title: t("La réparation du dommage, débat à l’Assemblée nationale"), url: "https://nosdeputes.fr/16/intervention/526378" },
      { title: t("Le SARVI, par le FGTI qui le tient"), url: "https://www.fondsdegarantie.fr/sarvi/" },
      { title: t("Les pièces du SARVI, à vérifier"), url: "https://association-aide-victimes-france.fr/lexique-du-prejudice-corporel/sarvi" },
      { title: t("Les associations d’aide aux victimes et le 116 006"), url: "https://infovictimes.fr/fr/les-associations-daide-aux-victimes" },
    ],
  }),
  content: () => ({
    lead: t("Une page, une vidéo, un message public vous inquiète. Certaines associations sont « signaleurs de confiance » : demandez à la vôtre si elle l’est, et confiez-lui ceci."),
    points: [
      t("Gardez d’abord, signalez ensuite : un contenu signalé peut être retiré."),
      t("Une capture montre tout : l’adresse, la date, l’heure, le compte, ce qui précède et ce qui suit."),
      t("L’empreinte de chaque fichier permet de vérifier que c’est bien le même."),
    ],
    after: [
      t("Donnez ce texte à l’association, avec les captures, par un partage ou sur une clé."),
      t("Un contenu illicite peut aussi se signaler à la police : internet-signalement.gouv.fr. Cela ne remplace pas une plainte."),
      t("Pour ce qui compte et risque de disparaître, un commissaire de justice peut en faire le constat."),
    ],
    check: t("C’est l’association, puis la plateforme ou la justice, qui disent si un contenu est illicite. Décrivez ce que vous voyez."),
    sources: [
      { title: t("Captures, courriels et preuve numérique"), url: "https://blog.lexelium.fr/constat-internet-mail-preuve-numerique" },
      { title: t("Le constat sur internet"), url: "https://office-commissaire-justice.fr/internet" },
      { title: t("Info Escroqueries et le signalement en ligne (avril 2018)"), url: "https://www.dossierfamilial.com/actualites/une-ligne-telephonique-pour-aider-les-victimes-descroquerie-350265" },
    ],
  }),
};
