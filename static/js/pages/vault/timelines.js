/** Timelines: what one chose to set in order, drawn along the thread. */
import { row, rows } from "../../flows/catalogue.js";
import { compareWhen, yearOf } from "../../flows/dates.js";
import { inOrder } from "../../flows/items.js";
import { isKeyDate, list as keyDates } from "../../flows/key-dates.js";
import { entries, list, open, putOn, takeOff } from "../../flows/timelines.js";
import { t } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";
import { timelineList, timelineView } from "../../ui/timeline-view.js";
import { draftsOf } from "./drafting.js";
import { anchorOf, entryOf } from "./entries.js";
import { ItemScreen } from "./item-screen.js";
import { saidOf } from "./saving.js";
import { Thumbnails } from "./thumbs.js";

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
function timelineScreen(context) {
  const { refresh, go } = context;
  let tidying = false;
  const thumbs = new Thumbnails(refresh);
  const names = { title: t("le titre"), description: t("la présentation"), items: t("ce qui est sur la frise") };
  const item = new ItemScreen(context, { open, home: "timelines", gone: t("Cette frise n’est plus dans le coffre. Le reste est intact."), draw: versionText, names });
  const { id } = item;

  /** @param {string} taken */
  async function takeAway(taken) {
    await takeOff(id, [taken]);
    toast(saidOf(t("Retiré de la frise. L’élément reste dans le coffre.")), { label: t("Annuler"), onClick: () => void item.attempt(() => putOn(id, [taken])) });
  }

  function view() {
    const instead = item.instead();
    if (instead) return instead;
    return timelineView({
      ...item.common(), description: item.record.description, tidying,
      entries: withAnchors(entries(item.record.items)).map((one) => (isKeyDate(one) ? anchorOf(one) : entryOf(one, { thumb: thumbs.of(one) }))),
      onOpen: (one) => go({ name: PLACES[row(one)?.kind ?? "event"] ?? "event", id: one }), onEdit: () => go({ name: "timeline-edit", id }), onReread: () => go({ name: "share-new", ids: [id], why: "reread" }),
      onTidy: () => { tidying = !tidying; refresh(); }, onTakeAway: (one) => void item.attempt(() => takeAway(one)),
    });
  }

  const close = () => {
    item.close();
    thumbs.close();
  };
  const action = { label: t("Partager cette frise"), icon: "share", onClick: () => go({ name: "share-new", id }) };
  return { get title() { return item.title(t("Frise")); }, tab: "timelines", backTo: "timelines", action, view, close };
}

/** Where an entry is looked at. @type {Record<string, string>} */
const PLACES = { evidence: "evidence-item", reading: "key-dates" };

/** Key dates between the first and the last fact: beyond them they would stretch the line for nothing. @param {Row[]} on in order */
function withAnchors(on) {
  const when = (/** @type {Row} */ one) => /** @type {any} */ (one.summary).when ?? null;
  const dated = on.filter((one) => when(one) && compareWhen(when(one), null) < 0);
  const [first, last] = [dated[0], dated.at(-1)];
  if (!first || !last) return on;
  const anchors = keyDates().filter((one) => compareWhen(when(first), when(one)) <= 0 && compareWhen(when(one), when(last)) <= 0);
  return inOrder([...anchors, ...on]);
}

/** A timeline as it was. @param {any} record */
function versionText({ title, items }) {
  return [title, ...entries(items).map(({ summary }) => String(summary?.title ?? ""))].join(" · ");
}

export const screens = { timelines: listScreen, timeline: timelineScreen };
