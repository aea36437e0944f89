/** People and places to turn to, and those concerned: role, means, notes. */

import { FlowError } from "./errors.js";
import { bounded, byTitle, keep, line, opened, prose } from "./items.js";

/** @typedef {"witness" | "relative" | "professional" | "involved" | "other"} Role */
/** @typedef {{ type: "phone" | "email" | "address" | "other", value: string }} Means */

/**
 * @typedef {object} ContactForm a name, an organisation or one means is needed
 * @property {string} [id] of the contact edited
 * @property {string} [name]
 * @property {Role} [role]
 * @property {string} [organisation]
 * @property {Means[]} [means]
 * @property {string} [notes] not shown in shares unless chosen
 */

/** @param {ContactForm} form @returns {any} the document of FORMAT 8.3 */
export function contactRecord(form) {
  const organisation = line("organisation", form.organisation);
  const written = bounded("means", form.means).map(({ type, value }) => ({ type, value: line("means", value) }));
  const means = written.filter(({ value }) => value !== "");
  const name = line("name", form.name) || organisation || (means[0]?.value ?? "");
  if (name === "") throw new FlowError("empty_item");
  return { v: 1, kind: "contact", name, role: form.role ?? "other", organisation, means, notes: prose("notes", form.notes) };
}

/** @param {ContactForm} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  return keep(form.id, contactRecord(form));
}

/** @param {string} id @returns {Promise<any>} the record with `id`, `version`, `keptAt`, `editedAt` */
export const open = (id) => opened(id);

/** @returns {import("./catalogue.js").Row[]} by name */
export const list = () => byTitle("contact");
