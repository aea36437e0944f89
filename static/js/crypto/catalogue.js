/**
 * The signed list of all that a vault holds: nothing that is not in it exists (FORMAT 7, A11).
 *
 * Rules of acceptance (7.6), in order; `openRoot`, `acceptRoot` and `Catalogue.open` repeat their numbers:
 *  1. the root opens under the context of the seq announced;
 *  2. its signature is by the identity that the vault key opens, and it says the same keys;
 *  3. its vault, seq and epoch are those expected;
 *  4. it vouches for the slots served;
 *  5. it is not older than the newest root seen, continues it, and is not written in an older version (A12);
 *  6. the pages served are exactly those that it lists, each with its hash;
 *  7. each page opens, says its own number, and holds only rows that belong in it, each once.
 *
 * Time and memory of what was seen are the caller's: a fresh device cannot know that it is shown an old root. All is pure:
 * a catalogue never changes, so that a change can be applied again to a newer one. A rotation (5.12) is one commit like
 * others, so rules 5 and 7.6 (8) hold across it.
 */

import { ID, PAD_MINIMUM, ROOT_VERSION, VERSION } from "./constants.js";
import { b64, compareBytes, context, dump, equalBytes, fromUtf8, load, sha256, unb64 } from "./encoding.js";
import { ForgedError, MalformedError, OmittedError } from "./errors.js";
import { parseFrame } from "./framing.js";
import { pad, unpad } from "./padding.js";
import { checkSeen, defaultSettings, openRoot, sealRoot } from "./roots.js";
import * as schema from "./schema.js";
import { openSealed, seal } from "./sealing.js";
import { ascending } from "./shapes.js";
import { checkKinds, checkSlots, slotsMac } from "./slots.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {import("./framing.js").Frame} Frame */
/** @typedef {import("./framing.js").SealedPage} SealedPage */
/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("./rows.js").Document} Document */
/** @typedef {import("./slots.js").Slot} Slot */
/** @typedef {Map<string, Row>} PageRows by item id */

/** @typedef {import("./roots.js").Seen} Seen */
/** @typedef {import("./roots.js").Unlocked} Unlocked */
/** @typedef {{ root: Document, rootHash: Bytes, pages: SealedPage[] }} Accepted a verified root, and the pages it vouches for */

/**
 * One intention; what is not named stays. Each function is pure, so that it can be called again on newer data.
 *
 * @typedef {object} Change
 * @property {Map<string, (row: Row | undefined) => Row>} [rows] by item id: from the row there is to the row wanted
 * @property {(shares: Document[]) => Document[]} [shares]
 * @property {Slot[]} [slots]
 * @property {(settings: Document) => Document} [settings] members in the order of 7.3
 */

/**
 * What to send in one compare-and-set on `seq`; `catalogue` is the state once it is accepted.
 *
 * @typedef {{ seq: number, root: Bytes, pages: SealedPage[], catalogue: Catalogue }} Commit
 */

/** @typedef {(itemId: Bytes) => number | Promise<number>} PageOf `pageNumber`, or another that gives the same: WebCrypto is slow for ten thousand ids */

/** @param {Bytes} itemId @returns {Promise<number>} the page of an item, 0 to 255 (7.1) */
export async function pageNumber(itemId) {
  return Number((await sha256(itemId))[0]);
}

/**
 * The pages served are exactly those listed, each with its hash; rule 6.
 *
 * @param {Document} root
 * @param {SealedPage[]} pages
 * @throws {OmittedError} when a listed page was not served.
 * @throws {ForgedError} on a page that is not listed, or other bytes.
 */
export async function checkPages(root, pages) {
  const served = new Map(pages.map((page) => [page.number, page]));
  const missing = root.pages.some((/** @type {[number]} */ [number]) => !served.has(number));
  if (missing) throw new OmittedError("a page of the catalogue was not served");
  if (pages.length !== root.pages.length) {
    throw new ForgedError("a page that the catalogue does not list was served");
  }
  const hashes = await Promise.all(pages.map((page) => sha256(page.sealed)));
  const found = new Map(pages.map((page, i) => [page.number, `${page.version} ${b64(/** @type {Bytes} */ (hashes[i]))}`]));
  for (const [number, version, hash] of root.pages) {
    if (found.get(number) !== `${version} ${hash}`) throw new ForgedError("a page is not the one listed");
  }
}

