"""One POST over http or https: the only place in baton that opens a connection.

The standard library's http.client: no redirect is followed (a key stays with the address it was
given for), and a watchdog ends what takes too long, however slowly it trickles in.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from baton.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = ("localhost", "127.0.0.1", "::1")
BODY_LIMIT = 8 * 1024 * 1024


class Request(NamedTuple):
    url: str
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    status: int
    retry_after: str  # as the server put it; "" if it didn't
    body: bytes


class UnreachedError(Exception):
    """Nobody answered: the request may be sent again."""


def post(request: Request, seconds: float) -> Answer:
    """Send the request and read the whole answer, within `seconds`.

    Raises UnreachedError when no connection comes about or it ends before an answer begins,
    ModelError when the answer is cut off, too long or too late.
    """
    try:
        connection = connect(request.url, seconds)
    except (ValueError, http.client.HTTPException) as error:
        raise ModelError(f"The address or its proxy is wrong: {error}") from error
    late = threading.Event()
    try:
        try:
            connection.connect()
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            raise UnreachedError(plain(error)) from error
        watchdog = threading.Timer(seconds, hang_up, (connection.sock, late))
        watchdog.daemon = True
        watchdog.start()
        try:
            return converse(connection, request)
        except (OSError, http.client.HTTPException, UnreachedError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                message = f"The model took longer than {seconds:.0f} seconds."
                raise ModelError(message, "Raise timeout in [model].", billed=True) from error
            if isinstance(error, UnreachedError):
                raise
            message = "The model's answer was cut off on the way."
            raise ModelError(message, billed=True) from error
        finally:
            watchdog.cancel()
    finally:
        connection.close()


def converse(connection: http.client.HTTPConnection, request: Request) -> Answer:
    """Send the request over an open connection and read what comes back."""
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "user-agent": "baton",
        **request.headers,
    }
    direct = isinstance(connection, http.client.HTTPSConnection) or not proxy(request.url)
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target if direct else request.url, request.body, headers)
        answer = connection.getresponse()
    except TimeoutError:
        raise
    except (OSError, http.client.RemoteDisconnected) as error:
        raise UnreachedError(plain(error)) from error
    body = bytearray()
    while chunk := answer.read1(65536):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise ModelError("The model's answer is too long.", billed=True)
    if answer.length:  # bytes that were promised and never came
        raise http.client.IncompleteRead(bytes(body), answer.length)
    return Answer(answer.status, answer.headers.get("retry-after") or "", bytes(body))


def connect(url: str, seconds: float) -> http.client.HTTPConnection:
    """A connection to the address, not opened yet; through the user's proxy where one is set."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    through = proxy(url)
    if parts.scheme == "http":
        if through:
            return http.client.HTTPConnection(through.hostname or "", through.port, timeout=seconds)
        return http.client.HTTPConnection(host, port, timeout=seconds)
    context = ssl.create_default_context()
    if not through:
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    connection = http.client.HTTPSConnection(
        through.hostname or "", through.port, timeout=seconds, context=context
    )
    connection.set_tunnel(host, port, headers=credentials(through))
    return connection


def proxy(url: str) -> SplitResult | None:
    """The proxy that the user's environment names for this address; none for this machine's own."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    named = getproxies().get(parts.scheme, "")
    if not named or host in LOCAL or proxy_bypass(host):
        return None
    return urlsplit(named if "//" in named else f"http://{named}")


def credentials(through: SplitResult) -> dict[str, str]:
    """The header that a proxy with a password wants."""
    if not through.username:
        return {}
    pair = f"{unquote(through.username)}:{unquote(through.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def hang_up(line: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def plain(error: Exception) -> str:
    """An error of the network in a few words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
