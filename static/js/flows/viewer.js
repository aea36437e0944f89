/**
 * Showing a text or a PDF in a frame that has no origin, no network and no way to this page but one port (`/voir`).
 *
 *  1. The frame may run scripts and nothing else; what it shows may be hostile, and finds neither keys nor cookies there. Its own answer
 *     says so, whether the server gives it or the service worker. The element says it too, but where a device keeps the vault: no service
 *     worker reaches an element that takes the origin away.
 *  2. Bytes are given once, to that frame only, when it says that it is ready, and only if what speaks there has no origin.
 *  3. It may ask for the PDF library, its fonts and decoders by name; only those of a closed form, from our own folder, are given.
 */

import { readAsset } from "../api/assets.js";
import { isKept } from "./device-copy.js";
import { FlowError } from "./errors.js";
import { readBytes, viewKind } from "./reading.js";
import { vaultSource } from "./sources.js";

const VIEWER = "/voir";
/** How a message says that what sent it has no origin. */
const NOWHERE = "null";
// Milliseconds in which the frame must be ready, and then the document read.
const PATIENCE = 20_000;
const HELPERS = new URL("../../vendor/pdf/", import.meta.url);
/** @type {Record<string, { folder: string, form: RegExp }>} */
const KINDS = {
  library: { folder: "", form: /^\/static\/[0-9a-f]+\/vendor\/pdf(\.worker)?\.js$/ },
  standardFontDataUrl: { folder: "standard_fonts/", form: /^\w[\w-]*\.(pfb|ttf)$/ },
  wasmUrl: { folder: "wasm/", form: /^\w+\.wasm$/ },
};

/**
 * @param {HTMLIFrameElement} frame in the page, empty
 * @param {import("./reading.js").Looked} reference
 * @param {import("./sealed-file.js").Source} [source] the open vault when absent
 * @returns {Promise<{ pages: number }>} once it is read; pages are drawn as they come into sight
 * @throws {FlowError} `no_preview`, `file_too_large_here`, `viewer_failed`.
 */
export async function showInViewer(frame, reference, source = vaultSource()) {
  const kind = viewKind(reference);
  if (kind !== "pdf" && kind !== "text") throw new FlowError("no_preview");
  const [bytes] = await Promise.all([readBytes(reference, source), ready(frame)]);
  const { port1: port, port2 } = new MessageChannel();
  const drawn = answered(port);
  // The frame has an origin of its own, that no name stands for: the window itself is the address.
  frame.contentWindow?.postMessage({ kind, bytes }, "*", [port2, bytes.buffer]);
  return drawn;
}

/** Rule 2. @param {HTMLIFrameElement} frame @returns {Promise<void>} */
function ready(frame) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new FlowError("viewer_failed"))), PATIENCE);
    const hear = (/** @type {MessageEvent} */ { source, data, origin }) => {
      if (source === frame.contentWindow && data === "viewer-ready") finish(origin === NOWHERE ? resolve : () => reject(new FlowError("viewer_failed")));
    };
    const finish = (/** @type {() => void} */ then) => {
      clearTimeout(timer);
      removeEventListener("message", hear);
      then();
    };
    addEventListener("message", hear);
    if (!isKept()) frame.setAttribute("sandbox", "allow-scripts"); // 1
    frame.src = VIEWER;
  });
}

/** @param {MessagePort} port @returns {Promise<{ pages: number }>} */
function answered(port) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FlowError("viewer_failed")), PATIENCE);
    port.onmessage = ({ data }) => {
      if (data.need) return void give(port, data.need);
      clearTimeout(timer);
      if (data.shown) resolve({ pages: Number(data.shown.pages) });
      else reject(new FlowError("viewer_failed"));
    };
  });
}

/** Rule 3. @param {MessagePort} port @param {{ id: number, kind: string, filename: string }} need */
async function give(port, { id, kind, filename }) {
  const known = KINDS[kind];
  const data = known?.form.test(filename) ? await readAsset(new URL(known.folder + filename, HELPERS)) : null;
  port.postMessage({ id, data });
}
