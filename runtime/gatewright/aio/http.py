"""HTTP/1.1 for httpx over asyncio streams and h11: connections kept alive, at half the cost of httpx's own.

httpx.AsyncClient spends most of a small request on httpcore's support for several async
libraries, which it looks up anew at each step. Here there is asyncio only. No HTTP/2 and no
proxies: whoever needs them passes an httpx.AsyncClient of their own.
"""

from __future__ import annotations

import asyncio
import select
import ssl
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import h11
import httpx

READ_SIZE = 64 * 1024
T = TypeVar("T")


class AsyncTransport(httpx.AsyncBaseTransport):
    """Transport for an httpx.AsyncClient that is used in one event loop.

    Args:
        ssl_context: For https URLs; None: the defaults of httpx.
        max_connections: Further requests wait, for at most the request's pool timeout. None: no limit.
        keepalive: Seconds after which an idle connection is not used again.
    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext | None = None,
        *,
        max_connections: int | None = 100,
        keepalive: float = 5.0,
    ) -> None:
        self._ssl_context = ssl_context
        self._keepalive = keepalive
        self._slots = asyncio.Semaphore(max_connections or sys.maxsize)
        self._idle: dict[tuple[str, str, int], list[_Connection]] = {}
        self._open: set[_Connection] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request; returns when the head of the response is there."""
        limits: dict[str, float | None] = request.extensions.get("timeout", {})
        if self._slots.locked():
            await _within(limits.get("pool"), self._slots.acquire(), httpx.PoolTimeout, httpx.PoolTimeout)
        else:
            await self._slots.acquire()
        connection = None
        try:
            connection = await self._connection(request.url, limits.get("connect"))
            head = await connection.exchange(request, limits)
        except BaseException:
            self._release(connection)
            raise
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=_Body(connection, limits.get("read"), self._release),
            extensions={"http_version": b"HTTP/" + head.http_version, "reason_phrase": head.reason},
        )

    async def aclose(self) -> None:
        """Closes all connections; requests under way fail with httpx.ReadError."""
        connections = list(self._open)
        self._idle.clear()
        self._open.clear()
        for connection in connections:
            connection.close()
        # Whatever goes wrong while saying goodbye concerns nobody any more.
        await asyncio.gather(*(c.writer.wait_closed() for c in connections), return_exceptions=True)

    async def _connection(self, url: httpx.URL, timeout: float | None) -> _Connection:
        secure = url.scheme == "https"
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or (443 if secure else 80))
        idle = self._idle.get(origin, [])
        while idle:
            connection = idle.pop()
            if connection.usable(self._keepalive):
                return connection
            self._discard(connection)
        if secure and self._ssl_context is None:
            self._ssl_context = httpx.create_ssl_context()
        opening = asyncio.open_connection(
            *origin[1:],
            ssl=self._ssl_context if secure else None,
            ssl_shutdown_timeout=2.0 if secure else None,
            happy_eyeballs_delay=0.25,
        )
        streams = await _within(timeout, opening, httpx.ConnectTimeout, httpx.ConnectError)
        connection = _Connection(origin, *streams)
        self._open.add(connection)
        return connection

    def _release(self, connection: _Connection | None) -> None:
        self._slots.release()
        if connection in self._open and connection.next_request():
            self._idle.setdefault(connection.origin, []).append(connection)
        elif connection:
            self._discard(connection)

    def _discard(self, connection: _Connection) -> None:
        self._open.discard(connection)
        connection.close()


class _Connection:
    def __init__(
        self, origin: tuple[str, str, int], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.origin = origin
        self.reader = reader
        self.writer = writer
        self.http = h11.Connection(h11.CLIENT)
        self.idle_since = 0.0
        self.closed = False

    def close(self) -> None:
        self.closed = True
        if self.writer.transport.get_write_buffer_size():
            self.writer.transport.abort()  # the server does not read; an orderly close would wait for it
        else:
            self.writer.close()

    def usable(self, keepalive: float) -> bool:
        # Readable while nothing is expected: the server has closed it, and the loop does not know yet.
        return (
            time.monotonic() - self.idle_since < keepalive
            and not self.writer.is_closing()
            and not _readable(self.writer.get_extra_info("socket").fileno())
        )

    def next_request(self) -> bool:
        """Makes ready for another request, if one can follow on this connection."""
        if self.http.our_state is not h11.DONE or self.http.their_state is not h11.DONE:
            return False
        if self.http.trailing_data[0]:
            return False  # more than was asked for: it would be taken for the next answer
        self.http.start_next_cycle()
        self.idle_since = time.monotonic()
        return True

    async def exchange(self, request: httpx.Request, limits: dict[str, float | None]) -> h11.Response:
        try:
            await self.send(request, limits.get("write"))
        except httpx.WriteError:
            pass  # The server may have answered before it hung up, for example that the body is too large.
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error)) from error
        while True:
            event = await self.receive(limits.get("read"))
            if isinstance(event, h11.Response):
                return event

    async def send(self, request: httpx.Request, timeout: float | None) -> None:
        http, writer = self.http, self.writer
        head = h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw)
        data = http.send(head) or b""
        assert isinstance(request.stream, httpx.AsyncByteStream)
        async for part in request.stream:
            if not data:
                # Others want their turn, and a transport that is closed takes whatever it is given.
                await asyncio.sleep(0)
                if writer.is_closing():
                    raise httpx.WriteError("the connection was closed")
            writer.write(data + (http.send(h11.Data(part)) or b""))
            data = b""
            if writer.transport.get_write_buffer_size():
                await _within(timeout, writer.drain(), httpx.WriteTimeout, httpx.WriteError)
        writer.write(data + (http.send(h11.EndOfMessage()) or b""))

    async def receive(self, timeout: float | None) -> object:
        """The next event of h11 that says something."""
        try:
            while (event := self.http.next_event()) is h11.NEED_DATA:
                reading = self.reader.read(READ_SIZE)
                data = await _within(timeout, reading, httpx.ReadTimeout, httpx.ReadError)
                if self.closed:
                    raise httpx.ReadError("the client was closed")
                if not data and self.http.their_state is h11.SEND_RESPONSE:
                    raise httpx.RemoteProtocolError("the server hung up without an answer")
                self.http.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from error
        return event


class _Body(httpx.AsyncByteStream):
    def __init__(
        self, connection: _Connection, timeout: float | None, release: Callable[[_Connection], None]
    ) -> None:
        self._connection: _Connection | None = connection
        self._timeout = timeout
        self._release = release

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._connection:
            event = await self._connection.receive(self._timeout)
            if not isinstance(event, h11.Data):
                return
            yield bytes(event.data)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            self._release(connection)


async def _within(
    seconds: float | None,
    step: Awaitable[T],
    timeout: type[httpx.TransportError],
    failure: type[httpx.TransportError],
) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await step
    except TimeoutError as error:
        raise timeout(f"not done within {seconds} seconds") from error
    except OSError as error:
        raise failure(str(error)) from error


def _readable(descriptor: int) -> bool:
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([descriptor], [], [], 0)[0])
