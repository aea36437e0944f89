/** Writes the copy without location of a file, as the browser makes it: `node blank.mjs FILE COPY`. */
import { readFile, writeFile } from "node:fs/promises";

import { blankedCopy } from "../../static/js/flows/location.js";

const PIECE = 65_536;
const [from, to] = process.argv.slice(2);
const bytes = new Uint8Array(await readFile(from));
const original = {
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
  async *pieces(size) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  },
};
const copy = await blankedCopy(original, { name: "", type: "" });
const pieces = [];
for await (const piece of copy.pieces(PIECE)) pieces.push(piece);
await writeFile(to, Buffer.concat(pieces));
