"""The whole way: a session, a model on 127.0.0.1, a draft; and every way back to none."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baton import handoff_file, workflow
from baton.calling import persisting
from baton.keeping import costs, drafts, jobs
from baton.keeping.places import config_home, state_home
from baton.keeping.project import find_project
from baton.model.document import Claim, Earlier, Handoff, NextStep
from baton.model.prompt import Written
from baton.model.saving import Draft, Project
from baton.model_config import Protocol
from tests.calling.endpoint import Endpoint, Step, says
from tests.claude_session import ClaudeSession, rounding_session

PROTOCOLS: list[Protocol] = ["anthropic", "openai", "ollama"]
SECRET = "ghp_" + "A1b2C3d4E5f6G7h8I9j0" * 2
ANSWER = json.dumps(
    {
        "title": "Cents in invoice totals",
        "description": "Totals are rounded once.",
        "claims": [
            {"section": "accomplished", "text": "Totals are rounded once, after the sum, so "
             "invoices are no longer off by a cent", "evidence": [5, 6]},
            {"section": "decision", "text": "No Decimal", "why": "the API returns floats",
             "evidence": [8, 9]},
            {"section": "lesson", "text": "Rounding each line before the sum adds errors up; "
             "`python -m pytest -q` failed in test_invoice.py::test_total", "evidence": [2, 4]},
            {"section": "next", "text": "Add a test for refunds", "evidence": [9]},
        ],
    }
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(persisting, "FIRST_PAUSE", 0.01)
    root = tmp_path / "shop"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return find_project(str(root))


@pytest.fixture
def session(project: Project, home: Path) -> ClaudeSession:
    session = ClaudeSession(home, Path(project.root), "5e55")
    rounding_session(session)
    return session


def configure(endpoint: Endpoint, protocol: Protocol = "anthropic", **more: object) -> None:
    settings = endpoint.settings(protocol)
    given = {"protocol": protocol, "name": settings.name, "address": settings.address, **more}
    folder = Path(config_home())
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{key} = {json.dumps(value)}" for key, value in given.items())
    (folder / "config.toml").write_text("[model]\n" + "\n".join(lines) + "\n")


def prepare(
    project: Project, session: ClaudeSession, trigger: str = "manual"
) -> tuple[Draft | None, list[Written]]:
    told: list[Written] = []
    now = datetime.now(UTC)
    draft = workflow.prepare(project, str(session.path), trigger=trigger, now=now, tell=told.append)
    return draft, told


def drafted(project: Project, session: ClaudeSession, trigger: str = "manual") -> Handoff:
    draft, _ = prepare(project, session, trigger)
    assert draft is not None
    return handoff_file.parse(draft.document.text)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_model_words_the_draft(
    protocol: Protocol, stream: bool, project: Project, session: ClaudeSession
) -> None:
    with Endpoint(says(protocol, ANSWER, stream=stream, tokens=(900, 80))) as endpoint:
        configure(
            endpoint, protocol, stream=stream, dollars_per_million_in=3.0,
            dollars_per_million_out=15.0,
        )  # fmt: skip
        handoff = drafted(project, session, "session-end")
    assert len(endpoint.asked) == 1
    assert handoff.title == "Cents in invoice totals"
    assert handoff.meta.generated_by == "model:test-model"
    assert handoff.decisions[0].why == "the API returns floats"
    assert any("3 passed" in claim.text for claim in handoff.state)
    (call,) = costs.calls()
    assert (call.tokens_in, call.tokens_out, call.outcome) == (900, 80, "answered")
    assert call.dollars == pytest.approx(0.0039)
    assert call.project == project.key
    assert call.session == "claude-code-5e55"


def test_what_was_left_open_is_carried_into_a_models_draft(
    project: Project, session: ClaudeSession
) -> None:
    step = NextStep("Ask accounting which currencies round up", age=1)
    before = Handoff("Currencies", next_steps=(step,), blockers=(Claim("No staging account"),))
    earlier = Earlier("20260101-1000-currencies.md", before)
    with Endpoint(says("anthropic", ANSWER, stream=True)) as endpoint:
        configure(endpoint)
        draft = workflow.prepare(
            project,
            str(session.path),
            trigger="manual",
            now=datetime.now(UTC),
            lookup=lambda session: earlier,
        )
    assert draft is not None
    handoff = handoff_file.parse(draft.document.text)
    assert handoff.meta.generated_by == "model:test-model"
    assert handoff.meta.continues == earlier.name
    assert [one.age for one in handoff.next_steps if one.text == step.text] == [2]
    assert [one.age for one in handoff.blockers if one.text == "No staging account"] == [1]
    assert any(one.text == "Add a test for refunds" for one in handoff.next_steps)


@pytest.mark.parametrize("trigger", ["manual", "session-end", "sweep", "stop", "pre-compact"])
def test_without_configuration_nothing_is_called(
    trigger: str, project: Project, session: ClaudeSession
) -> None:
    """The repository asks for a model at an address that listens: nobody ever connects."""
    with Endpoint(says("anthropic", ANSWER, stream=True)) as endpoint:
        Path(project.root, ".baton.toml").write_text(
            f'[model]\nprotocol = "anthropic"\nname = "m"\naddress = "{endpoint.address}"\n'
        )
        handoff = drafted(project, session, trigger)
        assert endpoint.asked == []
        assert handoff.meta.generated_by == "process:baton-extract"
        # The same address would have been hit:
        configure(endpoint)
        prepare(project, session)
        assert len(endpoint.asked) == 1


def test_the_hook_at_a_sessions_end_asks_the_model(
    project: Project, session: ClaudeSession, baton: list[str]
) -> None:
    payload = {
        "session_id": session.session_id,
        "transcript_path": str(session.path),
        "cwd": project.root,
    }
    with Endpoint(says("ollama", ANSWER, stream=True)) as endpoint:
        configure(endpoint, "ollama")
        for event in ("stop", "session-end"):
            subprocess.run(
                [*baton, "hook", "claude-code", event],
                cwd=project.root,
                input=json.dumps(payload).encode(),
                check=True,
            )
            until = time.monotonic() + 20
            while jobs.waiting(project) and time.monotonic() < until:
                time.sleep(0.05)
            # Between the two the session goes on, as it does.
            session.user("Thanks, that is all")
    (draft,) = drafts.listing(project)
    assert len(endpoint.asked) == 1
    assert handoff_file.parse(draft.document.text).meta.generated_by == "model:test-model"


@pytest.fixture
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port on which every connection is counted."""
    met: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                one.close()
                met.append(one)

        threading.Thread(target=count, daemon=True).start()
        yield server.getsockname()[1], met


