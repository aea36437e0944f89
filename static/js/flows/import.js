/**
 * An export, read back into an empty vault, item for item (`docs/export.md` 3).
 *
 * Before anything is written, in order: `archive.js` 1 and 2, then
 *  3. `memo.json` is there, not too large, and well formed;
 *  4. no id or path twice; every path of the index is there, in its place, of the size that the index says;
 *  5. every record has its SHA-256, is well formed, and names only files of the index.
 *
 * Then items go in, those of a page of the catalogue together: without files up to 200 in a commit, with files one by one, because the
 * server ties the files of a commit to its items. An import that was cut is done again: what exists is skipped.
 */

import { DOCUMENT_MAX, HASH, ID, KINDS } from "../crypto/constants.js";
import { b64, fromUtf8, load, sha256, unb64 } from "../crypto/encoding.js";
import { MalformedError } from "../crypto/errors.js";
import { filePaddedSize } from "../crypto/padding.js";
import { RECORD } from "../crypto/schema.js";
import { sealedSize } from "../crypto/sealing.js";
import * as shapes from "../crypto/shapes.js";
import { openArchive } from "./archive.js";
import { commit, row, rows } from "./catalogue.js";
import { FlowError } from "./errors.js";
import { UploadControl, giveUpUpload, keepFile } from "./files.js";
import { stayOpen } from "./idle.js";
import { isPassing } from "./pending.js";
import { session } from "./session.js";
import { uploadsKept } from "./uploads.js";

/** @typedef {import("./archive.js").Archive} Archive */
/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {import("./commits.js").Add} Add */
/** @typedef {{ n: number, at: string, path: string, sha256: string }} IndexVersion */
/** @typedef {{ id: string, kind: string, trashed_at: string | null, versions: IndexVersion[] }} IndexItem */
/** @typedef {{ id: string, path: string, size: number, sha256: string, thumb_of: string | null }} IndexFile */
/** @typedef {{ archive: Archive, items: IndexItem[], files: Map<string, IndexFile> }} Plan a checked export */
/** @typedef {{ kept: number, already: number }} Done items */
/** @typedef {(step: { done: number, total: number }) => void} OnProgress bytes of the export */

const INDEX = "memo.json";
const INDEX_LIMIT = 64 * 1024 * 1024;
/** Bytes of all the records of one item: they travel in one commit. */
const ITEM_LIMIT = 32 * 1024 * 1024;
const VERSIONS_LIMIT = 1_000;
const BATCH_ITEMS = 200;
const BATCH_BYTES = 16 * 1024 * 1024;
/** Records read at once. */
const AT_ONCE = 16;

const [id, hash, path] = [shapes.bytes(ID), shapes.bytes(HASH), shapes.text(1_000)];
const indexVersion = shapes.members({ n: shapes.integer(1), at: shapes.time, path, sha256: hash });
const indexItem = shapes.members({ id, kind: shapes.known(...KINDS), trashed_at: shapes.nullable(shapes.time), versions: shapes.list(indexVersion, VERSIONS_LIMIT) });
const indexFile = shapes.members({ id, path, size: shapes.integer(0), sha256: hash, thumb_of: shapes.nullable(id) });
const indexShape = shapes.members({
  v: shapes.version, format: shapes.choice("memo-export"), made_at: shapes.time, vault: shapes.text(64),
  items: shapes.list(indexItem, Infinity), files: shapes.list(indexFile, Infinity),
});

const malformed = () => new FlowError("export_malformed");

/**
 * @param {Blob} file the ZIP
 * @param {{ onProgress?: OnProgress, signal?: AbortSignal }} [options]
 * @returns {Promise<Done>}
 * @throws {FlowError} `vault_not_empty`, `export_malformed`, `export_incomplete`, `export_too_large`: nothing was kept; `export_altered`:
 *   what was kept before it stays. A refusal of the server; AbortError when cancelled: the same.
 */
export async function importVault(file, { onProgress = () => {}, signal = new AbortController().signal } = {}) {
  const plan = await readPlan(await openArchive(file), signal);
  const known = new Set(plan.items.map((item) => item.id));
  if ([...rows(), ...rows(undefined, { trashed: true })].some((found) => !known.has(found.id))) throw new FlowError("vault_not_empty");
  const missing = plan.items.filter((item) => !row(item.id));
  checkRoom(plan, missing);
  await new Import(plan, missing, onProgress, signal).run();
  return { kept: missing.length, already: plan.items.length - missing.length };
}

