"""Labels, lengths and limits of FORMAT, each with its unit; sizes are in bytes unless said otherwise."""

from typing import Final

PRODUCT: Final = "memo/v1/"
VERSION: Final = 1
ROOT_VERSION: Final = 2  # of the roots that are written (7.3)

# 2. Documents
INTEGER_MAX: Final = 2**53 - 1  # the largest integer that both languages hold exactly
DEPTH_MAX: Final = 8  # nested arrays and objects
DOCUMENT_MAX: Final = 8 * 1024 * 1024

# 3. Padding
PAD_MINIMUM: Final = {"record": 1024, "draft": 1024, "device": 1024, "root": 4096, "page": 4096, "share": 4096}
FILE_PAD_MINIMUM: Final = 4096

# 4. Sealing
ID: Final = 16
KEY: Final = 32
HASH: Final = 32
TAG: Final = 16
NONCE: Final = 12
SALT: Final = 24
COMMITMENT: Final = 32
HEADER: Final = SALT + COMMITMENT
CHUNK: Final = 16_384
SEALED_CHUNK: Final = CHUNK + TAG
CHUNKS_LIMIT: Final = 2**38  # chunks of one object: the counter of C2SP chunked-encryption
PART: Final = 1024 * SEALED_CHUNK  # one upload part: whole chunks, so that parts can be sealed apart
SEALING_LABEL: Final = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"

# 4.5 Types, and the fields that a context of this type carries
CONTEXT_FIELDS: Final = {
    "slot": frozenset({"vault_id", "object_id", "version", "key_id"}),
    "identity": frozenset({"vault_id", "object_id", "version"}),
    "root": frozenset({"vault_id", "object_id", "version"}),
    "page": frozenset({"vault_id", "object_id", "version"}),
    "record": frozenset({"vault_id", "object_id", "version"}),
    "file": frozenset({"vault_id", "object_id", "version"}),
    "thumb": frozenset({"vault_id", "object_id", "version", "parent_id"}),
    "draft": frozenset({"vault_id", "object_id", "version"}),
    "device": frozenset({"vault_id", "object_id", "version"}),
    "share": frozenset({"object_id", "version"}),
    "share-key": frozenset({"object_id", "version", "key_id"}),
}

# 5. From password to vault key
KDF_NAME: Final = "argon2id13"
KDF_SALT: Final = 16
KDF_FLOOR: Final = {"m": 65_536, "t": 3}  # m in KiB, t in passes: under it a guess is cheap (A5)
KDF_CEILING: Final = {"m": 1_048_576, "t": 16}  # above it a server could freeze a phone
KDF_LANES: Final = 1
LOGIN_PATTERN: Final = r"[a-z0-9-]{6,64}"
LOGIN_BLANKS: Final = " \t\r\n"
SLOT_LIMITS: Final = {"password": 1, "phrase": 1, "people": 1, "passkey": 8}  # slots of one vault
SLOT_KINDS: Final = tuple(SLOT_LIMITS)
PHRASE: Final = 16  # entropy of a recovery phrase, and secret of recovery by people
PHRASE_NAME: Final = "bip39"
WORD_BITS: Final = 11  # of one word of a list of 2,048
PEOPLE_NAME: Final = "shamir"
PEOPLE_SET: Final = 2
PEOPLE_NEED: Final = 2  # shares
PEOPLE_OF: Final = 3
PEOPLE_CHECK: Final = 3
PASSKEY_NAME: Final = "prf"
PASSKEY_INPUT: Final = "TAAg8Ppk9r_v7OC9c1cgIj-uTxcfvVYbTO10K9BSYVo"  # SHA-256("memo/v1/prf"), for the server too
CREDENTIAL_MAX: Final = 1_023  # WebAuthn level 2, 6.5.1

# 6. Identity and signatures
SEED: Final = 32
SIGNATURE: Final = 64
SIGNATURE_LABELS: Final = ("root", "share", "link", "opening")

# 7. Catalogue
PAGES: Final = 256
EXCERPT_LIMIT: Final = 280  # characters: Unicode code points, here and below
WORDS_LIMIT: Final = 4_000
PHRASE_STATES: Final = ("none", "unchecked", "checked", "declined")
ICONS: Final = ("notes", "weather", "recipes", "none")
NAME_LIMIT: Final = 60  # characters, also of the title of a tab
NAMES_LIMIT: Final = 100  # entries

# 8. Records
KINDS: Final = ("event", "evidence", "contact", "timeline", "reading")
TEXT_LIMIT: Final = 20_000
TITLE_LIMIT: Final = 300
LIST_LIMIT: Final = 1_000  # entries

# 9. Drafts
EVIDENCE_VERSION: Final = 2  # of evidence that says one of its two members (8.7)
READING_VERSION: Final = 2  # of the readings that are written (8.3)
USES: Final = ("landmark", "marks", "days", "date")
DRAFT_KINDS: Final = ("event", "evidence", "contact", "timeline", "upload", "heap", "voice", "ways")

# 10. Shares
LINK_SECRET: Final = 32
FRAGMENT: Final = 64  # characters
HALF: Final = 32
SHARE_MODE: Final = "link"
SHARE_DAYS_MAX: Final = 30
SHARE_OPENS_MAX: Final = 1_000
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 8  # characters of 5 bits
CODE_KDF: Final = {"m": 65_536, "t": 3}

# 12. What a device keeps
DEVICE_KINDS: Final = ("login", "change")
