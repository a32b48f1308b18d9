"""The parts of a sentence that can be looked up: paths, commits, names, quotes, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MOST = 60  # of a kind looked up in one sentence; more are no sentence
_EXTENSION = (
    r"bat|bin|c|cc|cfg|cjs|conf|cpp|cs|css|csv|cts|dart|db|docx|env|ex|exs|gif|go|gql|"
    r"gradle|graphql|gz|h|hpp|html|ico|ini|ipynb|java|jpeg|jpg|js|json|jsonc|jsonl|jsx|kt|"
    r"kts|lock|log|lua|md|mdx|mjs|mod|mts|pdf|pem|php|pl|plist|png|prisma|properties|"
    r"proto|ps1|py|pyi|qml|r|rb|rs|rst|sass|scala|scss|sh|sql|sqlite|sum|svelte|svg|swift|"
    r"tar|tf|toml|ts|tsx|txt|vue|wasm|webp|woff2|xlsx|xml|yaml|yml|zig|zip|zsh"
)
# A path has an extension we know; `feature/login` may be a branch, `and/or` is a pair of words.
_PATH = re.compile(
    rf"(?<![\w.@~+/:$*{{}}<>-])(?P<path>(?:~?/|\.{{1,2}}/)?(?:[\w.@+-]+/)*(?:\.?[\w@+-][\w.@+-]*"
    rf"\.(?:{_EXTENSION})|[\w.@+-]*(?:\.gitignore|Makefile|Dockerfile)))"
    r"(?::\d+(?:[:-]\d+)*)?(?![\w/*{}<>$(-]|\.\w)"
)
_SPAN = re.compile(r"`([^`\n]{1,400})`")
_QUOTE = re.compile(r"\"([^\"\n]{8,600})\"|“([^”\n]{8,600})”")
_SHA = re.compile(r"(?<![\w/.-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w/.-]*\w)")
_ANY_SHA = re.compile(r"[0-9a-f]{7,40}")
_NAME = re.compile(
    r"(?<![\w$/@-])(?:[a-z$][\w$]*[a-z0-9][A-Z][\w$]*|[A-Z][a-z0-9]+[A-Z][\w$]*"
    r"|[A-Za-z$]\w*_\w*[A-Za-z0-9]|[A-Za-z$]\w{3,}(?=\(\)))(?![\w$])"
)
_IN_SPAN = re.compile(r"[A-Za-z_$][\w$]{3,}")
_URL = re.compile(r"\b\w+://[^\s`)>\]]+")
_NUMBER = re.compile(
    r"(?<![\w.#/:@$^~=-])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?=%|[a-zA-Z]{0,2}(?![\w/@-]))(?![:/-]?\d)(?!\.\d)"
)


def paths(text: str) -> list[re.Match[str]]:
    """The paths, in group "path"; those inside of addresses aside."""
    addresses = [match.span() for match in _URL.finditer(text)]
    return [
        match
        for match in islice(_PATH.finditer(text), MOST)
        if not any(start <= match.start() < end for start, end in addresses)
    ]


def commits(text: str) -> list[str]:
    """What looks like the name of a commit."""
    return _SHA.findall(_URL.sub(" ", text))


def is_commit(text: str) -> bool:
    """Whether the whole text may be a commit's name."""
    return _ANY_SHA.fullmatch(text) is not None


def spans(text: str) -> list[str]:
    """The code in the text."""
    return [span.strip() for span in _SPAN.findall(text)]


def quotes(text: str) -> list[str]:
    """What stands between quotation marks and is long enough to be somebody's words."""
    found = (one or other for one, other in _QUOTE.findall(text))
    return [quote for quote in found if len(quote.split()) > 2]


def names(text: str) -> Iterator[str]:
    """Identifiers: words of the code, and words of the prose with inner capitals or underscores."""
    for span in spans(text):
        yield from _IN_SPAN.findall(span)
    yield from _NAME.findall(_URL.sub(" ", _SPAN.sub(" ", text)))


def numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers, in group "number"; those of paths, versions, dates and addresses are none."""
    covered = [match.span() for match in _URL.finditer(text)]
    covered += [match.span() for match in islice(_PATH.finditer(text), MOST)]
    for match in islice(_NUMBER.finditer(text), MOST):
        if not any(start <= match.start() < end for start, end in covered):
            yield match
