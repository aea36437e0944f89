"""The recipient's side: the half leaves only after every check, once for each receipt, and never after the end."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import redis
from sqlalchemy import func, select

from tests.functional.sharing import challenge, make_share, open_it, proof, refused
from tests.functional.vaults import whole_file
from vault.crypto.encoding import b64, random_id, unb64
from vault.crypto.signing import sign
from vault.errors import DatabaseUnavailableError, VaultError
from vault.ids import ShareId
from vault.models.halves import Half
from vault.models.shares import Receipt, Share
from vault.services import openings

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from tests.functional.sharing import Shared
    from vault.config import Settings
    from vault.services.parts import Parts

NO_PROOF = {"challenge": b64(bytes(56)), "link_signature": b64(bytes(64)), "receipt": b64(bytes(64))}


def stored(parts: Parts, shared: Shared) -> Share:
    with parts.db.read() as db:
        return db.scalars(select(Share).where(Share.share_id == shared.link.share_id)).one()


def receipts(parts: Parts) -> int:
    with parts.db.read() as db:
        return db.scalars(select(func.count()).select_from(Receipt)).one()


def half_is_there(parts: Parts, shared: Shared) -> bool:
    with parts.halves.read() as db:
        return db.get(Half, shared.link.share_id) is not None


def try_all(work: Callable[[], object], times: int) -> list[str]:
    """Run `work` in threads that start together; what each came to: `ok` or an error's code."""
    outcomes: list[str] = []
    start = threading.Barrier(times)

    def run() -> None:
        start.wait()
        try:
            work()
            outcomes.append("ok")
        except VaultError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def signed(shared: Shared, parts: Parts) -> openings.Proof:
    asked = openings.challenge(parts, ShareId(shared.link.share_id))
    both = proof(shared, asked.challenge)
    return openings.Proof(asked.challenge, unb64(both["link_signature"]), unb64(both["receipt"]))


