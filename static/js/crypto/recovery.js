/**
 * Ways back into a vault without its password, and the fingerprint printed with them (FORMAT 5.9 to 5.11, 6.3).
 *
 *     twelve words ─ E ─┬ phraseAuth (to the server)        two of three shares ─ S ─┬ peopleAuth (to the server)
 *                       └ KEK of the phrase slot                       S ‖ H (half) ─┴ KEK of the people slot
 *
 * Rules of reading words that a person typed, in order:
 *  1. only letters count: case, accents, numbering, punctuation and line breaks do not;
 *  2. the words are as many as asked for, and all of one list: the French one, else the English one;
 *  3. the checksum that they carry is right: a wrong word is said here, before anything is derived or sent.
 *
 * Two shares give their secret only if both keep these rules, their sets are one and their numbers differ. What the server
 * decides (delay, refusal) is not here; what a slot wraps is `slots.js`. The lists are loaded when words are read or written.
 */

import {
  CODE_ALPHABET,
  CREDENTIAL_MAX,
  HALF,
  KEY,
  PASSKEY_INPUT,
  PEOPLE_CHECK,
  PEOPLE_NEED,
  PEOPLE_OF,
  PEOPLE_SET,
  PHRASE,
  PRODUCT,
  WORD_BITS,
} from "./constants.js";
import { concat, equalBytes, lp, randomBytes, sha256, unb64, utf8 } from "./encoding.js";
import { MalformedError, UnsupportedError } from "./errors.js";
import { hkdf } from "./kdf.js";

/** @typedef {import("./encoding.js").Bytes} Bytes */
/** @typedef {"french" | "english"} Language */
/** @typedef {{ setId: Bytes, x: number, y: Bytes }} Share y is the value at x of the polynomials whose values at 0 are the secret */

/** The lists of BIP-0039 that are written and read, in the order in which they are tried. @type {readonly Language[]} */
export const LANGUAGES = Object.freeze(["french", "english"]);
/** What the PRF extension of a passkey is evaluated at (5.11). */
export const PRF_INPUT = unb64(PASSKEY_INPUT);

const PHRASE_CHECK = 1; // bytes that hold the 4 bits of checksum of a phrase
const POLYNOMIAL = 0x11b;
const FINGERPRINT = 10;

/**
 * The 2,048 words of a language of BIP-0039.
 *
 * @param {Language} language
 * @returns {Promise<readonly string[]>}
 * @throws {UnsupportedError} when it is neither French nor English.
 */
export async function wordList(language) {
  if (language === "french") return (await import("../../vendor/words-fr.js")).words;
  if (language === "english") return (await import("../../vendor/words-en.js")).words;
  throw new UnsupportedError("a word list is not known");
}

/** @param {string} text @returns {string[]} its words as they are compared: without marks, lower case, letters only (rule 1) */
export function typedWords(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z]+/g) ?? [];
}

/**
 * The twelve words of a new recovery phrase.
 *
 * @param {Language} language
 * @throws {UnsupportedError} as `wordList`.
 */
export function newPhrase(language) {
  return phraseWords(randomBytes(PHRASE), language);
}

/**
 * The twelve words that 16 bytes are written as, with their checksum (BIP-0039).
 *
 * @param {Bytes} entropy
 * @param {Language} language
 * @returns {Promise<string[]>}
 * @throws {MalformedError} when they are not 16 bytes.
 * @throws {UnsupportedError} as `wordList`.
 */
export async function phraseWords(entropy, language) {
  return toWords(concat(checked(entropy), await phraseCheck(entropy)), await wordList(language));
}

/**
 * The 16 bytes behind twelve words, in whatever way they were typed, by the list above.
 *
 * @param {string} text
 * @returns {Promise<Bytes>}
 * @throws {MalformedError} when they are no recovery phrase; which rule is not said.
 */
export async function parsePhrase(text) {
  for (const language of LANGUAGES) {
    const data = toBytes(text, PHRASE + PHRASE_CHECK, await wordList(language));
    const entropy = data?.slice(0, PHRASE);
    if (data && entropy && equalBytes(await phraseCheck(entropy), data.subarray(PHRASE))) return entropy;
  }
  throw new MalformedError("not the twelve words of a recovery phrase");
}

