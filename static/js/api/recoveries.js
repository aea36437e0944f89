/** Recovery by the phrase or by people: one request each. */

import { call } from "./client.js";

/** @typedef {import("./sessions.js").SessionAnswer & { half: string | null }} RecoveryAnswer half: the server's part, where the way is people */

/**
 * @param {{ login: string, way: "phrase" | "people", auth: string }} claim
 * @returns {Promise<RecoveryAnswer | { ready_at: string }>} the latter while people wait for the delay
 */
export async function createRecovery(claim) {
  return (await call("POST", "recoveries", { json: claim })).json();
}

/** Ends the request under way, if any. */
export async function refuseRecovery() {
  await call("POST", "recoveries/refuse", { again: true });
}
