/**
 * The table of screens: each place of the vault and the function that makes its screen. A screen joins components
 * (`ui/`) to intentions (`flows/`), and keeps the values being typed.
 *
 * How a screen registers: its module exports `screens`, from names of places to functions that make a screen, and each of these
 * names gets a line in LATER with the literal address of the module. Only the journal, which is the first to be seen, is imported
 * at once; all others are loaded when first shown, and in any case once the first list is drawn (`loadScreens`), so that a network
 * that goes away later takes no form with it. Nothing that the door or the journal imports may import them, or they are loaded with it.
 */
import { screens as journal } from "./journal.js";

/**
 * @typedef {object} Context what a screen may use of the shell
 * @property {import("./router.js").Place} place
 * @property {() => void} refresh draws the screen again
 * @property {(place: import("./router.js").Place) => void} go
 * @property {(place: import("./router.js").Place) => void} replace
 * @property {() => void} back
 * @property {() => Promise<boolean>} fresh asks for the passphrase when the last unlock is older than five minutes; false when cancelled
 */

/**
 * @typedef {object} Screen
 * @property {string} title its `<h1>`, also read aloud on arrival; drawn by the shell
 * @property {string} [tab] the tab it belongs to: journal, evidence, timelines, contacts, shares, more
 * @property {boolean} [narrow] a form: one column of forty rem
 * @property {{ label: string, onClick: () => void, icon?: string }} [action] the one main button beside the title
 * @property {boolean} [alone] nothing but itself: no tabs to wander off by
 * @property {string} [backTo] name of the tab screen shown as « ‹ … » in the bar instead of the tabs on a phone
 * @property {() => import("../../ui/html.js").Content} view
 * @property {() => void | Promise<void>} [close] the person goes elsewhere or the vault locks: keep the draft, stop what runs, release URLs
 */

/** @typedef {(context: Context) => Screen} MakeScreen */

/** @typedef {() => Promise<{ screens: Record<string, MakeScreen> }>} Load */

/** @type {Record<string, Load>} */
const LATER = {
  event: () => import("./event.js"),
  "event-new": () => import("./event-form.js"),
  "event-edit": () => import("./event-form.js"),
  evidence: () => import("./evidence.js"),
  "evidence-new": () => import("./evidence-form.js"),
  "evidence-edit": () => import("./evidence-form.js"),
  "evidence-item": () => import("./evidence-item.js"),
  "conversation-new": () => import("./conversation/new.js"),
  conversation: () => import("./conversation/reader.js"),
  "conversation-file": () => import("./conversation/file.js"),
  timelines: () => import("./timelines.js"),
  "timeline-new": () => import("./timeline-form.js"),
  "timeline-edit": () => import("./timeline-form.js"),
  timeline: () => import("./timelines.js"),
  contacts: () => import("./contacts.js"),
  "contact-new": () => import("./contact-form.js"),
  "contact-edit": () => import("./contact-form.js"),
  contact: () => import("./contacts.js"),
  directory: () => import("./directory.js"),
  days: () => import("./days.js"),
  heap: () => import("./heap.js"),
  "key-dates": () => import("./key-dates.js"),
  readings: () => import("./readings.js"),
  "reading-new": () => import("./readings.js"),
  reading: () => import("./readings.js"),
  shares: () => import("./shares.js"),
  share: () => import("./shares.js"),
  "share-new": () => import("./share-new.js"),
  search: () => import("./more.js"),
  more: () => import("./more.js"),
  trash: () => import("./leaving/trash.js"),
  discretion: () => import("./leaving/discretion.js"),
  device: () => import("./device.js"),
  sleep: () => import("./leaving/sleep.js"),
  "erase-vault": () => import("./leaving/whole.js"),
  access: () => import("./access/overview.js"),
  "access-password": () => import("./access/password.js"),
  "access-people": () => import("./access/people.js"),
  "access-rotation": () => import("./access/rotation.js"),
  "access-totp": () => import("./access/factors.js"),
  "access-passkey": () => import("./access/factors.js"),
  portability: () => import("./portability.js"),
  phrase: () => import("./recovery/phrase.js"),
  steps: () => import("./steps/list.js"),
  "step-new": () => import("./steps/new.js"),
};

/** @type {Map<string, MakeScreen>} by name of place, those that are here */
const here = new Map(Object.entries(journal));

/** @param {string} name of a place; one that does not exist is the journal @returns {MakeScreen | undefined} undefined while it is not here */
export function screenAt(name) {
  return here.get(Object.hasOwn(LATER, name) ? name : "journal");
}

/** @param {string} name of a place of LATER @returns {Promise<MakeScreen>} @throws {TypeError} when the network does not give it. */
export async function loadScreen(name) {
  const found = await LATER[name]?.();
  const make = found?.screens[name];
  if (!make) throw new TypeError("a module has no such screen");
  here.set(name, make);
  return make;
}

/** All that are not here yet; whatever does not come is asked for again when it is shown. */
export async function loadScreens() {
  await Promise.allSettled(Object.keys(LATER).map(loadScreen));
}
