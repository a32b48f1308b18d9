"""Looking for words in a transcript as it lies on disk, what readers clip away included.

Only plain ASCII words can be looked for: JSON may write every other character as an escape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from baton.reading.lines import open_transcript

_CHUNK = 4 * 1024 * 1024  # bytes read at a time
_MOST_WORDS = 1000  # looked for in one pass; further ones count as there


def search_of(path: str) -> Callable[[Iterable[str]], frozenset[str]]:
    """A search that answers which of some words occur anywhere in the transcript."""
    return lambda words: words_in(path, words)


def words_in(path: str, words: Iterable[str]) -> frozenset[str]:
    """Those of the words that occur in the file, in one pass with bounded memory.

    A word that can't be looked for counts as there. Raises TranscriptError when the file can't
    be opened.
    """
    asked = list(dict.fromkeys(words))
    found = {word for word in asked if not word.isascii() or not word} | set(asked[_MOST_WORDS:])
    missing = {word: word.encode() for word in asked if word not in found}
    overlap = max(map(len, missing.values()), default=0)
    opened = open_transcript(path)
    with opened.file as file:
        before = b""
        while missing and (chunk := file.read(_CHUNK)):
            window = before + chunk
            for word in [word for word, data in missing.items() if data in window]:
                found.add(word)
                del missing[word]
            before = window[-overlap:] if overlap else b""
    return frozenset(found)
