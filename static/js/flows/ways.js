/**
 * Changing one way in at a time: the password, recovery by people (FORMAT 5.2, 5.10). The phrase is `phrase.js`, passkeys are
 * `passkeys.js`, all at once is `rotation.js`; how a change is made and kept is `access.js`.
 *
 * Whoever had the old secret and a copy of the vault from then opens that copy still: only what comes after a rotation is out of her reach.
 */

import { HALF } from "../crypto/constants.js";
import { b64, randomBytes } from "../crypto/encoding.js";
import { paramsText } from "../crypto/kdf.js";
import { newPeople, peopleAuth } from "../crypto/recovery.js";
import { newPasswordSlot, newPeopleSlot } from "../crypto/slots.js";
import { changeAccess, without } from "./access.js";
import { derive, newParams } from "./keys.js";
import { checkStrength, session } from "./session.js";
import { ownList } from "./words.js";

/** Days that the server holds its half back, of which one is chosen. */
export const DELAYS = Object.freeze([3, 7, 14, 30]);

/**
 * Another password in the place of the present one; all other sessions are closed.
 *
 * @param {string} password the present one
 * @param {string} newPassword
 * @returns {Promise<void>}
 * @throws {import("./errors.js").FlowError} `weak_password`; as `changeAccess`.
 */
export async function changePassword(password, newPassword) {
  const login = session.login ?? "";
  await checkStrength(newPassword, login);
  const params = newParams();
  const derived = await derive(login, newPassword, paramsText(params));
  try {
    await changeAccess(password, async ({ vmk, vaultId, epoch, slots }) => ({
      slots: [await newPasswordSlot(vaultId, epoch, params, derived.pmk, vmk), ...without(slots, "password")],
      password: { auth: derived.auth, params: paramsText(params) },
      closeSessions: true,
    }));
  } finally {
    derived.pmk.fill(0);
  }
}

/**
 * Recovery by people from now on; shares given out before no longer do.
 *
 * @param {string} password
 * @param {number} delayDays one of `DELAYS`
 * @returns {Promise<string[][]>} three shares of sixteen words, of which two are needed; nothing here keeps them
 * @throws as `changeAccess`.
 */
export async function setPeople(password, delayDays) {
  const { secret, setId, shares } = await newPeople(ownList());
  const half = randomBytes(HALF);
  try {
    await changeAccess(password, async ({ vmk, vaultId, epoch, login, slots }) => ({
      slots: [...without(slots, "people"), await newPeopleSlot(vaultId, epoch, { secret, half, setId }, vmk)],
      people: { auth: b64(await peopleAuth(secret, login)), half: b64(half), delayDays },
    }));
  } finally {
    secret.fill(0);
    half.fill(0);
  }
  return shares;
}

/**
 * No recovery by people any more: the server's half is destroyed.
 *
 * @param {string} password
 * @throws as `changeAccess`.
 */
export async function removePeople(password) {
  await changeAccess(password, async ({ slots }) => ({ slots: without(slots, "people") }));
}
