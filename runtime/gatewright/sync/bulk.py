"""Bulk transfers over sockets of their own, for blocking code."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..channel import Channel
from ..config import Config, check_count, check_timeout, expand_path
from ..errors import ClientClosed, GatewayError
from ..operation import Export, GatewayInfo, Import, StreamRule
from ..session.frames import target
from ..session.mux import Call, given_up
from ..session.transfer import UNANSWERED_PINGS, ExportSession, ImportSession, encoded, interrupted, stalled
from ..transfer import ImportReport, Progress
from .connection import Connection, dial
from .stream import Stream

Item = TypeVar("Item")


class BulkChannel(Channel):
    """The way of bulk transfers."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__()
        self._info = info
        self._config = config
        self._open: set[Connection] = set()
        self.closed = False

    def import_(
        self,
        transfer: Import[Item],
        scope: Mapping[str, str],
        items: Iterable[Any],
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
        session = ImportSession(transfer.name, transfer.confirmed_by_pong, seconds, time.monotonic())
        source = iter(items)
        connection = self._dial(transfer.name, transfer.path, scope, session, seconds)
        try:
            for number in itertools.count():
                batch = list(itertools.islice(source, batch_size))
                if not batch:
                    break
                message = encoded(transfer, batch, arguments, number * batch_size)
                self._send(connection, session, message, len(batch))
                if on_progress is not None:
                    on_progress(session.progress(time.monotonic()))
            if session.confirms:
                connection.ping(session.ping())
                self._settle(connection, session, 0)
            if on_progress is not None:
                on_progress(session.progress(time.monotonic()))
            return session.report(time.monotonic())
        finally:
            self._open.discard(connection)
            connection.close()

    def export(
        self,
        transfer: Export[Item],
        scope: Mapping[str, str],
        *,
        limit: int | None,
        idle_timeout: float | None,
        timeout: float | None,
    ) -> Stream[Item]:
        """Items that arrive while the export is open."""
        seconds = self._config.seconds(timeout)
        idle = None if idle_timeout is None else check_timeout(idle_timeout, "idle_timeout")
        if limit is not None:
            check_count("limit", limit, 0)

        def start() -> tuple[Call, _Tap]:
            session = ExportSession(transfer.name, idle, time.monotonic(), self._info.bulk_closed)
            connection = self._dial(transfer.name, transfer.path, scope, session, seconds)
            return session.call, _Tap(self._open, connection, session)

        return Stream(start, StreamRule(decode=transfer.decode, each=True), limit)

    def close(self) -> None:
        """Close all transfers; those under way fail. Closing twice is fine."""
        self.closed = True
        for connection in list(self._open):
            connection.close()

    def _dial(
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
            connection = dial(info, config, place, session, timeout)
        except GatewayError as error:
            error.operation = name
            raise
        self._open.add(connection)
        self._check_open(connection)
        return connection

    def _check_open(self, connection: Connection) -> None:
        if self.closed:  # while this one was being opened
            connection.close()

    def _send(self, connection: Connection, session: ImportSession, message: bytes, items: int) -> None:
        ping = session.message(items, len(message))
        if not connection.send(message, time.monotonic() + session.timeout):
            raise stalled(session)
        if ping is not None:
            connection.ping(ping)
            self._settle(connection, session, UNANSWERED_PINGS)
        elif session.failure is not None:
            raise interrupted(session, self._info.bulk_closed)

    def _settle(self, connection: Connection, session: ImportSession, unanswered: int) -> None:
        """Wait until no more than so many pings are unanswered."""
        connection.notice()
        while True:
            before = session.confirmed
            session.expect(unanswered, time.monotonic())
            settled = connection.wait(session)
            if session.failed(unanswered):
                raise interrupted(session, self._info.bulk_closed)
            if settled:
                return
            if session.confirmed == before:
                raise stalled(session)


class _Tap:
    """The socket of an export."""

    def __init__(self, open: set[Connection], connection: Connection, session: ExportSession) -> None:
        self._open = open
        self._connection = connection
        self._session = session

    def wait(self, call: Call) -> None:
        # Only waiting counts; how long the reader was busy with other things does not.
        call.deadline = time.monotonic() + call.timeout
        try:
            if not self._connection.wait(call):
                self.abandon(call)
        except BaseException:
            self.abandon(call, given_up(call))
            raise

    def taken(self, call: Call) -> None:
        self._session.taken()

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        call.abandoned = True
        call.finish(error)
        self._open.discard(self._connection)
        self._connection.close()

    def discard(self, call: Call) -> None:
        # The socket is this stream's alone, so nobody can hold its lock.
        self.abandon(call)
