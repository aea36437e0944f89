/** What the screens of one item have in common: it is read, drawn, read again when it changes, and taken away. */
import { row } from "../../flows/catalogue.js";
import { timelinesWith } from "../../flows/timelines.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { toTrash, versionsOf } from "./item-actions.js";

/**
 * @typedef {object} Item
 * @property {(id: string) => Promise<any>} open reads its newest version
 * @property {string} home where one goes when it is taken away
 * @property {string} gone what is said when it is not there
 * @property {(record: any) => import("../../ui/html.js").Content} draw a version, read only
 * @property {Record<string, string>} names of the fields that may differ between versions
 * @property {(record: any) => Promise<void> | void} [read] called with each record read
 */

export class ItemScreen {
  /** @type {any} the newest version, once it is read */
  record;
  id;
  /** @type {{ message: string } | undefined} */
  error;
  #context;
  #item;
  #versions;
  #seen = 0;

  /** @param {import("./screens.js").Context} context @param {Item} item */
  constructor(context, item) {
    this.#context = context;
    this.#item = item;
    this.id = context.place.id ?? "";
    this.#versions = versionsOf({ id: this.id, refresh: context.refresh, draw: item.draw, names: item.names });
  }

  /** @param {string} fallback */
  title(fallback) {
    return String(row(this.id)?.summary?.title || fallback);
  }

  /** @param {() => Promise<unknown>} act */
  async attempt(act) {
    try {
      this.error = undefined;
      await act();
    } catch (caught) {
      this.error = { message: errorText(caught) };
    }
    this.#context.refresh();
  }

  async #load() {
    this.#seen = latestOf(this.id);
    this.record = await this.#item.open(this.id);
    this.#context.refresh();
    await this.#item.read?.(this.record);
  }

  /** What stands in the place of the item while it cannot be drawn. @returns {import("../../ui/html.js").Content | undefined} */
  instead() {
    const shown = row(this.id);
    if (!shown || shown.erased_at !== null) return failure({ message: this.#item.gone });
    if (latestOf(this.id) !== this.#seen) void this.attempt(() => this.#load());
    if (this.record) return undefined;
    return this.error ? failure(this.error) : skeleton();
  }

  /** What every view of an item takes. */
  common() {
    const { keptAt, editedAt, version } = this.record;
    const shown = row(this.id);
    return {
      error: this.error, trashed: shown?.trashed_at !== null, written: keptAt, edited: version > 1 ? editedAt : null,
      timelines: timelinesWith(this.id).map((line) => ({ id: line.id, title: String(line.summary?.title) })),
      versions: this.#versions.view(shown?.versions.length ?? 1), onTrash: () => void this.attempt(() => this.#drop()),
    };
  }

  async #drop() {
    await toTrash(this.id);
    this.#context.replace({ name: this.#item.home });
  }

  close() {
    this.#versions.stop();
  }
}

/** @param {string} id @returns {number} of its newest version */
const latestOf = (id) => row(id)?.versions.at(-1)?.n ?? 0;
