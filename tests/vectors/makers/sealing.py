"""sealing.json: whole objects, ranges, sizes, and every way an object was seen to be forged."""

from typing import Any

from vault.crypto import sealing
from vault.crypto.constants import CHUNK, HEADER, SALT, SEALED_CHUNK
from vault.crypto.encoding import b64, context, unb64
from vault.crypto.material import SealingKey

from . import gcm
from .common import Case, build, fixed, flip, literal, outcome, pattern

_KEY = SealingKey(fixed("sealing key"))
_CONTEXT = context("file", vault_id=fixed("vault", 16), object_id=fixed("file", 16), version=1)
_SIZES = (0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 40_000)


def _sealed(size: int) -> bytes:
    return sealing._seal_from_salt(_KEY, _CONTEXT, pattern(size), fixed(f"salt {size}", SALT))


def _objects() -> dict[str, Any]:
    return {
        f"bytes-{size}": {
            "key": b64(_KEY),
            "context": b64(_CONTEXT),
            "salt": b64(_sealed(size)[:SALT]),
            "pattern": size,
            "sealed": b64(_sealed(size)),
        }
        for size in _SIZES
    }


def _contexts() -> dict[str, bytes]:
    vault_id, object_id, other = fixed("vault", 16), fixed("file", 16), fixed("other", 16)
    return {
        "type": context("record", vault_id=vault_id, object_id=object_id, version=1),
        "vault_id": context("file", vault_id=other, object_id=object_id, version=1),
        "object_id": context("file", vault_id=vault_id, object_id=other, version=1),
        "version": context("file", vault_id=vault_id, object_id=object_id, version=2),
        "key_id": _CONTEXT[:-4] + b"\x00\x20" + fixed("key id", 32) + b"\x00\x00",
        "parent_id": context("thumb", vault_id=vault_id, object_id=object_id, version=1, parent_id=other),
        "parent_id of the same type": _CONTEXT[:-2] + b"\x00\x10" + other,
        "product": _CONTEXT.replace(b"memo/v1/", b"memo/v0/"),
        "empty": b"",
    }


def _chunk(index: int) -> list[int]:
    return [HEADER + index * SEALED_CHUNK, HEADER + (index + 1) * SEALED_CHUNK]


def _forged_builds() -> list[tuple[str, int, list[Any]]]:
    whole = {size: _sealed(size) for size in _SIZES}
    end = len(whole[40_000])
    last = [HEADER + 2 * SEALED_CHUNK, end]
    builds: list[tuple[str, int, list[Any]]] = [
        ("nothing", 100, []),
        ("half a header", 100, [[0, 40]]),
        ("a header alone", 100, [[0, HEADER]]),
        ("a byte less than the shortest", 0, [[0, HEADER + 15]]),
        ("cut after the first chunk", 40_000, [[0, HEADER + SEALED_CHUNK]]),
        ("cut after the second chunk", 40_000, [[0, HEADER + 2 * SEALED_CHUNK]]),
        ("cut inside the last chunk", 40_000, [[0, end - 1]]),
        ("cut to the last tag", 40_000, [[0, HEADER + 2 * SEALED_CHUNK + 16]]),
        ("the empty last chunk of a whole number is missing", 2 * CHUNK, [[0, HEADER + 2 * SEALED_CHUNK]]),
        ("first two chunks swapped", 40_000, [[0, HEADER], _chunk(1), _chunk(0), last]),
        ("first chunk twice", 40_000, [[0, HEADER], _chunk(0), _chunk(0), last]),
        ("first chunk missing", 40_000, [[0, HEADER], _chunk(1), last]),
        ("last chunk first", 40_000, [[0, HEADER], last]),
        ("last chunk twice", 40_000, [[0, end], last]),
        ("a byte more", 40_000, [[0, end], literal(b"\x00")]),
        ("a byte before", 100, [literal(b"\x00"), [0, len(whole[100])]]),
        ("salt of another object", 100, [literal(whole[1][:SALT]), [SALT, len(whole[100])]]),
        ("header of another object", 100, [literal(whole[1][:HEADER]), [HEADER, len(whole[100])]]),
    ]
    places = {"salt": 0, "end of salt": SALT - 1, "commitment": SALT, "end of commitment": HEADER - 1}
    for name, place in places.items():
        builds.append((f"flipped {name}", 100, flip(len(whole[100]), place, whole[100])))
    chunks = {
        "first byte": HEADER,
        "first tag": HEADER + SEALED_CHUNK - 1,
        "second chunk": HEADER + SEALED_CHUNK,
        "last byte before the tag": end - 17,
        "tag": end - 16,
        "last byte": end - 1,
    }
    for name, place in chunks.items():
        builds.append((f"flipped {name}", 40_000, flip(end, place, whole[40_000])))
    return builds


