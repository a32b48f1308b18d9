"""Where a command runs: the project and the configuration of the working directory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton.faces.settings import settings
from baton.faces.terminal import say
from baton.keeping.project import find_project

if TYPE_CHECKING:
    from baton.config import Config
    from baton.model.saving import Project


def here() -> Project:
    """The project of the working directory."""
    return find_project(os.getcwd())


def configured(project: Project) -> Config:
    """The project's configuration; its problems are told on standard error."""
    config = settings(project)
    for problem in config.problems:
        say(f"baton: {problem.where}: {problem.what}")
    return config
