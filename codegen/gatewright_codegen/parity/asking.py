"""Questions to a live gateway over HTTP, and what its answers say."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from gatewright import wire
from gatewright.descriptor import Descriptor, Unknown

from .report import ParityError

MOST_READ = 64 * 1024
_NAME = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)(\?)?")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status, if over HTTP, and the error's type and message, if it is one.

    Attributes:
        silent: Nothing came in time.
        allowed: Methods that an `Allow` header lists.
        body: What came over the socket.
    """

    status: int | None = None
    type: str = ""
    message: str = ""
    silent: bool = False
    allowed: frozenset[str] = frozenset()
    body: Any = None

    def is_unknown(self, rules: list[Unknown]) -> bool:
        """Whether the gateway said that it does not have what it was asked for."""
        return any(
            (rule.status is None or rule.status == self.status)
            and (rule.type is None or rule.type == self.type)
            and (rule.message is None or re.search(rule.message, self.message) is not None)
            for rule in rules
        )

    @property
    def is_refusal(self) -> bool:
        """Whether it is an error, of whatever kind."""
        return bool(self.type or self.message) or (self.status is not None and self.status >= 400)

    @property
    def words(self) -> str:
        """It in words, for a table."""
        if self.silent:
            return "no answer in time"
        return " ".join(str(each) for each in (self.status, self.type, self.message) if each)


def fill(template: Any, values: Values) -> Any:
    """The template with its values; `$name?` without one leaves its key out."""
    if isinstance(template, str):
        whole = _NAME.fullmatch(template)
        if whole is not None:
            return values.get(whole[1])
        return _NAME.sub(lambda found: str(values.get(found[1], "")), template)
    if wire.is_object(template):
        made: dict[str, Any] = {}
        for key, value in template.items():
            filled = fill(value, values)
            if filled is not None or not (isinstance(value, str) and value.endswith("?")):
                made[key] = filled
        return made
    if wire.is_array(template):
        return [fill(each, values) for each in template]
    return template


def located(path: str, values: Values) -> str:
    """The path with its values."""
    return re.sub(r"\{(\w+)\}", lambda found: quote(str(values[found[1]]), safe=""), path)


def at(body: Any, path: str) -> Any:
    """What stands at a dotted path; `.` is the body itself."""
    if path != ".":
        for step in path.split("."):
            body = body.get(step) if wire.is_object(body) else None
    return body


def error_of(descriptor: Descriptor, found: list[Any]) -> tuple[str, str]:
    """Type and message of the first error that is an object or a list, else of the first that is text."""
    errors = descriptor.gateway.errors
    for each in found:
        if wire.is_object(each):
            types = (each.get(name) for name in errors.type)
            kind = next((value for value in types if isinstance(value, str)), "")
            message = each.get(errors.message)
            if not isinstance(message, str):
                message = next(
                    (each[key] for key in ("detail", "error") if isinstance(each.get(key), str)), ""
                )
            return kind, message
        if wire.is_array(each):
            return "", wire.dumps(each).decode()[:MOST_READ]
    return "", next((each for each in found if isinstance(each, str)), "")


class Http:
    """Asks over HTTP, and by the handshakes of sockets.

    Raises of all methods:
        ParityError: the gateway cannot be reached.
    """

    def __init__(self, descriptor: Descriptor, url: str, timeout: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ParityError(f"{url!r} is no address of a gateway; it starts with http:// or https://")
        self._descriptor = descriptor
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._client = httpx.Client(timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        content: bytes | None,
    ) -> Answer:
        """Send a request, and read no more of the answer than tells what it is."""
        sent = {"Content-Type": "application/json", **headers} if content is not None else dict(headers)
        request = self._client.build_request(
            method, self._url + path, params=query or None, headers=sent, content=content
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                return self._answer(response)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            if isinstance(error, httpx.ConnectTimeout):
                raise ParityError(f"{self._url} does not answer") from None
            return Answer(silent=True)
        except httpx.HTTPError as error:
            raise ParityError(f"{self._url}{path}: {str(error) or type(error).__name__}") from None

    def _answer(self, response: httpx.Response) -> Answer:
        allowed = frozenset(each.strip().upper() for each in response.headers.get("allow", "").split(","))
        # A success needs no reading where the status tells; it may be a stream without end.
        if response.is_success and self._descriptor.gateway.errors.by == "status":
            return Answer(response.status_code, allowed=allowed)
        received = bytearray()
        for part in response.iter_bytes():
            received += part
            if len(received) > MOST_READ:
                break
        kind, message = self._error(bytes(received), response.is_success)
        return Answer(response.status_code, kind, message, allowed=allowed)

    def _error(self, raw: bytes, success: bool) -> tuple[str, str]:
        try:
            body = wire.loads(raw)
        except ValueError:
            return "", "" if success else raw[:MOST_READ].decode(errors="replace").strip()
        return error_of(self._descriptor, [at(body, path) for path in self._descriptor.gateway.errors.at])

    def shake_hands(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Open a socket and close it again."""
        try:
            with self.socket(path, query, headers, 2**20):
                return Answer(101)
        except InvalidStatus as refusal:
            kind, message = self._error(bytes(refusal.response.body or b""), success=False)
            return Answer(refusal.response.status_code, kind, message)

    @contextmanager
    def socket(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str], size: int
    ) -> Generator[ClientConnection, None, None]:
        """A socket.

        Raises:
            InvalidStatus: the gateway refused it.
        """
        url = f"ws{self._url.removeprefix('http')}{path}"
        if query:
            url = f"{url}?{urlencode(query)}"
        try:
            opened = connect(
                url,
                additional_headers=dict(headers),
                open_timeout=self._timeout,
                close_timeout=self._timeout,
                max_size=size,
            )
        except InvalidStatus:
            raise
        except (OSError, InvalidHandshake) as error:
            raise ParityError(f"{self._url}{path}: {str(error) or type(error).__name__}") from None
        with opened:
            yield opened
