"""What the law pages say: the operator's own words, and the durations that the code keeps.

1. A word that the operator did not give is missing, and said to be missing: none is invented or has a default.
2. A contact for one purpose falls back to the operator's e-mail, and to nothing else.
3. A duration is the constant by which the services act, so that a page cannot promise another.
4. Without an audit of accessibility the site does not conform, as RGAA 4.1.2 has it, whatever we think of it.
5. `security.txt` (RFC 9116) needs a contact: without one there is none. Its end is decided when the process starts, so
   that a deployment which nobody looks after goes stale, as that field is meant to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from vault.crypto.constants import SHARE_DAYS_MAX
from vault.models.accounts import INACTIVE_YEARS
from vault.services import catalogue, files, known_sources, limits, openings, refusals

if TYPE_CHECKING:
    from datetime import datetime

    from vault.config import Settings

Conformity = Literal["full", "partial", "none"]

SAID = (
    "operator_name", "operator_status", "operator_address", "operator_phone", "operator_email", "publication_director",
    "host_name", "host_address", "host_phone", "data_location", "health_hosting", "backups_kept", "logs_kept",
    "privacy_contact", "accessibility_contact", "security_contact", "law_reviewed", "accessibility_audit",
)  # fmt: skip
"""The settings that pages show, in the order of the README."""
CONTACTS = {"privacy_contact": "", "accessibility_contact": "", "security_contact": "mailto:"}
"""Those that fall back to the operator's e-mail, with what is put before it."""
TEXT_LIFE = timedelta(days=365)
HALF = 50
ALL = 100


@dataclass(frozen=True)
class Durations:
    """What the privacy page says of time: days, or what the name says."""

    trash: int
    share: int
    known_source: int
    refusal: int
    upload: int
    idle_minutes: int
    session_minutes: int
    opening_minutes: int
    counter_minutes: int
    inactive_years: int


def words(settings: Settings) -> dict[str, str]:
    """What the operator says, by the name of the setting; empty where nothing was said."""
    said = {name: str(getattr(settings, name)).strip() for name in SAID}
    for name, scheme in CONTACTS.items():
        if not said[name] and said["operator_email"]:
            said[name] = scheme + said["operator_email"]
    return said


def missing(settings: Settings) -> list[str]:
    """The variables that the operator should still give, in the order of the README."""
    return [name.upper() for name, word in words(settings).items() if not word]


def durations(settings: Settings) -> Durations:
    """How long each thing is kept here."""
    return Durations(
        trash=catalogue.TRASH_DAYS.days,
        share=SHARE_DAYS_MAX,
        known_source=known_sources.KNOWN_DAYS,
        refusal=refusals.KEPT_DAYS,
        upload=files.UNFINISHED_DAYS.days,
        idle_minutes=_minutes(settings.session_idle_seconds),
        session_minutes=_minutes(settings.session_absolute_seconds),
        opening_minutes=_minutes(int(openings.TOKEN_LIFE.total_seconds())),
        counter_minutes=limits.WINDOW_MINUTES,
        inactive_years=INACTIVE_YEARS,
    )


def _minutes(seconds: int) -> int:
    return -(-seconds // 60)


def conformity(settings: Settings) -> Conformity:
    """The state of conformity that the declaration of accessibility has to give."""
    if not settings.accessibility_audit or settings.accessibility_rate < HALF:
        return "none"
    return "full" if settings.accessibility_rate == ALL else "partial"


def expiry(started: datetime) -> datetime:
    """When the `security.txt` of a process that started then is no longer to be believed.

    Counted from the first of the month, so that the processes of one deployment say the same; always within a year, as
    RFC 9116 section 2.5.5 recommends.
    """
    return started.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + TEXT_LIFE


def security_text(settings: Settings, expires: datetime) -> str | None:
    """The text of `/.well-known/security.txt`, or None while nobody can be written to."""
    contact = words(settings)["security_contact"]
    if not contact:
        return None
    lines = [f"Contact: {contact}", f"Expires: {expires.isoformat()}Z", "Preferred-Languages: fr, en"]
    if settings.site_url.startswith("https://"):  # the only scheme that RFC 9116 admits for these two
        lines.append(f"Canonical: {settings.site_url}/.well-known/security.txt")
        lines.append(f"Policy: {settings.site_url}/signaler-une-faille")
    return "\n".join(lines) + "\n"