def test_a_whole_draft_makes_no_connection(
    listening: tuple[int, list[object]], project: Project, session: ClaudeSession, baton: list[str]
) -> None:
    """All addresses of the protocols lead to one port; `baton draft` never knocks."""
    port, met = listening
    proxy = f"http://127.0.0.1:{port}"
    keys = {"ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": "k"}
    env = os.environ | {"http_proxy": proxy, "https_proxy": proxy, **keys}

    def draft(**more: str) -> None:
        command = [*baton, "draft", "--transcript", str(session.path)]
        subprocess.run(command, cwd=project.root, env=env | more, check=True, capture_output=True)

    draft()
    assert met == []
    draft(BATON_MODEL_PROTOCOL="anthropic", BATON_MODEL_NAME="m", BATON_MODEL_TIMEOUT="1")
    assert met, "with a model configured the same port is met"


@pytest.mark.parametrize("trigger", ["stop", "pre-compact"])
def test_a_session_that_runs_is_drafted_without_the_model(
    trigger: str, project: Project, session: ClaudeSession
) -> None:
    with Endpoint(says("anthropic", ANSWER, stream=True)) as endpoint:
        configure(endpoint)
        plain = drafted(project, session, trigger)
        assert endpoint.asked == []
        assert plain.meta.generated_by == "process:baton-extract"
        # At its end the model's words take the plain draft's place, though they are fewer.
        assert drafted(project, session, "session-end").meta.generated_by == "model:test-model"
        # And no plain draft of the same session takes theirs.
        assert prepare(project, session, "stop")[0] is None


FAILURES = {
    "500s": [Step(status=500)] * 9,
    "bad key": [Step(status=401)],
    "cut": [Step(b'{"type": "mess', missing=99)],
    "no JSON": [says("anthropic", "Sure! Here it is.", stream=True)] * 2,
    "wrong schema": [says("anthropic", '{"claims": {"a": 1}}', stream=False)] * 2,
    "refusal": [Step(b'{"type": "message", "content": [], "stop_reason": "refusal"}')],
    "silence": [Step(silent=3.0)],
}


@pytest.mark.parametrize("steps", FAILURES.values(), ids=FAILURES.keys())
def test_whatever_fails_there_is_a_draft(
    steps: list[Step], project: Project, session: ClaudeSession
) -> None:
    with Endpoint(*steps) as endpoint:
        configure(endpoint, timeout=1)
        draft, told = prepare(project, session)
    assert draft is not None
    assert handoff_file.parse(draft.document.text).meta.generated_by == "process:baton-extract"
    assert told[0].why
    assert all(one.outcome != costs.UNDER_WAY for one in costs.calls())


