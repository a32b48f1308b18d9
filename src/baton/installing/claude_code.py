"""Claude Code: hooks in `.claude/settings.json`, a block in CLAUDE.md.

Observed with 2.1.197: a hook's command runs through a shell in the folder the session started in,
with the payload on standard input; `timeout` is in seconds. All SessionEnd hooks together get 1.5
seconds, raised to the largest `timeout` among them in a settings file (60 at most). Handlers with
the same command run once. AGENTS.md is read only when CLAUDE.md imports it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import ConfigError, StorageError
from baton.installing import instructions, json_text
from baton.installing.change import Change, Plan, content, inside, joined

if TYPE_CHECKING:
    from baton.installing.manifest import Entry

SETTINGS = ".claude/settings.json"
INSTRUCTIONS = ("CLAUDE.md", ".claude/CLAUDE.md")  # the first that exists is the one
AGENTS = "AGENTS.md"

# Claude Code's event -> ours, and the seconds it may take. The hooks themselves return within a
# fraction of a second; the seconds are for a machine under load.
EVENTS: dict[str, tuple[str, int]] = {
    "SessionStart": ("session-start", 10),
    "UserPromptSubmit": ("user-prompt-submit", 5),
    "PreCompact": ("pre-compact", 10),
    "Stop": ("stop", 10),
    "SessionEnd": ("session-end", 10),
}


class Found(NamedTuple):
    """One of our handlers in a settings file."""

    group: int
    handler: int
    value: object


def command(event: str) -> str:
    """The shell text of a hook: settings are shared, so it is silent where baton is missing."""
    return f"command -v baton >/dev/null 2>&1 || exit 0; exec baton hook claude-code {event}"


def plan(root: str, folder: str) -> Plan:
    """What installing would change below `root`; `folder` is where handoffs lie.

    Raises ConfigError when a file there can't be understood, StorageError when it can't be read.
    """
    return joined(_plan_settings(root), _plan_instructions(root, folder))


def places(root: str) -> tuple[str, ...]:
    """Every file that an install may have changed; links that lead out of the project aren't."""
    found = []
    for name in (SETTINGS, *INSTRUCTIONS, AGENTS):
        try:
            found.append(inside(root, name))
        except StorageError:
            continue
    return tuple(dict.fromkeys(found))


def without_ours(path: str, data: bytes, entry: Entry | None) -> bytes | None:
    """A file of `places` with our part taken out of it; None when nothing else was in it.

    `entry` is what the manifest knows of the file. Raises ConfigError when it can't be parsed.
    """
    original = entry.original if entry else None
    if os.path.basename(path) == os.path.basename(SETTINGS):
        text = _decode(path, data)
        kept = _without_hooks(path, text, original)
        if kept != text and original is None and json_text.parse(kept) == {}:
            return None
        return kept.encode("utf-8")
    rest = instructions.take(data, path, entry.wrote if entry else None)
    if rest == data:
        return data
    if original is None and not rest.strip():
        return None
    if original is not None and original.strip() and not original.endswith(b"\n"):
        ended_with_block = data.rstrip().endswith(instructions.END)
        return rest.rstrip(b"\r\n") if ended_with_block else rest
    return rest


def _plan_settings(root: str) -> Plan:
    path = inside(root, SETTINGS)
    data = content(path)
    text = _decode(path, data or b"")
    settings = _settings(path, text)
    notes: tuple[str, ...] = ()
    if settings.get("disableAllHooks") is True:
        notes = (f"{SETTINGS} has disableAllHooks: true, so Claude Code runs no hooks here.",)
    after = _with_hooks(path, text).encode("utf-8")
    if data is not None and after == data:
        return Plan((), notes)
    what = f"Claude Code's hooks: {', '.join(EVENTS)}"
    return Plan((Change(path, data, after, what),), notes)


def _plan_instructions(root: str, folder: str) -> Plan:
    try:
        name, notes = _instruction_file(root)
        path = inside(root, name)
    except StorageError as error:  # the hooks do their work without the paragraph
        return Plan((), (error.message,))
    data = content(path)
    after = instructions.put(data or b"", folder, name)
    if data == after:
        return Plan((), notes)
    return Plan((Change(path, data, after, "a paragraph that says what handoffs are"),), notes)


