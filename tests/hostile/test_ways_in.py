"""Ways in: a server that adds, exchanges or brings back one, or lies while they are changed (A2, A4, A5, A18).

The client is the desk's; what the browser shares with it is in `test_access.py`. In each, no key is made, no word of a
phrase is sent, and nothing is changed after the refusal.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pyotp
import pytest

from tests.hostile import lies
from tests.hostile.client import refused
from tests.hostile.desk import quick_api, saying
from vault import client_access as access
from vault.client_access import Rotation, Sheet
from vault.client_opening import slot_body
from vault.client_records import contact
from vault.client_vault import VaultClient
from vault.crypto.constants import KDF_FLOOR
from vault.crypto.encoding import b64, random_id
from vault.crypto.material import Half, PasskeySecret, PhraseEntropy, VaultId
from vault.crypto.recovery import new_people, new_phrase, parse_phrase
from vault.crypto.slots import PasskeyKey, PeopleKey, new_passkey_slot, new_people_slot, new_phrase_slot, new_vault_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hostile.conftest import Served
    from tests.hostile.lies import Asking
    from tests.hostile.proxy import Answer, LyingProxy, Request
    from vault.crypto.catalogue import Seen

    Edit = Callable[[dict[str, Any]], object]

OLD, NEW = "framboise tiroir lanterne galet", "bruyère horloge sentier cannelle"


@dataclass
class Owner:
    """A vault made through the honest proxy, and all that its owner has on paper."""

    proxy: LyingProxy
    login: str
    words: list[str]
    closing: ExitStack

    def __post_init__(self) -> None:
        self.client = self.device()

    def device(self, seen: Seen | None = None) -> VaultClient:
        api = quick_api(self.proxy.address)
        self.closing.callback(api.close)
        return VaultClient(api, seen)

    def opened(self, password: str = OLD, seen: Seen | None = None) -> VaultClient:
        other = self.device(seen)
        with saying():
            other.open(self.login, password)
        return other

    def recovered(self, sheet: Sheet | None = None) -> VaultClient:
        other = self.device()
        with saying():
            access.recover_by_phrase(other, self.login, " ".join(self.words), sheet)
        return other

    def change_password(self) -> None:
        with saying():
            access.change_password(self.client, OLD, NEW)

    def rotate(self) -> None:
        with saying():
            access.rotate(self.client, OLD, Rotation(NEW))

    def refresh(self) -> None:
        with saying():
            self.client.refresh()


@pytest.fixture
def proxy(_proxy: LyingProxy) -> Iterator[LyingProxy]:
    """Honest, with nothing heard; no browser is needed here."""
    _proxy.forget()
    yield _proxy
    _proxy.forget()


@pytest.fixture
def new_owner(proxy: LyingProxy) -> Iterator[Callable[[], Owner]]:
    with ExitStack() as closing:

        def made() -> Owner:
            owner = Owner(proxy, f"moineau-{os.urandom(6).hex()}", new_phrase("french"), closing)
            owner.client.register(owner.login, OLD, parse_phrase(" ".join(owner.words)))
            owner.client.put_item(contact("Claire", "witness"))
            proxy.forget()
            return owner

        yield made


@pytest.fixture
def owner(new_owner: Callable[[], Owner]) -> Owner:
    return new_owner()


def nothing_changed(proxy: LyingProxy) -> bool:
    return proxy.sent("POST access|POST commits|POST accounts|PUT|DELETE") == []


def planted(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """A slot of the server's own making, for a key that it chose itself."""
    vault_id, epoch, vmk = VaultId(lies.unb64(body["vault_id"])), body["epoch"], new_vault_key()
    if kind == "phrase":
        return slot_body(new_phrase_slot(vault_id, epoch, PhraseEntropy(bytes(16)), vmk))
    if kind == "people":
        secret, set_id, _ = new_people()
        return slot_body(new_people_slot(vault_id, epoch, PeopleKey(secret, Half(bytes(32)), set_id), vmk))
    key = PasskeyKey(PasskeySecret(bytes([1] * 32)), random_id())
    return slot_body(new_passkey_slot(vault_id, epoch, key, vmk))


def without(kind: str) -> Edit:
    return lambda body: body.update(slots=[slot for slot in body["slots"] if slot["kind"] != kind])


def in_place_of(kind: str, **change: Any) -> Edit:
    def edit(body: dict[str, Any]) -> None:
        next(slot for slot in body["slots"] if slot["kind"] == kind).update(change)

    return edit


def swapped(body: dict[str, Any]) -> None:
    """Each of the two slots carries what the other held."""
    first, second = body["slots"]
    first["sealed"], second["sealed"] = second["sealed"], first["sealed"]


