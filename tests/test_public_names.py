"""The library's public names: all there, none loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import baton


def test_every_public_name_is_there() -> None:
    for name in baton.__all__:
        assert callable(getattr(baton, name)), name


def test_importing_baton_loads_nothing_else() -> None:
    code = "import sys, baton; print([m for m in sys.modules if m.startswith('baton.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
