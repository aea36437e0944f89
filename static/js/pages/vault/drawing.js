/** What is drawn by lot when something written down is asked back. */

/**
 * Two places, different and in order.
 * @param {number} count
 */
export function twoOf(count) {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const first = Number(random[0]) % count;
  const second = (first + 1 + (Number(random[1]) % (count - 1))) % count;
  return [Math.min(first, second), Math.max(first, second)];
}

/**
 * @param {string | undefined} typed
 * @param {string | undefined} word
 */
export function same(typed, word) {
  return typed?.trim().toLowerCase() === word;
}
