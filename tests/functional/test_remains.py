"""What an ended share leaves: its traces in the vault, and neither its body nor the copies made for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.functional.copies import found_forms, store_bytes
from tests.functional.erasing import back, put
from tests.functional.sharing import make_share, open_it, prepare
from tests.functional.vaults import blob_is_there, room, whole_file
from vault.crypto.encoding import b64, random_id, unb64
from vault.ids import ShareId
from vault.models.files import File
from vault.models.halves import Half
from vault.models.shares import Share
from vault.services import remains, sweeps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from tests.functional.vaults import Sent
    from vault.services.parts import Parts


def shared_copy(account: Account, clock: Clock, parts: Parts, **choice: Any) -> tuple[Any, Sent]:
    copy = whole_file(parts, account.vault_id, now=clock.now)
    shared = prepare(account, clock.now, files=[copy.file_id], **choice)
    body = shared.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    account.house.post("shares", body, 201)
    account.accept()
    return shared, copy


@pytest.mark.parametrize("way", ["revoked", "expired"])
def test_an_ended_share_keeps_neither_body_nor_copies_and_gives_their_room_back(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House], way: str
) -> None:
    before = room(parts, account.vault_id)
    shared, copy = shared_copy(account, clock, parts)
    open_it(new_house(), shared)
    if way == "revoked":
        account.house.post(f"shares/{shared.id}/end")
        account.house.post(f"shares/{shared.id}/end")
    else:
        back(account, clock, timedelta(days=7))
        assert sweeps.sweep(parts).shares_cleared == 1
        assert sweeps.sweep(parts).shares_cleared == 0

    assert room(parts, account.vault_id) == before
    assert not blob_is_there(parts, account.vault_id, copy)
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    (seen,) = account.house.get("shares").json["shares"]
    assert (seen["ended_why"], len(seen["receipts"])) == (way, 1)
    if parts.db.is_sqlite:
        parts.db.cut_log()
        assert found_forms(shared.sealed.body[80:200], store_bytes(parts.db)) == []


def test_the_files_of_items_stay_when_their_share_has_ended(account: Account, clock: Clock, parts: Parts) -> None:
    sent = whole_file(parts, account.vault_id, now=clock.now)
    put(account, random_id(), files=[sent.file_id])
    shared = make_share(account, clock.now, files=[sent.file_id])
    account.house.post(f"shares/{shared.id}/end")
    assert blob_is_there(parts, account.vault_id, sent)


def test_a_copy_that_another_share_shows_goes_with_the_last_of_them(
    account: Account, clock: Clock, parts: Parts
) -> None:
    first, copy = shared_copy(account, clock, parts)
    second = make_share(account, clock.now, files=[copy.file_id])
    account.house.post(f"shares/{first.id}/end")
    assert blob_is_there(parts, account.vault_id, copy)
    account.house.post(f"shares/{second.id}/end")
    assert not blob_is_there(parts, account.vault_id, copy)


def test_a_share_that_ended_before_is_cleared_by_the_sweep(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room(parts, account.vault_id)
    shared, copy = shared_copy(account, clock, parts)
    with monkeypatch.context() as cut:  # an earlier release, or a kill
        cut.setattr(remains, "clear", lambda *_: False)
        account.house.post(f"shares/{shared.id}/end")
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    assert sweeps.sweep(parts).shares_cleared == 1
    assert room(parts, account.vault_id) == before
    assert not blob_is_there(parts, account.vault_id, copy)


def test_a_repeated_request_for_an_ended_share_brings_nothing_back(
    account: Account, clock: Clock, parts: Parts
) -> None:
    copy = whole_file(parts, account.vault_id, now=clock.now)
    shared = prepare(account, clock.now, files=[copy.file_id])
    body = shared.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    answer = account.house.post("shares", body, 201).json
    account.house.post(f"shares/{shared.id}/end")
    assert account.house.post("shares", body, 201).json == answer
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    with parts.halves.read() as db:
        assert db.get(Half, ShareId(unb64(shared.id))) is None
    with parts.db.read() as db:
        assert db.scalars(select(func.length(Share.body))).one() == 0
        assert db.scalars(select(File.state)).one() == "gone"
