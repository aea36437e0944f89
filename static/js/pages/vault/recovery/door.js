/**
 * A person without her passphrase, at the door.
 *
 * 1. The words are read here; a wrong letter is said before a new passphrase is asked for.
 * 2. People: asking begins the delay, and says when to come back; once it is over the same screen goes on.
 * 3. A new passphrase is chosen as at the beginning; only then is anything changed, all at once.
 * 4. A refusal comes back to the sheet, with what was typed.
 */
import { codeOf } from "../../../flows/errors.js";
import { readPhrase } from "../../../flows/phrase.js";
import { askPeople, recover, recoverByPeople } from "../../../flows/recovery.js";
import { readWords, withWord } from "../../../flows/words.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { newPasswordForm, peopleForm, peopleWaiting, wordsForm } from "../../../ui/recovery-door.js";
import { arrive } from "../arriving.js";
import { PasswordChooser } from "../choosing.js";

/** @typedef {"words" | "people" | "waiting" | "password"} Step */

/** Errors after which the new passphrase is what to look at, not the sheet. */
const OF_PASSWORD = new Set(["weak_password", "offline", "too_many_attempts", "unavailable"]);

/**
 * @param {import("../entry.js").Guest} door
 * @returns {() => import("../../../ui/html.js").Content} its view
 */
export function recoveryDoor(door) {
  const recovery = new RecoveryDoor(door);
  return () => recovery.view();
}

/** Wrong and unknown are one answer, here about words. @param {unknown} error */
function said(error) {
  if (codeOf(error) !== "login_refused") return errorText(error);
  return t("Aucun coffre ne s’ouvre avec cet identifiant et ces mots. Rien n’est perdu. Comparez l’identifiant et les mots avec la feuille, un à un.");
}

/** One text of words as it is being typed. */
class Words {
  value = "";
  /** @type {import("../../../flows/words.js").Reading} */
  reading = { words: [], next: [] };
  #refresh;

  /** @param {() => void} refresh */
  constructor(refresh) {
    this.#refresh = refresh;
  }

  onInput = async (/** @type {string} */ value) => {
    this.value = value;
    this.#refresh();
    const reading = await readWords(value);
    if (this.value !== value) return;
    this.reading = reading;
    this.#refresh();
  };

  onPick = (/** @type {string} */ word) => void this.onInput(withWord(this.value, word));
}

class RecoveryDoor {
  #door;
  /** @type {Step} */
  #step = "words";
  /** @type {"phrase" | "people"} */
  #way = "phrase";
  #login = "";
  #seq = "";
  #fingerprint = "";
  #readyAt = "";
  #words;
  #shares;
  #chooser;
  #busy = false;
  /** @type {{ message: string } | undefined} */
  #error;

  /** @param {import("../entry.js").Guest} door */
  constructor(door) {
    this.#door = door;
    this.#words = new Words(door.refresh);
    this.#shares = [new Words(door.refresh), new Words(door.refresh)];
    this.#chooser = new PasswordChooser({ refresh: door.refresh, login: () => this.#login });
  }

  /** @param {Step} step @param {{ message: string }} [error] */
  #go(step, error) {
    [this.#step, this.#error, this.#busy] = [step, error, false];
    if (step === "password") void this.#chooser.propose();
    this.#door.refresh();
    arrive();
  }

  /** @param {() => Promise<unknown>} act */
  async #run(act) {
    [this.#busy, this.#error] = [true, undefined];
    this.#door.refresh();
    try {
      await act();
    } catch (error) {
      const sheet = this.#way === "phrase" ? "words" : "people";
      this.#go(this.#step === "password" && OF_PASSWORD.has(codeOf(error)) ? "password" : sheet, { message: said(error) });
    }
  }

  /** Rule 1. */
  #next() {
    this.#way = "phrase";
    void this.#run(async () => {
      await readPhrase(this.#words.value);
      this.#go("password");
    });
  }

  /** Rule 2. */
  #ask() {
    this.#way = "people";
    void this.#run(async () => {
      const { readyAt } = await askPeople({ login: this.#login, shares: this.#shares.map(({ value }) => value) });
      this.#readyAt = readyAt ?? "";
      this.#go(readyAt === null ? "password" : "waiting");
    });
  }

  /** Rule 3. */
  #open() {
    void this.#run(async () => {
      const [login, newPassword, fingerprint] = [this.#login, this.#chooser.password, this.#fingerprint];
      const seq = Number(this.#seq.replace(/\D/g, ""));
      if (this.#way === "phrase") await recover({ login, words: this.#words.value, newPassword, seq, fingerprint });
      else await recoverByPeople({ login, shares: this.#shares.map(({ value }) => value), newPassword });
      await this.#door.entered({ name: "phrase", id: "recovered" });
    });
  }

  view() {
    const state = { busy: this.#busy, error: this.#error };
    const login = { login: this.#login, onLogin: (/** @type {string} */ value) => this.#set(() => { this.#login = value; }) };
    if (this.#step === "waiting") return peopleWaiting({ readyAt: this.#readyAt, onBack: () => this.#door.back() });
    if (this.#step === "password") {
      const onBack = () => this.#go(this.#way === "phrase" ? "words" : "people");
      return newPasswordForm({ ...state, chooser: this.#chooser.view(), enough: this.#chooser.enough, onOpen: () => this.#open(), onBack });
    }
    const onBack = () => this.#door.back();
    if (this.#step === "people") return peopleForm({ ...state, ...login, shares: this.#shares, onNext: () => this.#ask(), onWords: () => this.#go("words"), onBack });
    return wordsForm({
      ...state, ...login, words: this.#words, seq: this.#seq, fingerprint: this.#fingerprint, onBack, onNext: () => this.#next(), onPeople: () => this.#go("people"),
      onSeq: (seq) => this.#set(() => { this.#seq = seq; }),
      onFingerprint: (fingerprint) => this.#set(() => { this.#fingerprint = fingerprint; }),
    });
  }

  /** @param {() => void} change */
  #set(change) {
    change();
    this.#door.refresh();
  }
}
