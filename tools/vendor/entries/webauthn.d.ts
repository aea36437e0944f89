/** What is used of @simplewebauthn/browser. Options are the JSON of WebAuthn level 3; extensions are handed on as they are. */
export interface Extensions {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer | ArrayBufferView<ArrayBuffer> } };
}
export function startRegistration(given: { optionsJSON: object }): Promise<{
  id: string;
  response: { clientDataJSON: string; attestationObject: string };
  clientExtensionResults: Extensions;
}>;
export function startAuthentication(given: { optionsJSON: object }): Promise<{
  id: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string };
  clientExtensionResults: Extensions;
}>;
export const WebAuthnAbortService: { cancelCeremony(): void };
