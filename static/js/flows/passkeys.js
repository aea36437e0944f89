/**
 * The ceremonies of passkeys (WebAuthn level 3), and the secret that an authenticator with PRF gives beside (FORMAT 5.11).
 *
 * 1. What PRF is evaluated at, and that the person is verified, is decided here: extensions in the options of a server are
 *    dropped, so it cannot have another secret made, nor a weaker one.
 * 2. The output of PRF leaves by the return value alone. What is sent is picked member by member, and the results of
 *    extensions are not among them.
 * 3. A ceremony ends with the keys of the tab: nobody confirms for somebody who has left.
 *
 * The library is loaded at the first ceremony. It converts what browsers before 2025 do not by themselves
 * (`PublicKeyCredential.parseCreationOptionsFromJSON` came to Safari with 18.4).
 */

import { addPasskey, startPasskey } from "../api/factors.js";
import { askPasskey } from "../api/sessions.js";
import { b64, unb64 } from "../crypto/encoding.js";
import { PRF_INPUT } from "../crypto/recovery.js";
import { newPasskeySlot, passkeyParams } from "../crypto/slots.js";
import { changeAccess } from "./access.js";
import { vouchedSlots } from "./catalogue.js";
import { FlowError } from "./errors.js";
import { onForget } from "./session.js";

/** @typedef {import("../crypto/encoding.js").Bytes} Bytes */
/** @typedef {import("../../vendor/webauthn.js").Extensions} Extensions */
/** @typedef {import("../api/factors.js").WireAssertion} WireAssertion what may be sent */
/** @typedef {{ assertion: WireAssertion, credential: Bytes, prf: Bytes | null }} Answered prf: 32 bytes where the authenticator gives them */

/** Names of the errors by which a browser says that the person closed its window, or waited too long. */
const GIVEN_UP = new Set(["NotAllowedError", "AbortError"]);

/** @type {typeof import("../../vendor/webauthn.js") | undefined} */
let library;

onForget(() => library?.WebAuthnAbortService.cancelCeremony());

/** Whether this browser knows passkeys at all. */
export function passkeysSupported() {
  return typeof PublicKeyCredential === "function" && Boolean(navigator.credentials);
}

/**
 * Make a passkey and add it to the open vault's factors.
 *
 * @param {import("../api/factors.js").WireSecond | null} [second] where the vault has a factor
 * @returns {Promise<{ factorId: string, credential: Bytes, codes: string[] | null, opens: boolean, prf: Bytes | null }>} codes: the recovery
 *   codes, shown once, when this is the first factor; opens: it can hold a slot; many give `prf` only to a second gesture, `assertPasskey({ credential })`
 * @throws {FlowError} `cancelled`, `passkey_unsupported`, `passkey_known`, `passkey_failed`; {import("../api/client.js").ApiError} `fresh_needed`, `proof_needed`, `second_refused`, `limit_reached`…
 */
export async function registerPasskey(second = null) {
  const { startRegistration } = await load();
  const { ticket, options } = await startPasskey(second);
  const authenticatorSelection = { ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const made = await ceremony(startRegistration({ optionsJSON: { ...options, authenticatorSelection, extensions: prfAsked() } }));
  const { clientDataJSON, attestationObject } = made.response;
  const { factor_id: factorId, codes } = await addPasskey(ticket, { id: made.id, response: { clientDataJSON, attestationObject } });
  const prf = prfOf(made.clientExtensionResults);
  const opens = prf !== null || made.clientExtensionResults.prf?.enabled === true;
  return { factorId, credential: unb64(made.id), codes, opens, prf };
}

/**
 * Ask for a passkey of this site, or for a certain one: to open a vault, to unlock one, to prove a second factor inside one.
 *
 * @param {{ credential?: Bytes }} [wanted]
 * @returns {Promise<Answered & { ticket: string }>} `{ ticket, assertion }` is for the server, `{ prf, credential }` for the slot
 * @throws {FlowError} as `registerPasskey`; {import("../api/client.js").ApiError} `too_many_attempts`…
 */
export async function assertPasskey({ credential } = {}) {
  await load();
  const { ticket, options } = await askPasskey();
  const answered = await answerPasskey(credential ? { ...options, allowCredentials: [{ type: "public-key", id: b64(credential) }] } : options);
  return { ...answered, ticket };
}

/**
 * Answer the options that came with a ticket: those of the second step of a login.
 *
 * @param {Record<string, any>} options
 * @returns {Promise<Answered>}
 * @throws {FlowError} as `registerPasskey`
 */
export async function answerPasskey(options) {
  const { startAuthentication } = await load();
  const optionsJSON = { ...options, userVerification: "required", extensions: prfAsked() };
  const { id, response, clientExtensionResults } = await ceremony(startAuthentication({ optionsJSON }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const assertion = { id, response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) } };
  return { assertion, credential: unb64(id), prf: prfOf(clientExtensionResults) };
}

/**
 * Let a registered passkey open the vault: its slot is one of the ways in from now on.
 *
 * @param {string} password the present one
 * @param {import("../crypto/slots.js").PasskeyKey} passkey
 * @throws as `changeAccess`; {import("../crypto/errors.js").MalformedError} when its authenticator gave no secret.
 */
export async function addPasskeySlot(password, { prf, credential }) {
  const params = passkeyParams(credential);
  await changeAccess(password, async ({ vmk, vaultId, epoch, slots }) => ({
    slots: [...slots.filter((slot) => slot.params !== params), await newPasskeySlot(vaultId, epoch, { prf, credential }, vmk)],
  }));
}

/**
 * Take a passkey's slot away, if it has one, before its factor is removed (`removeFactor`).
 *
 * @param {string} password the present one
 * @param {Bytes} credential
 * @throws as `changeAccess`
 */
export async function dropPasskeySlot(password, credential) {
  const params = passkeyParams(credential);
  await changeAccess(password, async ({ slots }) => ({ slots: slots.filter((slot) => slot.params !== params) }));
}

/** Whether a passkey opens the vault, by the slots that the root vouches for. @param {Bytes} credential */
export async function hasPasskeySlot(credential) {
  const params = passkeyParams(credential);
  return (await vouchedSlots()).some((slot) => slot.params === params);
}

async function load() {
  if (!passkeysSupported()) throw new FlowError("passkey_unsupported");
  library ??= await import("../../vendor/webauthn.js");
  return library;
}

/** Rule 1. */
const prfAsked = () => ({ prf: { eval: { first: PRF_INPUT } } });

/** @param {Extensions} results @returns {Bytes | null} */
function prfOf({ prf }) {
  const first = prf?.results?.first;
  if (!first) return null;
  return ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first);
}

/** @template T @param {Promise<T>} running @returns {Promise<T>} */
async function ceremony(running) {
  try {
    return await running;
  } catch (error) {
    throw new FlowError(reason(error), { cause: error });
  }
}

/** @param {unknown} error */
function reason(error) {
  const name = error instanceof Error ? error.name : "";
  if (GIVEN_UP.has(name)) return "cancelled";
  return name === "InvalidStateError" ? "passkey_known" : "passkey_failed";
}
