/** Who is in, and what happened to the vault, as the server noted it. */

import { listEvents } from "../api/events.js";
import { closeSession, listSessions } from "../api/sessions.js";

/** @returns {Promise<{ id: string, createdAt: string, seenAt: string, current: boolean }[]>} newest first */
export async function openSessions() {
  const { sessions } = await listSessions();
  const plain = sessions.map(({ session_id: id, created_at: createdAt, seen_at: seenAt, current }) => ({ id, createdAt, seenAt, current }));
  return plain.toSorted((a, b) => (a.seenAt < b.seenAt ? 1 : -1));
}

/** @param {string} id */
export async function endSession(id) {
  await closeSession(id);
}

/** @param {string} [before] id of an event: only older ones @returns {Promise<import("../api/events.js").VaultEvent[]>} newest first */
export async function activity(before) {
  return (await listEvents(before)).events;
}
