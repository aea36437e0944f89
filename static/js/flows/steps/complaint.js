/** A letter of complaint to the public prosecutor: facts, people, pieces. It gives no name to the offence unless she chose to. */
import { formatList, t, tn } from "../../ui/i18n.js";
import { blank, block, section } from "./blocks.js";
import { factBlocks, namesOf, ownBlock, peopleBlocks, pieceBlocks, senderBlocks, signBlocks } from "./parts.js";

/** @param {import("./material.js").Material} material @returns {import("./blocks.js").Block[]} */
export function composeComplaint(material) {
  const { own } = material;
  return [
    ...senderBlocks(material),
    ...block("to", t("À l’attention de la procureure ou du procureur de la République"), t("Tribunal judiciaire de {court}", { court: own("court") || blank(t("ville du tribunal")) })),
    ...block("title", t("Objet : plainte")),
    ...block("text", t("Madame la procureure, Monsieur le procureur,")),
    ...block("text", against(material)),
    ...section(t("Les faits"), factBlocks(material)),
    ...section(t("Personnes mises en cause"), peopleBlocks(material, "involved")),
    ...section(t("Ce que j’ai subi"), ownBlock(material, "harm")),
    ...section(t("Personnes qui peuvent témoigner"), peopleBlocks(material, "witness")),
    ...section(t("Autres personnes utiles"), peopleBlocks(material, "relative", "professional", "other")),
    ...section(t("Démarches déjà faites"), ownBlock(material, "before")),
    ...closing(material),
    ...signBlocks(material),
    ...section(t("Pièces jointes"), pieceBlocks(material)),
  ];
}

/** @param {import("./material.js").Material} material */
function against(material) {
  const named = namesOf(material, "involved");
  if (named.length === 0) return t("Je porte à votre connaissance les faits suivants. Je dépose plainte contre la ou les personnes que l’enquête fera connaître.");
  return t("Je porte à votre connaissance les faits suivants. Je dépose plainte contre {people}, et contre toute autre personne que l’enquête fera connaître.", { people: formatList(named) });
}

/** @param {import("./material.js").Material} material */
function closing({ pieces, choice }) {
  const n = pieces.length;
  return [
    ...block("text", choice.law ? t("Ces faits pourraient relever de l’article 223-15-3 du code pénal, relatif à l’état de sujétion psychologique ou physique. Je vous laisse en apprécier la qualification.") : ""),
    ...block("text", n ? tn("Je joins la copie d’une pièce, citée ci-dessous. Je conserve l’original.", "Je joins la copie de {n} pièces, dont la liste suit. Je conserve les originaux.", n) : ""),
    ...block("text", t("Je vous remercie de m’informer des suites données à cette plainte.")),
    ...block("text", t("Je vous prie d’agréer, Madame la procureure, Monsieur le procureur, l’expression de ma considération distinguée.")),
  ];
}
