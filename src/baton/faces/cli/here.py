"""Where a command runs: the project and the configuration of the working directory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton.errors import StorageError
from baton.faces.settings import settings
from baton.faces.terminal import say
from baton.keeping.project import find_project

if TYPE_CHECKING:
    from baton.config import Config
    from baton.model.saving import Project


def here() -> Project:
    """The project of the working directory. Raises StorageError when that is gone."""
    try:
        cwd = os.getcwd()
    except OSError as error:  # deleted under the shell, or not to be read
        raise StorageError(
            f"The folder this runs in can't be found: {error.strerror}.",
            "Change to your project's folder and try again.",
        ) from error
    return find_project(cwd)


def configured(project: Project) -> Config:
    """The project's configuration; its problems are told on standard error."""
    config = settings(project)
    for problem in config.problems:
        say(f"baton: {problem.where}: {problem.what}")
    return config
