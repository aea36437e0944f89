/** A request for advice, or a report, to the Miviludes: the rubrics that the GEMPPI lists. Typed into its form by her own hand, or not. */
import { t } from "../../ui/i18n.js";
import { blank, block, section } from "./blocks.js";
import { factBlocks, ownBlock, peopleBlocks, pieceBlocks, spanBlocks } from "./parts.js";

/** @param {import("./material.js").Material} material @returns {import("./blocks.js").Block[]} */
export function composeMiviludes(material) {
  const { way, own } = material;
  const about = own("group") || blank(t("Nom du groupe ou de la personne"));
  return [
    ...block("title", way === "report" ? t("Signalement à la Miviludes") : t("Demande d’avis à la Miviludes")),
    ...block("text", t("Objet : {about}", { about }), own("link") && t("Mon lien avec la situation : {link}", { link: own("link") })),
    ...section(t("Personnes mises en cause, et leur rôle"), peopleBlocks(material, "involved")),
    ...section(t("Dates et lieux"), spanBlocks(material)),
    ...section(t("Les faits, dans l’ordre"), factBlocks(material)),
    ...section(t("Les moyens employés"), ownBlock(material, "methods")),
    ...section(t("Ce que cela a changé"), ownBlock(material, "effects")),
    ...section(t("Personnes qui peuvent en parler"), peopleBlocks(material, "witness", "relative", "professional", "other")),
    ...section(t("Pièces disponibles"), pieceBlocks(material)),
    ...section(t("Ma demande"), block("text", way === "report" ? t("Je porte ces éléments à votre connaissance.") : t("Je souhaite votre avis sur cette situation."), own("wish"))),
  ];
}
