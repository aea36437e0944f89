/** What stands until it is mended: recovery words that nobody has, or a recovery that others asked for. Said, never in the way. */
import { refuse, underWay } from "../../flows/notices.js";
import { phraseState } from "../../flows/settings.js";
import { keptUntil, lastOpening, wasAway } from "../../flows/sleep.js";
import { nothing } from "../../ui/html.js";
import { formatDate, formatDay, t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { standingList } from "../../ui/standing.js";
import { deviceStanding } from "./device-standing.js";

/** The tabs that say what can wait; what cannot is said on all of them. */
const QUIET = new Set(["journal", "more"]);

/** @param {{ tab: string, refresh: () => void, go: (place: import("./router.js").Place) => void }} shell */
export function standing({ tab, refresh, go }) {
  const list = [...deviceStanding(go), ...underWay().filter(({ kind }) => kind === "recovery").map(({ ready_at: readyAt }) => recovery(readyAt, refresh)), ...(QUIET.has(tab) ? [...phrase(go), ...absence(go)] : [])];
  return list.length ? standingList(list) : nothing;
}

/** @param {(place: import("./router.js").Place) => void} go @returns {import("../../ui/standing.js").Standing[]} */
function phrase(go) {
  const onClick = () => go({ name: "phrase" });
  const said = {
    none: { text: t("Ce coffre n’a pas encore de mots de secours : une phrase de passe perdue serait un coffre perdu."), action: { label: t("En préparer"), onClick } },
    unchecked: { text: t("Vos mots de secours ne sont pas encore vérifiés. Le coffre attend cela pour prendre des fichiers."), action: { label: t("Les vérifier"), onClick } },
    declined: { text: t("Coffre sans mots de secours, comme vous l’avez choisi : une phrase de passe perdue serait un coffre perdu."), action: { label: t("En préparer"), onClick } },
    checked: undefined,
  }[phraseState()];
  return said ? [said] : [];
}

/** After a long absence: since when, and until when. @param {(place: import("./router.js").Place) => void} go @returns {import("../../ui/standing.js").Standing[]} */
function absence(go) {
  if (!wasAway()) return [];
  const text = t("Ouvert pour la dernière fois le {last}. Rien n’a bougé. Sans autre ouverture, il est gardé jusqu’au {until}.", { last: formatDay(lastOpening()), until: formatDay(keptUntil()) });
  return [{ text, action: { label: t("Changer la durée"), onClick: () => go({ name: "sleep" }) } }];
}

/** @param {string} readyAt @param {() => void} refresh @returns {import("../../ui/standing.js").Standing} */
function recovery(readyAt, refresh) {
  return {
    urgent: true, action: { label: t("Refuser"), onClick: () => void refused(refresh) },
    text: t("Deux personnes demandent à rouvrir ce coffre. Il s’ouvrirait pour elles le {date}. Si cela ne vient pas de vous, refusez.", { date: formatDate(readyAt, "moment") }),
  };
}

/** @param {() => void} refresh */
async function refused(refresh) {
  try {
    await refuse();
    toast(t("Refusé. La demande est terminée."));
  } catch (error) {
    toast(errorText(error));
  }
  refresh();
}