@pytest.mark.parametrize(
    "caps",
    [{"calls_per_session": 0}, {"tokens_per_session": 500}, {"tokens_per_day": 0},
     {"dollars_per_million_in": 9e5},
     {"dollars_per_million_out": 1e6, "dollars_per_session": 99.0}],
)  # fmt: skip
def test_caps_are_checked_before_a_call(
    caps: dict[str, Any], project: Project, session: ClaudeSession
) -> None:
    with Endpoint(says("anthropic", ANSWER, stream=True)) as endpoint:
        configure(endpoint, **caps)
        draft, told = prepare(project, session)
    assert endpoint.asked == []
    assert draft is not None
    assert "_per_" in told[0].why
    assert costs.calls() == ()


def test_one_call_and_one_repair_a_session(project: Project, session: ClaudeSession) -> None:
    poor = json.dumps({"title": "Poor", "claims": [
        {"section": "accomplished", "text": "Totals are rounded after the sum", "evidence": [6]}
    ]})  # fmt: skip
    steps = [says("anthropic", text, stream=True) for text in (poor, ANSWER, ANSWER, ANSWER)]
    with Endpoint(*steps) as endpoint:
        configure(endpoint)
        assert drafted(project, session).title == "Cents in invoice totals"
        assert len(endpoint.asked) == 2
        session.user("And now add the test for refunds")
        session.write("test_refund.py", "def test_refund(): pass\n")
        session.assistant("Added a test for refunds in `test_refund.py`.")
        draft, told = prepare(project, session, "session-end")
    assert len(endpoint.asked) == 2
    assert "calls_per_session" in told[0].why
    assert draft is not None, "the session went on, so a draft without the model is worth more"


def test_a_draft_that_may_not_be_replaced_costs_nothing(
    project: Project, session: ClaudeSession
) -> None:
    draft, _ = prepare(project, session)
    assert draft is not None
    drafts.save(project, draft._replace(edited=True))
    with Endpoint(says("anthropic", ANSWER, stream=True)) as endpoint:
        configure(endpoint)
        assert prepare(project, session) == (None, [])
    assert endpoint.asked == []


def test_no_secret_reaches_the_model_the_draft_or_the_ledger(
    project: Project, session: ClaudeSession
) -> None:
    session.user(f"Use the token {SECRET} for the API")
    session.assistant("I used it.")
    leak = json.loads(ANSWER)
    leak["claims"].append({
        "section": "lesson", "text": f"The API's token is {SECRET}", "evidence": [10]
    })  # fmt: skip
    steps = [says("anthropic", json.dumps(leak), stream=True)] * 2
    with Endpoint(*steps) as endpoint:
        configure(endpoint)
        draft, _ = prepare(project, session)
    assert endpoint.asked
    assert draft is not None
    assert "token is [redacted:" in draft.document.text
    for text in (*(one.text for one in endpoint.asked), draft.document.text, str(costs.calls())):
        assert SECRET not in text


def test_broken_model_settings_give_a_plain_draft_and_the_reason(
    project: Project, session: ClaudeSession
) -> None:
    folder = Path(config_home())
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[model]\nprotocl = "anthropic"\n')
    draft, told = prepare(project, session)
    assert draft is not None
    assert "did you mean protocol" in told[0].why


def test_the_command_line(project: Project, session: ClaudeSession, baton: list[str]) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*baton, *words], cwd=project.root, capture_output=True, text=True, check=True
        )

    assert "cost nothing" in run("cost").stdout
    assistant = Path(project.root).parent / "assistant.py"
    assistant.write_text(f"import sys; sys.stdin.read(); print({ANSWER!r})")
    folder = Path(config_home())
    folder.mkdir(parents=True)
    command = json.dumps([sys.executable, str(assistant)])
    (folder / "config.toml").write_text(
        f'[model]\nprotocol = "command"\nname = "mine"\ncommand = {command}\n'
    )
    assert "worded by mine" in run("draft", "--transcript", str(session.path)).stdout
    cost = json.loads(run("cost", "--json").stdout)
    assert cost["model"] == "mine"
    assert cost["today"]["calls"] == cost["by_model"]["mine"]["calls"] == 1
    assert cost["today"]["tokens_in"] > 0
    told = run("cost").stdout
    assert "Drafts are worded by mine" in told
    assert "1 call, " in told
    assert Path(state_home(), "costs.jsonl").exists()
