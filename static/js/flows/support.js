/**
 * What this browser lacks of what the vault needs, found by trying, never by its name.
 *
 * A browser that signs with Ed25519 is younger than module workers, so these need no trial of their own.
 * An empty list means that everything works; a name in it is shown on the page that says which browsers do.
 */

/** @type {Record<string, () => unknown>} name of a feature → throws, rejects or answers something false without it */
const TRIALS = {
  "secure-context": () => isSecureContext,
  webcrypto: () => crypto.subtle.importKey("raw", new Uint8Array(32), "HKDF", false, ["deriveBits"]),
  ed25519: () => crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]),
  x25519: () => crypto.subtle.generateKey("X25519", false, ["deriveBits"]),
  wasm: () => typeof WebAssembly === "object" && WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
  workers: () => typeof Worker === "function" && typeof MessageChannel === "function",
  streams: () => typeof Blob.prototype.stream === "function" && typeof ReadableStream === "function",
  dialog: () => typeof HTMLDialogElement === "function",
  intl: () => typeof Intl.ListFormat === "function" && typeof Array.prototype.toSorted === "function",
};

/** @returns {Promise<string[]>} names of what is missing, empty when all is there */
export async function missingFeatures() {
  const names = Object.keys(TRIALS);
  const found = await Promise.all(names.map((name) => works(TRIALS[name])));
  return names.filter((_name, i) => !found[i]);
}

/** Whether a passkey may give a secret here, and so open a vault alone (FORMAT 5.11). A browser that does not say has it not. @returns {Promise<boolean>} */
export async function prfSupported() {
  if (typeof PublicKeyCredential !== "function" || typeof PublicKeyCredential.getClientCapabilities !== "function") return false;
  const capabilities = await PublicKeyCredential.getClientCapabilities().catch(() => ({}));
  return /** @type {Record<string, boolean>} */ (capabilities)["extension:prf"] === true;
}

/** @param {(() => unknown) | undefined} trial @returns {Promise<boolean>} */
async function works(trial) {
  try {
    return Boolean(await trial?.());
  } catch {
    return false;
  }
}
