"""The catalogue on the wire: a header, a root, pages, end to end (FORMAT 11).

This is framing only, and says nothing about truth: the client decides by 7.6. The server writes it without being able
to read what is inside.
"""

from collections.abc import Sequence
from typing import NamedTuple

from vault.crypto import schema, shapes
from vault.crypto.constants import VERSION
from vault.crypto.encoding import dump, load, u32
from vault.crypto.errors import MalformedError

_PREFIX = 4


class SealedPage(NamedTuple):
    """One page as served: what it is said to be, and its sealed bytes."""

    number: int
    version: int
    sealed: bytes


class Frame(NamedTuple):
    """A catalogue as served; nothing in it is authentic yet."""

    seq: int
    root: bytes
    pages: tuple[SealedPage, ...]


def frame(seq: int, root: bytes, pages: Sequence[SealedPage]) -> bytes:
    """Return the bytes of a catalogue (11.1), pages by ascending number."""
    ordered = sorted(pages)
    lengths = [[page.number, page.version, len(page.sealed)] for page in ordered]
    document = {"v": VERSION, "seq": seq, "root": len(root), "pages": lengths}
    schema.FRAME(document)
    header = dump(document)
    return u32(len(header)) + header + root + b"".join(page.sealed for page in ordered)


def parse_frame(data: bytes) -> Frame:
    """Return the parts of a catalogue.

    Raises:
        MalformedError: lengths that do not cover the bytes exactly, or pages that do not ascend.
        UnsupportedError: another version of the framing.
    """
    end = _PREFIX + int.from_bytes(data[:_PREFIX], "big")
    header = load(data[_PREFIX:end], schema.FRAME)
    shapes.ascending([page[0] for page in header["pages"]])
    lengths = [header["root"], *(page[2] for page in header["pages"])]
    if end + sum(lengths) != len(data):
        raise MalformedError("a frame does not have the length that it says")
    bodies = []
    for length in lengths:
        bodies.append(data[end : end + length])
        end += length
    pages = zip(header["pages"], bodies[1:], strict=True)
    return Frame(header["seq"], bodies[0], tuple(SealedPage(page[0], page[1], body) for page, body in pages))
