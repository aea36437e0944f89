/**
 * Places inside the vault, under one address.
 *
 * The address never changes, so the browser's history holds one neutral line; each place is an entry of the history
 * all the same, so that « back » on a phone goes back inside the vault. What an entry keeps is the name of the place
 * and ids, never a title: the browser may write it to disk.
 */

/** @typedef {{ name: string, id?: string, step?: number }} Place */

/** @type {Place} */
let here = { name: "journal" };
/** @type {((place: Place) => void)[]} */
const listeners = [];

export function current() {
  return here;
}

/** @param {(place: Place) => void} listener called after each move */
export function onPlace(listener) {
  listeners.push(listener);
}

/** @param {Place} place */
export function go(place) {
  window.history.pushState(place, "", window.location.pathname);
  move(place);
}

/**
 * Takes the place of the present one: after a form is kept, « back » must not reopen it.
 * @param {Place} place
 */
export function replace(place) {
  window.history.replaceState(place, "", window.location.pathname);
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
  window.history.replaceState(here, "", window.location.pathname);
  window.addEventListener("popstate", (event) => move(event.state?.name ? event.state : { name: "journal" }));
}
