"""Two paths through one format, streams cut anywhere, and every byte that a server could change."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.crypto import sealing
from vault.crypto.constants import CHUNK, CHUNKS_LIMIT, HEADER, SEALED_CHUNK
from vault.crypto.encoding import context
from vault.crypto.errors import DoesNotOpenError, MalformedError
from vault.crypto.material import SealingKey
from vault.crypto.sealing import Opener, Sealer

KEY = SealingKey(bytes(range(32)))
CONTEXT = context("file", vault_id=bytes(16), object_id=bytes(range(16)), version=1)

sizes = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]) | st.integers(0, 3 * CHUNK)
cuts = st.lists(st.integers(0, 4 * SEALED_CHUNK), max_size=6)


def plaintext(size: int) -> bytes:
    return bytes(itertools.islice(itertools.cycle(range(251)), size))


def pieces(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


@given(sizes)
def test_what_is_sealed_opens_and_has_its_size(size: int) -> None:
    sealed = sealing.seal(KEY, CONTEXT, plaintext(size))
    assert len(sealed) == sealing.sealed_size(size)
    assert sealing.plain_size(len(sealed)) == size
    assert sealing.open_sealed(KEY, CONTEXT, sealed) == plaintext(size)


@given(sizes)
def test_both_implementations_make_the_same_bytes(size: int) -> None:
    sealed = sealing.seal(KEY, CONTEXT, plaintext(size))
    assert sealing._seal_from_salt(KEY, CONTEXT, plaintext(size), sealed[:24]) == sealed


@given(sizes, cuts, cuts)
def test_streams_may_be_cut_anywhere(size: int, sealed_cuts: list[int], opened_cuts: list[int]) -> None:
    sealer = Sealer(KEY, CONTEXT)
    sealed = sealer.header() + b"".join(map(sealer.update, pieces(plaintext(size), sealed_cuts))) + sealer.finish()
    opener = Opener(KEY, CONTEXT, sealed[:HEADER])
    opened = b"".join(map(opener.update, pieces(sealed[HEADER:], opened_cuts))) + opener.finish()
    assert opened == plaintext(size)
    assert sealing.open_sealed(KEY, CONTEXT, sealed) == opened


def test_a_stream_byte_by_byte() -> None:
    sealed = sealing.seal(KEY, CONTEXT, plaintext(CHUNK + 3))
    opener = Opener(KEY, CONTEXT, sealed[:HEADER])
    opened = b"".join(opener.update(sealed[i : i + 1]) for i in range(HEADER, len(sealed)))
    assert opened + opener.finish() == plaintext(CHUNK + 3)


@given(st.integers(1, 4 * CHUNK).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_a_range_is_that_of_the_whole(size_start: tuple[int, int], data: st.DataObject) -> None:
    size, start = size_start
    end = data.draw(st.integers(start + 1, size))
    sealed = sealing.seal(KEY, CONTEXT, plaintext(size))
    sealed_start, sealed_end, first = sealing.chunk_range(start, end)
    is_last = sealed_end >= len(sealed)
    chunks = sealed[sealed_start:sealed_end]
    opened = sealing.open_range(KEY, CONTEXT, sealed[:HEADER], chunks, first, is_last=is_last)
    assert opened[start - first * CHUNK :][: end - start] == plaintext(size)[start:end]


def test_two_seals_of_the_same_bytes_share_nothing() -> None:
    one, two = (sealing.seal(KEY, CONTEXT, bytes(64)) for _ in range(2))
    assert one[:24] != two[:24]
    assert one[HEADER:] != two[HEADER:]


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_no_byte_can_change(bit: int) -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"a small object")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ bit]) + sealed[at + 1 :]
        with pytest.raises(DoesNotOpenError, match=r"^a sealed object does not open$"):
            sealing.open_sealed(KEY, CONTEXT, changed)
        with pytest.raises(DoesNotOpenError):
            sealing.open_range(KEY, CONTEXT, changed[:HEADER], changed[HEADER:], 0, is_last=True)


def test_no_length_but_its_own() -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"a small object")
    for size in range(len(sealed)):
        with pytest.raises(DoesNotOpenError):
            sealing.open_sealed(KEY, CONTEXT, sealed[:size])
    with pytest.raises(DoesNotOpenError):
        sealing.open_sealed(KEY, CONTEXT, sealed + b"\x00")


@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32))
def test_another_context_or_key_is_refused(other_context: bytes, other_key: bytes) -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"a small object")
    with pytest.raises(DoesNotOpenError):
        sealing.open_sealed(KEY, CONTEXT + other_context + b"x", sealed)
    if other_key != KEY:
        with pytest.raises(DoesNotOpenError):
            sealing.open_sealed(SealingKey(other_key), CONTEXT, sealed)


def test_each_byte_of_the_context_counts() -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"a small object")
    for at in range(len(CONTEXT)):
        other = CONTEXT[:at] + bytes([CONTEXT[at] ^ 1]) + CONTEXT[at + 1 :]
        with pytest.raises(DoesNotOpenError):
            sealing.open_sealed(KEY, other, sealed)


def test_a_stream_that_failed_goes_on_failing() -> None:
    sealed = bytearray(sealing.seal(KEY, CONTEXT, plaintext(3 * CHUNK)))
    sealed[HEADER] ^= 1
    opener = Opener(KEY, CONTEXT, bytes(sealed[:HEADER]))
    for _ in range(2):
        with pytest.raises(DoesNotOpenError):
            opener.update(bytes(sealed[HEADER:]))
    with pytest.raises(DoesNotOpenError):
        opener.finish()


def test_a_stream_cut_at_a_chunk_does_not_finish() -> None:
    sealed = sealing.seal(KEY, CONTEXT, plaintext(2 * CHUNK))
    opener = Opener(KEY, CONTEXT, sealed[:HEADER])
    assert opener.update(sealed[HEADER : HEADER + SEALED_CHUNK]) == plaintext(CHUNK)
    with pytest.raises(DoesNotOpenError):
        opener.finish()


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(31), bytes(33)])
def test_a_key_is_32_bytes(key: bytes) -> None:
    wrong = SealingKey(key)
    for act in (
        lambda: sealing.seal(wrong, CONTEXT, b""),
        lambda: sealing.open_sealed(wrong, CONTEXT, bytes(100)),
        lambda: sealing.open_range(wrong, CONTEXT, bytes(56), bytes(16), 0, is_last=True),
        lambda: Sealer(wrong, CONTEXT),
    ):
        with pytest.raises(MalformedError):
            act()


@pytest.mark.parametrize("first", [-1, CHUNKS_LIMIT, 2**96])
def test_a_chunk_out_of_the_counter_is_refused(first: int) -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"x")
    with pytest.raises(DoesNotOpenError):
        sealing.open_range(KEY, CONTEXT, sealed[:HEADER], sealed[HEADER:], first, is_last=True)


@pytest.mark.parametrize("size", [0, 55, 57])
def test_a_header_is_56_bytes(size: int) -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"x")
    with pytest.raises(DoesNotOpenError):
        sealing.open_range(KEY, CONTEXT, sealed[:size], sealed[HEADER:], 0, is_last=True)
    with pytest.raises(DoesNotOpenError):
        Opener(KEY, CONTEXT, sealed[:size])


def test_a_size_is_not_negative() -> None:
    with pytest.raises(MalformedError):
        sealing.sealed_size(-1)
