/**
 * The catalogue away from the page: opening 256 pages and sealing commits never holds up what is being typed.
 *
 * It holds the accepted catalogue and the prepared commits. Pages leave as they were written, which costs less than handing over
 * their rows, and in slices, one message each, so that the page takes them in as many short tasks.
 */

import { Catalogue, acceptRoot, openPage, rowsIn } from "../crypto/catalogue.js";
import { unb64 } from "../crypto/encoding.js";
import { checkContinues } from "../crypto/rows.js";
import { Identity, KeyPair } from "../crypto/signing.js";
import { checkSlots } from "../crypto/slots.js";
import { findRow, prepare } from "../flows/commits.js";
import { Remote } from "../flows/remote.js";
import { prepareRoot } from "../flows/roots.js";
import { answerWith } from "./answer.js";
import { pageNumbers } from "./hasher.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../crypto/rows.js").Row} Row */

/** Workers that open pages beside this one, where a worker may start others, and how many pages are worth their while. */
const HELPERS = typeof Worker === "function" ? Math.min(3, navigator.hardwareConcurrency - 1) : 0;
const WORTH = 64;
const helpers = Array.from({ length: HELPERS }, () => new Remote("pages"));

const numbering = pageNumbers();

/** Rows of one message, and pages: a few milliseconds of who gets them. */
const SLICE = 250;
const PAGES_SLICE = 6;

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
 * Each page as it was written, in the order of the pages: they are dealt out like cards, this worker taking its share.
 *
 * @param {import("../crypto/catalogue.js").Unlocked} unlocked
 * @param {import("../crypto/framing.js").SealedPage[]} pages each in a buffer of its own, given away
 * @returns {Promise<Bytes[]>}
 */
async function openPages(unlocked, pages) {
  const hands = pages.length < WORTH ? 1 : helpers.length + 1;
  const dealt = Array.from({ length: hands }, (_, hand) => pages.filter((_page, i) => i % hands === hand));
  const { vaultId, keys } = unlocked;
  const pageOf = await numbering;
  const own = Promise.all((dealt[0] ?? []).map((page) => openPage(unlocked, page, pageOf)));
  const theirs = dealt.slice(1).map((hand, i) =>
    helpers[i]?.call("open", { vaultId, key: keys.catalogue, pages: hand }, hand.map(({ sealed }) => sealed.buffer)));
  const opened = await Promise.all([own.then((mine) => mine.map(({ written }) => written)), ...theirs]);
  return pages.map((_page, i) => opened[i % hands][Math.floor(i / hands)]);
}

/** @param {Row[]} rows */
function tellSearch(rows) {
  for (let start = 0; search && start < rows.length; start += SLICE) search.postMessage({ rows: rows.slice(start, start + SLICE) });
}

/** @param {Bytes[]} pages as they were written; given away */
function tellPages(pages) {
  for (let start = 0; start < pages.length; start += PAGES_SLICE) {
    const slice = pages.slice(start, start + PAGES_SLICE);
    self.postMessage({ pages: slice }, { transfer: slice.map(({ buffer }) => buffer) });
  }
}

/** What the page keeps of the accepted catalogue. */
function state() {
  const { seen, root, settings } = accepted();
  return { seen, shares: root.shares, settings };
}

answerWith({
  /** @param {{ unlocked: unknown, frame: any, slots: any[], seen?: any, changed?: number[] }} args */
  async open({ unlocked, frame, slots, seen, changed }) {
    const revived = revive(unlocked);
    const vouched = await acceptRoot(revived, frame, slots, seen ?? null);
    const written = await openPages(revived, vouched.pages);
    const rows = written.map(rowsIn);
    const opened = Catalogue.of(revived, vouched, rows);
    for (const row of catalogue?.rows() ?? []) checkContinues(row, findRow(opened, row.id));
    catalogue = opened;
    prepared.clear();
    const isTold = vouched.pages.map(({ number }) => changed?.includes(number) ?? true);
    tellPages(written.filter((_page, i) => isTold[i]));
    tellSearch(rows.filter((_page, i) => isTold[i]).flat());
    return state();
  },

  /** @param {{ change?: import("../flows/commits.js").Change, root?: any, time: string }} args */
  async prepare({ change = {}, root, time }) {
    const rotation = root?.rotation && revive(root.rotation);
    const made = root ? await prepareRoot(accepted(), { ...root, rotation }, time) : await prepare(accepted(), change, time);
    if (made) prepared.set(made.wire.commit_id, made);
    return made && { wire: made.wire, root: made.commit.root, pages: made.commit.pages };
  },

  /** The root accepted last vouches for these. @param {{ slots: import("../crypto/slots.js").Slot[] }} args */
  async vouch({ slots }) {
    const { unlocked: { keys, epoch }, root } = accepted();
    await checkSlots(keys.slots, epoch, slots, unb64(root.slots_mac));
  },

  /** @param {{ commitId: string }} args @returns {unknown} null when another root has come in the meantime */
  adopt({ commitId }) {
    const made = prepared.get(commitId);
    prepared.clear();
    if (!made || made.commit.seq !== accepted().root.seq + 1) return null;
    catalogue = made.commit.catalogue;
    const named = new Set([...made.wire.records, ...made.wire.erase].map(({ item_id: id }) => id));
    const ids = [...named, ...made.wire.trash, ...made.wire.restore];
    const rows = ids.flatMap((id) => findRow(accepted(), id) ?? []);
    self.postMessage({ rows });
    tellSearch(rows);
    return state();
  },

  /** The search worker asks for all rows, and for what changes from then on. @param {{ port: MessagePort }} args */
  feed({ port }) {
    search = port;
    tellSearch(accepted().rows());
    port.postMessage({ complete: true });
  },
});