def _instruction_file(root: str) -> tuple[str, tuple[str, ...]]:
    """The file that gets the block, and what a person should know about the choice."""
    for name in INSTRUCTIONS:
        data = content(inside(root, name))
        if data is None:
            continue
        if instructions.imports_agents_file(data) and os.path.isfile(inside(root, AGENTS)):
            return AGENTS, (f"{name} imports @{AGENTS}, so the paragraph goes there.",)
        return name, ()
    if os.path.isfile(inside(root, AGENTS)):
        why = f"{AGENTS} is left alone: Claude Code reads only {INSTRUCTIONS[0]}."
        return INSTRUCTIONS[0], (why,)
    return INSTRUCTIONS[0], ()


def _decode(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unusable(path, "is not UTF-8") from error


def _unusable(path: str, why: str) -> ConfigError:
    return ConfigError(
        f"{path} {why}, so it is left as it is and nothing was written.",
        "Correct it (Claude Code can't use it either) and try again.",
    )


def _settings(path: str, text: str) -> dict[str, object]:
    """The parsed settings. Raises ConfigError when they aren't an object of the known shape."""
    try:
        settings = json_text.parse(text)
    except (ValueError, RecursionError) as error:
        raise _unusable(path, f"can't be parsed ({error})") from error
    if not isinstance(settings, dict):
        raise _unusable(path, "doesn't hold a JSON object")
    hooks = settings.get("hooks", {})
    if not isinstance(hooks, dict):
        raise _unusable(path, 'has a "hooks" that is no object')
    for event in EVENTS:
        if not isinstance(hooks.get(event, []), list):
            raise _unusable(path, f'has a "hooks.{event}" that is no list')
    return settings


def _groups(path: str, text: str, event: str) -> list[object] | None:
    """The matcher groups of an event; None when the settings don't name it."""
    hooks = _settings(path, text).get("hooks")
    groups = hooks.get(event) if isinstance(hooks, dict) else None
    return groups if isinstance(groups, list) else None


def _ours(groups: list[object] | None, event: str) -> list[Found]:
    """Our handlers of an event, recognised by the end of their command."""
    ending = f"baton hook claude-code {EVENTS[event][0]}"
    found = []
    for g, group in enumerate(groups or []):
        handlers = group.get("hooks") if isinstance(group, dict) else None
        for h, handler in enumerate(handlers if isinstance(handlers, list) else []):
            text = handler.get("command") if isinstance(handler, dict) else None
            if isinstance(text, str) and text.rstrip().endswith(ending):
                found.append(Found(g, h, handler))
    return found


def _with_hooks(path: str, text: str) -> str:
    """Settings with each of our handlers in them once, as this version wants them."""
    if not text.strip(json_text.BLANK + json_text.BOM):
        text = text.rstrip(json_text.BLANK) + "{}\n"
    for event, (ours, seconds) in EVENTS.items():
        wanted = {"type": "command", "command": command(ours), "timeout": seconds}
        groups = _groups(path, text, event)
        found = _ours(groups, event)
        for extra in reversed(found[1:]):
            text = _without_handler(path, text, event, extra)
        if found and found[0].value != wanted:
            where = ("hooks", event, found[0].group, "hooks", found[0].handler)
            text = json_text.replace(text, where, wanted)
        if found:
            continue
        if _settings(path, text).get("hooks") is None:
            text = json_text.add(text, (), "hooks", {event: [{"hooks": [wanted]}]})
        elif groups is None:
            text = json_text.add(text, ("hooks",), event, [{"hooks": [wanted]}])
        else:
            text = json_text.add(text, ("hooks", event), "", {"hooks": [wanted]})
    return text


def _without_hooks(path: str, text: str, original: bytes | None) -> str:
    """Settings without our handlers, and without the containers that only they had filled."""
    before = _settings(path, _decode(path, original)) if original else {}
    had = before.get("hooks")
    for event in EVENTS:
        found = _ours(_groups(path, text, event), event)
        for ours in reversed(found):
            text = _without_handler(path, text, event, ours)
        had_event = isinstance(had, dict) and event in had
        if found and not _groups(path, text, event) and not had_event:
            text = json_text.delete(text, ("hooks", event))
            if _settings(path, text).get("hooks") == {} and had is None:
                text = json_text.delete(text, ("hooks",))
    return text


def _without_handler(path: str, text: str, event: str, ours: Found) -> str:
    """Settings without one handler; its group goes too when it is left empty."""
    groups = _groups(path, text, event) or []
    group = groups[ours.group]
    if isinstance(group, dict) and len(group["hooks"]) == 1:
        return json_text.delete(text, ("hooks", event, ours.group))
    return json_text.delete(text, ("hooks", event, ours.group, "hooks", ours.handler))
