/**
 * « Tout renouveler »: new vault key, identity, password and phrase, after somebody may have had the old ones (FORMAT 5.12).
 *
 *  1. Everything that the request needs is made here first, the words being written down and typed back by then: it goes as one
 *     transaction, so whatever is cut off leaves the vault of before or the vault of after, each with ways in that she has.
 *  2. No upload runs meanwhile: its draft and its commit would come in between.
 *  3. Drafts are sealed again; those that do not open are left behind.
 *  4. People and passkeys do not open the new keys: they are noted (`ways-again.js`), to be set again afterwards. Passkeys stay second
 *     factors.
 *  5. Shares go on until their date, or end with it, by choice. Other sessions are closed.
 *
 * What a thief has copied stays readable to her; nothing sealed from now on is.
 */

import { b64 } from "../crypto/encoding.js";
import { paramsText, vaultKeys } from "../crypto/kdf.js";
import { newPhrase, parsePhrase, phraseAuth } from "../crypto/recovery.js";
import { Identity, newIdentityDocument } from "../crypto/signing.js";
import { newPasswordSlot, newPhraseSlot, newVaultKey, sealIdentity } from "../crypto/slots.js";
import { changeAccess } from "./access.js";
import { resealedDrafts } from "./drafts.js";
import { FlowError } from "./errors.js";
import { isSending } from "./files.js";
import { derive, newParams } from "./keys.js";
import { checkStrength, session } from "./session.js";
import { noteWays } from "./ways-again.js";
import { ownList } from "./words.js";

/** @returns {Promise<string[]>} twelve words that open nothing yet */
export function newWords() {
  return newPhrase(ownList());
}

/**
 * Renew everything (rules 1 to 5).
 *
 * @param {{ password: string, newPassword: string, words: string[], endShares?: string[] }} wish password: the present one; words: written down and typed back
 * @returns {Promise<void>} once it is on the server's disk
 * @throws {FlowError} `upload_running`, `weak_password`; as `changeAccess`: after `offline`, `settleAccess` tells what came of it.
 */
export async function rotate({ password, newPassword, words, endShares = [] }) {
  if (isSending()) throw new FlowError("upload_running"); // 2
  const name = session.login ?? "";
  await checkStrength(newPassword, name);
  await noteWays().catch(() => {
    // A convenience: the rotation does not wait for it.
  });
  const entropy = await parsePhrase(words.join(" "));
  const params = newParams();
  const derived = await derive(name, newPassword, paramsText(params));
  const identity = newIdentityDocument();
  try {
    await changeAccess(password, (ways) => renewed(ways, { derived, params, entropy, identity, endShares }));
  } finally {
    for (const secret of [derived.pmk, entropy, identity]) secret.fill(0);
  }
}

/**
 * @param {import("./access.js").Ways} ways
 * @param {{ derived: import("./keys.js").Derived, params: import("../crypto/kdf.js").KdfParams, entropy: Uint8Array<ArrayBuffer>,
 *   identity: Uint8Array<ArrayBuffer>, endShares: string[] }} made
 * @returns {Promise<import("./access.js").NewWays>}
 */
async function renewed({ vaultId, epoch: before, login }, { derived, params, entropy, identity: document, endShares }) {
  const [vmk, epoch] = [newVaultKey(), before + 1];
  const keys = await vaultKeys(vmk, vaultId, epoch);
  const identity = await Identity.fromDocument(document);
  return {
    slots: [await newPasswordSlot(vaultId, epoch, params, derived.pmk, vmk), await newPhraseSlot(vaultId, epoch, entropy, vmk)],
    password: { auth: derived.auth, params: paramsText(params) },
    phraseAuth: b64(await phraseAuth(entropy, login)),
    settings: (settings) => ({ ...settings, phrase: "checked" }),
    rotation: {
      vmk,
      unlocked: { vaultId, epoch, keys, identity },
      identity: b64(await sealIdentity(keys, vaultId, epoch, document)),
      drafts: await resealedDrafts(keys), // 3
    },
    endShares,
    closeSessions: true,
  };
}
