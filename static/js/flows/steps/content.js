/** A report of content found online, for an association that passes such reports on: where, when, what was seen, why. */
import { t } from "../../ui/i18n.js";
import { blank, block, section } from "./blocks.js";
import { captureBlocks, factBlocks, ownBlock, peopleBlocks } from "./parts.js";

/** @param {import("./material.js").Material} material @returns {import("./blocks.js").Block[]} */
export function composeContent(material) {
  const { own } = material;
  const addresses = own("addresses").split(/\s*\n\s*/).filter(Boolean);
  return [
    ...block("title", t("Signalement d’un contenu en ligne")),
    ...block("text", own("to") && t("À l’attention de : {to}", { to: own("to") })),
    ...section(t("Où"), block("text", ...(addresses.length ? addresses : [blank(t("Adresse de la page, en entier"))]), own("account") && t("Compte ou site : {account}", { account: own("account") }))),
    ...section(t("Quand"), block("text", t("Vu le {date}", { date: own("seen") || blank(t("date et heure")) }), own("online") && t("Encore en ligne : {answer}", { answer: own("online") }))),
    ...section(t("Ce que montre le contenu"), ownBlock(material, "shows")),
    ...section(t("Pourquoi je le signale"), block("text", own("why") || blank(t("Ce qui inquiète, et pour qui")))),
    ...section(t("Contexte"), factBlocks(material)),
    ...section(t("Personnes concernées"), peopleBlocks(material, "involved", "witness", "relative", "professional", "other")),
    ...section(t("Captures et fichiers gardés"), captureBlocks(material)),
    ...section(t("Pour me répondre"), block("text", own("name"), own("reach"))),
  ];
}
