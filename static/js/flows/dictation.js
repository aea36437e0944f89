/**
 * Words from a voice, where the device recognises speech by itself, and nowhere else (Web Speech API, on-device recognition).
 *
 *  1. A browser that does not know `processLocally` would send the voice to a service: there is no dictation in it.
 *  2. The language must be on the device already; fetching it tells the browser's maker which language, so it is asked first.
 *  3. Recognition that could not be bound to the device is never started.
 *  4. A lock or the way out ends it at once; what was recognised is in the field, like what was typed.
 */

import { onForget } from "./session.js";

/** @typedef {"ready" | "downloadable" | "absent"} DictationState */
/** @typedef {"refused" | "missing" | "absent" | "failed"} Trouble */
/** @typedef {{ onWords: (words: string) => void, onEnd: (trouble?: Trouble) => void }} Handlers */

/** @type {Record<string, Trouble | undefined>} what the API calls an error, as the interface says it; silence is none */
const TROUBLES = {
  "not-allowed": "refused", "audio-capture": "missing", "service-not-allowed": "absent", "language-not-supported": "absent", "no-speech": undefined, aborted: undefined,
};

/** Rule 1. @returns {any} the constructor, undefined without on-device recognition */
function onDevice() {
  const { SpeechRecognition, webkitSpeechRecognition } = /** @type {any} */ (globalThis);
  const found = SpeechRecognition ?? webkitSpeechRecognition;
  return typeof found?.available === "function" && "processLocally" in found.prototype ? found : undefined;
}

/** @param {string} lang BCP 47 @returns {Promise<DictationState>} */
export async function dictationState(lang) {
  const state = await onDevice()?.available({ langs: [lang], processLocally: true }).catch(() => "unavailable");
  if (state === "available") return "ready";
  return state === "downloadable" || state === "downloading" ? "downloadable" : "absent";
}

/** Rule 2. @param {string} lang @returns {Promise<DictationState>} once the device has it, or has it not */
export async function prepareDictation(lang) {
  await onDevice()?.install?.({ langs: [lang], processLocally: true }).catch(() => false);
  return dictationState(lang);
}

/** @type {{ abort: () => void } | undefined} */
let running;

/**
 * @param {string} lang
 * @param {Handlers} handlers onEnd: also after `stop`
 * @returns {() => void} stops it, once the last words have come
 */
export function dictate(lang, { onWords, onEnd }) {
  running?.abort();
  const Recognition = onDevice();
  const recognition = Recognition ? Object.assign(new Recognition(), { lang, continuous: true, interimResults: false, processLocally: true }) : undefined;
  // Rule 3.
  if (recognition?.processLocally !== true) {
    onEnd("absent");
    return () => {};
  }
  /** @type {Trouble | undefined} */
  let trouble;
  recognition.onresult = (/** @type {any} */ { results, resultIndex }) => {
    for (const result of [...results].slice(resultIndex)) if (result.isFinal) onWords(result[0].transcript.trim());
  };
  recognition.onerror = (/** @type {any} */ { error }) => {
    trouble = error in TROUBLES ? TROUBLES[error] : "failed";
  };
  recognition.onend = () => {
    if (running === recognition) running = undefined;
    onEnd(trouble);
  };
  running = recognition;
  recognition.start();
  return () => recognition.stop();
}

// Rule 4.
onForget(() => running?.abort());
