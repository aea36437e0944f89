/** A voice is recognised on the device or not at all: whatever a browser offers, nothing is started that could send it elsewhere. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { makeBrowser } from "./browser.js";

makeBrowser();
const { dictate, dictationState, prepareDictation } = await import("../../../static/js/flows/dictation.js");

/** What was started, and how. @type {{ lang: string, processLocally: boolean, continuous: boolean }[]} */
let started = [];
/** @type {any[]} */
let all = [];

/** A browser's recogniser, as far as the page sees it. */
class Recogniser extends EventTarget {
  lang = "";
  continuous = false;
  onresult = (/** @type {any} */ _event) => {};
  onerror = (/** @type {any} */ _event) => {};
  onend = () => {};
  #local = false;
  static state = "available";
  static asked = /** @type {any[]} */ ([]);

  static async available(/** @type {any} */ options) {
    this.asked.push(options);
    return this.state;
  }

  static async install(/** @type {any} */ options) {
    this.asked.push({ install: options });
    this.state = "available";
    return true;
  }

  constructor() {
    super();
    all.push(this);
  }

  get processLocally() {
    return this.#local;
  }

  set processLocally(local) {
    this.#local = local;
  }

  start() {
    started.push({ lang: this.lang, processLocally: this.processLocally, continuous: this.continuous });
  }

  stop() {
    this.onend();
  }

  abort() {
    this.onend();
  }
}

/** It takes the wish and forgets it. */
class Forgetful extends Recogniser {
  get processLocally() {
    return false;
  }

  set processLocally(_local) {}
}

/** As browsers were before: the voice goes to a service. */
class Cloud {
  start() {
    started.push({ lang: "", processLocally: false, continuous: false });
  }
}

const offer = (/** @type {unknown} */ recogniser) => Object.assign(globalThis, { SpeechRecognition: recogniser });
const result = (/** @type {string} */ transcript, isFinal = true) => Object.assign([{ transcript }], { isFinal });

afterEach(() => {
  [started, all] = [[], []];
  offer(undefined);
});

for (const [name, recogniser] of /** @type {[string, unknown][]} */ ([["none", undefined], ["one that speaks to a service", Cloud]])) {
  test(`there is no dictation in a browser with ${name}`, async () => {
    offer(recogniser);
    assert.equal(await dictationState("fr-FR"), "absent");
    const ends = /** @type {unknown[]} */ ([]);
    dictate("fr-FR", { onWords: () => assert.fail(), onEnd: (trouble) => ends.push(trouble) })();
    assert.deepEqual([ends, started], [["absent"], []]);
  });
}

test("a recogniser that does not stay on the device is never started", () => {
  offer(Forgetful);
  const ends = /** @type {unknown[]} */ ([]);
  dictate("fr-FR", { onWords: () => assert.fail(), onEnd: (trouble) => ends.push(trouble) });
  assert.deepEqual([ends, started], [["absent"], []]);
});

test("the language is asked for on the device, and fetched only when asked", async () => {
  offer(Recogniser);
  Recogniser.state = "downloadable";
  assert.equal(await dictationState("fr-FR"), "downloadable");
  assert.deepEqual(Recogniser.asked, [{ langs: ["fr-FR"], processLocally: true }]);
  assert.equal(await prepareDictation("fr-FR"), "ready");
  assert.deepEqual(Recogniser.asked[1], { install: { langs: ["fr-FR"], processLocally: true } });
  Recogniser.state = "unavailable";
  assert.equal(await dictationState("fr-FR"), "absent");
  Recogniser.state = "available";
});

test("words come as they are final, and an end is an end", () => {
  offer(Recogniser);
  const words = /** @type {string[]} */ ([]);
  const ends = /** @type {unknown[]} */ ([]);
  const stop = dictate("fr-FR", { onWords: (said) => words.push(said), onEnd: (trouble) => ends.push(trouble) });
  assert.deepEqual(started, [{ lang: "fr-FR", processLocally: true, continuous: true }]);
  all[0].onresult({ resultIndex: 0, results: [result(" il a crié "), result("peut-être", false)] });
  all[0].onresult({ resultIndex: 1, results: [result(" il a crié "), result("très fort")] });
  stop();
  assert.deepEqual([words, ends], [["il a crié", "très fort"], [undefined]]);
});

for (const [error, trouble] of [["not-allowed", "refused"], ["audio-capture", "missing"], ["language-not-supported", "absent"], ["network", "failed"], ["no-speech", undefined]]) {
  test(`« ${error} » is said as ${trouble}`, () => {
    offer(Recogniser);
    const ends = /** @type {unknown[]} */ ([]);
    dictate("fr-FR", { onWords: () => {}, onEnd: (found) => ends.push(found) });
    all[0].onerror({ error });
    all[0].onend();
    assert.deepEqual(ends, [trouble]);
  });
}
