"""The only place that runs git: one hardened call, and the questions that need it.

A repository can carry commands in its configuration (hooks, fsmonitor, pagers, filters, diff
drivers), and an embedded one can pretend to be the project. So every call names the repository
itself, switches those off, has a time limit and an output limit, and never goes through a shell
(process.py).
Filter drivers that an in-tree .gitattributes picks have no common switch: no call may hash, diff,
blame or add a file of the work tree; bytes go in through standard input only. And the two calls
that compare file times (diff-index, any write of the user's index) read a file after all when its
time is too close to the index's, so they get `filters_off`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import GitError, StorageError
from baton.keeping.files import read_regular
from baton.keeping.process import Outcome, execute
from baton.keeping.quoting import unquote
from baton.keeping.refs import Head, is_object_name, operation_in_progress, read_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from baton.model.evidence import CommitMade, GitFacts
    from baton.model.saving import Project
    from baton.model.session import ChangeAction, FileChange

HARDENED = (
    "--no-pager",
    "--literal-pathspecs",
    *(
        word
        for setting in (
            "safe.bareRepository=explicit",
            "core.hooksPath=" + os.devnull,
            "core.fsmonitor=false",
            "core.pager=cat",
            "core.alternateRefsCommand=",
            "core.attributesFile=" + os.devnull,
            "core.useReplaceRefs=false",
            "core.quotePath=false",
            "core.fsync=loose-object,reference",
            "gpg.program=false",
            "gpg.ssh.program=false",
            "gpg.x509.program=false",
            "log.showSignature=false",
            "commit.gpgSign=false",
            "diff.external=",
            "credential.helper=",
            "protocol.allow=never",
            "i18n.commitEncoding=utf-8",
            "gc.auto=0",
            "maintenance.auto=false",
        )
        for word in ("-c", setting)
    ),
)
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",  # a background refresh would break the user's own rebase
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "false",
    "GIT_ASKPASS": "false",
    "SSH_ASKPASS": "false",
    "LC_ALL": "C.UTF-8",
}
# The only git variables taken over: where the user's own configuration lies. All others either
# name another repository (inside somebody's hook) or run a program.
KEPT_VARIABLES = frozenset(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"))


# Starts the line of a commit in our own log format. git quotes file names with control characters,
# so no file name can forge one.
COMMIT_MARK = "\1"
MAX_COMMITS = 500
COMPARE_LIMIT = 4 * 1024 * 1024  # bytes of a file compared by its content
ACTIONS: dict[str, ChangeAction] = {"A": "created", "D": "deleted"}


class Since(NamedTuple):
    """What happened after a commit. `known` is False when the commit is gone from here."""

    commits: tuple[CommitMade, ...] = ()  # newest first
    files: tuple[str, ...] = ()  # changed by them, relative to the root
    known: bool = False


def run(
    project: Project,
    *args: str,
    stdin: bytes | None = None,
    timeout: float = 10.0,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """Run one git command in the project and return what it printed.

    Raises GitError when git is missing, fails, prints too much or takes longer than `timeout`.
    """
    outcome = attempt(project, *args, stdin=stdin, timeout=timeout, env=env)
    if not outcome.ok:
        raise GitError(f"git {args[0]} failed: {outcome.cause or f'exit {outcome.status}'}")
    return outcome.output


def attempt(
    project: Project,
    *args: str,
    stdin: bytes | None = None,
    timeout: float = 10.0,
    env: Mapping[str, str] | None = None,
) -> Outcome:
    """The same, where failing is an answer too. Raises GitError as above, but not for a status."""
    pinned = {
        "GIT_DIR": project.git_dir or os.devnull,
        "GIT_COMMON_DIR": project.common_dir or os.devnull,
    }
    if not project.bare:
        pinned["GIT_WORK_TREE"] = project.root
    environment = clean_environment() | ENVIRONMENT | pinned | dict(env or {})
    return execute([executable(), *HARDENED, *args], project.root, environment, stdin, timeout)


def run_hook(project: Project, name: str, *, index: str, timeout: float) -> Outcome:
    """Run the repository's own hook on a private index, as `git commit` would: no hardening.

    This is the one call that runs the repository's code, and it does so only because the user
    commits here and asked for it. A hook that doesn't exist succeeds.
    """
    environment = clean_environment() | {"GIT_INDEX_FILE": index, "GIT_EDITOR": ":"}
    command = [executable(), "hook", "run", "--ignore-missing", name]
    outcome = execute(command, project.root, environment, None, timeout)
    if "is not a git command" not in outcome.cause:
        return outcome
    # git before 2.36 can't run a hook by name.
    listed = attempt(project, "config", "-z", "--get-all", "--path", "core.hooksPath")
    folders = os.fsdecode(listed.output).split("\0")[:-2]  # the last value is our own
    folder = folders[-1] if folders else os.path.join(project.common_dir, "hooks")
    hook = os.path.join(project.root, folder, name)
    if not (os.path.isfile(hook) and os.access(hook, os.X_OK)):
        return Outcome(0, b"", b"")
    return execute([hook], project.root, environment, None, timeout)


def refusal(project: Project) -> str:
    """Why git itself would not work here for this user, "" when it would.

    Naming the repository, as every other call does, skips git's own check of who owns it.
    """
    if os.name == "nt" or os.stat(project.git_dir).st_uid == os.geteuid():
        return ""
    command = [executable(), "rev-parse", "--git-dir"]
    outcome = execute(command, project.root, clean_environment(), None, 10.0)
    return "" if outcome.ok else outcome.cause


def executable() -> str:
    """The git on the user's PATH; relative entries don't count, they may name the repository.

    Raises GitError when there is none.
    """
    names = ("git.exe", "git") if os.name == "nt" else ("git",)
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isabs(path) and os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    raise GitError("git was not found.", "Install git, or put it on your PATH.")


def clean_environment() -> dict[str, str]:
    """The user's environment without git's own variables."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in KEPT_VARIABLES
    }


