"""The settings: every one, its default, and why it is refused when weak.

1. This module is the only reader of the environment, and reads it once.
2. A secret that is missing or shorter than 32 bytes stops the start; so does a word where a number should be.
3. `EMBEDDED` names a folder that holds everything (database, halves, files, and secrets made on the first start, mode
   0600): that is `make run`. Without it, production: databases, files and secrets are named one by one.

The environment variable of a setting is its name in capitals.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

SECRET_MINIMUM = 32
GIB = 1 << 30


class SettingsError(Exception):
    """A setting is missing, weak or of the wrong form; the message names it and never shows its value."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides. `Settings.from_env` is the usual way to have one."""

    secret_key: str = field(repr=False)
    """Signs challenges of shares and makes the false salts of unknown logins. At least 32 bytes, kept for good."""
    pepper: str = field(repr=False)
    """Keys the stored login checks: a stolen database alone does not let anyone log in. At least 32 bytes, kept for
    good, never stored beside the database."""
    database_url: str = field(repr=False)
    """SQLAlchemy URL of the main database: `postgresql+psycopg://…` or `sqlite:///…`."""
    halves_database_url: str = field(repr=False)
    """The store of halves (FORMAT 10.4), apart from the main database and out of every backup."""
    blobs: str
    """Where sealed files go: a folder, or `s3://bucket`."""
    s3_endpoint: str = ""
    """URL of the S3 service that browsers reach, when it is not the provider's default."""
    s3_region: str = "us-east-1"
    """Region of the bucket."""
    s3_access_key: str = field(default="", repr=False)
    """Access key of the bucket."""
    s3_secret_key: str = field(default="", repr=False)
    """Secret key of the bucket."""
    redis_url: str = field(default="", repr=False)
    """Counters of the rate limits. Needed as soon as there is more than one process; empty keeps them in memory."""
    quota_bytes: int = 20 * GIB
    """Room of one vault, in sealed bytes."""
    file_limit_bytes: int = 20 * GIB
    """Largest single file, in sealed bytes."""
    session_idle_seconds: int = 1800
    """A session unused for this long has ended."""
    session_absolute_seconds: int = 43200
    """A session this old has ended, used or not."""
    fresh_seconds: int = 300
    """How long sharing, access changes and erasure are allowed after the password was given."""
    attempts_per_login: int = 10
    """Password tries in 15 minutes for one identifier from one source."""
    attempts_per_source: int = 60
    """Password tries in 15 minutes from one source, all identifiers together."""
    attempts_per_account: int = 100
    """Password tries in an hour for one identifier from all sources its owner has never used: hers stay open."""
    attempts_overall: int = 3000
    """Password tries in 15 minutes from everywhere, but from the sources that owners have used before."""
    registrations_per_source: int = 20
    """New vaults in an hour from one source."""
    trusted_proxies: int = 0
    """How many proxies in front append to `X-Forwarded-For`; 0 takes the peer of the socket and reads no header."""
    https: bool = True
    """Whether browsers reach the site by HTTPS: sends HSTS. Session cookies are `Secure` always."""
    site_url: str = "http://localhost:8000"
    """Address of the site as browsers see it, without a path. The blob store lets this origin, and no other, send
    parts. Passkeys belong to its host for good: at another address they open nothing."""
    site_name: str = "mémo"
    """Name on the public pages."""
    tab_title: str = "Notes"
    """Title of every tab, so that nothing on the device tells (promise 6)."""
    neutral_url: str = "https://meteofrance.com"
    """Where leaving quickly leads: an address that a person may well have been reading."""
    operator_name: str = ""
    """Who runs the site, as the law pages say it: name of the association or company. Until this and the settings down
    to `ACCESSIBILITY_RATE` are given, the pages say plainly that they are not, and `check` lists them."""
    operator_status: str = ""
    """Legal form and registration: `association loi 1901, RNA W…, SIRET …`."""
    operator_address: str = ""
    """Registered address, on one line."""
    operator_phone: str = ""
    """Telephone of the operator."""
    operator_email: str = ""
    """E-mail of the operator: shown, never written to by the site."""
    publication_director: str = ""
    """Who answers for what the site publishes: in an association, its legal representative."""
    host_name: str = ""
    """Name of the company that hosts the servers."""
    host_address: str = ""
    """Its address, on one line."""
    host_phone: str = ""
    """Its telephone."""
    data_location: str = ""
    """Where the servers and backups stand: town, country."""
    health_hosting: str = ""
    """What was decided about hosting of health data (HDS), in one sentence shown on the page: which certificate the
    host holds, or why none is needed."""
    backups_kept: str = ""
    """How long a backup is kept, in words: `30 jours`."""
    logs_kept: str = ""
    """How long the technical logs of the servers are kept, in words: `six mois`."""
    privacy_contact: str = ""
    """Where people write about their data, or the data protection officer; empty takes `OPERATOR_EMAIL`."""
    accessibility_contact: str = ""
    """Where people write when a page cannot be used; empty takes `OPERATOR_EMAIL`."""
    security_contact: str = ""
    """Where a flaw is reported: `mailto:…`, `https://…` or `tel:…`; empty takes `OPERATOR_EMAIL`. Without either there
    is no `security.txt`."""
    law_reviewed: str = ""
    """Day on which the operator last read the law pages through, in words: `3 mars 2026`."""
    accessibility_audit: str = ""
    """Who audited the site against RGAA 4.1.2, and when, in words. Empty: the page says that it does not conform, as
    the norm asks of a site without an audit."""
    accessibility_rate: int = 0
    """Percentage of the criteria met, from that audit: 100 conforms, 50 and more conforms in part."""
    debug: bool = False
    """Development: templates and static files are read again at each request."""

    def __post_init__(self) -> None:
        _check_secret("SECRET_KEY", self.secret_key)
        _check_secret("PEPPER", self.pepper)
        for name in ("database_url", "halves_database_url", "blobs"):
            _check(getattr(self, name), name, "is missing")
        _check(self.database_url != self.halves_database_url, "halves_database_url", "must not be the main database")
        _check(self.pepper != self.secret_key, "pepper", "must not be SECRET_KEY")
        _check(_is_origin(self.site_url), "site_url", "must be an http or https address without a path")
        _check(urlsplit(self.neutral_url).scheme == "https", "neutral_url", "must be an https address")
        _check(not self.blobs.startswith("s3://") or self.s3_access_key, "s3_access_key", "is missing")
        _check(not self.blobs.startswith("s3://") or self.s3_secret_key, "s3_secret_key", "is missing")
        for setting in fields(self):
            if setting.type == "int":
                _check(getattr(self, setting.name) >= 0, setting.name, "must not be negative")
            if setting.type == "str":  # a line break would forge a line of security.txt
                _check(len(getattr(self, setting.name).splitlines()) <= 1, setting.name, "must be one line of text")
        _check(_is_contact(self.security_contact), "security_contact", "must begin with mailto:, https:// or tel:")
        _check(self.accessibility_rate <= 100, "accessibility_rate", "must be at most 100")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings of this process.

        Raises:
            SettingsError: one is missing, weak or malformed.
        """
        env = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        if env.get("EMBEDDED"):
            values = embedded_values(Path(env["EMBEDDED"]))
        for setting in fields(cls):
            text = env.get(setting.name.upper())
            if text is not None:
                values[setting.name] = _parse(setting.name, str(setting.type), text)
        for required in ("secret_key", "pepper", "database_url", "halves_database_url", "blobs"):
            _check(values.get(required), required, "is missing")
        return cls(**values)

    @property
    def blob_origin(self) -> str | None:
        """Origin that browsers send sealed parts to, beside ours; None where we take them ourselves."""
        if not self.blobs.startswith("s3://"):
            return None
        if not self.s3_endpoint:
            return f"https://s3.{self.s3_region}.amazonaws.com"
        parts = urlsplit(self.s3_endpoint)
        return f"{parts.scheme}://{parts.netloc}"


def embedded_values(folder: Path) -> dict[str, Any]:
    """Everything below one folder, which is made private and filled on the first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = folder.resolve()
    secrets_folder = root / "secrets"
    secrets_folder.mkdir(mode=0o700, exist_ok=True)
    return {
        "secret_key": _kept_secret(secrets_folder / "secret_key"),
        "pepper": _kept_secret(secrets_folder / "pepper"),
        "database_url": f"sqlite:///{root / 'vault.db'}",
        "halves_database_url": f"sqlite:///{root / 'halves.db'}",
        "blobs": str(root / "blobs"),
        "https": False,
    }


