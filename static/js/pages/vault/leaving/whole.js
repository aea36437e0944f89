/**
 * Erasing the whole vault. After thirty days or three, as asked, the server does it without a further word; with the words of rescue
 * it is done at once, and this tab leaves as by « Quitter vite »: nothing of the vault is behind « Retour ».
 */
import { rows } from "../../../flows/catalogue.js";
import { askErasure } from "../../../flows/erasures.js";
import { listShares } from "../../../flows/shares.js";
import { eraseVaultView } from "../../../ui/erase-vault.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { hasWords } from "./erase.js";
import { isWholeGoing, lookAgain } from "./under-way.js";
import { TypedWords } from "./words.js";

/** @type {import("../screens.js").MakeScreen} */
function eraseVaultScreen({ refresh, go, fresh }) {
  const state = { moment: /** @type {import("../../../ui/erasing.js").Moment} */ ("long"), typed: "", busy: false, shares: 0, error: /** @type {{ message: string } | undefined} */ (undefined) };
  const words = new TypedWords(refresh);
  /** @param {Partial<typeof state>} change */
  const set = (change) => {
    Object.assign(state, change);
    refresh();
  };

  async function ask() {
    set({ busy: true, error: undefined });
    try {
      const phrase = state.moment === "now" ? { phrase: words.value } : {};
      if (!(await askErasure({ whole: true, days: state.moment === "long" ? 30 : 3, ...phrase }))) return leaveForGood();
      toast(t("Demandé. Rien n’est effacé avant la date dite."));
      await lookAgain(refresh);
      window.scrollTo(0, 0);
    } catch (error) {
      state.error = { message: errorText(error) };
    }
    set({ busy: false });
  }

  const onErase = async () => {
    if (await fresh()) await ask();
  };
  const view = () => eraseVaultView({
    ...state, items: rows().length, hasWords: hasWords(), words: words.props(), asked: isWholeGoing(),
    onMoment: (moment) => set({ moment }), onTyped: (typed) => set({ typed }), onErase: () => void onErase(),
    onTakeAlong: () => go({ name: "portability" }), onSleep: () => go({ name: "sleep" }),
  });
  void countShares().then((shares) => set({ shares }));
  void lookAgain(refresh);
  return { title: t("Effacer mon coffre"), tab: "more", backTo: "more", narrow: true, view, close: () => words.forget() };
}

/** @returns {Promise<number>} of those that somebody can open */
async function countShares() {
  const all = await listShares().catch(() => []);
  return all.filter(({ state }) => state === "live" || state === "waiting").length;
}

function leaveForGood() {
  /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-quick-exit]"))?.click();
}

export const screens = { "erase-vault": eraseVaultScreen };
