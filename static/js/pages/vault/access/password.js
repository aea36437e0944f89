/**
 * Another passphrase in the place of the present one.
 *
 * 1. What the change does not undo is said before, with the way to do more.
 * 2. The new one is typed back before anything is sent.
 * 3. When the answer is lost the same request is sent again: either passphrase holds, never neither.
 */
import { isUnsettled } from "../../../flows/access.js";
import { changePassword } from "../../../flows/ways.js";
import { changeDone, changeForm, changeKept } from "../../../ui/access-forms.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { arrive } from "../arriving.js";
import { NewPassphrase } from "./passphrase.js";
import { settle } from "./settling.js";

/** @type {import("../screens.js").MakeScreen} */
function passwordScreen({ refresh, go, back, fresh }) {
  const passphrase = new NewPassphrase(refresh);
  const typed = { password: "", shown: false, busy: false, step: "choose", error: /** @type {{ message: string } | undefined} */ (undefined) };
  const set = (/** @type {Partial<typeof typed>} */ change) => {
    Object.assign(typed, change);
    refresh();
    if (change.step) arrive();
  };
  /** @param {() => Promise<void>} act */
  async function send(act) {
    set({ busy: true, error: undefined });
    try {
      await act();
      set({ busy: false, password: "", step: "done" });
    } catch (error) {
      set({ busy: false, error: { message: errorText(error) }, ...(isUnsettled() ? {} : { step: "choose" }) });
    }
  }
  function change() {
    if (isUnsettled()) return void send(() => settle(fresh));
    if (!passphrase.isKept) return set({ error: passphrase.wrong });
    void send(() => changePassword(typed.password, passphrase.password));
  }
  const onRotate = () => go({ name: "access-rotation" });
  const view = () => {
    if (typed.step === "done") return changeDone({ onRotate, onBack: back });
    if (typed.step === "keep") {
      return changeKept({ ...typed, kept: passphrase.keptView(), unsettled: isUnsettled(), onNext: change, onBack: () => set({ step: "choose", error: undefined }) });
    }
    return changeForm({
      ...typed, chooser: passphrase.chooser.view(), enough: passphrase.chooser.enough && typed.password !== "", onRotate,
      onPassword: (password) => set({ password }), onShow: (shown) => set({ shown }), onBack: back,
      onNext: () => {
        passphrase.askBack();
        set({ step: "keep", error: undefined });
      },
    });
  };
  return { title: t("Changer la phrase de passe"), tab: "more", backTo: "access", narrow: true, view, close: () => { typed.password = ""; } };
}

export const screens = { "access-password": passwordScreen };
