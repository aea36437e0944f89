"""The API against its own description: whatever is sent, no fault, and no answer that is not described."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.functional.house import SITE

if TYPE_CHECKING:
    from flask import Flask

    from tests.functional.accounts import Account

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 12
"""Requests for each route, well and badly formed in turn."""
ENDS_THE_SESSION = "/api/v1/sessions"


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_every_route_answers_as_described(app: Flask, account: Account) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    cookie = account.house.browser.get_cookie("__Host-session", "localhost")
    assert cookie is not None
    headers = {"Cookie": f"__Host-session={cookie.value}", "Sec-Fetch-Site": "same-origin"}
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith(ENDS_THE_SESSION):
            continue

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            case.call_and_validate(base_url=SITE, headers=headers, checks=CHECKS)

        answers()
        tried += 1
    assert tried > 25
    account.house.get("sessions")
