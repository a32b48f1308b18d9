"""`baton cost`: what the configured model has cost, from the ledger."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton.errors import ConfigError
from baton.faces.terminal import say, show, show_json
from baton.keeping import costs
from baton.wording import chosen

if TYPE_CHECKING:
    import argparse

    from baton.keeping.costs import Call, Spent
    from baton.model_config import ModelSettings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    calls = costs.calls()
    today = costs.of_day(calls, now)
    month = costs.of_month(calls, now)
    models = sorted({one.model for one in month})
    by_model = {m: costs.spent(one for one in month if one.model == m) for m in models}
    settings = configured()
    if args.json:
        show_json(
            {
                "model": settings.label if settings else None,
                "today": costs.spent(today)._asdict(),
                "month": costs.spent(month)._asdict(),
                "by_model": {model: one._asdict() for model, one in by_model.items()},
                "last": [one._asdict() for one in calls[-10:]],
            }
        )
        return 0
    tell(settings, costs.spent(today), by_model, costs.spent(month))
    tell_failures(today)
    return 0


def configured() -> ModelSettings | None:
    """The model in use; a mistake in its settings is told, the ledger is shown all the same."""
    try:
        return chosen(os.environ)
    except ConfigError as error:
        say(f"baton: {error.message}")
        return None


def tell(
    settings: ModelSettings | None, today: Spent, by_model: dict[str, Spent], month: Spent
) -> None:
    if settings is None:
        show("No model is configured: drafts are written without one, and cost nothing.")
    else:
        show(f"Drafts are worded by {settings.label}.")
    if settings is None and not month.calls:
        return
    show(f"  today       {in_words(today)}")
    show(f"  this month  {in_words(month)}")
    for model, one in by_model.items():
        show(f"    {model}: {in_words(one)}")
    if settings is not None:
        show(
            f"  caps a day  {settings.tokens_per_day:,} tokens, ${settings.dollars_per_day:.2f}; "
            f"a session {settings.tokens_per_session:,} tokens, "
            f"${settings.dollars_per_session:.2f}, {settings.calls_per_session} calls"
        )
        if not settings.dollars_per_million_in and settings.protocol in ("anthropic", "openai"):
            show(
                "  No prices are set, so money isn't counted: set dollars_per_million_in and _out."
            )


def tell_failures(today: list[Call]) -> None:
    """What went wrong today, the latest last."""
    for one in [one for one in today if one.outcome != "answered"][-5:]:
        show(f"  {one.at[11:16]} {one.session}: {one.outcome}")


def in_words(one: Spent) -> str:
    calls = "1 call" if one.calls == 1 else f"{one.calls} calls"
    return f"{calls}, {one.tokens_in:,} tokens in, {one.tokens_out:,} out, ${one.dollars:.4f}"
