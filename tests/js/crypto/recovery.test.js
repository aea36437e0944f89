import assert from "node:assert/strict";
import { test } from "node:test";

import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { combine, split } from "shamir-secret-sharing";

import { b64, concat, randomBytes, sha256, unb64, utf8 } from "../../../static/js/crypto/encoding.js";
import {
  LANGUAGES,
  PRF_INPUT,
  combineShares,
  fingerprint,
  join,
  kekPasskey,
  kekPeople,
  kekPhrase,
  newPeople,
  newPhrase,
  parsePhrase,
  peopleAuth,
  phraseAuth,
  phraseWords,
  pointAt,
  typedWords,
  wordList,
} from "../../../static/js/crypto/recovery.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

const file = vectors("recovery");

const assertOut = (/** @type {Uint8Array} */ found, /** @type {any} */ given) => assertBytes(found, unb64(given.out));

runCases("prf_input", file.prf_input, () => PRF_INPUT, assertOut);

runCases(
  "phrase_words",
  file.phrase_words,
  ({ entropy, language }) => phraseWords(unb64(entropy), language),
  (words, given) => assert.deepEqual(words, given.out),
);

runCases("parse_phrase", file.parse_phrase, ({ text }) => parsePhrase(text), assertOut);
runCases("phrase_auth", file.phrase_auth, ({ secret, login }) => phraseAuth(unb64(secret), login), assertOut);
runCases("kek_phrase", file.kek_phrase, (given) => kekPhrase(unb64(given.entropy), unb64(given.vault_id)), assertOut);

runCases(
  "share_words",
  file.share_words,
  ({ secret, slope, x }) => pointAt(unb64(secret), unb64(slope), x),
  (y, given) => assertBytes(y, unb64(given.out.y)),
);

runCases(
  "combine_shares",
  file.combine_shares,
  ({ texts }) => combineShares(texts),
  ({ secret, setId }, given) => assert.deepEqual({ secret: b64(secret), set: b64(setId) }, given.out),
);

runCases("people_auth", file.people_auth, ({ secret, login }) => peopleAuth(unb64(secret), login), assertOut);

runCases(
  "kek_people",
  file.kek_people,
  (given) => kekPeople(unb64(given.secret), unb64(given.half), unb64(given.vault_id), unb64(given.set)),
  assertOut,
);

runCases(
  "kek_passkey",
  file.kek_passkey,
  ({ prf, vault_id: vaultId, credential }) => kekPasskey(unb64(prf), unb64(vaultId), unb64(credential)),
  assertOut,
);

runCases(
  "fingerprint",
  file.fingerprint,
  (given) => fingerprint(unb64(given.vault_id), given.identity),
  (text, given) => assert.equal(text, given.out),
);

test("PRF is asked for at the hash that FORMAT names", async () => {
  assertBytes(PRF_INPUT, await sha256(utf8("memo/v1/prf")));
});

test("each list has 2,048 words that stay apart without accents and case", async () => {
  for (const language of LANGUAGES) {
    const words = await wordList(language);
    const folded = words.map((word) => typedWords(word.toUpperCase()));
    assert.equal(new Set(folded.map(([word]) => word)).size, 2048);
    assert.ok(folded.every((one) => one.length === 1));
    assert.ok(words.every((word) => word === word.normalize("NFC")));
  }
  await assertRefused(() => newPhrase(/** @type {any} */ ("german")), "unsupported");
});

test("phrases are those of a published library, both ways", async () => {
  for (const language of LANGUAGES) {
    const list = (await wordList(language)).map((word) => word.normalize("NFKD"));
    for (let i = 0; i < 20; i += 1) {
      const entropy = randomBytes(16);
      const theirs = entropyToMnemonic(entropy, list);
      assert.equal((await phraseWords(entropy, language)).join(" ").normalize("NFKD"), theirs);
      assertBytes(await parsePhrase(theirs), entropy);
      const ours = await newPhrase(language);
      assertBytes(mnemonicToEntropy(ours.join(" "), list), await parsePhrase(ours.join(" ")));
    }
  }
});

test("a new phrase is read again", async () => {
  const words = await newPhrase("french");
  assert.equal(words.length, 12);
  assert.deepEqual(await phraseWords(await parsePhrase(words.join(" ")), "french"), words);
});

test("any two of three shares give the secret; one of another set does not join", async () => {
  for (const language of LANGUAGES) {
    const { secret, setId, shares } = await newPeople(language);
    const texts = shares.map((words) => words.join(" "));
    assert.ok(shares.every((words) => words.length === 16));
    for (const pair of [[0, 1], [1, 0], [0, 2], [2, 1]]) {
      const found = await combineShares(pair.map((i) => texts[i]));
      assertBytes(found.secret, secret);
      assertBytes(found.setId, setId);
    }
    await assertRefused(() => combineShares([texts[1], texts[1]]), "malformed");
  }
  const [one, two] = [await newPeople(), await newPeople()];
  if (b64(one.setId) !== b64(two.setId)) {
    await assertRefused(() => combineShares([one.shares[0].join(" "), two.shares[1].join(" ")]), "malformed");
  }
});

// Theirs is y ‖ x, with x any byte but zero.
const toTheirs = ({ x, y }) => concat(y, Uint8Array.of(x));
const fromTheirs = (share) => ({ x: share.at(-1), y: share.slice(0, -1) });

test("our shares are read by an audited library, and its shares by us", async () => {
  for (let i = 0; i < 50; i += 1) {
    const [secret, slope] = [randomBytes(16), randomBytes(16)];
    const points = [1, 2, 3].map((x) => ({ x, y: pointAt(secret, slope, x) }));
    for (const pair of [[0, 1], [2, 0], [1, 2]]) {
      const chosen = pair.map((at) => points[at]);
      assertBytes(await combine(chosen.map(toTheirs)), secret);
      assertBytes(join(chosen[0], chosen[1]), secret);
    }
    assertBytes(await combine(points.map(toTheirs)), secret);
    const [one, , three] = (await split(secret, 3, 2)).map(fromTheirs);
    assertBytes(join(one, three), secret);
  }
});

test("products and inverses of GF(2^8) hold for every byte", () => {
  for (let x = 1; x < 256; x += 1) {
    const secret = Uint8Array.of(0x53);
    const [one, two] = [{ x, y: pointAt(secret, Uint8Array.of(0xca), x) }, { x: 0, y: secret }];
    assertBytes(join(one, two), secret);
  }
  // FIPS 197, 4.2: {57} • {83} = {c1}, {57} • {13} = {fe}; 4.2.1: {57} • {10} = {07}.
  for (const [a, x, product] of [[0x57, 0x83, 0xc1], [0x57, 0x13, 0xfe], [0x57, 0x10, 0x07]]) {
    assertBytes(pointAt(Uint8Array.of(0), Uint8Array.of(a), x), Uint8Array.of(product));
  }
});

test("one share says nothing: every secret has a line through it", () => {
  const y = Uint8Array.of(0xab);
  const secrets = new Set();
  for (let slope = 0; slope < 256; slope += 1) {
    const secret = Uint8Array.of(y[0] ^ pointAt(Uint8Array.of(0), Uint8Array.of(slope), 3)[0]);
    assertBytes(pointAt(secret, Uint8Array.of(slope), 3), y);
    secrets.add(secret[0]);
  }
  assert.equal(secrets.size, 256);
});
