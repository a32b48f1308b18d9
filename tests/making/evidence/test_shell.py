from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.making.evidence.shell import commands, unquote

LINES = {
    "npm test": [("npm", "test")],
    "cd web && npm test": [("cd", "web"), ("npm", "test")],
    "CI=1 NODE_ENV=test npm test": [("npm", "test")],
    "a | b; c || d & e": [("a",), ("b",), ("c",), ("d",), ("e",)],
    "echo 'a && b; c'": [("echo", "a && b; c")],
    'echo "say \\"hi\\" && go"': [("echo", 'say "hi" && go')],
    "bash -lc 'pytest -q && ruff check .'": [("pytest", "-q"), ("ruff", "check", ".")],
    "if true; then make; fi": [("true",), ("make",)],
    "for f in *.py; do black $f; done": [("black", "$f")],
    "ls # not && this": [("ls",)],
    "ls \\\n  -la": [("ls", "-la")],
    "(cd a && make) && make install": [("cd", "a"), ("make",), ("make", "install")],
    "pytest 2>&1 | tail -5": [("pytest",), ("tail", "-5")],
    'git commit -m "$(cat <<\'EOF\'\nFix a -> b; rm "x" > y\n\nEOF\n)"': None,
    "": [],
    "'unclosed quote && rm x": None,
}


@pytest.mark.parametrize("line", LINES)
def test_words(line: str) -> None:
    words = [command.words for command in commands(line)]
    wanted = LINES[line]
    if wanted is not None:
        assert words == wanted


def test_a_commit_message_in_a_heredoc_writes_nothing() -> None:
    message = '"$(cat <<\'EOF\'\nTurn a -> b > c\n\nIt\'s "odd".\nEOF\n)"'
    line = f"git add -A && git commit -m {message} && git push"
    found = commands(line)
    assert [command.words[:2] for command in found] == [
        ("git", "add"),
        ("git", "commit"),
        ("git", "push"),
    ]
    assert not any(command.writes for command in found)


def test_heredoc_body_is_no_command() -> None:
    found = commands("cat > notes.md <<'EOF'\nrm -rf /\nmv a b\nEOF\nls notes.md")
    assert [command.words for command in found] == [("cat",), ("ls", "notes.md")]
    assert found[0].writes == ("notes.md",)
    assert found[0].heredoc_lines == 2


def test_two_heredocs_of_one_line() -> None:
    found = commands("cat <<A > one; cat <<B > two\n1\nA\n2\n22\nB\necho done")
    assert [command.writes for command in found] == [("one",), ("two",), ()]


def test_folder_follows_cd_and_leaves_with_the_subshell() -> None:
    found = commands("(cd web && cd src && touch a) && touch b; cd /opt && touch c")
    touched = {command.words[1]: command.folder for command in found if command.words[0] == "touch"}
    assert touched == {"a": "web/src", "b": "", "c": "/opt"}


def test_whose_exit_status_the_line_has() -> None:
    found = commands("lint && pytest | tail; echo done")
    assert [(command.words[0], command.hidden) for command in found] == [
        ("lint", False),
        ("pytest", True),
        ("tail", True),
        ("echo", False),
    ]
    assert [command.last for command in found] == [False, False, False, True]


@pytest.mark.parametrize(
    ("word", "plain"),
    [("'a b'", "a b"), ('"a\\"b"', 'a"b'), ("a\\ b", "a b"), ("a'b'\"c\"", "abc"), ("$x", "$x")],
)
def test_unquote(word: str, plain: str) -> None:
    assert unquote(word) == plain


@given(st.text(alphabet="ab '\"\\$()<>|&;\n`{}#=EOF-", max_size=80))
def test_any_line_is_read(line: str) -> None:
    for command in commands(line):
        assert command.words or command.writes or command.appends
