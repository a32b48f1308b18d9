"""`baton redact` as a process: what it reads, prints and refuses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.making.redact.cases import fill


def run(baton: list[str], text: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*baton, "redact", *options], input=text, capture_output=True)


def test_prints_the_rest_exactly(baton: list[str]) -> None:
    text, (secret,) = fill("é\r\nDB_PASSWORD={{password}}\r\nno line feed at the end\0")
    done = run(baton, text.encode())
    assert done.returncode == 0
    assert secret.encode() not in done.stdout
    assert done.stdout.startswith("é\r\nDB_PASSWORD=[redacted:password:".encode())
    assert done.stdout.endswith(b"]\r\nno line feed at the end\0")


def test_reads_any_bytes(baton: list[str]) -> None:
    done = run(baton, b"\xff\xfe plain \x80")
    assert done.returncode == 0
    assert done.stdout.decode() == "\ufffd\ufffd plain \ufffd"


def test_empty_input(baton: list[str]) -> None:
    assert run(baton, b"").stdout == b""
    assert json.loads(run(baton, b"", "--spans").stdout) == []


def test_spans_are_characters(baton: list[str]) -> None:
    text, (secret,) = fill("ü → {{github}}")
    (start, end, kind) = json.loads(run(baton, text.encode(), "--spans").stdout)[0]
    assert text[start:end] == secret
    assert kind.startswith("github")


def test_document_scope(baton: list[str], home: Path) -> None:
    text, (secret,) = fill(f"{home}/a printed {{{{token}}}}")
    assert secret.encode() in run(baton, text.encode()).stdout
    done = run(baton, text.encode(), "--document")
    assert done.stdout.startswith(b"~/a printed [redacted:opaque:")


def test_records(baton: list[str]) -> None:
    text, (secret,) = fill("key {{stripe}}")
    lines = [{"id": "a", "text": text}, {"id": 2, "text": "nothing here\n"}]
    done = run(baton, "\n".join(map(json.dumps, lines)).encode(), "--jsonl", "--document")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"] == "a"
    assert [text[start:end] for start, end, _ in first["spans"]] == [secret]
    assert second == {"id": 2, "spans": []}


def test_a_broken_record_is_named(baton: list[str]) -> None:
    for bad in ("{", "[]", '{"id": 1}', '{"text": "a"}', '{"id": 1, "text": 5}'):
        done = run(baton, b'{"id": 1, "text": "fine"}\n' + bad.encode() + b"\n", "--jsonl")
        assert done.returncode == 1
        assert b"line 2" in done.stderr


def test_json(baton: list[str]) -> None:
    text, (secret,) = fill("DB_PASSWORD={{password}}")
    value = json.loads(run(baton, text.encode(), "--json").stdout)
    assert secret not in value["text"]
    assert value["findings"] == [[12, len(text), "password"]]


def test_records_after_a_byte_order_mark(baton: list[str]) -> None:
    done = run(baton, b'\xef\xbb\xbf{"id": 1, "text": "plain"}\r\n', "--jsonl")
    assert (done.returncode, done.stdout) == (0, b'{"id": 1, "spans": []}\n')