def own_phrase(body: dict[str, Any]) -> None:
    """The phrase slot is one that the server made."""
    without("phrase")(body)
    body["slots"].append(planted("phrase", body))


# At the door


@pytest.mark.parametrize("kind", ["people", "passkey"])
@pytest.mark.parametrize("way", ["password", "phrase"])
def test_a_way_in_that_the_server_added_is_refused(owner: Owner, proxy: LyingProxy, kind: str, way: str) -> None:
    add = lies.in_json(lambda body: body["slots"].append(planted(kind, body)))
    proxy.lie = lies.at("POST (sessions|recoveries)$", add)
    assert refused(owner.opened if way == "password" else owner.recovered) == "foreign_slot"
    assert nothing_changed(proxy)


@pytest.mark.parametrize("way", ["password", "phrase"])
def test_a_way_in_that_the_server_hides_is_missed(owner: Owner, proxy: LyingProxy, way: str) -> None:
    hidden = "phrase" if way == "password" else "password"
    proxy.lie = lies.at("POST (sessions|recoveries)$", lies.in_json(without(hidden)))
    assert refused(owner.opened if way == "password" else owner.recovered) == "foreign_slot"


FALSE_RECOVERIES: dict[str, tuple[Edit, set[str]]] = {
    "no phrase slot": (without("phrase"), {"foreign_slot"}),
    "a phrase slot of the server's": (own_phrase, {"does_not_open"}),
    "a phrase slot of another kind of words": (
        in_place_of("phrase", params='{"v":1,"kdf":"bip40"}'),
        {"unsupported", "foreign_slot"},
    ),
    "a phrase slot of another id": (in_place_of("phrase", slot_id=b64(bytes(16))), {"does_not_open"}),
    "the sealed keys exchanged": (swapped, {"does_not_open"}),
    "two phrase slots": (lambda body: body["slots"].append(planted("phrase", body)), {"foreign_slot"}),
    "an escrow": (lambda body: body["slots"].append(planted("phrase", body) | {"kind": "escrow"}), {"unsupported"}),
    "a later epoch": (lambda body: body.update(epoch=2), {"does_not_open"}),
    "another vault's name": (lambda body: body.update(vault_id=b64(bytes(16))), {"does_not_open"}),
    "an identity of zeros": (lambda body: body.update(identity=b64(bytes(200))), {"does_not_open"}),
    "more than there is": (lambda body: body.update(seq=9), {"omitted"}),
}


@pytest.mark.parametrize("name", FALSE_RECOVERIES)
def test_a_false_recovery_opens_nothing(owner: Owner, proxy: LyingProxy, name: str) -> None:
    edit, codes = FALSE_RECOVERIES[name]
    proxy.lie = lies.at("POST recoveries$", lies.in_json(edit))
    assert refused(owner.recovered) in codes
    assert nothing_changed(proxy)


@pytest.mark.parametrize("part", ["slots", "identity", "whole"])
def test_a_recovery_answered_with_another_vault_opens_nothing(
    new_owner: Callable[[], Owner], proxy: LyingProxy, part: str
) -> None:
    owner, other = new_owner(), new_owner()
    answers: list[dict[str, Any]] = []
    proxy.lie = lies.at("POST recoveries$", lies.in_json(lambda body: answers.append(dict(body))))
    other.recovered()
    proxy.forget()
    given = answers[0] if part == "whole" else {part: answers[0][part]}
    proxy.lie = lies.at("POST recoveries$", lies.in_json(lambda body: body | given))
    assert refused(owner.recovered) == "does_not_open"
    assert nothing_changed(proxy)


def test_no_word_of_the_phrase_is_sent(owner: Owner, proxy: LyingProxy) -> None:
    owner.recovered()
    heard = b"".join(request.body + request.path.encode() for request in proxy.heard).lower()
    assert [word for word in owner.words if len(word) > 5 and word.encode() in heard] == []


def test_words_that_are_wrong_are_not_sent(owner: Owner, proxy: LyingProxy) -> None:
    owner.words[3] = owner.words[4]
    assert refused(owner.recovered) == "words_wrong"
    assert proxy.calls == []


def ready_people(owner: Owner) -> tuple[list[str], Callable[[], object]]:
    shares = [" ".join(words) for words in access.set_people(owner.client, OLD)]

    def act() -> object:
        with saying():
            return access.recover_by_people(owner.device(), owner.login, shares[:2])

    return shares, act