/** What proves the phrase to the server (5.9). @param {Bytes} entropy @param {string} login normal already */
export async function phraseAuth(entropy, login) {
  return hkdf(checked(entropy), "phrase-auth", lp(utf8(login)));
}

/** The key that wraps VMK in the phrase slot (5.9). @param {Bytes} entropy @param {Bytes} vaultId @returns {Promise<Bytes>} */
export async function kekPhrase(entropy, vaultId) {
  return hkdf(checked(entropy), "slot-phrase", lp(vaultId));
}

/**
 * A new secret, the id of its set, and its three shares of sixteen words; any two give it again (5.10).
 *
 * @param {Language} [language]
 * @returns {Promise<{ secret: Bytes, setId: Bytes, shares: string[][] }>}
 */
export async function newPeople(language = "french") {
  const [secret, setId, slope] = [randomBytes(PHRASE), randomBytes(PEOPLE_SET), randomBytes(PHRASE)];
  const list = await wordList(language);
  const shares = [];
  for (let x = 1; x <= PEOPLE_OF; x += 1) {
    shares.push(toWords(await shareBytes({ setId, x, y: pointAt(secret, slope, x) }), list));
  }
  return { secret, setId, shares };
}

/**
 * The secret that two shares give, and their set, in whatever way they were typed.
 *
 * @param {string[]} texts
 * @returns {Promise<{ secret: Bytes, setId: Bytes }>}
 * @throws {MalformedError} when they are not two, one is no share, or they are not two of one set.
 */
export async function combineShares(texts) {
  if (texts.length !== PEOPLE_NEED) throw new MalformedError("two shares are needed");
  const [one, two] = /** @type {[Share, Share]} */ (await Promise.all(texts.map(parseShare)));
  if (!equalBytes(one.setId, two.setId) || one.x === two.x) {
    throw new MalformedError("the shares are not two of one set");
  }
  return { secret: join(one, two), setId: one.setId };
}

/** What proves two shares to the server (5.10). @param {Bytes} secret @param {string} login normal already */
export async function peopleAuth(secret, login) {
  return hkdf(checked(secret), "people-auth", lp(utf8(login)));
}

/**
 * The key that wraps VMK in the people slot (5.10).
 *
 * @param {Bytes} secret
 * @param {Bytes} half comes from the server after its delay
 * @param {Bytes} vaultId
 * @param {Bytes} setId
 * @returns {Promise<Bytes>}
 * @throws {MalformedError} when a length is wrong: one part could slide into the other.
 */
export async function kekPeople(secret, half, vaultId, setId) {
  if (half.length !== HALF || setId.length !== PEOPLE_SET) throw new MalformedError("a half is 32 bytes and a set 2");
  return hkdf(concat(checked(secret), half), "slot-people", concat(lp(vaultId), lp(setId)));
}

/**
 * The key that wraps VMK in the slot of a passkey (5.11).
 *
 * @param {Bytes} prf
 * @param {Bytes} vaultId
 * @param {Bytes} credential
 * @returns {Promise<Bytes>}
 * @throws {MalformedError} on an authenticator that gives no secret, or no credential id.
 */
export async function kekPasskey(prf, vaultId, credential) {
  if (prf.length !== KEY || prf.every((byte) => byte === 0)) {
    throw new MalformedError("a passkey gives 32 bytes that are not all zero");
  }
  if (credential.length < 1 || credential.length > CREDENTIAL_MAX) {
    throw new MalformedError("a credential id has 1 to 1023 bytes");
  }
  return hkdf(prf, "slot-passkey", concat(lp(vaultId), lp(await sha256(credential))));
}

/**
 * What tells this vault and identity on paper, `XXXX-XXXX-XXXX-XXXX` (6.3).
 *
 * @param {Bytes} vaultId
 * @param {import("./signing.js").PublicIdentity} identity
 * @returns {Promise<string>}
 */
export async function fingerprint(vaultId, { ed25519, x25519 }) {
  const named = concat(lp(vaultId), lp(unb64(ed25519, KEY)), lp(unb64(x25519, KEY)));
  const digest = await sha256(concat(utf8(`${PRODUCT}fingerprint\0`), named));
  const characters = groups(digest.subarray(0, FINGERPRINT), 5).map((at) => CODE_ALPHABET[at]);
  return [0, 4, 8, 12].map((at) => characters.slice(at, at + 4).join("")).join("-");
}

