/**
 * What is chosen for a step: facts, pieces, and people by what they are in this story.
 *
 *  1. A fact brings its pieces; whatever was brought can be taken off again.
 *  2. Nobody is brought along: naming a person is a choice of its own.
 *  3. What has gone to the trash since is no longer chosen.
 */
import { list as contacts } from "../../../flows/contacts.js";
import { list as events } from "../../../flows/events.js";
import { list as evidence } from "../../../flows/evidence.js";
import { standing } from "../../../flows/items.js";
import { readRecords } from "../../../flows/records.js";
import { entries } from "../../../flows/timelines.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { picker } from "../picking.js";

/** @param {(role: string) => boolean} wanted */
const withRole = (wanted) => () => contacts().filter(({ summary }) => wanted(String(summary?.role)));

/** Each list, in order: its kind for the count, its name, what it offers. */
const LISTS = [
  { id: "event", kind: "event", name: () => t("Faits"), all: events },
  { id: "evidence", kind: "evidence", name: () => t("Pièces"), all: evidence },
  { id: "involved", kind: "contact", name: () => t("Personnes impliquées"), all: withRole((role) => role === "involved") },
  { id: "witness", kind: "contact", name: () => t("Témoins"), all: withRole((role) => role === "witness") },
  { id: "other", kind: "contact", name: () => t("Autres contacts"), all: withRole((role) => role !== "involved" && role !== "witness") },
];

export class StepChoosing {
  #draw = () => {};
  #lists;
  #facts;
  #pieces;
  /** @type {Set<string>} facts whose pieces have been brought */
  #brought = new Set();
  busy = false;
  /** @type {{ message: string } | undefined} */
  error;

  constructor() {
    const chose = () => void this.#follow();
    const refresh = () => this.#draw();
    this.#lists = LISTS.map(({ id, kind, name, all }) => ({ kind, name, all, picker: picker({ id: `step-${id}`, all, refresh, chose }) }));
    this.#facts = this.#chosenIn(0);
    this.#pieces = this.#chosenIn(1);
  }

  /** @param {number} rank @returns {Set<string>} */
  #chosenIn(rank) {
    return this.#lists[rank]?.picker.chosen ?? new Set();
  }

  /** Another screen shows the same choice. @param {() => void} draw */
  drawWith(draw) {
    this.#draw = draw;
  }

  /** Rule 1. */
  async #follow() {
    const facts = [...this.#facts].filter((id) => !this.#brought.has(id));
    if (this.busy || facts.length === 0) return;
    await this.#attempt(async () => {
      const records = await readRecords(facts);
      for (const id of records.flatMap(({ evidence: pieces }) => pieces)) this.add(id);
      for (const id of facts) this.#brought.add(id);
    });
  }

  /** @param {() => Promise<void>} act */
  async #attempt(act) {
    [this.busy, this.error] = [true, undefined];
    this.#draw();
    try {
      await act();
    } catch (caught) {
      this.error = { message: errorText(caught) };
    }
    this.busy = false;
    this.#draw();
    // What was chosen in the meantime.
    if (!this.error) void this.#follow();
  }

  /** What stands on timelines is added to what is chosen. @param {string[]} timelines their ids */
  async addTimelines(timelines) {
    await this.#attempt(async () => {
      for (const { items } of await readRecords(timelines)) {
        for (const { id, kind } of entries(items)) (kind === "event" ? this.#facts : this.#pieces).add(id);
      }
    });
  }

  /** @param {string} piece */
  add(piece) {
    if (standing([piece]).length) this.#pieces.add(piece);
  }

  /** Rule 3. @returns {string[]} */
  ids() {
    return standing(this.#lists.flatMap(({ picker: { chosen } }) => [...chosen])).map(({ id }) => id);
  }

  /** @returns {string[]} the kind of each, to be counted */
  kinds() {
    return this.#lists.flatMap(({ kind, picker: { chosen } }) => standing([...chosen]).map(() => kind));
  }

  /** @returns {string[][]} what is chosen in each list */
  state() {
    return this.#lists.map(({ picker: { chosen } }) => [...chosen]);
  }

  /** @param {string[][]} state */
  restore(state) {
    state.forEach((ids, rank) => ids.forEach((id) => this.#chosenIn(rank).add(id)));
    // Their pieces were brought, and those taken off again stay off.
    this.#brought = new Set(this.#facts);
  }

  lists() {
    return this.#lists.map(({ kind, name, all, picker: { chosen, view } }) => ({ kind, name: name(), chosen: chosen.size, all: all().length, view }));
  }
}
