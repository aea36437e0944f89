/** The pieces tied to a fact while it is being written: new files become pieces in the same gesture. */
import { row } from "../../flows/catalogue.js";
import { latestFirst } from "../../flows/evidence.js";
import { isHeavy } from "../../flows/heavy.js";
import { standing } from "../../flows/items.js";
import { fileField } from "../../ui/file-field.js";
import { formatSize } from "../../ui/i18n.js";
import { gate } from "./gate.js";
import { pickDialog } from "./picking.js";
import { sendings } from "./sendings.js";
import { Thumbnails } from "./thumbs.js";
import { onUploads, startUpload, uploadOf } from "./uploads.js";

export class Attached {
  #props;
  /** @type {string[]} */
  #ids = [];
  #thumbs;
  #stop;

  /** @param {{ id: string, changed: () => void, refresh: () => void, go: (place: import("./router.js").Place) => void }} props */
  constructor(props) {
    this.#props = props;
    this.#thumbs = new Thumbnails(props.refresh);
    this.#stop = onUploads(props.refresh);
  }

  #sending() {
    return this.#ids.flatMap((item) => uploadOf(item) ?? []).filter(({ state }) => state !== "cancelled" && state !== "kept");
  }

  /** @param {string[]} ids */
  #change(ids) {
    this.#ids = ids;
    this.#props.changed();
  }

  #others() {
    return latestFirst().filter(({ id }) => !this.#ids.includes(id));
  }

  async #pick() {
    const chosen = await pickDialog(this.#others());
    if (chosen.length) this.#change([...this.#ids, ...chosen]);
  }

  /** @param {File[]} files @param {string} [id] of the piece that the file becomes, where it has one already */
  add(files, id) {
    this.#change([...this.#ids, ...files.map((file) => startUpload(file, undefined, id).id)]);
  }

  view() {
    const kept = standing(this.#ids);
    return fileField({
      id: this.#props.id, gate: gate(this.#props.go), tiles: kept.map((found) => tileOf(found, this.#thumbs.of(found))), sendings: sendings(this.#sending()),
      onFiles: (files) => this.add(files),
      onDrop: (item) => this.#change(this.#ids.filter((other) => other !== item)),
      onPick: this.#others().length ? () => void this.#pick() : undefined,
    });
  }

  /** Every upload has ended, one way or the other. */
  async arrived() {
    await Promise.all(this.#sending().map(({ done }) => done));
  }

  failing() {
    return this.#sending().some(({ state }) => state === "failed");
  }

  /** Ids of those that are kept. */
  value() {
    return this.#ids.filter((item) => row(item));
  }

  state() {
    return this.#ids;
  }

  /** @param {unknown} ids of a record or a draft */
  put(ids) {
    if (Array.isArray(ids)) this.#ids = ids.map(String);
  }

  close() {
    this.#stop();
    this.#thumbs.close();
  }
}

/**
 * @param {import("../../flows/catalogue.js").Row} found
 * @param {string | undefined} thumb
 * @returns {import("../../ui/tile.js").FileTile}
 */
export function tileOf({ id, summary }, thumb) {
  const { title = "", name = "", type = "", size = 0 } = summary ?? {};
  return { id, name: title || name, type: type || "text/plain", meta: size ? formatSize(size) : "", heavy: isHeavy(id), ...(thumb ? { thumb } : {}) };
}
