"""Convert the rule data of secret scanners into the one data file the redaction gate reads.

Run by maintainers, on local checkouts of the projects whose rules are taken over:

    python tools/refresh_rules.py PATH/TO/betterleaks PATH/TO/gitleaks

Each checkout's `config/<project>.toml` is read as of its HEAD commit. The first checkout wins:
a later one adds rules with unknown names, and other patterns under known names. Writes
`src/baton/making/redact/rules.json` (one rule a line, sorted, so that a diff can be read) and
prints the commits, which belong into `NOTICE` beside it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src/baton/making/redact/rules.json"

# Rules we can't use, each with its reason.
LEFT_OUT = {
    "generic-api-key": "the key/value rule of our own replaces it",
    "aws-secret-access-key": "any 40 characters after 'key'; the key/value rule knows better",
    "alibaba-secret-key": "any 30 characters after 'key'; likewise",
    "alibaba-sts-access-key-secret": "any 30 to 64 characters after 'key'; likewise",
    "ovh-application-secret": "no vendor's name in the pattern; the key/value rule has it",
    "sourcegraph-access-token": "takes every git object name in a text naming the vendor",
    "azure-storage-account-key": "the key/value rule has it",
    "hashicorp-tf-password": "any quoted word after 'password'; likewise",
    "jwt-base64": "the decoded views find the token inside",
    "polymarket-passphrase": "takes any word after 'poly… passphrase'",
}
ENTROPY = re.compile(r'entropy\(finding\["secret"\]\)\s*<=?\s*([\d.]+)')
ALLOWED = re.compile(r'(?<![!\w.])matchesAny\(finding\["secret"\], \[(.*?)\]\)', re.DOTALL)
# Patterns that are one literal value: sample keys that other scanners would report in our file.
LITERAL = re.compile(r"[\w!+-]{10,}")
QUOTED = re.compile(r'`([^`]*)`|"((?:[^"\\]|\\.)*)"')


def minimum_entropy(rule: dict[str, Any]) -> float:
    """The bits per character a finding must exceed, from either project's way of saying it."""
    if "entropy" in rule:
        return float(rule["entropy"])
    found = ENTROPY.search(rule.get("filter", ""))
    return float(found.group(1)) if found else 0.0


def allowed_patterns(rule: dict[str, Any]) -> list[str]:
    """Patterns of values that are no secret, where they look at the value itself."""
    patterns = [
        pattern
        for allow in rule.get("allowlists", [])
        if allow.get("regexTarget", "secret") == "secret" and allow.get("condition") != "AND"
        for pattern in allow.get("regexes", [])
    ]
    for listed in ALLOWED.findall(rule.get("filter", "")):
        patterns += [raw or json.loads(f'"{text}"') for raw, text in QUOTED.findall(listed)]
    return sorted({pattern for pattern in patterns if not LITERAL.fullmatch(pattern)})


def usable(rule: dict[str, Any]) -> bool:
    """Whether the rule finds a secret in text: not a file name, not a secret's companion."""
    return "regex" in rule and not rule.get("skipReport") and rule["id"] not in LEFT_OUT


def comparable(pattern: str) -> str:
    """The pattern without the two phrases that the projects spell differently."""
    pattern = pattern.replace(r"[\w.-]{0,50}?", "")
    return pattern.replace(r"""(?:\\?['"\x60]|[\s;]|\\[nr]|$)""", r"""(?:[\x60'"\s;]|\\[nr]|$)""")


def converted(rule: dict[str, Any]) -> list[object]:
    """One row of the data file: name, pattern, keywords, group, entropy, allowed values."""
    return [
        re.sub(r"\.\d+$", "", rule["id"]),
        rule["regex"],
        sorted(keyword.lower() for keyword in rule.get("keywords", [])),
        rule.get("secretGroup", 0),
        minimum_entropy(rule),
        allowed_patterns(rule),
    ]


def commit_of(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def committed(checkout: Path, path: str) -> str:
    command = ["git", "-C", str(checkout), "show", f"HEAD:{path}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(checkouts: list[str]) -> int:
    if not checkouts:
        print(__doc__, file=sys.stderr)
        return 2
    rows: dict[str, list[object]] = {}
    sources = []
    for place in map(Path, checkouts):
        project = next(name for name in ("betterleaks", "gitleaks") if name in str(place))
        for rule in tomllib.loads(committed(place, f"config/{project}.toml"))["rules"]:
            if usable(rule):
                rows.setdefault(comparable(rule["regex"]), converted(rule))
        sources.append({"project": project, "commit": commit_of(place), "licence": "MIT"})
        print(f"{project} {sources[-1]['commit']}")
    lines = sorted(json.dumps(row, separators=(",", ":")) for row in rows.values())
    body = ",\n".join(lines)
    head = json.dumps(sources, separators=(",", ":"))
    TARGET.write_text(f'{{"sources":{head},\n"rules":[\n{body}\n]}}\n', encoding="utf-8")
    print(f"{len(rows)} rules, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
