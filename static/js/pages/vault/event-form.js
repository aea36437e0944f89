/** Writing down a fact, or correcting one. What is typed lives here and in its sealed draft, nowhere else. */
import { row } from "../../flows/catalogue.js";
import { FlowError } from "../../flows/errors.js";
import { list, open, save } from "../../flows/events.js";
import { newId, titleOf } from "../../flows/items.js";
import { eventForm } from "../../ui/event-form.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { Attached } from "./attached.js";
import { Drafting } from "./drafting.js";
import { gate } from "./gate.js";
import { peopleEditor } from "./people.js";
import { saving } from "./saving.js";
import { Dictating, Recorder, withWords } from "./voice.js";
import { WhenEditor } from "./when.js";

/** @typedef {import("../../ui/event-form.js").Typed} Typed */

const PLACES_SHOWN = 50;

/** @returns {Typed} */
const blank = () => ({ title: "", facts: "", said: "", where: "", danger: null, feelings: "", thoughts: "" });

/** @type {import("./screens.js").MakeScreen} */
function eventFormScreen(context) {
  const target = context.place.name === "event-edit" ? context.place.id ?? null : null;
  const form = new EventForm(context, target);
  const title = target === null ? t("Noter un fait") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "journal", backTo: "journal", narrow: true, view: () => form.view(), close: () => form.close() };
}

class EventForm {
  #context;
  #target;
  #id;
  #typed = blank();
  #ready;
  /** The fold of feelings is open when the form is first shown. */
  #apart = false;
  /** @type {{ at: string } | undefined} */
  #found;
  /** @type {{ message: string } | undefined} */
  #error;
  #when;
  #people;
  #files;
  #draft;
  #keeping;
  #recorder;
  #dictating;
  #places = placesKnown();

  /** @param {import("./screens.js").Context} context @param {string | null} target the fact edited */
  constructor(context, target) {
    const { refresh } = context;
    const changed = () => this.#changed();
    this.#context = context;
    this.#target = target;
    this.#id = target ?? newId();
    this.#ready = target === null;
    this.#when = new WhenEditor({ id: "event-when", legend: t("Quand ?"), changed, refresh });
    this.#people = peopleEditor({ id: "event-who", label: t("Qui était là ?"), changed });
    this.#files = new Attached({ id: "event-files", changed, refresh, go: context.go });
    this.#draft = new Drafting({ kind: "event", target, body: () => this.#state(), refresh });
    this.#keeping = saving({ id: this.#id, refresh, kept: () => this.#kept() });
    this.#recorder = new Recorder({ refresh, onFile: (file, id) => this.#files.add([file], id) });
    this.#dictating = new Dictating({ refresh, onWords: (words) => this.#say(words), instead: () => (gate(context.go) ? "" : this.#recorder.view()) });
    void this.#load();
  }

  #changed() {
    this.#draft.touch();
    this.#context.refresh();
  }

  /** @param {string} words dictated */
  #say(words) {
    this.#typed.facts = withWords(this.#typed.facts, words);
    this.#changed();
  }

  #state() {
    return { typed: this.#typed, when: this.#when.state(), people: this.#people.state(), files: this.#files.state() };
  }

  async #kept() {
    await this.#draft.drop();
    this.#context.replace({ name: "event", id: this.#id });
  }

  async #load() {
    try {
      const [restored, record] = await Promise.all([this.#draft.restore(), this.#target === null ? undefined : open(this.#target)]);
      if (record) this.#fill(record);
      if (restored) this.#take(restored.body);
      this.#found = restored && { at: restored.at };
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    this.#apart = Boolean(this.#typed.feelings || this.#typed.thoughts);
    this.#ready = true;
    this.#context.refresh();
  }

  /** @param {any} record */
  #fill(record) {
    const { title, facts, said, where, danger, feelings, thoughts } = record;
    this.#typed = { title, facts, said, where, danger, feelings, thoughts };
    this.#when.put(record.when);
    this.#people.put(record.who);
    this.#files.put(record.evidence);
  }

  /** @param {any} state of a draft */
  #take(state) {
    this.#typed = { ...blank(), ...state.typed };
    this.#when.restore(state.when);
    this.#people.restore(state.people);
    this.#files.put(state.files);
  }

  async #again() {
    if (!(await this.#draft.again())) return;
    this.#found = undefined;
    this.#take({ people: { people: [], typing: "" }, files: [] });
    this.#when.clear();
    if (this.#target !== null) await this.#load();
    this.#context.refresh();
  }

  #keep() {
    this.#error = undefined;
    void this.#keeping.run(async () => {
      await this.#files.arrived();
      if (this.#files.failing()) throw new FlowError("files_not_whole");
      await save({ ...this.#typed, id: this.#id, when: this.#when.value(), who: this.#people.value(), evidence: this.#files.value() });
    });
  }

  view() {
    if (!this.#ready) return skeleton();
    const { facts, said } = this.#typed;
    return eventForm({
      typed: this.#typed, proposed: titleOf(facts, said), apart: this.#apart, when: this.#when.view(), people: this.#people.view(), files: this.#files.view(), dictation: this.#dictating.view(), places: this.#places,
      error: this.#error ?? this.#keeping.error, found: this.#found && { ...this.#found, onAgain: () => void this.#again() },
      end: { busy: this.#keeping.busy, state: this.#draft.text, onSave: () => this.#keep(), onCancel: this.#context.back },
      onChange: (change) => {
        Object.assign(this.#typed, change);
        this.#changed();
      },
    });
  }

  async close() {
    this.#dictating.close();
    await this.#recorder.close();
    this.#files.close();
    this.#keeping.stop();
    await this.#draft.keep();
  }
}

/** Places of other facts. */
function placesKnown() {
  return [...new Set(list().flatMap(({ summary }) => /** @type {any} */ (summary)?.where || []))].slice(-PLACES_SHOWN);
}

export const screens = { "event-new": eventFormScreen, "event-edit": eventFormScreen };
