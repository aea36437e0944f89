/**
 * One conversation, read and looked through away from the page: however long it is, what is being typed is not held up, and the
 * end of this worker forgets all of it.
 */

import { blobSource } from "../flows/conversations/bytes.js";
import { Looking } from "../flows/conversations/looking.js";
import { Reading } from "../flows/conversations/reading.js";
import { sealedSource } from "../flows/conversations/source.js";
import { answerWith } from "./answer.js";

/** @type {Looking | undefined} */
let looking;

function looked() {
  if (!looking) throw new RangeError("nothing was read");
  return looking;
}

answerWith({
  /** @param {{ file?: Blob, sealed?: import("../flows/conversations/source.js").Sealed }} given the file itself, or the sealed one */
  async read({ file, sealed }) {
    const source = sealed ? sealedSource(sealed) : blobSource(file ?? new Blob());
    looking = new Looking(await Reading.of(source, (progress) => self.postMessage({ progress })));
    return looking.summary();
  },
  /** @param {import("../flows/conversations/order.js").First} first */
  setOrder(first) {
    looked().setOrder(first);
    return looked().summary();
  },
  look: (/** @type {import("../flows/conversations/looking.js").Filter} */ filter) => looked().look(filter),
  slice: (/** @type {{ start: number, end: number }} */ { start, end }) => looked().slice(start, end),
  some: (/** @type {number[]} */ numbers) => looked().some(numbers),
  between: (/** @type {{ numbers: number[], limit: number }} */ { numbers, limit }) => looked().between(numbers, limit),
  placeOf: (/** @type {{ at?: number, date?: number }} */ wanted) => looked().placeOf(wanted),
  file: (/** @type {{ at: number, number: number }} */ { at, number }) => looked().reading.file(at, number),
});
