/**
 * Adding a second factor: an application of codes, or a passkey.
 *
 * 1. The passphrase is asked for again where the last unlock is older than five minutes.
 * 2. An application counts once it has given its first code; the first factor brings ten recovery codes, shown once.
 * 3. Where there is one already it is proven first: whoever finds the vault open adds none of his own.
 * 4. A passkey that can open the vault does so only by a choice of its own, with the passphrase, and never as the only way in. One that
 *    did so before a rotation, and is a second factor still, does again by the same choice.
 */
import { FlowError } from "../../../flows/errors.js";
import { confirmTotp, secondFactors, startTotp } from "../../../flows/factors.js";
import { addPasskeySlot, assertPasskey, registerPasskey } from "../../../flows/passkeys.js";
import { openSessions } from "../../../flows/access.js";
import { rename } from "../../../flows/settings.js";
import { passkeyForm, passkeyOpens, totpForm } from "../../../ui/access-factors.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { failure, toast } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { ask } from "./asking.js";
import { showCodes } from "./codes.js";

/** @typedef {{ message: string } | undefined} Told */
/** @typedef {Pick<Awaited<ReturnType<typeof registerPasskey>>, "credential" | "prf">} Made */

/** The factor counts already: a name that could not be kept is no reason to begin again. @param {string} id @param {string} name */
async function nameIt(id, name) {
  if (!name.trim()) return;
  try {
    const [sessions, { factors }] = await Promise.all([openSessions(), secondFactors()]);
    await rename(id, name, [...sessions, ...factors].map((one) => one.id));
  } catch (error) {
    toast(errorText(error));
  }
}

/** Rule 3. @param {(second: import("./asking.js").Second | null) => Promise<void>} act @returns {Promise<boolean>} whether it was done */
async function proven(act) {
  const { factors } = await secondFactors();
  if (factors.length === 0) return act(null).then(() => true);
  const asked = {
    title: t("Une vérification de plus"), text: t("Ce coffre en a déjà une : donnez-la d’abord."), confirm: t("Continuer"),
    second: true, passkeys: factors.some(({ kind }) => kind === "passkey"),
  };
  return ask(asked, async ({ second }) => act(await second()));
}

/** @type {import("../screens.js").MakeScreen} */
function totpScreen({ refresh, back, fresh }) {
  const typed = { code: "", name: "", busy: false, secret: "", url: "", factorId: "", error: /** @type {Told} */ (undefined) };
  const set = (/** @type {Partial<typeof typed>} */ change) => {
    Object.assign(typed, change);
    refresh();
  };
  async function begin() {
    if (!(await fresh())) return back();
    set({ busy: true, error: undefined });
    try {
      await proven(async (second) => {
        const { factorId, secret, picture } = await startTotp(second);
        set({ factorId, secret, url: URL.createObjectURL(picture) });
      });
      set({ busy: false });
    } catch (error) {
      set({ busy: false, error: { message: errorText(error) } });
    }
  }
  async function confirm() {
    set({ busy: true, error: undefined });
    try {
      const codes = await confirmTotp(typed.factorId, typed.code);
      // Shown once: before anything that may fail.
      if (codes) await showCodes(codes);
      await nameIt(typed.factorId, typed.name);
      toast(t("Application ajoutée. À la prochaine ouverture, un code sera demandé."));
      back();
    } catch (error) {
      set({ busy: false, code: "", error: { message: errorText(error) } });
    }
  }
  async function copy() {
    await navigator.clipboard.writeText(typed.secret);
    toast(t("Copié. Collez-le dans l’application, puis copiez autre chose : le presse-papiers se lit."));
  }
  const close = () => {
    URL.revokeObjectURL(typed.url);
    Object.assign(typed, { secret: "", url: "", code: "" });
  };
  const view = () => totpForm({ ...typed, onBegin: () => void begin(), onCode: (code) => set({ code }), onName: (name) => set({ name }), onCopy: () => void copy(), onConfirm: () => void confirm(), onBack: back });
  return { title: t("Application de codes"), tab: "more", backTo: "access", narrow: true, view, close };
}

class PasskeyScreen {
  #context;
  #typed = {
    name: "", password: "", shown: false, busy: false, error: /** @type {Told} */ (undefined),
    made: /** @type {Made | undefined} */ (undefined),
  };

  /** @param {import("../screens.js").Context} context id of its place: a passkey that is there already */
  constructor(context) {
    this.#context = context;
    if (this.#isThere) void this.#attempt(() => this.#find(context.place.id));
  }

  get #isThere() {
    return this.#context.place.id !== undefined;
  }

  /** @param {string | undefined} id */
  async #find(id) {
    const { factors } = await secondFactors();
    const credential = factors.find((factor) => factor.id === id)?.credential;
    if (!credential) return this.#context.back();
    this.#set({ made: { credential, prf: null } });
  }

  /** @param {Partial<PasskeyScreen["typed"]>} change */
  #set(change) {
    Object.assign(this.#typed, change);
    this.#context.refresh();
  }

  get typed() {
    return this.#typed;
  }

  /** @param {() => Promise<void>} act */
  async #attempt(act) {
    this.#set({ busy: true, error: undefined });
    try {
      await act();
      this.#set({ busy: false });
    } catch (error) {
      this.#set({ busy: false, error: { message: errorText(error) } });
    }
  }

  async #add() {
    if (!(await this.#context.fresh())) return;
    /** @type {Awaited<ReturnType<typeof registerPasskey>> | undefined} */
    let made;
    await proven(async (second) => {
      made = await registerPasskey(second);
    });
    if (!made) return;
    // Shown once: before anything that may fail.
    if (made.codes) await showCodes(made.codes);
    await nameIt(made.factorId, this.#typed.name);
    if (made.opens) return this.#set({ made });
    toast(t("Clé ajoutée. À la prochaine ouverture, elle sera demandée."));
    this.#context.back();
  }

  /** Rule 4. */
  async #opens() {
    const { made, password } = this.#typed;
    if (!made) return;
    // Many give the secret only to a second gesture.
    const prf = made.prf ?? (await assertPasskey({ credential: made.credential })).prf;
    if (!prf) throw new FlowError("passkey_opens_nothing");
    await addPasskeySlot(password, { prf, credential: made.credential });
    prf.fill(0);
    toast(t("Cette clé ouvre aussi le coffre."));
    this.#context.back();
  }

  view() {
    const onBack = () => this.#context.back();
    if (!this.#typed.made) {
      if (this.#isThere) return this.#typed.error ? failure(this.#typed.error) : skeleton();
      return passkeyForm({ ...this.#typed, onName: (name) => this.#set({ name }), onAdd: () => void this.#attempt(() => this.#add()), onBack });
    }
    return passkeyOpens({
      ...this.#typed, added: !this.#isThere, onPassword: (password) => this.#set({ password }), onShow: (shown) => this.#set({ shown }),
      onOpens: () => void this.#attempt(() => this.#opens()), onBack,
    });
  }

  close() {
    this.#typed.made?.prf?.fill(0);
    Object.assign(this.#typed, { password: "", made: undefined });
  }
}

/** @type {import("../screens.js").MakeScreen} */
function passkeyScreen(context) {
  const screen = new PasskeyScreen(context);
  return { title: t("Clé d’accès"), tab: "more", backTo: "access", narrow: true, view: () => screen.view(), close: () => screen.close() };
}

export const screens = { "access-totp": totpScreen, "access-passkey": passkeyScreen };
