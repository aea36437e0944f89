"""padding.json: sizes, documents and files."""

from typing import Any

from vault.crypto import padding
from vault.crypto.constants import PAD_MINIMUM
from vault.crypto.encoding import b64

from .common import Case, fixed, outcome


def make() -> dict[str, Any]:
    lengths = [
        *range(70),
        100,
        255,
        256,
        257,
        1000,
        1023,
        1024,
        1025,
        4095,
        4097,
        65_535,
        65_537,
        10**6,
        5_000_000_000,
        20 * 2**30,
        2**40 - 1,
        2**45 + 1,
    ]
    text = b'{"v":1}'
    long = b"{" + fixed("long", 5000).replace(b"\x00", b"1") + b"}"
    pads: list[Case] = [
        {
            "id": f"{len(data)} bytes, at least {minimum}",
            "data": b64(data),
            "minimum": minimum,
            "out": b64(padding.pad(data, minimum)),
        }
        for data in (text, long)
        for minimum in sorted(set(PAD_MINIMUM.values()))
    ]
    pads += [
        outcome(
            {"id": name, "data": b64(data), "minimum": 1024, "error": "malformed"},
            lambda data=data: padding.pad(data, 1024),
        )
        for name, data in (("nothing", b""), ("ends in zero", b"{}\x00"))
    ]
    unpads: list[Case] = [
        {"id": name, "data": b64(data), "out": b64(padding.unpad(data))}
        for name, data in (("padded", padding.pad(text, 1024)), ("not padded", text), ("a zero inside", b"{\x00}\x00"))
    ]
    unpads += [
        outcome({"id": name, "data": b64(data), "error": "malformed"}, lambda data=data: padding.unpad(data))
        for name, data in (("nothing", b""), ("only zeros", bytes(1024)))
    ]
    return {
        "padme": [{"id": str(n), "length": n, "out": padding.padme(n)} for n in lengths],
        "pad": pads,
        "unpad": unpads,
        "file_padded_size": [{"id": str(n), "size": n, "out": padding.file_padded_size(n)} for n in lengths],
        "unpad_file": _files(),
    }


def _files() -> list[Case]:
    data = fixed("file", 5000)
    padded = padding.pad_file(data)
    changed = {"last byte": padded[:-1] + b"\x01", "first padding byte": data + b"\x80" + padded[5001:]}
    cases: list[Case] = [
        {"id": "a file", "data": b64(padded), "size": 5000, "out": b64(data)},
        {"id": "an empty file", "data": b64(bytes(4096)), "size": 0, "out": ""},
        {
            "id": "a file that ends in zeros",
            "data": b64(padding.pad_file(data + bytes(10))),
            "size": 5010,
            "out": b64(data + bytes(10)),
        },
    ]
    refused = [
        ("too short", padded[:-1], 5000),
        ("too long", padded + b"\x00", 5000),
        ("not padded", data, 5000),
        ("a size that cuts the file", padded, 4999),
        ("a size beyond it", padded, len(padded) + 1),
        *((f"padding not zero: {name}", bad, 5000) for name, bad in changed.items()),
    ]
    cases += [
        outcome(
            {"id": name, "data": b64(bad), "size": size, "error": "malformed"},
            lambda bad=bad, size=size: padding.unpad_file(bad, size),
        )
        for name, bad, size in refused
    ]
    return cases
