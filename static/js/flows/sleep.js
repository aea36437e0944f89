/**
 * A vault that nobody opens: since when, and until when it is kept. Nothing is ever sent about it; the vault itself says it.
 *
 * The server answers with the opening before this one; an unlock is no opening, so the first answer of a tab is remembered until it leaves.
 */

import { serverNow } from "../api/client.js";
import { keepFor } from "./erasures.js";
import { onForget, onOpen, session } from "./session.js";

export const YEARS_LEAST = 2;
export const YEARS_MOST = 30;
const ABSENCE_MONTHS = 6;

/** @type {{ login: string | undefined, day: string } | undefined} */
let before;
/** @type {number | undefined} chosen in this tab */
let chosen;

/** The day of the opening before this one, `YYYY-MM-DD`. */
export const lastOpening = () => before?.day ?? session.openedOn;

/** Years that the vault is kept when nobody opens it. */
export const yearsKept = () => chosen ?? session.inactiveYears;

/** The day until which it is kept if nobody opens it again, `YYYY-MM-DD`. @param {number} [years] */
export function keptUntil(years = yearsKept()) {
  const day = serverNow();
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return day.toISOString().slice(0, 10);
}

/** Whether nobody had opened it for half a year. */
export function wasAway() {
  const since = serverNow();
  since.setUTCMonth(since.getUTCMonth() - ABSENCE_MONTHS);
  return lastOpening() !== "" && lastOpening() < since.toISOString().slice(0, 10);
}

/** @param {number} years 2 to 30 @throws {import("../api/client.js").ApiError} `fresh_needed`… */
export async function chooseYears(years) {
  await keepFor(years);
  chosen = years;
}

onOpen(() => {
  if (before && before.login === session.login) return;
  [before, chosen] = [{ login: session.login, day: session.openedOn }, undefined];
});
onForget(() => {
  if (session.login === undefined) [before, chosen] = [undefined, undefined];
});