def head(project: Project) -> Head:
    """Where HEAD stands. Raises GitError when the repository can't be read."""
    found = read_head(project)
    if found is not None:
        return found
    ref = attempt(project, "symbolic-ref", "--quiet", "HEAD").output.decode().strip()
    commit = attempt(project, "rev-parse", "--quiet", "--verify", "HEAD").output.decode().strip()
    if not ref and not commit:
        raise GitError(f"HEAD of {project.root} can't be read.", "Try `git status` there.")
    return Head(commit, ref.removeprefix("refs/heads/"), operation_in_progress(project.git_dir))


def identity(project: Project) -> tuple[str, str]:
    """The user's name and e-mail as git knows them here, "" for what isn't set."""
    found = {"user.name": "", "user.email": ""}
    listed = attempt(project, "config", "-z", "--get-regexp", r"^user\.(name|email)$")
    for entry in listed.output.decode("utf-8", "replace").split("\0"):
        key, _, value = entry.partition("\n")
        if key in found:
            found[key] = value.strip()
    return found["user.name"], found["user.email"]


def user_name(project: Project) -> str:
    """The user's name as git knows it, "" when git is missing or doesn't."""
    try:
        return identity(project)[0]
    except GitError:
        return ""


def filters_off(project: Project) -> dict[str, str]:
    """Environment variables that switch off every filter driver configured here, by its name."""
    drivers = r"^filter\..*\.(clean|smudge|process|required)$"
    listed = attempt(project, "config", "-z", "--name-only", "--get-regexp", drivers)
    keys = os.fsdecode(listed.output).split("\0")[:-1]
    names = sorted({key.rpartition(".")[0] for key in keys})
    off = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    return settings({f"{name}.{key}": value for name in names for key, value in off})


def settings(values: Mapping[str, str]) -> dict[str, str]:
    """Environment variables that set git's configuration for one call (git 2.31 and later)."""
    env = {"GIT_CONFIG_COUNT": str(len(values))}
    for number, (key, value) in enumerate(values.items()):
        env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return env


def is_ancestor(project: Project, older: str, newer: str) -> bool:
    """Whether commit `older` is part of the history of commit `newer` (full object names)."""
    if not (is_object_name(older) and is_object_name(newer)):
        return False
    return attempt(project, "merge-base", "--is-ancestor", older, newer).ok


def blob_at(project: Project, ref: str, path: str) -> str:
    """The object name of the plain file `path` at a ref or commit; "" when there is none.

    Links and submodules are none: they would lead elsewhere.
    """
    if not ref or ref.startswith("-"):
        return ""
    listed = attempt(project, "ls-tree", "-z", "--full-tree", ref, "--", path)
    entry = listed.output.partition(b"\t")[0].decode("ascii", "replace").split(" ")
    plain = listed.ok and len(entry) == 3 and entry[0] in ("100644", "100755")
    return entry[2] if plain else ""


