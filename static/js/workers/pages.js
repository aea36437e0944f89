/** Opens pages of the catalogue beside `workers/catalogue.js`, which has verified that they are the ones listed. */

import { openPage } from "../crypto/catalogue.js";
import { answerWith, moved } from "./answer.js";
import { pageNumbers } from "./hasher.js";

const numbering = pageNumbers();

answerWith({
  /** @param {{ vaultId: any, key: CryptoKey, pages: import("../crypto/framing.js").SealedPage[] }} args */
  async open({ vaultId, key, pages }) {
    const keys = /** @type {any} */ ({ catalogue: key });
    const pageOf = await numbering;
    const opened = await Promise.all(pages.map((page) => openPage({ vaultId, keys }, page, pageOf)));
    const written = opened.map((page) => page.written);
    return moved(written, written.map(({ buffer }) => buffer));
  },
});
