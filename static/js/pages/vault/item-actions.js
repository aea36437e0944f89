/** What one does with any item: put it on a timeline, show it, take it away and back, read what it was before. */
import { onForget } from "../../flows/session.js";
import { restore, trash } from "../../flows/items.js";
import { history } from "../../flows/records.js";
import { list as listTimelines, putOn, timelinesWith } from "../../flows/timelines.js";
import { openDialog } from "../../ui/dialog.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure, toast } from "../../ui/notice.js";
import { pickRows } from "../../ui/rows.js";
import { versionsFold } from "../../ui/version-list.js";
import { saidOf, saySaved } from "./saving.js";

/**
 * To the trash, with a way back at hand. Rejects as the commit does.
 *
 * @param {string} id
 */
export async function toTrash(id) {
  await trash([id]);
  toast(saidOf(t("Mis à la corbeille pour trente jours au moins.")), { label: t("Annuler"), onClick: () => void back(id) });
}

/** @param {string} id */
async function back(id) {
  try {
    await restore([id]);
    toast(saidOf(t("Remis à sa place.")));
  } catch (error) {
    toast(errorText(error));
  }
}

/**
 * @param {string} id
 * @param {(place: import("./router.js").Place) => void} go
 */
export async function putOnTimeline(id, go) {
  const lines = listTimelines();
  if (lines.length === 0) return go({ name: "timeline-new", id });
  const there = new Set(timelinesWith(id).map((line) => line.id));
  /** @type {Set<string>} */
  const chosen = new Set();
  /** @type {{ message: string } | undefined} */
  let error;
  async function keep() {
    try {
      for (const line of chosen) await putOn(line, [id]);
      saySaved();
      return true;
    } catch (caught) {
      error = { message: errorText(caught) };
      dialog.update(props());
      return false;
    }
  }
  const choose = (/** @type {string} */ line, /** @type {boolean} */ on) => {
    if (on) chosen.add(line);
    else chosen.delete(line);
    dialog.update(props());
  };
  const free = lines.filter((line) => !there.has(line.id)).map(({ id: line, summary }) => ({ id: line, title: String(summary?.title), icon: "thread" }));
  const props = () => ({
    title: t("Mettre sur une frise"),
    body: html`${error ? failure(error) : ""}${free.length ? pickRows(free, { chosen, onChoose: choose }) : html`<p>${t("C’est déjà sur toutes vos frises.")}</p>`}`,
    actions: [
      { label: t("Nouvelle frise"), onClick: () => go({ name: "timeline-new", id }) },
      { label: t("Mettre"), tone: /** @type {const} */ ("main"), disabled: chosen.size === 0, onClick: keep },
    ],
  });
  const dialog = openDialog(props());
  await dialog.closed;
}

/**
 * What an item was before its last correction, read when it is asked for.
 *
 * @param {{ id: string, refresh: () => void, draw: (record: any) => import("../../ui/html.js").Content, names: Record<string, string> }} props
 *   draw: a record, read only; names: of the fields that may differ
 */
export function versionsOf({ id, refresh, draw, names }) {
  /** @type {Awaited<ReturnType<typeof history>> | undefined} */
  let versions;
  /** @type {number | undefined} */
  let chosen;
  let failed = "";
  const stop = onForget(() => { versions = undefined; });

  async function load() {
    try {
      versions = await history(id);
    } catch (error) {
      failed = errorText(error);
    }
    refresh();
  }

  /** @param {number} index */
  function changes(index) {
    const [newer, older] = [versions?.[index - 1]?.record, versions?.[index]?.record];
    return Object.keys(names).filter((name) => newer && JSON.stringify(newer[name]) !== JSON.stringify(older?.[name])).map((name) => String(names[name]));
  }

  /** @param {number} count of versions, the newest included */
  const view = (count) => versionsFold({
    count: count - 1, failed, loading: versions === undefined, chosen,
    versions: (versions ?? []).slice(1).map(({ n, at }, index) => ({ n, at, changes: changes(index + 1) })),
    shown: chosen === undefined ? "" : draw(versions?.find(({ n }) => n === chosen)?.record),
    onOpen: () => void (versions === undefined && load()), onChoose: (n) => { chosen = chosen === n ? undefined : n; refresh(); },
  });
  return { view, stop };
}
