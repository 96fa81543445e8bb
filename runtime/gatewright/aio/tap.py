"""An export, driven by asyncio code."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, TypeVar

from ..errors import GatewayError
from ..operation import Export
from ..session.mux import Call
from ..session.tap import ExportRun, ExportSession, Reading
from ..transfer import ExportOptions
from .connection import Connection
from .signal import Signal
from .stream import AsyncStream

Item = TypeVar("Item")


def export_all(
    transfer: Export[Item],
    options: ExportOptions,
    dial: Callable[[ExportSession], Awaitable[Connection]],
    release: Callable[[Connection], None],
    *,
    retries: int,
    closed: str,
    timeout: float,
) -> AsyncStream[Any]:
    """The items that arrive while the export is open, or lists of them; it is opened when first asked.

    Args:
        transfer: What to export.
        options: How, checked.
        dial: Opens a connection.
        release: Closes it, without waiting.
        retries: Attempts in succession to replace a lost connection.
        closed: What it may mean when the gateway ends the export.
        timeout: Seconds to wait for it to open.
    """
    reading = Reading(transfer, options)

    async def start() -> tuple[Call, _Tap]:
        clock = asyncio.get_running_loop().time
        run = ExportRun(transfer.name, options, retries=retries, closed=closed, clock=clock)
        tap = _Tap(run, options, dial, release, timeout)
        await tap.open()
        if options.on_ready is not None:
            try:
                await _told(options.on_ready())
            except BaseException:
                tap.abandon(run.call)
                raise
        return run.call, tap

    return AsyncStream(start, reading.rule, options.limit, last=reading.last)


class _Tap:
    """The socket of an export."""

    _session: ExportSession
    _connection: Connection

    def __init__(
        self,
        run: ExportRun,
        options: ExportOptions,
        dial: Callable[[ExportSession], Awaitable[Connection]],
        release: Callable[[Connection], None],
        timeout: float,
    ) -> None:
        self._run = run
        self._on_gap = options.on_gap
        self._dial = dial
        self._release = release
        self._timeout = timeout

    async def open(self) -> None:
        """Open the tap, and wait until the gateway has shown that it is open."""
        session = self._run.session()
        session.expect(self._timeout)
        connection = await self._dial(session)
        try:
            connection.queue_ping(b"open")
            await self._change(session, connection)
            session.begun()
        except BaseException:
            self._release(connection)
            raise
        self._session, self._connection = session, connection

    async def begun(self) -> None:
        """It is open, or there would be no stream."""

    async def wait(self, call: Call) -> None:
        while not call.ready():
            session, connection = self._session, self._connection
            alive = session.failure is None
            session.attend(behind=alive and self._run.reconnects and connection.readable())
            await self._change(session, connection)
            if call.ready():
                return
            if session.failure is not None:
                await self._reopen(session)
            else:
                self.abandon(call)

    def taken(self, call: Call) -> None:
        self._session.taken()
        self._connection.resume()

    def abandon(self, call: Call) -> None:
        call.abandoned = True
        call.bodies.clear()
        call.finish()
        if hasattr(self, "_connection"):
            self._release(self._connection)

    def discard(self, call: Call) -> None:
        loop = self._connection.loop
        if not loop.is_closed():
            loop.call_soon_threadsafe(self.abandon, call)

    async def _change(self, session: ExportSession, connection: Connection) -> None:
        """Wait until the session is ready, or its deadline has come."""
        call = self._run.call
        while not session.ready():
            remaining = session.deadline - connection.loop.time()
            if remaining <= 0:
                return
            changed = Signal(connection.loop)
            session.wake = call.wake = changed.set
            try:
                await changed.wait(None if remaining == math.inf else remaining)
            finally:
                session.wake = call.wake = None

    async def _reopen(self, session: ExportSession) -> None:
        """Open the tap anew, and tell what may have been missed; where that fails, the call is over."""
        call = self._run.call
        self._release(self._connection)
        delay = self._run.lost(session)
        while delay is not None:
            await asyncio.sleep(delay)
            if call.done:  # it was closed meanwhile
                return
            try:
                await self.open()
            except GatewayError as error:
                delay = self._run.failed(error)
            else:
                if call.abandoned:
                    self._release(self._connection)
                    return
                gap = self._run.reopened(time.time())
                if self._on_gap is not None:
                    try:
                        await _told(self._on_gap(gap))
                    except BaseException:
                        self.abandon(call)
                        raise
                return


async def _told(result: object) -> None:
    if isawaitable(result):
        await result
