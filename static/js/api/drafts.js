/** Drafts: one request each. */

import { call } from "./client.js";

/** @returns {Promise<{ drafts: { draft_id: string, sealed: string, at: string }[] }>} */
export async function listDrafts() {
  return (await call("GET", "drafts")).json();
}

/** @param {string} draftId @param {string} sealed @param {AbortSignal} [signal] */
export async function putDraft(draftId, sealed, signal) {
  await call("PUT", `drafts/${draftId}`, { json: { sealed }, signal });
}

/** @param {string} draftId */
export async function deleteDraft(draftId) {
  await call("DELETE", `drafts/${draftId}`);
}
