/** A new passphrase: chosen, then shown to be kept. What is typed is dropped with the screen. */
import { session } from "../../../flows/session.js";
import { keptAgain } from "../../../ui/access-forms.js";
import { t } from "../../../ui/i18n.js";
import { PasswordChooser } from "../choosing.js";
import { same, twoOf } from "../drawing.js";

export class NewPassphrase {
  chooser;
  #refresh;
  #asked = [0, 1];
  #answers = ["", ""];
  #again = "";
  #shown = false;

  /** @param {() => void} refresh */
  constructor(refresh) {
    this.#refresh = refresh;
    this.chooser = new PasswordChooser({ refresh, login: () => session.login ?? "" });
    void this.chooser.propose();
  }

  get password() {
    return this.chooser.password;
  }

  /** Two other places each time. */
  askBack() {
    [this.#asked, this.#answers, this.#again] = [twoOf(Math.max(2, this.chooser.words.length)), ["", ""], ""];
  }

  /** Whether what was typed back is what was chosen. */
  get isKept() {
    const { own, password, words } = this.chooser;
    return own ? this.#again === password : this.#asked.every((word, index) => same(this.#answers[index], words[word]));
  }

  /** What to say when it is not. */
  get wrong() {
    return { message: t("Ce n’est pas ce qui a été choisi. Revenez voir la phrase : rien n’a changé, rien n’est perdu.") };
  }

  keptView() {
    return keptAgain({
      own: this.chooser.own, asked: this.#asked, answers: this.#answers, again: this.#again, shown: this.#shown,
      onAnswer: (index, answer) => { this.#answers[index] = answer; },
      onAgain: (value) => { this.#again = value; },
      onShow: (shown) => {
        this.#shown = shown;
        this.#refresh();
      },
    });
  }
}
