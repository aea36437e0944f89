/** The directory inside the vault: asked for whole, once a tab; an entry becomes a contact, which is sealed like any other. */

import { readDirectory } from "../api/directory.js";
import { byTitle } from "./items.js";
import { save } from "./contacts.js";
import { Directory } from "./directory.js";

/** @typedef {import("./directory.js").Entry} Entry */

/** @type {Promise<Directory> | undefined} */
let asked;

/** @returns {Promise<Directory>} @throws {import("../api/client.js").ApiError} when it cannot be had; the next call asks again */
export function directoryOf() {
  asked ??= readDirectory().then((content) => new Directory(content));
  asked.catch(() => {
    asked = undefined;
  });
  return asked;
}

/**
 * What is kept of an entry: how to reach it, and where that was read, since it may change.
 *
 * @param {Entry} entry
 * @returns {import("./contacts.js").ContactForm}
 */
export function contactOf({ name, phones, sms, url, email, hours, description, origin }) {
  /** @type {import("./contacts.js").Means[]} */
  const means = [
    ...[...phones, ...sms].map((value) => ({ type: /** @type {const} */ ("phone"), value })),
    ...(email ? [{ type: /** @type {const} */ ("email"), value: email }] : []),
    ...(url ? [{ type: /** @type {const} */ ("other"), value: url }] : []),
  ];
  return { name, role: "professional", means, notes: [description, hours, `(${origin})`].filter(Boolean).join("\n") };
}

/** The contact that already has this name. @param {Entry} entry @returns {string | undefined} its id */
export const known = ({ name }) => byTitle("contact").find(({ summary }) => summary?.title === name)?.id;

/** @param {Entry} entry @param {string} id the same at every try @returns {Promise<string>} once it is kept */
export const keepEntry = (entry, id) => save({ ...contactOf(entry), id });
