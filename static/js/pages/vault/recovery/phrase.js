/**
 * The recovery phrase of the open vault: shown once, typed back, made anew or done without.
 *
 * 1. Words that this tab still knows are shown; then two of them are asked back, at places drawn each time.
 * 2. Otherwise all twelve are typed from the sheet, or others take their place, with the passphrase.
 * 3. Going without is a screen of its own, and takes the passphrase: nobody does it by a slip, or for her.
 * 4. « Plus tard » changes nothing: the vault keeps saying what is missing.
 */
import { codeOf } from "../../../flows/errors.js";
import { confirmPhrase, confirmWholePhrase, declinePhrase, renewPhrase, sheetOf, wordsToCheck } from "../../../flows/phrase.js";
import { phraseState } from "../../../flows/settings.js";
import { readWords, withWord } from "../../../flows/words.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { phraseCheck, phraseDecline, phraseRenew, phraseWhole, phraseWords } from "../../../ui/recovery-phrase.js";
import { dropSheet, phraseSheet, printSheet } from "../../../ui/sheet.js";
import { arrive } from "../arriving.js";
import { twoOf } from "../drawing.js";

/** @typedef {"loading" | "words" | "check" | "whole" | "renew" | "decline"} Step */

/** A vault just made, or just recovered: the first thing in it. */
const ALONE = new Set(["new", "recovered"]);

/** @type {import("../screens.js").MakeScreen} */
function phraseScreen(context) {
  const phrase = new Phrase(context);
  const alone = ALONE.has(context.place.id ?? "");
  return { get title() { return phrase.title(); }, tab: "more", narrow: true, alone, view: () => phrase.view(), close: () => phrase.close(), ...(alone ? {} : { backTo: "before" }) };
}

class Phrase {
  #context;
  /** @type {Step} */
  #step = "loading";
  /** @type {string[] | undefined} */
  #words;
  #withSite = false;
  #places = [0, 1];
  #answers = ["", ""];
  #password = "";
  #shown = false;
  #busy = false;
  /** @type {{ message: string } | undefined} */
  #error;
  #typed = "";
  /** @type {import("../../../flows/words.js").Reading} */
  #reading = { words: [], next: [] };

  /** @param {import("../screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    void this.#load();
  }

  async #load() {
    this.#words = await wordsToCheck();
    const { id } = this.#context.place;
    const first = this.#words ? "words" : phraseState() === "unchecked" ? "whole" : "renew";
    this.#go(id === "decline" ? "decline" : id === "check" && this.#words ? "check" : first);
  }

  /** @param {Step} step */
  #go(step) {
    [this.#step, this.#error, this.#password, this.#shown] = [step, undefined, "", false];
    if (step === "check") [this.#places, this.#answers] = [twoOf(this.#words?.length ?? 2), ["", ""]];
    this.#context.refresh();
    arrive();
  }

  /** Where she was going: the form that sent her here, or the journal. */
  #leave() {
    if (ALONE.has(this.#context.place.id ?? "")) this.#context.replace({ name: "journal" });
    else this.#context.back();
  }

  /** @param {() => Promise<unknown>} act @param {() => void} then */
  async #run(act, then) {
    if (this.#busy) return;
    [this.#busy, this.#error] = [true, undefined];
    this.#context.refresh();
    try {
      await act();
      this.#busy = false;
      then();
    } catch (error) {
      [this.#busy, this.#error] = [false, { message: errorText(error) }];
      if (codeOf(error) === "phrase_wrong" && this.#step === "check") this.#answers = ["", ""];
      this.#context.refresh();
    }
  }

  #done() {
    toast(t("Vos mots de secours sont vérifiés. Le coffre accepte vos fichiers."));
    this.#leave();
  }

  async #print() {
    const { login, seq, fingerprint } = await sheetOf();
    const site = this.#withSite ? { site: window.location.host } : {};
    printSheet(phraseSheet({ words: this.#words ?? [], login, seq, fingerprint, ...site }));
  }

  /** @param {string} typed */
  async #type(typed) {
    this.#typed = typed;
    const reading = await readWords(typed);
    if (this.#typed !== typed) return;
    this.#reading = reading;
    this.#context.refresh();
  }

  #isRecovered() {
    return this.#context.place.id === "recovered" && phraseState() === "checked";
  }

  title() {
    const titles = {
      loading: t("Vos mots de secours"), words: t("Vos mots de secours"), check: t("Deux mots à retaper"), whole: t("Vos mots de secours"),
      renew: this.#isRecovered() ? t("Votre coffre est ouvert") : t("Vos mots de secours"), decline: t("Continuer sans mots de secours ?"),
    };
    return titles[this.#step];
  }

  view() {
    if (this.#step === "loading") return skeleton();
    const state = { busy: this.#busy, error: this.#error };
    if (this.#step === "words") return this.#wordsView();
    if (this.#step === "whole") return this.#wholeView(state);
    if (this.#step === "check") {
      return phraseCheck({
        ...state, places: this.#places, answers: this.#answers, onBack: () => this.#go("words"),
        onAnswer: (index, answer) => { this.#answers[index] = answer; },
        onCheck: () => void this.#run(() => confirmPhrase(this.#places, this.#answers), () => this.#done()),
      });
    }
    return this.#askingView(state);
  }

  #wordsView() {
    return phraseWords({
      words: this.#words ?? [], withSite: this.#withSite, onPrint: () => void this.#print(), onNoted: () => this.#go("check"), onLater: () => this.#leave(), onDecline: () => this.#go("decline"),
      onSite: (withSite) => {
        this.#withSite = withSite;
        this.#context.refresh();
      },
    });
  }

  /** @param {{ busy: boolean, error: { message: string } | undefined }} state */
  #wholeView(state) {
    return phraseWhole({
      ...state, onRenew: () => this.#go("renew"), onDecline: () => this.#go("decline"),
      typed: { value: this.#typed, reading: this.#reading, onInput: (text) => void this.#type(text), onPick: (word) => void this.#type(withWord(this.#typed, word)) },
      onCheck: () => void this.#run(() => confirmWholePhrase(this.#typed), () => this.#done()),
    });
  }

  /** @param {{ busy: boolean, error: { message: string } | undefined }} told */
  #askingView(told) {
    const asking = {
      ...told, password: this.#password, shown: this.#shown,
      onPassword: (/** @type {string} */ password) => {
        this.#password = password;
        this.#context.refresh();
      },
      onShow: (/** @type {boolean} */ shown) => {
        this.#shown = shown;
        this.#context.refresh();
      },
    };
    if (this.#step === "decline") {
      const onBack = () => (this.#context.place.id === "decline" ? this.#leave() : void this.#load());
      return phraseDecline({ ...asking, onBack, onDecline: () => void this.#run(() => declinePhrase(this.#password), () => this.#leave()) });
    }
    const more = phraseState() === "none" ? { onDecline: () => this.#go("decline") } : {};
    const state = this.#isRecovered() ? "recovered" : phraseState();
    return phraseRenew({ ...asking, ...more, state, onBack: () => this.#leave(), onRenew: () => void this.#run(() => renewPhrase(this.#password), () => void this.#load()) });
  }

  close() {
    dropSheet();
    [this.#words, this.#password, this.#typed, this.#reading] = [undefined, "", "", { words: [], next: [] }];
  }
}

export const screens = { phrase: phraseScreen };
