"""sharing.json: links, codes, keys, policies, shares that open, and each way they must not."""

from dataclasses import asdict, dataclass, field
from typing import Any

from vault.crypto import policy, sharing
from vault.crypto.constants import PAD_MINIMUM, SALT
from vault.crypto.encoding import Document, b64, dump, lp, parse_time, sha256, unb64
from vault.crypto.material import Half, LinkSecret, SealingKey, ShareId
from vault.crypto.padding import pad
from vault.crypto.sealing import _seal_from_salt
from vault.crypto.sharing import Choices, Link, LinkKeys, ServedShare
from vault.crypto.signing import sign, verify_key

from . import documents
from .catalogue import sealed_record
from .common import Case, fixed, outcome
from .encoding import changed, load_case, write
from .signing import IDENTITY, OTHER

LINK = Link(ShareId(fixed("id share", 16)), LinkSecret(fixed("link secret")))
_CODE = "7M4K-QX2D"
_SHARED = ("event", "evidence", "contact", "timeline", "reading")


def _item(kind: str) -> Document:
    shared = [documents.ident(one) for one in _SHARED]
    document = sharing.redact(documents.records()[kind], shared, Choices())
    return {
        "id": documents.ident(kind),
        "kind": kind,
        "version": 1,
        "hash": b64(sha256(sealed_record(kind))),
        "document": document,
    }


def document() -> Document:
    """Return a share of one item of each kind."""
    allowed = documents.policy()
    return {
        "v": 1,
        "share_id": allowed["share_id"],
        "vault_id": b64(fixed("vault", 16)),
        "sharer": b64(IDENTITY.public().ed25519),
        "label": "Me Martin",
        "purpose": "Premier rendez-vous",
        "not_before": allowed["not_before"],
        "not_after": allowed["not_after"],
        "max_opens": allowed["max_opens"],
        "made_at": "2024-03-01T07:59:00Z",
        "items": [_item(kind) for kind in _SHARED],
    }


def _keys_case(keys: LinkKeys) -> dict[str, str]:
    return {name: b64(value) for name, value in keys._asdict().items()}


def _texts() -> dict[str, list[Case]]:
    fragment = LINK.fragment()
    bad = [
        "",
        fragment[:-1],
        fragment + "A",
        fragment + "==",
        "#" + fragment,
        fragment[:-1] + "*",
        fragment.replace("A", "+")[:63] + "+",
        fragment[:32],
    ]
    links: list[Case] = [
        {"id": "a link", "fragment": fragment, "out": {"share_id": b64(LINK.share_id), "secret": b64(LINK.secret)}}
    ]
    links += [
        outcome({"id": f"no link {i}", "fragment": text, "error": "malformed"}, lambda text=text: Link.parse(text))
        for i, text in enumerate(bad)
    ]
    good = [
        (_CODE, "7M4KQX2D"),
        ("7m4kqx2d", "7M4KQX2D"),
        (" 7M4K QX2D ", "7M4KQX2D"),
        ("oil0-OIL1", "01100111"),
        ("7-M-4-K-Q-X-2-D", "7M4KQX2D"),
        ("7M4K\u00a0QX2D", "7M4KQX2D"),
        ("zzzz-zzzz", "ZZZZZZZZ"),
    ]
    wrong = ["", "7M4KQX2", "7M4KQX2DD", "7M4KQX2U", "7M4KQX2!", "7M4K_QX2D", "7M4KQX2É", "7M4KQX2٣", "7M4K—QX2D"]
    codes: list[Case] = [
        outcome({"id": f"code {i}", "text": text, "out": code}, lambda text=text: sharing.normal_code(text))
        for i, (text, code) in enumerate(good)
    ]
    codes += [
        outcome({"id": f"no code {i}", "text": text, "error": "malformed"}, lambda text=text: sharing.normal_code(text))
        for i, text in enumerate(wrong)
    ]
    return {"parse_link": links, "normal_code": codes}


def _link_keys() -> list[Case]:
    other = Link(LINK.share_id, LinkSecret(fixed("other link secret")))
    third = Link(ShareId(fixed("other share", 16)), LINK.secret)
    cases: list[Case] = []
    for name, link, code in (
        ("a code", LINK, _CODE),
        ("as typed", LINK, " 7m4k qx2d"),
        ("another code", LINK, "7M4K-QX2E"),
        ("another link", other, _CODE),
        ("another share", third, _CODE),
    ):
        keys = sharing.link_keys(link, code)
        cases.append(
            {
                "id": name,
                "fragment": link.fragment(),
                "code": code,
                "out": _keys_case(keys)
                | {"link_public": b64(verify_key(keys.link_sign)), "access_public": b64(verify_key(keys.access_sign))},
            }
        )
    cases.append(
        outcome(
            {"id": "no code", "fragment": LINK.fragment(), "code": "7M4K", "error": "malformed"},
            lambda: sharing.link_keys(LINK, "7M4K"),
        )
    )
    return cases


