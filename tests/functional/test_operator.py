"""What whoever runs the server can do with its commands: none gives content, opens a vault, or takes a factor away.

1. No command takes a vault, an identifier or a password.
2. Each of them leaves every row of a vault as it was, and prints nothing of it.
3. A row that the operator writes into the base lets nobody in where the root does not vouch for it, and no second
   factor goes by any function that a command or the worker reaches.
"""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from tests.functional.guarded import Guarded
from tests.functional.vaults import snapshot
from tests.functional.ways import Keys, add, recover, slot_body
from vault import cli, worker
from vault.crypto.catalogue import Catalogue
from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import ForeignSlotError
from vault.models.accounts import Account as AccountRow
from vault.models.accounts import Slot
from vault.models.factors import Factor, RecoveryCode
from vault.services.proofs import hash_secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.services.parts import Parts

OF_WAYS_IN = {"accounts", "access", "factors", "recoveries", "proofs", "logins", "passkeys", "totp"}
"""Services that open a vault or change its ways in."""


@pytest.fixture
def guarded(account: Account, clock: Clock) -> Guarded:
    """A vault with every way in and a second factor."""
    add(account, Keys.of(account).phrase())
    add(account, Keys.of(account).people())
    return Guarded(account, clock)


@pytest.mark.parametrize("command", sorted(cli.COMMANDS))
def test_a_command_takes_no_vault(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for given in ("moineau-42", "--login=moineau-42", "--vault=moineau-42", "--reset"):
        with pytest.raises(SystemExit):
            cli.main([command, given])
        assert "error: unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize("module", [cli, worker])
def test_no_command_reaches_what_opens_or_changes_a_way_in(module: ModuleType) -> None:
    """By name; and what `sweep` reaches removes what is over, which the next test holds."""
    source = inspect.getsource(module)
    named = {
        name.name.rpartition(".")[2]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert named & OF_WAYS_IN == set()


@pytest.mark.parametrize("command", sorted(cli.COMMANDS))
def test_a_command_changes_no_row_and_prints_nothing_of_a_vault(
    guarded: Guarded, parts: Parts, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    account = guarded.account
    before = snapshot(parts, account.vault_id)
    capsys.readouterr()
    cli.COMMANDS[command](parts)
    assert snapshot(parts, account.vault_id) == before
    told = capsys.readouterr()
    known = [account.login, account.vault_id.hex(), b64(account.vault_id), guarded.made["secret"], *guarded.codes]
    assert not [word for word in known if word in told.out + told.err]


def test_after_every_command_the_second_factor_is_still_asked_for(
    guarded: Guarded, parts: Parts, new_house: Callable[..., House]
) -> None:
    for command in cli.COMMANDS.values():
        command(parts)
    house = new_house()
    assert guarded.knock(house)["kinds"] == ["totp", "code"]
    house.refused("session_ended", "GET", "catalogue?since=0")
    guarded.log_in(house)


def test_a_slot_that_the_operator_writes_is_refused(
    guarded: Guarded, parts: Parts, new_house: Callable[..., House]
) -> None:
    """In the base itself, with a password whose check he stored too: the server lets in, and nothing opens."""
    account = guarded.account
    forged = Keys.of(account).password().slot
    with parts.db.write() as db:
        row = {"slot_id": forged.slot_id, "kind": "password", "params": forged.params, "sealed": forged.sealed}
        db.add(Slot(vault_id=account.vault_id, **row))
    house = new_house()
    opened = guarded.log_in(house)
    assert slot_body(forged) in opened["slots"]
    with pytest.raises(ForeignSlotError):
        Catalogue.open(account.unlocked, house.get("catalogue?since=0").data, [*account.slots, forged])


def test_factors_that_the_operator_deletes_give_a_login_and_no_key(
    guarded: Guarded, parts: Parts, new_house: Callable[..., House]
) -> None:
    """Writing in the base he can leave the second step out: what is sealed still asks for the passphrase."""
    account, house = guarded.account, new_house()
    with parts.db.write() as db:
        for table in (Factor, RecoveryCode):
            db.execute(delete(table).where(table.vault_id == account.vault_id))
    house.refused("login_refused", "POST", "sessions", json={"login": account.login, "auth": b64(bytes(32))})
    opened = house.post("sessions", {"login": account.login, "auth": account.auth}).json
    stored = [slot["sealed"] for slot in opened["slots"]]
    assert b64(account.vmk) not in str(opened)
    assert len(stored) == 3


def test_a_check_that_the_operator_replaces_opens_a_session_and_no_key(
    guarded: Guarded, parts: Parts, new_house: Callable[..., House]
) -> None:
    """He may let himself in as far as the server goes, by a phrase of his own: what he gets there is sealed."""
    account, own = guarded.account, Keys.of(guarded.account).phrase()
    with parts.db.write() as db:
        db.get_one(AccountRow, account.vault_id).phrase_hash = hash_secret(parts, unb64(own.told["phrase_auth"]))
    answer = recover(new_house(), account, "phrase", own.secret)
    assert b64(account.vmk) not in str(answer)