/** Steps 3 to 5. @param {Archive} archive @param {AbortSignal} signal @returns {Promise<Plan>} */
export async function readPlan(archive, signal) {
  const index = await readIndex(archive);
  const plan = { archive, items: index.items, files: new Map(index.files.map((file) => [file.id, file])) };
  checkPaths(plan, index.files);
  for (let start = 0; start < plan.items.length; start += AT_ONCE) {
    signal.throwIfAborted();
    stayOpen();
    await Promise.all(plan.items.slice(start, start + AT_ONCE).map((item) => readItem(plan, item)));
  }
  return plan;
}

/** @param {Archive} archive @returns {Promise<{ items: IndexItem[], files: IndexFile[] }>} */
async function readIndex(archive) {
  if ((archive.size(INDEX) ?? 0) > INDEX_LIMIT) throw new FlowError("export_too_large");
  const bytes = await archive.read(INDEX);
  return orMalformed(() => {
    const index = JSON.parse(fromUtf8(bytes));
    indexShape(index);
    return index;
  });
}

/**
 * What is no document of ours says so in the words of an export.
 *
 * @template T
 * @param {() => T} act
 * @returns {T}
 */
function orMalformed(act) {
  try {
    return act();
  } catch (cause) {
    const refused = cause instanceof MalformedError || cause instanceof SyntaxError || cause instanceof RangeError || cause instanceof TypeError;
    throw refused ? new FlowError("export_malformed", { cause }) : cause;
  }
}

