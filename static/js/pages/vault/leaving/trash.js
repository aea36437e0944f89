/** The trash: back to its place, or away for good. */
import { row, rows } from "../../../flows/catalogue.js";
import { daysInTrash } from "../../../flows/erasures.js";
import { restore } from "../../../flows/items.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { trashView } from "../../../ui/trash.js";
import { line } from "../kinds.js";
import { saidOf } from "../saving.js";
import { eraseDialog } from "./erase.js";
import { goingItems, lookAgain } from "./under-way.js";

/** @type {import("../screens.js").MakeScreen} */
function trashScreen({ refresh, fresh }) {
  /** @type {{ message: string } | undefined} */
  let error;
  /** @param {string} id */
  async function back(id) {
    error = undefined;
    try {
      await restore([id]);
      toast(saidOf(t("Remis à sa place.")));
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }
  /** @param {string[]} ids */
  async function away(ids) {
    if (!(await fresh())) return;
    await eraseDialog({ ids, ripe: ids.every((id) => daysInTrash(row(id)?.trashed_at ?? null) === 0) });
    await lookAgain(refresh);
  }
  function view() {
    const going = goingItems();
    const trashed = rows(undefined, { trashed: true }).map((item) => ({ ...line(item), left: daysInTrash(item.trashed_at), goes: going.get(item.id) ?? null }));
    return trashView({ trashed, error, onRestore: (id) => void back(id), onErase: (ids) => void away(ids) });
  }
  void lookAgain(refresh);
  return { title: t("Corbeille"), tab: "more", backTo: "more", narrow: true, view };
}

export const screens = { trash: trashScreen };
