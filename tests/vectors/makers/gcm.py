"""A ciphertext that opens under two AES-GCM keys (attack A16): partitioning oracles, USENIX Security 2021.

GHASH is linear in each block of ciphertext, so one free block makes the tags of two keys equal.
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_R = 0xE1 << 120


def _multiply(a: int, b: int) -> int:
    product = 0
    for bit in range(127, -1, -1):
        if b >> bit & 1:
            product ^= a
        a = a >> 1 ^ _R if a & 1 else a >> 1
    return product


def _power(a: int, exponent: int) -> int:
    result = 1 << 127
    while exponent:
        if exponent & 1:
            result = _multiply(result, a)
        a = _multiply(a, a)
        exponent >>= 1
    return result


def _block(key: bytes, data: bytes) -> int:
    # One raw block: this is how GCM itself makes its hash key and tag mask.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(data), "big")


class _Side:
    """One key and nonce: the hash key, and what it adds to a tag besides the free block."""

    def __init__(self, key: bytes, nonce: bytes, blocks: list[int]) -> None:
        self.hash_key = _block(key, bytes(16))
        total = len(blocks)
        self.rest = _block(key, nonce + b"\x00\x00\x00\x01") ^ _multiply(128 * total, self.hash_key)
        for place, value in enumerate(blocks):
            self.rest ^= _multiply(value, _power(self.hash_key, total + 1 - place))

    def tag(self, free: int) -> int:
        """The free block is the last one: its factor is the square of the hash key."""
        return self.rest ^ _multiply(free, _power(self.hash_key, 2))


def two_key_ciphertext(first: tuple[bytes, bytes], second: tuple[bytes, bytes], start: bytes) -> bytes:
    """Return `start` (whole blocks), one solved block and a tag that is right for both (key, nonce) pairs."""
    blocks = [int.from_bytes(start[i : i + 16], "big") for i in range(0, len(start), 16)] + [0]
    one, two = _Side(*first, blocks), _Side(*second, blocks)
    factor = _power(one.hash_key, 2) ^ _power(two.hash_key, 2)
    free = _multiply(one.rest ^ two.rest, _power(factor, 2**128 - 2))
    tag = one.tag(free)
    if tag != two.tag(free):
        raise AssertionError("the two tags differ")
    return start + free.to_bytes(16, "big") + tag.to_bytes(16, "big")
