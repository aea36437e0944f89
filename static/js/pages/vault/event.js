/** One fact, whole: what was written, who was there, its pieces, and what it was before. */
import { open } from "../../flows/events.js";
import { standing } from "../../flows/items.js";
import { eventText, eventView } from "../../ui/event-view.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { tileOf } from "./attached.js";
import { dateLine } from "./entries.js";
import { putOnTimeline } from "./item-actions.js";
import { ItemScreen } from "./item-screen.js";
import { Pause } from "./pause.js";
import { Thumbnails } from "./thumbs.js";

/** @type {import("./screens.js").MakeScreen} */
function eventScreen(context) {
  const { refresh, go } = context;
  const thumbs = new Thumbnails(refresh);
  const pause = new Pause(context);
  const item = new ItemScreen(context, {
    read: ({ danger }) => { if (danger === "yes") pause.heavy(id); }, open, home: "journal", gone: t("Ce fait n’est plus dans le coffre. Le reste est intact."), draw: (old) => eventText(texts(old)), names: fieldNames(),
  });
  const { id } = item;

  function view() {
    const instead = item.instead();
    if (instead) return instead;
    const { record } = item;
    return html`${pause.view()}${eventView({
      ...item.common(), ...texts(record), facts: record.facts === record.title ? "" : record.facts,
      danger: record.danger, people: record.who, feelings: record.feelings, thoughts: record.thoughts,
      pieces: standing(record.evidence).map((piece) => tileOf(piece, thumbs.of(piece))),
      onEdit: () => go({ name: "event-edit", id }), onTimeline: () => void putOnTimeline(id, go), onShare: () => go({ name: "share-new", id }), onReread: () => go({ name: "share-new", ids: [id], why: "reread" }),
      onPiece: (piece) => go({ name: "evidence-item", id: piece }), onContact: (contact) => go({ name: "contact", id: contact }), onLine: (line) => go({ name: "timeline", id: line }),
    })}`;
  }

  const close = () => {
    item.close();
    thumbs.close();
  };
  return { get title() { return item.title(t("Fait")); }, tab: "journal", backTo: "journal", narrow: true, view, close };
}

/** @param {any} record */
function texts({ when, where, facts, said }) {
  const words = when.precision === "about" || when.precision === "period" ? when.text : "";
  return { whenText: [dateLine(when), where].filter(Boolean).join(" · "), words, facts, said };
}

/** What differs between two versions, as it is said. */
function fieldNames() {
  return {
    title: t("le titre"), facts: t("les faits"), said: t("les paroles"), when: t("la date"), where: t("le lieu"), who: t("les personnes"),
    danger: t("le danger ressenti"), feelings: t("le ressenti"), thoughts: t("ce que vous en pensez"), evidence: t("les pièces"),
  };
}

export const screens = { event: eventScreen };
