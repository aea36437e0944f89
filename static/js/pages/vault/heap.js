/**
 * Notes in bulk, in two steps: writing or pasting, then sorting.
 *
 *  1. The heap is one draft, sealed as it is typed; it lives in this tab from one step to the other.
 *  2. A memory leaves the heap once it is kept as a fact, or when she says that it is not to be; that can be taken back.
 *  3. Whatever is left stays, however the screen is left.
 */
import { save } from "../../flows/events.js";
import { apart, heapOf, readNote } from "../../flows/heap.js";
import { newId, titleOf } from "../../flows/items.js";
import { onForget } from "../../flows/session.js";
import { whenText } from "../../flows/dates.js";
import { heapView, noteView, sortedView } from "../../ui/heap.js";
import { t } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { Drafting } from "./drafting.js";
import { current } from "./router.js";
import { saving } from "./saving.js";
import { Dictating, withWords } from "./voice.js";
import { WhenEditor } from "./when.js";

/** @typedef {import("./screens.js").Context} Context */

const SORTING = 1;

/** @type {Heap | undefined} rule 1 */
let open;
onForget(() => { open = undefined; });

class Heap {
  text = "";
  /** @type {{ id: string, text: string }[]} */
  notes = [];
  ready = false;
  draft;
  #draw = () => {};

  constructor() {
    this.draft = new Drafting({ kind: "heap", target: null, body: () => ({ text: this.text, notes: this.notes.map(({ text }) => text) }), refresh: () => this.#draw() });
    void this.#load();
  }

  async #load() {
    const found = await this.draft.restore();
    const { text, notes } = heapOf(found?.body);
    if (!this.text) this.text = text;
    this.notes = [...notes.map((note) => ({ id: newId(), text: note })), ...this.notes];
    this.ready = true;
    this.#draw();
  }

  /** @param {() => void} draw */
  drawWith(draw) {
    this.#draw = draw;
  }

  /** @param {string} text */
  write(text) {
    this.text = text;
    this.#changed();
  }

  apart() {
    const { notes } = apart({ text: this.text, notes: [] });
    this.text = "";
    this.notes.push(...notes.map((note) => ({ id: newId(), text: note })));
    this.#changed();
  }

  /** @param {{ id: string, text: string }} note @returns {() => void} takes it back */
  take(note) {
    const place = this.notes.indexOf(note);
    this.notes = this.notes.filter((one) => one !== note);
    this.#changed();
    return () => {
      this.notes = this.notes.toSpliced(place, 0, note);
      this.#changed();
    };
  }

  /** What she changed of a memory while sorting. @param {{ text: string }} note @param {string} text */
  rewrite(note, text) {
    note.text = text;
    this.#changed();
  }

  #changed() {
    this.draft.touch();
    this.#draw();
  }

  /** Rule 3; a heap with nothing left is no draft. */
  async keep() {
    await this.draft.keep();
    if (this.ready && this.text.trim() === "" && this.notes.length === 0) await this.draft.drop();
  }
}

/** @type {import("./screens.js").MakeScreen} */
function heapScreen(context) {
  open ??= new Heap();
  const heap = open;
  heap.drawWith(context.refresh);
  return context.place.step === SORTING ? sortScreen(context, heap) : writeScreen(context, heap);
}

/** When a screen closes, the place is already the next one. @param {Heap} heap */
async function close(heap) {
  if (current().name !== "heap") open = undefined;
  await heap.keep();
}

/** @param {Context} context @param {Heap} heap @returns {import("./screens.js").Screen} */
function writeScreen({ go, back, refresh }, heap) {
  const sort = (/** @type {string} */ id = "") => {
    heap.apart();
    go({ name: "heap", step: SORTING, ...(id ? { id } : {}) });
  };
  const dictating = new Dictating({ refresh, onWords: (words) => heap.write(withWords(heap.text, words)) });
  const view = () => (heap.ready ? heapView({
    text: heap.text, state: heap.draft.text, notes: heap.notes.map(waiting), dictation: dictating.view(),
    onText: (text) => heap.write(text), onSort: sort, onLater: back,
  }) : skeleton());
  const leave = () => {
    dictating.close();
    return close(heap);
  };
  return { title: t("Noter en vrac"), tab: "journal", backTo: "journal", narrow: true, view, close: leave };
}

