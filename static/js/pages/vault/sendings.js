/** Uploads as the components draw them. */
import { cancel, goOn, pause } from "./uploads.js";

/** @typedef {import("./uploads.js").Upload} Upload */

/** @param {Upload[]} list @returns {import("../../ui/file-field.js").Sending[]} */
export function sendings(list) {
  return list.map((upload) => ({
    id: upload.id, name: upload.file.name, state: /** @type {"running" | "paused" | "failed"} */ (upload.state), error: upload.error,
    total: upload.progress.total, sent: upload.progress.sent, waiting: upload.progress.waiting,
    onPause: () => pause(upload), onResume: () => goOn(upload), onCancel: () => cancel(upload),
  }));
}
