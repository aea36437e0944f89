/**
 * What is chosen for a share: a timeline to start from, then facts, pieces and contacts one by one.
 *
 *  1. A timeline brings its facts and pieces, and the pieces of its facts; a fact chosen by hand brings its pieces.
 *  2. Contacts are never brought along: naming someone to a third person is a choice of its own.
 *  3. Whatever was brought can be taken off again.
 *  4. What she keeps for herself is chosen apart, piece by piece (`share-readings.js`); starting again from a timeline drops it too.
 */
import { row, rows } from "../../flows/catalogue.js";
import { list as contacts } from "../../flows/contacts.js";
import { list as events } from "../../flows/events.js";
import { list as evidence } from "../../flows/evidence.js";
import { readRecord, readRecords } from "../../flows/records.js";
import { entries } from "../../flows/timelines.js";
import { formatList, t, tn } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { picker } from "./picking.js";
import { ReadingsChoosing } from "./share-readings.js";

const NAMES = { event: () => t("Faits"), evidence: () => t("Pièces"), contact: () => t("Contacts") };
const KINDS = /** @type {(keyof typeof NAMES)[]} */ (Object.keys(NAMES));

const TITLES_SHOWN = 4;

export class Choosing {
  #draw;
  #timeline = "";
  #busy = false;
  /** @type {{ message: string } | undefined} */
  #error;
  /** @type {Set<string>} facts whose pieces have been brought */
  #brought = new Set();
  /** @type {Map<string, "yes" | "maybe">} pieces looked at: whether they say where they were taken */
  #placed = new Map();
  #lists;
  /** Rule 4. */
  readings;

  /** @param {() => void} draw the screen */
  constructor(draw) {
    this.#draw = draw;
    const refresh = () => this.#changed();
    this.readings = new ReadingsChoosing(refresh);
    this.#lists = {
      event: picker({ id: "share-events", all: events, refresh }),
      evidence: picker({ id: "share-pieces", all: evidence, refresh }),
      contact: picker({ id: "share-people", all: contacts, refresh }),
    };
  }

  /** Another screen shows the same choice. @param {() => void} draw */
  drawWith(draw) {
    this.#draw = draw;
  }

  #changed() {
    this.#draw();
    void this.#follow();
  }

  /** @param {() => Promise<void>} act */
  async #attempt(act) {
    [this.#busy, this.#error] = [true, undefined];
    this.#draw();
    try {
      await act();
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    this.#busy = false;
    this.#draw();
    // What was chosen in the meantime.
    if (!this.#error) void this.#follow();
  }

  /** Rule 1, and what the chosen pieces say of themselves. */
  async #follow() {
    const facts = [...this.#lists.event.chosen].filter((id) => !this.#brought.has(id));
    if (this.#busy || (facts.length === 0 && this.#unseen().length === 0)) return;
    await this.#attempt(async () => {
      await this.#bringPieces(facts);
      for (const id of facts) this.#brought.add(id);
      await this.#lookAtPieces();
    });
  }

  /** @param {string[]} facts read all at once: there may be hundreds */
  async #bringPieces(facts) {
    const named = (await readRecords(facts)).flatMap(({ evidence: pieces }) => pieces);
    for (const { id } of entries(named)) this.#lists.evidence.chosen.add(id);
  }

  /** Chosen pictures, films and sounds not looked at yet. */
  #unseen() {
    return [...this.#lists.evidence.chosen].filter((id) => !this.#placed.has(id) && isMedia(id));
  }

  async #lookAtPieces() {
    const pieces = this.#unseen();
    const records = await readRecords(pieces);
    pieces.forEach((id, i) => this.#placed.set(id, placedBy(records[i])));
  }

  /** Begin with what she was looking at. @param {string} id of a timeline, a fact, a piece or a contact */
  async from(id) {
    const kind = row(id)?.kind;
    if (kind === "timeline") return this.fromTimeline(id);
    if (kind !== "event" && kind !== "evidence" && kind !== "contact") return;
    this.#lists[kind].chosen.add(id);
    this.#changed();
  }

  /** @param {string} id of a timeline, none when she chooses by herself */
  async fromTimeline(id) {
    this.#timeline = id;
    for (const kind of KINDS) this.#lists[kind].chosen.clear();
    this.readings.clear();
    if (!id) return this.#draw();
    await this.#attempt(async () => {
      for (const { id: item, kind } of entries((await readRecord(id)).items)) {
        if (kind === "event" || kind === "evidence") this.#lists[kind].chosen.add(item);
        if (kind === "event") this.#brought.add(item);
      }
      await this.#bringPieces([...this.#lists.event.chosen]);
      await this.#lookAtPieces();
    });
  }

  /** @returns {string[]} all that is chosen, the timeline first */
  ids() {
    return [...(this.#timeline ? [this.#timeline] : []), ...KINDS.flatMap((kind) => [...this.#lists[kind].chosen]), ...this.readings.ids()];
  }

  /** @returns {string[]} the kind of each, to be counted */
  kinds() {
    return [...KINDS.flatMap((kind) => [...this.#lists[kind].chosen].map(() => kind)), ...this.readings.kinds()];
  }

  /** Whether a chosen piece may say where it was taken: none is shown as it is unasked. */
  hasLocated() {
    return [...this.#lists.evidence.chosen].some(isMedia);
  }

  /** Titles of the chosen pieces that are known to say where they were taken. */
  located() {
    return titlesOf([...this.#lists.evidence.chosen].filter((id) => this.#placed.get(id) === "yes"));
  }

  lists() {
    return KINDS.map((kind) => ({ kind, name: NAMES[kind](), chosen: this.#lists[kind].chosen.size, all: rows(kind).length, view: this.#lists[kind].view }));
  }

  state() {
    return { timeline: this.#timeline, busy: this.#busy, error: this.#error };
  }
}

/** Text, documents and archives apart. @param {string} id */
function isMedia(id) {
  const { type = "", size = 0 } = row(id)?.summary ?? {};
  return size > 0 && (type === "" || /^(image|video|audio)\/|octet-stream/.test(type));
}

/** A place that was not found when it was kept may be there all the same: nobody looked, or in another way of writing it. @param {any} record @returns {"yes" | "maybe"} */
const placedBy = ({ source }) => (source.place === null ? "maybe" : "yes");

/** A few by their titles, more by their number. @param {string[]} ids of pieces @returns {string} empty when there are none */
export function titlesOf(ids) {
  if (ids.length > TITLES_SHOWN) return tn("{n} pièce", "{n} pièces", ids.length);
  return formatList(ids.map((id) => t("« {title} »", { title: String(row(id)?.summary?.title ?? "") })));
}