def _open_cases() -> list[Case]:
    cases: list[Case] = [
        {"id": f"open {size}", "object": f"bytes-{size}", "build": [[0, len(_sealed(size))]], "out": {"pattern": size}}
        for size in _SIZES
    ]
    cases += [
        {"id": name, "object": f"bytes-{size}", "build": parts, "error": "does_not_open"}
        for name, size, parts in _forged_builds()
    ]
    whole = [[0, len(_sealed(100))]]
    cases += [
        {
            "id": f"wrong {field} in the context",
            "object": "bytes-100",
            "context": b64(wrong),
            "build": whole,
            "error": "does_not_open",
        }
        for field, wrong in _contexts().items()
    ]
    for place in (0, 31):
        wrong_key = bytearray(_KEY)
        wrong_key[place] ^= 1
        cases.append(
            {
                "id": f"wrong key at {place}",
                "object": "bytes-100",
                "key": b64(bytes(wrong_key)),
                "build": whole,
                "error": "does_not_open",
            }
        )
    return [outcome(case, lambda case=case: _open(case)) for case in cases] + _two_keys()


def _open(case: Case) -> dict[str, int]:
    size = int(case["object"].removeprefix("bytes-"))
    key = SealingKey(unb64(case.get("key", b64(_KEY))))
    plaintext = sealing.open_sealed(key, unb64(case.get("context", b64(_CONTEXT))), build(_sealed(size), case["build"]))
    if plaintext != pattern(size):
        raise AssertionError(case["id"])
    return {"pattern": size}


def _two_keys() -> list[Case]:
    """A16: the chunk is right for both keys, the commitment is that of the first."""
    other = SealingKey(fixed("second key"))
    salt = fixed("salt two keys", SALT)
    first, second = (sealing._derive(key, _CONTEXT, salt) for key in (_KEY, other))
    chunk = gcm.two_key_ciphertext((first.key, first.nonce), (second.key, second.nonce), fixed("two keys", 64))
    sealed = salt + first.commitment + chunk
    swapped = salt + second.commitment + chunk
    common = {"context": b64(_CONTEXT), "object": None}
    cases: list[Case] = [
        {
            "id": "two keys, opened with the one committed to",
            "key": b64(_KEY),
            "build": [literal(sealed)],
            **common,
            "out": {"bytes": b64(sealing.open_sealed(_KEY, _CONTEXT, sealed))},
        },
        {
            "id": "two keys, opened with the other",
            "key": b64(other),
            "build": [literal(sealed)],
            **common,
            "error": "does_not_open",
        },
        {
            "id": "two keys, other commitment, other key",
            "key": b64(other),
            "build": [literal(swapped)],
            **common,
            "out": {"bytes": b64(sealing.open_sealed(other, _CONTEXT, swapped))},
        },
        {
            "id": "two keys, other commitment, first key",
            "key": b64(_KEY),
            "build": [literal(swapped)],
            **common,
            "error": "does_not_open",
        },
    ]
    for case in cases[1::2]:
        outcome(
            case,
            lambda case=case: sealing.open_sealed(SealingKey(unb64(case["key"])), _CONTEXT, unb64(case["build"][0])),
        )
    return cases