def _kept_secret(path: Path) -> str:
    """The secret in the file; made, readable by its owner only, by the first process that comes."""
    fresh = path.with_suffix(f".{secrets.token_hex(8)}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            path.hardlink_to(fresh)  # unlike a rename, it cannot replace the secret of a process that was quicker
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def _parse(name: str, kind: str, text: str) -> object:
    parsers: dict[str, Callable[[str], object]] = {"str": str, "int": int, "bool": _flag}
    try:
        return parsers[kind](text)
    except (KeyError, ValueError):
        message = f"{name.upper()} is not of type {kind}"
        raise SettingsError(message) from None


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[text.lower()]


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and url == f"{parts.scheme}://{parts.netloc}"


def _is_contact(text: str) -> bool:
    """Whether RFC 9116 accepts this as a `Contact`, or nothing was said."""
    return not text or (text.startswith(("mailto:", "https://", "tel:")) and " " not in text)


def _check_secret(name: str, value: str) -> None:
    _check(len(value.encode()) >= SECRET_MINIMUM, name, f"must have at least {SECRET_MINIMUM} bytes")
    _check(len(set(value)) >= SECRET_MINIMUM // 4, name, "is not random")


def _check(condition: object, name: str, problem: str) -> None:
    if not condition:
        message = f"{name.upper()} {problem}"
        raise SettingsError(message)
