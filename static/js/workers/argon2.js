/** Argon2id away from the page: it takes a third of a second and 64 MiB, and would freeze what is being typed. */

import { argon2id } from "../../vendor/argon2.js";
import { answerWith, moved } from "./answer.js";

answerWith({
  /** @param {{ password: Uint8Array, salt: Uint8Array, cost: import("../crypto/kdf.js").Argon2Cost }} args */
  async derive({ password, salt, cost: { m, t, p, length } }) {
    const hash = await argon2id({
      password,
      salt,
      memorySize: m,
      iterations: t,
      parallelism: p,
      hashLength: length,
      outputType: "binary",
    });
    password.fill(0);
    return moved(hash, [hash.buffer]);
  },
});
