"""How fast transcripts read, and with how much memory: `python benchmarks/reading.py [MB ...]`.

Makes transcripts of 1, 10, 100 and 300 MB in a temporary folder, in the mix of records that real
sessions have (progress, replies, commands, reads, edits with the whole old file, an image now and
then), and reads each in a process of its own. Prints processor time and peak memory, --json for a
program.
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
from typing import IO

SIZES = (1, 10, 100, 300)
START = 1_760_000_000
WORDS = ("test", "fails", "because", "parser", "reads", "config", "twice;", "move", "–", "naïve")


def main() -> None:
    """Make, read, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="MB")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", metavar="PATH", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        read_here(args.child)
        return
    results = [measured(size) for size in args.sizes]
    if args.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'MB':>5} {'records':>9} {'seconds':>8} {'MB/s':>6} {'peak MB':>8}")
    for row in results:
        speed = row["mb"] / row["seconds"]
        print(
            f"{row['mb']:5.0f} {row['records']:9.0f} {row['seconds']:8.2f} {speed:6.0f} "
            f"{row['peak_mb']:8.0f}"
        )


def measured(size: int) -> dict[str, float]:
    """One transcript of `size` MB, read in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "0c3f5a52-0000-4000-8000-000000000000.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            write_transcript(file, size * 1_000_000)
        command = [sys.executable, os.path.abspath(__file__), "--child", path]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def read_here(path: str) -> None:
    """Read `path` in this process and tell what it took."""
    import resource

    sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "src"))
    from baton import reading

    begun = time.process_time()  # of this process alone, whatever else the machine does
    session = reading.read(path)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak_mb = peak / (1e6 if sys.platform == "darwin" else 1e3)
    found = {"mb": session.bytes / 1e6, "records": session.records, "events": len(session.events)}
    print(json.dumps({**found, "seconds": seconds, "peak_mb": peak_mb}))


# --- a transcript like a real one ------------------------------------------------------------


def write_transcript(file: IO[str], size: int) -> None:
    """Turns until `size` characters are reached."""
    chance = random.Random(size)
    written, turn = 0, 0
    while written < size:
        for record in one_turn(chance, turn):
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
            written += len(line)
            file.write(line)
        turn += 1


def one_turn(chance: random.Random, turn: int) -> list[dict[str, object]]:
    """A prompt, some calls with their progress and results, a closing reply."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(START + turn * 60))
    base: dict[str, object] = {
        "parentUuid": f"{turn:08d}-0000-4000-8000-000000000000",
        "isSidechain": False,
        "userType": "external",
        "cwd": "/home/ada/work/project",
        "sessionId": "0c3f5a52-0000-4000-8000-000000000000",
        "version": "2.1.40",
        "gitBranch": f"work-{turn // 200}",
    }

    def record(kind: str, part: str, **fields: object) -> dict[str, object]:
        return {
            **base,
            "type": kind,
            **fields,
            "uuid": f"{turn}-{part}",
            "timestamp": f"{stamp}.000Z",
        }

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


if __name__ == "__main__":
    main()
