"""What well-known programs do: the class of a command, read from its words.

The tables are data: a program, or a program with its first argument, and the class. Task runners
(`npm run NAME`, `make NAME`) are classed by the name of the task.
"""

from __future__ import annotations

import re

from baton.model.evidence import CommandClass

# Wrappers that run another program: name -> how many words to take off with it, options aside.
_WRAPPERS: dict[str, int] = {
    "sudo": 0, "env": 0, "nohup": 0, "time": 0, "nice": 0, "command": 0, "exec": 0, "xvfb-run": 0,
    "npx": 0, "bunx": 0, "timeout": 1, "gtimeout": 1, "rtk": 0, "direnv": 2, "caffeinate": 0,
}  # fmt: skip
_RUNNERS = {
    ("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("hatch", "run"), ("rye", "run"),
    ("pdm", "run"), ("bundle", "exec"), ("pnpm", "exec"), ("pnpm", "dlx"), ("yarn", "dlx"),
    ("npm", "exec"), ("mise", "exec"), ("mise", "x"), ("yarn", "exec"), ("conda", "run"),
    ("python", "-m"), ("python3", "-m"), ("uvx", "--from"), ("docker-compose", "exec"),
}  # fmt: skip
# Options that take a value, so that the value isn't mistaken for the program.
_VALUED = frozenset({"-u", "-n", "-k", "-s", "--from", "--with", "-p", "--package", "--group"})

_TASK_RUNNERS = frozenset(
    {"npm", "pnpm", "yarn", "bun", "make", "gmake", "just", "task", "mise", "rake", "deno", "turbo",
     "nx", "lerna", "gradle", "gradlew", "mvn", "mvnw", "composer", "invoke", "inv", "hatch", "tox",
     "nox", "poe", "moon", "grunt", "gulp", "ant", "sbt", "lein", "mix", "dotnet", "swift"}
)  # fmt: skip
_BARE_RUNNERS: dict[str, CommandClass] = {"make": "build", "yarn": "install", "gradle": "build"}
_TASK_WORDS: tuple[tuple[re.Pattern[str], CommandClass], ...] = (
    (re.compile(r"(?:^|[:_/.-])(?:type-?check|types?|tsc|mypy|pyright)(?:$|[:_/.-])"), "typecheck"),
    (re.compile(r"(?:^|[:_/.-])(?:lint|eslint|vet|clippy|stylelint)"), "lint"),
    (re.compile(r"(?:^|[:_/.-])(?:fmt|format|prettier)"), "format"),
    (re.compile(r"(?:^|[:_/.-])(?:tests?|t|spec|specs|e2e|check|verify|ci|coverage)(?:$|[:_/.-])"),
     "test"),
    (re.compile(r"(?:^|[:_/.-])(?:build|compile|bundle|package|dist|assemble|publish)"), "build"),
    (re.compile(r"(?:^|[:_/.-])(?:install|add|i|ci|setup|deps|sync|restore|update|get)$"),
     "install"),
    (re.compile(r"(?:^|[:_/.-])(?:dev|start|serve|server|run|preview|watch)"), "run"),
)  # fmt: skip
_BY_PROGRAM: dict[str, CommandClass] = {
    **dict.fromkeys(
        ("pytest", "py.test", "unittest", "tox", "nox", "jest", "vitest", "mocha", "ava", "rspec",
         "phpunit", "ctest", "cypress", "gotestsum", "karma", "jasmine", "behave", "bats",
         "minitest", "nose2", "stestr", "busted", "pest"), "test"),
    **dict.fromkeys(
        ("eslint", "flake8", "pylint", "golangci-lint", "shellcheck", "markdownlint", "stylelint",
         "markdownlint-cli2", "hadolint", "rubocop", "oxlint", "pre-commit", "lefthook", "yamllint",
         "actionlint", "ktlint", "checkstyle", "bandit", "vulture", "staticcheck", "xo", "standard",
         "cspell", "knip", "lychee"), "lint"),
    **dict.fromkeys(("mypy", "pyright", "vue-tsc", "pyre", "flow", "basedpyright", "ty"),
                    "typecheck"),
    **dict.fromkeys(
        ("cmake", "ninja", "webpack", "rollup", "esbuild", "tsup", "gcc", "clang", "g++", "rustc",
         "javac", "xcodebuild", "bazel", "buildah", "packer", "mkdocs", "hugo", "sphinx-build"),
        "build"),
    **dict.fromkeys(("prettier", "black", "gofmt", "goimports", "isort", "rustfmt", "gofumpt",
                     "clang-format", "yapf", "autopep8", "dprint", "shfmt"), "format"),
    **dict.fromkeys(("pip", "pip3", "brew", "apt", "apt-get", "dnf", "yum", "pacman", "apk", "gem",
                     "pipx", "corepack", "nvm", "asdf"), "install"),
    **dict.fromkeys(("git", "gh", "glab", "jj", "gt"), "git"),
    **dict.fromkeys(("node", "python", "python3", "ruby", "deno", "tsx", "ts-node", "php", "java",
                     "psql", "sqlite3", "docker", "docker-compose", "kubectl", "curl", "air",
                     "uvicorn", "flask", "gunicorn", "container", "podman", "terraform"), "run"),
}  # fmt: skip
_BY_FIRST_ARGUMENT: dict[tuple[str, str], CommandClass] = {
    ("go", "test"): "test", ("go", "vet"): "lint", ("go", "build"): "build", ("go", "run"): "run",
    ("go", "fmt"): "format", ("go", "mod"): "install", ("go", "get"): "install",
    ("go", "install"): "install", ("go", "generate"): "build",
    ("cargo", "test"): "test", ("cargo", "nextest"): "test", ("cargo", "clippy"): "lint",
    ("cargo", "build"): "build", ("cargo", "check"): "build", ("cargo", "run"): "run",
    ("cargo", "fmt"): "format", ("cargo", "add"): "install", ("cargo", "install"): "install",
    ("cargo", "bench"): "run", ("ruff", "check"): "lint", ("ruff", "format"): "format",
    ("biome", "lint"): "lint", ("biome", "check"): "lint", ("biome", "ci"): "lint",
    ("biome", "format"): "format", ("playwright", "test"): "test", ("playwright", "install"):
    "install", ("react-scripts", "test"): "test", ("ng", "test"): "test", ("ng", "build"): "build",
    ("vite", "build"): "build", ("vite", "dev"): "run", ("next", "build"): "build",
    ("next", "lint"): "lint", ("next", "dev"): "run", ("astro", "check"): "typecheck",
    ("svelte-check", ""): "typecheck", ("docker", "build"): "build", ("docker", "buildx"): "build",
    ("podman", "build"): "build", ("container", "build"): "build", ("uv", "sync"): "install",
    ("uv", "pip"): "install", ("uv", "add"): "install", ("uv", "build"): "build",
    ("uv", "lock"): "install", ("poetry", "install"): "install", ("poetry", "add"): "install",
    ("poetry", "build"): "build", ("poetry", "lock"): "install", ("bundle", "install"): "install",
    ("terraform", "validate"): "lint", ("terraform", "plan"): "build", ("manage.py", "test"):
    "test", ("rails", "test"): "test", ("bin/rails", "test"): "test", ("flutter", "test"): "test",
    ("flutter", "build"): "build", ("dart", "test"): "test", ("dart", "analyze"): "lint",
    ("zig", "build"): "build", ("zig", "test"): "test", ("stack", "test"): "test",
    ("cabal", "test"): "test", ("composer", "install"): "install", ("helm", "lint"): "lint",
}  # fmt: skip
_SCRIPT_TEST = re.compile(r"(?:^|[/_.-])(?:run-?)?(?:tests?|spec|e2e)(?:$|[_.-])")
_COMPOSE = re.compile(r"docker(?:-compose)?\b.*?\b(build|up|run|start)\b")


def unwrap(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from the program that does the work on: `sudo npx jest a` -> `jest a`."""
    for _ in range(6):  # wrappers nest a few deep at most
        if not words:
            break
        name = words[0].rsplit("/", 1)[-1]
        if (name, *words[1:2]) in _RUNNERS:
            words = _after_options(words[2:], 0)
        elif name in _WRAPPERS:
            words = _after_options(words[1:], _WRAPPERS[name])
        else:
            break
    return words


def _after_options(words: tuple[str, ...], arguments: int) -> tuple[str, ...]:
    position = 0
    while position < len(words):
        word = words[position]
        if word in _VALUED:
            position += 2
        elif word.startswith("-") or re.match(r"[A-Za-z_]\w*=", word):
            position += 1
        elif arguments:
            arguments -= 1
            position += 1
        else:
            break
    return words[position:]


def classify(words: tuple[str, ...]) -> CommandClass:
    """The class of a simple command, from its words."""
    words = unwrap(words)
    if not words:
        return "other"
    program = words[0].rsplit("/", 1)[-1]
    arguments = [word for word in words[1:] if not word.startswith("-")]
    first = arguments[0] if arguments else ""
    known = _BY_FIRST_ARGUMENT.get((program, first))
    if known:
        return known
    if program in ("python", "python3") and first.endswith("manage.py") and "test" in arguments:
        return "test"
    if program == "tsc":
        return "typecheck" if "--noEmit" in words else "build"
    if program in _TASK_RUNNERS and (program not in _BY_PROGRAM or first):
        return _task_class(program, arguments)
    if program == "pip" or program not in _BY_PROGRAM:
        return _script_class(words[0], first)
    if program.startswith("docker"):
        return "build" if "build" in arguments[:3] else "run"
    return _BY_PROGRAM[program]


def _task_class(program: str, arguments: list[str]) -> CommandClass:
    names = [name for name in arguments if name not in ("run", "run-script", "workspace", "exec")]
    if not names:
        return _BARE_RUNNERS.get(program, "other")
    if program in ("npm", "pnpm", "yarn", "bun") and names[0] in ("ci", "i", "install", "add"):
        return "install"
    for name in names[:2]:
        for pattern, kind in _TASK_WORDS:
            if pattern.search(name.lower()):
                return kind
    return "run" if "run" in arguments else "other"


def _script_class(program: str, first: str) -> CommandClass:
    """A script or an unknown program; `pip` only installs when it says so."""
    name = program.rsplit("/", 1)[-1]
    if name == "pip":
        return "install" if first == "install" else "other"
    looks_run = "/" in program or name.endswith((".sh", ".py", ".js", ".ts", ".rb"))
    if looks_run and _SCRIPT_TEST.search(name.lower()):
        return "test"
    if not looks_run:
        return "other"
    kinds = (kind for pattern, kind in _TASK_WORDS if pattern.search(name.lower()))
    return next((kind for kind in kinds if kind != "test"), "run")
