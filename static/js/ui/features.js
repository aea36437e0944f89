/** What a browser may lack, as a person may make something of it. */
import { formatList, t } from "./i18n.js";

/** @type {Record<string, () => string>} name of a feature → what a person may make of it */
const WORDS = {
  "secure-context": () => t("une adresse en https"),
  webcrypto: () => t("le chiffrement"),
  ed25519: () => t("la signature"),
  x25519: () => t("l’échange de clés"),
  wasm: () => t("le calcul rapide (WebAssembly)"),
  workers: () => t("le travail en arrière-plan"),
  streams: () => t("la lecture des grands fichiers"),
  dialog: () => t("les fenêtres de dialogue"),
  intl: () => t("un langage assez récent"),
};

/** @param {string[]} missing names of `flows/support.js` */
export function featureWords(missing) {
  return listed(missing.map((name) => WORDS[name]?.() ?? name));
}

/**
 * The browser that lacks the formatting of lists is one that comes here.
 * @param {string[]} names
 */
function listed(names) {
  return typeof Intl.ListFormat === "function" ? formatList(names) : names.join(", ");
}
