/** One piece, whole: the file in its frame, what is known of it, and where it stands. */
import { rows } from "../../flows/catalogue.js";
import { open } from "../../flows/evidence.js";
import { isHeavy, setHeavy } from "../../flows/heavy.js";
import { standing } from "../../flows/items.js";
import { readRecords } from "../../flows/records.js";
import { evidenceText, evidenceView } from "../../ui/evidence-view.js";
import { html } from "../../ui/html.js";
import { formatDate, formatSize, t } from "../../ui/i18n.js";
import { dateLine } from "./entries.js";
import { putOnTimeline } from "./item-actions.js";
import { ItemScreen } from "./item-screen.js";
import { Look } from "./looking.js";
import { Pause } from "./pause.js";

/** @type {import("./screens.js").MakeScreen} */
function evidenceScreen(context) {
  const { refresh, go } = context;
  /** @type {Look | undefined} */
  let look;
  /** @type {string | undefined} file that is looked at */
  let shown;
  /** @type {{ id: string, title: string }[]} */
  let events = [];
  const pause = new Pause(context, { pictures: true });
  const item = new ItemScreen(context, {
    open, home: "evidence", gone: t("Cette pièce n’est plus dans le coffre. Le reste est intact."), draw: evidenceText, names: fieldNames(), read,
  });
  const { id } = item;

  /** @param {any} record */
  async function read({ file }) {
    if (file && file.id !== shown) {
      look?.close();
      [look, shown] = [new Look(file, refresh), file.id];
    }
    refresh();
    events = await eventsWith(id);
  }

  function view() {
    const instead = item.instead();
    if (instead) return instead;
    const { record } = item;
    const { description, text, obtained } = record;
    return html`${pause.view()}${evidenceView({
      ...item.common(), description, text, obtained, lookError: look?.error ?? "", ...veiled(record, look), onHeavy: (on) => void item.attempt(() => setHeavy(id, on)), saving: look?.saving ?? false,
      known: known(record), file: record.file && fileFacts(record), events, of: linkedTo(record.of), onOf: (other) => go({ name: "conversation", id: other }),
      onConversation: look?.isConversation ? () => go({ name: "conversation", id }) : undefined, onSave: () => void look?.save(), onEdit: () => go({ name: "evidence-edit", id }), onTimeline: () => void putOnTimeline(id, go),
      onShare: () => go({ name: "share-new", id }), onReread: () => go({ name: "share-new", ids: [id], why: "reread" }), onEvent: (event) => go({ name: "event", id: event }), onLine: (line) => go({ name: "timeline", id: line }),
    })}`;
  }

  const close = () => {
    item.close();
    pause.close();
    look?.close();
  };
  return { get title() { return item.title(t("Pièce")); }, tab: "evidence", backTo: "evidence", narrow: true, view, close };
}

/** The file in its frame; only what is seen at a glance can be veiled. @param {any} record @param {Look | undefined} look */
function veiled({ id, file, thumb }, look) {
  const isSeen = Boolean(thumb) || /^(?:image|video)\//.test(file?.type ?? "");
  return { frame: look && { ...look.frame(), heavy: isHeavy(id) }, heavy: isSeen ? isHeavy(id) : undefined };
}

/** @param {string | null} [id] of another piece */
function linkedTo(id) {
  return standing(id ? [id] : []).map((found) => ({ id: found.id, title: String(found.summary?.title) }));
}

/** Facts that this piece is tied to: their records say so, and only those that have pieces are read. @param {string} id */
async function eventsWith(id) {
  const candidates = rows("event").filter((found) => Number(found.summary?.evidence) > 0);
  const records = await readRecords(candidates.map((found) => found.id));
  return candidates.filter((_found, i) => records[i].evidence.includes(id)).map((found) => ({ id: found.id, title: String(found.summary?.title) }));
}

/** @param {any} record @returns {[string, string][]} */
function known({ when, where, who }) {
  const words = when.precision === "about" || when.precision === "period" ? when.text : "";
  const facts = /** @type {[string, string][]} */ ([
    [t("Date"), when.precision === "unknown" && !when.text ? "" : dateLine(when)],
    [t("Avec vos mots"), dateLine(when).startsWith(words) ? "" : words],
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

export const screens = { "evidence-item": evidenceScreen };
