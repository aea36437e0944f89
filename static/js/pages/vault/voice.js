/** A voice in a form: dictated where the device recognises it by itself, else recorded as a piece, if she wishes. */
import { dictate, dictationState, prepareDictation } from "../../flows/dictation.js";
import { canRecord, record } from "../../flows/voice.js";
import { nothing } from "../../ui/html.js";
import { dictationView, recorderView } from "../../ui/voice.js";

/** @typedef {import("../../flows/dictation.js").Trouble} Trouble */
/** @typedef {Parameters<typeof dictationView>[0]["state"]} State */

/** As recognisers name languages. @type {Record<string, string>} */
const REGIONS = { fr: "fr-FR", en: "en-US" };

/** The language of the page, which she reads and writes. */
const spoken = () => REGIONS[document.documentElement.lang] ?? document.documentElement.lang;

export class Dictating {
  #props;
  /** @type {State | undefined} unknown as yet */
  #state;
  /** @type {Trouble | undefined} */
  #trouble;
  #stop = () => {};

  /** @param {{ refresh: () => void, onWords: (words: string) => void, instead?: () => import("../../ui/html.js").Content }} props */
  constructor(props) {
    this.#props = props;
    void dictationState(spoken()).then((state) => this.#to(state));
  }

  /** @param {State} state @param {Trouble} [trouble] */
  #to(state, trouble) {
    [this.#state, this.#trouble] = [state, trouble];
    this.#props.refresh();
  }

  #start() {
    this.#to("listening");
    this.#stop = dictate(spoken(), { onWords: this.#props.onWords, onEnd: (trouble) => this.#to(trouble === "absent" ? "absent" : "ready", trouble) });
  }

  async #prepare() {
    this.#to("preparing");
    this.#to(await prepareDictation(spoken()));
  }

  view() {
    if (!this.#state) return nothing;
    return dictationView({
      state: this.#state, trouble: this.#trouble, instead: this.#props.instead?.() ?? nothing,
      onStart: () => this.#start(), onStop: () => this.#stop(), onPrepare: () => void this.#prepare(),
    });
  }

  close() {
    this.#stop();
  }
}

/** Words after words: a space where one is missing. @param {string} text @param {string} words */
export const withWords = (text, words) => (text === "" || /\s$/.test(text) ? text + words : `${text} ${words}`);

/** @type {Record<string, Trouble>} */
const TROUBLES = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", NotReadableError: "missing" };

export class Recorder {
  #props;
  /** @type {number | undefined} */
  #seconds;
  /** @type {Trouble | undefined} */
  #trouble;
  /** @type {import("../../flows/voice.js").Recording | undefined} */
  #recording;
  #over = false;

  /** @param {{ refresh: () => void, onFile: (file: File) => void }} props */
  constructor(props) {
    this.#props = props;
  }

  async #start() {
    try {
      this.#trouble = undefined;
      const recording = await record((seconds) => this.#tick(seconds));
      // The permission came after she had gone elsewhere.
      if (this.#over) return recording.cancel();
      this.#recording = recording;
      this.#tick(0);
      this.#kept(await this.#recording.ended);
    } catch (error) {
      this.#trouble = TROUBLES[/** @type {Error} */ (error).name] ?? "failed";
      this.#props.refresh();
    }
  }

  /** @param {number} seconds */
  #tick(seconds) {
    this.#seconds = seconds;
    this.#props.refresh();
  }

  /** @param {File} file */
  #kept(file) {
    [this.#seconds, this.#recording] = [undefined, undefined];
    this.#props.onFile(file);
  }

  /** What is not ended by her is not kept. */
  #drop() {
    this.#recording?.cancel();
    [this.#seconds, this.#recording] = [undefined, undefined];
    this.#props.refresh();
  }

  view() {
    if (!canRecord()) return nothing;
    return recorderView({
      seconds: this.#seconds, trouble: this.#trouble, onStart: () => void this.#start(), onKeep: () => void this.#recording?.stop(), onDrop: () => this.#drop(),
    });
  }

  /** What was being said when she went elsewhere is kept. */
  async close() {
    this.#over = true;
    await this.#recording?.stop();
  }
}
