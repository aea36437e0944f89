"""Shares: a server that keeps what it should destroy, extends what was signed, invents openings, or tries the code
(A13, A14, A15).

What a lying server has of a share is `Release`: all that it ever gives to a recipient, the half included.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.hostile import lies
from tests.hostile.client import Refused, Shared, refused
from tests.hostile.conftest import SECRET_WORDS
from tests.hostile.desk import Desk, DeskReader
from tests.hostile.tab import Tab, TabReader
from vault.client_shares import parse_link
from vault.crypto.encoding import b64, format_time, sha256, unb64
from vault.crypto.errors import DoesNotOpenError
from vault.crypto.material import Half
from vault.crypto.sharing import ServedShare, link_keys, open_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client, Reader
    from tests.hostile.conftest import Served, Vault
    from tests.hostile.proxy import Answer, LyingProxy, Request

FORGED = {"browser": {"share_forged"}, "desk": {"forged", "does_not_open", "malformed", "unsupported"}}
WRONG_CODE = "0000-0000"
TITLES = [f"Premier {SECRET_WORDS}", f"Piece {SECRET_WORDS}"]


@dataclass(frozen=True)
class Release:
    """The three answers that open a share."""

    challenge: dict[str, Any]
    opening: dict[str, Any]
    body: bytes

    def lie(self, request: Request, ask: Callable[[Request], Answer]) -> Answer:
        """Let go of the share whatever the recipient signs: its limits, its window and its code are not looked at."""
        if not request.call.startswith("POST openings/"):
            return lies.made(200, self.body) if request.call.endswith("/body") else ask(request)
        return lies.made(200, self.challenge if request.call.endswith("/challenge") else self.opening)

    def but(self, part: str, **change: Any) -> Release:
        return replace(self, **{part: getattr(self, part) | change})


def heard_release(proxy: LyingProxy, shared: Shared) -> Release:
    """Open the share once, honestly, and keep what the server gave."""
    found: dict[str, Any] = {}

    def listen(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        answer = ask(request)
        last = request.call.rsplit("/", 1)[-1]
        name = last if last in {"challenge", "body"} else "opening"
        found[name] = answer.body if name == "body" else answer.json
        return answer

    proxy.lie = listen
    reader = DeskReader(proxy.address)
    reader.open(shared)
    reader.close()
    proxy.forget()
    return Release(found["challenge"], found["opening"], found["body"])


@pytest.fixture
def owner(new_client: Callable[[str], Client], vault: Vault, proxy: LyingProxy) -> Client:
    """The owner at a desk: which client made a share does not matter here (`test_honest.py`)."""
    made = new_client("desk")
    made.enter(vault.owner)
    return made


@pytest.fixture
def shared(owner: Client, vault: Vault, proxy: LyingProxy) -> Shared:
    """A fact and a piece, for seven days and five openings."""
    made = owner.share([vault.first, vault.piece])
    proxy.forget()
    return made


@pytest.fixture
def reader(new_reader: Callable[[str], Reader], kind: str) -> Reader:
    return new_reader(kind)


def longer(policy: str, **change: Any) -> str:
    """The policy as the server would like it, in its exact form."""
    document = json.loads(unb64(policy)) | change
    return b64(json.dumps(document, separators=(",", ":")).encode())


def in_a_month() -> str:
    return format_time(datetime.now(UTC) + timedelta(days=29))


FALSE_RELEASES: dict[str, Callable[[Release, Release], Release]] = {
    "a later end": lambda true, _: true.but(
        "challenge", policy=longer(true.challenge["policy"], not_after=in_a_month())
    ),
    "more openings": lambda true, _: true.but("challenge", policy=longer(true.challenge["policy"], max_opens=1000)),
    "another mode": lambda true, _: true.but("challenge", policy=longer(true.challenge["policy"], mode="open")),
    "a lower version": lambda true, _: true.but("challenge", policy=longer(true.challenge["policy"], v=0)),
    "padding after the policy": lambda true, _: true.but(
        "challenge", policy=b64(unb64(true.challenge["policy"]) + b" ")
    ),
    "another share's policy": lambda true, other: true.but("challenge", policy=other.challenge["policy"]),
    "another share's half": lambda true, other: true.but("opening", half=other.opening["half"]),
    "another share's key": lambda true, other: true.but("opening", wrapped=other.opening["wrapped"]),
    "another share's body": lambda true, other: replace(true, body=other.body),
    "another share's body, announced": lambda true, other: replace(
        true.but("challenge", body_hash=other.challenge["body_hash"]), body=other.body
    ),
    "another share, whole": lambda _, other: other,
    "a half of zeros": lambda true, _: true.but("opening", half=b64(bytes(32))),
    "a half too short": lambda true, _: true.but("opening", half=b64(bytes(31))),
    "a changed key": lambda true, _: true.but("opening", wrapped=lies.flipped_text(true.opening["wrapped"], 60)),
    "a changed body": lambda true, _: replace(true, body=lies.flipped(true.body, 200)),
    "a body changed and announced": lambda true, _: replace(
        true.but("challenge", body_hash=b64(sha256(lies.flipped(true.body, 200)))), body=lies.flipped(true.body, 200)
    ),
    "an empty body": lambda true, _: replace(true, body=b""),
    "padding after the body": lambda true, _: replace(true, body=true.body + bytes(16)),
}


@pytest.mark.parametrize("name", FALSE_RELEASES)
def test_a_false_share_shows_nothing(
    owner: Client, shared: Shared, reader: Reader, vault: Vault, proxy: LyingProxy, name: str
) -> None:
    true, other = heard_release(proxy, shared), heard_release(proxy, owner.share([vault.second]))
    false = FALSE_RELEASES[name](true, other)
    assert false != true
    proxy.lie = false.lie
    assert refused(reader.open, shared) in FORGED[reader.kind]
    sent = proxy.calls
    assert sent[-1].endswith("/body") or sent[-1].endswith("/challenge") or len(sent) == 2
    assert_hides(reader)


def assert_hides(reader: Reader) -> None:
    if isinstance(reader, TabReader):
        assert reader.tab is not None
        assert SECRET_WORDS not in reader.tab.text


def test_a_true_release_opens(shared: Shared, reader: Reader, proxy: LyingProxy) -> None:
    """What the false ones differ from: replayed as it is, it opens; that it does is a limit that we state."""
    proxy.lie = heard_release(proxy, shared).lie
    assert reader.open(shared) == TITLES


def test_another_vault_cannot_be_named(new_reader: Callable[[str], Reader], shared: Shared, proxy: LyingProxy) -> None:
    """The desk does not read that member: it takes the vault from the signed document."""
    proxy.lie = heard_release(proxy, shared).but("opening", vault_id=b64(bytes(16))).lie
    assert refused(new_reader("browser").open, shared) == "share_forged"
    assert new_reader("desk").open(shared) == TITLES


def test_the_limits_shown_are_the_signed_ones(
    new_reader: Callable[[str], Reader], shared: Shared, proxy: LyingProxy
) -> None:
    """What the server says beside the signed document changes nothing of what is shown."""
    false = heard_release(proxy, shared).but("opening", token_seconds=10**9, not_after=in_a_month(), max_opens=1000)
    proxy.lie = false.lie
    reader = new_reader("desk")
    assert isinstance(reader, DeskReader)
    reader.open(shared)
    assert reader.document["not_after"] < in_a_month()
    assert reader.document["max_opens"] == 5


def test_a_wrong_code_opens_nothing_even_if_the_server_lets_go(
    shared: Shared, reader: Reader, proxy: LyingProxy
) -> None:
    """A14: the code is a part of the key, not a question that the server asks."""
    proxy.lie = heard_release(proxy, shared).lie
    assert refused(reader.open, shared, WRONG_CODE) in FORGED[reader.kind]
    assert_hides(reader)


def test_a_wrong_code_is_said_and_counted(shared: Shared, reader: Reader, proxy: LyingProxy) -> None:
    assert refused(reader.open, shared, WRONG_CODE) == "code_wrong"
    assert proxy.sent("/body$") == []
    assert reader.open(shared) == TITLES


def test_all_that_the_server_has_and_the_link_do_not_open_without_the_code(shared: Shared, proxy: LyingProxy) -> None:
    """A14, offline: half, wrapped key, body, and a stolen link."""
    release, link = heard_release(proxy, shared), parse_link(shared.link)
    policy, body_hash = (unb64(release.challenge[name]) for name in ("policy", "body_hash"))
    half, wrapped = Half(unb64(release.opening["half"])), unb64(release.opening["wrapped"])
    served, now = ServedShare(policy, body_hash, half, wrapped, release.body), datetime.now(UTC)
    keys = link_keys(link, shared.code)
    assert open_share(link, keys, served, now, now)["label"] == "Maître Exemple"
    for guess in (bytes(32), os.urandom(32), sha256(shared.code.encode())):
        with pytest.raises(DoesNotOpenError):
            open_share(link, keys._replace(code_key=guess), served, now, now)


@pytest.mark.parametrize("making", ["browser", "desk"])
def test_link_and_code_reach_nobody(
    new_client: Callable[[str], Client],
    reader: Reader,
    vault: Vault,
    served: Served,
    proxy: LyingProxy,
    making: str,
) -> None:
    """A13: neither in a request, nor in a log, nor in what the server keeps."""
    owner = new_client(making)
    owner.enter(vault.owner)
    shared = owner.share([vault.first, vault.piece])
    reader.open(shared)
    reader.read_file()
    fragment, plain_code = urlsplit(shared.link).fragment, shared.code.replace("-", "")
    secret = unb64(fragment)[16:]
    forms = [secret, secret.hex().encode(), b64(secret).encode(), fragment.encode(), fragment[22:].encode()]
    forms += [shared.code.encode(), plain_code.encode(), plain_code.lower().encode()]
    said = [repr((one.method, one.path, one.headers)).encode() + one.body for one in proxy.heard]
    kept = [path.read_bytes() for path in served.folder.rglob("*") if path.is_file()]
    assert len(said) > 5
    assert any(b"POST" in one and shared.share_id.encode() in one for one in said)
    assert [form for form in forms if any(form in one for one in [*said, *kept])] == []
    if isinstance(reader, TabReader):
        assert reader.tab is not None
        assert "#" not in reader.tab.page.url


def test_many_at_once_do_not_open_more_often_than_allowed(owner: Client, vault: Vault, proxy: LyingProxy) -> None:
    """A15, against the real server: two openings, eight recipients at the same moment."""
    shared = owner.share([vault.first], max_opens=2)

    def attempt(_number: int) -> str:
        reader = DeskReader(proxy.address)
        try:
            reader.open(shared)
        except Refused as refusal:
            return refusal.code
        finally:
            reader.close()
        return "opened"

    with ThreadPoolExecutor(8) as pool:
        ends = sorted(pool.map(attempt, range(8)))
    assert ends == ["opened"] * 2 + ["share_unavailable"] * 6
    assert owner.openings(shared.share_id) == 2


FALSE_RECEIPTS: dict[str, Callable[[list[dict[str, Any]], dict[str, Any]], None]] = {
    "a signature of zeros": lambda mine, _: mine.append(
        {"challenge": b64(os.urandom(56)), "signature": b64(bytes(64)), "at": "2026-05-04T12:00:00Z"}
    ),
    "a true one under another challenge": lambda mine, _: mine.append(mine[0] | {"challenge": b64(os.urandom(56))}),
    "a true one twice": lambda mine, _: mine.append(mine[0] | {"at": "2026-05-05T12:00:00Z"}),
    "another share's": lambda mine, other: mine.append(other),
    "no base64": lambda mine, _: mine.append(mine[0] | {"signature": "é"}),
}


@pytest.mark.parametrize("name", FALSE_RECEIPTS)
def test_an_opening_cannot_be_invented(
    inside: Client, new_reader: Callable[[str], Reader], vault: Vault, proxy: LyingProxy, name: str
) -> None:
    shared, other = inside.share([vault.first]), inside.share([vault.second])
    for one in (shared, other):
        new_reader("desk").open(one)

    def invent(body: dict[str, Any]) -> None:
        by_id = {share["share_id"]: share for share in body["shares"]}
        mine = by_id[shared.share_id]
        FALSE_RECEIPTS[name](mine["receipts"], by_id[other.share_id]["receipts"][0])
        mine["opens"] = len(mine["receipts"])

    proxy.lie = lies.at("GET shares$", lies.in_json(invent))
    if isinstance(inside, Tab):
        # The browser shows it beside the true one, as an opening that nothing proves.
        (found,) = inside.do("(await memo.shares.listShares()).filter((one) => one.id === given)", shared.share_id)
        assert sorted(receipt["verified"] for receipt in found["receipts"]) == [False, True]
    else:
        assert refused(inside.openings, shared.share_id) in {"forged", "malformed"}


def test_a_share_that_was_not_kept_gives_no_link(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    proxy.lie = lies.at("POST shares$", lies.in_json(lambda body: body.update(root_hash=b64(bytes(32)))))
    assert refused(inside.share, [vault.first]) == "forged"


def test_after_its_end_a_share_opens_nothing(owner: Client, shared: Shared, reader: Reader, proxy: LyingProxy) -> None:
    assert isinstance(owner, Desk)
    owner.end(shared.share_id)
    assert refused(reader.open, shared) == "share_unavailable"
    assert proxy.sent("/body$") == []


def test_a_release_after_the_end_is_refused_by_the_readers_clock(
    shared: Shared, new_reader: Callable[[str], Reader], proxy: LyingProxy
) -> None:
    """A server that kept the half lets go after the date: the reader, whose clock is right, refuses all the same."""
    proxy.lie = heard_release(proxy, shared).lie
    reader = new_reader("browser")
    assert isinstance(reader, TabReader)
    reader.now = datetime.now(UTC) + timedelta(days=8)
    assert refused(reader.open, shared) == "expired"
    assert_hides(reader)
