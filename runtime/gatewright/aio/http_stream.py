"""Streams over HTTP, for asyncio code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx

from ..errors import ClientClosed, GatewayError, discreet
from ..http import Exchange, failed
from ..operation import StreamOperation
from ..session.lines import ERROR_SIZE, is_error, longest, pieces, refused_stream
from ..session.mux import Call, given_up


class HttpStreams:
    """The streams of a client that are under way.

    Attributes:
        closed: The client was closed.
    """

    def __init__(self) -> None:
        self.closed = False
        self.running: set[HttpSource] = set()

    async def aclose(self) -> None:
        """End all streams; their readers fail with ClientClosed."""
        self.closed = True
        here = asyncio.get_running_loop()
        for source in list(self.running):
            if source.loop is here:
                await source.interrupt()
            elif source.loop.is_closed():
                self.running.discard(source)
            else:
                asyncio.run_coroutine_threadsafe(source.interrupt(), source.loop)


class HttpSource:
    """The response that a stream reads.

    It is read by a task for each piece, so that a reader may stop waiting and come back.
    """

    def __init__(
        self,
        streams: HttpStreams,
        exchange: Exchange,
        operation: StreamOperation[Any, Any],
        timeout: float,
        send: Callable[[], Awaitable[httpx.Response]],
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self._streams = streams
        self._exchange = exchange
        self._operation = operation
        self._timeout = timeout
        self._send = send
        self._lines = pieces(exchange.info, operation, longest(exchange.info, exchange.config))
        self._response: httpx.Response | None = None
        self._chunks: AsyncIterator[bytes] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self.call = Call("", operation.name, b"", True, timeout, 0.0)
        for other in list(streams.running):
            if other.loop.is_closed():
                streams.running.discard(other)
        streams.running.add(self)
        self._step: asyncio.Task[None] | None = self.loop.create_task(self._read())

    async def begun(self) -> None:
        """Wait for the head of the response."""
        if self._chunks is None and self._step is not None:
            await asyncio.wait([self._step])
        if self.call.error is not None:
            raise self.call.error

    async def wait(self, call: Call) -> None:
        """Read until the call is ready."""
        while not call.ready():
            if self._step is None:
                self._step = self.loop.create_task(self._read())
            step = self._step
            await asyncio.wait([step])
            if self._step is step:
                self._step = None
            if call.done:
                return
            if step.cancelled():
                await self._leave(given_up(call))
            elif (error := step.exception()) is not None:
                await self._leave(given_up(call))
                raise error

    def taken(self, call: Call) -> None:
        """Nothing is read before somebody waits."""

    async def abandon(self, call: Call) -> None:
        await self._leave(None)

    def discard(self, call: Call) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._forget)

    async def interrupt(self) -> None:
        """The client is closed, perhaps while somebody reads here."""
        await self._leave(ClientClosed("the client was closed", operation=self._operation.name))

    def _forget(self) -> None:
        self._leaving = self.loop.create_task(self._leave(None))

    async def _leave(self, error: GatewayError | None) -> None:
        """Let go of the response, and of its connection unless that was read to its end."""
        self.call.finish(error)
        step, self._step = self._step, None
        if step is not None:
            step.cancel()
            await asyncio.wait([step])
        await self._release()

    async def _release(self) -> None:
        self._streams.running.discard(self)
        response, self._response = self._response, None
        if response is not None:
            await response.aclose()

    async def _read(self) -> None:
        """Send the request, or take the next piece of its response."""
        call = self.call
        try:
            if self._streams.closed:
                raise ClientClosed("the client is closed")
            if self._chunks is None:
                await self._open()
            else:
                chunk = await anext(self._chunks, None)
                if chunk is None and self._streams.closed:
                    raise ClientClosed("the client was closed")
                self._lines.take(call, chunk, self._exchange.config.values.get("token"))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, RuntimeError, GatewayError) as error:
            failure = failed(
                self._exchange, self._operation, self._timeout, error, closed=self._streams.closed
            )
            if failure is not error:
                failure.__cause__ = error
            call.finish(discreet(failure, self._exchange.config.values.get("token")))
        if call.done:
            await self._release()

    async def _open(self) -> None:
        self._response = response = await self._send()
        self._chunks = chunks = response.aiter_bytes()
        if not response.is_success or is_error(self._operation, response.headers):
            content = b""
            while len(content) < ERROR_SIZE and (chunk := await anext(chunks, None)) is not None:
                content += chunk
            status = response.status_code
            raise refused_stream(self._exchange.info, self._operation, status, content[:ERROR_SIZE])
