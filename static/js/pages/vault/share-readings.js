/**
 * What a person keeps for herself, as it may be chosen for a share: readings of the landmark, months of « comment c’était », key dates.
 *
 *  1. Nothing of it is chosen but by its own box: no timeline, no fact and no « tout cocher » brings any of it along.
 *  2. A month is one choice, of however many readings it is made; they go in the order in which they were kept (FORMAT 10.7).
 */
import { whenText } from "../../flows/dates.js";
import { keptMonths } from "../../flows/days.js";
import { byDate, useOfRow } from "../../flows/items.js";
import { list as keyDates } from "../../flows/key-dates.js";
import { formatDay, t } from "../../ui/i18n.js";

/** @typedef {import("../../ui/rows.js").Row & { ids: string[] }} Offered */

export class ReadingsChoosing {
  #refresh;
  /** @type {Set<string>} the first id of each that is chosen */
  #chosen = new Set();

  /** @param {() => void} refresh */
  constructor(refresh) {
    this.#refresh = refresh;
  }

  groups() {
    const offered = [
      { kind: "landmark", name: t("Repères"), rows: landmarks() },
      { kind: "days", name: t("Comment c’était"), rows: months() },
      { kind: "date", name: t("Grandes dates"), rows: dates() },
    ];
    const onChoose = (/** @type {string} */ id, /** @type {boolean} */ on) => {
      if (on) this.#chosen.add(id);
      else this.#chosen.delete(id);
      this.#refresh();
    };
    return offered.filter(({ rows }) => rows.length > 0).map((group) => ({ ...group, chosen: this.#chosen, onChoose }));
  }

  #picked(on = true) {
    return this.groups().flatMap(({ kind, rows }) => rows.filter(({ id }) => this.#chosen.has(id) === on).map(({ ids }) => ({ kind, ids })));
  }

  /** Rule 2. @returns {string[]} */
  ids() {
    return this.#picked().flatMap(({ ids }) => ids);
  }

  /** What each that is chosen is, to be counted. */
  kinds() {
    return this.#picked().map(({ kind }) => kind);
  }

  /** And what each of the others is. */
  others() {
    return this.#picked(false).map(({ kind }) => kind);
  }

  clear() {
    this.#chosen.clear();
  }
}

/** @returns {Offered[]} newest first */
function landmarks() {
  const found = byDate("reading").filter((row) => useOfRow(row) === "landmark").toReversed();
  return found.map(({ id, summary }) => {
    const { title, when } = /** @type {any} */ (summary);
    return { id, ids: [id], icon: "lamp", title: when.from ? formatDay(when.from) : title, meta: when.time ?? "" };
  });
}

/** @returns {Offered[]} newest first */
const months = () => [...keptMonths()].map(([month, ids]) => ({ id: String(ids[0]), ids, icon: "journal", title: t("Comment c’était, {month}", { month: formatDay(month) }) }));

/** @returns {Offered[]} oldest first, as they are listed */
const dates = () => keyDates().map(({ id, summary }) => ({ id, ids: [id], icon: "clock", title: String(summary?.title), meta: whenText(/** @type {any} */ (summary).when) }));
