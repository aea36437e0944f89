"""What one can say of all documents, times and bytes; single forms are in the vectors."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.crypto import encoding
from vault.crypto.constants import INTEGER_MAX
from vault.crypto.encoding import b64, context, dump, load, lp, parse_time, unb64
from vault.crypto.errors import CryptoError, MalformedError

text = st.text(st.characters(exclude_categories=["Cs"]))
leaf = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | text
values = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
)
documents = st.dictionaries(text, values, max_size=4)


def anything(_: object) -> None:
    """Accept all: the shape is not what these tests are about."""


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


@given(documents)
def test_what_is_written_reads_back(document: dict[str, Any]) -> None:
    if depth(document) > 8:
        with pytest.raises(MalformedError):
            dump(document)
    else:
        assert load(dump(document), anything) == document


@given(documents, st.integers(0, 200), st.binary(min_size=1, max_size=1))
def test_other_bytes_are_refused_or_another_document(document: dict[str, Any], at: int, byte: bytes) -> None:
    try:
        data = dump(document)
        other = data[: at % len(data)] + byte + data[at % len(data) + 1 :]
        read = load(other, anything)
    except CryptoError:
        return
    assert dump(read) == other


@given(st.binary(max_size=60))
def test_noise_raises_only_our_errors(data: bytes) -> None:
    with suppress(CryptoError):
        assert dump(load(data, anything)) == data


@given(st.dictionaries(text, st.integers(), max_size=3), st.integers(1, 4))
def test_white_space_is_refused(document: dict[str, Any], indent: int) -> None:
    written = json.dumps(document, ensure_ascii=False, indent=indent).encode()
    if written != dump({}):
        with pytest.raises(MalformedError):
            load(written + b" ", anything)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "\ud83d",
        b"bytes",
        {"x": "\udc22"},
        {"\ud83d": 1},
        {1: 2},
        [[[[[[[[1]]]]]]]],
        (1,),
        object(),
    ],
)
def test_dump_refuses_what_load_would(value: object) -> None:
    with pytest.raises(MalformedError):
        dump({"v": 1, "x": value})


def test_dump_refuses_a_large_document() -> None:
    with pytest.raises(MalformedError):
        dump({"v": 1, "x": "a" * (8 * 1024 * 1024)})


@given(st.binary(max_size=50))
def test_base64url_has_one_form(data: bytes) -> None:
    assert unb64(b64(data)) == data
    assert unb64(b64(data), len(data)) == data
    with pytest.raises(MalformedError):
        unb64(b64(data), len(data) + 1)


@given(st.text(max_size=12))
def test_text_that_decodes_is_the_only_form(written: str) -> None:
    try:
        data = unb64(written)
    except MalformedError:
        return
    assert b64(data) == written


@given(st.lists(st.binary(max_size=40), max_size=4), st.lists(st.binary(max_size=40), max_size=4))
def test_length_prefixed_fields_do_not_slide(one: list[bytes], two: list[bytes]) -> None:
    assert (b"".join(map(lp, one)) == b"".join(map(lp, two))) == (one == two)


def test_a_field_too_long_is_refused() -> None:
    assert lp(bytes(65_535))[:2] == b"\xff\xff"
    with pytest.raises(MalformedError):
        lp(bytes(65_536))


@pytest.mark.parametrize(("write", "size"), [(encoding.u16, 2), (encoding.u32, 4), (encoding.u64, 8)])
def test_integers_fit_their_field(write: Any, size: int) -> None:
    assert write(1) == bytes(size - 1) + b"\x01"
    assert write(256**size - 1) == b"\xff" * size
    for number in (-1, 256**size):
        with pytest.raises(MalformedError):
            write(number)


@given(st.datetimes(timezones=st.timezones()))
def test_times_read_back_to_the_second(moment: datetime) -> None:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return
    assert parse_time(encoding.format_time(utc)) == utc.replace(microsecond=0)


def test_times_are_written_in_utc() -> None:
    moment = datetime(2024, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert encoding.format_time(moment) == "2024-02-29T23:30:00Z"
    assert abs(parse_time(encoding.now()) - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(MalformedError):
        encoding.format_time(datetime(2024, 3, 1))  # noqa: DTZ001 - a time without zone is the case


def test_ids_are_random() -> None:
    assert len({encoding.random_id() for _ in range(100)}) == 100


def test_each_field_changes_the_context() -> None:
    fields = {"vault_id": bytes(16), "object_id": bytes(16), "version": 1, "parent_id": bytes(16)}
    base = context("thumb", **fields)
    others = [context("thumb", **(fields | {name: b"\x01" * 16})) for name in ("vault_id", "object_id", "parent_id")]
    others += [context("thumb", **(fields | {"version": 2}))]
    assert len({base, *others}) == 5


@pytest.mark.parametrize("version", [0, -1, 2**64])
def test_a_version_starts_at_one(version: int) -> None:
    with pytest.raises(MalformedError):
        context("record", vault_id=bytes(16), object_id=bytes(16), version=version)
