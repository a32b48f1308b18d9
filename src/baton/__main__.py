"""`python -m baton` and the `baton` script; sends `hook` straight to its fast path."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line in `sys.argv`; returns the exit status."""
    if sys.argv[1:2] == ["hook"]:
        from baton.faces import hook

        return hook.main(sys.argv[2:])
    from baton.faces.cli import main as cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