def released(owner: Owner, **change: Any) -> Callable[[Request, Asking], Answer]:
    """What the server answers once people are ready, or says that it answers: it has the half all the while."""
    made = json.loads(owner.proxy.sent("POST access$")[-1].body)
    answers: list[dict[str, Any]] = []
    owner.proxy.lie = lies.at("POST sessions$", lies.in_json(lambda body: answers.append(dict(body))))
    owner.opened()
    owner.proxy.forget()
    body = answers[0] | {"via": "people", "half": made["people"]["half"]} | change
    return lies.instead("POST recoveries$", lies.made(200, body))


def test_a_half_of_another_vault_opens_nothing(new_owner: Callable[[], Owner], proxy: LyingProxy) -> None:
    owner, other = new_owner(), new_owner()
    ready_people(other)
    half = json.loads(proxy.sent("POST access$")[-1].body)["people"]["half"]
    _, act = ready_people(owner)
    proxy.lie = released(owner, half=half)
    assert refused(act) == "does_not_open"
    proxy.lie = lies.instead("POST recoveries$", lies.made(200, {"vault_id": b64(bytes(16)), "slots": [], "epoch": 1}))
    assert refused(act) == "unreadable_answer"
    assert nothing_changed(proxy)


def test_what_the_server_has_and_one_share_open_nothing(owner: Owner, proxy: LyingProxy) -> None:
    shares, _ = ready_people(owner)
    proxy.lie = released(owner)

    def alone() -> None:
        with saying():
            access.recover_by_people(owner.device(), owner.login, [shares[0], shares[0]])

    assert refused(alone) == "words_wrong"


# While they are changed


def cheaper(body: dict[str, Any]) -> None:
    """Everything that names a derivation names a cheap one."""
    text = json.dumps(body).replace('\\"m\\":65536', '\\"m\\":8').replace('\\"t\\":3', '\\"t\\":1')
    body.clear()
    body.update(json.loads(text))


FALSE_CHANGES: dict[str, Edit] = {
    "one more slot": lambda body: body["slots"].append(planted("passkey", body)),
    "one slot less": lambda body: body.update(slots=body["slots"][1:]),
    "a slot of a cheaper password": cheaper,
    "another epoch": lambda body: body.update(epoch=7),
    "another number": lambda body: body.update(seq=body["seq"] + 1),
}


@pytest.mark.parametrize("act", ["change_password", "rotate"])
@pytest.mark.parametrize("name", FALSE_CHANGES)
def test_other_ways_in_than_those_sent_are_not_acknowledged(
    owner: Owner, proxy: LyingProxy, name: str, act: str
) -> None:
    proxy.lie = lies.at("POST access$", lies.in_json(FALSE_CHANGES[name]))
    assert refused(getattr(owner, act)) == "forged"


def test_a_new_password_is_derived_as_we_choose(owner: Owner, proxy: LyingProxy) -> None:
    proxy.lie = lies.at("(logins|access|sessions)$", lies.in_json(cheaper))
    assert refused(owner.change_password) in {"forged", "weak_kdf"}
    (sent,) = proxy.sent("POST access$")
    params = json.loads(sent.json["password"]["params"])
    assert {name: params[name] for name in KDF_FLOOR} == KDF_FLOOR
    assert refused(owner.opened, NEW) == "weak_kdf"
    assert proxy.sent("POST sessions$") == []


def test_no_key_of_the_server_enters_a_rotation(owner: Owner, proxy: LyingProxy) -> None:
    """A4: whatever the server offers to be wrapped to, a rotation holds what its owner made and nothing else."""
    access.set_people(owner.client, OLD)
    proxy.forget()

    def offer(body: Any) -> None:
        body["escrow"] = b64(bytes(32))
        body["recipients"] = [b64(bytes(32))]

    proxy.lie = lies.at("(GET drafts|GET access)$", lies.in_json(offer))
    owner.rotate()
    (sent,) = proxy.sent("POST access$")
    assert [slot["kind"] for slot in sent.json["slots"]] == ["password"]
    assert "escrow" not in sent.body.decode()
    assert owner.client.catalogue.root["recipients"] == []


def test_a_rotation_does_not_begin_without_every_page(owner: Owner, proxy: LyingProxy) -> None:
    for number in range(3):
        owner.client.put_item(contact(f"Témoin {number}", "witness"))
    thief = owner.opened()
    thief.put_item(contact("Paul", "witness"))
    proxy.forget()
    proxy.lie = lies.at("GET catalogue", lies.in_frame(lambda served: lies.reframed(served, pages=served.pages[1:])))
    assert refused(owner.rotate) in {"omitted", "forged"}
    assert proxy.sent("POST access$") == []


