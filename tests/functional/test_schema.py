"""The API against its own description, for whoever is not the owner with a fresh session (`test_openapi.py` is hers).

Each asker sends every route well and badly formed requests: no fault, no undescribed answer, and no door that the
description says is shut opens. The examples are the same at each run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.functional.house import SITE
from tests.functional.sharing import make_share, open_it

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House

    Headers = dict[str, str]

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 6
"""Requests for each route and asker."""
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.heavy  # five askers on every route take half a minute
ENDS_THE_SESSION = "/api/v1/sessions"
SHUT_OUT_OF = 15
"""At least as many routes need a session or a token."""


def cookie_of(house: House) -> Headers:
    cookie = house.browser.get_cookie("__Host-session", "localhost")
    assert cookie is not None
    return {"Cookie": f"__Host-session={cookie.value}"}


def nobody(_account: Account, _clock: Clock, _house: House) -> Headers:
    return {}


def stale_owner(account: Account, clock: Clock, _house: House) -> Headers:
    clock.advance(minutes=6)
    return cookie_of(account.house)


def ended_owner(account: Account, clock: Clock, _house: House) -> Headers:
    clock.advance(hours=13)
    return cookie_of(account.house)


def reader(account: Account, clock: Clock, house: House) -> Headers:
    return dict(open_it(house, make_share(account, clock.now)).headers)


def liar(_account: Account, _clock: Clock, _house: House) -> Headers:
    return {"Cookie": f"__Host-session={'A' * 43}", "Authorization": f"Bearer {'A' * 43}"}


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("asker", [nobody, stale_owner, ended_owner, reader, liar])
def test_whoever_asks_gets_what_is_described(
    app: Flask,
    account: Account,
    clock: Clock,
    new_house: Callable[[], House],
    asker: Callable[[Account, Clock, House], Headers],
) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"} | asker(account, clock, new_house())
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    opened: list[str] = []
    shut = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith(ENDS_THE_SESSION):
            continue
        is_shut = bool(operation.definition.raw.get("security")) and asker in {nobody, ended_owner, liar}
        shut += is_shut

        @BOUNDED
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            answer = case.call_and_validate(base_url=SITE, headers=headers, checks=CHECKS)
            if is_shut and answer.status_code < 400:  # noqa: B023 - called at once
                opened.append(case.formatted_path)

        answers()
    assert opened == []
    assert asker in {stale_owner, reader} or shut >= SHUT_OUT_OF
