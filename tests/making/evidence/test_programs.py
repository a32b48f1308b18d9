from __future__ import annotations

import pytest

from baton.making.evidence.programs import classify, unwrap

CLASSES = {
    "test": (
        "pytest -q",
        "python -m pytest tests",
        "python3 -m unittest",
        "uv run pytest",
        "poetry run pytest -x",
        "npx jest --ci",
        "npx -y vitest run",
        "npm test",
        "npm run test:unit",
        "pnpm test",
        "pnpm --filter web test",
        "yarn test",
        "bun test",
        "go test ./...",
        "cargo test",
        "cargo nextest run",
        "make test",
        "make check",
        "just test",
        "mise run test",
        "mise run test:integration",
        "timeout 60 pytest",
        "timeout -k 5 60 npm test",
        "sudo -u web npm test",
        "bundle exec rspec",
        "python manage.py test",
        "./scripts/run-tests.sh",
        "mvn test",
        "./gradlew test",
        "dotnet test",
        "tox",
        "npx playwright test",
    ),
    "lint": (
        "ruff check .",
        "eslint src",
        "npm run lint",
        "golangci-lint run",
        "cargo clippy",
        "go vet ./...",
        "npx markdownlint README.md",
        "make lint",
        "pre-commit run --all-files",
    ),
    "typecheck": ("mypy src", "npx tsc --noEmit", "npm run typecheck", "pyright"),
    "build": (
        "npm run build",
        "tsc",
        "go build ./...",
        "cargo build --release",
        "make",
        "docker build .",
        "docker compose build",
        "vite build",
        "cargo check",
    ),
    "format": ("prettier --write .", "ruff format .", "black src", "gofmt -w .", "cargo fmt"),
    "install": ("npm ci", "npm install left-pad", "pip install -e .", "uv sync", "go mod tidy"),
    "git": ("git status", "git commit -m x", "gh pr create"),
    "run": ("node server.js", "python app.py", "npm start", "npm run dev", "./deploy.sh"),
    "other": ("ls", "grep -r x .", "cat a", "pip list", ""),
}


@pytest.mark.parametrize(
    ("line", "kind"), [(line, kind) for kind, lines in CLASSES.items() for line in lines]
)
def test_class(line: str, kind: str) -> None:
    assert classify(tuple(line.split())) == kind


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("sudo env A=1 timeout 5 npx --yes jest a", "jest"),
        ("uvx --from ruff ruff check", "ruff"),
        ("python -m build", "build"),
        ("plain", "plain"),
    ],
)
def test_unwrap(line: str, program: str) -> None:
    assert unwrap(tuple(line.split()))[0] == program