def _range_cases() -> list[Case]:
    """`sealed` of the object from `from` to `to`; `out` is the plaintext pattern from `start` to `end`."""
    end = len(_sealed(40_000))
    one, two = HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK
    rows: list[tuple[str, int, int, int, bool, tuple[int, int] | None]] = [
        ("first chunk", HEADER, one, 0, False, (0, CHUNK)),
        ("middle chunk", one, two, 1, False, (CHUNK, 2 * CHUNK)),
        ("first two", HEADER, two, 0, False, (0, 2 * CHUNK)),
        ("last chunk", two, end, 2, True, (2 * CHUNK, 40_000)),
        ("all", HEADER, end, 0, True, (0, 40_000)),
        ("middle chunk at the place of the first", one, two, 0, False, None),
        ("first chunk at the place of the second", HEADER, one, 1, False, None),
        ("a full chunk said to be the last", one, two, 1, True, None),
        ("the last chunk said not to be it", two, end, 2, False, None),
        ("a chunk less a byte", HEADER, one - 1, 0, False, None),
        ("a chunk and a byte", HEADER, one + 1, 0, False, None),
        ("nothing", HEADER, HEADER, 0, False, None),
        ("nothing, said to be the last", end, end, 2, True, None),
        ("last chunk less a byte", two, end - 1, 2, True, None),
    ]
    cases = []
    for name, start, stop, first, is_last, plain in rows:
        case: Case = {
            "id": name,
            "object": "bytes-40000",
            "from": start,
            "to": stop,
            "first_chunk": first,
            "is_last": is_last,
        }
        case |= {"out": {"start": plain[0], "end": plain[1]}} if plain else {"error": "does_not_open"}
        cases.append(outcome(case, lambda case=case: _open_range(case)))
    return cases


def _open_range(case: Case) -> dict[str, int]:
    sealed = _sealed(40_000)
    chunks = sealed[case["from"] : case["to"]]
    found = sealing.open_range(_KEY, _CONTEXT, sealed[:HEADER], chunks, case["first_chunk"], is_last=case["is_last"])
    start = case["first_chunk"] * CHUNK
    if found != pattern(40_000)[start : start + len(found)]:
        raise AssertionError(case["id"])
    return {"start": start, "end": start + len(found)}


def _size_cases() -> dict[str, list[Case]]:
    sizes = (*_SIZES, 3 * CHUNK, 20 * 2**30, 2**40 + 12_345)
    bad = (0, 55, HEADER, HEADER + 15, HEADER + SEALED_CHUNK, HEADER + SEALED_CHUNK + 15, HEADER + 2 * SEALED_CHUNK)
    ranges = (
        (0, 1),
        (0, CHUNK),
        (0, CHUNK + 1),
        (CHUNK - 1, CHUNK),
        (CHUNK, CHUNK + 1),
        (100, 5 * CHUNK),
        (2**34, 2**34 + 1),
    )
    return {
        "sealed_size": [{"id": f"size {size}", "size": size, "out": sealing.sealed_size(size)} for size in sizes],
        "plain_size": [
            *(
                {"id": f"size {sealing.sealed_size(size)}", "size": sealing.sealed_size(size), "out": size}
                for size in sizes
            ),
            *(
                outcome(
                    {"id": f"no object has {size}", "size": size, "error": "malformed"},
                    lambda size=size: sealing.plain_size(size),
                )
                for size in bad
            ),
        ],
        "chunk_range": [
            *(
                {"id": f"{start} to {end}", "start": start, "end": end, "out": list(sealing.chunk_range(start, end))}
                for start, end in ranges
            ),
            *(
                outcome(
                    {"id": f"{start} to {end}", "start": start, "end": end, "error": "malformed"},
                    lambda start=start, end=end: sealing.chunk_range(start, end),
                )
                for start, end in ((0, 0), (5, 5), (5, 4), (-1, 4))
            ),
        ],
    }


def make() -> dict[str, Any]:
    return {"objects": _objects(), "open_sealed": _open_cases(), "open_range": _range_cases(), **_size_cases()}
