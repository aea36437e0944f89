/**
 * A voice note, recorded in the page: it becomes a piece like any file, and is never a file of the device.
 *
 *  1. The microphone is asked for when recording begins and given back when it ends, however it ends.
 *  2. Recording is somebody's presence: the vault does not lock under it, for twenty minutes at most; then it ends by itself, kept.
 *  3. The way out drops it, and so does a lock that finds it still running; another screen of the vault ends and keeps it.
 */

import { formatDate, t } from "../ui/i18n.js";
import { stayOpen } from "./idle.js";
import { onForget } from "./session.js";

/** @typedef {{ stop: () => Promise<File>, cancel: () => void, ended: Promise<File> }} Recording ended: also after twenty minutes; never resolves once cancelled */

const SECOND = 1000;
const LONGEST = 20 * 60;
const BITS = 32_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
/** @type {Record<string, string>} */
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };

export function canRecord() {
  return typeof MediaRecorder === "function" && typeof globalThis.navigator?.mediaDevices?.getUserMedia === "function";
}

/**
 * @param {(seconds: number) => void} onSecond
 * @returns {Promise<Recording>}
 * @throws {DOMException} `NotAllowedError`, `NotFoundError`…: there is no microphone, or she or the device refuses it.
 */
export async function record(onSecond) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => void parts.push(data);
  let seconds = 0;
  const clock = setInterval(() => {
    seconds += 1;
    stayOpen();
    onSecond(seconds);
    if (seconds >= LONGEST) recorder.stop();
  }, SECOND);
  /** Rule 1. */
  const release = () => {
    clearInterval(clock);
    for (const track of stream.getTracks()) track.stop();
  };
  const ended = new Promise((/** @type {(file: File) => void} */ resolve) => {
    recorder.onstop = () => {
      release();
      resolve(fileOf(parts, recorder.mimeType || mimeType));
    };
  });
  const cancel = () => {
    recorder.onstop = null;
    release();
    if (recorder.state !== "inactive") recorder.stop();
    parts.length = 0;
  };
  recorder.start(SECOND);
  running = cancel;
  void ended.then(() => { if (running === cancel) running = undefined; });
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
    return ended;
  };
  return { stop, cancel, ended };
}

/** @param {Blob[]} parts @param {string} mimeType */
function fileOf(parts, mimeType) {
  const type = mimeType.split(";")[0] ?? "";
  const now = new Date();
  return new File(parts, `${t("Note vocale du {day}", { day: formatDate(now) })}.${ENDINGS[type] ?? "webm"}`, { type, lastModified: now.getTime() });
}

/** @type {(() => void) | undefined} */
let running;

// Rule 3.
onForget(() => {
  running?.();
  running = undefined;
});
