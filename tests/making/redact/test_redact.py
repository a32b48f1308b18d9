"""What the gate finds, what it leaves, and the laws it keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from baton.errors import RedactionError
from baton.making.redact import Scope, find, known, patterns, redact, rules
from tests.making.redact.cases import HIDDEN, PLAIN, SECRETS, SHAPES, fill, password, token

KEY = b"0" * 32
SCOPES: tuple[Scope, ...] = ("text", "document")

# Texts out of what rules look for, so that chance finds their corners
PIECES = st.sampled_from(
    [
        "password", "token", "=", ":", " ", "\n", '"', "'", "\\", "\\n", "\\u0041", "%41", "%",
        "\x1b[1m", "\u200b", "\0", "\ud800", "ü", "密码", "[redacted:password:0a1b]", "[redacted:",
        "]", "@", "://", "Bearer ", "Cookie: a=", "hunter2!", "q7Zk2LmNop9sTuVw3xYz",
        "-----BEGIN PRIVATE" + " KEY-----", "gh" + "p_", "data:\n  ", "-p", "kim@example.org", "|",
        "<", ">", "(", ")", "&", "?key=", "A" * 40,
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=24).map("".join))


@pytest.mark.parametrize("template", [case[1] for case in SECRETS], ids=[c[0] for c in SECRETS])
@pytest.mark.parametrize("seed", [1, 2])
def test_secrets_go(template: str, seed: int) -> None:
    text, secrets = fill(template, seed)
    redacted = redact(text, key=KEY)
    for secret in secrets:
        assert secret[:8] not in redacted.text, redacted.text
        assert secret[-8:] not in redacted.text, redacted.text


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_secrets_go(name: str) -> None:
    secret = fill("{{anthropic}}").secrets[0]
    text = HIDDEN[name](secret)
    redacted = redact(text, key=KEY)
    assert redacted.findings
    assert len(redacted.text) < len(text) - 60, redacted.text


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("scope", SCOPES)
def test_plain_text_stays(text: str, scope: Scope) -> None:
    assert redact(text, scope=scope, key=KEY).text == text


def test_surroundings_stay() -> None:
    text, _ = fill("a\tb\r\nDB_PASSWORD={{password}}\r\n\0ü")
    assert redact(text, key=KEY).text.startswith("a\tb\r\nDB_PASSWORD=[redacted:password:")
    assert redact(text, key=KEY).text.endswith("]\r\n\0ü")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("password=[redacted:password:0a1b]hunter2")
@example("x://a:b@[redacted:a:0000]")
def test_twice_is_once(text: str) -> None:
    for scope in SCOPES:
        once = redact(text, scope=scope, key=KEY).text
        assert redact(once, scope=scope, key=KEY).text == once


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_findings_are_places_in_the_text(text: str) -> None:
    for scope in SCOPES:
        findings = find(text, scope)
        ends = [0, *(finding.end for finding in findings)]
        for finding, before in zip(findings, ends, strict=False):
            assert before <= finding.start < finding.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_text_outside_findings_is_unchanged(text: str) -> None:
    redacted = redact(text, key=KEY)
    rest = redacted.text
    done = 0
    for finding in redacted.findings:
        kept = text[done : finding.start]
        assert rest.startswith(kept)
        rest = rest[len(kept) :]
        assert rest.startswith("[redacted:")
        rest = rest[rest.index("]") + 1 :]
        done = finding.end
    assert rest == text[done:]


def test_the_hash_is_keyed_and_tells_values_apart() -> None:
    text, _ = fill("A_TOKEN={{token}}\nB_TOKEN={{token}}\n")
    here, there = redact(text, key=KEY).text, redact(text, key=b"1" * 32).text
    assert here != there
    first, second = here.splitlines()
    assert first.split("=")[1] != second.split("=")[1]
    assert redact(text, key=KEY).text == here


def test_documents_lose_unreadable_tokens_and_the_home_folder(home: Path) -> None:
    text, (opaque,) = fill("It printed {{token}}. See " + f"{home}/notes.md, ask kim@example.org.")
    assert opaque in redact(text, key=KEY).text
    document = redact(text, scope="document", key=KEY)
    assert opaque not in document.text
    assert document.text.endswith("See ~/notes.md, ask …@example.org.")
    assert [text[f.start : f.end] for f in document.findings] == [opaque]


def test_known_values_go_wherever_they_stand(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    mine = "correct horse" + " battery 9"
    monkeypatch.setenv("SMTP_PASSWORD", mine)
    (home / ".netrc").write_text("machine a.example login kim password " + "w0rd" + "-in-file\n")
    known_text = redact(f"it said {mine} and w0rd-in-file; base64 too", key=KEY).text
    assert mine not in known_text
    assert "w0rd-in-file" not in known_text
    for spelling in known.spellings(mine):
        assert spelling not in redact(f"<{spelling}>", key=KEY).text


def test_ordinary_variables_are_not_known_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "some-editor-3000")
    monkeypatch.setenv("API_TOKEN_FILE", "/etc/some-token-file")
    text = "some-editor-3000 /etc/some-token-file"
    assert redact(text, key=KEY).text == text


@pytest.mark.parametrize("data", ["", "{", "[]", '{"rules": 3}', '{"rules": [["a"]]}'])
def test_broken_rule_data_lets_nothing_pass(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.json"
    path.write_text(data)
    monkeypatch.setattr(rules, "RULE_DATA", str(path))
    rules.provider_rules.cache_clear()
    try:
        with pytest.raises(RedactionError):
            redact("harmless", key=KEY)
    finally:
        monkeypatch.undo()
        rules.provider_rules.cache_clear()


def test_a_broken_pattern_lets_nothing_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"rules": [["broken", "(", ["harmless"], 0, 0.0, []]]}))
    monkeypatch.setattr(rules, "RULE_DATA", str(path))
    rules.provider_rules.cache_clear()
    try:
        with pytest.raises(RedactionError):
            redact("harmless", key=KEY)
    finally:
        monkeypatch.undo()
        rules.provider_rules.cache_clear()


def test_without_the_engine_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "re2", None)
    patterns.engine.cache_clear()
    try:
        with pytest.raises(RedactionError, match="google-re2"):
            patterns.engine()
    finally:
        monkeypatch.undo()
        patterns.engine.cache_clear()


def test_every_vendored_rule_compiles() -> None:
    for rule in rules.vendored(rules.RULE_DATA):
        assert patterns.compiled(rule.pattern)
        assert rule.keywords
        for allowed in rule.allowed:
            assert patterns.compiled(allowed)


def test_shapes_are_random_enough() -> None:
    """The cases mean nothing when their values are the same or look like samples."""
    import random

    values = {make(random.Random(seed)) for make in (token, password) for seed in range(20)}
    assert len(values) == 40
    assert set(SHAPES) >= {"token", "password"}


@pytest.mark.parametrize("offset", [-40, -20, -3, 0, 5])
def test_long_texts_hide_nothing_at_the_edges_of_blocks(offset: int) -> None:
    """Rules run in blocks around their keywords; a secret may lie across two of them."""
    secret = fill("{{github}}").secrets[0]
    filler = "The gateway retries twice; see src/gateway/retry.py:41 for how.\n"
    lead = (filler * 600)[: 2 * rules.BLOCK + offset - 1] + " "
    text = lead + secret + "\n" + filler * 600
    assert [(f.start, f.end) for f in find(text)] == [(len(lead), len(lead) + len(secret))]


def test_the_notice_names_where_the_rules_come_from() -> None:
    data = json.loads(Path(rules.RULE_DATA).read_text(encoding="utf-8"))
    notice = Path(rules.RULE_DATA).with_name("NOTICE").read_text(encoding="utf-8")
    for source in data["sources"]:
        assert source["commit"] in notice
        assert source["project"] in notice
        assert source["licence"] in notice
