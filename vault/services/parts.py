"""The outside world as one value: databases, files, counters, clock. A test replaces any of them by naming another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vault.models.base import Database, utc_now
from vault.services.limits import Limits
from vault.storage.folder import FolderStore
from vault.storage.s3 import Bucket, S3Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.config import Settings
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


def open_parts(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Parts:
    """What a process of ours stands on, for the application, the worker and the commands."""
    return Parts(
        settings=settings,
        db=Database(settings.database_url),
        halves=Database(settings.halves_database_url),
        blobs=open_store(settings),
        limits=Limits(settings),
        clock=clock,
    )


def open_store(settings: Settings) -> BlobStore:
    """The store of sealed files."""
    if not settings.blobs.startswith("s3://"):
        return FolderStore(Path(settings.blobs))
    bucket = Bucket(
        name=settings.blobs.removeprefix("s3://"),
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
    )
    return S3Store(bucket)
