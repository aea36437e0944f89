"""What can go wrong with bytes that came from elsewhere.

Every check of this layer raises one of these; none returns a boolean. `code` is stable and the same in
`static/js/crypto/errors.js`; the vectors name it. The message is for a developer and never holds a secret,
a plaintext or a value that was refused: it may end in a log.
"""

from typing import ClassVar


class CryptoError(Exception):
    """Root of the tree: catching it alone is enough to fail closed."""

    code: ClassVar[str] = "crypto"


class MalformedError(CryptoError):
    """The bytes do not have the form that FORMAT gives them; nothing was guessed (2.3)."""

    code = "malformed"


class UnsupportedError(CryptoError):
    """Well formed, but of a version, kind or cost that this reader does not know (A6, A20)."""

    code = "unsupported"


class DoesNotOpenError(CryptoError):
    """A sealed object does not open: wrong key, wrong context or altered bytes, never said which (A1)."""

    code = "does_not_open"


class WeakKdfError(CryptoError):
    """The server asks for a derivation under the floor: a guess at the password would be cheap (A5)."""

    code = "weak_kdf"


class ForgedError(CryptoError):
    """A signature, a hash or a signed name does not match."""

    code = "forged"


class RollbackError(CryptoError):
    """An older state than one already seen was served (A12)."""

    code = "rollback"


class ForkError(CryptoError):
    """Two different states claim the same place in the history (A12)."""

    code = "fork"


class OmittedError(CryptoError):
    """Something that the signed catalogue lists was not served (A11, A12)."""

    code = "omitted"


class ForeignSlotError(CryptoError):
    """A way to open the vault that its root does not vouch for (A2)."""

    code = "foreign_slot"


class ExpiredError(CryptoError):
    """The window of a share is over, by one of the two clocks (10.10)."""

    code = "expired"
