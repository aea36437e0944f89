/**
 * A login and a passphrase to propose, and how strong a password is.
 *
 * Words are drawn evenly from the BIP39 words of the page's language that have no accent: they are typed alike on any keyboard.
 * The passphrase has at least 80 bits whatever anybody knows of how it was made. The words are loaded only when a vault is made, the meter only when
 * somebody types her own.
 */

import { LANGUAGES, wordList } from "../crypto/recovery.js";
import { ownList } from "./words.js";

const loadWords = async (list = ownList()) => (await wordList(list)).filter((word) => /^[a-z]+$/.test(word));

/** Bits that a proposed passphrase has at least. */
const PROPOSED_BITS = 80;
/** Bits under which a password is refused: above what a patient guesser with the server's data may try. */
const ENOUGH_BITS = 50;

const LOGIN_WORDS = 2;
const LOGIN_NUMBERS = 10_000;
// Longer words make a login that is hard to dictate.
const LOGIN_WORD_LENGTH = 7;

/** @returns {Promise<string>} such as « citron-vapeur-0482 »; it says nothing of the person */
export async function proposeLogin() {
  const words = await loadWords();
  const short = words.filter((word) => word.length <= LOGIN_WORD_LENGTH);
  const chosen = Array.from({ length: LOGIN_WORDS }, () => short[below(short.length)]);
  return [...chosen, String(below(LOGIN_NUMBERS)).padStart(4, "0")].join("-");
}

/** The last passphrase drawn: its strength is known, so that making a vault with it loads no meter. */
let proposed = "";

/** @returns {Promise<string[]>} words, to be typed with spaces between them */
export async function proposePassphrase() {
  const words = await loadWords();
  const count = Math.ceil(PROPOSED_BITS / Math.log2(words.length));
  const drawn = Array.from({ length: count }, () => words[below(words.length)] ?? "");
  proposed = drawn.join(" ");
  return drawn;
}

/** Once a vault is made with it, nothing here knows the passphrase any more. */
export function forgetPassphrase() {
  proposed = "";
}

/** An even draw. @param {number} limit at most 65,536 @returns {number} */
function below(limit) {
  const reach = 65_536 - (65_536 % limit);
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint16Array(1))[0] ?? reach;
    // What is beyond the last whole multiple would make the first words likelier.
    if (drawn < reach) return drawn % limit;
  }
}

/** @typedef {{ bits: number, score: 0 | 1 | 2 | 3 | 4, enough: boolean }} Strength */

/** @type {Promise<(password: string, own: string[]) => number> | undefined} */
let meter;

/**
 * An estimate of how many bits somebody who knows how people choose would need to guess.
 *
 * @param {string} password
 * @param {string} [login] whose words must not help
 * @returns {Promise<Strength>} score 0 to 4 for a meter; `enough` decides
 */
export async function strength(password, login = "") {
  if (password !== "" && password === proposed) return { bits: PROPOSED_BITS, score: 4, enough: true };
  meter ??= loadMeter();
  const bits = Math.floor((await meter)(password, [login, ...login.split("-")].filter(Boolean)));
  return { bits, score: scoreOf(bits), enough: bits >= ENOUGH_BITS };
}

/** @param {number} bits @returns {0 | 1 | 2 | 3 | 4} */
function scoreOf(bits) {
  if (bits < 20) return 0;
  if (bits < 35) return 1;
  if (bits < ENOUGH_BITS) return 2;
  return bits < 65 ? 3 : 4;
}

async function loadMeter() {
  const words = (await Promise.all(LANGUAGES.map(loadWords))).flat();
  const { ZxcvbnFactory, adjacencyGraphs, common, english, french } = await import("../../vendor/zxcvbn.js");
  const checker = new ZxcvbnFactory({ dictionary: { ...common, ...english, ...french, passphrase: words }, graphs: adjacencyGraphs });
  // Its own limit is 256 characters, under which it is quick.
  return (/** @type {string} */ password, /** @type {string[]} */ own) =>
    checker.check(password.slice(0, 256), own).guessesLog10 * Math.log2(10);
}
