"""Writes the figures of the README: runs the benchmarks that need nothing but this repository.

    python benchmarks/table.py

Each script prints Markdown; what it prints stands between the two markers afterwards. Exits 1
when a benchmark misses a goal or fails, and writes nothing then.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
BEGIN, END = "<!-- measured: written by benchmarks/table.py -->", "<!-- /measured -->"
SCRIPTS = ("hooks.py", "reading.py", "verification.py")


def main() -> int:
    parts = [f"Measured on {platform.machine()}, CPython {platform.python_version()}:"]
    for script in SCRIPTS:
        done = subprocess.run(
            [sys.executable, str(HERE / script)], capture_output=True, text=True, check=False
        )
        print(done.stdout, done.stderr, sep="")
        if done.returncode != 0:
            print(f"{script} failed; README.md is as it was")
            return 1
        parts.append(done.stdout.strip())
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text("\n\n".join([f"{before}{BEGIN}", *parts, f"{END}{after}"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