def _messages() -> dict[str, list[Case]]:
    allowed = dump(documents.policy())
    body_hash, half = fixed("body hash"), Half(fixed("half"))
    keys = LinkKeys(
        fixed("recipient"), sharing.SigningSeed(fixed("s1")), sharing.SigningSeed(fixed("s2")), fixed("code key")
    )
    arguments = {"share_id": LINK.share_id, "challenge": fixed("challenge"), "policy": allowed, "body_hash": body_hash}
    messages: list[Case] = []
    for name, change, error in (
        ("an opening", {}, None),
        ("another challenge", {"challenge": fixed("again")}, None),
        ("another policy", {"policy": allowed.replace(b":5}", b":6}")}, None),
        ("a short share id", {"share_id": b"short"}, "malformed"),
        ("a short hash", {"body_hash": body_hash[:20]}, "malformed"),
        ("no challenge", {"challenge": b""}, "malformed"),
    ):
        given = arguments | change
        made: Case = {"id": name} | {key: b64(value) for key, value in given.items()}
        values = list(given.values())
        made |= {"error": error} if error else {"out": b64(policy.opening_message(*values))}
        messages.append(outcome(made, lambda values=values: b64(policy.opening_message(*values))))
    keks: list[Case] = []
    for name, change, error in (
        ("a share", {}, None),
        ("another half", {"half": fixed("other half")}, None),
        ("another policy", {"policy": allowed.replace(b":5}", b":6}")}, None),
        ("another share", {"share_id": fixed("other share", 16)}, None),
        ("a short half", {"half": half[:31]}, "malformed"),
    ):
        given = {"half": half, "share_id": LINK.share_id, "policy": allowed} | change
        made = {"id": name, "recipient": b64(keys.recipient), "code_key": b64(keys.code_key)} | {
            k: b64(v) for k, v in given.items()
        }
        values = list(given.values())
        made |= {"error": error} if error else {"out": b64(sharing.share_kek(keys, *values))}
        keks.append(outcome(made, lambda values=values: b64(sharing.share_kek(keys, *values))))
    return {"opening_message": messages, "share_kek": keks}


@dataclass
class Forge:
    """A share before it is sealed, with what a case changes; `served` is what a server would release."""

    keys: LinkKeys
    document: Document = field(default_factory=document)
    policy: bytes = field(default_factory=lambda: dump(documents.policy()))
    signer: Any = IDENTITY
    signed_id: bytes = LINK.share_id
    sck: bytes = field(default_factory=lambda: fixed("sck"))
    padding: bytes = b""

    def served(self) -> dict[str, bytes]:
        data = write(self.document)
        signature = sign(self.signer.ed25519, "share", lp(self.signed_id) + data)
        plaintext = pad(signature + data, PAD_MINIMUM["share"]) + self.padding
        half = Half(fixed("half"))
        kek = sharing.share_kek(self.keys, half, LINK.share_id, self.policy)
        wrapped = _seal_from_salt(
            kek, sharing._key_context(LINK.share_id, self.policy), self.sck, fixed("salt wrapped", SALT)
        )
        sck = SealingKey((self.sck * 32)[:32])
        body = _seal_from_salt(sck, sharing._body_context(LINK.share_id), plaintext, fixed("salt body", SALT))
        return {"policy": self.policy, "body_hash": sha256(body), "half": half, "wrapped": wrapped, "body": body}


def _case(name: str, forge: Forge, error: str | None = None, **changes: Any) -> Case:
    made: Case = {"id": name, "fragment": LINK.fragment(), "keys": _keys_case(forge.keys)}
    made |= {key: b64(value) for key, value in forge.served().items()}
    made |= {"now": "2024-03-02T00:00:00Z", "server_now": "2024-03-02T00:00:01Z"} | changes
    made |= {"error": error} if error else {"out": forge.document}
    return outcome(made, lambda: _open(made))


def _open(made: Case) -> Document:
    keys = LinkKeys(**{name: unb64(value) for name, value in made["keys"].items()})
    served = ServedShare(**{name: unb64(made[name]) for name in ("policy", "body_hash", "half", "wrapped", "body")})
    own_now, server_now = parse_time(made["now"]), parse_time(made["server_now"])
    return sharing.open_share(Link.parse(made["fragment"]), keys, served, own_now, server_now)


