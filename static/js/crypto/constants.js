/**
 * Labels, lengths and limits of FORMAT, each with its unit; sizes are in bytes unless said otherwise.
 *
 * Same names and values as `vault/crypto/constants.py`; objects and lists are frozen.
 */

export const PRODUCT = "memo/v1/";
export const VERSION = 1;
export const ROOT_VERSION = 2; // of the roots that are written (7.3)

// 2. Documents
export const INTEGER_MAX = 2 ** 53 - 1; // the largest integer that both languages hold exactly
export const DEPTH_MAX = 8; // nested lists and objects
export const DOCUMENT_MAX = 8 * 1024 * 1024;

// 3. Padding
export const PAD_MINIMUM = Object.freeze({ record: 1024, draft: 1024, device: 1024, root: 4096, page: 4096, share: 4096 });
export const FILE_PAD_MINIMUM = 4096;

// 4. Sealing
export const ID = 16;
export const KEY = 32;
export const HASH = 32;
export const TAG = 16;
export const NONCE = 12;
export const SALT = 24;
export const COMMITMENT = 32;
export const HEADER = SALT + COMMITMENT;
export const CHUNK = 16_384;
export const SEALED_CHUNK = CHUNK + TAG;
export const CHUNKS_LIMIT = 2 ** 38; // chunks of one object: the counter of C2SP chunked-encryption
export const PART = 1024 * SEALED_CHUNK; // one upload part: whole chunks, so that parts can be sealed apart
export const SEALING_LABEL = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

// 4.5 Types, and the fields that a context of this type carries
export const CONTEXT_FIELDS = Object.freeze({
  slot: Object.freeze(["vault_id", "object_id", "version", "key_id"]),
  identity: Object.freeze(["vault_id", "object_id", "version"]),
  root: Object.freeze(["vault_id", "object_id", "version"]),
  page: Object.freeze(["vault_id", "object_id", "version"]),
  record: Object.freeze(["vault_id", "object_id", "version"]),
  file: Object.freeze(["vault_id", "object_id", "version"]),
  thumb: Object.freeze(["vault_id", "object_id", "version", "parent_id"]),
  draft: Object.freeze(["vault_id", "object_id", "version"]),
  device: Object.freeze(["vault_id", "object_id", "version"]),
  share: Object.freeze(["object_id", "version"]),
  "share-key": Object.freeze(["object_id", "version", "key_id"]),
});

// 5. From password to vault key
export const KDF_NAME = "argon2id13";
export const KDF_SALT = 16;
export const KDF_FLOOR = Object.freeze({ m: 65_536, t: 3 }); // KiB, passes: under it a guess is cheap (A5)
export const KDF_CEILING = Object.freeze({ m: 1_048_576, t: 16 }); // above it a server could freeze a phone
export const KDF_LANES = 1;
export const LOGIN_PATTERN = "[a-z0-9-]{6,64}";
export const LOGIN_BLANKS = " \t\r\n";
export const SLOT_LIMITS = Object.freeze({ password: 1, phrase: 1, people: 1, passkey: 8 }); // slots of one vault
export const SLOT_KINDS = Object.freeze(Object.keys(SLOT_LIMITS));
export const PHRASE = 16; // entropy of a recovery phrase, and secret of recovery by people
export const PHRASE_NAME = "bip39";
export const WORD_BITS = 11; // of one word of a list of 2,048
export const PEOPLE_NAME = "shamir";
export const PEOPLE_SET = 2;
export const PEOPLE_NEED = 2; // shares
export const PEOPLE_OF = 3;
export const PEOPLE_CHECK = 3;
export const PASSKEY_NAME = "prf";
export const PASSKEY_INPUT = "TAAg8Ppk9r_v7OC9c1cgIj-uTxcfvVYbTO10K9BSYVo"; // SHA-256("memo/v1/prf"), for the server too
export const CREDENTIAL_MAX = 1_023; // WebAuthn level 2, 6.5.1

// 6. Identity and signatures
export const SEED = 32;
export const SIGNATURE = 64;
export const SIGNATURE_LABELS = Object.freeze(["root", "share", "link", "opening"]);

// 7. Catalogue
export const PAGES = 256;
export const EXCERPT_LIMIT = 280; // characters: Unicode code points, here and below
export const WORDS_LIMIT = 4_000;
export const PHRASE_STATES = Object.freeze(["none", "unchecked", "checked", "declined"]);
export const ICONS = Object.freeze(["notes", "weather", "recipes", "none"]);
export const NAME_LIMIT = 60; // characters, also of the title of a tab
export const NAMES_LIMIT = 100; // entries

// 8. Records
export const KINDS = Object.freeze(["event", "evidence", "contact", "timeline", "reading"]);
export const TEXT_LIMIT = 20_000;
export const TITLE_LIMIT = 300;
export const LIST_LIMIT = 1_000; // entries

// 9. Drafts
export const EVIDENCE_VERSION = 2; // of evidence that says one of its two members (8.7)
export const READING_VERSION = 2; // of the readings that are written (8.3)
export const USES = Object.freeze(["landmark", "marks", "days", "date"]);
export const DRAFT_KINDS = Object.freeze(["event", "evidence", "contact", "timeline", "upload", "heap", "voice", "ways"]);

// 10. Shares
export const LINK_SECRET = 32;
export const FRAGMENT = 64; // characters
export const HALF = 32;
export const SHARE_MODE = "link";
export const SHARE_DAYS_MAX = 30;
export const SHARE_OPENS_MAX = 1_000;
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_LENGTH = 8; // characters of 5 bits
export const CODE_KDF = Object.freeze({ m: 65_536, t: 3 });

// 12. What a device keeps
export const DEVICE_KINDS = Object.freeze(["login", "change"]);