/**
 * A page as it is stored (7.4).
 *
 * @param {Unlocked} unlocked
 * @param {number} number
 * @param {number} version
 * @param {Row[]} rows in any order
 * @returns {Promise<Bytes>}
 * @throws {MalformedError|import("./errors.js").UnsupportedError} when a reader would refuse it.
 */
export async function sealPage(unlocked, number, version, rows) {
  const document = { v: VERSION, page: number, rows: ordered(rows) };
  schema.PAGE(document);
  await checkRows(document, number);
  return seal(unlocked.keys.catalogue, pageContext(unlocked, number, version), pad(dump(document), PAD_MINIMUM.page));
}

/**
 * The rows of a page, and its document as it was written; rule 7.
 *
 * @param {Pick<Unlocked, "vaultId" | "keys">} unlocked
 * @param {SealedPage} page
 * @param {PageOf} [pageOf]
 * @returns {Promise<{ rows: Row[], written: Bytes }>}
 * @throws {import("./errors.js").DoesNotOpenError} when it is not this page of this vault.
 * @throws {MalformedError|import("./errors.js").UnsupportedError} on another number inside, or a row that does not belong in it.
 */
export async function openPage(unlocked, { number, version, sealed }, pageOf = pageNumber) {
  const plaintext = await openSealed(unlocked.keys.catalogue, pageContext(unlocked, number, version), sealed);
  const written = unpad(plaintext);
  const document = load(written, schema.PAGE);
  await checkRows(document, number, pageOf);
  return { rows: document.rows, written };
}

/**
 * The rows of a page that `openPage` has accepted in another thread: reading them again costs a third of handing them over.
 *
 * @param {Bytes} written
 * @returns {Row[]}
 */
export function rowsIn(written) {
  return JSON.parse(fromUtf8(written)).rows;
}

/**
 * Rules 1 to 6: all but the opening of pages, which may be spread over workers.
 *
 * @param {Unlocked} unlocked
 * @param {Bytes | Frame} data
 * @param {Slot[]} slots as served
 * @param {Seen | null} seen
 * @returns {Promise<Accepted>}
 * @throws {import("./errors.js").CryptoError} the one that names the rule broken.
 */
export async function acceptRoot(unlocked, data, slots, seen) {
  const served = data instanceof Uint8Array ? parseFrame(data) : data;
  // (1) to (3)
  const root = await openRoot(unlocked, served.seq, served.root);
  // (4)
  await checkSlots(unlocked.keys.slots, unlocked.epoch, slots, unb64(root.slots_mac));
  // (5)
  const rootHash = await sha256(served.root);
  checkSeen(root, rootHash, seen);
  // (6)
  await checkPages(root, served.pages);
  return { root, rootHash, pages: served.pages };
}

/** An accepted catalogue. */
export class Catalogue {
  /** @type {Map<string, Row> | undefined} made when first asked for */
  #index;

  /**
   * For what `open` accepted, here or in a worker; it checks nothing.
   *
   * @param {Unlocked} unlocked
   * @param {Document} root
   * @param {Bytes} rootHash
   * @param {Map<number, PageRows>} pages
   */
  constructor(unlocked, root, rootHash, pages) {
    this.unlocked = unlocked;
    this.root = root;
    this.rootHash = rootHash;
    this.pages = pages;
  }

  /**
   * The catalogue that was served, if it keeps the rules above.
   *
   * @param {Unlocked} unlocked
   * @param {Bytes | Frame} data
   * @param {Slot[]} slots as served
   * @param {Seen | null} [seen]
   * @param {PageOf} [pageOf]
   * @returns {Promise<Catalogue>}
   * @throws {import("./errors.js").CryptoError} the one that names the rule broken.
   */
  static async open(unlocked, data, slots, seen = null, pageOf = pageNumber) {
    const accepted = await acceptRoot(unlocked, data, slots, seen);
    // (7)
    const opened = await Promise.all(accepted.pages.map((page) => openPage(unlocked, page, pageOf)));
    return Catalogue.of(unlocked, accepted, opened.map(({ rows }) => rows));
  }

