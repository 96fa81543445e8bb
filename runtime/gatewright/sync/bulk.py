"""Bulk transfers over sockets of their own, for blocking code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..channel import Channel
from ..checkpoint import checkpoint_of
from ..config import Config, check_count, expand_path
from ..errors import ClientClosed, GatewayError
from ..operation import Export, GatewayInfo, Import, StreamOperation
from ..session.frames import target
from ..session.imports import ImportRun
from ..session.tap import ExportSession
from ..session.transfer import ImportSession
from ..transfer import ExportOptions, ImportOptions, ImportReport
from .connection import Connection, dial
from .imports import import_all
from .stream import Stream
from .tap import export_all

if TYPE_CHECKING:
    from .socket import SocketChannel

Item = TypeVar("Item")


class BulkChannel(Channel):
    """The way of bulk transfers."""

    def __init__(self, info: GatewayInfo, config: Config, calls: Callable[[], SocketChannel]) -> None:
        super().__init__()
        self._info = info
        self._config = config
        self._calls = calls
        self._open: set[Connection] = set()
        self.closed = False

    def import_(
        self,
        transfer: Import[Item],
        scope: Mapping[str, str],
        items: Iterable[Any],
        arguments: Mapping[str, Any],
        options: ImportOptions,
    ) -> ImportReport:
        """Send all items, and return when the gateway has confirmed the last one.

        Raises:
            ConfigurationError: an option makes no sense, or the checkpoint is another import's.
            InvalidItem: an item cannot be sent; those before its batch were sent.
            ImportInterrupted: the import stopped; says with which item to go on.
            GatewayError: the import could not begin.
        """
        options.check()
        seconds = self._config.seconds(options.timeout)
        config = self._config.with_values(**self._bound)
        checkpoint = checkpoint_of(self._info, config, transfer.name, {**scope, **arguments}, items, options)
        run = ImportRun(
            transfer,
            arguments,
            options,
            start=max(options.start, checkpoint.position if checkpoint is not None else 0),
            timeout=seconds,
            max_frame=self._info.bulk_max_frame,
            now=time.monotonic(),
        )
        if checkpoint is not None and checkpoint.done:
            return run.report(run.began)

        def dial(session: ImportSession) -> Connection:
            return self._dial(transfer.name, transfer.path, scope, session, seconds)

        def release(connection: Connection) -> None:
            self._open.discard(connection)
            connection.close()

        return import_all(
            run,
            items,
            dial,
            release,
            checkpoint=checkpoint,
            retries=self._config.retries,
            closed=self._info.bulk_closed,
        )

    def export(self, transfer: Export[Item], scope: Mapping[str, str], options: ExportOptions) -> Stream[Any]:
        """Items that arrive while the export is open, or lists of them with `batches`.

        Raises:
            ConfigurationError: an option makes no sense.
        """
        options.check()
        seconds = self._config.seconds(options.timeout)

        def dial(session: ExportSession) -> Connection:
            return self._dial(transfer.name, transfer.path, scope, session, seconds)

        def release(connection: Connection) -> None:
            self._open.discard(connection)
            connection.close()

        retries, closed = self._config.retries, self._info.bulk_closed
        return export_all(transfer, options, dial, release, retries=retries, closed=closed, timeout=seconds)

    def dump(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        *,
        instead: Mapping[str, Any] | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Stream[Item]:
        """What is stored, by a call that streams; fields of `instead` are tried where nothing comes.

        Raises:
            ConfigurationError: an argument makes no sense.
        """
        if limit is not None:
            check_count("limit", limit, 0)
        calls = self._calls().bound(self._bound)
        stream = calls.stream(operation, scope, fields, timeout)
        other = calls.stream(operation, scope, {**fields, **instead}, timeout) if instead else None
        return stream.or_else(other, limit)

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
