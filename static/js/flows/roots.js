/**
 * Commits that change the root alone: ways in, settings, and the rotation that seals everything under new keys (FORMAT 5.7, 5.12, 7.3).
 *
 * Pure but for randomness, like `commits.js`: on another device's newer root the same change is prepared again.
 *  1. Slots replace the list as a whole; without them the root goes on vouching for those it has. Whoever makes a list out of
 *     slots that were served checks those first: a slot that was taken away must not come back by being served once more (A2).
 *  2. Settings were worked out by the page from those of the very root they are put into.
 *  3. A rotation brings every page; shares that end with it are marked in the same root.
 */

import { b64, randomId } from "../crypto/encoding.js";

/** @typedef {import("../crypto/catalogue.js").Catalogue} Catalogue */
/** @typedef {import("../crypto/roots.js").Unlocked} Unlocked */
/** @typedef {import("../crypto/slots.js").Slot} Slot */

/**
 * @typedef {object} Settings of FORMAT 7.3, members in this order
 * @property {"none" | "unchecked" | "checked" | "declined"} phrase
 * @property {string | null} title
 * @property {"notes" | "weather" | "recipes" | "none" | null} icon
 * @property {boolean} blur
 * @property {{ id: string, name: string }[]} names
 */

/**
 * @typedef {object} RootChange what is not named stays
 * @property {Slot[]} [slots] all of them
 * @property {Settings} [settings]
 * @property {Unlocked} [rotation] the keys of the next epoch; `slots` then open these
 * @property {string[]} [endShares] ids
 */

/**
 * @param {Catalogue} catalogue the newest accepted
 * @param {RootChange} change
 * @param {string} time
 * @returns {Promise<import("./commits.js").Prepared>}
 */
export async function prepareRoot(catalogue, { slots, settings, rotation, endShares = [] }, time) {
  const shares = (/** @type {any[]} */ entries) =>
    entries.map((entry) => (endShares.includes(entry.id) && entry.ended_at === null ? { ...entry, ended_at: time } : entry));
  const change = { shares, slots, ...(settings ? { settings: () => settings } : {}) };
  const commit = rotation && slots ? await catalogue.rotate(rotation, slots, time, change) : await catalogue.apply(change, time);
  const wire = {
    commit_id: b64(randomId()),
    seq: commit.seq,
    root: b64(commit.root),
    pages: commit.pages.map(({ number, version, sealed }) => ({ number, version, sealed: b64(sealed) })),
    records: [],
    files: [],
    trash: [],
    restore: [],
    erase: [],
  };
  return { commit, wire };
}
