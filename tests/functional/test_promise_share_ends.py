"""Promise 3: after its date, or once revoked, link + code + a full copy of the databases and blobs do not open a share.

Link and code are in hand, and so is everything the server keeps, copied after the end. What is missing is the half: it
is in no byte of the copy, and no route gives it.
"""

from __future__ import annotations

import os
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from tests.functional.copies import found_forms, store_bytes
from tests.functional.sharing import challenge, make_share, open_it, proof
from tests.functional.vaults import blob_is_there, whole_file
from vault.crypto.encoding import b64, sha256
from vault.crypto.errors import DoesNotOpenError
from vault.crypto.material import Half
from vault.crypto.sharing import ServedShare, open_share
from vault.services import openings, sweeps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from tests.functional.sharing import Shared
    from vault.services.parts import Parts

WAYS = ["expiry", "revocation", "wrong codes"]


def end(way: str, shared: Shared, clock: Clock, parts: Parts) -> None:
    house = shared.account.house
    if way == "expiry":
        clock.advance(days=7)
        sweeps.sweep(parts)
    elif way == "revocation":
        house.post(f"shares/{shared.id}/end")
    else:
        wrong = shared.with_wrong_code()
        for _ in range(openings.WRONG_CODES_MAX):
            house.refused("code_wrong", "POST", f"openings/{shared.id}", json=proof(wrong, challenge(house, shared)))


@pytest.mark.parametrize("way", WAYS)
def test_after_the_end_nothing_opens(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House], way: str
) -> None:
    # Given a share with a file, opened once, whose reader goes on holding the link, the code and a token
    file = whole_file(parts, account.vault_id, now=clock.now)
    account.commit(files=[b64(file.file_id)])
    shared = make_share(account, clock.now, files=[file.file_id])
    others = [make_share(account, clock.now, days=30) for _ in range(20)]
    opened = open_it(new_house(), shared)
    waiting = proof(shared, challenge(new_house(), shared))
    assert found_forms(shared.sealed.half, store_bytes(parts.halves)) == ["raw"]

    # When it ends, and everything is copied
    end(way, shared, clock, parts)
    copy = store_bytes(parts.db) + store_bytes(parts.halves)

    # Then the copy holds all but the half
    assert shared.sealed.wrapped in copy
    assert blob_is_there(parts, account.vault_id, file)
    assert found_forms(shared.sealed.half, copy) == []
    assert all(found_forms(other.sealed.half, copy) == ["raw"] for other in others)

    # And neither challenge, nor waiting signatures, nor the token get anything more
    house, path = new_house(), opened.path
    house.refused("share_unavailable", "POST", f"{path}/challenge")
    house.refused("share_unavailable", "POST", path, json=waiting)
    for address in (f"{path}/body", opened.part_path(file.file_id)):
        house.refused("share_unavailable", "GET", address, headers=opened.headers)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_all_but_the_half_does_not_open(account: Account, clock: Clock) -> None:
    shared = make_share(account, clock.now)
    sealed, moment = shared.sealed, clock.now.replace(tzinfo=UTC)
    for half in (bytes(32), os.urandom(32), bytes(byte ^ 1 for byte in sealed.half)):
        served = ServedShare(sealed.policy, sha256(sealed.body), Half(half), sealed.wrapped, sealed.body)
        with pytest.raises(DoesNotOpenError):
            open_share(shared.link, shared.keys, served, moment, moment)


def test_the_server_refuses_by_its_clock_though_no_sweep_has_come(
    account: Account, clock: Clock, new_house: Callable[[], House]
) -> None:
    shared = make_share(account, clock.now)
    waiting = proof(shared, challenge(account.house, shared))
    clock.advance(days=7)

    new_house().refused("share_unavailable", "POST", f"openings/{shared.id}/challenge")
    new_house().refused("share_unavailable", "POST", f"openings/{shared.id}", json=waiting)
