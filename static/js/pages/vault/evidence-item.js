/** One piece, whole: the file in its frame, what is known of it, and where it stands. */
import { row, rows } from "../../flows/catalogue.js";
import { open } from "../../flows/evidence.js";
import { readRecords } from "../../flows/records.js";
import { timelinesWith } from "../../flows/timelines.js";
import { evidenceText, evidenceView } from "../../ui/evidence-view.js";
import { formatDate, formatSize, t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { dateLine } from "./entries.js";
import { isHere, latestOf } from "./event.js";
import { putOnTimeline, toTrash, versionsOf } from "./item-actions.js";
import { looking } from "./looking.js";

/** @type {import("./screens.js").MakeScreen} */
export function evidenceScreen({ place, refresh, go, replace }) {
  const id = place.id ?? "";
  /** @type {any} */
  let record;
  let seen = 0;
  /** @type {ReturnType<typeof looking> | undefined} */
  let look;
  /** @type {{ id: string, title: string }[]} */
  let events = [];
  /** @type {{ message: string } | undefined} */
  let error;
  const versions = versionsOf({ id, refresh, draw: (old) => evidenceText(texts(old)), names: fieldNames() });

  async function load() {
    seen = latestOf(id);
    try {
      const before = record?.file?.id;
      record = await open(id);
      if (record.file && record.file.id !== before) {
        look?.close();
        look = looking(record.file, refresh);
      }
      refresh();
      events = await eventsWith(id);
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }

  async function drop() {
    try {
      await toTrash(id);
      replace({ name: "evidence" });
    } catch (caught) {
      error = { message: errorText(caught) };
      refresh();
    }
  }

  function view() {
    const shown = row(id);
    if (!shown || shown.erased_at !== null) return failure({ message: t("Cette pièce n’est plus dans le coffre. Le reste est intact.") });
    if (latestOf(id) !== seen) void load();
    if (!record) return error ? failure(error) : skeleton();
    return evidenceView({
      ...texts(record), error, lookError: look?.error ?? "", trashed: shown.trashed_at !== null, frame: look?.frame(), saving: look?.saving ?? false,
      known: known(record), file: record.file && fileFacts(record), written: record.keptAt, edited: record.version > 1 ? record.editedAt : null,
      events, timelines: timelinesWith(id).map((line) => ({ id: line.id, title: String(line.summary?.title) })), versions: versions.view(shown.versions.length),
      onSave: () => look?.save(), onEdit: () => go({ name: "evidence-edit", id }), onTimeline: () => void putOnTimeline(id, go),
      onShare: () => go({ name: "share-new", id }), onTrash: () => void drop(), onEvent: (item) => go({ name: "event", id: item }), onLine: (line) => go({ name: "timeline", id: line }),
    });
  }

  void load();
  const close = () => {
    versions.stop();
    look?.close();
  };
  return { get title() { return String(row(id)?.summary?.title || t("Pièce")); }, tab: "evidence", backTo: "evidence", narrow: true, view, close };
}

/** Facts that this piece is tied to: their records say so, and only those that have pieces are read. @param {string} id */
async function eventsWith(id) {
  const candidates = rows("event").filter((found) => isHere(found) && Number(found.summary?.evidence) > 0);
  const records = await readRecords(candidates.map((found) => found.id));
  return candidates.filter((_found, i) => records[i].evidence.includes(id)).map((found) => ({ id: found.id, title: String(found.summary?.title) }));
}

/** @param {any} record */
function texts({ description, text, obtained }) {
  return { description, text, obtained };
}

/** @param {any} record @returns {[string, string][]} */
function known({ when, where, who }) {
  const words = when.text && when.precision !== "unknown" && when.text !== dateLine(when) ? ` (« ${when.text} »)` : "";
  const facts = /** @type {[string, string][]} */ ([
    [t("Date"), when.precision === "unknown" && !when.text ? "" : dateLine(when) + words],
    [t("Lieu"), where],
    [t("Personnes"), who.map((/** @type {{ name: string }} */ { name }) => name).join(", ")],
  ]);
  return facts.filter(([, value]) => value);
}

/** @param {any} record @returns {[string, string][]} */
function fileFacts({ file, source, kept_at: keptAt }) {
  const facts = /** @type {[string, string][]} */ ([
    [t("Nom"), file.name],
    [t("Taille"), formatSize(file.size)],
    [t("Type"), file.type],
    [t("À l’abri depuis"), formatDate(keptAt, "moment")],
    [t("Date dans le fichier"), source.taken_at?.replace("T", " ") ?? ""],
    [t("Appareil d’origine"), source.device ?? ""],
    [t("Lieu dans le fichier"), source.place ? `${source.place.lat}, ${source.place.lon}` : ""],
    [t("Empreinte SHA-256"), hex(file.sha256)],
  ]);
  return facts.filter(([, value]) => value);
}

/** Hexadecimal, as the tools that an expert uses write it. @param {string} text base64url */
function hex(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function fieldNames() {
  return {
    title: t("le titre"), description: t("ce que cela montre"), obtained: t("comment c’est obtenu"), when: t("la date"), where: t("le lieu"),
    who: t("les personnes"), file: t("le fichier"), text: t("le texte"),
  };
}
