"""A secret of this machine: it keys the ledger's marks and redaction's labels."""

from __future__ import annotations

import os

from baton.errors import StorageError
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import state_home

SIZE = 32


def machine_key() -> bytes:
    """The key of this user on this machine: 32 random bytes, made once, readable by nobody else.

    Raises StorageError when it can't be written, or was damaged.
    """
    path = os.path.join(state_home(), "machine-key")
    try:
        key = read_regular(path, SIZE)
    except FileNotFoundError:
        try:
            write_atomically(path, os.urandom(SIZE), replace=False)
        except FileExistsError:
            return machine_key()  # another process made it first
        key = read_regular(path, SIZE)
    if len(key) != SIZE:
        raise StorageError(
            f"{path} is damaged.",
            "Delete it: a new one is made, and handoffs written so far ask to be trusted again.",
        )
    return key
