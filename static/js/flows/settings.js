/**
 * What the owner chose of her vault (FORMAT 7.3), and the gate that one of these choices is.
 *
 * A vault takes no first file before its recovery phrase was typed back, or before she said that she goes without: once files
 * are in, a lost password would lose them. The state of the phrase is no secret, so it is remembered through a lock, under which uploads go on.
 */

import { ID, NAMES_LIMIT, NAME_LIMIT } from "../crypto/constants.js";
import { compareBytes, unb64 } from "../crypto/encoding.js";
import { commitRoot, isLoaded, onChange, rootSettings } from "./catalogue.js";
import { FlowError } from "./errors.js";
import { onForget, session } from "./session.js";

/** @typedef {import("./roots.js").Settings} Settings */

/** @type {Settings["phrase"] | undefined} */
let phrase;

/** @returns {Settings} of the open catalogue @throws {FlowError} `locked` until it is open. */
export function settings() {
  if (!isLoaded()) throw new FlowError("locked");
  return rootSettings();
}

/**
 * Change them, on the newest there are.
 *
 * @param {(settings: Settings) => Settings} edit pure: may be made again
 * @returns {Promise<void>} as `commitRoot`
 */
export async function changeSettings(edit) {
  await commitRoot(async ({ settings: newest }) => ({ settings: edit(newest) }));
}

/** The name that the owner gave to a session, a slot or a factor. @param {string} id @returns {string | undefined} */
export function nameOf(id) {
  return rootSettings().names.find((one) => one.id === id)?.name;
}

/**
 * Name a session, a slot or a factor; names of those that are gone go with it.
 *
 * @param {string} id
 * @param {string} name empty: none any more
 * @param {string[]} present ids of all that there are
 * @returns {Promise<void>} as `changeSettings`
 */
export async function rename(id, name, present) {
  const short = [...name.trim()].slice(0, NAME_LIMIT).join("");
  await changeSettings((before) => {
    const others = before.names.filter((one) => one.id !== id && present.includes(one.id)).slice(0, NAMES_LIMIT - 1);
    const names = short ? [...others, { id, name: short }] : others;
    return { ...before, names: names.toSorted((a, b) => compareBytes(unb64(a.id, ID), unb64(b.id, ID))) };
  });
}

/** Where the recovery phrase stands, also under a lock. @returns {Settings["phrase"]} */
export function phraseState() {
  return isLoaded() ? rootSettings().phrase : (phrase ?? "none");
}

/** @throws {FlowError} `phrase_unchecked` while nobody has shown that the vault can be recovered, nor chosen to go without. */
export function checkPhrase() {
  if (phraseState() === "none" || phraseState() === "unchecked") throw new FlowError("phrase_unchecked");
}

onChange(() => {
  if (isLoaded()) phrase = rootSettings().phrase;
});
onForget(() => {
  if (session.login === undefined) phrase = undefined;
});
