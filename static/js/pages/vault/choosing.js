/** Choosing a passphrase: the one proposed, or her own with a judgement of its strength. */
import { proposePassphrase, strength } from "../../flows/identifier.js";
import { passwordChooser } from "../../ui/entry.js";
import { errorText } from "../../ui/messages.js";

export class PasswordChooser {
  #props;
  password = "";
  /** @type {string[]} */
  words = [];
  own = false;
  #shown = false;
  /** @type {Awaited<ReturnType<typeof strength>> | undefined} */
  #strength;
  /** @type {{ message: string } | undefined} */
  error;

  /** @param {{ refresh: () => void, login: () => string }} props login: whose words must not help */
  constructor(props) {
    this.#props = props;
  }

  /** It may be made the vault's. */
  get enough() {
    return this.own ? Boolean(this.#strength?.enough) : this.words.length > 0;
  }

  async propose() {
    try {
      this.words = await proposePassphrase();
      [this.own, this.password, this.error] = [false, this.words.join(" "), undefined];
    } catch {
      this.error = { message: errorText({ code: "offline" }) };
    }
    this.#props.refresh();
  }

  /** @param {string} password her own */
  async #judge(password) {
    [this.password, this.#strength] = [password, undefined];
    this.#props.refresh();
    const judged = await strength(password, this.#props.login());
    if (this.password === password) this.#strength = judged;
    this.#props.refresh();
  }

  /** @param {boolean} own whether she types her own */
  #choose(own) {
    if (!own) return void this.propose();
    [this.own, this.password, this.#strength] = [true, "", undefined];
    this.#props.refresh();
  }

  /** @param {string} [login] to be copied with it */
  view(login) {
    return passwordChooser({
      ...(login ? { login } : {}), words: this.words, own: this.own, password: this.password, shown: this.#shown, strength: this.#strength,
      onOwn: (own) => this.#choose(own), onPropose: () => void this.propose(), onPassword: (password) => void this.#judge(password),
      onShow: (shown) => {
        this.#shown = shown;
        this.#props.refresh();
      },
    });
  }
}
