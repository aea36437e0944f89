/**
 * Finding an item by a word, in the browser alone: nothing of a search ever leaves the tab.
 *
 * The index lives in a worker, fed by the catalogue worker with all words of the records; it starts with the first search of an
 * open vault and ends with the lock.
 */

import { feedSearch } from "./catalogue.js";
import { Remote } from "./remote.js";
import { onForget } from "./session.js";

/** @type {Remote | undefined} */
let worker;

/**
 * @param {string} text as typed; accents and case do not matter
 * @param {{ kinds?: string[], limit?: number }} [options]
 * @returns {Promise<string[]>} ids, the likeliest first; nothing of the trash
 */
export async function search(text, { kinds, limit = 50 } = {}) {
  worker ??= startSearch();
  return worker.call("search", { text, kinds, limit });
}

function startSearch() {
  const started = new Remote("search");
  const { port1, port2 } = new MessageChannel();
  started.tell({ feed: port1 }, [port1]);
  void feedSearch(port2).catch(() => stop());
  return started;
}

function stop() {
  worker?.end();
  worker = undefined;
}

onForget(stop);
