"""The door: a server that gives false parameters, slots, identities and session answers (A1, A2, A5, A6, A16, A20).

In each, nothing is derived that would make a guess cheap, no key is ever made in place of one that is missing, and
after the refusal nothing more is sent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.hostile import lies
from tests.hostile.client import refused
from tests.hostile.tab import Tab
from tests.vectors.makers.gcm import two_key_ciphertext
from vault.client_opening import open_vault
from vault.crypto.encoding import b64, context, sha256, unb64
from vault.crypto.errors import CryptoError
from vault.crypto.kdf import kek_password, parse_params, password_key
from vault.crypto.material import VaultId
from vault.crypto.sealing import _derive

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client
    from tests.hostile.conftest import Vault
    from tests.hostile.lies import Change
    from tests.hostile.proxy import LyingProxy

    Edit = Callable[[dict[str, Any]], object]

DOOR = ["POST logins", "POST sessions"]
CATALOGUE = "GET catalogue?since=0"
OTHER_GUESS = "autre mot de passe que le serveur essaie"


def false_params(**change: Any) -> Change:
    """An answer to `POST logins` whose parameters are changed, in the exact form of FORMAT 5.7."""

    def edit(body: dict[str, Any]) -> None:
        body["params"] = json.dumps(json.loads(body["params"]) | change, separators=(",", ":"))

    return lies.in_json(edit)


@pytest.fixture
def derivations(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often something was derived since, by either client: once is enough to make a guess cheap."""
    at_desk: list[object] = []
    monkeypatch.setattr("vault.client_vault.password_key", lambda *given: at_desk.append(given))
    if isinstance(client, Tab):
        return lambda: int(client.do("memo.orders.filter((name) => name === 'derive').length"))
    return lambda: len(at_desk)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"m": 65_535}, "weak_kdf"),
        ({"m": 8, "t": 1}, "weak_kdf"),
        ({"t": 2}, "weak_kdf"),
        ({"m": 1_048_577}, "unsupported"),
        ({"m": 4_294_967_295, "t": 4_294_967_295}, "unsupported"),
        ({"t": 17}, "unsupported"),
        ({"p": 4}, "unsupported"),
        ({"kdf": "pbkdf2"}, "unsupported"),
        ({"v": 0}, "unsupported"),
        ({"v": 2}, "unsupported"),
        ({"salt": b64(bytes(8))}, "malformed"),
        ({"cheaper": True}, "malformed"),
    ],
    ids=str,
)
def test_parameters_out_of_bounds_derive_nothing(
    client: Client,
    vault: Vault,
    proxy: LyingProxy,
    derivations: Callable[[], int],
    change: dict[str, Any],
    code: str,
) -> None:
    proxy.lie = lies.at("POST logins$", false_params(**change))
    assert refused(client.enter, vault.owner) == code
    assert (proxy.calls, derivations()) == (["POST logins"], 0)


def test_the_true_parameters_derive_once(tab: Tab) -> None:
    assert tab.do("memo.orders.filter((name) => name === 'derive').length") == 1


@pytest.mark.parametrize("version", [0, 2])
def test_another_way_to_log_in_is_refused(
    client: Client, vault: Vault, proxy: LyingProxy, derivations: Callable[[], int], version: int
) -> None:
    proxy.lie = lies.at("POST logins$", lies.in_json(lambda body: body.update(auth_version=version)))
    assert refused(client.enter, vault.owner) == "unsupported"
    assert (proxy.calls, derivations()) == (["POST logins"], 0)


def password_slot(body: dict[str, Any]) -> dict[str, Any]:
    """The slot that this door opens; there may be others beside."""
    return next(slot for slot in body["slots"] if slot["kind"] == "password")


def edit_slot(**change: Any) -> Edit:
    return lambda body: password_slot(body).update(change)


def cheaper_slot(body: dict[str, Any]) -> None:
    """One page of the server asked for a sound derivation, the other shows a cheap one."""
    slot = password_slot(body)
    text = json.loads(slot["params"])
    slot["params"] = json.dumps(text | {"m": 8, "t": 1}, separators=(",", ":"))


def dearer_slot(body: dict[str, Any]) -> None:
    slot = password_slot(body)
    text = json.loads(slot["params"])
    slot["params"] = json.dumps(text | {"t": 4}, separators=(",", ":"))


def second_slot(body: dict[str, Any]) -> None:
    """A way in that the owner never made."""
    body["slots"].append(password_slot(body) | {"slot_id": b64(bytes(16))})


