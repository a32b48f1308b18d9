"""The assistant itself words the handoff: the real Claude Code runs the two commands."""

from __future__ import annotations

import json

from tests.real_clients.scripted_model.script import Reply, Script, ToolUse
from tests.real_clients.world import QUESTION, World

ANSWER = {
    "title": "Totals rounded half up",
    "accomplished": ["Only the total is rounded now", "All tests pass"],
    "lessons": ["`round` goes to the even cent"],
    "next_steps": ["Let refunds call `total`"],
}


def bash(command: str) -> Reply:
    return Reply(tools=(ToolUse("Bash", {"command": command, "description": "Run it"}),))


def test_the_assistant_words_its_own_handoff(world: World) -> None:
    work = world.start_project("journey")
    world.baton("init", "--yes")
    world.git("add", ".")
    world.git("commit", "-qm", "Set up")
    script = Script(
        prompts=(*work.prompts, "Please write a handoff"),
        replies=(
            *work.replies,
            bash("baton draft --for-assistant"),
            bash(f"baton save --json - <<'EOF'\n{json.dumps(ANSWER)}\nEOF"),
            Reply(text="I have written the handoff; it waits for your review."),
        ),
    )
    run = world.session(script)
    assert run.script_ended
    skeleton, reply = run.turns[-2].text, run.turns[-1].text
    assert f"Handoff of session claude-code-{run.session_id}" in skeleton
    assert "Round only the total, half up, never each line." in skeleton
    assert "baton review" in reply.split("Handoff of session")[-1]
    draft = world.draft_of(run.session_id)
    assert "by: assistant:claude-code" in draft
    assert "# Totals rounded half up" in draft
    assert "Tests: pass" in draft
    world.baton("review", "--approve")

    asked = world.session(QUESTION).turns[0].text
    assert "Let refunds call `total`" in asked
