/** Timelines: what one chose to set in order, drawn along the thread. */
import { row, rows } from "../../flows/catalogue.js";
import { yearOf } from "../../flows/dates.js";
import { entries, list, open, putOn, takeOff } from "../../flows/timelines.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure, toast } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { timelineList, timelineView } from "../../ui/timeline-view.js";
import { draftsOf } from "./drafting.js";
import { entryOf } from "./entries.js";
import { latestOf } from "./event.js";
import { toTrash, versionsOf } from "./item-actions.js";
import { thumbnails } from "./thumbs.js";
import { timelineFormScreen } from "./timeline-form.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

/** @type {import("./screens.js").MakeScreen} */
function listScreen({ refresh, go }) {
  /** @type {Awaited<ReturnType<typeof draftsOf>>} */
  let drafts = [];
  void draftsOf("timeline").then((found) => {
    drafts = found;
    refresh();
  });
  const add = () => go({ name: "timeline-new" });
  function view() {
    const [draft] = drafts;
    return timelineList({
      timelines: list().map(card), hasItems: rows("event").length + rows("evidence").length > 0,
      draft: draft && { at: draft.at, title: String(draft.body.typed?.title ?? ""), onOpen: () => go(draft.target === null ? { name: "timeline-new" } : { name: "timeline-edit", id: draft.target }) },
      onOpen: (id) => go({ name: "timeline", id }), onAdd: add,
    });
  }
  const action = { label: t("Nouvelle frise"), icon: "plus", onClick: add };
  return { title: t("Frises"), tab: "timelines", get action() { return list().length ? action : undefined; }, view };
}

/** @param {Row} line */
function card({ id, summary }) {
  const { title, excerpt, items } = /** @type {any} */ (summary);
  const on = entries(items);
  const years = on.flatMap(({ summary: one }) => (one?.when ? yearOf(one.when) ?? [] : []));
  return { id, title, text: excerpt, count: on.length, from: years[0] ?? "", to: years.at(-1) ?? "", knots: on.flatMap(knot) };
}

/** A dot of the small drawing: where it stands in time, and how sure. @param {Row} item */
function knot({ summary }) {
  const { when, danger } = /** @type {any} */ (summary);
  const date = when?.from ?? when?.to;
  if (!date) return [];
  const [year, month = "1", day = "1"] = date.split("-");
  return [{ at: Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 365, precision: when.precision, danger: danger === "yes" || danger === "some" }];
}

/** @type {import("./screens.js").MakeScreen} */
function timelineScreen({ place, refresh, go, replace }) {
  const id = place.id ?? "";
  let tidying = false;
  /** @type {any} */
  let record;
  let seen = 0;
  /** @type {{ message: string } | undefined} */
  let error;
  const thumbs = thumbnails(refresh);
  const names = { title: t("le titre"), description: t("la présentation"), items: t("ce qui est sur la frise") };
  const versions = versionsOf({ id, refresh, draw: ({ title, items }) => `${title} · ${entries(items).map(({ summary }) => summary?.title).join(" · ")}`, names });

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    try {
      error = undefined;
      await act();
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }

  async function load() {
    seen = latestOf(id);
    record = await open(id);
  }

  async function drop() {
    await toTrash(id);
    replace({ name: "timelines" });
  }

  /** @param {string} item */
  async function takeAway(item) {
    await takeOff(id, [item]);
    toast(t("Retiré de la frise. L’élément reste dans le coffre."), { label: t("Annuler"), onClick: () => void attempt(() => putOn(id, [item])) });
  }

  /** @param {string} item */
  const look = (item) => go({ name: row(item)?.kind === "evidence" ? "evidence-item" : "event", id: item });

  function view() {
    const shown = row(id);
    if (!shown || shown.erased_at !== null) return failure({ message: t("Cette frise n’est plus dans le coffre. Le reste est intact.") });
    if (latestOf(id) !== seen) void attempt(load);
    if (!record) return error ? failure(error) : skeleton();
    return timelineView({
      description: record.description, error, tidying, trashed: shown.trashed_at !== null, versions: versions.view(shown.versions.length),
      entries: entries(record.items).map((item) => entryOf(item, { thumb: thumbs.of(item) })),
      onOpen: look, onEdit: () => go({ name: "timeline-edit", id }), onTrash: () => void attempt(drop),
      onTidy: () => { tidying = !tidying; refresh(); }, onTakeAway: (item) => void attempt(() => takeAway(item)),
    });
  }

  const close = () => {
    versions.stop();
    thumbs.close();
  };
  return {
    get title() { return String(row(id)?.summary?.title || t("Frise")); }, tab: "timelines", backTo: "timelines",
    action: { label: t("Partager cette frise"), icon: "share", onClick: () => go({ name: "share-new", id }) }, view, close,
  };
}

export const screens = { timelines: listScreen, "timeline-new": timelineFormScreen, "timeline-edit": timelineFormScreen, timeline: timelineScreen };