  /**
   * @param {Unlocked} unlocked
   * @param {Accepted} accepted
   * @param {Row[][]} rows of its pages, in their order, as `openPage` accepted them
   */
  static of(unlocked, { root, rootHash, pages }, rows) {
    const byNumber = new Map(pages.map(({ number }, i) => [number, byId(rows[i] ?? [])]));
    return new Catalogue(unlocked, root, rootHash, byNumber);
  }

  /**
   * The first commit of a new vault: no item, no share.
   *
   * @param {Unlocked} unlocked
   * @param {Slot[]} slots
   * @param {string} at
   * @param {Document} [settings]
   * @returns {Promise<Commit>}
   */
  static async create(unlocked, slots, at, settings = defaultSettings()) {
    const mac = await slotsMac(unlocked.keys.slots, unlocked.epoch, slots);
    const root = {
      v: ROOT_VERSION,
      vault_id: b64(unlocked.vaultId),
      seq: 1,
      prev: null,
      epoch: unlocked.epoch,
      identity: unlocked.identity.public(),
      slots_mac: b64(mac),
      pages: [],
      shares: [],
      recipients: [],
      ledger: null,
      settings,
      time: at,
    };
    return commit(unlocked, root, new Map(), []);
  }

  /** @returns {Seen} what to remember of this catalogue, to refuse an older one */
  get seen() {
    return { seq: this.root.seq, rootHash: this.rootHash, version: this.root.v };
  }

  /** @returns {Document} what the owner chose, the default where the root is of version 1 */
  get settings() {
    return this.root.settings ?? defaultSettings();
  }

  /**
   * @param {string} id of an item
   * @returns {Row}
   * @throws {OmittedError} when the catalogue has none.
   */
  row(id) {
    this.#index ??= new Map([...this.pages.values()].flatMap((rows) => [...rows]));
    const row = this.#index.get(id);
    if (!row) throw new OmittedError("an item is not in the catalogue");
    return row;
  }

  /** @returns {Row[]} all rows, erased ones too, by page and id */
  rows() {
    const numbers = [...this.pages.keys()].toSorted((a, b) => a - b);
    return numbers.flatMap((number) => [...(this.pages.get(number)?.values() ?? [])]);
  }

  /**
   * The commit that follows this catalogue. When the server has a newer one, apply the same change to that.
   *
   * @param {Change} change
   * @param {string} at
   * @returns {Promise<Commit>}
   * @throws {MalformedError} when an edit gives a row of another item or kind, or what a reader would refuse.
   * @throws {import("./errors.js").ForeignSlotError|import("./errors.js").UnsupportedError} when the slots are not those that a vault may have.
   */
  async apply(change, at) {
    const { pages, touched } = await this.#edited(change.rows ?? new Map());
    return this.#next(this.unlocked, pages, touched, change, at);
  }

  /**
   * The commit by which the keys of the next epoch take the place of those held (5.12): every page and the root are sealed
   * again; item keys stay.
   *
   * @param {Unlocked} unlocked new
   * @param {Slot[]} slots all the ways in: no old one opens the new keys
   * @param {string} at
   * @param {Change} [change] what else is wanted in the same commit, such as shares that end with it
   * @returns {Promise<Commit>}
   * @throws {MalformedError} on another vault, not the next epoch, or the same identity; as `apply`.
   * @throws {import("./errors.js").ForeignSlotError|import("./errors.js").UnsupportedError} as `apply`.
   */
  async rotate(unlocked, slots, at, change = {}) {
    const before = this.unlocked;
    if (!equalBytes(unlocked.vaultId, before.vaultId) || unlocked.epoch !== before.epoch + 1) {
      throw new MalformedError("a rotation is to the next epoch of the same vault");
    }
    if (unlocked.identity.public().ed25519 === before.identity.public().ed25519) {
      throw new MalformedError("a rotation is to a new identity");
    }
    const { pages } = await this.#edited(change.rows ?? new Map());
    const numbers = [...pages.keys()].toSorted((a, b) => a - b);
    return this.#next(unlocked, pages, numbers, { ...change, slots }, at);
  }

