/**
 * What a browser keeps things with, and Node has not: IndexedDB as far as `device-store.js` uses it, locks, caches and a service worker.
 * It can be full, broken, or held open by another tab that sleeps.
 */

const NAME = "kept";

export class Disk {
  /** @type {Map<string, Map<unknown, unknown>> | undefined} stores of the database, while there is one */
  stores;
  /** Names of caches. */
  caches = new Set();
  /** Whether a transaction that would write this fails. @type {(store: string, value: unknown) => boolean} */
  refuses = () => false;
  #connections = new Set();
  #locks = new Set();
  #isGoing = false;

  /** Puts itself where flows look for it. Before any flow is imported. */
  plug() {
    globalThis.indexedDB = { databases: async () => (this.stores ? [{ name: NAME }] : []), open: () => this.#open(), deleteDatabase: () => this.#delete() };
    globalThis.IDBKeyRange = { lowerBound: (key) => key };
    globalThis.caches = { keys: async () => [...this.caches], delete: async (name) => this.caches.delete(name) };
    const registration = { active: { postMessage: (order, [port]) => this.#obey(order, port) }, unregister: async () => true };
    const serviceWorker = { ready: Promise.resolve(registration), register: async () => registration, getRegistration: async () => registration };
    const navigator = { onLine: true, locks: { request: (...asked) => this.#lock(...asked) }, serviceWorker, storage: { persist: async () => true } };
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  }

  /** Entries of a store. @param {string} store */
  entries(store) {
    return [...(this.stores?.get(store) ?? [])];
  }

  /** Another tab has the database open and does not hear that it is taken away. */
  sleeper() {
    const connection = this.#connection();
    connection.onversionchange = () => {};
    return connection;
  }

  /** Another tab keeps. @returns {() => void} that tab is closed */
  otherKeeper() {
    this.#locks.add(NAME);
    return () => this.#locks.delete(NAME);
  }

  #obey({ device, part }, port) {
    if (device === "keep") this.caches.add(`${part} 1`);
    if (device === "drop") this.caches.delete(`${part} 1`);
    port.postMessage({ value: device === "kept" ? [...this.caches].map((name) => name.split(" ")[0]) : undefined });
    port.close();
  }

  async #lock(name, _options, act) {
    if (this.#locks.has(name)) return act(null);
    this.#locks.add(name);
    try {
      return await act({ name });
    } finally {
      this.#locks.delete(name);
    }
  }

  /** In its turn: after what is being taken away. */
  #open(asked = {}) {
    setImmediate(() => {
      if (this.#isGoing) return this.#open(asked);
      if (!this.stores) {
        const made = new Map();
        let aborted = false;
        Object.assign(asked, { result: { createObjectStore: (name) => made.set(name, new Map()) }, transaction: { abort: () => void (aborted = true) } });
        asked.onupgradeneeded();
        if (aborted) return asked.onerror(Object.assign(asked, { error: new DOMException("", "AbortError") }));
        this.stores = made;
      }
      asked.result = this.#connection();
      asked.onsuccess();
    });
    return asked;
  }

  #delete() {
    const asked = {};
    this.#isGoing = true;
    queueMicrotask(() => {
      for (const connection of [...this.#connections]) connection.onversionchange?.();
      setImmediate(() => this.#deleted(asked, true));
    });
    return asked;
  }

  /** Once nobody has it open. @param {any} asked @param {boolean} [isFirst] */
  #deleted(asked, isFirst = false) {
    if (this.#connections.size === 0) {
      [this.stores, this.#isGoing] = [undefined, false];
      return asked.onsuccess?.();
    }
    if (isFirst) asked.onblocked?.();
    setTimeout(() => this.#deleted(asked), 1).unref();
  }

  #connection() {
    const connection = { transaction: () => this.#transaction(), close: () => void this.#connections.delete(connection) };
    this.#connections.add(connection);
    return connection;
  }

  #transaction() {
    const edits = [];
    const transaction = { objectStore: (name) => this.#store(name, edits), error: null };
    setImmediate(() => {
      if (edits.some(([name, , value]) => this.refuses(name, value))) {
        transaction.error = new DOMException("", "QuotaExceededError");
        return transaction.onabort?.();
      }
      for (const [name, act] of edits) act(this.stores?.get(name) ?? new Map());
      transaction.oncomplete?.();
    });
    return transaction;
  }

  #store(name, edits) {
    const read = (look) => {
      const asked = {};
      setImmediate(() => {
        asked.result = look(this.stores?.get(name) ?? new Map());
        asked.onsuccess?.();
      });
      return asked;
    };
    const sorted = (map, after, count) => {
      const rest = after === undefined ? [...map] : [...map].filter(([key]) => key > after);
      return rest.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, count);
    };
    return {
      put: (value, key) => void edits.push([name, (map) => map.set(key, structuredClone(value)), value]),
      delete: (key) => void edits.push([name, (map) => map.delete(key)]),
      clear: () => void edits.push([name, (map) => map.clear()]),
      get: (key) => read((map) => map.get(key)),
      getAll: (after, count) => read((map) => sorted(map, after, count).map(([, value]) => value)),
      getAllKeys: (after, count) => read((map) => sorted(map, after, count).map(([key]) => key)),
    };
  }
}
