"""Every protocol over real sockets: what is sent, what comes back, and all that goes wrong."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from baton import calling
from baton.calling import persisting
from baton.errors import ModelError
from baton.model.prompt import Prompt, Reply
from baton.model_config import ModelSettings, Protocol
from tests.calling.endpoint import PATHS, Endpoint, Step, clean, says

PROMPT = Prompt("Be brief.", (clean("one"), clean("two"), clean("three")))
PROTOCOLS: list[Protocol] = ["anthropic", "openai", "ollama"]
BOTH = pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
EACH = pytest.mark.parametrize("protocol", PROTOCOLS)
TEXT = 'Grüße: {"claims": []} and\nmore 漢字'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persisting, "FIRST_PAUSE", 0.01)


def ask(endpoint: Endpoint, protocol: Protocol = "anthropic", **more: Any) -> Reply:
    return calling.ask(endpoint.settings(protocol, **more), PROMPT, {"KEY": "k-123"})


@BOTH
@EACH
def test_an_answer(protocol: Protocol, stream: bool) -> None:
    with Endpoint(says(protocol, TEXT, stream=stream)) as endpoint:
        reply = ask(endpoint, protocol, stream=stream, key_env="KEY")
    assert reply == Reply(TEXT, 7, 5)
    (asked,) = endpoint.asked
    assert asked.path == PATHS[protocol]
    assert asked.body["model"] == "test-model"
    assert asked.body["stream"] is stream
    roles = [message["role"] for message in asked.body["messages"]]
    said = [message["content"] for message in asked.body["messages"]]
    if protocol == "anthropic":
        assert asked.body["system"] == "Be brief."
        assert asked.headers["x-api-key"] == "k-123"
        assert asked.headers["anthropic-version"]
    else:
        assert (roles.pop(0), said.pop(0)) == ("system", "Be brief.")
        assert asked.headers["authorization"] == "Bearer k-123"
    assert roles == ["user", "assistant", "user"]
    assert said == ["one", "two", "three"]


def test_ollama_is_told_how_much_it_must_hold() -> None:
    with Endpoint(says("ollama", TEXT, stream=False)) as endpoint:
        ask(endpoint, "ollama", stream=False, max_output_tokens=5000)
    assert endpoint.asked[0].body["options"] == {"num_ctx": 8192, "num_predict": 5000}


@EACH
def test_no_key_is_sent_where_none_is_configured(protocol: Protocol) -> None:
    with Endpoint(says(protocol, TEXT, stream=True)) as endpoint:
        ask(endpoint, protocol)
    assert not {"authorization", "x-api-key"} & endpoint.asked[0].headers.keys()


def test_a_key_with_a_line_feed_is_still_the_key() -> None:
    with Endpoint(says("openai", TEXT, stream=True)) as endpoint:
        calling.ask(endpoint.settings("openai", key_env="KEY"), PROMPT, {"KEY": "k-123\n"})
    assert endpoint.asked[0].headers["authorization"] == "Bearer k-123"


@pytest.mark.parametrize("environ", [{}, {"OTHER": " "}, {"OTHER": "a\nb"}, {"OTHER": "schlüssel"}])
def test_a_key_that_is_none(environ: dict[str, str]) -> None:
    with Endpoint() as endpoint, pytest.raises(ModelError, match="OTHER holds no key") as caught:
        calling.ask(endpoint.settings("openai", key_env="OTHER"), PROMPT, environ)
    assert not caught.value.billed
    assert endpoint.asked == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
@EACH
def test_what_passes_is_tried_again(protocol: Protocol, status: int) -> None:
    steps = (Step(status=status), Step(hangs_up=True), says(protocol, TEXT, stream=True))
    with Endpoint(*steps) as endpoint:
        assert ask(endpoint, protocol).text == TEXT
    assert len(endpoint.asked) == 3


def test_not_for_ever() -> None:
    error = Step(b'{"error": {"type": "api_error", "message": "busy \\u001b[31m"}}', 500)
    with Endpoint(*[error] * 9) as endpoint, pytest.raises(ModelError) as caught:
        ask(endpoint)
    assert caught.value.message == "test-model answered 500: busy [31m"
    assert not caught.value.billed
    assert len(endpoint.asked) == persisting.TRIES


def test_retry_after_is_honoured() -> None:
    limit = Step(status=429, headers={"retry-after": "1"})
    with Endpoint(limit, says("openai", TEXT, stream=True)) as endpoint:
        began = time.monotonic()
        ask(endpoint, "openai")
    assert time.monotonic() - began >= 1


IN_AN_HOUR = format_datetime(datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.parametrize("text", ["3600", IN_AN_HOUR], ids=["seconds", "date"])
def test_a_pause_longer_than_the_time_left_is_not_waited_for(text: str) -> None:
    with Endpoint(Step(status=429, headers={"retry-after": text})) as endpoint:
        began = time.monotonic()
        with pytest.raises(ModelError, match="answered 429"):
            ask(endpoint)
    assert time.monotonic() - began < 2
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("text", ["", "soon", "-3", "Mon, 99 Foo"])
def test_a_retry_after_that_means_nothing(text: str) -> None:
    assert persisting.seconds_of(text) is None


@pytest.mark.parametrize(
    ("status", "hint"), [(400, ""), (401, "key in KEY"), (404, "address and name"), (302, "")]
)
def test_what_stays_wrong_is_said_at_once(status: int, hint: str) -> None:
    body = json.dumps({"error": {"message": "bad key k-123"}}).encode()
    step = Step(body, status, headers={"location": "http://127.0.0.1:1/"})
    with Endpoint(step, step) as endpoint, pytest.raises(ModelError) as caught:
        ask(endpoint, key_env="KEY")
    assert caught.value.message == f"test-model answered {status}: bad key ***"
    assert hint in caught.value.hint
    assert len(endpoint.asked) == 1


def test_nobody_there() -> None:
    with Endpoint() as endpoint:
        settings = endpoint.settings("anthropic")
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:\d+ can't be reached") as caught:
        calling.ask(settings, PROMPT, {})
    assert not caught.value.billed


@pytest.mark.parametrize("host", ["no such host", "a..b", "x" * 70 + ".example", "[::1"])
def test_an_address_that_is_none(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = ModelSettings("openai", "m", f"http://{host}/v1", timeout=2)
    with pytest.raises(ModelError):
        calling.ask(settings, PROMPT, {})


def test_a_proxy_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy:port")
    with pytest.raises(ModelError, match="proxy is wrong"):
        calling.ask(ModelSettings("openai", "m", "http://models.invalid"), PROMPT, {})


def cut(step: Step) -> Step:
    """The step, broken off in the middle of its body."""
    half = len(step.body) // 2
    return step._replace(body=step.body[:half], missing=len(step.body) - half)


@BOTH
@EACH
def test_a_connection_cut_in_the_middle(protocol: Protocol, stream: bool) -> None:
    step = cut(says(protocol, TEXT * 9, stream=stream))
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match="cut off") as caught:
        ask(endpoint, protocol, stream=stream)
    assert caught.value.billed
    assert len(endpoint.asked) == 1, "it may have been paid for"


@EACH
def test_an_answer_in_chunks_whole_and_cut(protocol: Protocol) -> None:
    step = says(protocol, TEXT, stream=True)._replace(chunked=True)
    with Endpoint(step, step._replace(missing=1)) as endpoint:
        assert ask(endpoint, protocol).text == TEXT
        with pytest.raises(ModelError, match="cut off"):
            ask(endpoint, protocol)


@EACH
def test_a_stream_that_ends_too_early(protocol: Protocol) -> None:
    step = says(protocol, TEXT * 9, stream=True)
    separator = b"\n" if protocol == "ollama" else b"\n\n"
    lines = step.body.split(separator)
    shorter = step._replace(body=separator.join(lines[: len(lines) // 2]) + separator)
    with Endpoint(shorter) as endpoint, pytest.raises(ModelError, match="cut off"):
        ask(endpoint, protocol)


@pytest.mark.parametrize(
    "step",
    [Step(silent=5.0), says("anthropic", TEXT, stream=True)._replace(trickle=0.05)],
    ids=["silent", "trickling"],
)
def test_one_that_takes_too_long(step: Step) -> None:
    began = time.monotonic()
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match="longer than 1 seconds"):
        ask(endpoint, timeout=1)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[" * 100_000, b"{}", b"null", b"data: {\n\n", b"\xff\xfe"]
)
@EACH
def test_answers_that_are_none(protocol: Protocol, body: bytes) -> None:
    with Endpoint(Step(body)) as endpoint, pytest.raises(ModelError):
        ask(endpoint, protocol)


REFUSALS: list[tuple[Protocol, object]] = [
    ("anthropic", {"type": "message", "content": [], "stop_reason": "refusal"}),
    ("openai", {"choices": [{"message": {"refusal": "I can't"}, "finish_reason": "stop"}]}),
    ("openai", {"choices": [{"message": {}, "finish_reason": "content_filter"}]}),
]


@pytest.mark.parametrize(("protocol", "payload"), REFUSALS)
def test_a_refusal(protocol: Protocol, payload: object) -> None:
    step = Step(json.dumps(payload).encode())
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match="refused") as caught:
        ask(endpoint, protocol)
    assert caught.value.billed


REFUSED_IN_A_STREAM: list[tuple[Protocol, bytes, str]] = [
    ("anthropic", b'data: {"type": "error", "error": {"type": "overloaded_error"}}\n\n', "overl"),
    ("openai", b'data: {"choices": [{"delta": {"refusal": "no"}, "finish_reason": "stop"}]}\n\n'
     b"data: [DONE]\n\n", "refused"),
    ("openai", b'data: {"error": {"type": "server_error"}}\n\n', "server_error"),
    ("ollama", b'{"error": "model not loaded"}\n', "model not loaded"),
]  # fmt: skip


@pytest.mark.parametrize(("protocol", "body", "what"), REFUSED_IN_A_STREAM)
def test_a_stream_with_bad_news(protocol: Protocol, body: bytes, what: str) -> None:
    step = Step(body, kind="text/event-stream")
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match=what):
        ask(endpoint, protocol)


@EACH
def test_an_answer_cut_at_the_limit_of_tokens(protocol: Protocol) -> None:
    step = says(protocol, TEXT, stream=True)
    ends = {"anthropic": (b"end_turn", b"max_tokens")}.get(protocol, (b'"stop"', b'"length"'))
    step = step._replace(body=step.body.replace(*ends))
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match="max_output_tokens"):
        ask(endpoint, protocol)


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baton.calling.http.BODY_LIMIT", 1000)
    step = says("openai", TEXT * 99, stream=True)
    with Endpoint(step) as endpoint, pytest.raises(ModelError, match="too long"):
        ask(endpoint, "openai")


def test_the_users_proxy_is_used_and_local_addresses_bypass_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Endpoint(says("openai", TEXT, stream=True)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        settings = ModelSettings("openai", "test-model", "http://models.invalid/v1")
        assert calling.ask(settings, PROMPT, {}).text == TEXT
        assert proxy.asked[0].path == "http://models.invalid/v1/chat/completions"
        monkeypatch.setenv("no_proxy", "")
        with Endpoint(says("openai", TEXT, stream=True)) as endpoint:
            ask(endpoint, "openai")
        assert endpoint.asked[0].path == "/v1/chat/completions"
