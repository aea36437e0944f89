/**
 * « Tout renouveler », in five steps of one screen: what it does, new passphrase, kept, new words, done.
 *
 * 1. Nothing is sent before both the passphrase and the words were typed back: whatever is cut off later, she has them.
 * 2. A file on its way holds it up: sending goes first.
 * 3. When the answer is lost the same request is sent again, here, or she opens with whichever passphrase holds.
 */
import { isUnsettled } from "../../../flows/access.js";
import { isSending } from "../../../flows/files.js";
import { sheetOf } from "../../../flows/phrase.js";
import { newWords, rotate } from "../../../flows/rotation.js";
import { openShares } from "../../../flows/shares.js";
import { areTypedBack } from "../../../flows/words.js";
import { rotationCheck, rotationDone, rotationForm, rotationKept, rotationPhrase, rotationWords } from "../../../ui/access-rotation.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { dropSheet, phraseSheet, printSheet } from "../../../ui/sheet.js";
import { arrive } from "../arriving.js";
import { twoOf } from "../drawing.js";
import { NewPassphrase } from "./passphrase.js";
import { settle } from "./settling.js";

/** @typedef {"about" | "phrase" | "kept" | "words" | "check" | "done"} Step */

class RotationScreen {
  #context;
  /** @type {Step} */
  #step = "about";
  #passphrase;
  /** @type {string[]} */
  #words = [];
  #places = [0, 1];
  #answers = ["", ""];
  #password = "";
  #shown = false;
  #busy = false;
  #ending = new Set(/** @type {string[]} */ ([]));
  /** @type {{ message: string } | undefined} */
  #error;

  /** @param {import("../screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    this.#passphrase = new NewPassphrase(context.refresh);
  }

  /** @param {Step} step */
  #go(step) {
    [this.#step, this.#error] = [step, undefined];
    if (step === "kept") this.#passphrase.askBack();
    if (step === "check") [this.#places, this.#answers] = [twoOf(12), ["", ""]];
    this.#context.refresh();
    arrive();
  }

  /** @param {{ message: string }} error */
  #say(error) {
    this.#error = error;
    this.#context.refresh();
  }

  async #toWords() {
    if (!this.#passphrase.isKept) return this.#say(this.#passphrase.wrong);
    if (this.#words.length === 0) this.#words = await newWords();
    this.#go("words");
  }

  /** Rules 1 and 3. */
  async #renew() {
    if (!isUnsettled() && !areTypedBack(this.#words, this.#places, this.#answers)) return this.#say({ message: t("Ce ne sont pas ces mots-là. Revenez les voir : rien n’a changé.") });
    [this.#busy, this.#error] = [true, undefined];
    this.#context.refresh();
    try {
      const wish = { password: this.#password, newPassword: this.#passphrase.password, words: this.#words, endShares: [...this.#ending] };
      await (isUnsettled() ? settle(this.#context.fresh) : rotate(wish));
      this.#busy = false;
      this.#go("done");
    } catch (error) {
      this.#busy = false;
      this.#say({ message: errorText(error) });
    }
  }

  async #print() {
    const { login, seq, fingerprint } = await sheetOf();
    printSheet(phraseSheet({ words: this.#words, login, seq, fingerprint }));
  }

  view() {
    const back = (/** @type {Step} */ step) => () => this.#go(step);
    const state = { busy: this.#busy, error: this.#error };
    switch (this.#step) {
      case "about":
        return this.#about();
      case "phrase":
        return rotationPhrase({ chooser: this.#passphrase.chooser.view(), enough: this.#passphrase.chooser.enough, onNext: back("kept"), onBack: back("about") });
      case "kept":
        return rotationKept({ ...state, kept: this.#passphrase.keptView(), onNext: () => void this.#toWords(), onBack: back("phrase") });
      case "words":
        return rotationWords({ words: this.#words, onNext: back("check"), onBack: back("phrase") });
      case "check":
        return this.#check(state, back("words"));
      default:
        return rotationDone({ onPrint: () => void this.#print(), onBack: () => this.#context.replace({ name: "access" }) });
    }
  }

  #about() {
    return rotationForm({
      sending: isSending(), shares: openShares().map(({ id, label }) => ({ id, title: label })), ending: this.#ending, onNext: () => this.#go("phrase"), onBack: () => this.#context.back(),
      onEnd: (id, ended) => {
        if (ended) this.#ending.add(id);
        else this.#ending.delete(id);
        this.#context.refresh();
      },
    });
  }

  /** @param {{ busy: boolean, error: { message: string } | undefined }} state @param {() => void} onBack */
  #check(state, onBack) {
    return rotationCheck({
      ...state, onBack, onNext: () => void this.#renew(), unsettled: isUnsettled(),
      places: this.#places, answers: this.#answers, password: this.#password, shown: this.#shown,
      onAnswer: (index, answer) => { this.#answers[index] = answer; },
      onPassword: (password) => { this.#password = password; },
      onShow: (shown) => {
        this.#shown = shown;
        this.#context.refresh();
      },
    });
  }

  close() {
    dropSheet();
    [this.#words, this.#password] = [[], ""];
  }
}

/** @type {import("../screens.js").MakeScreen} */
function rotationScreen(context) {
  const screen = new RotationScreen(context);
  return { title: t("Tout renouveler"), tab: "more", backTo: "access", narrow: true, view: () => screen.view(), close: () => screen.close() };
}

export const screens = { "access-rotation": rotationScreen };
