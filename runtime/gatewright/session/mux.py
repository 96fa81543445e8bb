"""One multiplexed socket: frames and time in, frames and results out.

    session = Session(info, info.socket, values)
    frames = session.opening()                 # to send first; may be none
    call = session.start(...)                  # call.frame is to be sent
    session.receive(text, now)                 # for each frame that comes in
    session.fail(error)                        # when the connection is gone

A `Call` collects what belongs to it: the last body of a plain call, all bodies of a stream.
Whoever waits sets `call.wake`, which is called after anything has changed for it.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from .. import wire
from ..errors import AuthenticationFailed, GatewayError, ProtocolViolation, discreet
from ..operation import GatewayInfo, SocketProtocol
from ..results import refusal, token_hint

log = logging.getLogger("gatewright")

HIGH_WATER = 1024
"""Bodies waiting in one stream at which reading stops."""
LOW_WATER = 256
"""Bodies waiting at which reading goes on."""
HIGH_BYTES = 8 << 20
"""Reading stops, too, when the frames of waiting bodies were this long together."""


class Call:
    """One request on its way.

    Attributes:
        bodies: Bodies that arrived and were not yet taken (of a plain call: at most one).
        done: Nothing more will come.
        error: Why it failed.
        deadline: When to give up waiting; each body moves it.
        wake: Called after a change.
        size: Length of the frames since there was last no body waiting.
        discarded: A destructor found that nobody wants the rest; it must not do more than say so.
    """

    __slots__ = (
        "abandoned",
        "bodies",
        "deadline",
        "discarded",
        "done",
        "error",
        "frame",
        "id",
        "operation",
        "size",
        "stream",
        "timeout",
        "wake",
    )

    def __init__(
        self, id: str, operation: str, frame: bytes, stream: bool, timeout: float, now: float
    ) -> None:
        self.id = id
        self.operation = operation
        self.frame = frame
        self.stream = stream
        self.timeout = timeout
        self.deadline = now + timeout
        self.bodies: deque[Any] = deque()
        self.done = False
        self.error: GatewayError | None = None
        self.abandoned = False
        self.discarded = False
        self.size = 0
        self.wake: Callable[[], None] | None = None

    def ready(self) -> bool:
        """There is nothing to wait for: an answer, a failure, or the next body of a stream is there."""
        return self.done or (self.stream and bool(self.bodies))

    def finish(self, error: GatewayError | None = None) -> None:
        """Nothing more will come; `error` says why, if that is a failure."""
        if self.done:
            return
        self.done = True
        self.error = error
        self.frame = b""
        if self.wake is not None:
            self.wake()


class Session:
    """The requests of one socket.

    Attributes:
        ready: Requests may be sent; False during the handshake.
        greeted: Called when the handshake is over, either way.
        failure: Why the session is over, or None while it lives.
    """

    __slots__ = (
        "_abandoned",
        "_calls",
        "_decode",
        "_full",
        "_ids",
        "_info",
        "_protocol",
        "_started",
        "_values",
        "failure",
        "greeted",
        "ready",
    )

    def __init__(self, info: GatewayInfo, protocol: SocketProtocol, values: Mapping[str, Any]) -> None:
        self._info = info
        self._protocol = protocol
        self._decode = protocol.decode
        self._values = values
        self._calls: dict[str, Call] = {}
        self._started: deque[Call] = deque()
        self._ids = itertools.count(1)
        self._full: set[Call] = set()
        self.ready = protocol.handshake is None
        self.greeted: Callable[[], object] | None = None
        self._abandoned = 0
        self.failure: GatewayError | None = None

    def opening(self) -> list[bytes]:
        """The frames to send before anything else."""
        handshake = self._protocol.handshake
        return [] if handshake is None else [wire.dumps(handshake.request(self._values))]

    def start(
        self,
        operation: str,
        values: Mapping[str, Any],
        body: Any,
        *,
        stream: bool,
        timeout: float,
        now: float,
    ) -> Call:
        """Enter a request; its `frame` is to be sent. `now` is when the call began."""
        id = str(next(self._ids))
        call = Call(id, operation, self._protocol.encode(id, values, body), stream, timeout, now)
        self._calls[id] = call
        self._started.append(call)
        return call

    @property
    def paused(self) -> bool:
        """A slow reader holds up the socket; do not read."""
        # Asked without a lock, hence the copy.
        return bool(self._full) and any(not call.discarded for call in tuple(self._full))

    @property
    def load(self) -> int:
        """Requests started since the oldest unfinished one: what fills the gateway's slots."""
        started = self._started
        while started and started[0].done and started[0].id not in self._calls:
            started.popleft()
        return len(started)

    @property
    def live(self) -> int:
        """Calls that somebody waits for."""
        return len(self._calls) - self._abandoned

    def waiting(self) -> list[Call]:
        """The calls that somebody waits for just now."""
        return [call for call in self._calls.values() if call.wake is not None and not call.ready()]

    @property
    def unfinished(self) -> int:
        """Calls that the gateway still works on, as far as is known."""
        return len(self._calls)

    def receive(self, text: wire.Text, now: float) -> None:
        """Take one frame."""
        try:
            frame = wire.loads(text)
        except wire.JSONDecodeError:
            self.fail(ProtocolViolation("the gateway sent a frame that is not JSON"))
            return
        if not wire.is_object(frame):
            self.fail(ProtocolViolation("the gateway sent a frame that is not a JSON object"))
            return
        if not self.ready:
            self._greeted(frame)
            return
        id, body, error, done = self._decode(frame)
        call = self._calls.get(id) if type(id) is str else None
        if call is None:
            self._unmatched(id, error)
            return
        done = done or error is not None
        if call.discarded:
            self.abandon(call)
        if done:
            del self._calls[call.id]
        if call.abandoned:
            if done:
                self._abandoned -= 1
            return
        if error is not None:
            refused = refusal(self._info, error, operation=call.operation)
            call.finish(discreet(refused, self._values.get("token")))
            return
        if call.stream:
            call.size = call.size + len(text) if call.bodies else len(text)
            call.bodies.append(body)
            if len(call.bodies) >= HIGH_WATER or call.size >= HIGH_BYTES:
                self._full.add(call)
        elif call.bodies:
            call.bodies[0] = body
        else:
            call.bodies.append(body)
        call.deadline = now + call.timeout
        if done:
            call.finish()
        elif call.stream and call.wake is not None:
            call.wake()

    def pong(self, data: bytes) -> None:
        """Pings of this conversation carry nothing."""

    def taken(self, call: Call) -> None:
        """A reader took bodies from a stream; reading may go on."""
        if len(call.bodies) <= (LOW_WATER if call.size < HIGH_BYTES else 0):
            self._full.discard(call)

    def abandon(self, call: Call, error: GatewayError | None = None) -> bool:
        """Nobody waits for this call any more. The gateway still works on it: its slot stays taken.

        Returns True if nobody waits for anything that the gateway does on this socket.
        """
        if not call.abandoned:
            call.abandoned = True
            call.bodies.clear()
            self._full.discard(call)
            if self._calls.get(call.id) is call:
                self._abandoned += 1
            call.finish(error)
        return self.forsaken

    @property
    def forsaken(self) -> bool:
        """The gateway works on this socket, and nobody waits for any of it."""
        return bool(self._calls) and self.live == 0

    def fail(self, error: GatewayError) -> None:
        """The conversation is over: everyone who waits is told why."""
        if self.failure is not None:
            return
        self.failure = discreet(error, self._values.get("token"))
        self._full.clear()
        # A new one, since `load` may be looking at the old one in another thread.
        self._started = deque()
        self._abandoned = 0
        if self.greeted is not None:
            self.greeted()
        calls, self._calls = self._calls, {}
        for call in calls.values():
            call.finish(_copy(error, call.operation))

    def _greeted(self, frame: dict[str, Any]) -> None:
        handshake = self._protocol.handshake
        assert handshake is not None
        if _matches(frame, handshake.accepted):
            self.ready = True
            if self.greeted is not None:
                self.greeted()
        elif _matches(frame, handshake.refused):
            reason = frame.get(handshake.message)
            said = "refused the token" if self._values.get("token") else "wants a token"
            kind = str(frame.get("type", ""))
            self.fail(
                AuthenticationFailed(f"the gateway {said}: {reason}", type=kind, hint=token_hint(self._info))
            )
        else:
            self.fail(ProtocolViolation("the gateway answered the authentication with something else"))

    def _unmatched(self, id: Any, error: Any) -> None:
        if id is None and error is not None:
            # Nobody can say whose request this is about, and its waiter must not hang.
            self.fail(refusal(self._info, error))
        else:
            log.debug("dropped a frame for %r, which nobody waits for", id)


def given_up(call: Call) -> GatewayError:
    """What a stream says whose reader was interrupted, by Ctrl-C perhaps, if it is asked for more."""
    return GatewayError("the stream was given up when its reader was interrupted", operation=call.operation)


def _matches(frame: dict[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(frame.get(name) == value for name, value in fields.items())


def _copy(error: GatewayError, operation: str) -> GatewayError:
    """The same error for another waiter: each gets its own traceback and operation."""
    copy = error.__class__.__new__(error.__class__)
    Exception.__init__(copy, error.message)
    copy.__dict__.update(error.__dict__)
    copy.partial = []
    copy.operation = operation
    copy.__cause__ = error.__cause__
    return copy
