"""The laws of editing JSON in place, over arbitrary documents and layouts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.installing import claude_code, json_text
from baton.installing.manifest import Entry

names = st.text(max_size=6)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
handlers = st.fixed_dictionaries(
    {"type": st.just("command"), "command": st.text(max_size=10)},
    optional={"timeout": st.integers(0, 99)},
)
groups = st.fixed_dictionaries(
    {"hooks": st.lists(handlers, max_size=2)}, optional={"matcher": st.text(max_size=5)}
)
hooks = st.dictionaries(
    st.sampled_from([*claude_code.EVENTS, "PreToolUse"]), st.lists(groups, max_size=2)
)
settings = st.builds(
    lambda rest, hooks: {**rest, **hooks},
    st.dictionaries(names.filter(lambda name: name != "hooks"), values, max_size=3),
    st.fixed_dictionaries({}, optional={"hooks": hooks}),
)
indents = st.sampled_from([None, 0, 1, 2, 4, "\t"])


def written(value: object, indent: int | str | None, newline: str, end: str) -> str:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return text.replace("\n", newline) + end


documents = st.builds(
    written, settings, indents, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n", "\r\n"])
).filter(lambda text: not text.startswith("\ufeff"))


@given(documents)
def test_hooks_in_and_out_again(text: str) -> None:
    """Only the structural way, without the recorded bytes: the same value, and what others
    wrote stands as it stood."""
    before = json.loads(text)
    once = claude_code._with_hooks("settings.json", text)
    assert claude_code._with_hooks("settings.json", once) == once
    installed = json.loads(once)
    assert {k: v for k, v in installed.items() if k != "hooks"} == {
        k: v for k, v in before.items() if k != "hooks"
    }
    for event, theirs in before.get("hooks", {}).items():
        assert installed["hooks"][event][: len(theirs)] == theirs
    original = Entry(text.encode("utf-8"), once.encode("utf-8"))
    out = claude_code.without_ours("settings.json", once.encode("utf-8"), original)
    assert out is not None
    assert json.loads(out) == before
    assert list(json.loads(out)) == list(before)


@given(st.dictionaries(names, values, max_size=4), names, values, indents)
def test_add_then_delete_is_nothing(
    document: dict[str, object], key: str, value: object, indent: int | str | None
) -> None:
    document.pop(key, None)
    text = json.dumps(document, indent=indent)
    added = json_text.add(text, (), key, value)
    assert json.loads(added) == {**document, key: value}
    assert list(json.loads(added)) == [*document, key]
    assert json_text.delete(added, (key,)) == text


@given(st.dictionaries(names, values, min_size=1, max_size=4), values, indents, st.data())
def test_replace_and_delete_touch_one_member(
    document: dict[str, object], value: object, indent: int | str | None, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(document)))
    text = json.dumps(document, indent=indent)
    assert json.loads(json_text.replace(text, (key,), value)) == {**document, key: value}
    rest = {k: v for k, v in document.items() if k != key}
    assert json.loads(json_text.delete(text, (key,))) == rest


def test_a_new_member_takes_the_look_of_its_neighbours() -> None:
    text = '{\n\t"a": [1, 2],\n\t"b": {}\n}\n'
    assert json_text.add(text, ("a",), "", 3) == text.replace("2]", "2, 3]")
    assert json_text.add(text, ("b",), "c", 1) == text.replace("{}", '{\n\t\t"c": 1\n\t}')
    assert json_text.add(text, (), "c", [1]) == text.replace("{}\n", '{},\n\t"c": [\n\t\t1\n\t]\n')


def test_of_a_key_twice_the_last_one_counts() -> None:
    text = '{"a": {"b": 1}, "a": {}}'
    assert json.loads(json_text.add(text, ("a",), "c", 2)) == {"a": {"c": 2}}


def test_a_missing_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        json_text.add("{}", ("a",), "b", 1)
