/**
 * Why the crypto core refuses, as a small tree of errors.
 *
 * Rules: one root; `code` is stable and the same as in `vault/crypto/errors.py`; the message is for developers and never
 * holds a secret. Sentences for people are chosen from the code by the interface.
 */

export class CryptoError extends Error {
  /**
   * @param {string} code stable, snake_case
   * @param {string} message what was refused, without any secret
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    // Set by hand: a minifier renames classes, and the name is read in logs of tests.
    this.name = "CryptoError";
    this.code = code;
  }
}

/** The bytes are not what FORMAT describes (2.3), or a value given by the caller cannot be written in it. */
export class MalformedError extends CryptoError {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super("malformed", message, options);
    this.name = "MalformedError";
  }
}

/** A sealed object does not open. One error whatever the cause: a detail would be an oracle for the server (A1). */
export class DoesNotOpenError extends CryptoError {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super("does_not_open", "sealed object does not open", options);
    this.name = "DoesNotOpenError";
  }
}

/** A version, kind or parameter that this client does not know. It is never guessed (A6, A20). */
export class UnsupportedError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("unsupported", message);
    this.name = "UnsupportedError";
  }
}

/** Argon2id parameters outside of what a client accepts (A5). */
export class WeakKdfError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("weak_kdf", message);
    this.name = "WeakKdfError";
  }
}

/** A signature, MAC or hash is not the one that was vouched for. */
export class ForgedError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("forged", message);
    this.name = "ForgedError";
  }
}

/** The server shows an older catalogue than one already seen (A12). */
export class RollbackError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("rollback", message);
    this.name = "RollbackError";
  }
}

/** The server shows a catalogue that does not continue the one already seen (A12). */
export class ForkError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("fork", message);
    this.name = "ForkError";
  }
}

/** Something that the signed catalogue lists was not served (A12). */
export class OmittedError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("omitted", message);
    this.name = "OmittedError";
  }
}

/** The vault has no slot for this password, or the slot is another one's (A2). Never a reason to make a key. */
export class ForeignSlotError extends CryptoError {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super("foreign_slot", message, options);
    this.name = "ForeignSlotError";
  }
}

/** The window of a share is over, by one of the two clocks (10.10). */
export class ExpiredError extends CryptoError {
  /** @param {string} message */
  constructor(message) {
    super("expired", message);
    this.name = "ExpiredError";
  }
}
