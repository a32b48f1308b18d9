from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.model.evidence import ChangedFile, CommitMade, GitFacts
from baton.model.session import Event, FileChange, Session
from tests.making.story import ROOT, edits, fails, reads, runs, session


def ledger(*events: Event) -> dict[str, str]:
    return {file.path: file.action for file in mine(session(*events), ROOT, None).files}


# A shell line, and what it leaves changed.
LINES: dict[str, dict[str, str]] = {
    "echo hi > a.txt": {"a.txt": "created"},
    "echo hi >> a.txt": {"a.txt": "modified"},
    "cat > src/a.py <<'EOF'\nx > y\nrm z\nEOF": {"src/a.py": "created"},
    "echo x | tee a.txt": {"a.txt": "created"},
    "echo x | tee -a a.txt": {"a.txt": "modified"},
    "mv a.py b.py": {"b.py": "renamed"},
    "git mv a.py b.py": {"b.py": "renamed"},
    "mv a.py b.py lib/": {"lib/a.py": "renamed", "lib/b.py": "renamed"},
    "rm a.py": {"a.py": "deleted"},
    "git rm -q a.py": {"a.py": "deleted"},
    "git rm --cached a.py": {},
    "rm -f maybe.log": {},
    "cp a.py b.py": {"b.py": "created"},
    "sed -i 's/a/b/' a.py": {"a.py": "modified"},
    "sed -i '' 's/a/b/' a.py": {"a.py": "modified"},
    "sed -i -e 's/a/b/' a.py": {"a.py": "modified"},
    "sed -n 1,5p a.py": {},
    "perl -pi -e 's/a/b/' a.py": {"a.py": "modified"},
    "touch new.py": {"new.py": "created"},
    "cd src && touch new.py": {"src/new.py": "created"},
    "cd src; mv a.py ../b.py": {"b.py": "renamed"},
    "touch /home/ada/shop/deep/new.py": {"deep/new.py": "created"},
    "touch a.py && rm a.py": {},
    "touch a.py && mv a.py b.py": {"b.py": "created"},
    "rm a.py && touch a.py": {"a.py": "modified"},
    "mv a.py b.py && mv b.py c.py": {"c.py": "renamed"},
    "echo x > /tmp/log.txt": {},
    "make > /dev/null 2>&1": {},
    "echo x > $OUT": {},
    "rm *.pyc": {},
    "rm -rf node_modules dist": {},
    "echo x > ~/notes.md": {"~/notes.md": "created"},
    "echo x > /home/ada/other/a.md": {"~/other/a.md": "created"},
    "git commit -m 'a > b'": {},
    "sudo tee conf.ini < x": {"conf.ini": "created"},
    "git checkout main -- a.py": {"a.py": "modified"},
    "git checkout -b topic": {},
}


@pytest.mark.parametrize("line", LINES)
def test_shell_line(line: str) -> None:
    assert ledger(runs(line)) == LINES[line]


@pytest.mark.parametrize("status", ["failed", "rejected", "cancelled", "interrupted", "unknown"])
def test_edits_that_did_not_succeed_are_left_out(status: str) -> None:
    assert ledger(edits(f"{ROOT}/a.py", status=status)) == {}  # type: ignore[arg-type]


def test_edits_fold_into_one_entry() -> None:
    found = mine(session(edits(f"{ROOT}/a.py", "created"), edits(f"{ROOT}/a.py")), ROOT, None).files
    assert found == (ChangedFile("a.py", "created", (1, 2), added=6, removed=2),)


def test_created_then_deleted_cancels() -> None:
    assert ledger(edits(f"{ROOT}/a.py", "created"), runs("rm a.py")) == {}


def test_a_folder_deleted_takes_what_was_created_in_it() -> None:
    assert ledger(edits(f"{ROOT}/lib/a.py", "created"), runs("rm -r lib")) == {}


def test_a_known_file_written_over_is_modified() -> None:
    assert ledger(reads(f"{ROOT}/a.py"), runs("echo x > a.py")) == {"a.py": "modified"}


@pytest.mark.parametrize(
    "line", ["git checkout -- a.py", "git restore a.py", "git checkout .", "git reset --hard"]
)
def test_a_change_taken_back_is_no_change(line: str) -> None:
    assert ledger(edits(f"{ROOT}/a.py"), runs(line)) == {}


def test_a_committed_change_survives_a_checkout() -> None:
    committed = runs("git commit -am x", "[main 1a2b3c4] x\n 1 file changed")
    assert ledger(edits(f"{ROOT}/a.py"), committed, runs("git checkout -- a.py")) == {
        "a.py": "modified"
    }


def test_renamed_by_the_edit_tool() -> None:
    found = mine(
        session(edits(f"{ROOT}/b.py", "renamed", old_path=f"{ROOT}/a.py")), ROOT, None
    ).files
    assert [(file.path, file.action, file.old_path) for file in found] == [
        ("b.py", "renamed", "a.py")
    ]


def test_a_failed_line_keeps_what_went_before_the_failure() -> None:
    assert ledger(fails("cat > a.py <<'EOF'\nx\nEOF\npytest", "1 failed")) == {"a.py": "created"}
    assert ledger(fails("mv a.py b.py", "mv: cannot stat 'a.py'")) == {}


def other_machine(*events: Event) -> Session:
    return session(*events, cwds=("/Users/bo/code/shop/api", "/Users/bo/code/shop"))


def test_a_transcript_of_another_machine() -> None:
    story = other_machine(edits("/Users/bo/code/shop/api/a.py"), edits("/Users/bo/.zshrc"))
    found = mine(story, "/srv/elsewhere", None).files
    assert [file.path for file in found] == ["api/a.py", "~/.zshrc"]


def git_facts(*changes: FileChange, commits: tuple[CommitMade, ...] = ()) -> GitFacts:
    return GitFacts(branch="main", base="b45e", head="4ead", changes=changes, commits=commits)


def test_git_decides_what_changed() -> None:
    story = session(
        edits(f"{ROOT}/a.py", "created"), edits(f"{ROOT}/gone.py"), edits("/home/ada/.bashrc")
    )
    git = git_facts(
        FileChange("a.py", "modified", added=5, removed=2), FileChange("gen.py", "created")
    )
    assert mine(story, ROOT, git).files == (
        ChangedFile("a.py", "modified", (1,), added=5, removed=2),
        ChangedFile("gen.py", "created"),
        ChangedFile("~/.bashrc", "modified", (3,), added=3, removed=1),
    )


def test_work_committed_on_another_branch_stays() -> None:
    story = session(
        edits(f"{ROOT}/a.py"),
        runs("git commit -am x", "[topic 1a2b3c4] x"),
        runs("git switch main"),
    )
    assert [file.path for file in mine(story, ROOT, git_facts()).files] == ["a.py"]
