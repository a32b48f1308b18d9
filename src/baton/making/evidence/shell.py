"""Reading a shell line: which simple commands it runs, with their words and redirections.

Assistants send whole scripts as one line: chains, pipes, heredocs, quoted messages with anything
inside. This is no shell; it never fails, and what it can't follow (variables, loops) it leaves as
text for its callers to skip.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Command(NamedTuple):
    """One simple command of a shell line."""

    words: tuple[str, ...]  # unquoted; environment prefixes and shell keywords taken off
    text: str  # as written, redirections included
    writes: tuple[str, ...] = ()  # targets of `>`
    appends: tuple[str, ...] = ()  # targets of `>>`
    heredoc_lines: int = 0
    folder: str = ""  # where earlier `cd` commands of the line lead, as written
    hidden: bool = False  # the line's exit status is another command's
    last: bool = False  # nothing follows it


# A commit message in "$(cat <<'EOF' ... EOF)" may hold any character, quotes and arrows too.
_QUOTED_HEREDOC = (
    r""""\$\(cat[ ]+<<-?[ ]*(?P<mark>['"]?)(?P<end>\w+)(?P=mark)\n.*?\n[ \t]*(?P=end)\s*\)\s*\""""
)
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:[ \t\r]|\\\r?\n)+)
  | (?P<heredoc><<-?[ ]*(?P<quote>['"]?)(?P<tag>[\w.-]+)(?P=quote))(?!<)
  | (?P<redirect>(?:\d|&)?>>?\|?(?:[ ]*&[ ]*[\d-])?|<<<|<(?!\())
  | (?P<operator>&&|\|\||\|&|;;|[;&|\n()])
  | (?P<word>(?:{_QUOTED_HEREDOC}
              | [^\s;&|<>()'"\\`$] | \\. | '[^']*' | "(?:[^"\\]|\\.)*"
              | \$\((?:[^()]|\([^()]*\))*\) | `[^`]*` | \$ | [<>]\([^()]*\))+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)""", re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\$`])')
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_KEYWORDS = frozenset({"then", "do", "else", "elif", "if", "while", "until", "!", "{", "}", "time"})
_LOOPS = frozenset({"for", "case", "select", "function", "done", "fi", "esac"})
_SHELLS = frozenset({"bash", "sh", "zsh", "dash"})
_LONGEST_LINE = 200_000  # characters; a longer "line" is data, its head tells what it does


@lru_cache(maxsize=4096)  # each kind of fact reads every command of the session
def commands(line: str) -> tuple[Command, ...]:
    """The simple commands of a shell line in order, those of `bash -c "..."` included."""
    found: list[Command] = []
    for command in _Scan(line[:_LONGEST_LINE]).run():
        script = _inner_script(command.words)
        if script:
            found.extend(
                inner._replace(folder=_join(command.folder, inner.folder))
                for inner in _Scan(script).run()
            )
        else:
            found.append(command)
    return tuple(found)


def _inner_script(words: tuple[str, ...]) -> str:
    if len(words) >= 3 and words[0].rsplit("/", 1)[-1] in _SHELLS:
        for position, word in enumerate(words[1:-1], start=1):
            if re.fullmatch(r"-[a-z]*c", word):
                return words[position + 1]
    return ""


def _join(folder: str, inner: str) -> str:
    if not folder or inner.startswith(("/", "~")):
        return inner or folder
    return f"{folder}/{inner}" if inner else folder


def unquote(word: str) -> str:
    """A shell word without its quotes and escapes; variables stay as written."""
    if not any(mark in word for mark in "'\"\\"):
        return word

    def plain(match: re.Match[str]) -> str:
        single, double, escaped = match.groups()
        if single is not None:
            return single
        if double is not None:
            return _ESCAPED.sub(r"\1", double)
        return escaped if escaped != "\n" else ""

    return _QUOTED.sub(plain, word)


class _Scan:
    """One pass over a line; the state is the command being collected."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.found: list[Command] = []
        self.folder = ""
        self.folders: list[str] = []
        self.tags: list[str] = []
        self.clear(0)

    def clear(self, start: int) -> None:
        self.start = start
        self.words: list[str] = []
        self.writes: list[str] = []
        self.appends: list[str] = []
        self.expects: list[str] | None = None

    def run(self) -> list[Command]:
        position = 0
        while match := _TOKEN.match(self.line, position):
            position = match.end()
            kind = match.lastgroup
            text = match.group()
            if kind == "operator":
                position = self.finish(text, match.start(), position)
            elif kind == "heredoc":
                self.tags.append(match["tag"])
            elif kind == "redirect":
                self.redirect(text)
            elif kind != "space":
                position = self.word(text, match.start(), position)
        self.finish("", len(self.line), len(self.line))
        if self.found:
            self.found[-1] = self.found[-1]._replace(last=True)
        return self.found

    def word(self, text: str, start: int, end: int) -> int:
        if text.startswith("#") and (start == 0 or self.line[start - 1] in " \t\n;"):
            newline = self.line.find("\n", start)
            return len(self.line) if newline < 0 else newline
        plain = unquote(text)
        if self.expects is not None:
            self.expects.append(plain)
            self.expects = None
        else:
            self.words.append(plain)
        return end

    def redirect(self, text: str) -> None:
        if "&" in text and not text.startswith("&"):  # 2>&1
            return
        if text.startswith("<"):
            self.expects = []
        else:
            self.expects = self.appends if ">>" in text else self.writes

    def finish(self, operator: str, start: int, end: int) -> int:
        """Closes the command before `operator`; answers where reading goes on."""
        words = self.own_words()
        lines, end = self.skip_heredocs(end) if operator == "\n" else (0, end)
        if lines and self.found and not words:
            self.found[-1] = self.found[-1]._replace(heredoc_lines=lines)
        if words or self.writes or self.appends:
            self.found.append(
                Command(
                    words=tuple(words),
                    text=self.line[self.start : start].strip(),
                    writes=tuple(self.writes),
                    appends=tuple(self.appends),
                    heredoc_lines=lines,
                    folder=self.folder,
                    hidden=operator not in ("&&", "", ")"),
                )
            )
        if words[:1] == ["cd"] and len(words) > 1:
            self.folder = _join(self.folder, words[1])
        if operator == "(":
            self.folders.append(self.folder)
        elif operator == ")" and self.folders:
            self.folder = self.folders.pop()
        self.clear(end)
        return end

    def own_words(self) -> list[str]:
        words = self.words
        while words and (words[0] in _KEYWORDS or _ASSIGNMENT.match(words[0])):
            words = words[1:]
        return [] if words and words[0] in _LOOPS else words

    def skip_heredocs(self, position: int) -> tuple[int, int]:
        lines = 0
        for tag in self.tags:
            end = re.compile(rf"^[ \t]*{re.escape(tag)}[ \t\r]*$", re.MULTILINE)
            match = end.search(self.line, position)
            stop = match.start() if match else len(self.line)
            lines += self.line.count("\n", position, stop)
            position = min(match.end() + 1, len(self.line)) if match else len(self.line)
        self.tags = []
        return lines, position