FALSE_ANSWERS: dict[str, tuple[Edit, set[str]]] = {
    "no slot": (lambda body: body["slots"].clear(), {"foreign_slot"}),
    "a slot of another id": (edit_slot(slot_id=b64(bytes(16))), {"foreign_slot", "does_not_open"}),
    "a slot of another kind": (edit_slot(kind="escrow"), {"foreign_slot", "unsupported"}),
    "a slot cut short": (edit_slot(sealed=b64(bytes(60))), {"foreign_slot", "does_not_open"}),
    "an empty slot": (edit_slot(sealed=""), {"foreign_slot", "does_not_open"}),
    "a slot of a cheaper password": (cheaper_slot, {"foreign_slot", "weak_kdf"}),
    "a slot of a dearer password": (dearer_slot, {"foreign_slot"}),
    "one more slot": (second_slot, {"foreign_slot"}),
    "no epoch": (lambda body: body.update(epoch=0), {"malformed"}),
    "a later epoch": (lambda body: body.update(epoch=2), {"foreign_slot", "does_not_open"}),
    "another vault's name": (lambda body: body.update(vault_id=b64(bytes(16))), {"foreign_slot", "does_not_open"}),
    "an identity of zeros": (lambda body: body.update(identity=b64(bytes(200))), {"does_not_open"}),
}


def only_asked(proxy: LyingProxy) -> bool:
    """The catalogue may be asked for before the keys are there; nothing else is, and nothing is ever sent."""
    return proxy.calls in (DOOR, [*DOOR, CATALOGUE])


@pytest.mark.parametrize("name", FALSE_ANSWERS)
def test_a_false_session_opens_nothing(client: Client, vault: Vault, proxy: LyingProxy, name: str) -> None:
    edit, codes = FALSE_ANSWERS[name]
    proxy.lie = lies.at("POST sessions$", lies.in_json(edit))
    assert refused(client.enter, vault.owner) in codes
    assert only_asked(proxy)


@pytest.mark.parametrize("call", ["POST logins$", "POST sessions$", "GET catalogue"])
def test_a_missing_vault_is_never_made_anew(client: Client, vault: Vault, proxy: LyingProxy, call: str) -> None:
    proxy.lie = lies.instead(call, lies.refusal(404, "not_found"))
    assert refused(client.enter, vault.owner) == "not_found"
    assert proxy.sent("accounts|commits|PUT|DELETE") == []


@pytest.mark.parametrize("part", ["slots", "identity", "whole"])
def test_what_is_another_accounts_opens_nothing(
    client: Client,
    new_client: Callable[[str], Client],
    vault: Vault,
    other_vault: dict[str, str],
    proxy: LyingProxy,
    part: str,
) -> None:
    other = heard_answer(proxy, lambda: new_client("desk").enter(other_vault))
    proxy.forget()
    given = {} if part == "whole" else {part: other[part]}
    proxy.lie = lies.at("POST sessions$", lies.in_json(lambda body: (body | given) if given else other))
    assert refused(client.enter, vault.owner) in {"foreign_slot", "does_not_open"}
    assert only_asked(proxy)


def heard_answer(proxy: LyingProxy, act: Callable[[], object]) -> dict[str, Any]:
    """The real server's answer to `POST sessions` while `act` runs."""
    answers: list[dict[str, Any]] = []
    proxy.lie = lies.at("POST sessions$", lies.in_json(lambda body: answers.append(dict(body))))
    act()
    return answers[0]


def test_a_registration_answered_with_another_vault_is_refused(
    door: Tab, new_client: Callable[[str], Client], other_vault: dict[str, str], proxy: LyingProxy
) -> None:
    """The desk takes nothing from that answer: it opens what it made itself."""
    other = heard_answer(proxy, lambda: new_client("desk").enter(other_vault))
    proxy.lie = lies.at("POST accounts$", lies.in_json(lambda _body: other))
    owner = {"login": f"leurre-{other['vault_id'][:6].lower().replace('_', '-')}", "password": other_vault["password"]}
    assert refused(door.do, "await memo.session.register(given)", owner) == "foreign_slot"
    assert door.do("memo.session.session.state") == "closed"


