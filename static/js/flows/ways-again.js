/**
 * The ways in that « Tout renouveler » ends, so that « Accès » leads her to set again those that she had, and no other.
 *
 *  1. They are noted before a rotation, as a sealed draft: the rotation seals drafts again with all else, so the note is beyond it
 *     exactly if the rotation happened. It is a convenience (FORMAT 9.1): no rotation waits for it.
 *  2. Missing is what was noted and is no way in of the root; a passkey that is no second factor any more is hers no more.
 *  3. The note goes when nothing is missing, or when she wants it no more; never while nobody knows whether a change was kept.
 */

import { passkeyParams } from "../crypto/slots.js";
import { isUnsettled } from "./access.js";
import { vouchedSlots } from "./catalogue.js";
import { drafts, dropDraft, keepDraft } from "./drafts.js";

/** @typedef {import("./factors.js").Factor} Factor */
/** @typedef {{ id: string, people: boolean, passkeys: string[] }} Noted passkeys: the parameters of their slots */
/** @typedef {{ people: boolean, passkeys: Factor[] }} Missing */

/** @returns {Promise<Noted | undefined>} what is there to be set again, set or not */
export async function notedWays() {
  const found = (await drafts()).find(({ kind }) => kind === "ways");
  if (!found) return undefined;
  const { people, passkeys } = found.body ?? {};
  return { id: found.id, people: people === true, passkeys: Array.isArray(passkeys) ? passkeys.map(String) : [] };
}

/** Rule 1. What an earlier rotation ended and is not set again stays noted. */
export async function noteWays() {
  const [before, slots] = await Promise.all([notedWays(), vouchedSlots()]);
  const present = slots.filter(({ kind }) => kind === "passkey").map(({ params }) => params);
  const passkeys = [...new Set([...(before?.passkeys ?? []), ...present])];
  const people = (before?.people ?? false) || slots.some(({ kind }) => kind === "people");
  if (people || passkeys.length > 0) await keepDraft("ways", { people, passkeys }, before?.id);
}

/**
 * Rules 2 and 3.
 *
 * @param {Noted} noted
 * @param {Factor[]} factors
 * @returns {Promise<Missing | undefined>} undefined: nothing is
 */
export async function missingWays(noted, factors) {
  const slots = await vouchedSlots();
  const there = new Set(slots.map(({ params }) => params));
  const ended = new Set(noted.passkeys.filter((params) => !there.has(params)));
  const passkeys = factors.filter(({ credential }) => credential && ended.has(passkeyParams(credential)));
  const people = noted.people && !slots.some(({ kind }) => kind === "people");
  if (people || passkeys.length > 0) return { people, passkeys };
  if (!isUnsettled()) await forgetWays(noted);
  return undefined;
}

/** @param {Noted} noted */
export async function forgetWays({ id }) {
  await dropDraft(id);
}
