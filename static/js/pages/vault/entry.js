/**
 * The door: make a vault, open one, unlock the one that is open.
 *
 * 1. Making asks for no name and no address: what keeps her safe is said first, then an identifier and a passphrase are proposed,
 *    and can be changed.
 * 2. The passphrase is shown to be copied on paper; two of its words typed back (or all of it, when it is her own) show that it was
 *    kept. The vault made, its recovery words come (`recovery/phrase.js`): they open it already.
 * 3. A second factor and recovery are guests at the door, loaded when they are needed; they come back here when given up.
 * 4. What is typed here is dropped from memory as soon as it has served.
 * 5. Where the service does not answer, a vault that this device keeps opens from there, by the same gestures; the door looks the same.
 */
import { proposeLogin } from "../../flows/identifier.js";
import { isThere } from "../../flows/device-store.js";
import { leave, open, openPasskey, session, unlock } from "../../flows/session.js";
import { prfSupported } from "../../flows/support.js";
import { createIdentifier, createKept, createPhrase, createSafety, lockedForm, openForm, welcome } from "../../ui/entry.js";
import { errorText } from "../../ui/messages.js";
import { t } from "../../ui/i18n.js";
import { PasswordChooser } from "./choosing.js";
import { same, twoOf } from "./drawing.js";
import { replace } from "./router.js";

/** @typedef {"welcome" | "open" | "create" | "locked"} Door */

/**
 * @typedef {object} Guest what a form that is loaded later may do with the door
 * @property {() => void} refresh
 * @property {(place?: import("./router.js").Place) => Promise<void>} entered the vault is open
 * @property {(error?: { message: string }) => void} back
 */

/** What is being typed at the door. Never kept anywhere else. */
function blank() {
  return {
    login: "", password: "", shown: false, busy: "", step: 0, asked: [0, 1], answers: ["", ""], again: "",
    error: /** @type {{ message: string } | undefined} */ (undefined),
  };
}

/** @type {{ refresh: () => void, entered: () => Promise<void> }} */
let shell;
/** @type {Door} */
let door = "welcome";
let typed = blank();
/** @type {PasswordChooser | undefined} */
let chooser;
/** @type {(() => import("../../ui/html.js").Content) | undefined} */
let guest;
let hasPasskeys = false;

/**
 * @param {typeof shell} given
 * @returns {{ view: () => import("../../ui/html.js").Content, locked: () => void, to: (next: Door) => void }}
 */
export function entry(given) {
  shell = given;
  void prfSupported().then((supported) => { hasPasskeys = supported; });
  window.addEventListener("memo:leave", () => to("welcome"));
  // A recovery that fails leaves the vault: its form stays, with what was typed.
  return { view, to, locked: () => guest || to(session.login ? "locked" : "welcome") };
}

/** @param {Door} next */
function to(next) {
  [door, guest, chooser] = [next, undefined, undefined];
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
  const own = new PasswordChooser({ refresh: shell.refresh, login: () => typed.login });
  chooser = own;
  await own.propose();
  if (own.error) set({ error: own.error });
  else if (!typed.login) await proposeAnother();
}

async function proposeAnother() {
  set({ login: await proposeLogin() });
}

/**
 * @param {string} busy what is being done, said while it lasts
 * @param {() => Promise<unknown>} act true when something else is asked first
 */
async function attempt(busy, act) {
  set({ busy, error: undefined });
  try {
    if (await act()) return;
    await enter();
  } catch (error) {
    set({ busy: "", error: { message: errorText(error) } });
  }
}

/** @param {import("./router.js").Place} [place] where she arrives, if not where she was */
async function enter(place) {
  [typed, guest, chooser] = [blank(), undefined, undefined];
  if (place) replace(place);
  await shell.entered();
}

const make = () => attempt(t("Nous fabriquons votre coffre…"), async () => {
  const { makeVault } = await import("../../flows/phrase.js");
  await makeVault({ login: typed.login, password: chooser?.password ?? "" });
  await enter({ name: "phrase", id: "new" });
  return true;
});
const openVault = () => attempt(t("Ouverture…"), () => opened(typed.login, () => open({ login: typed.login, password: typed.password })));
const again = () => attempt(t("Ouverture…"), () => opened(session.login ?? "", () => unlock(typed.password)));
const byPasskey = () => attempt(t("Ouverture…"), async () => {
  const { assertPasskey } = await import("../../flows/passkeys.js");
  await openPasskey(await assertPasskey());
});

