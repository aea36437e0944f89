/**
 * What is chosen for a share: a timeline to start from, then facts, pieces and contacts one by one.
 *
 *  1. A timeline brings its facts and pieces, and the pieces of its facts; a fact chosen by hand brings its pieces.
 *  2. Contacts are never brought along: naming someone to a third person is a choice of its own.
 *  3. Whatever was brought can be taken off again.
 */
import { row, rows } from "../../flows/catalogue.js";
import { list as contacts } from "../../flows/contacts.js";
import { list as events } from "../../flows/events.js";
import { list as evidence } from "../../flows/evidence.js";
import { readRecord, readRecords } from "../../flows/records.js";
import { related } from "../../flows/shares.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { picker } from "./picking.js";

/** @param {() => void} first draws the screen */
export function choosing(first) {
  let draw = first;
  let timeline = "";
  let busy = false;
  /** @type {{ message: string } | undefined} */
  let error;
  /** @type {Set<string>} facts whose pieces have been brought */
  const brought = new Set();
  /** @type {Map<string, boolean>} photos looked at: whether they say where they were taken */
  const placed = new Map();
  const lists = {
    event: picker({ id: "share-events", all: events, refresh: changed }),
    evidence: picker({ id: "share-pieces", all: evidence, refresh: changed }),
    contact: picker({ id: "share-people", all: contacts, refresh: changed }),
  };
  const names = { event: () => t("Faits"), evidence: () => t("Pièces"), contact: () => t("Contacts") };
  const kinds = /** @type {(keyof typeof lists)[]} */ (Object.keys(lists));

  function changed() {
    draw();
    void follow();
  }

  /** @param {() => Promise<void>} act */
  async function attempt(act) {
    [busy, error] = [true, undefined];
    draw();
    try {
      await act();
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    busy = false;
    draw();
  }

  /** Rule 1, and what the chosen photos say of themselves. */
  async function follow() {
    const facts = [...lists.event.chosen].filter((id) => !brought.has(id));
    const photos = [...lists.evidence.chosen].filter((id) => !placed.has(id) && isPhoto(id));
    if (busy || (facts.length === 0 && photos.length === 0)) return;
    for (const id of facts) brought.add(id);
    await attempt(async () => {
      for (const id of await related(facts, readRecord)) if (row(id)?.kind === "evidence") lists.evidence.chosen.add(id);
      await lookAt([...lists.evidence.chosen].filter((id) => !placed.has(id) && isPhoto(id)));
    });
  }

  /** @param {string[]} photos */
  async function lookAt(photos) {
    const records = await readRecords(photos);
    photos.forEach((id, i) => placed.set(id, records[i].source.place !== null));
  }

  /** @param {string} id of a timeline, none when she chooses by herself */
  async function fromTimeline(id) {
    timeline = id;
    for (const kind of kinds) lists[kind].chosen.clear();
    if (!id) return draw();
    await attempt(async () => {
      for (const item of await related([id], readRecord)) {
        const { kind } = row(item) ?? {};
        if (kind === "event" || kind === "evidence") lists[kind].chosen.add(item);
      }
      for (const fact of lists.event.chosen) brought.add(fact);
      await lookAt([...lists.evidence.chosen].filter(isPhoto));
    });
  }

  return {
    fromTimeline,
    /** @param {() => void} next */
    drawWith: (next) => { draw = next; },
    ids: () => [...(timeline ? [timeline] : []), ...kinds.flatMap((kind) => [...lists[kind].chosen])],
    chosenKinds: () => kinds.flatMap((kind) => [...lists[kind].chosen].map(() => kind)),
    hasLocated: () => [...lists.evidence.chosen].some((id) => placed.get(id)),
    lists: () => kinds.map((kind) => ({ kind, name: names[kind](), chosen: lists[kind].chosen.size, all: rows(kind).length, view: lists[kind].view })),
    state: () => ({ timeline, busy, error }),
  };
}

/** @param {string} id */
function isPhoto(id) {
  return String(row(id)?.summary?.type ?? "").startsWith("image/");
}
