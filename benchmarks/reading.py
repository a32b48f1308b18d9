"""What drafting takes, whole and on its own: `python benchmarks/reading.py [MB ...]`.

Makes transcripts of 1, 10, 100 and 300 MB in a temporary folder, of two kinds: the mix of records
that real sessions have (progress, replies, commands, reads, edits with the whole old file, an image
now and then), and nothing but small records. Each is drafted by a process of its own with `baton
draft --stdout`: reading, mining, composing, verifying, redacting. Measured are that process' peak
memory and its processor time, from its start to its end.

Prints a Markdown table, --json for a program; exits 1 when a figure misses its goal.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import IO, NamedTuple

SIZES = (1, 10, 100, 300)
MEMORY_GOAL = 200.0  # MB
TIME_GOAL = 100.0  # ms of processor time for each MB
START_ALLOWED = 500.0  # ms besides, for the start of the process and the draft itself
START = 1_760_000_000
WORDS = ("test", "fails", "because", "parser", "reads", "config", "twice;", "move", "–", "naïve")
SESSION = "0c3f5a52-0000-4000-8000-000000000000"
# Run in between, so that the peak is the drafting process' own.
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_maxrss, used.ru_utime + used.ru_stime, len(done.stdout)]))
"""


class Measured(NamedTuple):
    """What one draft took."""

    content: str
    mb: float
    records: int
    seconds: float
    peak_mb: float

    @property
    def allowed(self) -> float:
        """Seconds within the goal."""
        return (TIME_GOAL * self.mb + START_ALLOWED) / 1000

    @property
    def met(self) -> bool:
        return self.peak_mb <= MEMORY_GOAL and self.seconds <= self.allowed


def main() -> int:
    """Make, draft, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="MB")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = [measured(content, size) for content in TURNS for size in args.sizes]
    if args.json:
        print(json.dumps([{**row._asdict(), "met": row.met} for row in rows], indent=2))
    else:
        print(table(rows))
    return 0 if all(row.met for row in rows) else 1


def table(rows: list[Measured]) -> str:
    """The rows in Markdown."""
    lines = [
        f"| `baton draft` of | records | processor time | peak memory | "
        f"goal: {MEMORY_GOAL:.0f} MB, {TIME_GOAL:.0f} ms/MB |",
        "|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {row.mb:.0f} MB, {row.content} | {row.records:,} | {row.seconds:.1f} s "
        f"| {row.peak_mb:.0f} MB | {'met' if row.met else 'MISSED'} |"
        for row in rows
    ]
    return "\n".join(lines)


def measured(content: str, size: int) -> Measured:
    """One transcript of `size` MB, drafted in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"{SESSION}.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            records = write_transcript(file, size * 1_000_000, TURNS[content])
        draft = [sys.executable, "-m", "baton", "draft", "--transcript", path, "--stdout"]
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src")
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *draft],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": source, "BATON_STATE_HOME": folder},
        )
        mb = os.path.getsize(path) / 1e6
    peak, seconds, written = json.loads(done.stdout)
    assert written, "a draft came out"
    return Measured(
        content, mb, records, seconds, peak / (1e6 if sys.platform == "darwin" else 1e3)
    )


# --- a transcript like a real one ------------------------------------------------------------


def write_transcript(file: IO[str], size: int, make: MakeTurn) -> int:
    """Turns until `size` characters are reached; how many records that were."""
    chance = random.Random(size)
    written = turn = count = 0
    while written < size:
        for record in make(chance, turn):
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
            written += len(line)
            count += 1
            file.write(line)
        turn += 1
    return count


Record = dict[str, object]
MakeTurn = Callable[[random.Random, int], list[Record]]


