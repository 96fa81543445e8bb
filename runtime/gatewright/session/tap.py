"""One bulk export, over whatever connections it takes: messages in, bodies out, and when some may be missed.

run = ExportRun("export_x", options, retries=2, closed="", clock=time.monotonic)
session = run.session()                    # the conversation of a connection; a ping follows
session.begun()                            # the gateway has answered it: the tap is open
session.attend(behind=False)               # the reader waits, and `run.call` has nothing for it
delay = run.lost(session)                  # seconds until the next attempt; None: there is none
gap = run.reopened(wall)                   # what its reader should know
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .. import wire
from ..config import backoff
from ..errors import GatewayError, ProtocolViolation, RequestTimeout
from ..operation import Export, StreamRule
from ..transfer import ExportOptions, Gap
from .mux import Call
from .transfer import was_closed

Item = TypeVar("Item")

STEADY = 10.0
"""Seconds after which a connection counts as one that worked, though it may have brought nothing."""


class ExportRun:
    """An export's bookkeeping.

    Attributes:
        call: Collects the bodies, whichever connection brings them; its timeout is how long silence may last.
        closed: What it may mean when the gateway ends the export.
        failures: Connections lost, or not made, since the last message.
    """

    def __init__(
        self,
        name: str,
        options: ExportOptions,
        *,
        retries: int,
        closed: str,
        clock: Callable[[], float],
    ) -> None:
        idle = math.inf if options.idle_timeout is None else options.idle_timeout
        self.call = Call("", name, b"", True, idle, clock())
        self.closed = closed
        self.clock = clock
        self.failures = 0
        self.reconnects = options.reconnect
        self._retries = retries
        self._since: float | None = None
        self._reason: GatewayError | None = None

    def session(self) -> ExportSession:
        """The conversation of the next connection."""
        return ExportSession(self)

    def lost(self, session: ExportSession) -> float | None:
        """The open tap was lost: seconds until the next attempt, or None where the export is over."""
        assert session.failure is not None
        if self.clock() - session.began >= STEADY:
            self.failures = 0
        if self._since is None:
            self._since, self._reason = session.since, session.failure
        return self.failed(session.failure)

    def failed(self, error: GatewayError) -> float | None:
        """An attempt has failed: seconds until the next one, or None where the export is over."""
        if not error.retryable or self.failures >= self._retries:
            self.call.finish(error)
            return None
        self.failures += 1
        return backoff(self.failures - 1)

    def reopened(self, wall: float) -> Gap:
        """The tap is open again; `wall` is the time of day."""
        assert self._since is not None
        assert self._reason is not None
        gap = Gap(wall - (self.clock() - self._since), wall, self._reason)
        self._since = self._reason = None
        return gap


class ExportSession:
    """One connection of an export.

    Attributes:
        paused: The reader is slow; do not read.
        open: The gateway has answered, so the tap is open.
        began: When it was.
        since: From when on items may have been missed, if this connection is lost.
        deadline: How long somebody waits.
    """

    HIGH_WATER = 64
    LOW_WATER = 8
    HIGH_BYTES = 8 << 20

    def __init__(self, run: ExportRun) -> None:
        self.run = run
        self.paused = False
        self.open = False
        self.began = self.since = run.clock()
        self.deadline = math.inf
        self.wake: Callable[[], None] | None = None
        self.failure: GatewayError | None = None
        self.outgoing: list[bytes] = []
        self._opening = True
        self._behind = False

    # What a shell says and asks

    def expect(self, seconds: float) -> None:
        """Somebody waits for the tap to open."""
        self.deadline = self.run.clock() + seconds

    def begun(self) -> None:
        """Nobody waits for that any more.

        Raises:
            GatewayError: the tap is not open, and why.
        """
        self._opening = False
        if not self.open:
            raise self.failure or RequestTimeout(
                "the gateway did not open the export in time", operation=self.run.call.operation
            )
        self.began = self.since = self.run.clock()

    def attend(self, *, behind: bool) -> None:
        """Somebody waits for a message from now on; `behind`: one has arrived that nobody has looked at."""
        # Only waiting counts as silence; how long the reader was busy with other things does not.
        self.deadline = self.run.clock() + self.run.call.timeout
        self._behind = behind

    def ready(self) -> bool:
        return self.failure is not None or self.run.call.ready() or (self._opening and self.open)

    def taken(self) -> None:
        """The reader took bodies; reading may go on."""
        call = self.run.call
        if len(call.bodies) <= (self.LOW_WATER if call.size < self.HIGH_BYTES else 0):
            self.paused = False

    # What the connection tells

    def receive(self, text: wire.Text, now: float) -> None:
        self.open = True
        call = self.run.call
        if call.abandoned:
            return
        self.run.failures = 0
        if not self._behind:
            self.since = now
        call.size = call.size + len(text) if call.bodies else len(text)
        # It is parsed when it is read: objects that wait would cost time in every garbage collection.
        call.bodies.append(text if isinstance(text, str) else bytes(text))
        if len(call.bodies) >= self.HIGH_WATER or call.size >= self.HIGH_BYTES:
            # What is read after a pause may have come long before, which says nothing about now.
            self.paused = self._behind = True
        self._tell()

    def pong(self, data: bytes) -> None:
        self.open = True
        self._tell()

    def fail(self, error: GatewayError) -> None:
        if self.failure is not None:
            return
        run = self.run
        error.operation = run.call.operation
        if was_closed(error):
            error.hint = run.closed
            if not self._behind:
                # All that came before the goodbye is here.
                self.since = run.clock()
        self.failure = error
        self.paused = False
        if not (run.reconnects and error.retryable) and self.open:
            run.call.finish(error)
        self._tell()

    def _tell(self) -> None:
        if self.wake is not None:
            self.wake()


class Reading(Generic[Item]):
    """How the bodies of an export are read, and where that ends.

    Attributes:
        rule: Makes items of bodies; with `batches` the items are lists.
        last: Tells of an item whether it is the last one.
    """

    def __init__(self, transfer: Export[Item], options: ExportOptions) -> None:
        self._name = transfer.name
        self._items = transfer.decode
        self._left = options.limit
        self._until = options.until
        self._over = False
        self._wrong: BaseException | None = None
        self.rule: StreamRule[Any]
        self.last: Callable[[Any], object] | None
        if options.batches:
            self.rule, self.last = StreamRule(decode=self._batch), self._ended
        else:
            self.rule, self.last = StreamRule(decode=self._decode, each=True), options.until

    def _decode(self, text: wire.Text) -> list[Item]:
        """The items of a body."""
        try:
            body = wire.loads(text)
        except wire.JSONDecodeError as error:
            message = "the gateway sent a message that is not JSON"
            raise ProtocolViolation(message, operation=self._name) from error
        return self._items(body)

    def _batch(self, body: Any) -> list[Item]:
        """The items of a body, up to where the export is to end."""
        items = self._decode(body)
        if self._left is not None:
            items = items[: self._left]
        if self._until is not None:
            for count, item in enumerate(items, 1):
                try:
                    self._over = bool(self._until(item))
                except BaseException as error:
                    # It is no fault of the body, so it is raised where that cannot be mistaken.
                    self._wrong = error
                if self._over or self._wrong is not None:
                    items = items[:count]
                    break
        if self._left is not None:
            self._left -= len(items)
            self._over = self._over or self._left <= 0
        return items

    def _ended(self, _batch: list[Item]) -> bool:
        if self._wrong is not None:
            raise self._wrong
        return self._over