  /**
   * @param {Unlocked} unlocked
   * @param {Map<number, PageRows>} pages
   * @param {number[]} numbers of those to seal, ascending
   * @param {Change} change
   * @param {string} at
   */
  async #next(unlocked, pages, numbers, { shares, slots, settings }, at) {
    const seq = this.root.seq + 1;
    const sealed = [];
    for (const number of numbers) {
      const kept = [...(pages.get(number)?.values() ?? [])];
      sealed.push({ number, version: seq, sealed: await sealPage(unlocked, number, seq, kept) });
    }
    // Its last members are taken off and put again: those of a root of version 1 are in another place.
    const { settings: _settings, time: _time, ...kept } = this.root;
    const root = {
      ...kept,
      v: ROOT_VERSION,
      seq,
      prev: b64(this.rootHash),
      epoch: unlocked.epoch,
      identity: unlocked.identity.public(),
      slots_mac: slots ? await vouch(unlocked, slots) : this.root.slots_mac,
      pages: await listed(this.root.pages, sealed),
      shares: shares ? shares([...this.root.shares]) : this.root.shares,
      settings: settings ? settings(this.settings) : this.settings,
      time: at,
    };
    return commit(unlocked, root, pages, sealed);
  }

  /** @param {Map<string, (row: Row | undefined) => Row>} edits */
  async #edited(edits) {
    /** @type {Map<number, PageRows>} */
    const touched = new Map();
    for (const [id, edit] of edits) {
      const number = await pageNumber(unb64(id, ID));
      const rows = touched.get(number) ?? new Map(this.pages.get(number));
      const before = rows.get(id);
      const after = edit(before);
      if (after.id !== id || (before && after.kind !== before.kind)) {
        throw new MalformedError("an edit gives a row of another item or kind");
      }
      touched.set(number, rows.set(id, after));
    }
    const pages = new Map(this.pages);
    for (const [number, rows] of touched) pages.set(number, byId(ordered([...rows.values()])));
    return { pages, touched: [...touched.keys()].toSorted((a, b) => a - b) };
  }
}

/** @param {Unlocked} unlocked @param {Slot[]} slots all of the vault @returns {Promise<string>} `slots_mac` */
async function vouch({ keys, epoch }, slots) {
  checkKinds(slots);
  return b64(await slotsMac(keys.slots, epoch, slots));
}

/** @param {Unlocked} unlocked @param {Document} root @param {Map<number, PageRows>} pages @param {SealedPage[]} sealed */
async function commit(unlocked, root, pages, sealed) {
  const sealedRoot = await sealRoot(unlocked, root);
  const catalogue = new Catalogue(unlocked, root, await sha256(sealedRoot), pages);
  return { seq: root.seq, root: sealedRoot, pages: sealed, catalogue };
}

/** The list of pages of a root once some were replaced. @param {any[]} pages @param {SealedPage[]} sealed */
async function listed(pages, sealed) {
  const byNumber = new Map(pages.map((page) => [page[0], page]));
  for (const page of sealed) {
    byNumber.set(page.number, [page.number, page.version, b64(await sha256(page.sealed))]);
  }
  return [...byNumber.values()].toSorted((a, b) => a[0] - b[0]);
}

/** @param {Row[]} rows @returns {PageRows} */
function byId(rows) {
  return new Map(rows.map((row) => [row.id, row]));
}

/** @param {Row[]} rows @returns {Row[]} by ascending id, as bytes */
function ordered(rows) {
  const keyed = rows.map((row) => ({ row, key: unb64(row.id, ID) }));
  return keyed.toSorted((a, b) => compareBytes(a.key, b.key)).map(({ row }) => row);
}

/** @param {Document} document @param {number} number of the page that it should be @param {PageOf} [pageOf] */
async function checkRows({ page, rows }, number, pageOf = pageNumber) {
  if (page !== number || rows.length === 0) throw new MalformedError("a page is empty, or says another number");
  const ids = rows.map((/** @type {Row} */ row) => unb64(row.id, ID));
  ascending(ids, compareBytes);
  const numbers = await Promise.all(ids.map(pageOf));
  if (numbers.some((found) => found !== number)) throw new MalformedError("a row is not in its page");
}

/** @param {Pick<Unlocked, "vaultId">} unlocked @param {number} number @param {number} version */
function pageContext({ vaultId }, number, version) {
  const objectId = new Uint8Array(ID);
  objectId[ID - 1] = number;
  return context("page", { vaultId, objectId, version });
}
