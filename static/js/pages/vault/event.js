/** One fact, whole: what was written, who was there, its pieces, and what it was before. */
import { row } from "../../flows/catalogue.js";
import { open } from "../../flows/events.js";
import { timelinesWith } from "../../flows/timelines.js";
import { eventText, eventView } from "../../ui/event-view.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { tileOf } from "./attached.js";
import { dateLine } from "./entries.js";
import { putOnTimeline, toTrash, versionsOf } from "./item-actions.js";
import { thumbnails } from "./thumbs.js";

/** @type {import("./screens.js").MakeScreen} */
export function eventScreen({ place, refresh, go, replace }) {
  const id = place.id ?? "";
  /** @type {any} */
  let record;
  let seen = 0;
  /** @type {{ message: string } | undefined} */
  let error;
  const thumbs = thumbnails(refresh);
  const versions = versionsOf({ id, refresh, draw: (old) => eventText({ ...texts(old), facts: old.facts }), names: fieldNames() });

  async function load() {
    seen = latestOf(id);
    try {
      record = await open(id);
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }

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

  async function drop() {
    await toTrash(id);
    replace({ name: "journal" });
  }

  function view() {
    const shown = row(id);
    if (!shown || shown.erased_at !== null) return failure({ message: t("Ce fait n’est plus dans le coffre. Le reste est intact.") });
    if (latestOf(id) !== seen) void load();
    if (!record) return error ? failure(error) : skeleton();
    const pieces = record.evidence.flatMap((/** @type {string} */ item) => row(item) ?? []).filter(isHere);
    return eventView({
      ...texts(record), error, trashed: shown.trashed_at !== null, written: record.keptAt, edited: record.version > 1 ? record.editedAt : null,
      danger: record.danger, people: record.who, feelings: record.feelings, thoughts: record.thoughts,
      pieces: pieces.map((/** @type {import("../../flows/catalogue.js").Row} */ piece) => tileOf(piece, thumbs.of(piece))),
      timelines: timelinesWith(id).map((line) => ({ id: line.id, title: String(line.summary?.title) })), versions: versions.view(shown.versions.length),
      onEdit: () => go({ name: "event-edit", id }), onTimeline: () => void putOnTimeline(id, go), onShare: () => go({ name: "share-new", id }),
      onTrash: () => void attempt(drop), onPiece: (item) => go({ name: "evidence-item", id: item }),
      onContact: (contact) => go({ name: "contact", id: contact }), onLine: (line) => go({ name: "timeline", id: line }),
    });
  }

  void load();
  const close = () => {
    versions.stop();
    thumbs.close();
  };
  return { get title() { return String(row(id)?.summary?.title || t("Fait")); }, tab: "journal", backTo: "journal", narrow: true, view, close };
}

/** @param {any} record */
function texts({ title, when, where, facts, said }) {
  const words = when.precision === "about" || when.precision === "period" ? when.text : "";
  return { whenText: [dateLine(when), where].filter(Boolean).join(" · "), words, facts: facts === title ? "" : facts, said };
}

/** What differs between two versions, as it is said. */
function fieldNames() {
  return {
    title: t("le titre"), facts: t("les faits"), said: t("les paroles"), when: t("la date"), where: t("le lieu"), who: t("les personnes"),
    danger: t("le danger ressenti"), feelings: t("le ressenti"), thoughts: t("ce que vous en pensez"), evidence: t("les pièces"),
  };
}

/** @param {string} id */
export const latestOf = (id) => row(id)?.versions.at(-1)?.n ?? 0;

/** @param {import("../../flows/catalogue.js").Row} found */
export const isHere = (found) => found.trashed_at === null && found.erased_at === null;
