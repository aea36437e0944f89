/** Opens pieces of sealed files beside the page: of a film there are a hundred thousand chunks, each an errand to WebCrypto. */

import { openRange } from "../crypto/sealing.js";
import { answerWith, moved } from "./answer.js";

/** @typedef {Parameters<typeof openRange>} Arguments */

answerWith({
  /** @param {{ of: Arguments }} args as `openRange` takes them */
  async open({ of }) {
    const plaintext = await openRange(...of);
    return moved(plaintext, [plaintext.buffer]);
  },
});
