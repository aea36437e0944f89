/**
 * Recovery by people: the delay, then three sheets, each printed or copied apart.
 *
 * 1. What a sheet can and cannot do is said before, and on the sheet itself.
 * 2. The delay that she had is proposed again.
 * 3. The sheets are shown once, one at a time; what is closed before they are copied is done again.
 */
import { isUnsettled } from "../../../flows/access.js";
import { session } from "../../../flows/session.js";
import { DELAYS, setPeople } from "../../../flows/ways.js";
import { peopleForm, peopleSheets } from "../../../ui/access-people.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { dropSheet, printSheet, shareSheet } from "../../../ui/sheet.js";
import { arrive } from "../arriving.js";
import { settle } from "./settling.js";

/** Days, when she had none before. */
const DELAY = 7;

/** @type {import("../screens.js").MakeScreen} */
function peopleScreen({ place, refresh, back, fresh }) {
  const typed = {
    password: "", shown: false, busy: false, days: String(DELAYS.find((days) => days === place.step) ?? DELAY), at: 0, withSite: false, sheets: /** @type {string[][]} */ ([]),
    error: /** @type {{ message: string } | undefined} */ (undefined),
  };
  const set = (/** @type {Partial<typeof typed>} */ change) => {
    Object.assign(typed, change);
    refresh();
  };
  async function make() {
    set({ busy: true, error: undefined });
    try {
      // The words of a request whose answer was lost were never shown: it is settled, then made anew.
      if (isUnsettled()) await settle(fresh);
      set({ sheets: await setPeople(typed.password, Number(typed.days)), password: "", busy: false });
      arrive();
    } catch (error) {
      set({ busy: false, error: { message: errorText(error) } });
    }
  }
  async function copy() {
    await navigator.clipboard.writeText(`${session.login ?? ""}\n${(typed.sheets[typed.at] ?? []).join(" ")}`);
    toast(t("Copiée. Collez-la où il faut, puis copiez autre chose : le presse-papiers se lit."));
  }
  const print = () => printSheet(shareSheet({ words: typed.sheets[typed.at] ?? [], login: session.login ?? "", ...(typed.withSite ? { site: window.location.host } : {}) }));
  const onNext = () => {
    if (typed.at + 1 >= typed.sheets.length) return back();
    set({ at: typed.at + 1 });
    arrive();
  };
  const view = () => typed.sheets.length
    ? peopleSheets({ ...typed, login: session.login ?? "", onCopy: () => void copy(), onPrint: print, onSite: (withSite) => set({ withSite }), onNext })
    : peopleForm({ ...typed, delays: DELAYS, onDays: (days) => set({ days }), onPassword: (password) => set({ password }), onShow: (shown) => set({ shown }), onMake: () => void make(), onBack: back });
  const close = () => {
    dropSheet();
    Object.assign(typed, { sheets: [], password: "" });
  };
  return { title: t("Feuilles de secours"), tab: "more", backTo: "access", narrow: true, view, close };
}

export const screens = { "access-people": peopleScreen };
