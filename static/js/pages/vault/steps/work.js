/**
 * A step under way: what was chosen, what was typed, the text as it now is.
 *
 *  1. It lives in this tab alone, from one place of the vault to another. A lock finds it sealed and an unlock gives it back
 *     (`flows/steps/asleep.js`); the way out drops it. No draft is sent: the kinds of sealed drafts are closed (FORMAT 9.1).
 *  2. A text that she changed is never composed again unless she asks.
 *  3. The text is kept only when she says so, as a piece: the same piece at every try.
 */
import { row } from "../../../flows/catalogue.js";
import { newId } from "../../../flows/items.js";
import { onForget, onLock, onOpen } from "../../../flows/session.js";
import { blanksIn, blocksOf, composeFrom, keepText, textOf, WANTED, wantedText } from "../../../flows/steps.js";
import { putToSleep, wake } from "../../../flows/steps/asleep.js";
import { reused } from "../../../flows/steps/reuse.js";
import { StepChoosing } from "./choosing.js";
import { stepKind } from "../../../ui/step-kinds.js";

/** @typedef {import("../../../flows/steps.js").StepName} StepName */
/** @typedef {import("../../../flows/steps/material.js").Wanted} Wanted */

/** @type {Map<StepName, Work>} */
const works = new Map();
/** @type {Promise<void> | undefined} an unlock is giving back what was asleep */
let waking;

// Rule 1.
onLock(() => putToSleep([...works].filter(([, work]) => work.started).map(([name, work]) => [name, work.state()])));
onForget(() => works.clear());
onOpen(() => {
  waking = wakeAll().finally(() => { waking = undefined; });
});

async function wakeAll() {
  for (const [name, state] of (await wake()) ?? []) workOn(name).restore(state);
}

/** @returns {Promise<void> | undefined} to be waited for, before a work is shown */
export const wakingWorks = () => waking;

/** @param {StepName} name @returns {Work} the one under way, or a new one */
export function workOn(name) {
  const work = works.get(name) ?? new Work(name);
  works.set(name, work);
  return work;
}

/** @param {StepName} name */
export function dropWork(name) {
  works.delete(name);
}

/** What was written in the other steps, the latest last. @param {StepName} name @returns {Record<string, string>[]} */
function othersOf(name) {
  return [...works].filter(([other]) => other !== name).map(([, { own }]) => own);
}

/** @returns {Set<string>} those in which something was chosen or typed */
export function startedWorks() {
  return new Set([...works].filter(([, work]) => work.started).map(([name]) => name));
}

export class Work {
  choosing = new StepChoosing();
  way;
  /** @type {Record<string, string>} */
  own = {};
  /** @type {Record<string, boolean>} */
  options = {};
  /** @type {Record<string, Wanted>} */
  #wanted = {};
  /** @type {string | undefined} */
  text;
  kept = false;
  /** Words of another step are in the fields. */
  reusing = false;
  #name;
  #edited = false;
  /** The text as it was composed, in the language of the page where that is not French. */
  gloss = "";
  /** What the text was composed from. */
  #made = "";
  /** @type {import("../../../flows/steps/blocks.js").Block[]} */
  #composed = [];
  #piece = newId();

  /** @param {StepName} name */
  constructor(name) {
    this.#name = name;
    this.way = stepKind(name).ways[0]?.value ?? "";
  }

  get started() {
    return this.#edited || Object.values(this.own).some(Boolean) || this.choosing.ids().length > 0;
  }

  /** As plain values. */
  state() {
    const { way, own, options, text, gloss, kept } = this;
    return {
      shown: { way, own, options, text, gloss, kept }, chosen: this.choosing.state(), wanted: this.#wanted,
      edited: this.#edited, made: this.#made, composed: this.#composed, piece: this.#piece,
    };
  }

  /** @param {ReturnType<Work["state"]>} state */
  restore({ shown, chosen, wanted, edited, made, composed, piece }) {
    Object.assign(this, shown);
    this.choosing.restore(chosen);
    [this.#wanted, this.#edited, this.#made, this.#composed, this.#piece] = [wanted, edited, made, composed, piece];
  }

  /** @returns {{ id: string, name: string, pieces: { id: string, title: string }[], paper: boolean }[]} */
  wanted() {
    const asked = this.#name === "compensation" ? WANTED[this.way] ?? [] : [];
    return asked.map((id) => {
      const { pieces, paper } = this.#wantedOf(id);
      return { id, name: wantedText(id, this.way), paper, pieces: pieces.map((piece) => ({ id: piece, title: String(row(piece)?.summary?.title ?? "") })) };
    });
  }

  /** @param {string} id @returns {Wanted} */
  #wantedOf(id) {
    return this.#wanted[id] ?? { pieces: [], paper: false };
  }

  /** A piece that answers is a piece of the text. @param {string} id @param {string[]} pieces */
  attach(id, pieces) {
    const { pieces: before, paper } = this.#wantedOf(id);
    this.#wanted[id] = { paper, pieces: [...new Set([...before, ...pieces])] };
    for (const piece of pieces) this.choosing.add(piece);
  }

  /** @param {string} id @param {string} piece it stays among those chosen */
  detach(id, piece) {
    const { pieces, paper } = this.#wantedOf(id);
    this.#wanted[id] = { paper, pieces: pieces.filter((one) => one !== piece) };
  }

  /** @param {string} id @param {boolean} paper */
  onPaper(id, paper) {
    this.#wanted[id] = { ...this.#wantedOf(id), paper };
  }

  /** What she wrote for another step is not asked again. @returns {boolean} whether something was filled in, now or before */
  reuse() {
    const found = reused(stepKind(this.#name).fields.map(({ id }) => id), this.own, othersOf(this.#name));
    Object.assign(this.own, found);
    this.reusing ||= Object.keys(found).length > 0;
    return this.reusing;
  }

  /** All that a text is made from, to see whether it changed. */
  #source() {
    return JSON.stringify([this.choosing.ids(), this.way, this.own, this.options, this.#wanted]);
  }

  /** Rule 2: it says something else than what is chosen now. */
  get stale() {
    return this.text !== undefined && this.#edited && this.#made !== this.#source();
  }

  /** Rule 2. @param {boolean} [again] she asked for it */
  async compose(again = false) {
    if (this.#edited && !again) return;
    const made = this.#source();
    const { way, own, options: choice } = this;
    const { blocks, gloss } = await composeFrom(this.#name, this.choosing.ids(), { way, own, choice, wanted: this.#wanted });
    [this.text, this.gloss, this.#composed, this.#made, this.#edited, this.kept] = [textOf(blocks), gloss, blocks, made, false, false];
  }

  /** @param {string} text */
  edit(text) {
    [this.text, this.#edited] = [text, true];
  }

  get blocks() {
    return blocksOf(this.text ?? "", this.#composed);
  }

  get blanks() {
    return blanksIn(this.text ?? "");
  }

  /** Rule 3. */
  async keep() {
    await keepText(this.#piece, stepKind(this.#name).title, this.text ?? "");
    this.kept = true;
  }
}
