/** Argon2id for `crypto/kdf.js` and `crypto/sharing.js`, in a worker that lives for one derivation: its 64 MiB end with it. */

import { Remote } from "./remote.js";

/** @type {import("../crypto/kdf.js").Argon2id} */
export async function argon2id(password, salt, cost) {
  const worker = new Remote("argon2");
  try {
    return await worker.call("derive", { password, salt, cost });
  } finally {
    worker.end();
  }
}
