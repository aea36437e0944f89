export { WebAuthnAbortService, startAuthentication, startRegistration } from "@simplewebauthn/browser";
