/** The microphone is given back however a recording ends, and one recording runs at a time: none may go on beyond her reach. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { makeBrowser } from "./browser.js";

makeBrowser();
const { record } = await import("../../../static/js/flows/voice.js");

const WATCHING = { onSecond() {}, onSealed() {} };
/** @type {{ stopped: boolean }[]} */
let tracks = [];
let refusesToStart = false;

class Recorder {
  static isTypeSupported = () => true;
  state = "inactive";
  mimeType = "audio/webm";
  onstop = /** @type {(() => void) | null} */ (null);

  start() {
    if (refusesToStart) throw new DOMException("no encoder", "NotSupportedError");
    this.state = "recording";
  }

  stop() {
    this.state = "inactive";
    this.onstop?.();
  }
}

function microphone() {
  const track = { stopped: false, stop() { this.stopped = true; } };
  tracks.push(track);
  return { getTracks: () => [track] };
}

beforeEach(() => {
  [tracks, refusesToStart] = [[], false];
  Object.assign(globalThis, { MediaRecorder: Recorder });
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { mediaDevices: { getUserMedia: async () => microphone() } } });
});

test("a second tap while the microphone is asked for, or used, records nothing more", async () => {
  const [first, second] = await Promise.all([record(WATCHING), record(WATCHING)]);
  assert.equal(second, undefined);
  assert.equal(await record(WATCHING), undefined);
  assert.equal(tracks.length, 1);
  await first?.stop();
  assert.ok(tracks[0]?.stopped);
});

test("where nothing can be recorded the microphone is given back, and it may be tried again", async () => {
  refusesToStart = true;
  await assert.rejects(record(WATCHING), { name: "NotSupportedError" });
  assert.ok(tracks[0]?.stopped);
  refusesToStart = false;
  const again = await record(WATCHING);
  await again?.stop();
  assert.ok(tracks[1]?.stopped);
});
