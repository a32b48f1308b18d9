"""The one hash behind project keys, file names and the ledger."""

from __future__ import annotations

# hashlib hands out this same function, but loads OpenSSL first: 4 ms of a hook's 40.
from _blake2 import blake2b


def digest(data: bytes, *, key: bytes = b"", size: int = 16) -> str:
    """BLAKE2b of `data` as `2 * size` hex digits; with a `key` (at most 64 bytes), its MAC."""
    return blake2b(data, digest_size=size, key=key).hexdigest()
