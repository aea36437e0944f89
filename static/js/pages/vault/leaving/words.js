/** The words of rescue while they are typed, and how they are forgotten. */
import { readWords, withWord } from "../../../flows/words.js";

export class TypedWords {
  value = "";
  /** @type {import("../../../flows/words.js").Reading} */
  reading = { words: [], next: [] };
  #redraw;

  /** @param {() => void} redraw */
  constructor(redraw) {
    this.#redraw = redraw;
  }

  /** @param {string} value */
  async type(value) {
    this.value = value;
    const reading = await readWords(value);
    if (this.value !== value) return;
    this.reading = reading;
    this.#redraw();
  }

  forget() {
    [this.value, this.reading] = ["", { words: [], next: [] }];
  }

  /** @returns {import("../../../ui/erasing.js").Words} */
  props() {
    return {
      value: this.value, reading: this.reading, onInput: (value) => void this.type(value), onPick: (word) => void this.type(withWord(this.value, word)),
    };
  }
}
