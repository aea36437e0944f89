/**
 * Why a flow refuses, when neither the server nor the crypto core did.
 *
 * The sentence of each code is in `ui/messages.js`, where a test looks for it.
 */

export class FlowError extends Error {
  /** @param {string} code @param {ErrorOptions} [options] */
  constructor(code, options) {
    super(code, options);
    this.name = "FlowError";
    this.code = code;
  }
}

/** Stable code of anything thrown. @param {unknown} error @returns {string} */
export function codeOf(error) {
  const code = /** @type {{ code?: unknown }} */ (error)?.code;
  if (typeof code === "string") return code;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "AbortError") return "cancelled";
  return name === "NotReadableError" || name === "NotFoundError" ? "file_changed" : "internal";
}
