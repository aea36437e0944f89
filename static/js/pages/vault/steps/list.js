/** The steps that can be prepared here. */
import { t } from "../../../ui/i18n.js";
import { stepList } from "../../../ui/step-form.js";
import { startedWorks } from "./work.js";

/** @type {import("../screens.js").MakeScreen} */
function stepsScreen({ go }) {
  const view = () => stepList({ open: startedWorks(), onOpen: (id) => go({ name: "step-new", id }) });
  return { title: t("Démarches"), tab: "more", backTo: "more", narrow: true, view };
}

export const screens = { steps: stepsScreen };
