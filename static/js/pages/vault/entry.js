/**
 * The door: make a vault, open one, unlock the one that is open.
 *
 * 1. Making asks for no name and no address: an identifier and a passphrase are proposed, and can be changed.
 * 2. The passphrase is shown to be copied on paper; two of its words typed back (or all of it, when it is her own) show that it was kept.
 * 3. What is typed here is dropped from memory as soon as it has served.
 */
import { proposeLogin, proposePassphrase, strength } from "../../flows/identifier.js";
import { leave, open, register, session, unlock } from "../../flows/session.js";
import { createIdentifier, createKept, createPhrase, lockedForm, openForm, welcome } from "../../ui/entry.js";
import { errorText } from "../../ui/messages.js";
import { t } from "../../ui/i18n.js";

/** @typedef {"welcome" | "open" | "create" | "locked"} Door */

/** What is being typed at the door. Never kept anywhere else. */
function blank() {
  return {
    login: "", password: "", shown: false, busy: "", words: /** @type {string[]} */ ([]), own: false, step: 0,
    asked: [0, 1], answers: ["", ""], again: "",
    strength: /** @type {Awaited<ReturnType<typeof strength>> | undefined} */ (undefined),
    error: /** @type {{ message: string } | undefined} */ (undefined),
  };
}

/**
 * @param {{ refresh: () => void, entered: () => Promise<void> }} shell
 */
export function entry({ refresh, entered }) {
  /** @type {Door} */
  let door = "welcome";
  let typed = blank();

  /** @param {Door} next */
  function to(next) {
    door = next;
    typed = blank();
    if (next === "create") propose();
    refresh();
  }

  /** @param {Partial<ReturnType<typeof blank>>} change */
  function set(change) {
    Object.assign(typed, change);
    refresh();
  }

  function propose() {
    const words = proposePassphrase();
    Object.assign(typed, { login: typed.login || proposeLogin(), words, password: words.join(" "), own: false, asked: twoOf(words.length), answers: ["", ""] });
  }

  /** @param {string} password her own */
  async function choose(password) {
    set({ password });
    const judged = await strength(password, typed.login);
    if (typed.password === password) set({ strength: judged });
  }

  /**
   * @param {string} busy what is being done, said while it lasts
   * @param {() => Promise<unknown>} act
   */
  async function attempt(busy, act) {
    set({ busy, error: undefined });
    try {
      await act();
      typed = blank();
      await entered();
    } catch (error) {
      set({ busy: "", error: { message: errorText(error) } });
    }
  }

  const make = () => attempt(t("Nous fabriquons votre coffre…"), () => register({ login: typed.login, password: typed.password }));
  const enter = () => attempt(t("Ouverture…"), () => open({ login: typed.login, password: typed.password }));
  const again = () => attempt(t("Ouverture…"), () => unlock(typed.password));

  function kept() {
    const right = typed.own ? typed.again === typed.password : typed.asked.every((word, index) => same(typed.answers[index], typed.words[word]));
    if (right) return make();
    return set({ error: { message: t("Ce n’est pas ce qui était proposé. Revenez voir la phrase : rien n’est encore créé, rien n’est perdu.") } });
  }

  const create = [
    () => createIdentifier({ ...typed, onLogin: (login) => set({ login }), onPropose: () => set({ login: proposeLogin() }), onNext: () => set({ step: 1 }), onBack: () => to("welcome") }),
    () => createPhrase({
      ...typed, onOwn: (own) => { if (own) set({ own, password: "", strength: undefined }); else { propose(); refresh(); } },
      onPassword: (password) => void choose(password), onPropose: () => { propose(); refresh(); },
      onShow: (shown) => set({ shown }), onNext: () => set({ step: 2, error: undefined }), onBack: () => set({ step: 0 }),
    }),
    () => createKept({
      ...typed, onAnswer: (index, answer) => set({ answers: typed.answers.map((old, i) => (i === index ? answer : old)) }),
      onAgain: (value) => set({ again: value }), onShow: (shown) => set({ shown }), onNext: () => void kept(), onBack: () => set({ step: 1, error: undefined }),
    }),
  ];

  function view() {
    const common = { ...typed, onPassword: (/** @type {string} */ password) => set({ password }), onShow: (/** @type {boolean} */ shown) => set({ shown }) };
    if (door === "create") return /** @type {() => import("../../ui/html.js").TemplateResult} */ (create[typed.step])();
    if (door === "open") return openForm({ ...common, onLogin: (login) => set({ login }), onOpen: () => void enter(), onBack: () => to("welcome") });
    if (door === "locked") return lockedForm({ ...common, login: session.login ?? "", onOpen: () => void again(), onLeave: () => void leave().then(() => to("welcome")) });
    return welcome({ onCreate: () => to("create"), onOpen: () => to("open") });
  }

  return { view, locked: () => to(session.login ? "locked" : "welcome"), to };
}

/**
 * Two places of the phrase, different and in order.
 * @param {number} count
 */
function twoOf(count) {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const first = Number(random[0]) % count;
  const second = (first + 1 + (Number(random[1]) % (count - 1))) % count;
  return [Math.min(first, second), Math.max(first, second)];
}

/**
 * @param {string | undefined} typed
 * @param {string | undefined} word
 */
function same(typed, word) {
  return typed?.trim().toLowerCase() === word;
}
