"""The errors a person can meet. Everything else that escapes is a bug.

Each carries what happened, in the user's words, and what to do now. They are raised near the
cause and worded for a screen in one place per face.
"""

from __future__ import annotations


class BatonError(Exception):
    """An expected failure: `message` says what happened, `hint` the next step to take."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BatonError):
    """The command was called wrongly (exit status 2)."""


class TranscriptError(BatonError):
    """A transcript is missing, empty, foreign or can't be opened."""


class ConfigError(BatonError):
    """A configuration file can't be parsed, or says something impossible."""


class GitError(BatonError):
    """git is missing, refused, failed or took too long."""


class ProcessError(BatonError):
    """A program can't be started, prints too much or takes too long."""


class ModelError(BatonError):
    """A configured model can't be reached, refused, or gave no usable answer.

    `billed` says whether it may have worked on it all the same.
    """

    def __init__(self, message: str, hint: str = "", *, billed: bool = False) -> None:
        super().__init__(message, hint)
        self.billed = billed


class CapError(BatonError):
    """A limit on tokens, money or calls, set by the user, forbids another call of a model."""


class StorageError(BatonError):
    """The file system refused: no rights, no space, read-only."""


class RedactionError(BatonError):
    """The secret scanner can't run, so nothing may be written (fail closed)."""
