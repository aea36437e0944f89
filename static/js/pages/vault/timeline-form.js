/** Making a timeline, or changing what stands on it. A new one may start from an item: `place.id`. */
import { row, rows } from "../../flows/catalogue.js";
import { compareWhen } from "../../flows/dates.js";
import { newId } from "../../flows/items.js";
import { open, save } from "../../flows/timelines.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { timelineForm } from "../../ui/timeline-form.js";
import { drafting } from "./drafting.js";
import { picker } from "./picking.js";
import { saving } from "./saving.js";

const blank = () => ({ title: "", description: "" });

/** @type {import("./screens.js").MakeScreen} */
export function timelineFormScreen({ place, refresh, replace, back }) {
  const target = place.name === "timeline-edit" ? place.id ?? null : null;
  const start = target === null ? place.id : undefined;
  const id = target ?? newId();
  let typed = blank();
  let ready = target === null;
  /** @type {"all" | "event" | "evidence"} */
  let kind = "all";
  /** @type {string[]} on the timeline, but no longer to be seen: in the trash */
  let hidden = [];
  /** @type {{ at: string } | undefined} */
  let found;
  /** @type {{ message: string } | undefined} */
  let error;
  const list = picker({ id: "timeline-items", all: () => candidates(kind), refresh: () => { draft.touch(); refresh(); } });
  const draft = drafting({ kind: "timeline", target, body: () => ({ typed, items: [...list.chosen] }), refresh });
  const kept = async () => {
    await draft.drop();
    replace({ name: "timeline", id });
  };
  const keeping = saving({ id, refresh, kept });
  if (start) list.chosen.add(start);

  /** @param {string[]} items */
  function choose(items) {
    list.chosen.clear();
    for (const item of items) list.chosen.add(item);
  }

  async function load() {
    try {
      const [restored, record] = await Promise.all([draft.restore().catch(() => undefined), target === null ? undefined : open(target)]);
      if (record) {
        typed = { title: record.title, description: record.description };
        hidden = record.items.filter((/** @type {string} */ item) => row(item)?.trashed_at);
        choose(record.items.filter((/** @type {string} */ item) => !hidden.includes(item)));
      }
      if (restored) {
        typed = { ...blank(), ...restored.body.typed };
        choose([...(restored.body.items ?? []), ...(start ? [start] : [])]);
      }
      found = restored && { at: restored.at };
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    ready = true;
    refresh();
  }

  async function again() {
    if (!(await draft.again())) return;
    [found, typed] = [undefined, blank()];
    choose(start ? [start] : []);
    if (target !== null) await load();
    refresh();
  }

  void load();
  const view = () => (ready ? timelineForm({
    typed, kind, items: list.view(), error: error ?? keeping.error, found: found && { ...found, onAgain: () => void again() },
    end: { busy: keeping.busy, state: draft.text, onSave: () => void keeping.run(() => save({ ...typed, id, items: [...list.chosen, ...hidden] })), onCancel: back },
    onKind: (next) => { kind = next; refresh(); },
    onChange: (change) => {
      Object.assign(typed, change);
      draft.touch();
      refresh();
    },
  }) : skeleton());
  const close = async () => {
    keeping.stop();
    await draft.keep();
  };
  const title = target === null ? t("Nouvelle frise") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "timelines", backTo: "timelines", narrow: true, view, close };
}

/** @param {"all" | "event" | "evidence"} kind */
function candidates(kind) {
  const all = [...(kind === "evidence" ? [] : rows("event")), ...(kind === "event" ? [] : rows("evidence"))];
  return all.toSorted((a, b) => compareWhen(a.summary?.when ?? null, b.summary?.when ?? null));
}
