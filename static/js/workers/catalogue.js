/**
 * The catalogue away from the page: opening 256 pages and sealing commits never holds up what is being typed.
 *
 * It holds the accepted catalogue and the prepared commits. Rows leave in slices, one message each, so that the page takes
 * them in as many short tasks; the search worker gets its own, with the words that the page does not need.
 */

import { Catalogue, acceptRoot, openPage } from "../crypto/catalogue.js";
import { checkContinues } from "../crypto/rows.js";
import { Identity, KeyPair } from "../crypto/signing.js";
import { findRow, prepare } from "../flows/commits.js";
import { Remote } from "../flows/remote.js";
import { answerWith } from "./answer.js";

/** @typedef {import("../crypto/rows.js").Row} Row */

/** Workers that open pages beside this one, where a worker may start others, and how many pages are worth their while. */
const HELPERS = typeof Worker === "function" ? Math.min(3, navigator.hardwareConcurrency - 1) : 0;
const WORTH = 64;
const helpers = Array.from({ length: HELPERS }, () => new Remote("pages"));

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

/**
 * The rows of each page, in the order of the pages: pages are dealt out like cards, this worker taking its share.
 *
 * @param {import("../crypto/catalogue.js").Unlocked} unlocked
 * @param {import("../crypto/framing.js").SealedPage[]} pages
 * @returns {Promise<Row[][]>}
 */
async function openPages(unlocked, pages) {
  const hands = pages.length < WORTH ? 1 : helpers.length + 1;
  const dealt = Array.from({ length: hands }, (_, hand) => pages.filter((_page, i) => i % hands === hand));
  const { vaultId, keys } = unlocked;
  const own = Promise.all((dealt[0] ?? []).map((page) => openPage(unlocked, page)));
  const theirs = dealt.slice(1).map((hand, i) => {
    // Copies of their own: views would each take the whole frame along.
    const copies = hand.map((page) => ({ ...page, sealed: page.sealed.slice() }));
    return helpers[i]?.call("open", { vaultId, key: keys.catalogue, pages: copies }, copies.map(({ sealed }) => sealed.buffer));
  });
  const opened = await Promise.all([own, ...theirs]);
  return pages.map((_page, i) => opened[i % hands][Math.floor(i / hands)]);
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
    const revived = revive(unlocked);
    const vouched = await acceptRoot(revived, frame, slots, seen ?? null);
    const opened = Catalogue.of(revived, vouched, await openPages(revived, vouched.pages));
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
