/**
 * The index of all words of the vault, in memory.
 *
 * Every word of a search must be found, as the beginning of a word or nearly; words of a title count more. Rows come from the
 * catalogue worker: all at once, then each that changes.
 */

import MiniSearch from "../../vendor/minisearch.js";
import { fold } from "../crypto/summary.js";
import { answerWith } from "./answer.js";

/** @typedef {import("../crypto/rows.js").Row} Row */

const index = new MiniSearch({
  fields: ["title", "people", "place", "text"],
  storeFields: ["kind"],
  tokenize: fold,
  // `fold` has done it already, for a whole text at once.
  processTerm: (term) => term,
  searchOptions: {
    boost: { title: 3, people: 2, place: 2 },
    combineWith: "AND",
    prefix: true,
    // One slip in a word of five letters or more.
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    maxFuzzy: 1,
  },
});

/** @type {() => void} */
let complete;
const fed = new Promise((resolve) => {
  complete = () => resolve(undefined);
});

/** @param {Row} row */
function put(row) {
  if (index.has(row.id)) index.discard(row.id);
  if (row.summary === null || row.trashed_at !== null) return;
  const { title, excerpt = "", words = "", name = "", where = "", who = [], when } = row.summary;
  const text = [excerpt, words, name, when?.text ?? ""].join(" ");
  index.add({ id: row.id, kind: row.kind, title, people: who.join(" "), place: where, text });
}

/** @param {MessageEvent} event */
function hear({ data }) {
  for (const row of data.rows ?? []) put(row);
  if (data.complete) complete();
}

self.addEventListener("message", ({ data }) => {
  if (data?.feed instanceof MessagePort) data.feed.onmessage = hear;
});

answerWith({
  /** @param {{ text: string, kinds?: string[], limit: number }} args */
  async search({ text, kinds, limit }) {
    await fed;
    const filter = kinds ? (/** @type {{ kind: string }} */ found) => kinds.includes(found.kind) : undefined;
    const found = index.search(text, filter ? { filter: /** @type {any} */ (filter) } : {});
    return found.slice(0, limit).map(({ id }) => id);
  },
});
