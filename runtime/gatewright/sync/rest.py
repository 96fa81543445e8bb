"""Calls over HTTP, for blocking code."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from ..chunks import Tally
from ..config import Config, backoff
from ..errors import ClientClosed, ConnectionFailed, GatewayError, discreet, never_sent, repeatable
from ..http import Exchange, failed, prepare
from ..operation import Follow, GatewayInfo, Operation, StreamOperation
from ..results import check_streaming, read_response, stream_decoder
from ..session.mux import Call
from ..steps import filled
from .calls import CallChannel
from .follow import follow as follow_
from .http_stream import HttpSource, HttpStreams, connected, wake
from .stream import Stream

if TYPE_CHECKING:
    from .socket import SocketChannel

R = TypeVar("R")
Item = TypeVar("Item")


class RestChannel(CallChannel):
    """The way of a call over HTTP; one client with kept-alive connections for all calls.

    Args:
        client: Used as it is, for streams, too; it stays open.
        sockets: Gives the way of calls over sockets, for what does not work over HTTP alone.
    """

    def __init__(
        self,
        info: GatewayInfo,
        config: Config,
        client: httpx.Client | None = None,
        sockets: Callable[[], SocketChannel] | None = None,
    ) -> None:
        super().__init__(info, config)
        self._exchange = Exchange(info, config)
        self._given = client is not None
        # Made here, not at the first call, which several threads may make at once.
        self._client = client if client is not None else self._build(most=100, idle=20)
        self._calls_over_sockets = sockets
        self._sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self._streams = HttpStreams()
        self._streaming: httpx.Client | None = client
        self._making = threading.Lock()
        self.closed = False

    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> Stream[Item]:
        """The stream of an operation. The timeout counts from one piece of it to the next.

        A stream has a connection of its own, since leaving it early ends that.
        """
        seconds = self._config.seconds(timeout)
        if operation.media == "bytes":
            return self._download(operation, scope, fields, seconds, Tally(operation))
        rule = replace(operation.stream, decode=stream_decoder(operation))
        return Stream(lambda: self._start(operation, scope, fields, seconds), rule, callback=callback)

    def follow(
        self,
        follow: Follow[R, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        on_event: Callable[[Item], object] | None = None,
    ) -> R:
        """Start something, tell `on_event` how it goes, and return its result.

        The timeout bounds each request and each silence, not the whole.

        Raises:
            ServiceError: it failed; `partial` holds the result.
            GatewayError: see the errors module for what else can go wrong.
        """
        try:
            return follow_(self, self._socket(), follow, scope, fields, timeout, on_event)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    def close(self) -> None:
        """Close the connections. Closing twice is fine; a client that was passed in stays open.

        What is under way fails with ClientClosed, but for calls by a client that was passed in.
        """
        self.closed = True
        with self._making:
            sockets = list(self._sockets)
        for found in sockets:
            wake(found)
        self._streams.close()
        self._streams.reap()
        if not self._given:
            self._client.close()
            if self._streaming is not None:
                self._streaming.close()

    def _ask(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        request = prepare(self._exchange, operation, self._scoped(scope), fields, timeout)
        if not self._given:
            request.extensions["trace"] = self._trace
        response, latency = self._send(lambda: self._client, operation, request, timeout)
        try:
            status, content = response.status_code, response.content
            return read_response(self._info, operation, fields, status, content, latency)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    def _joined(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R:
        check_streaming(operation, fields)
        socket = self._socket()
        if socket is None:
            return self._ask(operation, scope, fields, self._config.seconds(timeout))
        try:
            return socket.call(operation, scope, fields, timeout)
        except GatewayError as error:
            if not never_sent(error):
                raise
            unopened = error
        try:
            return self._ask(operation, scope, fields, self._config.seconds(timeout))
        except GatewayError as error:
            if not isinstance(error, ConnectionFailed):
                error.advise(
                    f"over HTTP this is not answered well, and the socket failed: {unopened.message}"
                )
            raise

    def _socket(self) -> SocketChannel | None:
        return None if self._calls_over_sockets is None else self._calls_over_sockets().bound(self._bound)

    def _download(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        tally: Tally,
    ) -> Stream[Any]:
        def start() -> tuple[Call, HttpSource]:
            length = operation.stream.length
            if length is not None:
                asked = self._info.operation(length.operation)
                tally.total = self.call(asked, scope, filled(dict(length.request), fields), timeout)
            return self._start(operation, scope, fields, timeout)

        return Stream(start, tally.rule(raw=True))

    def _build(self, *, most: int | None, idle: int) -> httpx.Client:
        limits = httpx.Limits(max_connections=most, max_keepalive_connections=idle)
        return httpx.Client(verify=self._config.ssl_context() or False, limits=limits)

    def _start(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
    ) -> tuple[Call, HttpSource]:
        request = prepare(self._exchange, operation, self._scoped(scope), fields, timeout, stream=True)
        source = HttpSource(self._streams, self._exchange, operation, timeout)
        if not self._given:
            request.extensions["trace"] = source.trace
        source.open(lambda: self._send(self._stream_client, operation, request, timeout, stream=True)[0])
        return source.call, source

    def _trace(self, event: str, details: dict[str, Any]) -> None:
        """Note the sockets that are opened: only so can those who wait for an answer be woken."""
        found = connected(event, details)
        if found is not None:
            with self._making:
                self._sockets.add(found)
            if self.closed:
                wake(found)

    def _stream_client(self) -> httpx.Client:
        with self._making:
            if self._streaming is None:
                # Any number of streams, so that they take no connection away from calls. None is used
                # again, so that each socket is new, and known when its reader is to be woken.
                self._streaming = self._build(most=None, idle=0)
            return self._streaming

    def _send(
        self,
        client: Callable[[], httpx.Client],
        operation: Operation[Any],
        request: httpx.Request,
        timeout: float,
        *,
        stream: bool = False,
    ) -> tuple[httpx.Response, float]:
        """The response, and the milliseconds that it took."""
        attempt = 0
        while True:
            if self._streams.discarded:
                self._streams.reap()
            try:
                if self.closed:
                    raise ClientClosed("the client is closed", operation=operation.name)
                began = time.perf_counter()
                response = client().send(request, stream=stream)
                return response, (time.perf_counter() - began) * 1000
            except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
                if operation.content is not None and type(error) is RuntimeError and not self.closed:
                    raise  # by whoever hands over the body piece by piece
                failure = failed(self._exchange, operation, timeout, error, closed=self.closed)
                # A body that came piece by piece is gone.
                retries, idempotent = self._config.retries, operation.idempotent and not operation.content
                if not repeatable(failure, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise failure from error
                time.sleep(backoff(attempt))
                attempt += 1
