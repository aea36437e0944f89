/**
 * Finding an item by a word, in the browser alone: nothing of a search ever leaves the tab.
 *
 * The index lives in a worker, fed by the catalogue worker with all words of the records; it starts with the first search of an
 * open vault and ends with the lock. What waits on this device for the network is found too.
 */

import { feedSearch, onChange } from "./catalogue.js";
import { waitingRows } from "./known.js";
import { Remote } from "./remote.js";
import { onForget } from "./session.js";

/** @type {Remote | undefined} */
let worker;
/** @type {MessagePort | undefined} for rows that wait */
let over;
let fed = Promise.resolve();

/**
 * @param {string} text as typed; accents and case do not matter
 * @param {{ kinds?: string[], limit?: number }} [options]
 * @returns {Promise<string[]>} ids, the likeliest first; nothing of the trash
 */
export async function search(text, { kinds, limit = 50 } = {}) {
  worker ??= startSearch();
  const mine = worker;
  await fed;
  return mine.call("search", { text, kinds, limit });
}

function startSearch() {
  const started = new Remote("search");
  const { port1, port2 } = new MessageChannel();
  started.tell({ feed: port1 }, [port1]);
  fed = feedSearch(port2).then(() => layOver(started), () => stop());
  return started;
}

/** Behind the verified rows, so that they are not overtaken by these. @param {Remote} started */
function layOver(started) {
  if (worker !== started) return;
  const { port1, port2 } = new MessageChannel();
  over = port1;
  started.tell({ feed: port2 }, [port2]);
  tellWaiting();
}

function tellWaiting() {
  const rows = waitingRows();
  if (rows.length > 0) over?.postMessage({ rows });
}

onChange(tellWaiting);

function stop() {
  worker?.end();
  [worker, over] = [undefined, undefined];
}

onForget(stop);
