/** Choosing how the vault looks to others; nothing changes before « Enregistrer », but the drawing of the tab. */
import { changeSettings, settings } from "../../../flows/settings.js";
import { discretionView, usualTitles } from "../../../ui/discretion.js";
import { t } from "../../../ui/i18n.js";
import { dropInstall, prepareInstall, promptInstall } from "../../../ui/installing.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { plainTitle } from "../../../ui/tab.js";

/** @typedef {import("../../../ui/tab.js").TabIcon} TabIcon */

/** @type {import("../screens.js").MakeScreen} */
function discretionScreen({ refresh }) {
  const { title, icon, blur } = settings();
  const typed = { title: title ?? "", icon: icon ?? /** @type {TabIcon} */ ("notes"), blur };
  const state = { busy: false, error: /** @type {{ message: string } | undefined} */ (undefined) };
  const installing = iconOf(refresh);

  /** A drawing brings its usual title, unless she typed another. @param {{ title?: string, icon?: TabIcon, blur?: boolean }} change */
  function onChange(change) {
    const usual = usualTitles();
    const isOwn = typed.title !== "" && !Object.values(usual).includes(typed.title);
    Object.assign(typed, change);
    if (change.icon && !isOwn) typed.title = usual[change.icon];
    refresh();
  }

  async function save() {
    Object.assign(state, { busy: true, error: undefined });
    refresh();
    const chosen = { title: lineOf(typed.title) || null, icon: typed.icon, blur: typed.blur };
    try {
      await changeSettings((before) => ({ ...before, ...chosen }));
      toast(t("Enregistré."));
    } catch (error) {
      state.error = { message: errorText(error) };
    }
    state.busy = false;
    refresh();
  }

  const view = () => discretionView({ ...typed, ...state, plain: plainTitle(), onChange, onSave: () => void save(), installing: installing() });
  return { title: t("Discrétion"), tab: "more", backTo: "more", narrow: true, view, close: dropInstall };
}

/** An icon on the device, asked for. @param {() => void} refresh @returns {() => import("../../../ui/discretion.js").Installing} */
function iconOf(refresh) {
  const install = { read: false, state: /** @type {"asked" | "ready" | "prompt" | undefined} */ (undefined) };
  /** @param {Partial<typeof install>} change */
  const set = (change) => {
    Object.assign(install, change);
    refresh();
  };
  async function prepare() {
    set({ state: "asked" });
    set({ state: await prepareInstall() });
  }
  return () => ({ ...install, onRead: (read) => set({ read }), onPrepare: () => void prepare(), onPrompt: () => void promptInstall() });
}

/** One line, without half characters, which a cut can leave. @param {string} text */
function lineOf(text) {
  return text.replace(/\p{Surrogate}/gu, "").replace(/\s+/g, " ").trim();
}

export const screens = { discretion: discretionScreen };
