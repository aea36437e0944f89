"""What answers requests. A view parses, calls one service, answers; view modules do not import each other.

`access` decides who may call, `payloads` what a body looks like, `answers` and `errors` what goes back.
"""

from vault.views import (
    accounts,
    catalogue,
    device,
    directory,
    drafts,
    erasures,
    events,
    factors,
    files,
    health,
    openings,
    readings,
    recoveries,
    sessions,
    shares,
    ways_in,
)
from vault.views.access import Api

BLUEPRINTS: tuple[Api, ...] = (
    health.api,
    accounts.api,
    sessions.api,
    factors.api,
    recoveries.api,
    ways_in.api,
    catalogue.api,
    files.api,
    drafts.api,
    events.api,
    shares.api,
    erasures.api,
    openings.api,
    directory.api,
    readings.api,
    device.api,
)
"""The blueprints of `/api/v1`."""
