/**
 * The one place of a page that writes to the device: a small database of sealed bytes, made only on a device that its owner called hers.
 *
 *  1. It is made by `make` alone, when its owner asks. Asking whether it is there makes nothing, and what is written once it was taken
 *     away is refused: a tab that has not heard of it must not make another, half full.
 *  2. Only what is sealed, or public to whoever has the server's database, is given to it (FORMAT 12); it does not look.
 *  3. What must not be lost is written with `strict` durability: on the disk when the promise resolves, as far as a browser can tell.
 *  4. Another tab that takes the copy away is not held up, and this one is told. One that sleeps holds nobody up either: what is in it is
 *     cleared before it is taken away.
 */

/** @typedef {"about" | "pages" | "records" | "parts" | "uploads" | "drafts" | "outbox"} Store */
/** @typedef {string | number} Key */
/** @typedef {{ store: Store, key: Key, value?: unknown }} Edit without value: what is there goes */

const NAME = "kept";
const VERSION = 1;
/** Entries that are read at once: a few milliseconds of pages. */
const SLICE = 16;
/** @type {Store[]} */
const STORES = ["about", "pages", "records", "parts", "uploads", "drafts", "outbox"];

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** Whether this device keeps a copy; rule 1. @returns {Promise<boolean>} */
export async function isThere() {
  if (opened) return opened.then(() => true, () => false);
  const databases = await globalThis.indexedDB?.databases?.().catch(() => []);
  return databases?.some(({ name }) => name === NAME) ?? false;
}

/** @type {Set<() => void>} */
const takenListeners = new Set();

/** Called when another tab takes the copy away. @param {() => void} fn */
export function onTaken(fn) {
  takenListeners.add(fn);
}

/** Rule 1. @returns {Promise<void>} */
export async function make() {
  await open(true);
}

/** @param {boolean} [isMade] here and now, when it is not there @returns {Promise<IDBDatabase>} */
function open(isMade = false) {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      if (!isMade) return asked.transaction?.abort();
      for (const store of STORES) asked.result.createObjectStore(store);
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = taken;
      asked.result.onclose = () => void (opened = undefined);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  opened.catch(() => void (opened = undefined));
  return opened;
}

/** Rule 4. */
function taken() {
  close();
  for (const fn of takenListeners) fn();
}

/** Let go of it; it stays on the device. */
export function close() {
  void opened?.then((database) => database.close(), () => undefined);
  opened = undefined;
}

/** Take all of it away. @returns {Promise<void>} once nothing is in it */
export async function destroy() {
  const isEmpty = await clear().then(() => true, () => false);
  close();
  return new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = () => resolve();
    asked.onerror = () => reject(asked.error);
    // Rule 4: it goes by itself when that tab wakes.
    asked.onblocked = () => void (isEmpty && resolve());
  });
}

async function clear() {
  const transaction = (await open()).transaction(STORES, "readwrite", { durability: "strict" });
  for (const store of STORES) transaction.objectStore(store).clear();
  return done(transaction);
}

/**
 * All or nothing.
 *
 * @param {Edit[]} edits
 * @param {{ strict?: boolean }} [options] rule 3
 * @returns {Promise<void>}
 */
export async function change(edits, { strict = false } = {}) {
  if (edits.length === 0) return;
  const names = [...new Set(edits.map(({ store }) => store))];
  const transaction = (await open()).transaction(names, "readwrite", { durability: strict ? "strict" : "default" });
  for (const { store, key, value } of edits) {
    if (value === undefined) transaction.objectStore(store).delete(key);
    else transaction.objectStore(store).put(value, key);
  }
  return done(transaction);
}

/** @param {Store} store @param {Key} key @returns {Promise<any>} undefined when there is none */
export async function get(store, key) {
  return asked((await open()).transaction(store).objectStore(store).get(key));
}

/** @param {Store} store @param {Key[]} keys @returns {Promise<any[]>} in the same order */
export async function getAll(store, keys) {
  const from = (await open()).transaction(store).objectStore(store);
  return Promise.all(keys.map((key) => asked(from.get(key))));
}

/** @param {Store} store @returns {Promise<Key[]>} ascending */
export async function keysOf(store) {
  return asked(/** @type {IDBRequest<any>} */ ((await open()).transaction(store).objectStore(store).getAllKeys()));
}

/**
 * All of a moment, taken in slices, so that reading the pages of a large vault does not hold up the page.
 *
 * @param {Store} store
 * @returns {Promise<[Key, any][]>} by ascending key
 */
export async function entries(store) {
  const from = (await open()).transaction(store).objectStore(store);
  /** @type {[Key, any][]} */
  const found = [];
  for (let range; ; range = IDBKeyRange.lowerBound(found.at(-1)?.[0], true)) {
    const [keys, values] = await Promise.all([asked(from.getAllKeys(range, SLICE)), asked(from.getAll(range, SLICE))]);
    keys.forEach((key, i) => found.push([/** @type {Key} */ (key), values[i]]));
    if (keys.length < SLICE) return found;
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
