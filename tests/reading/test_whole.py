from __future__ import annotations

from pathlib import Path

import pytest

from baton.errors import TranscriptError
from baton.reading import whole


def test_words_anywhere_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_CHUNK", 10)  # words lie across the borders of chunks
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"text": "parseAmount rounds"}\n' + b"\xff\x00" * 20 + b'{"x": "lastWord"}')
    asked = ["parseAmount", "lastWord", "parseAmuont", "rounds", "日本", ""]
    assert whole.words_in(str(path), asked) == {"parseAmount", "lastWord", "rounds", "日本", ""}
    assert whole.search_of(str(path))(frozenset(["nowhere"])) == frozenset()


def test_a_missing_file_is_an_expected_failure(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError):
        whole.words_in(str(tmp_path / "nowhere"), ["a"])
