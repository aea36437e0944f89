/** How long the vault is kept when nobody opens it. */
import { YEARS_LEAST, YEARS_MOST, chooseYears, keptUntil, lastOpening, yearsKept } from "../../../flows/sleep.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { sleepView } from "../../../ui/sleep.js";

/** @type {import("../screens.js").MakeScreen} */
function sleepScreen({ refresh, fresh }) {
  let years = yearsKept();
  let busy = false;
  /** @type {{ message: string } | undefined} */
  let error;

  async function keep() {
    if (!(await fresh())) return;
    [busy, error] = [true, undefined];
    refresh();
    try {
      await chooseYears(years);
      toast(t("Enregistré."));
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    busy = false;
    refresh();
  }

  /** @param {number} chosen */
  function onYears(chosen) {
    years = Math.min(YEARS_MOST, Math.max(YEARS_LEAST, chosen));
    refresh();
  }

  const view = () => sleepView({
    last: lastOpening(), years, until: keptUntil(years), changed: years !== yearsKept(), busy, bounds: [YEARS_LEAST, YEARS_MOST], error, onYears, onKeep: () => void keep(),
  });
  return { title: t("Garder mon coffre endormi"), tab: "more", backTo: "more", narrow: true, view };
}

export const screens = { sleep: sleepScreen };
