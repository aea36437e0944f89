/** Making a timeline, or changing what stands on it. A new one may start from an item: `place.id`. */
import { row, rows } from "../../flows/catalogue.js";
import { compareWhen } from "../../flows/dates.js";
import { newId } from "../../flows/items.js";
import { open, save } from "../../flows/timelines.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { timelineForm } from "../../ui/timeline-form.js";
import { Drafting } from "./drafting.js";
import { picker } from "./picking.js";
import { saving } from "./saving.js";

/** @typedef {import("../../ui/timeline-form.js").Shown} Shown */

const blank = () => ({ title: "", description: "" });

/** @type {import("./screens.js").MakeScreen} */
function timelineFormScreen(context) {
  const target = context.place.name === "timeline-edit" ? context.place.id ?? null : null;
  const form = new TimelineForm(context, target);
  const title = target === null ? t("Nouvelle frise") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "timelines", backTo: "timelines", narrow: true, view: () => form.view(), close: () => form.close() };
}

class TimelineForm {
  #context;
  #target;
  /** @type {string[]} the item that a new timeline starts from */
  #start;
  #id;
  #typed = blank();
  #ready;
  /** @type {Shown} */
  #kind = "all";
  /** @type {string[]} on the timeline, but not to be seen now: in the trash */
  #hidden = [];
  /** @type {{ at: string } | undefined} */
  #found;
  /** @type {{ message: string } | undefined} */
  #error;
  #list;
  #draft;
  #keeping;

  /** @param {import("./screens.js").Context} context @param {string | null} target the timeline edited */
  constructor(context, target) {
    const { place, refresh } = context;
    this.#context = context;
    this.#target = target;
    this.#id = target ?? newId();
    this.#ready = target === null;
    this.#start = target === null && place.id ? [place.id] : [];
    this.#list = picker({ id: "timeline-items", all: () => candidates(this.#kind), refresh, chose: () => this.#draft.touch() });
    this.#draft = new Drafting({ kind: "timeline", target, body: () => ({ typed: this.#typed, items: [...this.#list.chosen] }), refresh });
    this.#keeping = saving({ id: this.#id, refresh, kept: () => this.#kept() });
    this.#choose(this.#start);
    void this.#load();
  }

  async #kept() {
    await this.#draft.drop();
    this.#context.replace({ name: "timeline", id: this.#id });
  }

  /** @param {string[]} items */
  #choose(items) {
    this.#list.chosen.clear();
    for (const item of items) this.#list.chosen.add(item);
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
    this.#ready = true;
    this.#context.refresh();
  }

  /** @param {any} record */
  #fill({ title, description, items }) {
    this.#typed = { title, description };
    this.#hidden = items.filter((/** @type {string} */ item) => row(item)?.trashed_at);
    this.#choose(items.filter((/** @type {string} */ item) => !this.#hidden.includes(item)));
  }

  /** @param {any} state of a draft */
  #take({ typed, items }) {
    this.#typed = { ...blank(), ...typed };
    this.#choose([...(Array.isArray(items) ? items : []), ...this.#start]);
  }

  async #again() {
    if (!(await this.#draft.again())) return;
    this.#found = undefined;
    this.#take({});
    if (this.#target !== null) await this.#load();
    this.#context.refresh();
  }

  #keep() {
    this.#error = undefined;
    void this.#keeping.run(() => save({ ...this.#typed, id: this.#id, items: [...this.#list.chosen, ...this.#hidden] }));
  }

  view() {
    if (!this.#ready) return skeleton();
    return timelineForm({
      typed: this.#typed, kind: this.#kind, items: this.#list.view(), error: this.#error ?? this.#keeping.error,
      found: this.#found && { ...this.#found, onAgain: () => void this.#again() },
      end: { busy: this.#keeping.busy, state: this.#draft.text, onSave: () => this.#keep(), onCancel: this.#context.back },
      onKind: (kind) => {
        this.#kind = kind;
        this.#context.refresh();
      },
      onChange: (change) => {
        Object.assign(this.#typed, change);
        this.#draft.touch();
        this.#context.refresh();
      },
    });
  }

  async close() {
    this.#keeping.stop();
    await this.#draft.keep();
  }
}

/** @param {Shown} kind */
function candidates(kind) {
  const all = [...(kind === "evidence" ? [] : rows("event")), ...(kind === "event" ? [] : rows("evidence"))];
  return all.toSorted((a, b) => compareWhen(a.summary?.when ?? null, b.summary?.when ?? null));
}

export const screens = { "timeline-new": timelineFormScreen, "timeline-edit": timelineFormScreen };
