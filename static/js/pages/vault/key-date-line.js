/** A key date in one line while it is typed, wherever one is added or corrected. */
import { parseWhen, whenText } from "../../flows/dates.js";
import { save } from "../../flows/key-dates.js";
import { errorText } from "../../ui/messages.js";

export class KeyDateLine {
  #refresh;
  #typed;
  #busy = false;
  #error = "";

  /** @param {() => void} refresh @param {{ id?: string, title: string, date: string }} [typed] */
  constructor(refresh, typed = { title: "", date: "" }) {
    this.#refresh = refresh;
    this.#typed = typed;
  }

  /** Of the one corrected. */
  get id() {
    return this.#typed.id;
  }

  /** @param {{ title?: string, date?: string }} change */
  change(change) {
    Object.assign(this.#typed, change);
    this.#error = "";
    this.#refresh();
  }

  /** @param {(id: string) => void} then it is kept */
  async keep(then) {
    const { date, ...rest } = this.#typed;
    [this.#busy, this.#error] = [true, ""];
    this.#refresh();
    try {
      then(await save({ ...rest, when: parseWhen(date) }));
    } catch (caught) {
      this.#error = errorText(caught);
    }
    this.#busy = false;
    this.#refresh();
  }

  shown() {
    const { title, date } = this.#typed;
    return { title, date, busy: this.#busy, error: this.#error, understood: understood(date) };
  }
}

/** What a date is understood as; empty when it is not. @param {string} text */
function understood(text) {
  const when = parseWhen(text);
  return when.precision === "unknown" ? "" : whenText(when);
}