/** @param {Plan} plan @param {IndexFile[]} files */
function checkPaths({ archive, items, files: byId }, files) {
  const records = items.flatMap(({ versions }) => versions.map((version) => version.path));
  const contents = files.map((file) => file.path);
  const all = [...records, ...contents];
  if (new Set(all).size < all.length || byId.size < files.length || new Set(items.map((item) => item.id)).size < items.length) throw malformed();
  if (!records.every((name) => name.startsWith("fiches/")) || !contents.every((name) => /^(fichiers|vignettes)\//.test(name))) throw malformed();
  if (all.some((name) => archive.size(name) === undefined)) throw new FlowError("export_incomplete");
  if (files.some((file) => archive.size(file.path) !== file.size)) throw new FlowError("export_altered");
}

/** Step 5. @param {Plan} plan @param {IndexItem} item @returns {Promise<any[]>} its documents, by version */
async function readItem(plan, item) {
  const { archive } = plan;
  if (item.versions.length === 0 || item.versions.some(({ n }, i) => n !== i + 1)) throw malformed();
  const sizes = item.versions.map((version) => archive.size(version.path) ?? 0);
  if (sizes.some((size) => size > DOCUMENT_MAX) || sum(sizes) > ITEM_LIMIT) throw new FlowError("export_too_large");
  const records = [];
  for (const version of item.versions) {
    const bytes = await archive.read(version.path);
    if (b64(await sha256(bytes)) !== version.sha256) throw new FlowError("export_altered");
    const record = orMalformed(() => load(bytes, RECORD));
    checkRecord(plan, item, record);
    records.push(record);
  }
  return records;
}

/** @param {Plan} plan @param {IndexItem} item @param {any} record */
function checkRecord({ files }, item, record) {
  if (record.kind !== item.kind) throw malformed();
  for (const { reference, original } of references(record)) {
    const named = files.get(reference.id);
    if (!named || named.size !== reference.size || named.sha256 !== reference.sha256 || named.thumb_of !== original) throw malformed();
  }
}

/** The original first; with a thumbnail, the id of the original it belongs to. @param {any} record @returns {{ reference: FileReference, original: string | null }[]} */
function references({ file, thumb }) {
  return [...(file ? [{ reference: file, original: null }] : []), ...(thumb ? [{ reference: thumb, original: file?.id ?? null }] : [])];
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Better said before the first byte than at the last film. @param {Plan} plan @param {IndexItem[]} missing */
function checkRoom({ files }, missing) {
  if (missing.length === 0) return;
  const needed = sum([...files.values()].map(({ size }) => sealedSize(filePaddedSize(size))));
  if (needed > session.quota) throw new FlowError("quota_exceeded");
}

/** Items on their way into the vault: read, their files sealed, then kept. */
class Import {
  #plan;
  #items;
  #tell;
  #control = new UploadControl();
  #signal;
  /** @type {Add[]} */
  #batch = [];
  #bytes = 0;
  #done = 0;
  #total;

  /** @param {Plan} plan @param {IndexItem[]} items @param {OnProgress} tell @param {AbortSignal} signal */
  constructor(plan, items, tell, signal) {
    this.#plan = plan;
    this.#items = items;
    this.#tell = tell;
    this.#signal = signal;
    const records = items.flatMap(({ versions }) => versions.map((version) => plan.archive.size(version.path) ?? 0));
    this.#total = sum(records) + sum([...plan.files.values()].map(({ size }) => size));
    signal.addEventListener("abort", () => this.#control.cancel(), { once: true });
  }

  async run() {
    this.#advance(0);
    for (const item of await inPages(this.#items)) {
      this.#signal.throwIfAborted();
      const records = await readItem(this.#plan, item);
      if (records.some((record) => references(record).length > 0)) await this.#keepWithFiles(item, records);
      else await this.#gather(item, records);
    }
    await this.#flush();
  }

  /** @param {IndexItem} item @param {any[]} records */
  async #gather(item, records) {
    const size = sum(item.versions.map((version) => this.#plan.archive.size(version.path) ?? 0));
    const versions = sum(this.#batch.map((add) => add.versions.length)) + records.length;
    if (this.#batch.length >= BATCH_ITEMS || this.#bytes + size > BATCH_BYTES || versions > VERSIONS_LIMIT) await this.#flush();
    this.#batch.push(addOf(item, records, []));
    this.#bytes += size;
  }

  async #flush() {
    if (this.#batch.length > 0) await commit({ add: this.#batch });
    this.#advance(this.#bytes);
    [this.#batch, this.#bytes] = [[], 0];
  }

  /** @param {IndexItem} item @param {any[]} records */
  async #keepWithFiles(item, records) {
    /** @type {Map<string, FileReference>} by their old ids */
    const fresh = new Map();
    let sent = false;
    try {
      const rewritten = [];
      for (const record of records) rewritten.push(await this.#rewritten(record, fresh));
      const keep = [...fresh.values()].map((reference) => reference.id);
      sent = true;
      await commit({ add: [addOf(item, rewritten, keep)] });
      void uploadsKept(keep);
    } catch (error) {
      // A commit that waits for the network still needs its files; what a cut leaves, the server removes by itself.
      if (!sent || !isPassing(error)) await Promise.allSettled([...fresh.values()].map((reference) => giveUpUpload(reference.id)));
      throw error;
    }
  }

  /** The record with its files under new keys and ids. @param {any} record @param {Map<string, FileReference>} fresh */
  async #rewritten(record, fresh) {
    for (const { reference, original } of references(record)) {
      if (!fresh.has(reference.id)) await this.#send(reference, original === null ? undefined : fresh.get(original)?.id, fresh);
    }
    /** Name and type are those of this version. @param {FileReference | null} old */
    const renewed = (old) => {
      const kept = old && fresh.get(old.id);
      return kept ? { ...kept, name: old.name, type: old.type } : null;
    };
    return record.kind === "evidence" ? { ...record, file: renewed(record.file), thumb: renewed(record.thumb) } : record;
  }

  /** @param {FileReference} reference @param {string | undefined} thumbOf @param {Map<string, FileReference>} fresh */
  async #send(reference, thumbOf, fresh) {
    const blob = await this.#plan.archive.blob(this.#plan.files.get(reference.id)?.path ?? "");
    const before = this.#done;
    const onProgress = (/** @type {{ sent: number, total: number }} */ { sent, total }) => this.#at(before + Math.round((reference.size * sent) / total));
    const file = new File([blob], reference.name, { type: reference.type });
    const kept = await keepFile(file, { control: this.#control, thumbOf, onProgress, mayBeEmpty: true });
    fresh.set(reference.id, kept);
    if (kept.sha256 !== reference.sha256) throw new FlowError("export_altered");
    this.#at(before + reference.size);
  }

  /** @param {number} bytes more */
  #advance(bytes) {
    this.#at(this.#done + bytes);
  }

  /** @param {number} done */
  #at(done) {
    this.#done = done;
    stayOpen();
    this.#tell({ done: Math.min(done, this.#total), total: this.#total });
  }
}

/** @param {IndexItem} item @param {any[]} records @param {string[]} keep @returns {Add} */
function addOf(item, records, keep) {
  const versions = item.versions.map(({ at }, i) => ({ at, record: records[i] }));
  return { id: item.id, kind: item.kind, trashed: item.trashed_at !== null, keep, versions };
}

/** Neighbours in the catalogue together: a commit then carries few pages. @param {IndexItem[]} items */
async function inPages(items) {
  const pages = await Promise.all(items.map(async (item) => ({ item, page: (await sha256(unb64(item.id, ID)))[0] ?? 0 })));
  return pages.toSorted((a, b) => a.page - b.page).map(({ item }) => item);
}
