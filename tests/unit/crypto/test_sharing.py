"""A share from its owner to its reader, and what each of the secrets is worth alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import documents

from vault.crypto import schema, sharing
from vault.crypto.constants import CODE_ALPHABET
from vault.crypto.encoding import b64, parse_time, random_id, sha256
from vault.crypto.errors import CryptoError, DoesNotOpenError, ExpiredError, ForgedError, MalformedError
from vault.crypto.material import Half, ShareId
from vault.crypto.policy import opening_message, parse_policy, policy
from vault.crypto.sharing import Choices, Link, LinkKeys, SealedShare, ServedShare
from vault.crypto.signing import Identity, sign, verify

IDENTITY = Identity.new()
NOW = parse_time("2024-03-02T00:00:00Z")


def keys_for(link: Link, code_key: bytes = bytes(32)) -> LinkKeys:
    """Return keys without Argon2id, which the vectors run."""
    made = [sharing.hkdf(link.secret + code_key, name, b"") for name in ("a", "b", "c")]
    return LinkKeys(made[0], sharing.SigningSeed(made[1]), sharing.SigningSeed(made[2]), code_key)


def share_of(link: Link, identity: Identity = IDENTITY) -> dict[str, Any]:
    item_id = b64(random_id())
    record = sharing.redact(documents.contact(), [item_id], Choices())
    item = {"id": item_id, "kind": "contact", "version": 1, "hash": b64(bytes(32)), "document": record}
    return {
        "v": 1,
        "share_id": b64(link.share_id),
        "vault_id": b64(random_id()),
        "sharer": b64(identity.public().ed25519),
        "label": "Me Martin",
        "purpose": "",
        "not_before": "2024-03-01T00:00:00Z",
        "not_after": "2024-03-08T00:00:00Z",
        "max_opens": 5,
        "made_at": "2024-03-01T00:00:00Z",
        "items": [item],
    }


def served(sealed: SealedShare) -> ServedShare:
    return ServedShare(sealed.policy, sha256(sealed.body), sealed.half, sealed.wrapped, sealed.body)


def test_a_share_from_end_to_end() -> None:
    link, code = Link.new(), sharing.new_code()
    document = share_of(link)
    sealed = sharing.seal_share(IDENTITY, sharing.link_keys(link, code), document)

    reader = Link.parse(link.fragment())
    keys = sharing.link_keys(reader, code.lower().replace("-", " "))
    message = opening_message(reader.share_id, b"challenge", sealed.policy, sha256(sealed.body))
    verify(sealed.link_public, "link", message, sign(keys.link_sign, "link", message))
    verify(sealed.access_public, "opening", message, sign(keys.access_sign, "opening", message))
    assert sharing.open_share(reader, keys, served(sealed), NOW, NOW) == document
    with pytest.raises(ForgedError):
        verify(sealed.access_public, "opening", message, sign(keys.access_sign, "link", message))


@pytest.mark.parametrize("field", ["link", "code", "half", "share_id"])
def test_each_secret_is_needed(field: str) -> None:
    link = Link.new()
    sealed = sharing.seal_share(IDENTITY, keys_for(link), share_of(link))
    other = Link(ShareId(random_id()) if field == "share_id" else link.share_id, link.secret)
    keys = keys_for(Link.new() if field == "link" else link, b"\x01" * 32 if field == "code" else bytes(32))
    given_half = Half(bytes(32)) if field == "half" else sealed.half
    shown = ServedShare(sealed.policy, sha256(sealed.body), given_half, sealed.wrapped, sealed.body)
    with pytest.raises(DoesNotOpenError):
        sharing.open_share(other, keys, shown, NOW, NOW)


def test_no_byte_of_what_is_served_can_change() -> None:
    link = Link.new()
    keys, shown = keys_for(link), served(sharing.seal_share(IDENTITY, keys_for(link), share_of(link)))
    for name in ("policy", "body_hash", "half", "wrapped"):
        value: bytes = getattr(shown, name)
        for at in range(len(value)):
            changed = value[:at] + bytes([value[at] ^ 2]) + value[at + 1 :]
            parts = {part: getattr(shown, part) for part in ("policy", "body_hash", "half", "wrapped", "body")}
            with pytest.raises(CryptoError):
                sharing.open_share(link, keys, ServedShare(**(parts | {name: changed})), NOW, NOW)


def test_a_share_ends_by_either_clock() -> None:
    link = Link.new()
    keys, document = keys_for(link), share_of(link)
    shown, end = served(sharing.seal_share(IDENTITY, keys, document)), parse_time(document["not_after"])
    assert sharing.open_share(link, keys, shown, NOW, end.replace(day=7)) == document
    for own, server in ((end, NOW), (NOW, end)):
        with pytest.raises(ExpiredError):
            sharing.open_share(link, keys, shown, own, server)


def test_one_cannot_share_in_the_name_of_another() -> None:
    link = Link.new()
    with pytest.raises(ForgedError):
        sharing.seal_share(Identity.new(), keys_for(link), share_of(link))


def test_the_entry_of_a_share_is_one_that_a_root_accepts() -> None:
    link = Link.new()
    document = share_of(link)
    sealed = sharing.seal_share(IDENTITY, keys_for(link), document)
    entry = sharing.share_entry(link, document, sealed)
    schema._SHARE_ENTRY(entry)
    assert entry["body"] == b64(sha256(sealed.body))
    assert entry["access"] == b64(sealed.access_public)
    assert b64(keys_for(link).code_key) not in entry.values(), "the code is not kept"


def test_codes_are_random_and_read_back() -> None:
    codes = {sharing.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) == {*CODE_ALPHABET, "-"}
    assert all(sharing.normal_code(code) == code.replace("-", "") for code in codes)


@given(st.text(max_size=12))
def test_a_code_is_normal_or_refused(text: str) -> None:
    try:
        code = sharing.normal_code(text)
    except MalformedError:
        return
    assert len(code) == 8
    assert set(code) <= set(CODE_ALPHABET)
    assert sharing.normal_code(code) == code


def test_secrets_are_not_printed() -> None:
    link = Link.new()
    keys = keys_for(link)
    sealed = sharing.seal_share(IDENTITY, keys, share_of(link))
    printed = repr([link, keys, sealed, served(sealed)])
    for secret in (link.secret, keys.recipient, keys.code_key, sealed.half, sealed.sck):
        assert repr(secret)[2:-1] not in printed


def test_a_policy_reads_back() -> None:
    share_id = ShareId(random_id())
    read = parse_policy(policy(share_id, "2024-03-01T00:00:00Z", "2024-03-31T00:00:00Z", 1000))
    assert (read.share_id, read.max_opens, (read.not_after - read.not_before).days) == (share_id, 1000, 30)
    with pytest.raises(MalformedError):
        policy(share_id, "2024-03-01T00:00:00Z", "2024-03-31T00:00:01Z", 1000)
