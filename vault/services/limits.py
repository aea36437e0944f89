"""Guessing is bounded, without giving an attacker a way to lock the owner out.

A password try is counted, in this order, and the first full counter refuses it:

1. from its source, in 15 minutes;
2. for its identifier from its source, in 15 minutes;
3. for its identifier from all sources where its owner never opened her vault, in an hour;
4. from everywhere, in 15 minutes: protects the machine.

The owner's own sources are left out of 3 and 4: whoever fills those from elsewhere does not shut her door.
An identifier that does not exist is counted the same way. A try at a recovery is counted by 1, 2 and 4 only: its
secret is 128 random bits, which no number of tries reaches, while 3 would let an attacker keep her out on the new
phone that a recovery is made on. Openings of shares and new vaults have a counter of their
source, then one of all, in this order: the other way round, one source alone would fill the counter of all and shut
everybody's door. Codes are counted durably by the share itself. Where the counters are away, these doors are closed
(`limits_unavailable`); reading an open vault asks no counter and goes on.

A second proof is tried five times in 15 minutes: at a vault from all sources where its owner never opened it, and from
each of the others. Only who has proven the passphrase gets that far, so nobody else can fill these. What a passkey
signs cannot be guessed: an opening by it is counted by its source alone.

A *source* is the IPv4 address or the IPv6 /64. Counters are named by an HMAC of it: no address is written anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from vault.errors import LimitsUnavailableError, TooManyAttemptsError

if TYPE_CHECKING:
    from limits import RateLimitItem

    from vault.config import Settings
    from vault.ids import VaultId

WINDOW_MINUTES = 15
SECOND_TRIES = 5
"""Second proofs in 15 minutes: of a million codes, three are right at any time."""
AWAY_SECONDS = 2
"""How long Redis may take to answer before it counts as away."""
IPV6_PREFIX = 64
"""A household or a phone has a whole /64: counting single addresses would count nothing."""


@dataclass(frozen=True)
class Source:
    """Where a request comes from, as far as counting needs it; never stored or logged."""

    network: str

    @classmethod
    def of(cls, address: str | None) -> Source:
        """The source of a peer address; what is no address (a Unix socket) is one source."""
        try:
            parsed = ip_address(address or "")
        except ValueError:
            return cls("local")
        if isinstance(parsed, IPv6Address):
            if parsed.ipv4_mapped is not None:
                return cls(str(parsed.ipv4_mapped))
            return cls(str(ip_network((parsed, IPV6_PREFIX), strict=False)))
        return cls(str(parsed))

    def tag(self, pepper: str, scope: bytes) -> bytes:
        """A name for the source within a scope, 32 bytes, that nobody without the pepper can turn back."""
        return hmac.digest(pepper.encode(), b"source\x00" + scope + b"\x00" + self.network.encode(), hashlib.sha256)


class Limits:
    """The counters of this deployment, in memory or in Redis."""

    def __init__(self, settings: Settings) -> None:
        self._pepper = settings.pepper
        options = {"socket_timeout": AWAY_SECONDS, "socket_connect_timeout": AWAY_SECONDS} if settings.redis_url else {}
        storage = storage_from_string(settings.redis_url or "memory://", wrap_exceptions=True, **options)
        self._counters = MovingWindowRateLimiter(storage)
        minutes = WINDOW_MINUTES
        self._overall = RateLimitItemPerMinute(settings.attempts_overall, minutes)
        self._per_source = RateLimitItemPerMinute(settings.attempts_per_source, minutes)
        self._per_login = RateLimitItemPerMinute(settings.attempts_per_login, minutes)
        self._per_account = RateLimitItemPerHour(settings.attempts_per_account)
        self._second = RateLimitItemPerMinute(SECOND_TRIES, minutes)
        self._registrations = RateLimitItemPerHour(settings.registrations_per_source)

    def login(self, login: str, source: Source, *, known: bool) -> None:
        """Count a password try.

        Args:
            login: the identifier tried, existing or not.
            source: where the try comes from.
            known: whether the identifier's owner opened her vault from there before.

        Raises:
            TooManyAttemptsError: a counter is full.
            LimitsUnavailableError: the counters are away.
        """
        self._count(self._per_source, "login", self._name(source, b""))  # 1
        self._count(self._per_login, "login-source", self._name(source, login.encode()))  # 2
        if not known:
            self._count(self._per_account, "account", self._login_name(login))  # 3
            self._count(self._overall, "login")  # 4

    def recovery(self, login: str, source: Source, *, known: bool) -> None:
        """Count a try at the recovery phrase or the shares of people; arguments and errors of `login`."""
        self._count(self._per_source, "login", self._name(source, b""))  # 1
        self._count(self._per_login, "login-source", self._name(source, login.encode()))  # 2
        if not known:
            self._count(self._overall, "login")  # 4

    def forget_login(self, login: str, source: Source) -> None:
        """After the right secret: the owner's own slips do not add up.

        Raises:
            LimitsUnavailableError: the counters are away.
        """
        self._clear(self._per_login, "login-source", self._name(source, login.encode()))

    def second(self, vault_id: VaultId, source: Source, *, known: bool) -> None:
        """Count a try at a second factor, once the passphrase was right; raises like `login`."""
        if known:
            self._count(self._second, "second-source", self._name(source, vault_id))
        else:
            self._count(self._second, "second", self._vault_name(vault_id))

    def forget_second(self, vault_id: VaultId, source: Source) -> None:
        """After the right proof: the owner's own slips do not add up, where she opened before.

        Raises:
            LimitsUnavailableError: the counters are away.
        """
        self._clear(self._second, "second-source", self._name(source, vault_id))

    def params(self, source: Source) -> None:
        """Count a request for derivation parameters, by its source alone: it guesses nothing. Raises like `login`."""
        self._count(self._per_source, "params", self._name(source, b""))

    def passkey(self, source: Source) -> None:
        """Count a step of an opening by passkey, by its source alone; raises like `login`."""
        self._count(self._per_source, "passkey", self._name(source, b""))

    def registration(self, source: Source) -> None:
        """Count a new vault; raises like `login`."""
        self._count(self._registrations, "registration", self._name(source, b""))
        self._count(self._overall, "registration")

    def opening(self, source: Source) -> None:
        """Count a try to open any share; raises like `login`."""
        self._count(self._per_source, "opening", self._name(source, b""))
        self._count(self._overall, "opening")

    def check(self) -> None:
        """Return only if the counters can be reached.

        Raises:
            LimitsUnavailableError: they are away.
        """
        try:
            reached = self._counters.storage.check()
        except StorageError as error:
            raise LimitsUnavailableError from error
        if not reached:
            raise LimitsUnavailableError

    def _count(self, item: RateLimitItem, *names: str) -> None:
        try:
            if self._counters.hit(item, *names):
                return
            reset = self._counters.get_window_stats(item, *names).reset_time
        except StorageError as error:
            raise LimitsUnavailableError from error
        raise TooManyAttemptsError(max(1, int(reset - time.time()) + 1))

    def _clear(self, item: RateLimitItem, *names: str) -> None:
        try:
            self._counters.clear(item, *names)
        except StorageError as error:
            raise LimitsUnavailableError from error

    def _name(self, source: Source, scope: bytes) -> str:
        return source.tag(self._pepper, scope).hex()

    def _login_name(self, login: str) -> str:
        return hmac.digest(self._pepper.encode(), b"login\x00" + login.encode(), hashlib.sha256).hex()

    def _vault_name(self, vault_id: VaultId) -> str:
        return hmac.digest(self._pepper.encode(), b"vault\x00" + vault_id, hashlib.sha256).hex()
