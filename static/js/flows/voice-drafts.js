/**
 * A recording under way, kept sealed as it goes: a lock, the way out or a closed tab takes its last seconds at most.
 *
 *  1. What was recorded is sealed like any draft (FORMAT 9.2), in stretches, under the id of the piece that the recording will be.
 *     Only sealing is waited for, never the network: a lock has no time for it.
 *  2. The stretches stay until that piece is kept by the server, or she says that it is not to be. Until then they are offered at each opening.
 *  3. A recording that this tab is still taking care of is not offered by it.
 *  4. Stretches are put together in their order, each once: a device may have kept one beside a later version of it (`device-strand.js`). One
 *     that never arrived leaves nothing in its place, and what follows is kept.
 *  5. Recordings leave room among the drafts of the vault for what is written; beyond it a recording is in its page alone.
 */

import { serverNow } from "../api/client.js";
import { ID } from "../crypto/constants.js";
import { b64, concat, formatTime, unb64 } from "../crypto/encoding.js";
import { formatDate, t } from "../ui/i18n.js";
import { isWaiting, onChange, row } from "./catalogue.js";
import { drafts, dropDraft, sealDraft } from "./drafts.js";
import { FlowError } from "./errors.js";
import { newId } from "./items.js";
import { onForget, session } from "./session.js";

/** @typedef {{ recording: string, part: number, at: string, type: string, seconds: number, bytes: string }} Stretch */
/** @typedef {{ id: string, at: string, seconds: number, file: File }} Interrupted id: of the piece that it will be; at: when it began */

/** Bytes of a stretch: a minute and a half of voice; sealed, as text of a document, it fits a draft. */
const STRETCH = 320 * 1024;
/** Stretches of all recordings that are kept at once, of the fifty drafts that the service takes. */
const STRETCHES = 40;
/** @type {Record<string, string>} */
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };

/** @type {Map<string, Set<string>>} recording → its drafts, of this tab and of what was found */
const known = new Map();
/** @type {Set<string>} rule 3 */
const mine = new Set();

/** A recording as a file. @param {BlobPart[]} parts @param {string} type @param {Date} at */
export function voiceFile(parts, type, at) {
  const plain = type.split(";")[0] ?? "";
  const name = `${t("Note vocale du {day}", { day: formatDate(at) })}.${ENDINGS[plain] ?? "webm"}`;
  return new File(parts, name, { type: plain, lastModified: at.getTime() });
}

export class VoiceDrafts {
  /** Of the piece that it will be. */
  id = newId();
  #at = formatTime(serverNow());
  #told;
  #part = 0;
  #draft = newId();
  /** What the stretch that is not full yet holds. */
  #open = new Uint8Array();
  /** @type {Promise<void>} the sealing under way */
  #turn = Promise.resolve();

  /** @param {(kept: boolean) => void} told after each stretch: whether the server has it, or this device */
  constructor(told) {
    this.#told = told;
    mine.add(this.id);
  }

  /** @param {Blob} data recorded since @param {{ type: string, seconds: number }} sound seconds: of all of it @returns {Promise<void>} once it is sealed, or could not be */
  add(data, sound) {
    this.#turn = this.#turn.then(() => this.#seal(data, sound)).catch(() => this.#told(false));
    return this.#turn;
  }

  /** @param {Blob} data @param {{ type: string, seconds: number }} sound */
  async #seal(data, sound) {
    this.#open = concat(this.#open, new Uint8Array(await data.arrayBuffer()));
    while (this.#open.length > 0) {
      const bytes = this.#open.subarray(0, STRETCH);
      await this.#keep({ recording: this.id, part: this.#part, at: this.#at, ...sound, bytes: b64(bytes) });
      if (bytes.length < STRETCH) return;
      this.#open = this.#open.slice(STRETCH);
      [this.#part, this.#draft] = [this.#part + 1, newId()];
    }
  }

  /** @param {Stretch} stretch */
  async #keep(stretch) {
    if (!known.get(this.id)?.has(this.#draft) && stretchesKept() >= STRETCHES) throw new FlowError("limit_reached"); // 5
    note(this.id, this.#draft);
    const { sent } = await sealDraft("voice", stretch, this.#draft);
    void sent().then(() => this.#told(true), () => this.#told(false));
  }

  /** It was cut: this tab has no more of it than was sealed. */
  leave() {
    mine.delete(this.id);
  }

  /** She does not want it. */
  async drop() {
    await this.#turn;
    await forgetVoice(this.id);
  }
}

const stretchesKept = () => [...known.values()].reduce((sum, { size }) => sum + size, 0);

/** @param {string} recording @param {string} draft */
function note(recording, draft) {
  known.set(recording, (known.get(recording) ?? new Set()).add(draft));
}

/** Recordings that were cut before they were kept (rules 2 to 4). @returns {Promise<Interrupted[]>} oldest first */
export async function interruptedVoices() {
  /** @type {Map<string, Stretch[]>} */
  const found = new Map();
  for (const { id, kind, body } of await drafts()) {
    if (kind !== "voice" || !isStretch(body)) continue;
    note(body.recording, id);
    found.set(body.recording, [...(found.get(body.recording) ?? []), body]);
  }
  dropKept();
  return [...found].filter(([id]) => known.has(id) && !mine.has(id)).map(([id, stretches]) => joined(id, stretches)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** A draft is never trusted beyond its form. @param {any} body @returns {boolean} */
function isStretch(body) {
  try {
    unb64(body.recording, ID);
    unb64(body.bytes);
    return [body.part, body.seconds].every(Number.isSafeInteger) && [body.at, body.type].every((text) => typeof text === "string") && !Number.isNaN(Date.parse(body.at));
  } catch {
    return false;
  }
}

/** Rule 4. @param {string} id @param {Stretch[]} stretches @returns {Interrupted} */
function joined(id, stretches) {
  const longestLast = stretches.toSorted((a, b) => a.bytes.length - b.bytes.length);
  const parts = [...new Map(longestLast.map((stretch) => [stretch.part, stretch])).values()].toSorted((a, b) => a.part - b.part);
  const { at = "", type = "" } = parts[0] ?? {};
  return { id, at, seconds: Math.max(...parts.map(({ seconds }) => seconds)), file: voiceFile(parts.map(({ bytes }) => unb64(bytes)), type, new Date(at)) };
}

/** It is kept, or is not to be. @param {string} id of the recording */
export async function forgetVoice(id) {
  const ids = [...(known.get(id) ?? [])];
  known.delete(id);
  mine.delete(id);
  await Promise.all(ids.map(dropDraft));
}

/** Rule 2. What cannot be dropped now is known again at the next opening. */
function dropKept() {
  for (const id of known.keys()) if (row(id) && !isWaiting(id)) void forgetVoice(id).catch(() => undefined);
}

onChange(dropKept);
onForget(() => {
  if (session.login === undefined) for (const kept of [known, mine]) kept.clear();
});
