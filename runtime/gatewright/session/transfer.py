"""One bulk transfer: which batches were sent and confirmed, which items came in.

A gateway that handles messages strictly in order and answers a ping only after the
messages before it gives an acknowledgement for free: the answer to a ping sent after
message N proves that 1..N were taken. A window bounds what is sent but not proven.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from .. import wire
from ..errors import (
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    InvalidItem,
    ProtocolViolation,
    RequestTimeout,
)
from ..operation import Import
from ..transfer import ImportReport, Progress
from .mux import Call

BATCHES_PER_PING = 16
"""A ping follows every so many messages ..."""
BYTES_PER_PING = 1 << 16
"""... or so many bytes, whichever comes first."""
UNANSWERED_PINGS = 16
"""Pings that may be under way; with as many unanswered, sending waits."""


class ImportSession:
    """An import's bookkeeping.

    Attributes:
        confirms: The gateway proves what it took.
        sent: Items sent.
        confirmed: Items proven to have been taken.
        deadline: When to stop waiting for a confirmation; each one moves it.
    """

    paused = False

    def __init__(self, operation: str, confirms: bool, timeout: float, now: float) -> None:
        self.operation = operation
        self.confirms = confirms
        self.timeout = timeout
        self.deadline = now + timeout
        self.began = now
        self.sent = 0
        self.confirmed = 0
        self.batches = 0
        self.bytes = 0
        self.failure: GatewayError | None = None
        self.outgoing: list[bytes] = []
        self.wake: Callable[[], None] | None = None
        self._pings: deque[tuple[bytes, int]] = deque()
        self._number = 0
        self._batches_since = 0
        self._bytes_since = 0
        self._enough = 0

    def message(self, items: int, size: int) -> bytes | None:
        """Count a message that is being sent; returns the ping to send behind it, if one is due."""
        self.sent += items
        self.batches += 1
        self.bytes += size
        self._batches_since += 1
        self._bytes_since += size
        if not self.confirms:
            return None
        if self._batches_since >= BATCHES_PER_PING or self._bytes_since >= BYTES_PER_PING:
            return self.ping()
        return None

    def ping(self) -> bytes:
        """The ping that asks whether everything so far was taken."""
        self._number += 1
        payload = str(self._number).encode("ascii")
        self._pings.append((payload, self.sent))
        self._batches_since = self._bytes_since = 0
        return payload

    def expect(self, unanswered: int, now: float) -> None:
        """Make `ready` wait until no more than so many pings are unanswered."""
        self._enough = unanswered
        self.deadline = now + self.timeout

    def ready(self) -> bool:
        return len(self._pings) <= self._enough or self.failure is not None

    def failed(self, unanswered: int) -> bool:
        """The connection is gone, and not merely after the last confirmation that was wanted."""
        return self.failure is not None and not (unanswered == 0 and self.confirmed == self.sent)

    def receive(self, text: wire.Text, now: float) -> None:
        """Imports are answered by pings alone; what else the gateway says is of no use."""

    def pong(self, data: bytes) -> None:
        """Take the answer to a ping: what was sent before it is confirmed."""
        if not any(payload == data for payload, _ in self._pings):
            return
        while self._pings:
            payload, sent = self._pings.popleft()
            self.confirmed = sent
            if payload == data:
                break
        if self.wake is not None:
            self.wake()

    def fail(self, error: GatewayError) -> None:
        if self.failure is None:
            self.failure = error
            if self.wake is not None:
                self.wake()

    def progress(self, now: float) -> Progress:
        return Progress(self.sent, self.confirmed, self.batches, self.bytes, now - self.began)

    def report(self, now: float) -> ImportReport:
        return ImportReport(self.sent, self.confirmed, self.batches, self.bytes, now - self.began)


class ExportSession:
    """The messages of an export, as the bodies of one call that ends when nobody wants more.

    `closed` says what it may mean when the gateway ends the export.

    Attributes:
        call: Collects the bodies; its deadline is how long silence may last.
        paused: The reader is slow; do not read.
    """

    HIGH_WATER = 64
    LOW_WATER = 8
    HIGH_BYTES = 8 << 20

    def __init__(self, operation: str, idle_timeout: float | None, now: float, closed: str = "") -> None:
        self.call = Call("", operation, b"", True, math.inf if idle_timeout is None else idle_timeout, now)
        self.paused = False
        self.failure: GatewayError | None = None
        self.outgoing: list[bytes] = []
        self._closed = closed

    def receive(self, text: wire.Text, now: float) -> None:
        try:
            body = wire.loads(text)
        except wire.JSONDecodeError:
            self.fail(
                ProtocolViolation(
                    "the gateway sent a message that is not JSON", operation=self.call.operation
                )
            )
            return
        call = self.call
        if call.abandoned:
            return
        call.size = call.size + len(text) if call.bodies else len(text)
        call.bodies.append(body)
        call.deadline = now + call.timeout
        self.paused = len(call.bodies) >= self.HIGH_WATER or call.size >= self.HIGH_BYTES
        if call.wake is not None:
            call.wake()

    def pong(self, data: bytes) -> None:
        """Nothing is asked of an export."""

    def taken(self) -> None:
        """The reader took bodies; reading may go on."""
        if len(self.call.bodies) <= (self.LOW_WATER if self.call.size < self.HIGH_BYTES else 0):
            self.paused = False

    def fail(self, error: GatewayError) -> None:
        if self.failure is None:
            self.failure = error
            error.operation = self.call.operation
            if _was_closed(error):
                error.hint = self._closed
            self.call.finish(error)


def encoded(transfer: Import[Any], batch: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """The message of a batch.

    Raises:
        InvalidItem: one of its items cannot be sent.
    """
    try:
        return transfer.encode(batch, arguments, first)
    except InvalidItem as error:
        error.operation = transfer.name
        raise


def interrupted(session: ImportSession, meaning: str) -> ImportInterrupted:
    """The error of an import that the gateway ended."""
    reason = session.failure
    assert reason is not None
    said = f" ({meaning})" if meaning and _was_closed(reason) else ""
    error = ImportInterrupted(
        f"the import ended early: {reason.message}{said}",
        sent=session.sent,
        confirmed=session.confirmed,
        operation=session.operation,
    )
    error.__cause__ = reason
    return error


def _was_closed(error: GatewayError) -> bool:
    """Whether the gateway itself ended the transfer, in good order."""
    return isinstance(error, ConnectionLost) and error.code is not None


def stalled(session: ImportSession) -> ImportInterrupted:
    """The error of an import that gets no confirmation any more."""
    error = ImportInterrupted(
        f"the gateway confirmed nothing for {session.timeout:g} s",
        sent=session.sent,
        confirmed=session.confirmed,
        operation=session.operation,
    )
    error.__cause__ = RequestTimeout(f"no confirmation within {session.timeout:g} s")
    return error
