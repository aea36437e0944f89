/**
 * A voice note, recorded in the page: it becomes a piece like any file, and is never a file of the device.
 *
 *  1. The microphone is asked for when recording begins and given back when it ends, however it ends.
 *  2. Recording is somebody's presence: the vault does not lock under it, for twenty minutes at most; then it ends by itself, kept.
 *  3. What was recorded is sealed every five seconds (`voice-drafts.js`). A lock, or another screen of the vault, ends the recording and keeps
 *     it, its last seconds sealed before anything else; the way out waits for nothing: what is sealed by then is there at the next opening.
 */

import { stayOpen } from "./idle.js";
import { onForget } from "./session.js";
import { VoiceDrafts, voiceFile } from "./voice-drafts.js";

/**
 * @typedef {object} Recording
 * @property {string} id of the piece that it will be
 * @property {() => Promise<File>} stop
 * @property {() => Promise<void>} drop she does not want it
 * @property {Promise<File>} ended also after twenty minutes; never resolves once dropped or cut
 */
/** @typedef {{ onSecond: (seconds: number) => void, onSealed: (kept: boolean) => void }} Watching onSealed: whether what was sealed so far has arrived */

const SECOND = 1000;
const LONGEST = 20 * 60;
/** Seconds of a recording that may be lost. */
const SEALED_EVERY = 5;
const BITS = 32_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function canRecord() {
  return typeof MediaRecorder === "function" && typeof globalThis.navigator?.mediaDevices?.getUserMedia === "function";
}

/** @type {Taking | undefined} */
let running;
let asked = false;

/**
 * @param {Watching} watching
 * @returns {Promise<Recording | undefined>} undefined while another one runs or is asked for: a second tap would record once more, beyond her reach
 * @throws {DOMException} `NotAllowedError`, `NotFoundError`…: there is no microphone, or she or the device refuses it.
 */
export async function record(watching) {
  if (asked || running) return undefined;
  asked = true;
  try {
    return begun(await navigator.mediaDevices.getUserMedia({ audio: true }), watching);
  } finally {
    asked = false;
  }
}

/** Rule 1: the microphone is given back also where nothing can be recorded. @param {MediaStream} stream @param {Watching} watching @returns {Recording} */
function begun(stream, watching) {
  try {
    const taking = new Taking(stream, watching);
    running = taking;
    return { id: taking.drafts.id, stop: () => taking.stop(), drop: () => taking.drop(), ended: taking.ended };
  } catch (error) {
    giveBack(stream);
    throw error;
  }
}

/** @param {MediaStream} stream */
function giveBack(stream) {
  for (const track of stream.getTracks()) track.stop();
}

class Taking {
  drafts;
  /** @type {Promise<File>} */
  ended;
  #stream;
  #recorder;
  #onSecond;
  #began = new Date();
  /** @type {Blob[]} all of it */
  #parts = [];
  /** How many of them are sealed. */
  #sealed = 0;
  #seconds = 0;
  #clock;

  /** @param {MediaStream} stream @param {Watching} watching */
  constructor(stream, { onSecond, onSealed }) {
    this.#stream = stream;
    this.#onSecond = onSecond;
    this.drafts = new VoiceDrafts(onSealed);
    this.#recorder = new MediaRecorder(stream, { mimeType: TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "", audioBitsPerSecond: BITS });
    this.#recorder.ondataavailable = ({ data }) => this.#take(data);
    this.ended = new Promise((resolve) => { this.#recorder.onstop = () => resolve(this.#end()); });
    this.#recorder.start(SECOND);
    this.#clock = setInterval(() => this.#tick(), SECOND);
  }

  #tick() {
    this.#seconds += 1;
    stayOpen();
    this.#onSecond(this.#seconds);
    if (this.#seconds >= LONGEST) this.#recorder.stop();
  }

  get #type() {
    return this.#recorder.mimeType;
  }

  /** @param {Blob} data of a second */
  #take(data) {
    this.#parts.push(data);
    if (this.#parts.length - this.#sealed >= SEALED_EVERY) void this.#seal();
  }

  /** Rule 3. */
  #seal() {
    const since = new Blob(this.#parts.slice(this.#sealed));
    this.#sealed = this.#parts.length;
    return this.drafts.add(since, { type: this.#type, seconds: this.#seconds });
  }

  /** @returns {Promise<File>} */
  async #end() {
    this.#release();
    await this.#seal();
    return voiceFile(this.#parts, this.#type, this.#began);
  }

  /** Rule 1. */
  #release() {
    clearInterval(this.#clock);
    giveBack(this.#stream);
    if (running === this) running = undefined;
  }

  stop() {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    return this.ended;
  }

  /** Nothing more is waited for. */
  cut() {
    Object.assign(this.#recorder, { onstop: null, ondataavailable: null });
    this.#release();
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#parts.length = 0;
    this.drafts.leave();
  }

  drop() {
    this.cut();
    return this.drafts.drop();
  }
}

// Rule 3: a lock has ended it by its screen; the way out has not.
onForget(() => running?.cut());
