"""The whole journey with the real Claude Code, against a model that follows a script."""

from __future__ import annotations

import time

from baton import handoff_file
from baton.faces.session_start import IDLE
from tests.real_clients.scripted_model.script import Reply, Script, ToolUse
from tests.real_clients.world import QUESTION, World

GOAL = "Invoices are off by a cent for some customers."
LIMITS = "Round only the total, half up, never each line."


def test_a_sessions_work_reaches_the_next_session(world: World) -> None:
    script = world.start_project("journey")
    world.baton("init", "--yes")
    first = world.session(script)
    assert first.exit_code == 0
    assert first.script_ended
    draft = world.draft_of(first.session_id)
    assert GOAL in draft
    assert LIMITS in draft
    assert "invoice.py" in draft
    assert "settings.json" not in draft, "what baton itself put there before is not the session's"

    (world.project / "notes.txt").write_text("mine\n")
    world.git("add", "notes.txt")
    assert "Saved" in world.baton("review", "--approve")
    assert world.drafts() == []
    changed = world.git("show", "--name-only", "--format=", "HEAD").split()
    assert len(changed) == 1
    assert changed[0].startswith("docs/session_handoffs/")
    assert "A  notes.txt" in world.git("status", "--short"), "staged work stays staged"

    second = world.session(QUESTION)
    assert second.exit_code == 0
    asked = second.turns[0].text
    assert GOAL in asked
    assert "use the old rounding as well and should call `total`" in asked
    assert changed[0].rpartition("/")[2] in asked
    assert "Unknown" not in asked, "the commit it was made at is known"


def test_fixed_is_not_believed_while_the_tests_fail(world: World) -> None:
    script = world.start_project("claims-fixed-but-fails")
    world.baton("init", "--yes")
    run = world.session(script)
    handoff = handoff_file.parse(world.draft_of(run.session_id))
    state = "\n".join(claim.text for claim in handoff.state)
    assert "fail" in state.lower()
    trusted = [claim for claim in handoff.accomplished if claim.trust != "contradicted"]
    assert not [claim for claim in trusted if "Fixed" in claim.text]


def test_a_killed_session_is_drafted_at_the_next_start(world: World) -> None:
    script = world.start_project("killed")
    world.baton("init", "--yes")
    killed = world.session(script)
    assert killed.exit_code == -9
    assert killed.session_id not in {draft["session"] for draft in world.drafts()}
    time.sleep(IDLE + 0.5)  # a transcript written just now may be of a session that goes on
    world.session(QUESTION)
    draft = world.draft_of(killed.session_id)
    assert "is_leap" in draft


def test_work_before_a_compaction_is_drafted(world: World) -> None:
    script = world.start_project("compaction")
    world.baton("init", "--yes")
    run = world.session(script)
    draft = world.draft_of(run.session_id)
    assert "slug.py" in draft
    assert "at most 40 characters" in draft


def test_a_session_that_leaves_a_command_running_is_drafted(world: World) -> None:
    """Claude Code fires no SessionEnd then: Stop or the next start has to do it."""
    script = world.start_project("background-command")
    world.baton("init", "--yes")
    run = world.session(script)
    world.session(QUESTION)
    assert "site/about.html" in world.draft_of(run.session_id)


def test_after_clear_the_new_session_knows_the_old_one(world: World) -> None:
    """As a person works: one program, /clear between two sessions."""
    world.start_project("killed")
    world.baton("init", "--yes")
    path = str(world.project / "leap.py")
    script = Script(
        tools=("Write",),
        replies=(
            Reply(tools=(ToolUse("Write", {"file_path": path, "content": "RULE = 4\n"}),)),
            Reply(text="Written. Next step: leap.py has to know that 1900 was none."),
            Reply(text="I have read it."),
        ),
        terminal=(
            {"sees": "? for shortcuts", "types": "Write leap.py with the rule for leap years"},
            {"sees": "for leap years", "types": "\r"},
            {"sees": "that 1900 was none", "types": "/clear"},
            {"sees": "Start a new session", "types": "\r"},
            {"sees": "? for shortcuts", "types": "Go on"},
            {"sees": "Go on", "types": "\r"},
            {"sees": "I have read it.", "types": "/exit"},
            {"sees": "Exit the CLI", "types": "\r"},
        ),
    )
    run = world.in_terminal(script)
    assert (run.exit_code, run.script_ended) == (0, True)
    assert len(run.transcripts) == 2
    told = run.turns[-1].text
    assert "Write leap.py with the rule for leap years" in told
    assert "1900 was none" in told


def test_uninstalling_leaves_the_project_as_it_was(world: World) -> None:
    script = world.start_project("journey")
    (world.project / ".claude").mkdir()
    (world.project / ".claude" / "settings.json").write_text('{"model":   "opus"}')
    (world.project / "CLAUDE.md").write_text("# Rules\n\nBe kind.")
    world.git("add", ".")
    world.git("commit", "-qm", "Settings")
    before = world.files()

    world.baton("init", "--yes")
    assert world.files() != before
    world.baton("uninstall", "--yes")
    assert world.files() == before

    world.baton("init", "--yes")
    run = world.session(script)
    world.draft_of(run.session_id)
    world.baton("review", "--approve")
    committed = world.git("show", "HEAD~1:invoice.py").encode()
    world.baton("uninstall", "--yes")
    after = {name: data for name, data in world.files().items() if not kept(name)}
    assert after == {**before, "invoice.py": committed}

    again = world.session(QUESTION)
    assert "session_handoffs" not in again.turns[0].text, "no hook is left"


def kept(name: str) -> bool:
    """What stays: the handoffs."""
    return name.startswith("docs/session_handoffs/")
