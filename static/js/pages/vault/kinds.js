/** The kinds of items in lists of all of them: where each is looked at, and the line that stands for one. */
import { whenText } from "../../flows/dates.js";
import { useOfRow } from "../../flows/items.js";
import { t } from "../../ui/i18n.js";

/** Where an item is looked at, and the drawing that stands for it. */
const KINDS = {
  event: { place: "event", icon: "journal", label: () => t("Fait") },
  evidence: { place: "evidence-item", icon: "files", label: () => t("Pièce") },
  timeline: { place: "timeline", icon: "thread", label: () => t("Frise") },
  contact: { place: "contact", icon: "people", label: () => t("Contact") },
  reading: { place: "reading", icon: "lamp", label: () => t("Repère") },
};

/** What a reading is says where it is looked at (FORMAT 8.6). Marks on pieces are looked at nowhere. */
const READINGS = {
  landmark: KINDS.reading,
  date: { place: "key-dates", icon: "thread", label: () => t("Grande date") },
  days: { place: "days", icon: "journal", label: () => t("Comment c’était") },
  marks: undefined,
};

/** @param {import("../../flows/catalogue.js").Row} found */
export function kindOf(found) {
  const use = useOfRow(found);
  return use ? READINGS[use] : KINDS[found.kind];
}

/** @param {import("../../flows/catalogue.js").Row} found */
export function line(found) {
  const { icon, label } = kindOf(found) ?? KINDS[found.kind];
  const summary = /** @type {Record<string, any>} */ (found.summary ?? {});
  const when = summary.when ? whenText(summary.when) : "";
  return { id: found.id, title: summary.title, icon, meta: [label(), when].filter(Boolean).join(" · ") };
}
