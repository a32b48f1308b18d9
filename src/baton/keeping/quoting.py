"""File names as git prints them: in double quotes, C style, when they hold unusual characters."""

from __future__ import annotations

ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


def unquote(name: str) -> str:
    """The file name behind `name`, which git quotes only when it must (core.quotePath=false)."""
    if len(name) < 2 or not (name.startswith('"') and name.endswith('"')):
        return name
    out = bytearray()
    rest = name[1:-1]
    while rest:
        plain, slash, rest = rest.partition("\\")
        out += plain.encode("utf-8", "surrogateescape")
        if not slash:
            break
        if rest[:1] in ESCAPES:
            out.append(ESCAPES[rest[0]])
            rest = rest[1:]
        else:
            out.append(int(rest[:3], 8) & 255)
            rest = rest[3:]
    return out.decode("utf-8", "surrogateescape")
