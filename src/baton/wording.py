"""Who words a draft: the model that the user configured, or nobody.

`Wording` strings together the settings, the caps, the call and the writer. Whatever goes wrong on
the way, the draft without a model is there already and stands.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton import model_config
from baton.errors import BatonError, ModelError
from baton.keeping.machine_key import machine_key
from baton.keeping.places import config_home
from baton.model.document import BY_MODEL
from baton.model.prompt import Prompt, Reply, Written, estimated_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from baton.keeping.costs import Call
    from baton.model.document import Handoff
    from baton.model.evidence import Evidence
    from baton.model.saving import Project
    from baton.model_config import ModelSettings

# What makes a draft while nobody waits for it and the session is over. A session that still runs
# (stop, pre-compact) is drafted again and again: without a model.
TIME_ALLOWS = frozenset(("manual", "session-end", "sweep"))


def chosen(environ: Mapping[str, str]) -> ModelSettings | None:
    """The model this user configured; None without one. Raises ConfigError."""
    return model_config.load(config_home(), environ)


def word(
    project: Project,
    evidence: Evidence,
    plain: Handoff,
    check: Callable[[Handoff], Handoff],
    now: datetime,
) -> Written:
    """The draft in the configured model's words; `plain` without one, and on any failure.

    `check` labels a handoff's claims. `why` of the result tells why it is `plain`; "" when no model
    is configured.
    """
    if plain.meta.trigger not in TIME_ALLOWS:
        return Written(plain, "none")
    try:
        settings = chosen(os.environ)
        if settings is None:
            return Written(plain, "none")
        from baton.making import writers  # most users have no model

        ask = asker(settings, project, evidence, now)
        written = writers.write(
            evidence, plain, ask, check, tokens=settings.max_input_tokens, key=machine_key()
        )
    except (BatonError, TimeoutError) as error:
        return Written(plain, "none", getattr(error, "message", "the ledger of costs is in use"))
    if written.outcome == "none":
        return written
    meta = written.handoff.meta._replace(generated_by=f"{BY_MODEL}{settings.label}")
    return written._replace(handoff=written.handoff._replace(meta=meta))


def asker(
    settings: ModelSettings, project: Project, evidence: Evidence, now: datetime
) -> Callable[[Prompt], Reply]:
    """A function that asks the model once: within the caps, and written down."""
    from baton import calling  # with ssl 30 ms, and most users have no model
    from baton.keeping import costs

    session = f"{evidence.session.assistant}-{evidence.session.session_id}"

    def ask(prompt: Prompt) -> Reply:
        most = estimated_tokens(prompt.rules) + sum(estimated_tokens(t.text) for t in prompt.turns)
        call = costs.Call(
            call=os.urandom(8).hex(),
            at=now.isoformat(timespec="seconds"),
            project=project.key,
            session=session,
            model=settings.label,
            tokens_in=most,
            tokens_out=settings.max_output_tokens,
            dollars=settings.dollars(most, settings.max_output_tokens),
            outcome=costs.UNDER_WAY,
        )
        costs.reserve(call, settings)
        try:
            reply = calling.ask(settings, prompt, os.environ)
        except ModelError as error:
            costs.settle(_failed(call, error))
            raise
        costs.settle(_answered(call, reply, settings))
        return reply

    return ask


def _answered(call: Call, reply: Reply, settings: ModelSettings) -> Call:
    """The call as it was: what the model counted, else our estimate."""
    tokens_in = reply.tokens_in or call.tokens_in
    tokens_out = reply.tokens_out or estimated_tokens(reply.text)
    return call._replace(
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        dollars=settings.dollars(tokens_in, tokens_out),
        outcome="answered",
    )


def _failed(call: Call, error: ModelError) -> Call:
    """A call without an answer; what may have been billed stays reserved."""
    if error.billed:
        return call._replace(outcome=error.message)
    return call._replace(tokens_in=0, tokens_out=0, dollars=0.0, outcome=error.message)
