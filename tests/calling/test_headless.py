"""An assistant's own command as the model: a real process, scripted."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from baton import calling
from baton.errors import ModelError
from baton.model.prompt import Prompt, Reply
from baton.model_config import ModelSettings
from tests.calling.endpoint import clean

PROMPT = Prompt("Rules.", (clean("Question"), clean("Answer"), clean("Again")))


def ask(tmp_path: Path, program: str, *more: str, **settings: Any) -> Reply:
    """Ask a program written in Python."""
    script = tmp_path / "assistant.py"
    script.write_text(program)
    command = (sys.executable, str(script), *more)
    return calling.ask(
        ModelSettings("command", "model-x", command=command)._replace(**settings),
        PROMPT,
        os.environ,
    )


def test_the_prompt_comes_in_and_the_answer_goes_out(tmp_path: Path) -> None:
    program = "import sys; print(sys.argv[1:], sys.stdin.read())"
    reply = ask(tmp_path, program, "--model", "{model}")
    assert reply.text.splitlines()[0] == "['--model', 'model-x'] Rules."
    assert [line for line in reply.text.splitlines()[1:] if line] == [
        "Question",
        "Your answer was:",
        "Answer",
        "Again",
    ]


def test_it_runs_apart_from_the_project_and_never_triggers_baton(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    monkeypatch.chdir(tmp_path)
    program = (
        "import json, os; print(json.dumps({'result': json.dumps([os.getcwd(), os.listdir(), "
        "os.environ['BATON_NO_HOOKS'], os.environ.get('CLAUDECODE')])}))"
    )
    folder, files, hooks, inside = json.loads(ask(tmp_path, program).text)
    assert not folder.startswith(str(tmp_path))
    assert not os.path.exists(folder)
    assert (files, hooks, inside) == ([], "1", None)


@pytest.mark.parametrize("field", ["result", "response"])
def test_an_answer_wrapped_in_json(tmp_path: Path, field: str) -> None:
    usage = {"input_tokens": 3, "cache_read_input_tokens": 4, "output_tokens": 2}
    wrapped = json.dumps({field: '{"claims": []}', "usage": usage})
    assert ask(tmp_path, f"print({wrapped!r})") == Reply('{"claims": []}', 7, 2)


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("import sys; sys.exit('not logged in')", "failed: not logged in"),
        ('print(\'{"result": "API Error", "is_error": true}\')', "answered: API Error"),
        ("import time; time.sleep(30)", "took longer than 1 seconds"),
        ("while True: print('x' * 10_000)", "printed too much|took longer"),
    ],
)
def test_what_goes_wrong(
    tmp_path: Path, program: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baton.process.OUTPUT_LIMIT", 1_000_000)
    with pytest.raises(ModelError, match=what):
        ask(tmp_path, program, timeout=1)


def test_a_command_that_is_not_there() -> None:
    settings = ModelSettings("command", command=("no-such-assistant", "-p"))
    with pytest.raises(ModelError, match="no-such-assistant was not found"):
        calling.ask(settings, PROMPT, os.environ)
