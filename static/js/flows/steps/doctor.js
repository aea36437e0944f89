/** A sheet for an appointment with a doctor: what is asked, what happened in brief, what has changed. The doctor alone writes the certificate. */
import { t } from "../../ui/i18n.js";
import { block, section } from "./blocks.js";
import { factBlocks, factHeads, ownBlock, pieceBlocks } from "./parts.js";

/** @param {import("./material.js").Material} material @returns {import("./blocks.js").Block[]} */
export function composeDoctor(material) {
  const { own, choice } = material;
  return [
    ...block("title", t("Pour mon rendez-vous médical")),
    ...block("text", own("name"), own("visit") && t("Rendez-vous : {visit}", { visit: own("visit") })),
    ...section(t("Ce que je demande"), block("text", t("Je voudrais un certificat qui décrit mon état, du corps comme de l’esprit."), t("Si vous fixez une durée d’incapacité (ITT), pouvez-vous m’expliquer ce qu’elle veut dire ?"))),
    ...section(t("Ce qui s’est passé"), choice.whole ? factBlocks(material) : factHeads(material)),
    ...section(t("Ce qui a changé pour moi"), ownBlock(material, "changed")),
    ...section(t("Traitements"), ownBlock(material, "care")),
    ...section(t("Ce que j’apporte"), pieceBlocks(material)),
    ...section(t("Mes questions"), ownBlock(material, "questions")),
  ];
}
