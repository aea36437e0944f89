/** Placing the date of a fact by key dates, seasons and ages: what was pressed so far, and the date that it makes. */
import { anchorsOf, boundText, ownAnchors, whenAged, whenAround } from "../../flows/key-dates.js";
import { whenAround as aroundView } from "../../ui/when-around.js";
import { KeyDateLine } from "./key-date-line.js";

/** @typedef {import("../../flows/key-dates.js").Bound} Bound */
/** @typedef {import("../../flows/key-dates.js").Anchor} Anchor */
/** @typedef {import("../../flows/dates.js").When} When */

export class Around {
  #props;
  #open = false;
  /** @type {import("../../ui/when-around.js").Relation} */
  #relation = "after";
  /** @type {Bound[]} */
  #bounds = [];
  #year = new Date().getFullYear();
  #aged = { age: "", born: "" };
  /** @type {KeyDateLine | undefined} */
  #adding;

  /** @param {{ id: string, placed: (when: When) => void, refresh: () => void }} props placed: a date was made; refresh: draws the field again */
  constructor(props) {
    this.#props = props;
  }

  /** Other words were typed: what was pressed before no longer stands. */
  forget() {
    this.#bounds = [];
  }

  /** @param {() => void} act */
  #change(act) {
    act();
    this.#props.refresh();
  }

  /** @param {Bound[]} bounds */
  #bind(bounds) {
    this.#bounds = bounds;
    this.#props.placed(whenAround(bounds));
  }

  /** @param {Anchor} anchor */
  #press(anchor) {
    const others = this.#bounds.filter(({ anchor: { name } }) => name !== anchor.name);
    this.#bind([...others, { relation: this.#relation, anchor }]);
  }

  #age() {
    this.#bounds = [];
    this.#props.placed(whenAged(Number(this.#aged.born), Number(this.#aged.age)));
  }

  /** A key date that was just made is what she meant. @param {string} id */
  #made(id) {
    this.#adding = undefined;
    const made = ownAnchors().find((anchor) => anchor.id === id);
    if (made) this.#press(made);
  }

  view() {
    const press = (/** @type {Anchor} */ anchor) => ({ name: anchor.name, onPress: () => this.#press(anchor) });
    const adding = this.#adding;
    return aroundView({
      id: this.#props.id, open: this.#open, relation: this.#relation, year: this.#year, aged: this.#aged,
      bounds: this.#bounds.map((bound) => ({ name: boundText(bound), onDrop: () => this.#bind(this.#bounds.filter((one) => one !== bound)) })),
      own: this.#open ? ownAnchors().map(press) : [], common: this.#open ? anchorsOf(this.#year).map(press) : [],
      adding: adding?.shown(),
      onOpen: (open) => open !== this.#open && this.#change(() => { this.#open = open; }),
      onRelation: (relation) => this.#change(() => { this.#relation = relation; }),
      onYear: (year) => this.#change(() => { this.#year = year; }),
      onAged: (change) => this.#change(() => Object.assign(this.#aged, change)), onAge: () => this.#age(),
      onAdd: () => this.#change(() => { this.#adding = new KeyDateLine(this.#props.refresh); }),
      onAdding: (change) => adding?.change(change), onKeep: () => void adding?.keep((id) => this.#made(id)),
    });
  }
}
