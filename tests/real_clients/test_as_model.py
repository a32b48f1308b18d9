"""Claude Code's own headless command as the model that words a draft (protocol "command").

The command is the one that docs/guides/drafts.md shows.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from baton import calling, model_config
from baton.model.prompt import Prompt
from tests.calling.endpoint import Endpoint, clean, says
from tests.test_model_config import examples

QUIET = ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_TELEMETRY", "DISABLE_AUTOUPDATER")


def test_the_guides_command_words_a_draft(
    claude: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = next(one for one in examples() if '"claude"' in one)
    settings = model_config.load(str(home), {})
    assert settings is None
    (home / "config.toml").write_text(text)
    settings = model_config.load(str(home), {})
    assert settings is not None
    assert settings.command[0] == "claude"
    with Endpoint(*[says("anthropic", '{"claims": []}', stream=True)] * 5) as endpoint:
        environ = {
            "PATH": f"{Path(claude).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "ANTHROPIC_BASE_URL": endpoint.address,
            "ANTHROPIC_API_KEY": "scripted",
            "CLAUDECODE": "1",
            **dict.fromkeys(QUIET, "1"),
        }
        reply = calling.ask(settings, Prompt("Rules.", (clean("The question"),)), environ)
    assert reply.text == '{"claims": []}'
    assert reply.tokens_out > 0
    asked = [one for one in endpoint.asked if "The question" in json.dumps(one.body)]
    assert len(asked) == 1
    assert not asked[0].body.get("tools"), "it can do nothing but answer"
    assert list(home.glob(".claude/projects/*/*.jsonl")) == [], "it leaves no session behind"