def _flip(data: bytes, at: int) -> str:
    at %= len(data)
    return b64(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def _shares() -> list[Case]:
    keys, wrong = sharing.link_keys(LINK, _CODE), sharing.link_keys(LINK, "7M4K-QX2E")
    small = document() | {"items": [_item("contact")]}
    good, served = Forge(keys, small), Forge(keys, small).served()
    loose = served["policy"].replace(b":5}", b":500}")
    other = Link(LINK.share_id, LinkSecret(fixed("other link secret")))
    later, over = documents.policy() | {"not_after": "2024-03-20T08:00:00Z"}, "2024-03-08T08:00:00Z"
    cases = [
        _case("a share", Forge(keys)),
        _case("a small share", good),
        _case("a second before its end", good, now="2024-03-08T07:59:59Z", server_now="2024-03-08T07:59:59Z"),
        _case("the clocks disagree inside the window", good, now="2020-01-01T00:00:00Z"),
        _case("the wrong code", good, "does_not_open", keys=_keys_case(wrong)),
        _case("no code key", good, "does_not_open", keys=_keys_case(keys._replace(code_key=bytes(32)))),
        _case("another link", good, "does_not_open", keys=_keys_case(sharing.link_keys(other, _CODE))),
        _case("another half", good, "does_not_open", half=b64(fixed("other half"))),
        _case("a half of zeros", good, "does_not_open", half=b64(bytes(32))),
        _case("a short half", good, "malformed", half=b64(bytes(16))),
        _case(
            "the id of another share",
            good,
            "does_not_open",
            fragment=Link(ShareId(fixed("other share", 16)), LINK.secret).fragment(),
        ),
        _case("a looser policy", good, "does_not_open", policy=b64(loose)),
        _case("a later end in the policy", good, "does_not_open", policy=b64(dump(later))),
        _case("no policy", good, "does_not_open", policy=""),
        _case("another body", good, "forged", body=b64(served["body"][:-1] + b"\x00")),
        _case(
            "another body, its hash too",
            good,
            "does_not_open",
            body=_flip(served["body"], 60),
            body_hash=b64(sha256(unb64(_flip(served["body"], 60)))),
        ),
        _case("another hash", good, "forged", body_hash=b64(fixed("hash"))),
        _case("a short hash", good, "forged", body_hash=b64(sha256(served["body"])[:16])),
        _case(
            "the body cut, its hash too",
            good,
            "does_not_open",
            body=b64(served["body"][:-1]),
            body_hash=b64(sha256(served["body"][:-1])),
        ),
        _case("no body", good, "does_not_open", body="", body_hash=b64(sha256(b""))),
        _case("nothing wrapped", good, "does_not_open", wrapped=""),
        _case("over by the reader's clock", good, "expired", now=over),
        _case("over by the server's clock", good, "expired", server_now=over),
    ]
    cases += [
        _case(f"wrapped key flipped at {at}", good, "does_not_open", wrapped=_flip(served["wrapped"], at))
        for at in (0, 30, 56, -1)
    ]
    elsewhere = {"share_id": documents.ident("other")}
    changes: list[tuple[str, Forge, str]] = [
        ("signed by another", Forge(keys, small, signer=OTHER), "forged"),
        ("signed for another share", Forge(keys, small, signed_id=fixed("other share", 16)), "forged"),
        ("says another share", Forge(keys, small | {"share_id": documents.ident("other")}), "forged"),
        ("says more openings", Forge(keys, small | {"max_opens": 6}), "forged"),
        ("says a later end", Forge(keys, small | {"not_after": "2024-03-09T08:00:00Z"}), "forged"),
        ("says an earlier start", Forge(keys, small | {"not_before": "2024-02-28T08:00:00Z"}), "forged"),
        (
            "another share, in document and policy alike",
            Forge(keys, small | elsewhere, dump(documents.policy() | elsewhere)),
            "forged",
        ),
        (
            "a policy of another share",
            Forge(keys, small, dump(documents.policy() | {"share_id": documents.ident("other")})),
            "forged",
        ),
        ("a policy of another mode", Forge(keys, small, write(documents.policy() | {"mode": "open"})), "unsupported"),
        ("a policy with a space", Forge(keys, small, served["policy"].replace(b",", b", ", 1)), "malformed"),
        ("bytes after the document", Forge(keys, small, padding=b"\x01"), "malformed"),
        ("a short share key", Forge(keys, small, sck=b"short"), "does_not_open"),
        ("version 2", Forge(keys, small | {"v": 2}), "unsupported"),
    ]
    return cases + [_case(name, forge, code) for name, forge, code in changes]


def _shown(of: str) -> Document:
    """Return evidence as a recipient sees it, taken out of another item."""
    return documents.evidence_of(documents.ident(of)) | {"blind": None}


def _documents() -> list[Case]:
    good = document()
    rows: list[tuple[str, Document, str | None]] = [
        ("a share", good, None),
        ("no item", changed(good, "items", []), "malformed"),
        ("an item twice", changed(good, "items", [*good["items"], good["items"][0]]), "malformed"),
        ("an event that names evidence not shared", changed(good, "items", [good["items"][0]]), "malformed"),
        ("a timeline that names an event not shared", changed(good, "items", [good["items"][3]]), "malformed"),
        ("a piece taken out of one not shared", changed(good, "items.1.document", _shown(of="elsewhere")), "malformed"),
        ("a piece taken out of one shared", changed(good, "items.1.document", _shown(of="event")), None),
        ("who she is", changed(good, "items.1.document", _shown(of="event") | {"self": "Inès"}), "malformed"),
        ("a blind", changed(good, "items.1.document.blind", documents.key("blind")), "malformed"),
        ("an item of another kind", changed(good, "items.2.kind", "event"), "malformed"),
        ("an item of a kind not known", changed(good, "items.2.kind", "note"), "unsupported"),
        ("version 0 of an item", changed(good, "items.0.version", 0), "malformed"),
        ("31 days", changed(good, "not_after", "2024-04-01T08:00:00Z"), "malformed"),
        ("no opening", changed(good, "max_opens", 0), "malformed"),
        ("a long label", changed(good, "label", "x" * 301), "malformed"),
        ("a short sharer", changed(good, "sharer", b64(bytes(31))), "malformed"),
    ]
    return [load_case(name, "share", write(one), error) for name, one, error in rows]


def _redactions() -> list[Case]:
    everything = [documents.ident(kind) for kind in _SHARED]
    copy = documents.file("copy")
    rows: list[tuple[str, str, list[str], dict[str, Any]]] = [
        ("an event, as it is by default", "event", everything, {}),
        ("an event with feelings", "event", everything, {"feelings": True}),
        ("an event with thoughts", "event", everything, {"thoughts": True}),
        ("an event alone", "event", [documents.ident("event")], {}),
        ("evidence", "evidence", everything, {}),
        ("evidence, another file", "evidence", everything, {"file": copy}),
        ("a contact", "contact", everything, {}),
        ("a contact with notes", "contact", everything, {"notes": True}),
        ("a timeline", "timeline", everything, {}),
        ("a timeline alone", "timeline", [documents.ident("timeline")], {}),
        ("a reading", "reading", everything, {}),
    ]
    wholes = [
        (name, documents.records()[kind] | ({"thoughts": "Je me demande."} if kind == "event" else {}), shared, chosen)
        for name, kind, shared, chosen in rows
    ]
    felt = documents.event() | {"title": "J’ai eu peur", "facts": "", "said": "", "feelings": "J’ai eu peur. De lui."}
    cut = felt | {"title": "J’ai eu…"}
    wholes += [
        ("a title made from feelings", felt, [], {}),
        ("a title made from feelings, cut", cut, [], {}),
        ("a title made from feelings that are shown", felt, [], {"feelings": True}),
        ("a title of feelings and facts", felt | {"facts": felt["feelings"]}, [], {}),
        ("a title made from thoughts", felt | {"feelings": "", "thoughts": felt["feelings"]}, [], {"feelings": True}),
    ]
    wholes += [
        ("marks", documents.marks("event", "elsewhere"), everything, {}),
        ("days, without the words of them", documents.days(), everything, {}),
        ("days, with the words of them", documents.days(), everything, {"feelings": True}),
        (
            "evidence taken out of a piece that is shared",
            documents.evidence_of(documents.ident("event"), "Inès"),
            everything,
            {},
        ),
        (
            "evidence taken out of a piece that is not",
            documents.evidence_of(documents.ident("elsewhere")),
            everything,
            {},
        ),
        ("a landmark with its note", documents.reading_of("landmark"), everything, {"feelings": True}),
    ]
    cases: list[Case] = []
    for name, record, shared, chosen in wholes:
        choices = Choices(**chosen)
        cases.append(
            {
                "id": name,
                "record": record,
                "shared": shared,
                "choices": asdict(choices),
                "out": sharing.redact(record, shared, choices),
            }
        )
    broken = documents.event() | {"evidence": ["short"]}
    cases.append(
        outcome(
            {
                "id": "a record that is not one",
                "record": broken,
                "shared": [],
                "choices": asdict(Choices()),
                "error": "malformed",
            },
            lambda: sharing.redact(broken, [], Choices()),
        )
    )
    return cases


def make() -> dict[str, Any]:
    return {
        **_texts(),
        "link_keys": _link_keys(),
        **_messages(),
        "open_share": _shares(),
        "load": _documents(),
        "redact": _redactions(),
    }
