/**
 * The table of screens: each place of the vault and the function that makes its screen. A screen joins components
 * (`ui/`) to intentions (`flows/`), and keeps the values being typed.
 */
import { screens as contacts } from "./contacts.js";
import { screens as evidence } from "./evidence.js";
import { screens as journal } from "./journal.js";
import { screens as more } from "./more.js";
import { screens as shares } from "./shares.js";
import { screens as timelines } from "./timelines.js";

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
 * @property {string} [backTo] name of the tab screen shown as « ‹ … » in the bar instead of the tabs on a phone
 * @property {() => import("../../ui/html.js").Content} view
 * @property {() => void | Promise<void>} [close] the person goes elsewhere or the vault locks: keep the draft, stop what runs, release URLs
 */

/** @typedef {(context: Context) => Screen} MakeScreen */

/** @type {Record<string, MakeScreen>} */
export const SCREENS = { ...journal, ...evidence, ...timelines, ...contacts, ...shares, ...more };
