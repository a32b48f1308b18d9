"""One hardened call of git, the only one there is.

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
from typing import TYPE_CHECKING

from baton import process
from baton.errors import GitError, ProcessError
from baton.keeping import quick_process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baton.model.saving import Project
    from baton.process import Outcome

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
    if stdin is None and quick_process.AVAILABLE:
        command = [executable(), "-C", project.root, *HARDENED, *args]
        return quick_process.execute(command, environment, timeout)
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
        return process.Outcome(0, b"", b"")
    return execute([hook], project.root, environment, None, timeout)


def execute(
    command: list[str],
    folder: str,
    environment: dict[str, str],
    stdin: bytes | None,
    timeout: float,
) -> Outcome:
    """The same as `process.execute`, where what hinders git is a GitError."""
    try:
        return process.execute(command, folder, environment, stdin, timeout)
    except ProcessError as error:
        raise GitError(error.message, error.hint) from error


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
