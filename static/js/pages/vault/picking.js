/** Choosing among what is kept, in a dialog: search, boxes, and what is chosen. */
import { whenText } from "../../flows/dates.js";
import { search } from "../../flows/search.js";
import { openDialog } from "../../ui/dialog.js";
import { t } from "../../ui/i18n.js";
import { pickList } from "../../ui/pick-list.js";

/** @typedef {import("../../flows/catalogue.js").Row} Row */

const SHOWN = 60;
const FOUND = 500;

/** @param {Row} row @returns {import("../../ui/rows.js").Row} */
export function pickRow({ id, kind, summary }) {
  const when = summary?.when && summary.when.precision !== "unknown" ? whenText(summary.when) : "";
  const drawn = /** @type {Record<string, string>} */ ({ event: "journal", evidence: "files", contact: "people", timeline: "thread" });
  return { id, title: String(summary?.title || t("Sans titre")), meta: when, icon: drawn[kind] ?? "info" };
}

/**
 * Search among some rows, wherever it stands.
 *
 * @param {{ id: string, all: () => Row[], refresh: () => void, chose?: () => void }} props chose: the choice has changed
 */
export function picker({ id, all, refresh, chose }) {
  /** @type {Set<string>} */
  const chosen = new Set();
  let text = "";
  let limit = SHOWN;
  /** @type {Set<string> | undefined} ids found, when something is looked for */
  let found;

  /** @param {string} next */
  async function look(next) {
    text = next;
    limit = SHOWN;
    refresh();
    const ids = next.trim() === "" ? undefined : await search(next, { limit: FOUND });
    if (text !== next) return;
    found = ids && new Set(ids);
    refresh();
  }

  const shown = () => all().filter((row) => found === undefined || found.has(row.id));

  /** @param {() => void} act */
  const change = (act) => () => {
    act();
    chose?.();
    refresh();
  };

  const view = () => pickList({
    id, text, rows: shown().slice(0, limit).map(pickRow), more: shown().length - limit, chosen,
    onSearch: (next) => void look(next),
    onChoose: (item, on) => change(() => void (on ? chosen.add(item) : chosen.delete(item)))(),
    onAll: change(() => shown().forEach((row) => chosen.add(row.id))),
    onNone: change(() => shown().forEach((row) => chosen.delete(row.id))),
    onMore: () => { limit += SHOWN; refresh(); },
  });

  return { view, chosen };
}

/** @param {Row[]} rows @param {string} [title] @returns {Promise<string[]>} ids, none when she prefers not to */
export async function pickDialog(rows, title = t("Joindre une pièce déjà gardée")) {
  let agreed = false;
  const list = picker({ id: "pick", all: () => rows, refresh: () => dialog.update(props()) });
  const agree = () => {
    agreed = true;
  };
  const props = () => ({
    title, body: list.view(),
    actions: [{ label: t("Annuler"), tone: /** @type {const} */ ("quiet") }, { label: t("Choisir"), tone: /** @type {const} */ ("main"), disabled: list.chosen.size === 0, onClick: agree }],
  });
  const dialog = openDialog(props());
  await dialog.closed;
  return agreed ? [...list.chosen] : [];
}