def test_link_and_code_open_the_share(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    shared = make_share(account, clock.now)

    opened = open_it(new_house(), shared)

    assert opened.document(clock.now) == shared.document
    assert opened.answer["vault_id"] == b64(account.vault_id)
    assert opened.answer["token_seconds"] == 7200


def test_a_reader_is_no_session(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    shared = make_share(account, clock.now)
    opened = open_it(new_house(), shared)

    assert not opened.house.browser.get_cookie("__Host-session")
    opened.house.refused("session_ended", "GET", "catalogue", headers=opened.headers)


def test_asking_for_a_challenge_uses_nothing_up(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now, max_opens=1)
    for _ in range(20):
        challenge(account.house, shared)

    account.house.refused("method_not_allowed", "GET", f"openings/{shared.id}")
    assert stored(parts, shared).opens == 0
    open_it(account.house, shared)


def test_whatever_is_not_open_has_the_same_answer(
    account: Account, clock: Clock, new_house: Callable[[], House]
) -> None:
    ended = make_share(account, clock.now)
    account.house.post(f"shares/{ended.id}/end")
    early = make_share(account, clock.now, start=timedelta(days=2))
    expired = make_share(account, clock.now, days=0.5)
    guessed = make_share(account, clock.now)
    for _ in range(openings.WRONG_CODES_MAX):
        refused(new_house(), guessed.with_wrong_code(), "code_wrong")
    clock.advance(days=1)
    asked = [f"openings/{name}" for name in (b64(random_id()), ended.id, early.id, expired.id, guessed.id)]
    house = new_house()

    first = [house.call("POST", f"{path}/challenge", 404) for path in asked]
    second = [house.call("POST", path, 404, json=NO_PROOF) for path in asked]
    third = [
        house.call("GET", f"{path}/body", 404, headers={"Authorization": f"Bearer {b64(bytes(32))}"}) for path in asked
    ]

    def told(answer: TestResponse) -> tuple[bytes, list[tuple[str, str]]]:
        return answer.data, sorted(pair for pair in answer.headers if pair[0] != "Date")

    for answers in (first, second, third):
        assert all(told(answer) == told(answers[0]) for answer in answers)


def test_without_the_link_nothing_is_counted(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    for _ in range(openings.WRONG_CODES_MAX + 1):
        body = proof(shared, challenge(account.house, shared)) | {"link_signature": b64(os.urandom(64))}
        refused(account.house, shared, "share_unavailable", body)

    assert stored(parts, shared).wrong_codes == 0
    open_it(account.house, shared)


def test_a_wrong_code_is_counted_and_the_tenth_ends_the_share(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    wrong = shared.with_wrong_code()
    for left in range(openings.WRONG_CODES_MAX - 1, 0, -1):
        assert refused(account.house, wrong, "code_wrong") == {"left": left}
        assert stored(parts, shared).wrong_codes == openings.WRONG_CODES_MAX - left
    right_but_late = proof(shared, challenge(account.house, shared))

    assert refused(account.house, wrong, "code_wrong") == {"left": 0}

    refused(account.house, shared, "share_unavailable", right_but_late)
    assert not half_is_there(parts, shared)
    (seen,) = account.house.get("shares").json["shares"]
    assert (seen["wrong_codes"], seen["ended_why"]) == (10, "wrong_codes")


def test_parallel_wrong_codes_are_all_counted(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    wrong = signed(shared.with_wrong_code(), parts)

    outcomes = try_all(lambda: openings.release(parts, ShareId(shared.link.share_id), wrong), 16)

    assert outcomes == ["code_wrong"] * 10 + ["share_unavailable"] * 6
    assert stored(parts, shared).wrong_codes == 10
    assert not half_is_there(parts, shared)


def test_parallel_openings_never_exceed_the_limit(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now, max_opens=3)

    outcomes = try_all(lambda: openings.release(parts, ShareId(shared.link.share_id), signed(shared, parts)), 16)

    assert outcomes == ["ok"] * 3 + ["share_unavailable"] * 13
    assert (stored(parts, shared).opens, receipts(parts)) == (3, 3)


def test_one_challenge_opens_once(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    once = signed(shared, parts)

    outcomes = try_all(lambda: openings.release(parts, ShareId(shared.link.share_id), once), 16)

    assert outcomes == ["challenge_spent"] * 15 + ["ok"]
    assert (stored(parts, shared).opens, receipts(parts)) == (1, 1)


def test_a_challenge_lives_five_minutes(account: Account, clock: Clock) -> None:
    shared = make_share(account, clock.now)
    old = proof(shared, challenge(account.house, shared))
    clock.advance(seconds=301)

    refused(account.house, shared, "challenge_spent", old)


def test_a_challenge_of_another_share_or_of_nobody_is_refused(account: Account, clock: Clock) -> None:
    shared, other = make_share(account, clock.now), make_share(account, clock.now)
    foreign = challenge(account.house, other)
    own = challenge(account.house, shared)
    later = (int.from_bytes(own[:8], "big") + 60).to_bytes(8, "big") + own[8:]

    for given in (foreign, os.urandom(56), later, own[:-1] + bytes([own[-1] ^ 1])):
        refused(account.house, shared, "challenge_spent", proof(shared, given))


def test_a_signature_for_one_purpose_is_worth_nothing_for_the_other(
    account: Account, clock: Clock, parts: Parts
) -> None:
    shared = make_share(account, clock.now)
    body = proof(shared, challenge(account.house, shared))

    refused(account.house, shared, "share_unavailable", body | {"link_signature": body["receipt"]})
    refused(account.house, shared, "code_wrong", body | {"receipt": body["link_signature"]})
    swapped = b64(sign(shared.keys.access_sign, "link", unb64(body["challenge"])))
    refused(account.house, shared, "code_wrong", body | {"receipt": swapped})
    assert stored(parts, shared).opens == 0


def test_nothing_is_released_without_its_receipt(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = make_share(account, clock.now)
    given = signed(shared, parts)

    def stop(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(openings.halves, "read", stop)
        with pytest.raises(KeyboardInterrupt):
            openings.release(parts, ShareId(shared.link.share_id), given)

    assert (stored(parts, shared).opens, receipts(parts)) == (0, 0)
    assert openings.release(parts, ShareId(shared.link.share_id), given).half == shared.sealed.half


def test_a_wrong_code_counts_though_the_destruction_fails(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = make_share(account, clock.now)
    wrong = shared.with_wrong_code()
    for _ in range(openings.WRONG_CODES_MAX - 1):
        refused(account.house, wrong, "code_wrong")

    def away(*_: object) -> int:
        raise DatabaseUnavailableError

    with monkeypatch.context() as cut:
        cut.setattr(openings.halves, "destroy", away)
        refused(account.house, wrong, "database_unavailable")

    account.house.refused("share_unavailable", "POST", f"openings/{shared.id}/challenge")


def test_a_token_ends_after_two_hours(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    opened = open_it(new_house(), make_share(account, clock.now))
    clock.advance(seconds=7199)
    opened.house.get(f"{opened.path}/body", headers=opened.headers)
    clock.advance(seconds=1)

    opened.house.refused("share_unavailable", "GET", f"{opened.path}/body", headers=opened.headers)


def test_a_token_never_outlives_the_share(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    shared = make_share(account, clock.now, days=1)
    clock.advance(hours=23, seconds=1)
    opened = open_it(new_house(), shared)

    assert 3590 <= opened.answer["token_seconds"] < 3600
    clock.advance(hours=1)
    opened.house.refused("share_unavailable", "GET", f"{opened.path}/body", headers=opened.headers)


def test_a_token_ends_at_once_with_its_share(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    file = whole_file(parts, account.vault_id, now=clock.now)
    account.commit(files=[b64(file.file_id)])
    shared = make_share(account, clock.now, files=[file.file_id])
    opened = open_it(new_house(), shared)
    account.house.post(f"shares/{shared.id}/end")

    for path in (f"{opened.path}/body", opened.part_path(file.file_id)):
        opened.house.refused("share_unavailable", "GET", path, headers=opened.headers)


def test_a_token_reads_only_its_own_share(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    opened = open_it(new_house(), make_share(account, clock.now))
    other = make_share(account, clock.now)

    for headers in (
        opened.headers,
        {},
        {"Authorization": "Bearer short"},
        {"Authorization": f"Basic {b64(bytes(32))}"},
    ):
        opened.house.refused("share_unavailable", "GET", f"openings/{other.id}/body", headers=headers)


def test_the_token_is_kept_only_as_a_hash(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    opened = open_it(new_house(), make_share(account, clock.now))

    with parts.db.read() as db:
        kept = db.scalars(select(Receipt.token_hash)).one()
    assert kept != unb64(opened.answer["token"])


def read_part(house: House, path: str, **options: Any) -> bytes:
    """The bytes of a part, from the app or from where it sends us."""
    answer = house.browser.get(f"/api/v1/{path}", base_url="https://localhost", **options)
    if answer.status_code != 307:
        assert answer.status_code in (200, 206)
        return bytes(answer.data)
    headers = {"Range": options["headers"]["Range"]} if "Range" in options["headers"] else {}
    return httpx.get(answer.headers["Location"], headers=headers).raise_for_status().content


def test_only_the_files_of_the_share_are_read_whole_or_by_range(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    mine, other = (whole_file(parts, account.vault_id, now=clock.now) for _ in range(2))
    account.commit(files=[b64(mine.file_id), b64(other.file_id)])
    opened = open_it(new_house(), make_share(account, clock.now, files=[mine.file_id]))
    path = opened.part_path(mine.file_id)

    assert read_part(opened.house, path, headers=opened.headers) == mine.body
    ranged = opened.headers | {"Range": "bytes=56-99"}
    assert read_part(opened.house, path, headers=ranged) == mine.body[56:100]
    opened.house.refused("not_found", "GET", opened.part_path(other.file_id), headers=opened.headers)
    opened.house.refused("not_found", "GET", opened.part_path(mine.file_id, 1), headers=opened.headers)


def test_tries_are_bounded_for_each_source(
    account: Account, clock: Clock, settings: Settings, new_house: Callable[..., House]
) -> None:
    shared = make_share(account, clock.now)
    house = new_house("192.0.2.7")
    for _ in range(settings.attempts_per_source):
        house.call("POST", f"openings/{b64(random_id())}/challenge", 404)

    answer = house.call("POST", f"openings/{shared.id}/challenge", 429)

    assert int(answer.headers["Retry-After"]) > 0
    house.refused("too_many_attempts", "POST", f"openings/{shared.id}", json=NO_PROOF)
    open_it(new_house("198.51.100.9"), shared)


@pytest.mark.parametrize("variant", ["production"], indirect=True)
def test_without_counters_no_share_opens(account: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = make_share(account, clock.now)

    def away(*_: object, **__: object) -> object:
        raise redis.exceptions.ConnectionError

    monkeypatch.setattr(redis.connection.ConnectionPool, "get_connection", away)
    account.house.refused("limits_unavailable", "POST", f"openings/{shared.id}/challenge")
    account.house.refused("limits_unavailable", "POST", f"openings/{shared.id}", json=NO_PROOF)
