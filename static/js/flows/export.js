/**
 * Everything that the vault holds, in the clear, in one ZIP that is made as it is saved (`docs/export.md`).
 *
 *  1. Records are read first, so that the size of the whole is known; files are opened piece by piece as the browser takes them: memory
 *     stays flat, and nothing decrypted is written but where the person saves it.
 *  2. Every version is the exact bytes that were sealed; every file has the SHA-256 that its record says, or the saving fails.
 *  3. Names come from content and never choose a path: a number comes first.
 *  4. The trash comes along, marked; drafts, shares and what was erased do not.
 */

import { serverNow } from "../api/client.js";
import { CHUNK } from "../crypto/constants.js";
import { b64, dump, formatTime, sha256, unb64, utf8 } from "../crypto/encoding.js";
import { fingerprint } from "../crypto/recovery.js";
import { rows } from "./catalogue.js";
import { pageOf } from "./export-page.js";
import { Hasher } from "./hashing.js";
import { stayOpen } from "./idle.js";
import { asciiName } from "./names.js";
import { saveMade } from "./reading.js";
import { readVersions } from "./records.js";
import { Remote } from "./remote.js";
import { SealedFile } from "./sealed-file.js";
import { need, onForget } from "./session.js";
import { vaultSource } from "./sources.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("./items.js").FileReference} FileReference */
/** @typedef {{ path: string, size: number, hash: Uint8Array, body?: Bytes, reference?: FileReference, original?: string | undefined }} Entry */
/** @typedef {{ hasher: Hasher, opener: Remote }} Beside workers: the page stays free for what is being typed */
/** @typedef {(step: { done: number, total: number }) => void} OnProgress bytes; total 0 while records are read */

const VERSIONS_AT_ONCE = 200;
/** Bytes of a file that is opened whole, its hash checked at once. */
const WHOLE = 8 * 1024 * 1024;
/** Bytes of a piece of a larger one, 256 chunks, and how many are asked for before their turn: requests and messages cost as much as bytes. */
const PIECE = 256 * CHUNK;
const AHEAD = 2;
/** Bytes under which what the ZIP gives is gathered: headers, records and thumbnails are many. */
const SMALL = 256 * 1024;
const NAME_LIMIT = 80;

/**
 * Save everything as one ZIP.
 *
 * @param {{ name: string, onProgress?: OnProgress, signal?: AbortSignal }} options name: of the file, as it is proposed
 * @returns {Promise<void>} once the browser has it all
 * @throws {import("./errors.js").FlowError} `locked`, `file_too_large_here`; a crypto error when something is not what was kept; AbortError when cancelled.
 */
export async function exportVault({ name, onProgress = () => {}, signal = new AbortController().signal }) {
  const stop = new AbortController();
  signal.addEventListener("abort", () => stop.abort(signal.reason), { once: true });
  const forget = onForget(() => stop.abort());
  const beside = { hasher: new Hasher(), opener: new Remote("open") };
  try {
    onProgress({ done: 0, total: 0 });
    const entries = await gather(stop.signal);
    const zip = await Zip.of(entries, beside, onProgress);
    await saveMade(zip, name, stop.signal);
    stop.signal.throwIfAborted();
  } finally {
    forget();
    beside.hasher.end();
    beside.opener.end();
  }
}

/** Rules 1 and 4: all that goes into the ZIP, in order. @param {AbortSignal} signal @returns {Promise<Entry[]>} */
async function gather(signal) {
  const made = new Contents();
  const found = [...rows(), ...rows(undefined, { trashed: true })];
  const names = found.flatMap((row) => row.versions.map((version) => ({ row, version })));
  for (let start = 0; start < names.length; start += VERSIONS_AT_ONCE) {
    signal.throwIfAborted();
    stayOpen();
    const batch = names.slice(start, start + VERSIONS_AT_ONCE);
    const records = await readVersions(batch.map(({ row, version }) => ({ id: row.id, version: version.n })));
    for (const [i, { row, version }] of batch.entries()) await made.add(row, version, records[i]);
  }
  return made.finish();
}

