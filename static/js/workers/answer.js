/**
 * The worker's side of `flows/remote.js`: a message in, a function, a message out.
 *
 * An error leaves as its code and a developer's sentence; never as a value, which might be a secret.
 */

/** @typedef {{ value: unknown, transfer: Transferable[] }} Moved an answer whose buffers are given away */

/** @param {unknown} value @param {Transferable[]} transfer @returns {Moved & { moved: true }} */
export function moved(value, transfer) {
  return { moved: true, value, transfer };
}

/** @param {Record<string, (args: any) => unknown>} functions by name */
export function answerWith(functions) {
  self.addEventListener("message", async ({ data }) => {
    if (typeof data?.id !== "number") return;
    const { id, name, args } = data;
    try {
      const result = /** @type {any} */ (await functions[name]?.(args));
      const { value, transfer } = result?.moved ? result : { value: result, transfer: [] };
      self.postMessage({ id, value }, { transfer });
    } catch (error) {
      self.postMessage({ id, error: plain(error) });
    }
  });
}

/** @param {unknown} error @returns {{ code: string, message: string }} */
export function plain(error) {
  const code = /** @type {{ code?: unknown }} */ (error)?.code;
  const name = error instanceof Error ? error.name : "unknown";
  return { code: typeof code === "string" ? code : name === "NotReadableError" ? "file_changed" : "internal", message: name };
}
