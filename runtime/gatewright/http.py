"""HTTP without its sending: requests made ready, failures put into words."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from typing import Any, TypeGuard, cast

import httpx

from . import wire
from .config import Config, expand_path
from .errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotSupported,
    RequestTimeout,
)
from .operation import GatewayInfo, Operation, arrange, fill_in, request_body
from .results import check_streaming

_BODILESS = frozenset({"GET", "DELETE"})


class Exchange:
    """What all requests of a client share, worked out once."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        self.info = info
        self.config = config
        self.base = httpx.URL(config.http_url)
        self.prefix = config.prefix
        self.fields = info.rest_body(config.values) if info.rest_body is not None else {}
        credentials = info.rest_headers(config.values) if info.rest_headers is not None else {}
        self.headers = [
            (b"Host", config.authority.encode("ascii")),
            (b"Accept", b"*/*"),
            (b"User-Agent", f"gatewright ({info.name} {info.release})".encode()),
            *((name.encode("ascii"), value.encode("latin-1")) for name, value in config.headers.items()),
            *((name.encode("ascii"), value.encode("latin-1")) for name, value in credentials.items()),
        ]
        self.urls: dict[str, httpx.URL] = {}

    def fields_for(self, scope: Mapping[str, str]) -> dict[str, Any]:
        """Fields that the body of every request has; the scope may say other settings than the client."""
        if self.info.rest_body is None or self.info.settings.keys().isdisjoint(scope):
            return self.fields
        return self.info.rest_body({**self.config.values, **scope})

    def url(self, path: str) -> httpx.URL:
        """The URL of a path; parsing one costs as much as a small request, so they are kept."""
        url = self.urls.get(path)
        if url is None:
            url = self.base.copy_with(raw_path=(self.prefix + path).encode("ascii"))
            if len(self.urls) < 1000:
                self.urls[path] = url
        return url


def prepare(
    exchange: Exchange,
    operation: Operation[Any],
    scope: Mapping[str, str],
    fields: Mapping[str, Any],
    timeout: float,
    *,
    stream: bool = False,
    is_async: bool = False,
) -> httpx.Request:
    """The request of a call, or of a stream."""
    if operation.path is None:
        raise NotSupported("this operation is not on REST", operation=operation.name, hint="use api.socket()")
    check_streaming(operation, fields)
    values = {**exchange.config.values, **scope}
    body = request_body(exchange.info, operation, fields)
    fill_in(body, operation.fill, values)
    path = operation.path
    if "{" in path:
        given = {name: body.pop(name, None) for name in operation.in_path}
        try:
            path = expand_path(path, {**body, **values, **given})
        except ConfigurationError as error:
            error.operation = operation.name
            raise
    url = exchange.url(path)
    if operation.query or operation.params:
        query: list[tuple[str, str | int | float | bool | None]]
        query = [(name, text) for name in operation.query if name in body for text in _texts(body.pop(name))]
        query += [(name, text) for name, of in operation.params.items() for text in _texts(values[of])]
        if query:
            url = url.copy_merge_params(httpx.QueryParams(query))
    headers = exchange.headers
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] = b""
    if operation.content is not None:
        content = _content(operation, body.pop(operation.content, b""), is_async=is_async)
        headers = [*headers, (b"Content-Type", b"application/octet-stream")]
    elif body or operation.method not in _BODILESS:
        arrange(operation, body)
        content = wire.dumps({**exchange.fields_for(scope), **body})
        headers = [
            *headers,
            (b"Content-Type", b"application/json"),
            (b"Content-Length", str(len(content)).encode("ascii")),
        ]
    request = httpx.Request(
        operation.method,
        url,
        headers=headers,
        content=content,
        extensions={"timeout": {"connect": timeout, "read": timeout, "write": timeout, "pool": timeout}},
    )
    if stream:
        # What is compressed comes in lumps.
        request.headers["Accept-Encoding"] = "identity"
    return request


def _content(
    operation: Operation[Any], content: Any, *, is_async: bool
) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
    """The raw body of a request, in a form that httpx takes."""
    if wire.is_bytes(content):
        return bytes(content)
    if isinstance(content, Iterable) and not isinstance(content, (str, Mapping)):
        parts = cast("Iterable[bytes]", content)
        return _each(parts) if is_async else parts
    if is_async and isinstance(content, AsyncIterable):
        return cast("AsyncIterable[bytes]", content)
    raise ConfigurationError(
        f"{operation.content}: bytes, or an iterable of them, not {type(cast('object', content)).__name__}",
        operation=operation.name,
    )


async def _each(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def failed(
    exchange: Exchange, operation: Operation[Any], timeout: float, error: Exception, *, closed: bool
) -> GatewayError:
    """The exception for a request that got no response."""
    where = f"{exchange.info.title} at {exchange.config.http_url}"
    if isinstance(error, GatewayError):
        error.operation = operation.name
        return error
    if closed:
        return ClientClosed("the client was closed", operation=operation.name)
    if isinstance(error, httpx.ConnectTimeout):
        return ConnectionFailed(f"{where} did not accept a connection in time", operation=operation.name)
    if isinstance(error, httpx.TimeoutException):
        return RequestTimeout(f"no answer within {timeout:g} s", operation=operation.name)
    if _was_refused(error):
        return ConnectionFailed(
            f"nothing listens at {exchange.config.http_url}",
            operation=operation.name,
            hint=f"is {exchange.info.title} running there?",
        )
    if isinstance(error, httpx.ConnectError):
        return ConnectionFailed(
            f"{where} cannot be reached: {error}",
            operation=operation.name,
            hint=f"is {exchange.info.title} running there?",
        )
    return ConnectionLost(
        f"the connection broke: {str(error) or type(error).__name__}", operation=operation.name
    )


def _was_refused(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ConnectionRefusedError):
        error = error.__cause__ or error.__context__
    return error is not None


def _texts(value: Any) -> list[str]:
    """The texts of a query parameter; a list gives one for each of its items."""
    return [_text(item) for item in value] if _is_many(value) else [_text(value)]


def _is_many(value: Any) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
