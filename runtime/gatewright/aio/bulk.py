"""Bulk transfers over sockets of their own, for asyncio code."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from ..channel import Channel
from ..config import Config, check_count, check_timeout, expand_path
from ..errors import ClientClosed, GatewayError
from ..operation import Export, GatewayInfo, Import, StreamRule
from ..session.frames import target
from ..session.mux import Call
from ..session.transfer import UNANSWERED_PINGS, ExportSession, ImportSession, encoded, interrupted, stalled
from ..transfer import ImportReport, Progress
from .connection import Connection, dial
from .signal import Signal
from .stream import AsyncStream

Item = TypeVar("Item")


class AsyncBulkChannel(Channel):
    """The way of bulk transfers."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__()
        self._info = info
        self._config = config
        self._open: set[Connection] = set()
        self.closed = False

    async def import_(
        self,
        transfer: Import[Item],
        scope: Mapping[str, str],
        items: Iterable[Any] | AsyncIterable[Any],
        arguments: Mapping[str, Any],
        *,
        batch_size: int,
        on_progress: Callable[[Progress], object] | None,
        timeout: float | None,
    ) -> ImportReport:
        """Send all items, and return when the gateway has confirmed the last one.

        Raises:
            InvalidItem: an item cannot be sent; those before its batch were sent.
            ImportInterrupted: the gateway ended the import; says how many items are safe.
            GatewayError: the import could not begin.
        """
        seconds = self._config.seconds(timeout)
        check_count("batch_size", batch_size, 1)
        loop = asyncio.get_running_loop()
        session = ImportSession(transfer.name, transfer.confirmed_by_pong, seconds, loop.time())
        connection = await self._dial(transfer.name, transfer.path, scope, session, seconds)
        try:
            first = 0
            async with aclosing(_batches(items, batch_size)) as batches:
                async for batch in batches:
                    message = encoded(transfer, batch, arguments, first)
                    first += len(batch)
                    await self._send(connection, session, message, len(batch))
                    if on_progress is not None:
                        on_progress(session.progress(loop.time()))
            if session.confirms:
                connection.queue_ping(session.ping())
                await self._settle(connection, session, 0)
            if on_progress is not None:
                on_progress(session.progress(loop.time()))
            return session.report(loop.time())
        finally:
            self._open.discard(connection)
            connection.goodbye()
            await connection.wait_closed()

    def export(
        self,
        transfer: Export[Item],
        scope: Mapping[str, str],
        *,
        limit: int | None,
        idle_timeout: float | None,
        timeout: float | None,
    ) -> AsyncStream[Item]:
        """Items that arrive while the export is open."""
        seconds = self._config.seconds(timeout)
        idle = None if idle_timeout is None else check_timeout(idle_timeout, "idle_timeout")
        if limit is not None:
            check_count("limit", limit, 0)

        async def start() -> tuple[Call, _Tap]:
            session = ExportSession(
                transfer.name, idle, asyncio.get_running_loop().time(), self._info.bulk_closed
            )
            connection = await self._dial(transfer.name, transfer.path, scope, session, seconds)
            return session.call, _Tap(self._open, connection, session)

        return AsyncStream(start, StreamRule(decode=transfer.decode, each=True), limit)

    async def aclose(self) -> None:
        """Close all transfers; those under way fail. Closing twice is fine."""
        self.closed = True
        loop = asyncio.get_running_loop()
        for connection in list(self._open):
            if connection.loop is loop:
                connection.goodbye()
                await connection.wait_closed()

    async def _dial(
        self,
        name: str,
        path: str,
        scope: Mapping[str, str],
        session: ImportSession | ExportSession,
        timeout: float,
    ) -> Connection:
        if self.closed:
            raise ClientClosed("the client is closed", operation=name)
        info, config = self._info, self._config.with_values(**self._bound)
        try:
            path = expand_path(path, {**config.values, **scope})
            place = target(info, config, path, query=info.bulk_query, max_frame=info.bulk_max_frame)
            connection = await dial(info, config, place, session, timeout)
        except GatewayError as error:
            error.operation = name
            raise
        self._open.add(connection)
        self._check_open(connection)
        if isinstance(session, ImportSession) and not session.confirms:
            # Nothing else proves that all is on its way when the import ends.
            connection.transport.set_write_buffer_limits(0)
        return connection

    def _check_open(self, connection: Connection) -> None:
        if self.closed:  # while this one was being opened
            connection.goodbye()

    async def _send(self, connection: Connection, session: ImportSession, message: bytes, items: int) -> None:
        connection.queue(message)
        ping = session.message(items, len(message))
        if ping is not None:
            connection.queue_ping(ping)
        try:
            async with asyncio.timeout(session.timeout):
                await connection.writable()
        except TimeoutError:
            raise stalled(session) from None
        if ping is not None:
            await self._settle(connection, session, UNANSWERED_PINGS)
        elif session.failure is not None:
            raise interrupted(session, self._info.bulk_closed)

    async def _settle(self, connection: Connection, session: ImportSession, unanswered: int) -> None:
        """Wait until no more than so many pings are unanswered."""
        loop = connection.loop
        while True:
            before = session.confirmed
            session.expect(unanswered, loop.time())
            if not session.ready():
                changed = Signal(loop)
                session.wake = changed.set
                await changed.wait(session.deadline - loop.time())
                session.wake = None
            if session.failed(unanswered):
                raise interrupted(session, self._info.bulk_closed)
            if session.ready():
                return
            if session.confirmed == before:
                raise stalled(session)


class _Tap:
    """The socket of an export."""

    def __init__(self, open: set[Connection], connection: Connection, session: ExportSession) -> None:
        self._open = open
        self._connection = connection
        self._session = session

    async def begun(self) -> None:
        """The request is on its way, and nothing says yet whether it is welcome."""

    async def wait(self, call: Call) -> None:
        loop = self._connection.loop
        # Only waiting counts; how long the reader was busy with other things does not.
        call.deadline = loop.time() + call.timeout
        while not call.ready():
            changed = Signal(loop)
            call.wake = changed.set
            remaining = None if call.deadline == math.inf else call.deadline - loop.time()
            try:
                await changed.wait(remaining)
            finally:
                call.wake = None
            if not call.ready() and loop.time() >= call.deadline:
                self.abandon(call)

    def taken(self, call: Call) -> None:
        self._session.taken()
        self._connection.resume()

    def abandon(self, call: Call) -> None:
        call.abandoned = True
        call.finish()
        self._open.discard(self._connection)
        self._connection.goodbye()

    def discard(self, call: Call) -> None:
        if not self._connection.loop.is_closed():
            self._connection.loop.call_soon_threadsafe(self.abandon, call)


async def _batches(items: Iterable[Any] | AsyncIterable[Any], size: int) -> AsyncGenerator[list[Any]]:
    """Lists of up to `size` items."""
    batch: list[Any] = []
    if isinstance(items, AsyncIterable):
        async for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    else:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch
