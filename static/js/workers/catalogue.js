/**
 * The catalogue away from the page: opening 256 pages and sealing commits never holds up what is being typed.
 *
 * It holds the accepted catalogue and the prepared commits. Rows leave in slices, one message each, so that the page takes
 * them in as many short tasks; the search worker gets its own, with the words that the page does not need.
 */

import { Catalogue } from "../crypto/catalogue.js";
import { checkContinues } from "../crypto/rows.js";
import { Identity, KeyPair } from "../crypto/signing.js";
import { findRow, prepare } from "../flows/commits.js";
import { answerWith } from "./answer.js";

/** @typedef {import("../crypto/rows.js").Row} Row */

/** Rows of one message: a few milliseconds of the page. */
const SLICE = 250;

/** @type {Catalogue | undefined} */
let catalogue;
/** @type {Map<string, import("../flows/commits.js").Prepared>} by commit id, until adopted or overtaken */
const prepared = new Map();
/** @type {MessagePort | undefined} */
let search;

function accepted() {
  if (!catalogue) throw new RangeError("no catalogue");
  return catalogue;
}

/** @param {any} plain as structured clone leaves it @returns {import("../crypto/catalogue.js").Unlocked} */
function revive({ vaultId, epoch, keys, identity: { signing, agreement } }) {
  const pair = (/** @type {KeyPair} */ { privateKey, publicKey }) => new KeyPair(privateKey, publicKey);
  return { vaultId, epoch, keys, identity: new Identity(pair(signing), pair(agreement)) };
}

/** @param {Row} row @returns {Row} without the words of its summary, that only the search reads */
function lean(row) {
  return row.summary === null ? row : { ...row, summary: { ...row.summary, words: "" } };
}

/** @param {Row[]} rows */
function tell(rows) {
  for (let start = 0; start < rows.length; start += SLICE) {
    const slice = rows.slice(start, start + SLICE);
    self.postMessage({ rows: slice.map(lean) });
    search?.postMessage({ rows: slice });
  }
}

/** @param {number[]} [numbers] of pages, all when absent @returns {Row[]} */
function rowsOf(numbers) {
  const chosen = numbers && new Set(numbers);
  return [...accepted().pages].filter(([number]) => chosen?.has(number) ?? true).flatMap(([, rows]) => [...rows.values()]);
}

/** What the page keeps of the accepted catalogue. */
function state() {
  const { seen, root } = accepted();
  return { seen, shares: root.shares };
}

answerWith({
  /** @param {{ unlocked: unknown, frame: any, slots: any[], seen?: any, changed?: number[] }} args */
  async open({ unlocked, frame, slots, seen, changed }) {
    const opened = await Catalogue.open(revive(unlocked), frame, slots, seen);
    for (const row of catalogue?.rows() ?? []) checkContinues(row, findRow(opened, row.id));
    catalogue = opened;
    prepared.clear();
    tell(rowsOf(changed));
    return state();
  },

  /** @param {{ change: import("../flows/commits.js").Change, time: string }} args */
  async prepare({ change, time }) {
    const made = await prepare(accepted(), change, time);
    if (made) prepared.set(made.wire.commit_id, made);
    return made && { wire: made.wire, root: made.commit.root, pages: made.commit.pages };
  },

  /** @param {{ commitId: string }} args @returns {unknown} null when another root has come in the meantime */
  adopt({ commitId }) {
    const made = prepared.get(commitId);
    prepared.clear();
    if (!made || made.commit.seq !== accepted().root.seq + 1) return null;
    catalogue = made.commit.catalogue;
    const named = new Set([...made.wire.records, ...made.wire.erase].map(({ item_id: id }) => id));
    const ids = [...named, ...made.wire.trash, ...made.wire.restore];
    tell(ids.flatMap((id) => findRow(accepted(), id) ?? []));
    return state();
  },

  /** The search worker asks for all rows, and for what changes from then on. @param {{ port: MessagePort }} args */
  feed({ port }) {
    search = port;
    const rows = rowsOf();
    for (let start = 0; start < rows.length; start += SLICE) port.postMessage({ rows: rows.slice(start, start + SLICE) });
    port.postMessage({ complete: true });
  },
});
