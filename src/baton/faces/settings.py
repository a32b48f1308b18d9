"""The configuration as hooks and their workers see it: silent about problems."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton.config import load
from baton.keeping.consent import consented
from baton.keeping.places import config_home

if TYPE_CHECKING:
    from baton.config import Config
    from baton.model.saving import Project


def settings(project: Project) -> Config:
    """The project's configuration, with what this user consented to. Raises ConfigError."""
    return load(project.root, config_home(), os.environ, consented(project))
