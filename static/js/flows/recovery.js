/**
 * Getting back into a vault without its password: by the recovery phrase, or by people who hold shares (FORMAT 5.9, 5.10).
 *
 * In order:
 *  1. words are read here: what is no phrase, or no two shares of one set, is not sent;
 *  2. a new password must be as hard to guess as at the beginning, before anything is asked;
 *  3. the server lets in who proves the words (people: after their delay); their slot must open and the catalogue verify;
 *  4. what the sheet says besides the words must agree: a root older than it, or another fingerprint, and the tab leaves with nothing
 *     written (A12). A sheet that says less is trusted less, not refused;
 *  5. one transaction puts the new password in the place of the old one, drops second factors with the passkeys among them, and
 *     closes every other session;
 *  6. cut off before 5, the vault is as it was and the words still open it; after it, the new password opens.
 *
 * The phrase and the people stay ways in: who recovered by one has shown that it works.
 */

import { createRecovery } from "../api/recoveries.js";
import { HALF } from "../crypto/constants.js";
import { b64, unb64 } from "../crypto/encoding.js";
import { CryptoError } from "../crypto/errors.js";
import { normalLogin, paramsText } from "../crypto/kdf.js";
import { combineShares, fingerprint, peopleAuth, phraseAuth } from "../crypto/recovery.js";
import { newPasswordSlot } from "../crypto/slots.js";
import { changeWays } from "./access.js";
import { loadCatalogue } from "./catalogue.js";
import { FlowError } from "./errors.js";
import { forgetPassphrase } from "./identifier.js";
import { byPeople, byPhrase, derive, newParams } from "./keys.js";
import { readPhrase } from "./phrase.js";
import { admit, checkStrength, knock, leave, need, session } from "./session.js";

/** @typedef {import("../api/recoveries.js").RecoveryAnswer} RecoveryAnswer */
/** @typedef {{ seq?: number, fingerprint?: string }} Printed what else the sheet says, as far as it was typed */

/**
 * Open a vault by its recovery phrase, with a new password.
 *
 * @param {{ login: string, words: string, newPassword: string } & Printed} typed
 * @returns {Promise<void>} once the new password is the vault's, and the vault is open
 * @throws {FlowError} `phrase_malformed`, `weak_password`, `sheet_differs`; {import("../api/client.js").ApiError} `login_refused`…; a crypto error when the server lies.
 */
export async function recover({ login, words, newPassword, ...printed }) {
  const name = normalLogin(login);
  const entropy = await readPhrase(words); // 1
  await checkStrength(newPassword, name); // 2
  const proof = b64(await phraseAuth(entropy, name));
  const answer = await createRecovery({ login: name, way: "phrase", auth: proof });
  if ("ready_at" in answer) throw new FlowError("internal");
  await takeOver(answer, byPhrase(entropy), { newPassword, printed, phrase: "checked" });
}

/**
 * Ask for a vault by two shares: the first time begins the delay.
 *
 * @param {{ login: string, shares: string[] }} typed
 * @returns {Promise<{ readyAt: string | null }>} null once it is over: `recoverByPeople` then opens
 * @throws {FlowError} `shares_wrong`; {import("../api/client.js").ApiError} `login_refused`…
 */
export async function askPeople({ login, shares }) {
  const name = normalLogin(login);
  const { secret } = await readShares(shares);
  const answer = await createRecovery({ login: name, way: "people", auth: b64(await peopleAuth(secret, name)) });
  return { readyAt: "ready_at" in answer ? answer.ready_at : null };
}

/**
 * Open a vault by two shares, once the delay is over, with a new password.
 *
 * @param {{ login: string, shares: string[], newPassword: string }} typed
 * @returns {Promise<void>}
 * @throws as `recover`; {FlowError} `people_waiting` when it was refused meanwhile and waits anew.
 */
export async function recoverByPeople({ login, shares, newPassword }) {
  const name = normalLogin(login);
  const { secret, setId } = await readShares(shares); // 1
  await checkStrength(newPassword, name); // 2
  const answer = await createRecovery({ login: name, way: "people", auth: b64(await peopleAuth(secret, name)) });
  if ("ready_at" in answer || answer.half === null) throw new FlowError("people_waiting");
  const half = unb64(answer.half, HALF);
  await takeOver(answer, byPeople({ secret, half, setId }), { newPassword, printed: {} });
}

/** @param {string[]} texts */
async function readShares(texts) {
  return combineShares(texts).catch((error) => {
    if (!(error instanceof CryptoError)) throw error;
    throw new FlowError("shares_wrong", { cause: error });
  });
}

/**
 * Rules 3 to 6.
 *
 * @param {RecoveryAnswer} answer
 * @param {import("./keys.js").Way} way
 * @param {{ newPassword: string, printed: Printed, phrase?: "checked" }} wanted
 */
async function takeOver(answer, way, { newPassword, printed, phrase }) {
  knock();
  try {
    await admit(way, answer); // 3
    await loadCatalogue();
    await checkSheet(printed); // 4
    await setPassword(way, newPassword, phrase); // 5
    forgetPassphrase();
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Rule 4. @param {Printed} printed @throws {FlowError} `sheet_differs`. */
async function checkSheet({ seq = 0, fingerprint: written = "" }) {
  const { vaultId, identity } = need();
  const own = await fingerprint(vaultId, identity.public());
  const isOther = written.trim() !== "" && plain(written) !== plain(own);
  if (session.seq < seq || isOther) throw new FlowError("sheet_differs");
}

/** A fingerprint as it is compared: what Crockford's base 32 reads alike is alike. @param {string} text */
function plain(text) {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}

/**
 * Rule 5.
 *
 * @param {import("./keys.js").Way} way
 * @param {string} password
 * @param {"checked"} [phrase]
 */
async function setPassword(way, password, phrase) {
  const params = newParams();
  const derived = await derive(session.login ?? "", password, paramsText(params));
  try {
    await changeWays({ auth: null, open: way }, async ({ vmk, vaultId, epoch, slots }) => {
      const stays = slots.filter(({ kind }) => kind === "phrase" || kind === "people");
      return {
        slots: [await newPasswordSlot(vaultId, epoch, params, derived.pmk, vmk), ...stays],
        password: { auth: derived.auth, params: paramsText(params) },
        settings: (before) => (phrase ? { ...before, phrase } : before),
        dropFactors: true,
        closeSessions: true,
      };
    });
  } finally {
    derived.pmk.fill(0);
  }
}
