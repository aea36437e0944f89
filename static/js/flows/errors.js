/**
 * Why a flow refuses, when neither the server nor the crypto core did.
 *
 * Codes: `file_changed`, `file_empty`, `file_too_large_here`, `no_copy`, `no_preview`, `viewer_failed`, `locked`, `read_only`,
 * `too_many_conflicts`, `link_malformed`, `weak_password`, `share_empty`, `share_files_missing`. Sentences are in `ui/messages.js`.
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
