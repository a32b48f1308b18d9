"""Measure the redaction gate: what it finds, what it finds wrongly, and how fast it is.

    python benchmarks/secrets.py [SAMPLES.jsonl.gz]

A sample is `{id, text, secrets, cls, difficulty, context}`; a negative has no secrets. A secret
counts as redacted when no more than max(4, 20 %) of its characters survive in one run, at every
place where it stands. Exit status 1 when a bound at the end of this file is missed.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from baton.making.redact import Scope, find  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "secrets" / "dev" / "dev.jsonl.gz"
# Negatives that read like what stands in a handoff: prose, code, logs of work, placeholders.
DOCUMENT_LIKE = frozenset(
    [
        "placeholder",
        "prose_about_secrets",
        "masked",
        "env_lookup_code",
        "identifiers",
        "config_no_secret",
        "git_log",
        "git_diff_index",
        "file_paths",
        "html_forms_i18n",
        "tables_numbers",
        "scanner_source",
    ]
)
HOSTILE = {
    "a": "a" * 100_000,
    "[": "[" * 100_000,
    "token=": "token=" * 16_667,
    "spaces": " " * 100_000,
    'password="': 'password="' * 10_000,
    "://a:": "://a:" * 20_000,
    "%25": "%25" * 33_334,
    "\\": "\\" * 100_000,
    "ey.": "eyJ." * 25_000,
    "A line": ("A" * 70 + "\n") * 1_400,
    "-----BEGIN": "-----BEGIN PRIVATE KEY-----\n" * 3_600,
    "1 ": "1 " * 50_000,
    '"+"': '"+"' * 33_334,
}


class Score(NamedTuple):
    recall: dict[str, tuple[int, int]]  # class -> redacted, all
    false_positives: dict[str, tuple[int, int]]  # context -> samples with a finding, all

    def recall_of(self, *, stress: bool) -> float:
        rows = [value for name, value in self.recall.items() if (name == "stress") == stress]
        return sum(row[0] for row in rows) / max(1, sum(row[1] for row in rows))

    def false_rate(self, contexts: frozenset[str] | None = None) -> float:
        rows = [v for k, v in self.false_positives.items() if contexts is None or k in contexts]
        return sum(row[0] for row in rows) / max(1, sum(row[1] for row in rows))


def load(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def longest_surviving(text: str, covered: bytearray, secret: str) -> int:
    """The longest run of the secret's characters that no finding covers, over all its places."""
    longest = 0
    at = text.find(secret)
    while at >= 0:
        shown = bytes(covered[at : at + len(secret)])
        longest = max(longest, *map(len, shown.split(b"\1")))
        at = text.find(secret, at + 1)
    return longest


def measure(rows: list[dict[str, Any]], scope: Scope) -> Score:
    recall: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    wrong: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        findings = find(row["text"], scope)
        covered = bytearray(len(row["text"]))
        for start, end, _ in findings:
            covered[start:end] = b"\1" * (end - start)
        if not row["secrets"]:
            wrong[row["context"]][0] += bool(findings)
            wrong[row["context"]][1] += 1
        group = "stress" if row["difficulty"] == "stress" else row["cls"]
        for secret in row["secrets"]:
            survives = longest_surviving(row["text"], covered, secret)
            recall[group][0] += survives <= max(4, 0.2 * len(secret))
            recall[group][1] += 1
    return Score(
        {name: (a, b) for name, (a, b) in sorted(recall.items())},
        {name: (a, b) for name, (a, b) in sorted(wrong.items())},
    )


def long_text(rows: list[dict[str, Any]], size: int) -> str:
    """A transcript-like text: a secret every 12 kB or so among negatives and prose."""
    order = random.Random(7)
    short = [row for row in rows if len(row["text"]) < 5_000]
    texts = [row["text"] for row in short if not row["secrets"] or order.random() < 0.1]
    order.shuffle(texts)
    prose = "The gateway now retries twice and logs what it did; see src/gateway/retry.py:41.\n" * 6
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(texts[len(parts) % len(texts)] + "\n" + prose)
        length += len(parts[-1])
    return "".join(parts)[:size]


def handoff_like(size: int) -> str:
    """A document with a few secrets in it."""
    line = (
        "- Moved the retry loop out of `Client.fetch` into `retry.py` (a1b2c3d); "
        "`pytest tests/test_retry.py` exits 0.\n"
    )
    secret = "- Found `DB_PASSWORD=" + "Kx9" + "vLq27hTz" + "` in the log, see **Blockers**.\n"
    return ((line * 40 + secret) * (size // 4_000 + 1))[:size]


def seconds(text: str, scope: Scope, repeat: int = 3) -> float:
    """The processor time of a scan, best of some."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        find(text, scope)
        best = min(best, time.process_time() - start)
    return best


def cold_seconds(text: str) -> tuple[float, float]:
    """A whole process that redacts `text`, and a bare interpreter's start, best of five each."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); "
        "from baton.making.redact import find; find(sys.stdin.read(), 'document')"
    )
    return min(run(code, text) for _ in range(5)), min(run("pass", "") for _ in range(5))


def run(code: str, text: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", code], input=text, text=True, check=True)
    return time.perf_counter() - start


def show_score(name: str, score: Score) -> None:
    print(f"\n{name}")
    for group, (found, total) in score.recall.items():
        print(f"  {group:12} {found:4}/{total:<4} {found / total:7.1%}")
    print(f"  all but stress         {score.recall_of(stress=False):7.1%}")
    print(f"  false positives        {score.false_rate():7.2%}  of negatives")
    print(f"  in document-like text  {score.false_rate(DOCUMENT_LIKE):7.2%}")
    worst = sorted(score.false_positives.items(), key=lambda item: -item[1][0])[:6]
    print("  " + ", ".join(f"{name} {a}/{b}" for name, (a, b) in worst if a))


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else SAMPLES
    rows = load(path)
    text_score, document_score = measure(rows, "text"), measure(rows, "document")
    show_score("scope text", text_score)
    show_score("scope document", document_score)
    long = long_text(rows, 2_000_000)
    speed = len(long) / 1e6 / seconds(long, "text", 2)
    document = handoff_like(16_000)
    warm = seconds(document, "document") * 1000
    cold, bare = cold_seconds(document)
    print(f"\nlong text, warm          {speed:8.2f} MB/s")
    print(f"16 kB document, warm     {warm:8.1f} ms")
    print(f"16 kB document, cold     {cold * 1000:8.1f} ms (bare interpreter {bare * 1000:.1f} ms)")
    slowest = max((seconds(text, "document", 1), name) for name, text in HOSTILE.items())
    print(f"hostile 100 kB, slowest  {slowest[0] * 1000:8.1f} ms ({slowest[1]!r})")
    bounds = {
        "recall >= 95 %": text_score.recall_of(stress=False) >= 0.95,
        "stress recall >= 90 %": text_score.recall_of(stress=True) >= 0.90,
        "document-like false positives <= 2 %": document_score.false_rate(DOCUMENT_LIKE) <= 0.02,
        "long text >= 1 MB/s": speed >= 1.0,
        "16 kB document <= 30 ms warm": warm <= 30,
        "hostile 100 kB < 1 s": slowest[0] < 1.0,
    }
    for bound, met in bounds.items():
        print(f"{'met   ' if met else 'MISSED'}  {bound}")
    return 0 if all(bounds.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