/** Rule 5. @param {string} login @param {() => ReturnType<typeof open>} act @returns {Promise<boolean>} */
async function opened(login, act) {
  if (await isThere()) {
    const { isReachable, openHere } = await import("../../flows/device.js");
    if (!(await isReachable()) && (await openHere({ login, password: typed.password }))) return false;
  }
  return second(await act());
}

/** Rule 3. @param {Awaited<ReturnType<typeof open>>} answer @returns {Promise<boolean>} */
async function second({ second: wanted }) {
  if (!wanted) return false;
  const { secondDoor } = await import("./recovery/second.js");
  const before = door;
  invite(secondDoor(wanted, host((error) => back(before, error))));
  return true;
}

async function lost() {
  const before = door;
  try {
    const { recoveryDoor } = await import("./recovery/door.js");
    invite(recoveryDoor(host(() => back(before))));
  } catch {
    set({ error: { message: errorText({ code: "offline" }) } });
  }
}

/** @param {NonNullable<typeof guest>} view */
function invite(view) {
  guest = view;
  typed = blank();
  shell.refresh();
}

/** @param {Guest["back"]} back @returns {Guest} */
const host = (back) => ({ refresh: shell.refresh, entered: enter, back });

/** @param {Door} before @param {{ message: string }} [error] */
function back(before, error) {
  to(before === "locked" && !session.login ? "welcome" : before);
  if (error) set({ error });
}

/** The passphrase is made the vault's only once she has shown that she kept it. */
function kept() {
  const { own, password, words } = /** @type {PasswordChooser} */ (chooser);
  const right = own ? typed.again === password : typed.asked.every((word, index) => same(typed.answers[index], words[word]));
  if (right) return make();
  return set({ error: { message: t("Ce n’est pas ce qui était proposé. Revenez voir la phrase : rien n’est encore créé, rien n’est perdu.") } });
}

const onLogin = (/** @type {string} */ login) => set({ login });
const onPassword = (/** @type {string} */ password) => set({ password });
const onShow = (/** @type {boolean} */ shown) => set({ shown });
const otherWays = () => ({ onPasskey: hasPasskeys ? () => void byPasskey() : undefined, onLost: () => void lost() });

function safetyStep() {
  return createSafety({ onNext: () => set({ step: 1 }), onBack: () => to("welcome") });
}

function identifierStep() {
  return createIdentifier({ ...typed, onLogin, onPropose: () => void proposeAnother(), onNext: () => set({ step: 2 }), onBack: () => set({ step: 0 }) });
}

function phraseStep() {
  const onNext = () => set({ step: 3, error: undefined, asked: twoOf(chooser?.words.length ?? 2), answers: ["", ""], again: "" });
  return createPhrase({ ...typed, chooser: chooser?.view(typed.login) ?? "", enough: chooser?.enough ?? false, onNext, onBack: () => set({ step: 1 }) });
}

function keptStep() {
  /** @param {number} index @param {string} answer */
  const onAnswer = (index, answer) => set({ answers: typed.answers.map((old, i) => (i === index ? answer : old)) });
  return createKept({
    ...typed, own: chooser?.own ?? false, onAnswer, onAgain: (value) => set({ again: value }), onShow,
    onNext: () => void kept(), onBack: () => set({ step: 2, error: undefined }),
  });
}

function view() {
  if (guest) return guest();
  if (door === "create") return (/** @type {const} */ ([safetyStep, identifierStep, phraseStep, keptStep])[typed.step] ?? safetyStep)();
  if (door === "open") return openForm({ ...typed, ...otherWays(), onLogin, onPassword, onShow, onOpen: () => void openVault(), onBack: () => to("welcome") });
  if (door === "locked") return lockedForm({ ...typed, ...otherWays(), login: session.login ?? "", onPassword, onShow, onOpen: () => void again(), onLeave: () => void leave().then(() => to("welcome")) });
  return welcome({ onCreate: () => to("create"), onOpen: () => to("open") });
}
