/** The directory of help: one request gives all of it, and no search is ever sent. */

import { call } from "./client.js";

/** @returns {Promise<any>} as `vault/views/directory.py` makes it */
export async function readDirectory() {
  return (await call("GET", "directory")).json();
}
