"""Padmé says little and costs little, for all sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.crypto import padding
from vault.crypto.errors import MalformedError


@given(st.integers(2, 2**53 - 1))
def test_padme_costs_at_most_twelve_percent_and_is_stable(size: int) -> None:
    padded = padding.padme(size)
    assert size <= padded <= size * 1.12 + 1
    assert padding.padme(padded) == padded


@given(st.integers(1024, 2**53 - 1))
def test_few_bits_of_a_size_are_left(size: int) -> None:
    padded = padding.padme(size)
    significant = padded >> ((padded & -padded).bit_length() - 1)
    assert significant.bit_length() <= size.bit_length().bit_length() + 1


@given(st.binary(max_size=3000).map(lambda data: data + b"}"), st.sampled_from([1024, 4096]))
def test_a_document_comes_back(data: bytes, minimum: int) -> None:
    padded = padding.pad(data, minimum)
    assert len(padded) >= minimum
    assert padding.unpad(padded) == data


@given(st.binary(max_size=6000))
def test_a_file_comes_back_whatever_its_end(data: bytes) -> None:
    padded = padding.pad_file(data)
    assert len(padded) == padding.file_padded_size(len(data))
    assert padding.unpad_file(padded, len(data)) == data


def test_a_size_is_not_negative() -> None:
    with pytest.raises(MalformedError):
        padding.padme(-1)
