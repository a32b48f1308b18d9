"""The shape of the code: imports point down only, and each foreign thing has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "baton"

# A layer may import from any layer with a smaller number; within its own folder a module may
# import freely, between folders of the same number never.
LAYERS: dict[str, float] = {
    "faces": 5,
    "__main__": 6,
    "workflow": 4,
    "rechecking": 4,
    "wording": 3.5,
    "precedence": 3.5,
    "asking": 4,
    "installing": 4,
    "calling": 3,
    "reading": 3,
    "making": 3,
    "keeping": 3,
    "handoff_file": 2,
    "config": 2,
    "model_config": 2.5,
    "process": 2,
    "model": 1,
    "errors": 1,
}
# module name -> the only places that may import it
HOMES = {
    "subprocess": {"process.py", "faces/detach.py", "faces/editor.py"},
    "http": {"calling/http.py"},
    "http.client": {"calling/http.py"},
    "socket": {"calling/http.py"},
    "ssl": {"calling/http.py"},
    "urllib.request": {"calling/http.py"},
    "sqlite3": {"keeping/index.py"},
}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
# Budgets broken for a good reason, in the open: path -> reason.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def place(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def dotted(path: Path) -> str:
    return f"baton.{place(path)[:-3].replace('/', '.')}".removesuffix(".__init__")


FILES = sorted(SRC.rglob("*.py"))
MODULES = {dotted(path) for path in FILES}


def layer(module: str) -> str:
    """`baton.keeping.git` -> "keeping"; the package itself -> ""."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> set[str]:
    """Every module imported anywhere in the file, lazy and type-only imports included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno}: relative import"
            module = node.module or ""
            inner = {f"{module}.{alias.name}" for alias in node.names} & MODULES
            found |= inner
            if len(inner) < len(node.names):  # something of the module itself
                found.add(module)
    return found


@pytest.mark.parametrize("path", FILES, ids=place)
def test_imports_point_down(path: Path) -> None:
    here = place(path).split("/")[0].removesuffix(".py")
    for module in imports(path):
        there = layer(module) if module.startswith("baton.") else ""
        if there not in LAYERS or here not in LAYERS or there == here:
            continue
        assert LAYERS[there] < LAYERS[here], f"{place(path)} imports {module}: sideways or up"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_foreign_things_have_one_home(path: Path) -> None:
    for module in imports(path) & HOMES.keys():
        assert place(path) in HOMES[module], f"{place(path)} may not import {module}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_processes_without_subprocess_have_one_home(path: Path) -> None:
    if place(path) == "keeping/quick_process.py":
        return
    ways = {"posix_spawn", "posix_spawnp", "fork", "forkpty", "popen", "system", "execv", "execve"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        starts = isinstance(node, ast.Attribute) and node.attr in ways
        assert not starts, f"{place(path)} starts a process"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_only_faces_print(path: Path) -> None:
    if place(path).startswith("faces/"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{place(path)}:{node.lineno} prints"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_budgets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if place(path) not in LONG_FILES:
        assert len(text.splitlines()) <= MAX_FILE_LINES, f"{place(path)} is too long"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{place(path)}:{node.name}"
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert name in LONG_FUNCTIONS or length <= MAX_FUNCTION_LINES, f"{name}: {length}"


def test_no_import_circles() -> None:
    modules = {dotted(path): path for path in FILES}
    edges = {name: imports(path) & modules.keys() - {name} for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for target in edges[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in modules:
        visit(name, ())
