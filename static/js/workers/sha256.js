/**
 * SHA-256 of a file as it is read, beside the worker that seals it: hashing is the slowest step of an upload.
 *
 * Blocks come in order through a port, their buffers go back to be filled again: memory stays flat.
 */

import { createHasher } from "./hasher.js";

/** @param {MessagePort} port of the worker that reads the file */
async function hashFrom(port) {
  const hasher = (await createHasher()).init();
  port.onmessage = ({ data }) => {
    if (data.finish) return port.postMessage({ digest: hasher.digest("binary") });
    hasher.update(new Uint8Array(data.block, 0, data.length));
    port.postMessage({ block: data.block }, [data.block]);
  };
}

self.addEventListener("message", ({ data }) => {
  if (data?.port instanceof MessagePort) void hashFrom(data.port);
});
