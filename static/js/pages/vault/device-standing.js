/** Said while the vault is open from this device, or while something waits here: where it stands, and what can be done. */
import { hasWaiting, isWaiting, onChange, pendingCount, retryPending, row } from "../../flows/catalogue.js";
import { leftHere, meet, meetingNow, onDevice, takeArrived, takeDoubled } from "../../flows/device.js";
import { lock, session } from "../../flows/session.js";
import { t, tn } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";
import { current } from "./router.js";

/** @typedef {import("../../ui/standing.js").Standing} Standing */

/** Once a page. @param {() => void} refresh */
export function followDevice(refresh) {
  onDevice(refresh);
  onChange(() => {
    for (const id of takeDoubled()) toast(t("Un autre appareil avait aussi modifié « {title} ». Les deux versions sont gardées ; la vôtre, plus récente, est montrée.", { title: String(row(id)?.summary?.title ?? "") }));
    if (!hasWaiting() && pendingCount() === 0 && takeArrived() > 0) toast(t("Tout est en ligne."));
  });
}

/** @param {(place: import("./router.js").Place) => void} go @returns {Standing[]} */
export function deviceStanding(go) {
  const { refused, stranded } = leftHere();
  const kept = refused + stranded > 0 ? [{ text: t("Des changements gardés sur cet appareil n’ont pas pu partir."), action: { label: t("Voir"), onClick: () => go({ name: "device" }) } }] : [];
  return [...here(), ...kept];
}

/** @returns {Standing[]} */
function here() {
  const again = { label: t("Réessayer"), onClick: () => void (session.apart ? meet() : retryPending()) };
  const door = { label: t("Continuer"), onClick: () => void lock() };
  if (!session.apart) return hasWaiting() ? [{ text: waitingText(), action: again }] : [];
  switch (meetingNow()) {
    case "second":
      return [{ text: t("Le réseau est là. Pour mettre en ligne, ce coffre demande sa seconde vérification : rouvrez-le."), action: door }];
    case "changed":
      return [{ text: t("Le réseau est là, mais ce coffre ne s’ouvre plus avec cette phrase de passe : elle a été changée ailleurs, ou le coffre effacé. Ce qui attend ici n’est pas perdu. Rouvrez-le avec la phrase d’aujourd’hui."), action: door }];
    default:
      return [{ text: hasWaiting() ? waitingText() : t("Sans réseau : vous lisez et écrivez dans ce que cet appareil garde."), action: again }];
  }
}

function waitingText() {
  const { id } = current();
  if (id && isWaiting(id)) return t("Ceci est gardé sur cet appareil, pas encore en ligne.");
  return tn("{n} changement gardé sur cet appareil, pas encore en ligne.", "{n} changements gardés sur cet appareil, pas encore en ligne.", pendingCount());
}
