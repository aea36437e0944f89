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

/** @type {{ refresh: () => void, entered: () => Promise<void> }} */
let shell;
/** @type {Door} */
let door = "welcome";
let typed = blank();

/**
 * @param {typeof shell} given
 * @returns {{ view: () => import("../../ui/html.js").TemplateResult, locked: () => void }}
 */
export function entry(given) {
  shell = given;
  return { view, locked: () => to(session.login ? "locked" : "welcome") };
}

/** @param {Door} next */
function to(next) {
  door = next;
  typed = blank();
  if (next === "create") void propose();
  shell.refresh();
}

/** @param {Partial<ReturnType<typeof blank>>} change */
function set(change) {
  Object.assign(typed, change);
  shell.refresh();
}

async function propose() {
  try {
    const words = await proposePassphrase();
    const login = typed.login || (await proposeLogin());
    set({ login, words, password: words.join(" "), own: false, asked: twoOf(words.length), answers: ["", ""] });
  } catch {
    set({ error: { message: errorText({ code: "offline" }) } });
  }
}

async function proposeAnother() {
  set({ login: await proposeLogin() });
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
    await shell.entered();
  } catch (error) {
    set({ busy: "", error: { message: errorText(error) } });
  }
}

const make = () => attempt(t("Nous fabriquons votre coffre…"), () => register({ login: typed.login, password: typed.password }));
const enter = () => attempt(t("Ouverture…"), () => open({ login: typed.login, password: typed.password }));
const again = () => attempt(t("Ouverture…"), () => unlock(typed.password));

/** The passphrase is made the vault's only once she has shown that she kept it. */
function kept() {
  const right = typed.own ? typed.again === typed.password : typed.asked.every((word, index) => same(typed.answers[index], typed.words[word]));
  if (right) return make();
  return set({ error: { message: t("Ce n’est pas ce qui était proposé. Revenez voir la phrase : rien n’est encore créé, rien n’est perdu.") } });
}

/** @param {boolean} own whether she types her own */
function own(own) {
  if (own) set({ own, password: "", strength: undefined });
  else void propose();
}

const onLogin = (/** @type {string} */ login) => set({ login });
const onPassword = (/** @type {string} */ password) => set({ password });
const onShow = (/** @type {boolean} */ shown) => set({ shown });

function identifierStep() {
  return createIdentifier({ ...typed, onLogin, onPropose: () => void proposeAnother(), onNext: () => set({ step: 1 }), onBack: () => to("welcome") });
}

function phraseStep() {
  return createPhrase({
    ...typed, onOwn: own, onPassword: (password) => void choose(password), onPropose: () => void propose(), onShow,
    onNext: () => set({ step: 2, error: undefined }), onBack: () => set({ step: 0 }),
  });
}

function keptStep() {
  /** @param {number} index @param {string} answer */
  const onAnswer = (index, answer) => set({ answers: typed.answers.map((old, i) => (i === index ? answer : old)) });
  return createKept({
    ...typed, onAnswer, onAgain: (value) => set({ again: value }), onShow,
    onNext: () => void kept(), onBack: () => set({ step: 1, error: undefined }),
  });
}

function view() {
  if (door === "create") return (/** @type {const} */ ([identifierStep, phraseStep, keptStep])[typed.step] ?? identifierStep)();
  if (door === "open") return openForm({ ...typed, onLogin, onPassword, onShow, onOpen: () => void enter(), onBack: () => to("welcome") });
  if (door === "locked") return lockedForm({ ...typed, login: session.login ?? "", onPassword, onShow, onOpen: () => void again(), onLeave: () => void leave().then(() => to("welcome")) });
  return welcome({ onCreate: () => to("create"), onOpen: () => to("open") });
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
