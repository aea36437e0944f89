"""Sessions: what the cookie is, when it opens, how it ends."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from vault.crypto.encoding import b64, random_id, unb64
from vault.models.accounts import Account as AccountRow
from vault.models.sessions import LoginSession
from vault.services import accounts, sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.services.parts import Parts

MINUTE = 60


def token_of(house: House) -> str:
    cookie = house.browser.get_cookie("__Host-session", "localhost")
    assert cookie is not None
    return cookie.value


def test_the_cookie_is_strict(account: Account, new_house: Callable[..., House]) -> None:
    answer = new_house().post("sessions", {"login": account.login, "auth": account.auth})
    attributes = {part.strip() for part in answer.headers["Set-Cookie"].split(";")[1:]}
    assert attributes == {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}


def test_the_token_is_not_stored(account: Account, parts: Parts) -> None:
    token = unb64(token_of(account.house))
    with parts.db.read() as db:
        row = db.scalars(select(LoginSession)).one()
    assert row.token_hash == hashlib.sha256(token).digest()
    assert token not in {row.session_id, row.token_hash}


def test_without_a_session_nothing_is_told(house: House) -> None:
    house.refused("session_ended", "GET", "sessions")
    for cookie in ("", "x", b64(random_id()), b64(bytes(32))):
        house.browser.set_cookie("__Host-session", cookie, domain="localhost", secure=True)
        house.refused("session_ended", "GET", "sessions")


def test_two_browsers_have_two_sessions(account: Account, new_house: Callable[..., House]) -> None:
    other = new_house()
    account.log_in(other)
    listed = other.get("sessions").json["sessions"]
    assert [entry["current"] for entry in listed].count(True) == 1
    assert len({entry["session_id"] for entry in listed}) == 2


def test_opening_again_in_a_browser_ends_its_older_session(
    account: Account, new_house: Callable[..., House], make_account: Callable[..., Account]
) -> None:
    older = token_of(account.house)
    account.log_in(account.house)
    assert len(account.house.get("sessions").json["sessions"]) == 1
    other = make_account(new_house())
    newer = token_of(account.house)
    other.log_in(account.house)

    for token in (older, newer):
        thief = new_house()
        thief.browser.set_cookie("__Host-session", token, domain="localhost", secure=True)
        thief.refused("session_ended", "GET", "sessions")
    assert len(account.house.get("sessions").json["sessions"]) == 2
    account.log_in(account.house)
    names = [event["name"] for event in account.house.get("events").json["events"]]
    assert names.count("session:closed") == 2


def test_a_password_refused_ends_no_session(account: Account) -> None:
    wrong = {"login": account.login, "auth": b64(bytes(32))}
    account.house.refused("login_refused", "POST", "sessions", json=wrong)
    account.house.get("sessions")


def test_a_closed_session_is_over_at_once(account: Account, new_house: Callable[..., House]) -> None:
    other = new_house()
    account.log_in(other)
    [mine] = [entry for entry in account.house.get("sessions").json["sessions"] if entry["current"]]
    other.delete(f"sessions/{mine['session_id']}")
    account.house.refused("session_ended", "GET", "sessions")
    assert len(other.get("sessions").json["sessions"]) == 1
    other.refused("not_found", "DELETE", f"sessions/{mine['session_id']}")


def test_a_session_of_another_vault_cannot_be_closed(
    account: Account, new_house: Callable[..., House], make_account: Callable[..., Account]
) -> None:
    other = make_account(new_house())
    [entry] = other.house.get("sessions").json["sessions"]
    account.house.refused("not_found", "DELETE", f"sessions/{entry['session_id']}")
    other.house.get("sessions")


def test_idle_is_over(account: Account, clock: Clock, parts: Parts) -> None:
    clock.advance(seconds=parts.settings.session_idle_seconds - 1)
    account.house.get("sessions")
    clock.advance(seconds=parts.settings.session_idle_seconds)
    account.house.refused("session_ended", "GET", "sessions")


def test_use_does_not_outlast_the_absolute_limit(account: Account, clock: Clock, parts: Parts) -> None:
    for _ in range(parts.settings.session_absolute_seconds // (20 * MINUTE) - 1):
        clock.advance(minutes=20)
        account.house.get("sessions")
    clock.advance(minutes=20)
    account.house.refused("session_ended", "GET", "sessions")


def test_a_session_is_fresh_for_a_while(account: Account, clock: Clock, parts: Parts) -> None:
    stale = {"challenge": "x"}
    account.house.refused("bad_request", "POST", "shares", json=stale)
    clock.advance(seconds=parts.settings.fresh_seconds)
    account.house.refused("fresh_needed", "POST", "shares", json=stale)
    account.house.refused("login_refused", "POST", "sessions/unlock", json={"auth": b64(bytes(32))})
    account.house.refused("fresh_needed", "POST", "shares", json=stale)
    unlocked = account.house.post("sessions/unlock", {"auth": account.auth}).json
    assert unlocked["vault_id"] == b64(account.vault_id)
    account.house.refused("bad_request", "POST", "shares", json=stale)


def test_a_password_that_was_changed_since_its_proof_makes_nothing_fresh(
    account: Account, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove = accounts.prove

    def overtaken(*given: Any) -> Any:
        proven = prove(*given)
        with parts.db.write() as db:
            db.execute(update(AccountRow).values(auth_hash="of another password"))
        return proven

    monkeypatch.setattr(accounts, "prove", overtaken)
    account.house.refused("login_refused", "POST", "sessions/unlock", json={"auth": account.auth})


def test_unlocking_makes_only_this_session_fresh(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[..., House]
) -> None:
    other = new_house()
    account.log_in(other)
    clock.advance(seconds=parts.settings.fresh_seconds)
    account.house.post("sessions/unlock", {"auth": account.auth})
    other.refused("fresh_needed", "POST", "shares", json={})


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "sessions/leave", 204), ("GET", "/quitter", 303)])
def test_leaving_ends_and_clears(account: Account, method: str, path: str, status: int) -> None:
    token = token_of(account.house)
    answer = account.house.call(method, path, status)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert account.house.browser.get_cookie("__Host-session", "localhost") is None
    account.house.browser.set_cookie("__Host-session", token, domain="localhost", secure=True)
    account.house.refused("session_ended", "GET", "sessions")


@pytest.mark.parametrize(
    ("headers", "ends"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_the_way_out_leads_out_but_no_other_site_ends_the_session(
    account: Account, headers: dict[str, str], *, ends: bool
) -> None:
    answer = account.house.browser.get("/quitter", base_url="https://localhost", headers=headers)
    assert answer.status_code == 303
    assert ("Clear-Site-Data" in answer.headers, "Set-Cookie" in answer.headers) == (ends, ends)
    if ends:
        account.house.refused("session_ended", "GET", "sessions")
    else:
        account.house.get("sessions")


def test_leaving_without_a_session_is_no_error(house: House) -> None:
    house.post("sessions/leave", status=204)


def test_ended_sessions_are_swept(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[..., House]
) -> None:
    clock.advance(seconds=parts.settings.session_idle_seconds)
    account.log_in(new_house())
    with parts.db.write() as db:
        assert sessions.sweep(db, clock(), parts.settings) == 1
    with parts.db.read() as db:
        assert len(db.scalars(select(LoginSession)).all()) == 1


def test_the_owner_sees_what_happened(account: Account, new_house: Callable[..., House], clock: Clock) -> None:
    clock.advance(seconds=1)
    other = new_house("203.0.113.9")
    account.log_in(other)
    clock.advance(seconds=1)
    account.house.post("sessions/leave", status=204)
    told = other.get("events").json["events"]
    assert [event["name"] for event in told[:2]] == ["session:closed", "session:opened"]
    assert {event["name"] for event in told[2:]} == {"vault:made", "session:opened"}
    assert told[1]["fields"]["known"] == 0
    assert "203.0.113.9" not in str(told)
    later = other.get(f"events?before={told[1]['event_id']}").json["events"]
    assert later == told[2:]
    assert other.get(f"events?before={b64(random_id())}").json["events"] == []


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://localhost"}, False),
        ({"Origin": "https://localhost"}, True),
        ({"Origin": "https://localhost.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_a_write_that_another_site_caused_is_refused(
    account: Account, headers: dict[str, str], *, allowed: bool
) -> None:
    client = account.house.browser
    answer = client.post("/api/v1/sessions/leave", base_url="https://localhost", headers=headers)
    assert answer.status_code == (204 if allowed else 403)
    if not allowed:
        assert answer.json["error"]["code"] == "cross_site"
        assert "Clear-Site-Data" not in answer.headers
        account.house.get("sessions")
