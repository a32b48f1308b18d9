"""What a rollout's records tell, beyond the samples."""

from __future__ import annotations

import json
from pathlib import Path

from baton import reading
from baton.model.session import UserMessage

EXPANDED = (
    "## User Input\n\n```text\n\n```\n\nYou **MUST** consider it (if not empty).\n\n## Outline\n\n"
    "You are updating the list of owners at `OWNERS.md`. This file is a template."
)


def test_a_saved_prompt_without_input_is_told_by_its_first_sentence(tmp_path: Path) -> None:
    payload = {"type": "user_message", "message": EXPANDED}
    path = tmp_path / "rollout.jsonl"
    path.write_text(json.dumps({"type": "event_msg", "payload": payload}) + "\n")
    assert reading.read(str(path)).events == (
        UserMessage(
            1,
            None,
            "Saved prompt: You are updating the list of owners at `OWNERS.md`.",
            "command",
        ),
    )
