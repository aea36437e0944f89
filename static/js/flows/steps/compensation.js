/** A file for compensation: what is asked for (CIVI or SARVI), what of it is here, what is on paper, what is still to be found. */
import { t } from "../../ui/i18n.js";
import { blank, block, section } from "./blocks.js";
import { cited, factBlocks, ownBlock, pieceBlocks, senderBlocks, signBlocks } from "./parts.js";

/** @typedef {import("./material.js").Material} Material */

/** The pieces asked for, by request: names of lines of `wantedText`. @type {Record<string, string[]>} */
export const WANTED = {
  civi: ["complaint", "ruling", "certificate", "leave", "invoices", "statements", "credits", "income", "identity", "bank"],
  sarvi: ["ruling", "no-appeal", "identity", "bank"],
};

/** @param {string} id @param {string} way @returns {string} */
export function wantedText(id, way) {
  const texts = {
    complaint: t("Plainte, récépissé"),
    ruling: way === "sarvi" ? t("Décision de justice définitive") : t("Décision de justice, s’il y en a une"),
    "no-appeal": t("Certificat de non-appel"),
    certificate: t("Certificats médicaux, durée d’ITT"),
    leave: t("Arrêts de travail"),
    invoices: t("Factures et frais"),
    statements: t("Relevés de compte"),
    credits: t("Crédits souscrits"),
    income: t("Perte de revenus"),
    identity: t("Pièce d’identité"),
    bank: t("Relevé d’identité bancaire"),
  };
  return texts[/** @type {keyof typeof texts} */ (id)];
}

/** @param {Material} material @returns {import("./blocks.js").Block[]} */
export function composeCompensation(material) {
  const { way, own } = material;
  const sarvi = way === "sarvi";
  return [
    ...senderBlocks(material),
    ...block("title", sarvi ? t("Aide au recouvrement : dossier pour le SARVI") : t("Demande d’indemnisation : dossier pour la CIVI")),
    ...block("text", sarvi ? "" : t("Tribunal judiciaire de {court}", { court: own("court") || blank(t("ville du tribunal")) }), own("ruling") && t("Décision de justice : {ruling}", { ruling: own("ruling") })),
    ...section(t("Les faits"), factBlocks(material)),
    ...section(t("Conséquences et frais"), ownBlock(material, "harm")),
    ...section(t("Pièces demandées"), block("text", ...(WANTED[way] ?? []).map((id) => wantedLine(id, material)))),
    ...section(t("Liste des pièces"), pieceBlocks(material)),
    ...signBlocks(material),
  ];
}

/** @param {string} id @param {Material} material */
function wantedLine(id, material) {
  const { pieces, paper } = material.wanted(id);
  const has = [cited(pieces, material), paper ? t("sur papier") : ""].filter(Boolean).join(t(" ; "));
  const name = wantedText(id, material.way);
  return has ? t("☑ {name} : {has}", { name, has }) : t("☐ {name} : à réunir", { name });
}
