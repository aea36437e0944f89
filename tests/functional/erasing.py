"""Items and whole vaults on their way out: what is asked, and what is left afterwards."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from tests.functional.sharing import make_share, open_it, prepare
from tests.functional.vaults import snapshot, whole_file
from vault.crypto.encoding import b64, random_id
from vault.ids import VaultId
from vault.models.accounts import Account as AccountRow
from vault.models.halves import Half
from vault.services import proofs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.services.parts import Parts

THREE = timedelta(days=3)


def give_phrase(account: Account, parts: Parts) -> str:
    """`phrase_auth` of the vault, which has a phrase since it was made."""
    secret = os.urandom(32)
    check = proofs.hash_secret(parts, secret)
    with parts.db.write() as db:
        db.execute(update(AccountRow).where(AccountRow.vault_id == account.vault_id).values(phrase_hash=check))
    return b64(secret)


def record(item_id: bytes, sealed: bytes | None = None) -> dict[str, object]:
    return {"item_id": b64(item_id), "version": 1, "sealed": b64(sealed or os.urandom(500))}


def put(account: Account, *item_ids: bytes, files: list[bytes] | None = None) -> None:
    account.commit(records=[record(item_id) for item_id in item_ids], files=[b64(name) for name in files or []])


def trash(account: Account, *item_ids: bytes) -> None:
    account.commit(trash=[b64(item_id) for item_id in item_ids])


def wish(*item_ids: bytes, phrase: str | None = None, days: int = 3) -> dict[str, Any]:
    return {
        "whole": not item_ids,
        "items": [b64(item_id) for item_id in item_ids],
        "phrase_auth": phrase,
        "days": days,
    }


def ask(account: Account, *item_ids: bytes, phrase: str | None = None, days: int = 3) -> dict[str, Any]:
    return dict(account.house.post("erasures", wish(*item_ids, phrase=phrase, days=days)).json)


def erase_commit(account: Account, *item_ids: bytes, files: list[bytes] | None = None) -> dict[str, Any]:
    named = [b64(name) for name in files or []]
    return account.next_commit(erase=[{"item_id": b64(item_id), "files": named} for item_id in item_ids])


def back(account: Account, clock: Clock, after: timedelta) -> None:
    """Later, with a new session."""
    clock.now += after
    account.log_in(account.house)


def in_trash(account: Account) -> bytes:
    item_id = random_id()
    put(account, item_id)
    trash(account, item_id)
    return item_id


def is_whole(parts: Parts, vault_id: bytes) -> bool:
    with parts.db.read() as db:
        return db.get(AccountRow, vault_id) is not None


def rows_left(parts: Parts, vault_id: bytes) -> set[str]:
    return {name for name, rows in snapshot(parts, VaultId(vault_id)).items() if rows}


def halves_left(parts: Parts) -> int:
    with parts.halves.read() as db:
        return db.scalars(select(func.count()).select_from(Half)).one()


def everything(folder: Path) -> bytes:
    """Every byte and every name below the folder where databases and blobs are."""
    paths = sorted(folder.rglob("*"))
    return b"\n".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in paths)


def full_vault(account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]) -> dict[str, Any]:
    """Something in every table that a session can fill; what must be found nowhere afterwards."""
    sent, copy = (whole_file(parts, account.vault_id, now=clock.now) for _ in range(2))
    unkept = whole_file(parts, account.vault_id, now=clock.now)
    item_id, sealed = random_id(), os.urandom(900)
    account.commit(records=[record(item_id, sealed)], files=[b64(sent.file_id)])
    trash(account, item_id)
    live = prepare(account, clock.now, files=[copy.file_id])
    body = live.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    account.house.post("shares", body, 201)
    account.accept()
    over = make_share(account, clock.now)
    open_it(new_house(), live)
    account.house.post(f"shares/{over.id}/end")
    draft = os.urandom(300)
    account.house.put(f"drafts/{b64(random_id())}", json={"sealed": b64(draft)})
    account.house.browser.post("/api/v1/sessions/unlock", json={"auth": b64(bytes(32))}, base_url="https://localhost")
    secrets = {
        "vault": bytes(account.vault_id),
        "item": item_id,
        "record": sealed[100:164],
        "draft": draft[100:164],
        "share": live.link.share_id,
        "body": live.sealed.body[80:140],
        "half": live.sealed.half,
        "wrapped": live.sealed.wrapped[40:80],
        "login": account.login.encode(),
        "slot": account.slots[0].sealed[40:90],
    }
    return {"files": [sent, copy, unkept], "live": live, "secrets": secrets}