/** @param {{ id: string, text: string }} note */
function waiting({ id, text }) {
  const { when, title } = readNote(text);
  return { id, title, meta: when.precision === "unknown" ? "" : whenText(when) };
}

/** @param {Context} context @param {Heap} heap @returns {import("./screens.js").Screen} */
function sortScreen(context, heap) {
  const sorting = new Sorting(context, heap);
  return { title: t("Trier"), tab: "journal", backTo: "heap", narrow: true, view: () => sorting.view(), close: () => sorting.close() };
}

class Sorting {
  #context;
  #heap;
  /** @type {{ id: string, text: string } | undefined} */
  #note;
  #typed = { facts: "", title: "" };
  #when;
  /** @type {ReturnType<typeof saving> | undefined} */
  #keeping;

  /** @param {Context} context @param {Heap} heap */
  constructor(context, heap) {
    this.#context = context;
    this.#heap = heap;
    this.#when = this.#newWhen();
  }

  #newWhen() {
    return new WhenEditor({ id: "note-when", legend: t("Quand ?"), changed: () => this.#rewrite(), refresh: this.#context.refresh });
  }

  /** @param {string} [id] of the next one; else the one that follows, the first after the last */
  #show(id) {
    const { notes } = this.#heap;
    const after = notes.findIndex((one) => one === this.#note) + 1;
    this.#note = notes.find((one) => one.id === id) ?? notes[after] ?? notes[0];
    this.#keeping?.stop();
    this.#when = this.#newWhen();
    if (!this.#note) return;
    const { facts, when } = readNote(this.#note.text);
    this.#typed = { facts, title: "" };
    this.#when.put(when);
    // The item has an id of its own: the same memory kept twice, after an answer that was lost, is one fact.
    this.#keeping = saving({ id: this.#note.id, refresh: this.#context.refresh, kept: () => this.#kept() });
  }

  #next(/** @type {string | undefined} */ id = undefined) {
    this.#show(id);
    this.#context.refresh();
    window.scrollTo(0, 0);
    document.querySelector("h1")?.focus();
  }

  /** Rule 3: what is changed here is changed in the heap too, in words that will be read the same. */
  #rewrite() {
    const said = [this.#when.value().text.trim(), this.#typed.facts.trim()].filter(Boolean).join(" : ");
    if (this.#note && said) this.#heap.rewrite(this.#note, said);
    this.#context.refresh();
  }

  async #kept() {
    const note = this.#note;
    if (note) this.#leave(note);
  }

  /** Rule 2. @param {{ id: string, text: string }} note */
  #leave(note) {
    const place = this.#heap.notes.indexOf(note);
    const back = this.#heap.take(note);
    this.#note = undefined;
    this.#next(this.#heap.notes[place]?.id);
    return back;
  }

  #drop() {
    if (!this.#note) return;
    const back = this.#leave(this.#note);
    toast(t("Cette note n’est plus dans le vrac."), { label: t("Annuler"), onClick: back });
  }

  view() {
    const { ready, notes, draft } = this.#heap;
    if (!ready) return skeleton();
    if (!this.#note) this.#show(this.#context.place.id);
    const note = this.#note;
    if (!note || !this.#keeping) return sortedView(() => this.#context.replace({ name: "journal" }));
    const { facts } = this.#typed;
    return noteView({
      ...this.#typed, proposed: titleOf(facts), when: this.#when.view(), busy: this.#keeping.busy, error: this.#keeping.error, state: draft.text,
      others: notes.filter((one) => one !== note).map(waiting),
      onChange: (change) => { Object.assign(this.#typed, change); this.#rewrite(); },
      onKeep: () => this.#keep(note.id), onNext: () => this.#next(), onDrop: () => this.#drop(), onSort: (id) => this.#next(id),
    });
  }

  /** @param {string} id */
  #keep(id) {
    void this.#keeping?.run(() => save({ id, ...this.#typed, when: this.#when.value() }));
  }

  async close() {
    this.#keeping?.stop();
    await close(this.#heap);
  }
}

export const screens = { heap: heapScreen };
