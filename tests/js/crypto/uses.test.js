import assert from "node:assert/strict";

import { marksFor, useOf, withoutWords } from "../../../static/js/crypto/uses.js";
import { runCases, vectors } from "./vectors.js";

const file = vectors("uses");

runCases("use_of", file.use_of, (given) => useOf(given.reading), (use, given) => assert.equal(use, given.out));

runCases("marks_for", file.marks_for, (given) => marksFor(given.record, new Set(given.shared)), (record, given) => assert.deepEqual(record, given.out));

runCases("without_words", file.without_words, (given) => withoutWords(given.reading), (record, given) => assert.deepEqual(record, given.out));
