"""An export, driven by blocking code."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import GatewayError
from ..operation import Export
from ..session.mux import Call, given_up
from ..session.tap import ExportRun, ExportSession, Reading
from ..transfer import ExportOptions
from .connection import Connection
from .coroutines import finish
from .stream import Stream

Item = TypeVar("Item")


def export_all(
    transfer: Export[Item],
    options: ExportOptions,
    dial: Callable[[ExportSession], Connection],
    release: Callable[[Connection], None],
    *,
    retries: int,
    closed: str,
    timeout: float,
) -> Stream[Any]:
    """The items that arrive while the export is open, or lists of them; it is opened when first asked.

    Args:
        transfer: What to export.
        options: How, checked.
        dial: Opens a connection.
        release: Closes it.
        retries: Attempts in succession to replace a lost connection.
        closed: What it may mean when the gateway ends the export.
        timeout: Seconds to wait for it to open.
    """
    reading = Reading(transfer, options)

    def start() -> tuple[Call, _Tap]:
        run = ExportRun(transfer.name, options, retries=retries, closed=closed, clock=time.monotonic)
        tap = _Tap(run, options, dial, release, timeout)
        tap.open()
        if options.on_ready is not None:
            try:
                finish(options.on_ready())
            except BaseException:
                tap.abandon(run.call)
                raise
        return run.call, tap

    return Stream(start, reading.rule, options.limit, last=reading.last)


class _Tap:
    """The socket of an export."""

    _session: ExportSession
    _connection: Connection

    def __init__(
        self,
        run: ExportRun,
        options: ExportOptions,
        dial: Callable[[ExportSession], Connection],
        release: Callable[[Connection], None],
        timeout: float,
    ) -> None:
        self._run = run
        self._on_gap = options.on_gap
        self._dial = dial
        self._release = release
        self._timeout = timeout

    def open(self) -> None:
        """Open the tap, and wait until the gateway has shown that it is open."""
        session = self._run.session()
        session.expect(self._timeout)
        connection = self._dial(session)
        try:
            connection.ping(b"open")
            connection.wait(session)
            session.begun()
        except BaseException:
            self._release(connection)
            raise
        self._session, self._connection = session, connection

    def wait(self, call: Call) -> None:
        try:
            while not call.ready():
                session, connection = self._session, self._connection
                session.attend(behind=self._run.reconnects and connection.readable())
                if not connection.wait(session):
                    self.abandon(call)
                elif session.failure is not None and not call.ready():
                    self._reopen(session)
        except BaseException:
            self.abandon(call, given_up(call))
            raise

    def taken(self, call: Call) -> None:
        self._session.taken()

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        call.abandoned = True
        call.bodies.clear()
        call.finish(error)
        if hasattr(self, "_connection"):
            self._release(self._connection)

    def discard(self, call: Call) -> None:
        # The socket is this stream's alone, so nobody can hold its lock.
        self.abandon(call)

    def _reopen(self, session: ExportSession) -> None:
        """Open the tap anew, and tell what may have been missed; where that fails, the call is over."""
        self._release(self._connection)
        delay = self._run.lost(session)
        while delay is not None:
            time.sleep(delay)
            try:
                self.open()
            except GatewayError as error:
                delay = self._run.failed(error)
            else:
                gap = self._run.reopened(time.time())
                if self._on_gap is not None:
                    finish(self._on_gap(gap))
                return
