/**
 * The steps, as they are asked for: a name, the requests each may be, the lists to choose from, the few fields. No field is needed.
 *
 * Words only; what is made of them is composed elsewhere.
 */
import { t } from "./i18n.js";

/** @typedef {"miviludes" | "complaint" | "compensation" | "content" | "doctor"} StepName */
/** @typedef {{ id: string, label: string, hint?: string, area?: boolean }} StepField */
/** @typedef {{ id: "feelings" | "thoughts" | "names" | "means" | "law" | "whole", label: string }} StepOption */

/**
 * @typedef {object} StepKind
 * @property {string} title
 * @property {string} meta
 * @property {string} icon
 * @property {{ value: string, label: string, hint: string }[]} ways none when there is only one
 * @property {StepField[]} fields
 * @property {StepOption[]} options what stays out unless chosen
 */

/** In the order of the screen: what asks the least comes first. @type {StepName[]} */
export const STEPS = ["doctor", "miviludes", "complaint", "compensation", "content"];

/** @param {string | undefined} name @returns {StepName} the first for one that does not exist */
export function stepName(name) {
  return STEPS.find((known) => known === name) ?? "doctor";
}

/** @param {StepName} name @returns {StepKind} */
export function stepKind(name) {
  return KINDS[name]();
}

const KINDS = {
  doctor: () => ({
    title: t("Fiche pour un certificat médical"), meta: t("Une page à emporter chez le médecin"), icon: "clip", ways: [],
    fields: [
      field("visit", t("Le rendez-vous"), t("Avec qui, quel jour.")),
      field("changed", t("Ce qui a changé pour vous"), t("Sommeil, appétit, peurs, mémoire, douleurs, travail."), true),
      field("care", t("Traitements"), t("En cours, arrêtés ou remplacés, et sur le conseil de qui."), true),
      field("questions", t("Vos questions"), t("Écrites, elles ne s’oublient pas."), true),
      name(),
    ],
    options: [{ id: /** @type {const} */ ("whole"), label: t("Mettre les récits entiers, et pas seulement les dates et les titres") }, ...options().slice(0, 2)],
  }),
  miviludes: () => ({
    title: t("Miviludes : avis ou signalement"), meta: t("Demander ce qu’en pense l’État, ou l’informer"), icon: "envelope",
    ways: [
      { value: "advice", label: t("Demander un avis"), hint: t("Vous avez un doute, une question.") },
      { value: "report", label: t("Informer"), hint: t("Vous faites connaître des faits ou un risque.") },
    ],
    fields: [
      field("group", t("Le groupe ou la personne"), t("Le nom, et celui d’une association ou d’une entreprise liée.")),
      field("place", t("Où cela se passe"), t("Une ville, un lieu, un site.")),
      field("link", t("Votre lien avec la situation"), t("Par exemple : je l’ai vécu, ma sœur le vit, j’y ai travaillé.")),
      field("methods", t("Les moyens employés"), t("Ce qui a fait céder : isolement, argent, promesses, soins, menaces, fatigue."), true),
      field("effects", t("Ce que cela a changé"), t("Santé, argent, famille, travail, enfants."), true),
      field("wish", t("Ce que vous demandez en plus"), "", true),
    ],
    options: options(),
  }),
  complaint: () => ({
    title: t("Lettre de plainte"), meta: t("À la procureure ou au procureur de la République"), icon: "edit", ways: [],
    fields: [
      name(), address(), reach(),
      field("court", t("Ville du tribunal judiciaire"), t("Une association ou un point d’accès au droit vous dit lequel.")),
      field("harm", t("Ce que vous avez subi"), t("Santé, argent, travail, famille, liberté."), true),
      field("before", t("Démarches déjà faites"), t("Plainte, main courante, signalement : la date et le numéro."), true),
      city(),
    ],
    options: [...options(), { id: /** @type {const} */ ("law"), label: t("Citer l’article 223-15-3 du code pénal : à choisir avec une avocate, un avocat ou une association") }],
  }),
  compensation: () => ({
    title: t("Indemnisation"), meta: t("Réunir les pièces que demandent la CIVI ou le SARVI"), icon: "files",
    ways: [
      { value: "civi", label: t("CIVI"), hint: t("La commission d’indemnisation des victimes d’infractions.") },
      { value: "sarvi", label: t("SARVI"), hint: t("Une décision vous accorde une somme, qui n’est pas payée.") },
    ],
    fields: [
      name(), address(), reach(),
      field("court", t("Ville du tribunal judiciaire"), t("Pour la CIVI : celui de votre domicile, ou celui qui a jugé.")),
      field("ruling", t("La décision de justice"), t("S’il y en a une : la date et le tribunal.")),
      field("harm", t("Conséquences et frais"), t("Santé, revenus perdus, sommes versées, frais de soins."), true),
      city(),
    ],
    options: options(),
  }),
  content: () => ({
    title: t("Signaler un contenu en ligne"), meta: t("Pour une association qui les transmet"), icon: "eye", ways: [],
    fields: [
      field("to", t("À quelle association ?")),
      field("addresses", t("Adresse de la page"), t("En entier, une par ligne."), true),
      field("account", t("Compte ou site"), t("Le nom affiché et l’identifiant.")),
      field("seen", t("Vu quand ?"), t("La date et l’heure.")),
      field("online", t("Est-ce encore en ligne ?")),
      field("shows", t("Ce que montre le contenu"), t("Les mots exacts, sans commentaire."), true),
      field("why", t("Pourquoi vous le signalez"), t("Ce qui vous inquiète, et pour qui."), true),
      name(), reach(),
    ],
    options: options(),
  }),
};

/** @param {string} id @param {string} label @param {string} [hint] @param {boolean} [area] @returns {StepField} */
function field(id, label, hint = "", area = false) {
  return { id, label, hint, area };
}

const name = () => field("name", t("Vos prénom et nom"));
const address = () => field("address", t("Votre adresse postale"), t("Si la vôtre doit rester secrète, demandez d’abord à une association laquelle donner."));
const reach = () => field("reach", t("Où vous répondre"), t("Un téléphone ou un courriel que vous seule, vous seul, lisez."));
const city = () => field("city", t("Ville où vous signez"));

/** @returns {StepOption[]} */
function options() {
  return [
    { id: "feelings", label: t("Ajouter mes ressentis") },
    { id: "thoughts", label: t("Ajouter mes réflexions") },
    { id: "names", label: t("Nommer aussi les personnes présentes que je n’ai pas choisies") },
    { id: "means", label: t("Ajouter les coordonnées des contacts choisis") },
  ];
}