def changes_since(project: Project, commit: str) -> Since:
    """What was committed since `commit` (a full object name), in one git process.

    Raises GitError when git is missing or takes too long.
    """
    if not is_object_name(commit):
        return Since()
    listed = attempt(
        project,
        "log",
        f"--max-count={MAX_COMMITS}",
        "--no-renames",
        "--ignore-submodules=all",
        "--name-only",
        f"--format=tformat:{COMMIT_MARK}%H %s",
        f"{commit}..HEAD",
        "--",
    )
    if not listed.ok:
        return Since()
    from baton.model.evidence import CommitMade  # 3 ms with what it rests on: not for every start

    commits: list[CommitMade] = []
    files: dict[str, None] = {}  # an ordered set
    for line in listed.output.decode("utf-8", "surrogateescape").split("\n"):
        if line.startswith(COMMIT_MARK):
            sha, _, subject = line.removeprefix(COMMIT_MARK).partition(" ")
            commits.append(CommitMade(sha, subject))
        elif line:
            files.setdefault(unquote(line))
    return Since(tuple(commits), tuple(files), known=True)


def blob_name(data: bytes, like: str) -> str:
    """The object name git gives to these bytes, in the hash of the object name `like`."""
    import hashlib  # 4 ms: only for those who compare with git

    make = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def facts(project: Project, base: str, started: datetime | None) -> GitFacts:
    """What git knows of the work since `base`; without one, since the last commit before `started`.

    The changes include what isn't committed and untracked files. The work tree is compared by
    git's own file times (`diff-index`), which opens no file; `git diff` would run the filters a
    repository names. Files whose times alone differ are then sorted out by reading their bytes.
    Renames are told as a deletion and a creation: finding them would open files.
    Raises GitError when git is missing or takes too long.
    """
    from baton.model.evidence import GitFacts

    here = head(project)
    if not here.commit or project.bare:
        return GitFacts(here.branch, head=here.commit, conflict=here.in_progress)
    start = base if is_object_name(base) and _exists(project, base) else ""
    start = start or _last_before(project, started)
    since = changes_since(project, start)
    return GitFacts(
        branch=here.branch,
        base=start,
        head=here.commit,
        changes=_changes(project, start or here.commit),
        commits=since.commits,
        conflict=here.in_progress,
    )


def _exists(project: Project, commit: str) -> bool:
    return attempt(project, "cat-file", "-e", f"{commit}^{{commit}}").ok


def _last_before(project: Project, when: datetime | None) -> str:
    """The newest commit on HEAD that is older than `when`; "" when there is none."""
    if when is None:
        return ""
    listed = attempt(
        project, "rev-list", "--max-count=1", f"--before={int(when.timestamp())}", "HEAD", "--"
    )
    return listed.output.decode("ascii", "replace").strip()


def _changes(project: Project, start: str) -> tuple[FileChange, ...]:
    """What differs between the commit `start` and the work tree, then the untracked files."""
    from baton.model.session import FileChange

    listed = run(
        project,
        "diff-index",
        "-z",
        "--raw",
        "--no-renames",
        "--ignore-submodules=dirty",
        start,
        "--",
        env=filters_off(project),
    )
    found = []
    fields = listed.decode("utf-8", "surrogateescape").split("\0")
    for entry, path in zip(fields[0::2], fields[1::2], strict=False):
        _, _, old, new, status = entry.removeprefix(":").split(" ")
        if status == "M" and not new.strip("0") and _same_bytes(project, path, old):
            continue
        found.append(FileChange(path, ACTIONS.get(status[:1], "modified")))
    untracked = run(project, "ls-files", "-z", "--others", "--exclude-standard")
    for path in untracked.decode("utf-8", "surrogateescape").split("\0"):
        if path:
            found.append(FileChange(path, "created"))
    return tuple(found)


def _same_bytes(project: Project, path: str, blob: str) -> bool:
    """Whether a file holds exactly the bytes of `blob`, line endings aside; no filter is run."""
    try:
        data = read_regular(os.path.join(project.root, path), COMPARE_LIMIT)
    except (OSError, StorageError):
        return False
    return blob in (blob_name(data, blob), blob_name(data.replace(b"\r\n", b"\n"), blob))
