"""Who speaks in a text."""

from __future__ import annotations

import pytest

from baton.reading.claude_code.speech import Speech, heard, refusal_reason


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("fix it", Speech("prompt", "fix it")),
        ("  \n", Speech("wrapper", "")),
        ("/review the api", Speech("command", "/review the api")),
        ("/gsd:plan 3", Speech("command", "/gsd:plan 3")),
        ("/etc/hosts is wrong", Speech("prompt", "/etc/hosts is wrong")),
        ("<b>bold</b> please", Speech("prompt", "<b>bold</b> please")),
        ("a<system-reminder>x\ny</system-reminder>b", Speech("prompt", "ab")),
        ("<bash-input>ls</bash-input>", Speech("bash-input", "ls")),
        ("<command-message>plan</command-message>", Speech("command", "/plan")),
    ],
)
def test_heard(text: str, speech: Speech) -> None:
    assert heard(text) == speech


def test_refusal_without_reason() -> None:
    assert refusal_reason("The user doesn't want to proceed with this tool use. STOP") == ""
