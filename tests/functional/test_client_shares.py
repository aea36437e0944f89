"""The Python client shares, and reads what was shared with it; what the server invents is refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.functional.desk import PASSWORD, RunningClock, an_event, kept, second
from vault import client_records as records
from vault.client import ShareReader, VaultClient
from vault.client_export_page import page_of
from vault.client_shares import Wanted
from vault.client_words import ApiError, ClientError
from vault.crypto.encoding import b64, random_id, unb64
from vault.crypto.errors import CryptoError, ForgedError, OmittedError
from vault.crypto.material import ItemId, ShareId
from vault.crypto.sharing import Choices, new_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from vault.client_api import Api
    from vault.crypto.encoding import Document

    NewApi = Callable[[], Api]


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


def shared_case(client: VaultClient) -> tuple[ItemId, ItemId, bytes]:
    body = os.urandom(50_000)
    evidence = client.put_item(records.evidence("Photo", kept(client, body, "photo.jpg"), records.when("2021")))
    event = an_event() | {"feelings": "peur", "evidence": [b64(evidence), b64(random_id())]}
    return client.put_item(event), evidence, body


def test_a_share_travels_from_one_end_to_the_other(client: VaultClient, new_api: NewApi) -> None:
    event, evidence, body = shared_case(client)
    private = client.put_item(an_event("Privé"))

    made = client.make_share(Wanted([event, evidence], "Maître Exemple", "Rendez-vous", max_opens=2))
    reader = ShareReader.open(made.link, made.code.lower().replace("-", " "), new_api())

    first, piece = reader.document["items"]
    assert (first["document"]["feelings"], first["document"]["evidence"]) == ("", [b64(evidence)])
    assert b"".join(reader.read_file(piece["document"]["file"])) == body
    assert b64(private) not in str(reader.document)
    (seen,) = client.list_shares()
    assert (len(seen.openings), seen.wrong_codes, seen.ended_at) == (1, 0, None)


def a_month() -> Document:
    said = [("12/danger", "yes"), ("12/mood", "heavy"), ("12/note", "Il est revenu.")]
    when = records.when("2023-03") | {"precision": "period", "to": "2023-03"}
    answers = [{"id": name, "answer": answer} for name, answer in said]
    first = {"v": 2, "kind": "reading", "use": "days", "title": "Comment c’était, mars 2023", "when": when}
    return first | {"answers": answers, "note": ""}


def test_a_month_of_days_is_shared_when_it_is_chosen_and_its_words_with_feelings(
    client: VaultClient, new_api: NewApi
) -> None:
    month = client.put_item(a_month())
    landmark = client.put_item(a_month() | {"use": "landmark", "answers": [{"id": "level", "answer": "red"}]})
    felt = {b64(month): Choices(feelings=True)}
    documents = []
    for choices in (None, felt):
        made = client.make_share(Wanted([month], "Maître Exemple", "", choices=choices))
        reader = ShareReader.open(made.link, made.code, new_api())
        assert b64(landmark) not in str(reader.document)
        documents += [item["document"] for item in reader.document["items"]]

    plain, whole = documents
    assert whole == a_month()
    assert plain == a_month() | {"answers": a_month()["answers"][:2]}
    page = page_of([{"record": whole, "versions": [], "file": None, "trashed": False}])
    assert "<h2>Comment c’était</h2>" in page
    for line in ("12 : danger ressenti", "12 : journée lourde", "12 : Il est revenu."):
        assert f"<p>{line}</p>" in page


def test_a_wrong_code_is_said_and_counted(client: VaultClient, new_api: NewApi) -> None:
    event, _, _ = shared_case(client)
    made = client.make_share(Wanted([event], "Maître Exemple", ""))

    with pytest.raises(ApiError, match="code_wrong") as refusal:
        ShareReader.open(made.link, new_code(), new_api())

    assert refusal.value.details == {"left": 9}
    assert client.list_shares()[0].wrong_codes == 1


def test_an_ended_share_opens_nothing(client: VaultClient, new_api: NewApi) -> None:
    event, evidence, _ = shared_case(client)
    made = client.make_share(Wanted([event, evidence], "Maître Exemple", ""))
    reader = ShareReader.open(made.link, made.code, new_api())

    client.end_share(ShareId(unb64(made.entry["id"])))

    (seen,) = client.list_shares()
    assert (seen.ended_why, seen.entry["ended_at"]) == ("revoked", client.catalogue.root["shares"][0]["ended_at"])
    with pytest.raises(ApiError, match="share_unavailable"):
        ShareReader.open(made.link, made.code, new_api())
    with pytest.raises(ApiError, match="share_unavailable"):
        list(reader.read_file(reader.document["items"][1]["document"]["file"]))


def test_a_share_is_made_again_on_top_of_a_conflict(client: VaultClient, new_api: NewApi, login: str) -> None:
    event, _, _ = shared_case(client)
    second(new_api, login).put_item(an_event("quicker"))

    made = client.make_share(Wanted([event], "Maître Exemple", ""))

    assert ShareReader.open(made.link, made.code, new_api()).document["label"] == "Maître Exemple"
    assert [entry["id"] for entry in client.catalogue.root["shares"]] == [made.entry["id"]]


def test_sharing_asks_for_the_password_again(client: VaultClient, clock: RunningClock) -> None:
    event, _, _ = shared_case(client)
    clock.advance(minutes=6)
    with pytest.raises(ApiError, match="fresh_needed"):
        client.make_share(Wanted([event], "Maître Exemple", ""))

    client.unlock(PASSWORD)

    client.make_share(Wanted([event], "Maître Exemple", ""))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("link", ["", "http://localhost/lire", "http://localhost/lire#AAAA", "not a link"])
def test_a_broken_link_is_said(new_api: NewApi, link: str) -> None:
    with pytest.raises(ClientError, match="link_malformed"):
        ShareReader.open(link, new_code(), new_api())


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_invented_receipts_are_refused(client: VaultClient, new_api: NewApi, monkeypatch: pytest.MonkeyPatch) -> None:
    event, _, _ = shared_case(client)
    made = client.make_share(Wanted([event], "Maître Exemple", ""))
    ShareReader.open(made.link, made.code, new_api())
    (told,) = client.api.get("shares")["shares"]
    (receipt,) = told["receipts"]
    lies: list[tuple[list[object], type[CryptoError]]] = [
        ([], OmittedError),
        ([told | {"opens": 2}], ForgedError),
        ([told | {"opens": 2, "receipts": [receipt, receipt]}], ForgedError),
        ([told | {"receipts": [receipt | {"signature": b64(os.urandom(64))}]}], ForgedError),
        ([told | {"receipts": [receipt | {"challenge": b64(os.urandom(56))}]}], ForgedError),
    ]
    for shares, error in lies:
        monkeypatch.setattr(client.api, "get", lambda _, shares=shares: {"shares": shares})
        with pytest.raises(error):
            client.list_shares()
