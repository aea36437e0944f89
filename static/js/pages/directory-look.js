/** What is being looked for in the directory, for the public page and for the vault. It lives as long as the page. */
import { neighbour, nothingWanted, overseas } from "../flows/directory.js";
import { directory } from "../ui/directory.js";

/** @typedef {import("../flows/directory.js").Entry} Entry */

const FIRST_TILE = "75";

export class DirectoryLook {
  #kept;
  #counts;
  #refresh;
  #onAdd;
  #wanted;
  #stop;
  #wide = window.matchMedia("(min-width: 56rem)").matches;

  /** @param {import("../flows/directory.js").Directory} kept @param {{ wanted?: import("../flows/directory.js").Wanted, refresh: () => void, onAdd: (entry: Entry) => void }} how */
  constructor(kept, { wanted = nothingWanted(), refresh, onAdd }) {
    this.#kept = kept;
    this.#counts = kept.counts();
    this.#wanted = wanted;
    this.#stop = wanted.place || FIRST_TILE;
    this.#refresh = refresh;
    this.#onAdd = onAdd;
  }

  view() {
    return directory({
      content: this.#kept.content, wanted: this.#wanted, found: this.#kept.find(this.#wanted), counts: this.#counts, stop: this.#stop,
      far: overseas(this.#wanted.place), wide: this.#wide, onAdd: this.#onAdd, onWant: (change) => this.#want(change), onMove: (code, key) => this.#move(code, key),
    });
  }

  /** @param {Partial<import("../flows/directory.js").Wanted>} change */
  #want(change) {
    this.#wanted = { ...this.#wanted, ...change };
    if (this.#wanted.place) this.#stop = this.#wanted.place;
    this.#refresh();
  }

  /** @param {string} code @param {string} key */
  #move(code, key) {
    this.#stop = neighbour(this.#kept.content.places, code, key);
    this.#refresh();
    return this.#stop;
  }
}
