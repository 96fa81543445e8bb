"""Bulk imports over sockets of their own, for blocking code."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from ..checkpoint import Checkpoint
from ..config import backoff
from ..errors import GatewayError
from ..session.imports import ImportRun, Message, all_messages
from ..session.transfer import UNANSWERED_PINGS, ImportSession, interrupted, stalled
from ..transfer import ImportReport, told_of
from .connection import Connection

Dial = Callable[[ImportSession], Connection]


def import_all(
    run: ImportRun,
    items: Iterable[Any],
    dial: Dial,
    release: Callable[[Connection], None],
    *,
    checkpoint: Checkpoint | None,
    retries: int,
    closed: str,
) -> ImportReport:
    """Send all items, and return when the gateway has confirmed the last one.

    Args:
        dial: Opens a connection.
        release: Closes one.
        closed: What it may mean when the gateway ends an import.
    """
    lanes = [_Lane(run, dial, release, retries, closed) for _ in range(run.options.sockets)]
    tell = told_of(run.options.on_progress, items, run.position)
    try:
        # At once, since an import into nowhere is to fail even without items.
        lanes[0].connect()
        turn = itertools.cycle(lanes)
        for message in all_messages(items, run, time.monotonic):
            run.count(message)
            next(turn).send(message)
            if checkpoint is not None:
                checkpoint.save(run.position)
            if tell is not None:
                tell(run.progress(time.monotonic()))
        try:
            for lane in lanes:
                lane.settle()
        except GatewayError:
            run.end()
            raise
        run.end()
        if checkpoint is not None:
            checkpoint.save(run.position, done=True)
        if tell is not None:
            tell(run.progress(time.monotonic()))
        return run.report(time.monotonic())
    except BaseException:
        if checkpoint is not None:
            checkpoint.save(run.position)
        raise
    finally:
        for lane in lanes:
            lane.close()


class _Lane:
    """One way of messages: a connection, and what is not proven of that which was given to it."""

    def __init__(
        self,
        run: ImportRun,
        dial: Dial,
        release: Callable[[Connection], None],
        retries: int,
        closed: str,
    ) -> None:
        self._run = run
        self._dial = dial
        self._release = release
        self._retries = retries
        self._closed = closed
        self._pending: deque[Message] = deque()
        self._session: ImportSession | None = None
        self._connection: Connection | None = None
        self._failures = 0

    def connect(self) -> None:
        """Open the connection."""
        session = ImportSession(self._run, self._pending, time.monotonic())
        self._connection = self._dial(session)
        self._session = session

    def send(self, message: Message) -> None:
        """Send a message; waits while too much is unproven."""
        self._pending.append(message)
        self._persist(settle=False)

    def settle(self) -> None:
        """Wait until all is proven."""
        if self._session is not None:
            self._persist(settle=True)

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection, self._session = self._connection, None, None
        if connection is not None:
            self._release(connection)

    def _persist(self, *, settle: bool) -> None:
        """Do it, over as many connections as it takes and is allowed."""
        while True:
            try:
                if self._session is None:
                    self.connect()
                self._deliver(settle=settle)
                return
            except GatewayError as error:
                # Each way counts for itself: a gateway that restarts ends the connections of all.
                self._failures = (
                    1 if self._session is not None and self._session.proved else self._failures + 1
                )
                if self._failures > self._retries or not self._run.may_resume(error):
                    told = self._run.told(error)
                    raise told from told.__cause__
                self.close()
                time.sleep(backoff(self._failures))

    def _deliver(self, *, settle: bool) -> None:
        session, connection = self._session, self._connection
        assert session is not None
        assert connection is not None
        while session.sent < len(self._pending):
            if session.failure is not None:
                raise interrupted(session, self._closed)
            message, ping = session.next()
            if not connection.send(message.data, time.monotonic() + self._run.timeout):
                raise stalled(session)
            if not self._run.confirms:
                self._run.forget(message)
                connection.notice()
            if ping is not None:
                connection.ping(ping)
                self._wait(session, connection, UNANSWERED_PINGS)
        if session.failed():
            raise interrupted(session, self._closed)
        if settle:
            # Where it proves nothing, it still shows that the gateway has not closed the connection.
            connection.ping(session.ping(last=True))
            self._wait(session, connection, 0)

    def _wait(self, session: ImportSession, connection: Connection, unanswered: int) -> None:
        """Wait until no more than so many pings are unanswered."""
        connection.notice()
        while True:
            before = session.unanswered
            session.expect(unanswered, time.monotonic())
            settled = connection.wait(session)
            if session.failed():
                raise interrupted(session, self._closed)
            if settled:
                return
            if session.unanswered == before:
                raise stalled(session)