def test_drafts_of_somebody_else_are_not_taken_along(new_owner: Callable[[], Owner], proxy: LyingProxy) -> None:
    owner = new_owner()
    false = {"drafts": [{"draft_id": b64(bytes(16)), "sealed": b64(os.urandom(500)), "at": "2026-05-04T12:00:00Z"}]}
    proxy.lie = lies.instead("GET drafts$", lies.made(200, false))
    owner.rotate()
    assert proxy.sent("POST access$")[0].json["drafts"] == []


def test_ways_in_that_another_device_is_said_to_have_made_are_refused(owner: Owner, proxy: LyingProxy) -> None:
    other = owner.opened()
    access.set_people(other, OLD)
    add = lies.in_json(lambda body: body["slots"].append(planted("passkey", body)))
    proxy.lie = lies.at("GET access$", add)
    assert refused(owner.refresh) == "foreign_slot"
    proxy.forget()
    owner.refresh()
    assert {slot.kind for slot in owner.client.opened.slots} == {"password", "phrase", "people"}


def test_a_server_that_never_takes_it_is_given_up(owner: Owner, proxy: LyingProxy) -> None:
    proxy.lie = lies.instead("POST access$", lies.refusal(409, "conflict", seq=99))
    assert refused(owner.change_password) == "busy"
    proxy.lie = lies.instead("POST access$", lies.refusal(503, "database_unavailable"))
    assert refused(owner.change_password) == "change_unsure"
    proxy.forget()
    owner.opened()


# Old ones brought back


def replay(proxy: LyingProxy, act: Callable[[], object]) -> Callable[[Request, Asking], Answer]:
    """The true answers that the server gave while `act` ran, given again later."""
    kept: dict[str, Answer] = {}

    def keep(request: Request, ask: Asking) -> Answer:
        kept[request.call] = ask(request)
        return kept[request.call]

    proxy.lie = keep
    act()
    proxy.forget()
    return lambda request, ask: kept.get(request.call) or ask(request)


def test_the_vault_before_a_rotation_is_not_shown_again(owner: Owner, proxy: LyingProxy) -> None:
    before = replay(proxy, owner.opened)
    owner.rotate()
    seen = owner.client.seen
    proxy.lie = before
    # With the new password nothing of it opens; who types the old one, on a device that saw the rotation, is told.
    assert refused(owner.opened, NEW) == "does_not_open"
    assert refused(owner.opened, OLD, seen) == "rollback"


def test_the_vault_before_a_sheet_is_not_shown_again(owner: Owner, proxy: LyingProxy) -> None:
    before = replay(proxy, owner.recovered)
    owner.client.put_item(contact("Paul", "witness"))
    sheet = access.sheet_of(owner.client)
    owner.recovered(sheet)
    proxy.lie = before
    assert refused(owner.recovered, sheet) == "rollback"


def test_a_phrase_of_before_a_rotation_does_not_open_what_its_sheet_does_not_name(
    owner: Owner, proxy: LyingProxy
) -> None:
    sheet = access.sheet_of(owner.client)
    with saying():
        access.rotate(owner.client, OLD, Rotation(NEW, parse_phrase(" ".join(owner.words))))
    # The same words again, which the client does not propose: the paper beside them is another vault's by now.
    assert refused(owner.recovered, sheet) == "forged"
    owner.recovered(access.sheet_of(owner.client))


# The second factor alone


def test_a_second_factor_alone_gives_nothing(owner: Owner, served: Served, proxy: LyingProxy) -> None:
    """A18: the right code with a wrong password, or without one, is worth nothing."""
    totp = owner.client.api.post("factors/totp")
    code = pyotp.TOTP(totp["secret"])
    owner.client.api.post("factors/totp/confirm", {"factor_id": totp["factor_id"], "code": code.now()})
    assert refused(owner.opened) == "second_needed"
    (asked,) = [request for request in proxy.heard if request.call == "POST sessions"]
    said = httpx.post(f"{served.address}/api/v1/sessions", json=asked.json)
    assert (said.status_code, set(said.json())) == (202, {"ticket", "kinds", "options"})
    assert "set-cookie" not in said.headers
    with httpx.Client(base_url=f"{served.address}/api/v1/") as stranger:
        wrong = stranger.post("sessions", json=asked.json | {"auth": b64(bytes(32))})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "login_refused")
        alone = stranger.post("sessions/second", json={"ticket": b64(bytes(32)), "totp": code.now()})
        assert alone.status_code in {401, 409}
        assert set(alone.json()) == {"error"}
        assert stranger.get("sessions").status_code == 401