def maker(turn: int) -> Callable[..., Record]:
    """Makes the records of one turn."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(START + turn * 60))
    base: Record = {
        "parentUuid": f"{turn:08d}-0000-4000-8000-000000000000",
        "isSidechain": False,
        "userType": "external",
        "cwd": "/home/ada/work/project",
        "sessionId": SESSION,
        "version": "2.1.40",
        "gitBranch": f"work-{turn // 200}",
    }

    def record(kind: str, part: str, **fields: object) -> Record:
        about = {"uuid": f"{turn}-{part}", "timestamp": f"{stamp}.000Z"}
        return {**base, "type": kind, **fields, **about}

    return record


def small_turn(chance: random.Random, turn: int) -> list[Record]:
    """A prompt, a command with its short result, a reply: the least a turn can hold."""
    record = maker(turn)
    prompt = {"role": "user", "content": f"please do step {turn} now"}
    given = {"command": f"python step_{turn}.py"}
    use: list[Record] = [{"type": "tool_use", "id": f"t{turn}", "name": "Bash", "input": given}]
    result = [{"type": "tool_result", "tool_use_id": f"t{turn}", "content": f"ok {turn}"}]
    side = {"stdout": f"ok {turn}", "stderr": "", "interrupted": False}
    said = f"I am now working on step {turn}, which needs a little care."
    return [
        record("user", "p", message=prompt),
        record("assistant", "u", message=reply(f"m{turn}", use)),
        record("user", "r", message={"role": "user", "content": result}, toolUseResult=side),
        record("assistant", "e", message=reply(f"e{turn}", [{"type": "text", "text": said}])),
    ]


def one_turn(chance: random.Random, turn: int) -> list[dict[str, object]]:
    """A prompt, some calls with their progress and results, a closing reply."""
    record = maker(turn)
    prompt: object = prose(chance, 60)
    if turn % 150 == 149:
        image = "".join(chance.choices("ABCDEFGHabcdefgh01234567+/", k=1_000_000))
        source = {"type": "base64", "media_type": "image/png", "data": image}
        prompt = [{"type": "text", "text": "see"}, {"type": "image", "source": source}]
    records = [record("user", "p", message={"role": "user", "content": prompt})]
    for step in range(6):
        records += call_and_result(chance, f"{turn}-{step}", record)
    blocks: list[dict[str, object]] = [{"type": "text", "text": prose(chance, 120)}]
    records.append(record("assistant", "end", message=reply(f"msg-{turn}-end", blocks)))
    return records


def call_and_result(chance: random.Random, part: str, record: object) -> list[dict[str, object]]:
    """A tool call, its progress, its result."""
    assert callable(record)
    call_id = f"toolu_{part}"
    tool = chance.choice(("Bash", "Bash", "Read", "Edit"))
    content = "\n".join(prose(chance, 10) for _ in range(chance.choice((5, 40, 120))))
    given: dict[str, object] = {"file_path": f"/home/ada/work/project/src/m{len(content) % 50}.py"}
    side: dict[str, object] = {"filePath": given["file_path"], "originalFile": content}
    if tool == "Bash":
        given = {"command": f"pytest -q tests/{part}", "description": "Run the tests"}
        side = {"stdout": content, "stderr": "", "interrupted": False}
    elif tool == "Edit":
        given |= {"old_string": content[:300], "new_string": content[200:600]}
    use: list[dict[str, object]] = [
        {"type": "tool_use", "id": call_id, "name": tool, "input": given}
    ]
    result = [
        {"type": "tool_result", "tool_use_id": call_id, "content": content, "is_error": False}
    ]
    progress = {"type": "bash_progress", "output": content[:400], "fullOutput": content[:800]}
    return [
        record("assistant", f"{part}-think", message=reply(part, [thought(chance)])),
        record("assistant", f"{part}-use", message=reply(part, use)),
        *(record("progress", f"{part}-{n}", data=progress, toolUseID=call_id) for n in range(3)),
        record(
            "user", f"{part}-r", message={"role": "user", "content": result}, toolUseResult=side
        ),
    ]


def thought(chance: random.Random) -> dict[str, object]:
    return {"type": "thinking", "thinking": prose(chance, 80), "signature": "x" * 400}


def reply(message_id: str, blocks: list[dict[str, object]]) -> dict[str, object]:
    usage = {"input_tokens": 3, "cache_read_input_tokens": 60_000, "output_tokens": 9}
    about = {"id": message_id, "model": "claude-opus-4-6", "role": "assistant", "usage": usage}
    return {**about, "content": blocks}


def prose(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


TURNS: dict[str, MakeTurn] = {"as real ones": one_turn, "small records": small_turn}


if __name__ == "__main__":
    sys.exit(main())
