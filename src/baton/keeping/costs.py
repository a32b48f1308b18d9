"""The ledger of what models cost: every call of every project, in the user's own state.

One JSON object a line, only ever added: a line before the call, with the most it can cost, and
one after it, with what it did cost; the last line of a call holds. So a process that dies in the
middle of a call leaves its price behind, and caps hold whatever happens.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import CapError
from baton.keeping.files import append_line, lock, read_regular
from baton.keeping.places import state_home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model_config import ModelSettings

SIZE_LIMIT = 256 * 1024 * 1024
PATIENCE = 10.0  # seconds for another process that is writing its line
UNDER_WAY = "under way"


class Call(NamedTuple):
    """One call of a model. `at` is ISO 8601; `session` names the draft it was for."""

    call: str
    at: str
    project: str  # its key
    session: str
    model: str
    tokens_in: int
    tokens_out: int
    dollars: float
    outcome: str  # "under way", "answered", or why there was no answer


class Spent(NamedTuple):
    """What some calls cost in all."""

    calls: int
    tokens_in: int
    tokens_out: int
    dollars: float

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


def reserve(call: Call, settings: ModelSettings) -> None:
    """Write down a call that is about to be made, with the most it can cost.

    Raises CapError, and writes nothing, when a cap forbids it; StorageError when the ledger can't
    be read or written: without a ledger there is no call.
    """
    with lock(_path() + ".lock", PATIENCE):
        if why := forbidden(call, settings, calls()):
            raise CapError(why, "`baton cost` shows what was spent; caps stand in [model].")
        _add(call)


def settle(call: Call) -> None:
    """Write down what a reserved call did cost. Raises StorageError."""
    _add(call)


def forbidden(call: Call, settings: ModelSettings, before: Iterable[Call]) -> str:
    """The cap that a call would break; "" when it may be made."""
    before = tuple(before)
    mine = [one for one in before if (one.project, one.session) == (call.project, call.session)]
    session = spent([*mine, call])
    today = spent([*of_day(before, datetime.fromisoformat(call.at)), call])
    if session.calls > settings.calls_per_session:
        return f"the session has had its {settings.calls_per_session} calls (calls_per_session)"
    limits = (
        ("tokens_per_session", session.tokens, settings.tokens_per_session),
        ("tokens_per_day", today.tokens, settings.tokens_per_day),
        ("dollars_per_session", session.dollars, settings.dollars_per_session),
        ("dollars_per_day", today.dollars, settings.dollars_per_day),
    )
    for name, would_be, cap in limits:
        if would_be > cap:
            return f"it could reach {would_be:,.6g} of {name} = {cap:,.6g}"
    return ""


def calls() -> tuple[Call, ...]:
    """Every call in order, each as its last line has it; damaged lines are skipped."""
    try:
        lines = read_regular(_path(), SIZE_LIMIT).splitlines()
    except FileNotFoundError:
        return ()
    found: dict[str, Call] = {}
    for line in lines:
        call = _parsed(line)
        if call is not None:
            found[call.call] = call
    return tuple(found.values())


def of_day(among: Iterable[Call], when: datetime) -> list[Call]:
    """The calls of the local day of `when`."""
    day = when.astimezone().date()
    return [one for one in among if datetime.fromisoformat(one.at).astimezone().date() == day]


def of_month(among: Iterable[Call], when: datetime) -> list[Call]:
    """The calls of the local calendar month of `when`."""
    here = when.astimezone()
    local = ((one, datetime.fromisoformat(one.at).astimezone()) for one in among)
    return [one for one, at in local if (at.year, at.month) == (here.year, here.month)]


def spent(among: Iterable[Call]) -> Spent:
    """The sum of some calls."""
    among = tuple(among)
    return Spent(
        len(among),
        sum(one.tokens_in for one in among),
        sum(one.tokens_out for one in among),
        sum(one.dollars for one in among),
    )


def _path() -> str:
    return os.path.join(state_home(), "costs.jsonl")


def _add(call: Call) -> None:
    append_line(_path(), json.dumps(call._asdict(), ensure_ascii=False))


def _parsed(line: bytes) -> Call | None:
    """The call in a line; None where the line is no call of ours."""
    try:
        row = json.loads(line)
        call = Call(**{name: row[name] for name in Call._fields})
        whole = datetime.fromisoformat(call.at).tzinfo is not None
        whole = whole and all(type(n) is int for n in (call.tokens_in, call.tokens_out))
        return call if whole and isinstance(call.dollars, int | float) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