/** A key of fewer bytes could be guessed. @param {Bytes} secret what words were read to */
function checked(secret) {
  if (secret.length !== PHRASE) throw new MalformedError("the secret behind words is 16 bytes");
  return secret;
}

/** The 4 bits of BIP-0039, in the high half of a byte whose low half no word carries. @param {Bytes} entropy */
async function phraseCheck(entropy) {
  return Uint8Array.of(Number((await sha256(entropy))[0]) & 0xf0);
}

/** @param {Share} share @returns {Promise<Bytes>} its body and check */
async function shareBytes({ setId, x, y }) {
  const body = concat(setId, Uint8Array.of(x), y);
  const digest = await sha256(concat(utf8(`${PRODUCT}people-share\0`), body));
  return concat(body, digest.subarray(0, PEOPLE_CHECK));
}

/** @param {string} text @returns {Promise<Share>} */
async function parseShare(text) {
  const size = PEOPLE_SET + 1 + PHRASE;
  for (const language of LANGUAGES) {
    const data = toBytes(text, size + PEOPLE_CHECK, await wordList(language));
    if (!data) continue;
    const x = Number(data[PEOPLE_SET]);
    const share = { setId: data.slice(0, PEOPLE_SET), x, y: data.slice(PEOPLE_SET + 1, size) };
    if (x >= 1 && x <= PEOPLE_OF && equalBytes(await shareBytes(share), data)) return share;
  }
  throw new MalformedError("not the sixteen words of a share");
}

/** The first bits as words; those that are left over are not written. @param {Bytes} data @param {readonly string[]} list */
function toWords(data, list) {
  return groups(data, WORD_BITS).map((number) => String(list[number]));
}

/**
 * What `toWords` wrote, zero bits at the end; undefined when the text is not so many words of this list (rule 2).
 *
 * @param {string} text
 * @param {number} size in bytes
 * @param {readonly string[]} list
 * @returns {Bytes | undefined}
 */
function toBytes(text, size, list) {
  const numbers = new Map(list.map((word, number) => [typedWords(word).join(""), number]));
  const typed = typedWords(text).map((word) => numbers.get(word));
  if (typed.length !== Math.floor((size * 8) / WORD_BITS) || typed.includes(undefined)) return undefined;
  const bits = typed.map((number) => Number(number).toString(2).padStart(WORD_BITS, "0")).join("");
  const padded = bits.padEnd(size * 8, "0");
  return Uint8Array.from({ length: size }, (_, i) => parseInt(padded.slice(8 * i, 8 * i + 8), 2));
}

/** Bytes as numbers of so many bits each, from the first; what is left over is dropped. @param {Bytes} data @param {number} width */
function groups(data, width) {
  const bits = Array.from(data, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: Math.floor(bits.length / width) }, (_, i) => parseInt(bits.slice(width * i, width * (i + 1)), 2));
}

/**
 * The point at x of the lines through `secret` at 0, one line a byte (Shamir 1979).
 *
 * @param {Bytes} secret
 * @param {Bytes} slope random, as long
 * @param {number} x
 * @returns {Bytes}
 */
export function pointAt(secret, slope, x) {
  return secret.map((byte, i) => byte ^ times(Number(slope[i]), x));
}

/**
 * The values at 0 of the lines through two points (Lagrange).
 *
 * @param {{ x: number, y: Bytes }} one
 * @param {{ x: number, y: Bytes }} two of another x
 * @returns {Bytes}
 */
export function join(one, two) {
  const over = inverse(one.x ^ two.x);
  const [a, b] = [times(two.x, over), times(one.x, over)];
  return one.y.map((byte, i) => times(byte, a) ^ times(Number(two.y[i]), b));
}

/** The product in GF(2^8), without a table or a branch that depends on it. @param {number} a @param {number} b */
function times(a, b) {
  let [product, left, right] = [0, a, b];
  for (let i = 0; i < 8; i += 1) {
    product ^= -(right & 1) & left;
    left = (left << 1) ^ (-(left >> 7) & POLYNOMIAL);
    right >>= 1;
  }
  return product;
}

/** The power 254, which is the inverse: the order of the group is 255. @param {number} a */
function inverse(a) {
  let power = a;
  for (let i = 0; i < 6; i += 1) power = times(times(power, power), a);
  return times(power, power);
}
