/** What the closed vocabulary of the server (`vault/services/events.py`) says, in plain words. */
import { t, tn } from "./i18n.js";

/** @typedef {{ name: string, fields: Record<string, string | number> }} Event */

/** @type {Record<string, (fields: Event["fields"]) => string>} */
const TEXTS = {
  "vault:made": () => t("Coffre créé"),
  "session:opened": ({ known }) => (known ? t("Coffre ouvert, depuis un réseau déjà vu") : t("Coffre ouvert, depuis un réseau nouveau")),
  "session:closed": () => t("Coffre fermé quelque part"),
  "item:erased": ({ items }) => tn("{n} élément effacé pour de bon", "{n} éléments effacés pour de bon", Number(items)),
  "erasure:asked": () => t("Effacement demandé"),
  "erasure:cancelled": () => t("Effacement annulé"),
  "share:made": () => t("Partage créé"),
  "share:opened": () => t("Partage ouvert"),
  "share:refused": () => t("Partage : mauvais code"),
  "share:ended": () => t("Partage terminé"),
  "password:changed": () => t("Phrase de passe changée"),
  "phrase:set": () => t("Mots de secours préparés"),
  "phrase:removed": () => t("Mots de secours retirés"),
  "people:set": ({ days }) => tn("Feuilles de secours préparées, délai de {n} jour", "Feuilles de secours préparées, délai de {n} jours", Number(days)),
  "people:removed": () => t("Feuilles de secours retirées"),
  "passkeys:changed": () => t("Clés d’accès qui ouvrent le coffre : changées"),
  "factors:dropped": () => t("Double vérification retirée, par un secours"),
  "vault:rotated": () => t("Tout a été renouvelé"),
  "factor:added": ({ kind }) => (kind === "totp" ? t("Application de codes ajoutée") : t("Clé d’accès ajoutée")),
  "factor:removed": ({ kind }) => (kind === "totp" ? t("Application de codes retirée") : t("Clé d’accès retirée")),
  "codes:made": () => t("Nouveaux codes de secours"),
  "code:used": ({ left }) => tn("Un code de secours a servi, il en reste {n}", "Un code de secours a servi, il en reste {n}", Number(left)),
  "recovery:asked": () => t("Deux feuilles de secours ont demandé l’ouverture"),
  "recovery:refused": () => t("Ouverture par les feuilles de secours refusée"),
  "recovery:opened": ({ way }) => (way === "people" ? t("Coffre rouvert par les feuilles de secours") : t("Coffre rouvert par les mots de secours")),
  "recovery:done": () => t("Nouvelle phrase de passe, après un secours"),
};

/** @param {Event} event */
export function eventText({ name, fields }) {
  return TEXTS[name]?.(fields) ?? name;
}
