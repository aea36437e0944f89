/** A voice in a form: dictated where the device recognises it by itself, else recorded as a piece, if she wishes. */
import { dictate, dictationState, prepareDictation } from "../../flows/dictation.js";
import { canRecord, record } from "../../flows/voice.js";
import { forgetVoice } from "../../flows/voice-drafts.js";
import { nothing } from "../../ui/html.js";
import { dictationView, recorderView } from "../../ui/voice.js";
import { uploadOf } from "./uploads.js";

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
  /** @type {boolean | undefined} whether what was sealed of it has arrived; nothing was sealed yet */
  #sealed;
  /** @type {Trouble | undefined} */
  #trouble;
  /** @type {import("../../flows/voice.js").Recording | undefined} */
  #recording;
  #over = false;

  /** @param {{ refresh: () => void, onFile: (file: File, id: string) => void }} props onFile: a voice note, and the id of the piece that it is to be */
  constructor(props) {
    this.#props = props;
  }

  async #start() {
    try {
      [this.#trouble, this.#sealed] = [undefined, undefined];
      const recording = await record({ onSecond: (seconds) => this.#show({ seconds }), onSealed: (sealed) => this.#show({ sealed }) });
      if (!recording) return;
      // The permission came after she had gone elsewhere.
      if (this.#over) return await recording.drop();
      this.#recording = recording;
      this.#show({ seconds: 0 });
      this.#kept(await recording.ended, recording.id);
    } catch (error) {
      this.#trouble = TROUBLES[/** @type {Error} */ (error).name] ?? "failed";
      this.#props.refresh();
    }
  }

  /** @param {{ seconds?: number, sealed?: boolean }} now */
  #show({ seconds = this.#seconds, sealed = this.#sealed }) {
    [this.#seconds, this.#sealed] = [seconds, sealed];
    this.#props.refresh();
  }

  /** @param {File} file @param {string} id */
  #kept(file, id) {
    [this.#seconds, this.#recording] = [undefined, undefined];
    this.#props.onFile(file, id);
    void unlessCancelled(id);
  }

  /** What is not ended by her is not kept. */
  #drop() {
    void this.#recording?.drop().catch(() => {
      // Out of reach: it will be offered once more, and may be refused again.
    });
    [this.#seconds, this.#recording] = [undefined, undefined];
    this.#props.refresh();
  }

  view() {
    if (!canRecord()) return nothing;
    return recorderView({
      seconds: this.#seconds, sealed: this.#sealed, trouble: this.#trouble,
      onStart: () => void this.#start(), onKeep: () => void this.#recording?.stop(), onDrop: () => this.#drop(),
    });
  }

  /** What was being said when she went elsewhere is kept. */
  async close() {
    this.#over = true;
    await this.#recording?.stop();
  }
}

/** A file whose sending she took back is not offered again. @param {string} id */
async function unlessCancelled(id) {
  const upload = uploadOf(id);
  await upload?.done;
  if (upload?.state === "cancelled") await forgetVoice(id).catch(() => undefined);
}
