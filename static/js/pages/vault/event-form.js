/** Writing down a fact, or correcting one. What is typed lives here and in its sealed draft, nowhere else. */
import { row } from "../../flows/catalogue.js";
import { open, save } from "../../flows/events.js";
import { newId, titleOf } from "../../flows/items.js";
import { eventForm } from "../../ui/event-form.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { attachedFiles } from "./attached.js";
import { drafting } from "./drafting.js";
import { peopleEditor } from "./people.js";
import { saving } from "./saving.js";
import { whenEditor } from "./when.js";

/** @typedef {import("../../ui/event-form.js").Typed} Typed */

/** @returns {Typed} */
const blank = () => ({ title: "", facts: "", said: "", where: "", danger: null, feelings: "", thoughts: "" });

/** @type {import("./screens.js").MakeScreen} */
export function eventFormScreen({ place, refresh, replace, back }) {
  const target = place.name === "event-edit" ? place.id ?? null : null;
  const id = target ?? newId();
  let typed = blank();
  let ready = target === null;
  let apart = false;
  /** @type {{ at: string } | undefined} */
  let found;
  /** @type {{ message: string } | undefined} */
  let error;
  const changed = () => {
    draft.touch();
    refresh();
  };
  const when = whenEditor({ id: "event-when", changed });
  const people = peopleEditor({ id: "event-who", label: t("Qui était là ?"), changed });
  const files = attachedFiles({ id: "event-files", changed, refresh });
  const body = () => ({ typed, when: when.state(), people: people.state(), files: files.state() });
  const draft = drafting({ kind: "event", target, body, refresh });
  const kept = async () => {
    await draft.drop();
    replace({ name: "event", id });
  };
  const keeping = saving({ id, refresh, kept });

  /** @param {any} record */
  function fill(record) {
    typed = Object.assign(blank(), Object.fromEntries(Object.keys(blank()).map((name) => [name, record[name]])));
    when.put(record.when);
    people.put(record.who);
    files.put(record.evidence);
  }

  /** @param {any} state of a draft */
  function take(state) {
    typed = { ...blank(), ...state.typed };
    when.restore(state.when);
    people.restore(state.people);
    files.put(state.files);
  }

  async function load() {
    try {
      const [restored, record] = await Promise.all([draft.restore().catch(() => undefined), target === null ? undefined : open(target)]);
      if (record) fill(record);
      if (restored) take(restored.body);
      found = restored && { at: restored.at };
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    [ready, apart] = [true, Boolean(typed.feelings || typed.thoughts)];
    refresh();
  }

  async function again() {
    if (!(await draft.again())) return;
    found = undefined;
    fill({ ...blank(), when: when.value(), who: [], evidence: [] });
    when.put({ precision: "unknown", from: null, to: null, time: null, text: "" });
    if (target !== null) await load();
    refresh();
  }

  function keep() {
    error = undefined;
    void keeping.run(async () => {
      await files.arrived();
      if (files.failing()) throw Object.assign(new Error("a file"), { code: "files_not_whole" });
      await save({ ...typed, id, when: when.value(), who: people.value(), evidence: files.value() });
    });
  }

  void load();
  const view = () => (ready ? eventForm({
    typed, proposed: titleOf(typed.facts, typed.said), apart, when: when.view(), people: people.view(), files: files.view(),
    error: error ?? keeping.error, found: found && { ...found, onAgain: () => void again() },
    end: { busy: keeping.busy, state: draft.text, onSave: keep, onCancel: back },
    onChange: (change) => {
      Object.assign(typed, change);
      changed();
    },
  }) : skeleton());
  const close = async () => {
    files.close();
    keeping.stop();
    await draft.keep();
  };
  const title = target === null ? t("Noter un fait") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "journal", backTo: "journal", narrow: true, view, close };
}
