/**
 * What the service refused of what was written on this device: read first, then chosen one by one.
 *
 * 1. All that was written is shown, plainly; what does not open any more says so.
 * 2. Keeping it as a new item is offered where an item was there before: the change may have been refused because of that one.
 * 3. Throwing away is asked once more.
 */
import { row } from "../../flows/catalogue.js";
import { chooseRefused, refusedChanges } from "../../flows/device.js";
import { texts } from "../../flows/export-page.js";
import { confirmDialog } from "../../ui/dialog.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { kindOf } from "./kinds.js";

/** @typedef {Awaited<ReturnType<typeof refusedChanges>>[number]} Refused */
/** @typedef {import("../../ui/device-refused.js").RefusedPart} Part */

/** @param {(act: () => Promise<unknown>) => Promise<void>} attempt @returns {Promise<import("../../ui/device-refused.js").RefusedChange[]>} as they are drawn */
export async function refusedList(attempt) {
  return (await refusedChanges()).map(({ n, at, code, change }) => ({
    at, why: errorText({ code }), parts: change && [...written(change), ...moved(change)], // 1
    onAgain: () => void attempt(() => chooseRefused(n, "again")),
    onAnew: change?.put?.some(({ id }) => row(id)) ? () => void attempt(() => chooseRefused(n, "anew")) : undefined, // 2
    onDrop: () => void drop(n, attempt),
  }));
}

/** @param {NonNullable<Refused["change"]>} change @returns {Part[]} */
function written({ put = [], add = [] }) {
  const records = [...put.map(({ record }) => record), ...add.flatMap(({ versions }) => versions.slice(-1).map(({ record }) => record))];
  return records.map((record) => {
    const when = record.when?.text ? [record.when.text] : [];
    const file = record.file ? [t("Fichier : {name}", { name: record.file.name })] : [];
    return { title: record.title ?? record.name, kind: labelOf(record), texts: [...when, ...texts(record), ...file] };
  });
}

/** @param {any} record */
const labelOf = (record) => kindOf(/** @type {any} */ ({ kind: record.kind, summary: record }))?.label() ?? "";

/** @param {NonNullable<Refused["change"]>} change @returns {Part[]} */
function moved({ trash = [], restore = [] }) {
  const titleOf = (/** @type {string} */ id) => String(row(id)?.summary?.title ?? "");
  return [
    ...trash.map((id) => ({ title: titleOf(id), kind: t("Mettre à la corbeille"), texts: [] })),
    ...restore.map((id) => ({ title: titleOf(id), kind: t("Sortir de la corbeille"), texts: [] })),
  ];
}

/** Rule 3. @param {number} n @param {(act: () => Promise<unknown>) => Promise<void>} attempt */
async function drop(n, attempt) {
  const agreed = await confirmDialog({
    title: t("Jeter ce changement ?"), text: t("Ce qui y est écrit sera perdu. Le reste de votre coffre n’est pas touché."),
    confirm: t("Jeter"), cancel: t("Garder"), tone: "end",
  });
  if (agreed) await attempt(() => chooseRefused(n, "drop"));
}
