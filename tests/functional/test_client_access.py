"""The Python client changes the ways into a vault and gets back in, against the real server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import httpx
import pyotp
import pytest

from tests.functional.desk import RunningClock
from vault import client_access as access
from vault import client_records as records
from vault.client_access import Rotation, Sheet
from vault.client_shares import Wanted
from vault.client_vault import VaultClient
from vault.client_words import ApiError, ClientError
from vault.crypto.encoding import b64, context, random_id, unb64
from vault.crypto.errors import DoesNotOpenError, ForgedError, RollbackError
from vault.crypto.recovery import new_phrase, parse_phrase
from vault.crypto.sealing import open_sealed, seal
from vault.services import sweeps

if TYPE_CHECKING:
    from collections.abc import Callable

    from vault.client_api import Api
    from vault.services.parts import Parts

    NewApi = Callable[[], Api]

OLD, NEW = "framboise tiroir lanterne galet", "bruyère horloge sentier cannelle"
WORDS = "bitume brèche safari tirelire jaguar famille puiser abaisser adjuger fongible absence nickel".split()  # noqa: SIM905 — words
PHRASE = parse_phrase(" ".join(WORDS))


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def client(new_api: NewApi, login: str) -> VaultClient:
    """A vault with a phrase and one item."""
    client = VaultClient(new_api())
    client.register(login, OLD, PHRASE)
    client.put_item(records.contact("Claire", "witness"))
    return client


def names(client: VaultClient) -> list[str]:
    return [row["summary"]["title"] for row in client.catalogue.rows()]


def entered(new_api: NewApi, login: str, password: str) -> VaultClient:
    other = VaultClient(new_api())
    other.open(login, password)
    return other


def refused(code: str, act: Callable[..., Any], *given: Any) -> None:
    with pytest.raises(ClientError) as caught:
        act(*given)
    assert caught.value.code == code


def test_a_vault_says_whether_it_has_a_phrase(client: VaultClient, new_api: NewApi) -> None:
    assert client.catalogue.settings["phrase"] == "checked"
    bare = VaultClient(new_api())
    bare.register(f"merle-{os.urandom(6).hex()}", OLD)
    assert bare.catalogue.settings["phrase"] == "declined"
    access.set_phrase(bare, OLD, PHRASE)
    assert bare.refresh().settings["phrase"] == "checked"
    access.drop_phrase(bare, OLD)
    assert bare.refresh().settings["phrase"] == "declined"


def test_another_password(client: VaultClient, new_api: NewApi, login: str) -> None:
    other = entered(new_api, login, OLD)
    access.change_password(client, OLD, NEW)
    refused("session_ended", other.refresh)
    refused("login_refused", entered, new_api, login, OLD)
    assert names(entered(new_api, login, NEW)) == ["Claire"]
    client.unlock(NEW)
    client.put_item(records.contact("Paul", "witness"))
    access.change_password(client, NEW, OLD)
    assert set(names(entered(new_api, login, OLD))) == {"Claire", "Paul"}


def test_the_old_password_is_checked_before_anything_is_sent(client: VaultClient) -> None:
    with pytest.raises(DoesNotOpenError):
        access.change_password(client, NEW, NEW)
    refused("password_short", access.change_password, client, OLD, "court")


def test_a_device_that_stays_open_learns_the_new_ways(client: VaultClient, new_api: NewApi, login: str) -> None:
    other = entered(new_api, login, OLD)
    access.set_people(client, OLD)
    assert names(other) == ["Claire"]
    other.put_item(records.contact("Paul", "witness"))
    assert {slot.kind for slot in other.opened.slots} == {"password", "phrase", "people"}
    # The one that changed them first has a newer catalogue to take before its next change.
    access.change_password(client, OLD, NEW, close_sessions=False)
    assert set(names(other)) == {"Claire", "Paul"}


def test_back_in_by_the_phrase(client: VaultClient, new_api: NewApi, login: str) -> None:
    sheet = access.sheet_of(client)
    client.put_item(records.contact("Paul", "witness"))
    lost = VaultClient(new_api())
    key = access.recover_by_phrase(lost, login, " ".join(WORDS).upper(), sheet)
    assert set(names(lost)) == {"Claire", "Paul"}
    refused("locked", lost.unlock, OLD)
    access.set_password(lost, key, NEW)
    refused("session_ended", client.refresh)
    refused("login_refused", entered, new_api, login, OLD)
    assert set(names(entered(new_api, login, NEW))) == {"Claire", "Paul"}
    again = VaultClient(new_api())
    access.recover_by_phrase(again, login, " ".join(WORDS))


def test_words_that_are_none_are_not_sent(new_api: NewApi, login: str) -> None:
    lost = VaultClient(new_api())
    refused("words_wrong", access.recover_by_phrase, lost, login, " ".join(WORDS[:11]))
    refused("words_wrong", access.recover_by_phrase, lost, login, " ".join([*WORDS[:11], WORDS[0]]))
    refused("words_wrong", access.recover_by_people, lost, login, ["un", "deux"])
    refused("recovery_refused", access.recover_by_phrase, lost, login, " ".join(new_phrase("french")))


def test_a_sheet_is_compared(client: VaultClient, new_api: NewApi, login: str) -> None:
    true = access.sheet_of(client)
    assert true.fingerprint is not None
    words = " ".join(WORDS)
    same = Sheet(true.fingerprint.lower().replace("-", " "), 1)
    access.recover_by_phrase(VaultClient(new_api()), login, words, same)
    with pytest.raises(ForgedError):
        access.recover_by_phrase(VaultClient(new_api()), login, words, Sheet("0000-0000-0000-0000"))
    assert true.seq is not None
    with pytest.raises(RollbackError):
        access.recover_by_phrase(VaultClient(new_api()), login, words, Sheet(true.fingerprint, true.seq + 1))


def test_back_in_by_two_people(client: VaultClient, new_api: NewApi, login: str, clock: RunningClock) -> None:
    shares = [" ".join(words) for words in access.set_people(client, OLD, 3)]
    lost = VaultClient(new_api())
    ready = access.recover_by_people(lost, login, [shares[0], shares[2]])
    assert not isinstance(ready, access.Key)
    clock.advance(days=3, seconds=1)
    key = access.recover_by_people(lost, login, shares[1:])
    assert isinstance(key, access.Key)
    access.set_password(lost, key, NEW)
    assert names(entered(new_api, login, NEW)) == ["Claire"]


def test_a_request_of_people_is_shown_at_the_next_opening(client: VaultClient, new_api: NewApi, login: str) -> None:
    shares = [" ".join(words) for words in access.set_people(client, OLD)]
    access.recover_by_people(VaultClient(new_api()), login, shares[:2])
    (notice,) = entered(new_api, login, OLD).opened.notices
    assert notice["kind"] == "recovery"
    access.drop_people(client, OLD)
    refused("recovery_refused", access.recover_by_people, VaultClient(new_api()), login, shares[:2])
    assert entered(new_api, login, OLD).opened.notices == ()


def keep_draft(client: VaultClient, words: bytes) -> str:
    name = random_id()
    bound = context("draft", vault_id=client.unlocked.vault_id, object_id=name, version=1)
    sealed = seal(client.unlocked.keys.drafts, bound, words)
    http: Any = client.api
    http._send("PUT", f"drafts/{b64(name)}", repeat=True, json={"sealed": b64(sealed)})
    return b64(name)


def test_new_keys_for_the_whole_vault(
    client: VaultClient, new_api: NewApi, login: str, clock: RunningClock, parts: Parts
) -> None:
    for number in range(5):
        client.put_item(records.contact(f"Témoin {number}", "witness"))
    item = client.put_item(records.contact("Paul", "witness"))
    access.set_people(client, OLD)
    made = client.make_share(Wanted([item], "Maître Exemple", "Rendez-vous"))
    draft = keep_draft(client, b"\x07" * 300)
    before, sheet = client.unlocked, access.sheet_of(client)
    words = new_phrase("english")

    access.rotate(client, OLD, Rotation(NEW, parse_phrase(" ".join(words)), end_shares=True))

    assert client.unlocked.epoch == before.epoch + 1
    assert client.unlocked.identity != before.identity
    refused("login_refused", entered, new_api, login, OLD)
    refused("recovery_refused", access.recover_by_phrase, VaultClient(new_api()), login, " ".join(WORDS))
    other = entered(new_api, login, NEW)
    assert len(names(other)) == 7
    assert other.read_record(item)["name"] == "Paul"
    with pytest.raises(ForgedError):
        access.check_sheet(other, sheet)
    (entry,) = other.catalogue.root["shares"]
    assert (entry["id"], entry["ended_at"] is not None) == (made.entry["id"], True)
    (seen,) = other.list_shares()
    assert seen.ended_why == "revoked"
    (kept,) = other.api.get("drafts")["drafts"]
    bound = context("draft", vault_id=before.vault_id, object_id=unb64(draft), version=1)
    assert open_sealed(other.unlocked.keys.drafts, bound, unb64(kept["sealed"])) == b"\x07" * 300
    access.recover_by_phrase(VaultClient(new_api()), login, " ".join(words), access.sheet_of(other))
    assert sweeps.sweep(parts).halves_destroyed == 0


def test_what_another_device_wrote_meanwhile_is_taken_along(client: VaultClient, new_api: NewApi, login: str) -> None:
    other = entered(new_api, login, OLD)
    other.put_item(records.contact("Paul", "witness"))
    access.rotate(client, OLD, Rotation(NEW))
    assert set(names(entered(new_api, login, NEW))) == {"Claire", "Paul"}


class Losing(httpx.BaseTransport):
    """Loses the answers to these tries of `POST access`: the server has done what it was asked."""

    def __init__(self, inner: httpx.BaseTransport, tries: set[int]) -> None:
        self.inner, self.tries, self.seen = inner, tries, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inner.handle_request(request)
        if request.url.path.endswith("/access"):
            self.seen += 1
            if self.seen in self.tries:
                raise httpx.ReadError("cut")
        return answer


def losing(client: VaultClient, *tries: int) -> Losing:
    """Cut the wire below the client."""
    mounts: dict[Any, Any] = client.api._http._mounts
    (pattern,) = mounts
    mounts[pattern] = Losing(mounts[pattern], set(tries))
    cut: Losing = mounts[pattern]
    return cut


@pytest.mark.parametrize("kind", ["password", "rotation", "recovery"])
def test_a_lost_answer_is_asked_for_again(client: VaultClient, new_api: NewApi, login: str, kind: str) -> None:
    acting = client
    if kind == "recovery":
        acting = VaultClient(new_api())
        key = access.recover_by_phrase(acting, login, " ".join(WORDS))
    lost = losing(acting, 1, 2)
    if kind == "password":
        access.change_password(acting, OLD, NEW)
    elif kind == "rotation":
        access.rotate(acting, OLD, Rotation(NEW))
    else:
        access.set_password(acting, key, NEW)
    assert lost.seen == 3
    assert names(entered(new_api, login, NEW)) == ["Claire"]
    acting.put_item(records.contact("Paul", "witness"))


def test_no_answer_at_all_is_said(client: VaultClient, new_api: NewApi, login: str) -> None:
    losing(client, 1, 2, 3, 4)
    refused("change_unsure", access.change_password, client, OLD, NEW)
    assert names(entered(new_api, login, NEW)) == ["Claire"]


def test_a_second_factor_is_asked_for(client: VaultClient, new_api: NewApi, login: str) -> None:
    made = client.api.post("factors/totp")
    codes = client.api.post(
        "factors/totp/confirm", {"factor_id": made["factor_id"], "code": pyotp.TOTP(made["secret"]).now()}
    )["codes"]
    refused("second_needed", entered, new_api, login, OLD)
    other = VaultClient(new_api())
    other.open(login, OLD, lambda _kinds: {"code": codes[0]})
    assert names(other) == ["Claire"]
    with pytest.raises(ApiError, match="second_refused"):
        VaultClient(new_api()).open(login, OLD, lambda _kinds: {"code": codes[0]})
    # The phrase stands in for it, and takes it away.
    lost = VaultClient(new_api())
    access.set_password(lost, access.recover_by_phrase(lost, login, " ".join(WORDS)), NEW)
    assert names(entered(new_api, login, NEW)) == ["Claire"]
