/**
 * Argon2id for `crypto/kdf.js` and `crypto/sharing.js`, in a worker that lives for one derivation: its 64 MiB end with it.
 *
 * The worker may be started ahead, while the server is being asked for the parameters.
 */

import { Remote } from "./remote.js";

/** @type {Remote | undefined} */
let ahead;

/** Start the worker of the next derivation. */
export function warmArgon2() {
  ahead ??= new Remote("argon2");
}

/** @type {import("../crypto/kdf.js").Argon2id} */
export async function argon2id(password, salt, cost) {
  const worker = ahead ?? new Remote("argon2");
  ahead = undefined;
  try {
    return await worker.call("derive", { password, salt, cost });
  } finally {
    worker.end();
  }
}
