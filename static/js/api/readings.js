/** The sentences of the landmark: one request gives all of them, and no answer is ever sent. */

import { call } from "./client.js";

/** @returns {Promise<any>} as `vault/services/readings.py` makes it, in the language of the page */
export async function readScale() {
  return (await call("GET", "readings/scale")).json();
}
