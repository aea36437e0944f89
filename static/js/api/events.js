/** What happened to the vault, as the server noted it: one request. */

import { call } from "./client.js";

/** @typedef {{ event_id: string, at: string, name: string, fields: Record<string, string | number> }} VaultEvent */

/** @param {string} [before] id of an event: only older ones @returns {Promise<{ events: VaultEvent[] }>} newest first */
export async function listEvents(before) {
  const query = before === undefined ? "" : `?before=${encodeURIComponent(before)}`;
  return (await call("GET", `events${query}`)).json();
}
