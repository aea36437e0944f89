/** Whether the service is there: one request. */

import { call } from "./client.js";

/** @param {AbortSignal} signal @throws {import("./client.js").ApiError} or AbortError when it is not there. */
export async function getHealth(signal) {
  await call("GET", "health", { signal, again: false });
}
