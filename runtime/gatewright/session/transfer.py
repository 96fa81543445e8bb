"""One bulk import: which batches were sent and confirmed.

A gateway that handles messages strictly in order and answers a ping only after the
messages before it gives an acknowledgement for free: the answer to a ping sent after
message N proves that 1..N were taken. A window bounds what is sent but not proven.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from .. import wire
from ..errors import (
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    RequestTimeout,
)
from .imports import ImportRun, Message

MESSAGES_PER_PING = 16
"""A ping follows every so many messages ..."""
BYTES_PER_PING = 1 << 16
"""... or so many bytes, whichever comes first."""
UNANSWERED_PINGS = 16
"""Pings that may be under way; with as many unanswered, sending waits."""


class ImportSession:
    """One connection of an import: what was sent over it, and which of that is proven to have been taken.

    Attributes:
        pending: Messages that are not proven, those that are yet to be sent over this connection included.
        sent: How many of them were sent over it.
        proved: It has proven something.
        deadline: When to stop waiting for a proof; each one moves it.
    """

    paused = False

    def __init__(self, run: ImportRun, pending: deque[Message], now: float) -> None:
        self.run = run
        self.pending = pending
        self.sent = 0
        self.proved = False
        self.deadline = now + run.timeout
        self.failure: GatewayError | None = None
        self.outgoing: list[bytes] = []
        self.wake: Callable[[], None] | None = None
        # The data of a ping, and how many messages of this connection were sent before it.
        self._pings: deque[tuple[bytes, int]] = deque()
        self._taken = 0
        self._number = 0
        self._messages_since = 0
        self._bytes_since = 0
        self._enough = 0

    def next(self) -> tuple[Message, bytes | None]:
        """The next message to send over this connection, and the ping to send behind it, if one is due."""
        message = self.pending[self.sent]
        self.sent += 1
        if not self.run.confirms:
            # Nothing will prove anything.
            self.pending.popleft()
            self.sent -= 1
            return message, None
        self._messages_since += 1
        self._bytes_since += len(message.data)
        if self._messages_since >= MESSAGES_PER_PING or self._bytes_since >= BYTES_PER_PING:
            return message, self.ping()
        return message, None

    def ping(self, *, last: bool = False) -> bytes:
        """The ping that asks whether everything so far was taken; nothing comes after the `last` one."""
        self._number += 1
        payload = str(self._number).encode("ascii")
        # What the gateway has yet to hand on it does after the end, too, but not if it dies before.
        queued = 0 if last else self.run.queue
        self._pings.append((payload, self._taken + self.sent - queued))
        self._messages_since = self._bytes_since = 0
        return payload

    def expect(self, unanswered: int, now: float) -> None:
        """Make `ready` wait until no more than so many pings are unanswered."""
        self._enough = unanswered
        self.deadline = now + self.run.timeout

    @property
    def unanswered(self) -> int:
        """How many pings are under way. An answer is a sign of life, even where it proves nothing yet."""
        return len(self._pings)

    def ready(self) -> bool:
        return self.unanswered <= self._enough or self.failure is not None

    def failed(self) -> bool:
        """The connection is gone, and not merely after the last proof that was wanted."""
        return self.failure is not None and (bool(self.pending) or not self.run.confirms)

    def receive(self, text: wire.Text, now: float) -> None:
        """Imports are answered by pings alone; what else the gateway says is of no use."""

    def pong(self, data: bytes) -> None:
        """Take the answer to a ping: what was sent before it is proven."""
        if not any(payload == data for payload, _ in self._pings):
            return
        while self._pings:
            payload, messages = self._pings.popleft()
            while self._taken < messages:
                self._taken += 1
                self.proved = True
                self.sent -= 1
                self.run.confirm(self.pending.popleft())
            if payload == data:
                break
        if self.wake is not None:
            self.wake()

    def fail(self, error: GatewayError) -> None:
        if self.failure is None:
            self.failure = error
            if self.wake is not None:
                self.wake()


def interrupted(session: ImportSession, meaning: str) -> ImportInterrupted:
    """The error of an import whose connection ended."""
    reason = session.failure
    assert reason is not None
    said = f" ({meaning})" if meaning and was_closed(reason) else ""
    error = session.run.interrupted(f"the import ended early: {reason.message}{said}")
    error.__cause__ = reason
    return error


def was_closed(error: GatewayError) -> bool:
    """Whether the gateway itself ended the transfer, in good order."""
    return isinstance(error, ConnectionLost) and error.code is not None


def stalled(session: ImportSession) -> ImportInterrupted:
    """The error of an import that gets no proof any more."""
    seconds = session.run.timeout
    error = session.run.interrupted(f"the gateway confirmed nothing for {seconds:g} s")
    error.__cause__ = RequestTimeout(f"no confirmation within {seconds:g} s")
    return error
