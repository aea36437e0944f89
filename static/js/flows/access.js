/** The ways in, in sight: open sessions and what happened to the vault, as the server noted it. */
import { listEvents } from "../api/events.js";
import { closeSession, listSessions } from "../api/sessions.js";

/** @typedef {{ id: string, openedAt: string, seenAt: string, current: boolean }} OpenSession */

/** @returns {Promise<OpenSession[]>} the present one first, then the latest seen */
export async function openSessions() {
  const { sessions } = await listSessions();
  return sessions
    .map((session) => ({ id: session.session_id, openedAt: session.created_at, seenAt: session.seen_at, current: session.current }))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt.localeCompare(a.seenAt));
}

/** @param {string} id ends that session at once, wherever it is */
export async function endSession(id) {
  await closeSession(id);
}

/** @param {string} [before] a time: only what is older */
export async function activity(before) {
  return (await listEvents(before)).events;
}
