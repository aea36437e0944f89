"""Without a lie, both clients open, read, keep and share through the proxy: what is refused elsewhere is the lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.conftest import SECRET_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client, Reader
    from tests.hostile.conftest import Vault
    from tests.hostile.proxy import LyingProxy


def test_a_vault_opens_and_reads(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    titles = client.enter(vault.owner)
    assert {f"Premier {SECRET_WORDS}", f"Second {SECRET_WORDS}", f"Piece {SECRET_WORDS}"} <= set(titles)
    assert proxy.calls == ["POST logins", "POST sessions", "GET catalogue?since=0"]
    assert client.read(vault.first) == f"Premier {SECRET_WORDS}"
    assert len(client.read_file(vault.reference)) == vault.reference["size"]
    client.note("Un mot de plus")
    assert "Un mot de plus" in client.refresh()


@pytest.mark.parametrize("reading", ["browser", "desk"])
def test_a_share_opens(inside: Client, vault: Vault, new_reader: Callable[[str], Reader], reading: str) -> None:
    shared = inside.share([vault.first, vault.piece])
    reader = new_reader(reading)
    assert reader.open(shared) == [f"Premier {SECRET_WORDS}", f"Piece {SECRET_WORDS}"]
    assert len(reader.read_file()) == vault.reference["size"]
    assert inside.openings(shared.share_id) == 1
