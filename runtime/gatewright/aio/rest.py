"""Calls over HTTP, for asyncio code."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ..chunks import Tally
from ..config import Config, backoff
from ..errors import ClientClosed, ConnectionFailed, GatewayError, discreet, never_sent, repeatable
from ..operation import Follow, GatewayInfo, Operation, StreamOperation
from ..results import check_streaming, read_response, stream_decoder
from ..steps import filled
from .calls import AsyncCallChannel
from .follow import follow as follow_
from .loops import PerLoop
from .stream import AsyncStream

if TYPE_CHECKING:
    import httpx

    from ..http import Exchange
    from ..session.mux import Call
    from .http_stream import HttpSource, HttpStreams
    from .socket import AsyncSocketChannel

R = TypeVar("R")
Item = TypeVar("Item")


class AsyncRestChannel(AsyncCallChannel):
    """The way of a call over HTTP. Each event loop gets a client of its own, with kept-alive connections.

    Args:
        client: Used as it is; it stays open.
        sockets: Gives the way of calls over sockets, for what does not work over HTTP alone.
    """

    def __init__(
        self,
        info: GatewayInfo,
        config: Config,
        client: httpx.AsyncClient | None = None,
        sockets: Callable[[], AsyncSocketChannel] | None = None,
    ) -> None:
        super().__init__(info, config)
        self._given = client
        self._calls_over_sockets = sockets
        self._clients: PerLoop[httpx.AsyncClient] = PerLoop(self._build, lambda client: client.aclose())
        # Any number of streams, so that they take no connection away from calls.
        self._streaming: PerLoop[httpx.AsyncClient] = PerLoop(
            lambda: self._build(None), lambda client: client.aclose()
        )
        self._kept: Exchange | None = None
        self._streams: HttpStreams | None = None
        self.closed = False

    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> AsyncStream[Item]:
        """The stream of an operation. The timeout counts from one piece of it to the next.

        A stream has a connection of its own, since leaving it early ends that.
        """
        seconds = self._config.seconds(timeout)
        if operation.media == "bytes":
            return self._download(operation, scope, fields, seconds, Tally(operation))
        rule = replace(operation.stream, decode=stream_decoder(operation))
        return AsyncStream(lambda: self._start(operation, scope, fields, seconds), rule, callback=callback)

    async def follow(
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
            return await follow_(self, self._socket(), follow, scope, fields, timeout, on_event)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    async def aclose(self) -> None:
        """Close the connections. Closing twice is fine; a client that was passed in stays open.

        Streams under way fail with ClientClosed.
        """
        self.closed = True
        if self._streams is not None:
            await self._streams.aclose()
        await self._streaming.aclose()
        await self._clients.aclose()

    async def _ask(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        from ..http import prepare

        scope = self._scoped(scope)
        request = prepare(self._exchange(), operation, scope, fields, timeout, is_async=True)
        response, latency = await self._send(operation, request, timeout)
        try:
            status, content = response.status_code, response.content
            return read_response(self._info, operation, fields, status, content, latency)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    async def _joined(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R:
        check_streaming(operation, fields)
        socket = self._socket()
        if socket is None:
            return await self._ask(operation, scope, fields, self._config.seconds(timeout))
        try:
            return await socket.call(operation, scope, fields, timeout)
        except GatewayError as error:
            if not never_sent(error):
                raise
            unopened = error
        try:
            return await self._ask(operation, scope, fields, self._config.seconds(timeout))
        except GatewayError as error:
            if not isinstance(error, ConnectionFailed):
                error.advise(
                    f"over HTTP this is not answered well, and the socket failed: {unopened.message}"
                )
            raise

    def _socket(self) -> AsyncSocketChannel | None:
        return None if self._calls_over_sockets is None else self._calls_over_sockets().bound(self._bound)

    def _download(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        tally: Tally,
    ) -> AsyncStream[Any]:
        async def start() -> tuple[Call, HttpSource]:
            length = operation.stream.length
            if length is not None:
                asked = self._info.operation(length.operation)
                tally.total = await self.call(asked, scope, filled(dict(length.request), fields), timeout)
            return await self._start(operation, scope, fields, timeout)

        return AsyncStream(start, tally.rule(raw=True))

    def _exchange(self) -> Exchange:
        if self._kept is None:
            from ..http import Exchange

            self._kept = Exchange(self._info, self._config)
        return self._kept

    async def _start(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
    ) -> tuple[Call, HttpSource]:
        from ..http import prepare
        from .http_stream import HttpSource, HttpStreams

        exchange = self._exchange()
        if self.closed:
            raise ClientClosed("the client is closed", operation=operation.name)
        if self._streams is None:
            self._streams = HttpStreams()
        scope = self._scoped(scope)
        request = prepare(exchange, operation, scope, fields, timeout, stream=True, is_async=True)

        async def send() -> httpx.Response:
            return (await self._send(operation, request, timeout, stream=True))[0]

        source = HttpSource(self._streams, exchange, operation, timeout, send)
        return source.call, source

    async def _send(
        self, operation: Operation[Any], request: httpx.Request, timeout: float, *, stream: bool = False
    ) -> tuple[httpx.Response, float]:
        """The response, and the milliseconds that it took."""
        import httpx

        from ..http import failed

        attempt = 0
        while True:
            try:
                if self.closed:
                    raise ClientClosed("the client is closed", operation=operation.name)
                clients = self._streaming if stream else self._clients
                client = self._given or clients.find() or await clients.get()
                began = time.perf_counter()
                response = await client.send(request, stream=stream)
                return response, (time.perf_counter() - began) * 1000
            except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
                if operation.content is not None and type(error) is RuntimeError and not self.closed:
                    raise  # by whoever hands over the body piece by piece
                failure = failed(self._exchange(), operation, timeout, error, closed=self.closed)
                # A body that came piece by piece is gone.
                retries, idempotent = self._config.retries, operation.idempotent and not operation.content
                if not repeatable(failure, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise failure from error
                await asyncio.sleep(backoff(attempt))
                attempt += 1

    def _build(self, most: int | None = 100) -> httpx.AsyncClient:
        import httpx

        from .http import AsyncTransport

        config = self._config
        proxied = {"all", "https" if config.secure else "http"} & urllib.request.getproxies().keys()
        if proxied and not urllib.request.proxy_bypass(config.host):
            limits = httpx.Limits(max_connections=most, max_keepalive_connections=20)
            return httpx.AsyncClient(verify=config.ssl_context() or False, limits=limits)
        # httpx's own transport looks for an absent package at each request and takes twice as long.
        transport = AsyncTransport(config.ssl_context(), max_connections=most)
        return httpx.AsyncClient(trust_env=False, transport=transport)
