"""The outside world as one value: databases, files, counters, clock. A test replaces any of them by naming another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.config import Settings
    from vault.models.base import Database
    from vault.services.limits import Limits
    from vault.storage import BlobStore


@dataclass(frozen=True)
class Parts:
    """What a process of ours stands on."""

    settings: Settings
    db: Database
    halves: Database
    blobs: BlobStore
    limits: Limits
    clock: Callable[[], datetime]
    """Naive UTC. Shares, sessions and the thirty days of trash go by it, never by a clock of the client's."""
