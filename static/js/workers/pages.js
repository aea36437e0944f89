/** Opens pages of the catalogue beside `workers/catalogue.js`, which has verified that they are the ones listed. */

import { openPage } from "../crypto/catalogue.js";
import { answerWith } from "./answer.js";

answerWith({
  /** @param {{ vaultId: any, key: CryptoKey, pages: import("../crypto/framing.js").SealedPage[] }} args */
  open: ({ vaultId, key, pages }) =>
    Promise.all(pages.map((page) => openPage({ vaultId, keys: /** @type {any} */ ({ catalogue: key }) }, page))),
});
