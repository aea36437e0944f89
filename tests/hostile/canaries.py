"""Looking for secrets in bytes: as they are, in other encodings, and inside what is compressed."""

from __future__ import annotations

import base64
import gzip
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b\x08"
LARGEST_INSIDE = 64 << 20
"""Bytes that one compressed body is unpacked to."""


def forms(secret: str) -> dict[str, bytes]:
    """What a copy of the secret could look like."""
    raw = secret.encode()
    found = {
        "utf-8": raw,
        "utf-16": secret.encode("utf-16-le"),
        "utf-16-be": secret.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "percent": "".join(f"%{byte:02X}" for byte in raw).encode(),
    }
    for offset in range(3):
        # The first and last characters may depend on what stands around the secret: only those of its own bits, and
        # no fewer, since four characters of a short code are found in any large body.
        whole = base64.b64encode(bytes(offset) + raw)
        inner = whole[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]
        found[f"base64+{offset}"] = inner
        found[f"base64url+{offset}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def sightings(secrets: dict[str, str], places: dict[str, bytes]) -> list[str]:
    """« what, in which form, where » for each secret that is somewhere."""
    wanted = [(name, form, needle) for name, secret in secrets.items() for form, needle in forms(secret).items()]
    return [
        f"{name} as {form} in {place}"
        for place, data in places.items()
        for body in (data, *unpacked(data))
        for name, form, needle in wanted
        if needle in body
    ]


def unpacked(data: bytes) -> Iterator[bytes]:
    """Every gzip body inside these bytes, as far as it can be read."""
    at = data.find(GZIP)
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(data[at:], LARGEST_INSIDE)
        at = data.find(GZIP, at + 1)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and beside its content its own name: a name can tell too."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(folder))
            found[name] = name.encode() + b"\n" + path.read_bytes()
    return found


def plant(secret: str) -> dict[str, bytes]:
    """Places that hold the secret, one for each way of hiding it: what a search must find."""
    around = {name: b"before " + form + b" after" for name, form in forms(secret).items()}
    return around | {"gzip": b"head" + gzip.compress(b"before " + secret.encode()) + b"tail"}
