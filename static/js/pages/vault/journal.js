/** The journal: facts along the thread, and what one does with a fact. */
import { onChange, pendingCount, rows } from "../../flows/catalogue.js";
import { leftHere } from "../../flows/device.js";
import { list as listEvents } from "../../flows/events.js";
import { list as listEvidence } from "../../flows/evidence.js";
import { inOrder } from "../../flows/items.js";
import { isKeyDate, list as keyDates } from "../../flows/key-dates.js";
import { journalView } from "../../ui/event-journal.js";
import { t } from "../../ui/i18n.js";
import { draftsOf } from "./drafting.js";
import { anchorOf, entryOf } from "./entries.js";
import { Thumbnails } from "./thumbs.js";

const SHOWN = 100;
/** More than a screen holds: drawn first, so that it is there sooner; the rest follows in a task of its own. */
const SCREENFUL = 20;

/** @type {import("./screens.js").MakeScreen} */
function journalScreen({ refresh, go }) {
  const shown = growing(refresh);
  let pieces = false;
  const left = leftOver({ refresh, go });
  const thumbs = new Thumbnails(refresh);
  /** @type {import("../../flows/catalogue.js").Row[] | undefined} sorted once for each change */
  let sorted;
  const stop = onChange(() => { sorted = undefined; });

  function all() {
    sorted ??= merged([...listEvents(), ...(pieces ? listEvidence().filter(isDated) : [])]);
    return sorted;
  }

  /** @param {string} id */
  const open = (id) => go({ name: PLACES[all().find((row) => row.id === id)?.kind ?? "event"] ?? "event", id });

  const write = () => go({ name: "event-new" });

  function view() {
    const { draft, heap, voices } = left;
    return journalView({
      entries: all().slice(0, shown.count).map((row) => (isKeyDate(row) ? anchorOf(row) : entryOf(row, { thumb: thumbs.of(row) }))), more: Math.max(0, all().length - shown.count),
      facts: rows("event").length, evidence: rows("evidence").length, pending: pendingCount(), stuck: leftHere().refused + leftHere().stranded > 0, pieces, dated: rows("evidence").some(isDated),
      draft: draft && { at: draft.at, title: titleOf(draft), onOpen: () => go(draft.target === null ? { name: "event-new" } : { name: "event-edit", id: draft.target }) },
      heap, voices: voices?.view(), onGo: (name) => go({ name }), onOpen: open, onWrite: write, onMore: shown.more,
      onPieces: (next) => { [pieces, sorted] = [next, undefined]; refresh(); },
    });
  }

  const close = () => {
    shown.stop();
    stop();
    thumbs.close();
  };
  // An empty journal asks once, in its middle.
  const action = { label: t("Noter un fait"), icon: "plus", onClick: write };
  return { title: t("Journal"), tab: "journal", get action() { return all().length ? action : undefined; }, view, close };
}

/**
 * What waits: a fact being written, notes in bulk, a voice that was cut; that last one is seldom there, and loaded only then.
 *
 * @param {{ refresh: () => void, go: (place: import("./router.js").Place) => void }} context
 */
function leftOver(context) {
  /** @type {{ draft?: Awaited<ReturnType<typeof draftsOf>>[0], heap: boolean, voices?: import("./voices.js").Voices }} */
  const left = { heap: false };
  void draftsOf("event", "heap", "voice").then(async (found) => {
    left.draft = found.find(({ kind }) => kind === "event");
    context.refresh();
    // What the network does not give now is offered when the journal is shown again.
    const heaps = found.filter(({ kind }) => kind === "heap");
    const sorting = heaps.length > 0 ? await import("../../flows/heap.js").catch(() => undefined) : undefined;
    left.heap = heaps.some(({ body }) => sorting && !isEmpty(sorting.heapOf(body)));
    const isCut = found.some(({ kind }) => kind === "voice");
    const later = isCut ? await import("./voices.js").catch(() => undefined) : undefined;
    if (later) left.voices = new later.Voices(context);
    if (left.heap) context.refresh();
  });
  return left;
}

/** @param {import("../../flows/heap.js").Heap} heap */
const isEmpty = ({ text, notes }) => text.trim() === "" && notes.length === 0;

/** Where an entry of the journal is looked at. @type {Record<string, string>} */
const PLACES = { evidence: "evidence-item", reading: "key-dates" };

/** Facts and key dates in order: a key date alone is no journal yet. @param {import("../../flows/catalogue.js").Row[]} found */
function merged(found) {
  if (found.length === 0) return [];
  const anchors = keyDates();
  return anchors.length === 0 && found.every(({ kind }) => kind === "event") ? found : inOrder([...anchors, ...found]);
}

/** How many entries are drawn. @param {() => void} refresh */
function growing(refresh) {
  let count = SCREENFUL;
  const grow = (/** @type {number} */ next) => {
    count = next;
    refresh();
  };
  const rest = setTimeout(() => grow(SHOWN));
  return { get count() { return count; }, more: () => grow(count + SHOWN), stop: () => clearTimeout(rest) };
}

/** @param {{ body: any }} draft */
function titleOf({ body }) {
  const text = String(body.typed?.title || body.typed?.facts || "").trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** @param {import("../../flows/catalogue.js").Row} row */
function isDated({ summary }) {
  return summary?.when && summary.when.precision !== "unknown";
}

export const screens = { journal: journalScreen };
