/**
 * Places inside the vault, under one address.
 *
 * The address never changes, so the browser's history holds one neutral line; each place is an entry of the history
 * all the same, so that « back » on a phone goes back inside the vault. What an entry keeps is a random mark, since the
 * browser may write it to disk; which place it stands for is known to this page alone, and an entry of an earlier page is the journal.
 */

/** @typedef {{ name: string, id?: string, step?: number, ids?: string[], why?: "reread" }} Place ids, why: what a new share begins with, and what for */

/** @type {Place} */
let here = { name: "journal" };
/** @type {Map<string, Place>} by mark of the entry */
const places = new Map();
/** @type {((place: Place) => void)[]} */
const listeners = [];

/** @param {Place} place @returns {string} its mark */
function marked(place) {
  const mark = crypto.randomUUID();
  places.set(mark, place);
  return mark;
}

export function current() {
  return here;
}

/** @param {(place: Place) => void} listener called after each move */
export function onPlace(listener) {
  listeners.push(listener);
}

/** @param {Place} place */
export function go(place) {
  window.history.pushState(marked(place), "", window.location.pathname);
  move(place);
}

/**
 * Takes the place of the present one: after a form is kept, « back » must not reopen it.
 * @param {Place} place
 */
export function replace(place) {
  window.history.replaceState(marked(place), "", window.location.pathname);
  move(place);
}

export function back() {
  window.history.back();
}

/** @param {Place} place */
function move(place) {
  here = place;
  for (const listener of listeners) listener(place);
}

/** Follows the browser's own back and forward. */
export function listen() {
  window.history.replaceState(marked(here), "", window.location.pathname);
  window.addEventListener("popstate", ({ state }) => move(places.get(state) ?? { name: "journal" }));
}
