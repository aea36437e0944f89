import assert from "node:assert/strict";
import { test } from "node:test";

import { unb64 } from "../../../static/js/crypto/encoding.js";
import { filePaddedSize, pad, padFile, padme, unpad, unpadFile } from "../../../static/js/crypto/padding.js";
import { assertBytes, pattern, runCases, vectors } from "./vectors.js";

const file = vectors("padding");

runCases("padme", file.padme, (given) => padme(given.length), (size, given) => assert.equal(size, given.out));

runCases(
  "pad",
  file.pad,
  (given) => pad(unb64(given.data), given.minimum),
  (padded, given) => assertBytes(padded, unb64(given.out)),
);

runCases("unpad", file.unpad, (given) => unpad(unb64(given.data)), (data, given) => assertBytes(data, unb64(given.out)));

runCases(
  "file_padded_size",
  file.file_padded_size,
  (given) => filePaddedSize(given.size),
  (size, given) => assert.equal(size, given.out),
);

runCases(
  "unpad_file",
  file.unpad_file,
  (given) => unpadFile(unb64(given.data), given.size),
  (data, given) => assertBytes(data, unb64(given.out)),
);

test("a padded file gives the file back, zeros at its end included", () => {
  for (const data of [new Uint8Array(0), new Uint8Array(10), pattern(5000)]) {
    assertBytes(unpadFile(padFile(data), data.length), data);
  }
});
