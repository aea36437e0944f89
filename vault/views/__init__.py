"""What answers requests. A view parses, calls one service, answers; view modules do not import each other.

`access` decides who may call, `payloads` what a body looks like, `answers` and `errors` what goes back.
"""

from vault.views import accounts, events, health, sessions
from vault.views.access import Api

BLUEPRINTS: tuple[Api, ...] = (
    health.api,
    accounts.api,
    sessions.api,
    events.api,
)
"""The blueprints of `/api/v1`."""