/** The entries, the index and the page, as records come. */
class Contents {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Map<string, string>} paths of files, by id */
  #paths = new Map();
  /** @type {Map<string, any>} items of the index, by id */
  #items = new Map();
  /** @type {any[]} files of the index */
  #files = [];
  /** @type {Map<string, import("./export-page.js").Shown>} */
  #shown = new Map();

  /** @param {import("./catalogue.js").Row} row @param {{ n: number, at: string }} version @param {any} record */
  async add(row, { n, at }, record) {
    const path = `fiches/${row.id}-v${n}.json`;
    const hash = await this.#body(path, dump(record));
    const { file, thumb } = record;
    if (file) this.#file(file, undefined, "fichiers");
    if (thumb) this.#file(thumb, file?.id, "vignettes");
    const item = this.#items.get(row.id) ?? { id: row.id, kind: row.kind, trashed_at: row.trashed_at, versions: [] };
    item.versions.push({ n, at, path, sha256: b64(hash) });
    this.#items.set(row.id, item);
    const versions = [...(this.#shown.get(row.id)?.versions ?? []), path];
    this.#shown.set(row.id, { record, versions, file: file ? this.#paths.get(file.id) ?? null : null, trashed: row.trashed_at !== null });
  }

  /** @param {FileReference} reference @param {string | undefined} original @param {string} folder */
  #file(reference, original, folder) {
    const { id, name, size, sha256: hash } = reference;
    if (this.#paths.has(id)) return;
    const path = `${folder}/${String(this.#paths.size + 1).padStart(4, "0")}-${entryName(name)}`;
    this.#paths.set(id, path);
    this.#files.push({ id, path, size, sha256: hash, thumb_of: original ?? null });
    this.#entries.push({ path, size, hash: unb64(hash), reference, original });
  }

  /** @param {string} path @param {Bytes} body */
  async #body(path, body) {
    const hash = await sha256(body);
    this.#entries.push({ path, size: body.length, hash, body });
    return hash;
  }

  /** @returns {Promise<Entry[]>} */
  async finish() {
    const { vaultId, identity } = need();
    const vault = await fingerprint(vaultId, identity.public());
    const head = { v: 1, format: "memo-export", made_at: formatTime(serverNow()), vault };
    await this.#body("index.html", utf8(pageOf([...this.#shown.values()])));
    await this.#body("memo.json", utf8(JSON.stringify({ ...head, items: [...this.#items.values()], files: this.#files })));
    const sums = this.#entries.map(({ path, hash }) => `${hex(hash)}  ${path}\n`).join("");
    await this.#body("SHA256SUMS", utf8(sums));
    return this.#entries;
  }
}

/** Rule 3. @param {string} name */
export function entryName(name) {
  const plain = asciiName(name).replace(/[^\w.-]+/g, "_").replace(/^[._]+|[._]+$/g, "");
  const [, stem = plain, extension = ""] = /^(.*)(\.[^.]{1,10})$/.exec(plain) ?? [];
  return stem.slice(0, NAME_LIMIT) + extension || "fichier";
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The ZIP, made as it is read: once, from its beginning. */
class Zip {
  #entries;
  #beside;
  #makeZip;
  #tell;

  /**
   * @param {Entry[]} entries
   * @param {Beside} beside
   * @param {OnProgress} tell
   */
  static async of(entries, beside, tell) {
    const { makeZip, predictLength } = await import("../../vendor/client-zip.js");
    const size = Number(predictLength(entries.map(({ path, size: bytes }) => ({ name: path, size: bytes }))));
    return new Zip(entries, beside, tell, makeZip, size);
  }

  /** @param {Entry[]} entries @param {Beside} beside @param {OnProgress} tell @param {typeof import("../../vendor/client-zip.js").makeZip} makeZip @param {number} size bytes */
  constructor(entries, beside, tell, makeZip, size) {
    this.#entries = entries;
    this.#beside = beside;
    this.#tell = tell;
    this.#makeZip = makeZip;
    this.size = size;
  }

  /** A download that was cut cannot be taken up: it is made anew. @returns {Promise<Bytes>} */
  read() {
    return Promise.reject(new DOMException("", "AbortError"));
  }

  /** @param {number} _size pieces come as they are made @param {AbortSignal} [signal] @returns {AsyncGenerator<Bytes>} */
  async *pieces(_size, signal) {
    let done = 0;
    const lastModified = serverNow();
    const parts = this.#parts(lastModified, signal);
    for await (const piece of gathered(this.#makeZip(parts, { buffersAreUTF8: true }))) {
      done += piece.length;
      stayOpen();
      this.#tell({ done, total: this.size });
      yield piece;
    }
  }

  /** @param {Date} lastModified @param {AbortSignal} [signal] */
  async *#parts(lastModified, signal) {
    for (const entry of this.#entries) {
      signal?.throwIfAborted();
      yield { name: entry.path, size: entry.size, lastModified, input: entry.body ?? this.#content(entry, signal) };
    }
  }

  /** Rule 2. @param {Entry} entry @param {AbortSignal} [signal] @returns {AsyncIterable<Bytes>} */
  async *#content({ reference, original }, signal) {
    if (!reference) return;
    const { hasher, opener } = this.#beside;
    const file = new SealedFile(reference, vaultSource(), original, (...of) => opener.call("open", { of }, [of[3].buffer]));
    if (reference.size > WHOLE) yield* hasher.checked(file.pieces(PIECE, signal, AHEAD), reference.sha256);
    else yield await file.readAll(signal);
  }
}

/**
 * The same bytes, small pieces gathered: each that is given costs a message. A large one is given as it is, its buffer its own.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* gathered(stream) {
  const reader = stream.getReader();
  const small = new Uint8Array(2 * SMALL);
  let filled = 0;
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (!value) continue;
      if (filled + value.length > small.length || value.length > SMALL) {
        if (filled > 0) yield small.slice(0, filled);
        filled = 0;
      }
      if (value.length > SMALL) {
        yield /** @type {Bytes} */ (value);
        continue;
      }
      small.set(value, filled);
      filled += value.length;
    }
    if (filled > 0) yield small.slice(0, filled);
  } finally {
    await reader.cancel();
  }
}
