"""Does verification find false claims? Injects errors into drafts and counts what is marked.

    python benchmarks/verification.py [FOLDER]

drafts every transcript (*.jsonl) below FOLDER, by default our own recorded samples, without a
model. Then one claim at a time is made false, from a fixed seed, and the draft is verified again.
Found means: the changed bullet is labelled contradicted or unsupported. False alarms are such
labels on bullets nobody touched. Exits 1 when a goal is missed.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple, TypeAlias

from baton.errors import BatonError
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.verify import check
from baton.model.document import Claim, FileNote, Handoff
from baton.model.evidence import Evidence
from baton.model.session import ToolCall
from baton.reading import read
from baton.reading.whole import search_of

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "sessions"
LYING = "claims-fixed-but-fails"  # recorded to make false claims: its marks are no false alarms
SEED = 20260302
MOST_OF_A_KIND = 8  # errors of one kind in one draft
BAD = ("contradicted", "unsupported")
GOALS = {"typed": 0.99, "number": 0.90, "polarity": 0.60, "false alarms": 0.01}


class Lie(NamedTuple):
    """A draft with one false bullet: its kind, section and place in the section."""

    kind: str
    handoff: Handoff
    section: str
    place: int


Liar: TypeAlias = Callable[[Handoff, Evidence, random.Random], Iterator[Lie]]
# kind -> which goal it counts for
KINDS: dict[str, str] = {
    "invented path": "typed",
    "file only read, said to be modified": "typed",
    "wrong action": "typed",
    "wrong commit": "typed",
    "misspelt identifier": "typed",
    "status of tests, lint or build": "typed",
    "number changed in prose": "number",
    "polarity reversed in prose": "polarity",
}


def with_bullet(handoff: Handoff, section: str, place: int, bullet: object) -> Handoff:
    """The handoff with one bullet exchanged, or added behind the last."""
    bullets = list(getattr(handoff, section))
    bullets[place : place + 1] = [bullet]
    changed: dict[str, Any] = {section: tuple(bullets)}
    return handoff._replace(**changed)


def invented_paths(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    kind = "invented path"
    for place, note in enumerate(handoff.files):
        folder, _, name = note.path.rpartition("/")
        if name:
            path = f"{folder}/{chance.choice(INVENTED)}_{name}".lstrip("/")
            changed = note._replace(path=path)
            yield Lie(kind, with_bullet(handoff, "files", place, changed), "files", place)
            prose = Claim(f"Updated `{path}` as well.")
            place = len(handoff.accomplished)
            yield Lie(kind, with_bullet(handoff, ACCOMPLISHED, place, prose), ACCOMPLISHED, place)


ACCOMPLISHED = "accomplished"
INVENTED = ("legacy", "shared", "common", "extra", "internal")


def only_read(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    kind = "file only read, said to be modified"
    changed = {file.path.rsplit("/", 1)[-1] for file in evidence.files}
    for path in read_files(evidence):
        if path.rsplit("/", 1)[-1] in changed:
            continue
        place = len(handoff.files)
        note = FileNote(path, "modified (+4 -2 lines)")
        yield Lie(kind, with_bullet(handoff, "files", place, note), "files", place)
        place = len(handoff.accomplished)
        claim = Claim(f"Updated `{path}` for the new behaviour.")
        yield Lie(kind, with_bullet(handoff, ACCOMPLISHED, place, claim), ACCOMPLISHED, place)


def read_files(evidence: Evidence) -> list[str]:
    """The files the session read, relative to where it ran."""
    roots = [f"{cwd.rstrip('/')}/" for cwd in evidence.session.cwds]
    found: dict[str, None] = {}
    for event in evidence.session.events:
        if isinstance(event, ToolCall) and event.kind == "read" and event.outcome.status == "ok":
            for path in event.paths:
                inside = next((path[len(r) :] for r in roots if path.startswith(r)), "")
                if "." in inside.rsplit("/", 1)[-1][1:]:
                    found[inside] = None
    return list(found)


def wrong_actions(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for place, note in enumerate(handoff.files):
        action = note.what.partition(" ")[0]
        others = [a for a in ("created", "modified", "deleted") if a != action]
        if action in ("created", "modified", "deleted"):
            changed = note._replace(what=note.what.replace(action, chance.choice(others), 1))
            lying = with_bullet(handoff, "files", place, changed)
            yield Lie("wrong action", lying, "files", place)


def wrong_commits(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for place, claim in enumerate(handoff.accomplished):
        if claim.text.startswith("Committed") and claim.evidence:
            length = len(claim.evidence[0])
            false = "".join(chance.choice("0123456789abcdef") for _ in range(length))
            changed = claim._replace(evidence=(false, *claim.evidence[1:]))
            lying = with_bullet(handoff, ACCOMPLISHED, place, changed)
            yield Lie("wrong commit", lying, ACCOMPLISHED, place)


_IDENTIFIER = re.compile(
    r"`[^`\s]*?([A-Za-z_]\w{5,})[^`\s]*`|\b([a-z]+[A-Z]\w{3,}|[a-z]+_\w{4,})\b"
)


def misspelt(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for section, place, claim in prose(handoff):
        match = _IDENTIFIER.search(claim.text)
        if match is None:
            continue
        group = 1 if match[1] else 2
        name = match[group]
        at = chance.randrange(1, len(name) - 2)
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        if wrong == name or not name.isascii() or name[at].isdigit() or name[at + 1].isdigit():
            continue
        text = claim.text[: match.start(group)] + wrong + claim.text[match.end(group) :]
        changed = claim._replace(text=text)
        yield Lie(
            "misspelt identifier", with_bullet(handoff, section, place, changed), section, place
        )


def prose(handoff: Handoff) -> Iterator[tuple[str, int, Claim]]:
    """The bullets that people or the assistant worded, with section and place."""
    for section in (ACCOMPLISHED, "state", "lessons", "blockers"):
        for place, claim in enumerate(getattr(handoff, section)):
            yield section, place, claim


_STATUS = re.compile(r"^(Tests|Lint|Type check|Build): (pass|FAIL)\b")


def status_flips(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for place, claim in enumerate(handoff.state):
        match = _STATUS.match(claim.text)
        if match is None:
            continue
        flipped = "FAIL" if match[2] == "pass" else "pass"
        for text in (
            claim.text.replace(match[2], flipped, 1),
            f"{match[1].replace('Type check', 'Typecheck')} "
            + ("still fails." if match[2] == "pass" else "is green now."),
        ):
            lying = with_bullet(handoff, "state", place, claim._replace(text=text))
            yield Lie("status of tests, lint or build", lying, "state", place)


_NUMBER = re.compile(r"(?<![\w.#/:@^~`=-])(\d{1,4})(?= [a-z]{3,})")


def wrong_numbers(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for section, place, claim in prose(handoff):
        match = _NUMBER.search(claim.text)
        if match is None:
            continue
        number = str(int(match[1]) + chance.choice((1, 2, 3, 7)))
        text = claim.text[: match.start(1)] + number + claim.text[match.end(1) :]
        lying = with_bullet(handoff, section, place, claim._replace(text=text))
        yield Lie("number changed in prose", lying, section, place)


_FLIPS = (
    (r"\bpass(?:es)?\b", "still fails"),
    (r"\bpassed\b", "failed"),
    (r"\b(?:is|are) now\b", "is still not"),
    (r"\bnow works\b", "still doesn't work"),
    (r"\bworks\b", "doesn't work"),
    (r"\b(?:is|are) (?!not\b|no\b)", "is not "),
    (r"\b(?:was|were) (?!not\b|no\b)", "was not "),
    (r"\b[Ff]ixed\b", "not fixed"),
    (r"\b[Aa]dded\b", "not added"),
    (r"\bdoes(?:n't| not)\b", "does"),
    (r"\bcan(?:not|'t)\b", "can"),
    (r"\b(?:will|should|must) (?!not\b)", "will not "),
    (r"\bnow (?=\w+s\b)", "no longer "),
)


def reversed_prose(handoff: Handoff, evidence: Evidence, chance: random.Random) -> Iterator[Lie]:
    for section, place, claim in prose(handoff):
        if claim.text.startswith(("Committed", "Branch:", "Tests:", "Lint:", "Build:")):
            continue
        for pattern, replacement in _FLIPS:
            text, done = re.subn(pattern, replacement, claim.text, count=1)
            if done:
                lying = with_bullet(handoff, section, place, claim._replace(text=text))
                yield Lie("polarity reversed in prose", lying, section, place)
                break


LIARS: tuple[Liar, ...] = (
    invented_paths,
    only_read,
    wrong_actions,
    wrong_commits,
    misspelt,
    status_flips,
    wrong_numbers,
    reversed_prose,
)


class Count:
    """What was found over all transcripts."""

    def __init__(self, *, tell: bool) -> None:
        self.tell = tell
        self.tried: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.found: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.untouched = 0
        self.alarms = 0
        self.milliseconds: list[float] = []

    def take(self, path: Path) -> None:
        """One transcript: its draft as it is, then with one lie at a time."""
        evidence = mine(read(str(path)), "", None)
        handoff = compose(evidence, datetime.now(UTC))
        start = process_time()
        honest = check(handoff, evidence, search_of(str(path)))
        self.milliseconds.append((process_time() - start) * 1000)
        if LYING not in str(path):
            self.untouched += len(honest)
            self.alarms += sum(checked.trust in BAD for checked in honest)
        marked = {(c.section, c.text) for c in honest if c.trust in BAD}
        chance = random.Random(f"{SEED} {path.name}")
        for liar in LIARS:
            lies = list(liar(handoff, evidence, chance))
            for lie in chance.sample(lies, min(len(lies), MOST_OF_A_KIND)):
                self.judge(lie, evidence, marked)

    def judge(self, lie: Lie, evidence: Evidence, marked: set[tuple[str, str]]) -> None:
        checked = [
            c
            for c in check(lie.handoff, evidence, search_of(evidence.session.transcript))
            if c.section == lie.section
        ][lie.place]
        if (checked.section, checked.text) in marked:
            return
        self.tried[lie.kind] += 1
        self.found[lie.kind] += checked.trust in BAD
        if self.tell and checked.trust not in BAD:
            print(f"missed: {lie.kind} | {checked.trust} | {checked.text}", file=sys.stderr)


def report(count: Count) -> bool:
    """Prints the table; answers whether every goal is met."""
    met = True
    print("| injected error | n | found | goal |\n|---|---:|---:|---:|")
    for kind, goal in KINDS.items():
        tried, found = count.tried[kind], count.found[kind]
        if not tried:
            print(f"| {kind} | 0 | - | {GOALS[goal]:.0%} |")
            continue
        met = met and found >= GOALS[goal] * tried
        print(f"| {kind} | {tried} | {found / tried:.1%} | {GOALS[goal]:.0%} |")
    rate = count.alarms / max(count.untouched, 1)
    limit = GOALS["false alarms"]
    print(
        f"| *false alarms on true bullets* | {count.untouched} | {rate:.1%} | at most {limit:.0%} |"
    )
    times = sorted(count.milliseconds)
    middle = times[len(times) // 2]
    print(
        f"\n{len(times)} drafts; verifying one takes {middle:.0f} ms (at most {times[-1]:.0f} ms)."
    )
    return met and rate <= limit


def main(arguments: list[str]) -> int:
    tell = "--missed" in arguments
    folders = [word for word in arguments if not word.startswith("--")]
    count = Count(tell=tell)
    for path in sorted(Path(folders[0] if folders else SAMPLES).rglob("*.jsonl")):
        if path.name == "hooks.jsonl":
            continue
        try:
            count.take(path)
        except BatonError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
    if not count.milliseconds:
        print("no transcripts there", file=sys.stderr)
        return 1
    return 0 if report(count) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