def test_any_byte_of_any_wrap_changed_gives_one_refusal(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    """Through the wire: the server sees the same requests whatever it changed (A1)."""
    random, seen = lies.chance(), set()
    places = [
        (wrap, place) for wrap in ("slot", "identity") for place in (*random.sample(range(104), 4), 0, 24, 56, 88)
    ]
    for wrap, place in places:

        def edit(body: dict[str, Any], wrap: str = wrap, place: int = place) -> None:
            holder, name = (password_slot(body), "sealed") if wrap == "slot" else (body, "identity")
            holder[name] = lies.flipped_text(holder[name], place, 1 << place % 8)

        proxy.lie = lies.at("POST sessions$", lies.in_json(edit))
        seen.add((wrap, refused(client.enter, vault.owner)))
    assert len(seen) == 2
    # The catalogue, asked for ahead, may still be on its way when the next try begins.
    assert [call for call in proxy.calls if call != CATALOGUE] == DOOR * len(places)


def test_every_byte_of_every_wrap_is_held(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    """The same without the wire, so that every byte can be tried after one derivation."""
    answer = heard_answer(proxy, lambda: client.enter(vault.owner))
    codes = codes_in_tab(client, vault, answer) if isinstance(client, Tab) else codes_at_desk(vault, answer)
    assert codes == {"slot": [codes["slot"][0]], "identity": ["does_not_open"]}
    assert codes["slot"][0] in {"foreign_slot", "does_not_open"}


def codes_in_tab(tab: Tab, vault: Vault, answer: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tab.do(
        """(async () => {
            const { b64, unb64 } = memo.encoding;
            const passwordSlot = (answer) => answer.slots.find((slot) => slot.kind === "password");
            const derived = await memo.keys.derive(given.login, given.password, passwordSlot(given.answer).params);
            const codes = { slot: new Set(), identity: new Set() };
            for (const wrap of ["slot", "identity"]) {
                const whole = unb64(wrap === "slot" ? passwordSlot(given.answer).sealed : given.answer.identity);
                for (let place = 0; place < whole.length; place += 1) {
                    const bytes = whole.slice();
                    bytes[place] ^= 1 << (place % 8);
                    const answer = structuredClone(given.answer);
                    if (wrap === "slot") passwordSlot(answer).sealed = b64(bytes);
                    else answer.identity = b64(bytes);
                    const opening = () => memo.keys.openKeys(memo.keys.byPassword(derived), answer);
                    codes[wrap].add((await memo.told(opening)).code);
                }
            }
            return { slot: [...codes.slot], identity: [...codes.identity] };
        })()""",
        vault.owner | {"answer": answer},
    )
    return found


def codes_at_desk(vault: Vault, answer: dict[str, Any]) -> dict[str, list[str]]:
    params = parse_params(password_slot(answer)["params"])
    pmk = password_key(vault.owner["password"], params)
    codes: dict[str, set[str]] = {"slot": set(), "identity": set()}
    for wrap, whole in {"slot": password_slot(answer)["sealed"], "identity": answer["identity"]}.items():
        for place in range(len(unb64(whole))):
            false = json.loads(json.dumps(answer))
            holder, name = (password_slot(false), "sealed") if wrap == "slot" else (false, "identity")
            holder[name] = lies.flipped_text(whole, place, 1 << place % 8)
            with pytest.raises(CryptoError) as caught:
                open_vault(false, params, pmk)
            codes[wrap].add(caught.value.code)
    return {wrap: sorted(found) for wrap, found in codes.items()}


def test_a_slot_that_opens_under_two_passwords_is_refused(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    """A partitioning oracle (A16): one ciphertext would test many guesses at once by whether the client goes on."""
    forged: list[str] = []

    def forge(body: dict[str, Any]) -> None:
        slot, vault_id = password_slot(body), VaultId(unb64(body["vault_id"]))
        cost = parse_params(slot["params"])
        bound = context(
            "slot",
            vault_id=vault_id,
            object_id=unb64(slot["slot_id"]),
            version=body["epoch"],
            key_id=sha256(slot["params"].encode()),
        )
        guesses = [vault.owner["password"], OTHER_GUESS]
        keks = [kek_password(password_key(guess, cost), vault_id) for guess in guesses]
        salt = bytes(range(24))
        right, other = (_derive(kek, bound, salt) for kek in keks)
        chunk = two_key_ciphertext((right.key, right.nonce), (other.key, other.nonce), bytes(16))
        for side in (right, other):
            assert len(AESGCM(side.key).decrypt(side.nonce, chunk, None)) == 32
        slot["sealed"] = b64(salt + other.commitment + chunk)
        forged.append(slot["sealed"])

    proxy.lie = lies.at("POST sessions$", lies.in_json(forge))
    assert refused(client.enter, vault.owner) in {"foreign_slot", "does_not_open"}
    assert forged
    assert only_asked(proxy)
