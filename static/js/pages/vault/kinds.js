/** The kinds of items in lists of all of them: where each is looked at, and the line that stands for one. */
import { whenText } from "../../flows/dates.js";
import { t } from "../../ui/i18n.js";

/** Where an item is looked at, and the drawing that stands for it. */
export const KINDS = {
  event: { place: "event", icon: "journal", label: () => t("Fait") },
  evidence: { place: "evidence-item", icon: "files", label: () => t("Pièce") },
  timeline: { place: "timeline", icon: "thread", label: () => t("Frise") },
  contact: { place: "contact", icon: "people", label: () => t("Contact") },
  reading: { place: "reading", icon: "lamp", label: () => t("Repère") },
};

/** @param {import("../../flows/catalogue.js").Row} found */
export function line(found) {
  const { icon, label } = KINDS[found.kind];
  const summary = /** @type {Record<string, any>} */ (found.summary ?? {});
  const when = summary.when ? whenText(summary.when) : "";
  return { id: found.id, title: summary.title, icon, meta: [label(), when].filter(Boolean).join(" · ") };
}
