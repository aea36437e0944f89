/**
 * SHA-256 in this very thread: of a file as it comes, and of the ids of a whole catalogue, of which WebCrypto would make ten
 * thousand errands to other threads.
 */

import { createSHA256 } from "../../vendor/sha256.js";

/** A hash to feed; `init` begins another. */
export const createHasher = createSHA256;

/** The page of an item, as `pageNumber` of `crypto/catalogue.js`. @returns {Promise<import("../crypto/catalogue.js").PageOf>} */
export async function pageNumbers() {
  const hasher = await createHasher();
  return (itemId) => Number(hasher.init().update(itemId).digest("binary")[0]);
}
