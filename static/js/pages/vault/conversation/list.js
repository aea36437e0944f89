/**
 * The stretch of messages on screen: which chunks are near, what they say, how tall they are. Chunks that went away are forgotten.
 */
import { CHOICE_LIMIT, clockOf, dayOf, isMine } from "../../../flows/conversations.js";
import { formatDay, t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";

/** @typedef {import("../../../flows/conversations.js").Shown} Shown */
/** @typedef {import("../../../ui/conversation-list.js").Chunk} Chunk */
/** @typedef {import("../../../ui/conversation-list.js").Line} Line */

const CHUNK = 40;
/** Places made at once: each is an element of the page, empty or not. */
const PAGE = 20_000;
/** Pixels that a chunk may take, before it was seen. */
const LIKELY_HEIGHT = CHUNK * 88;
/** Letters of a message shown before a press. */
const FOLD = 1_200;

/** @typedef {{ slice: (start: number, end: number) => Promise<Shown[]> }} From */

let lists = 0;

export class MessageList {
  /** Places of another list are other elements: they are watched anew. */
  key = (lists += 1);
  #from;
  #start;
  #count;
  #refresh;
  #limit = PAGE;
  /** @type {Map<number, { messages: Shown[], before: Shown | undefined } | null>} chunks near the window; null while they are on their way */
  #near = new Map();
  /** @type {Map<number, number>} */
  #heights = new Map();
  /** @type {Set<number>} */
  #unfolded = new Set();
  /** @type {Map<number, { message: string }>} chunks near the window that could not be read */
  #failed = new Map();
  #over = false;

  /** @param {From} from @param {number} start a place @param {number} count @param {() => void} refresh */
  constructor(from, start, count, refresh) {
    this.#from = from;
    this.#start = start;
    this.#count = count;
    this.#refresh = refresh;
  }

  get shown() {
    return Math.min(this.#limit, this.#count);
  }

  get count() {
    return this.#count;
  }

  more() {
    this.#limit += PAGE;
    this.#refresh();
  }

  /** @param {number} number @param {boolean} near @param {number} height */
  near(number, near, height) {
    if (near === this.#near.has(number)) return;
    if (near) void this.#bring(number);
    else {
      if (this.#near.get(number)) this.#heights.set(number, height);
      this.#near.delete(number);
      this.#failed.delete(number);
      this.#refresh();
    }
  }

  /** @param {number} number of a chunk that could not be read */
  again(number) {
    void this.#bring(number);
    this.#refresh();
  }

  /** @param {number} number */
  async #bring(number) {
    this.#near.set(number, null);
    this.#failed.delete(number);
    const start = this.#start + number * CHUNK;
    const end = Math.min(start + CHUNK, this.#start + this.#count);
    // One more, whose day tells whether this one begins another.
    const ahead = number > 0 ? 1 : 0;
    try {
      const all = await this.#from.slice(start - ahead, end);
      if (this.#over || !this.#near.has(number)) return;
      this.#near.set(number, { messages: all.slice(ahead), before: ahead ? all[0] : undefined });
    } catch (error) {
      // An empty place would read as a silence between two people.
      if (this.#over || !this.#near.has(number)) return;
      this.#failed.set(number, { message: errorText(error) });
    }
    this.#refresh();
  }

  /** So far that a place is in the page; its chunk. @param {number} place @returns {number} */
  reach(place) {
    while (place - this.#start >= this.#limit) this.#limit += PAGE;
    return Math.floor((place - this.#start) / CHUNK);
  }

  /** @param {number} at */
  unfold(at) {
    this.#unfolded.add(at);
    this.#refresh();
  }

  /** @param {string | null} me @returns {Chunk[]} */
  chunks(me) {
    return Array.from({ length: Math.ceil(this.shown / CHUNK) }, (_, number) => {
      const here = this.#near.get(number);
      return { number, height: this.#heights.get(number) ?? LIKELY_HEIGHT, lines: here ? this.#lines(here.messages, here.before, me) : null, error: this.#failed.get(number) };
    });
  }

  /** @param {Shown[]} messages @param {Shown | undefined} before @param {string | null} me @returns {Line[]} */
  #lines(messages, before, me) {
    return messages.map((message, i) => {
      const previous = messages[i - 1] ?? before;
      const day = dayOf(message.date);
      const folded = message.text.length > FOLD && !this.#unfolded.has(message.at);
      return {
        at: message.at, who: message.who, mine: isMine(message, me), soft: message.byApp, hour: clockOf(message.second) ?? "",
        day: previous?.date === message.date ? "" : day === null ? t("Sans date") : formatDay(day),
        text: folded ? `${message.text.slice(0, FOLD).replace(/\p{Surrogate}$/u, "")}…` : message.text, folded, files: message.files, notes: notesOf(message),
      };
    });
  }

  close() {
    this.#over = true;
    this.#near.clear();
  }
}

/** @param {Shown} message */
function notesOf({ cut, garbled, astray }) {
  return [astray ? t("Dans le fichier, ce message n’est pas à la place de sa date : il a pu être collé dans un autre. L’original le montre.") : "",
    cut ? t("Ce message est plus long : la suite est dans l’original.") : "", garbled ? t("Des signes de ce message sont illisibles.") : ""].filter(Boolean);
}

/** Messages that are chosen, at most what a fact can hold. */
export class Choice {
  /** @type {Set<number>} */
  numbers = new Set();

  /** @param {number} at @param {boolean} chosen @returns {boolean} false when there are too many */
  set(at, chosen) {
    if (chosen && this.numbers.size >= CHOICE_LIMIT) return false;
    if (chosen) this.numbers.add(at);
    else this.numbers.delete(at);
    return true;
  }
}
