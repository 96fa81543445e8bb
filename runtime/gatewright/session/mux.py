"""One multiplexed socket: frames and time in, frames and results out.

    session = Session(info, info.socket, values)
    frames = session.opening()                 # to send first; may be none
    call = session.start(...)                  # call.frame is to be sent
    session.receive(text, now)                 # for each frame that comes in
    session.fail(error)                        # when the connection is gone

A `Call` collects what belongs to it: the last body of a plain call, all bodies of a stream.
Whoever waits sets `call.wake`, which is called after anything has changed for it.

What the gateway says of its own accord waits in `session.pushed`, unless it can be answered
at once; `session.outgoing` holds frames that are to be sent whenever something was received.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from .. import wire
from ..errors import AuthenticationFailed, GatewayError, NotSupported, ProtocolViolation, discreet
from ..operation import (
    GatewayInfo,
    Greeting,
    Handshake,
    Message,
    Operation,
    Push,
    SocketProtocol,
    StreamRule,
    fill_in,
)
from ..results import refusal, token_hint
from .lanes import Place, place_of

log = logging.getLogger("gatewright")

HIGH_WATER = 1024
"""Bodies waiting in one stream at which reading stops."""
LOW_WATER = 256
"""Bodies waiting at which reading goes on."""
HIGH_BYTES = 8 << 20
"""Reading stops, too, when the frames of waiting bodies were this long together."""
MANY_PUSHED = 1000
"""Messages of the gateway that wait for a handler, at which reading stops if no call waits for its answer."""
MOST_PUSHED = 10_000
"""The same, at which further ones are refused: handlers may themselves wait for the answers to calls."""
MOST_ANSWERED = 1000
"""Answered messages of the gateway that are remembered."""
_NOTHING: dict[str, Any] = {}
"""Stands for a body that is no object."""


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
        whole: Bodies are kept with what their envelopes say of them, as a `Message`.
        ends: Types of items that end the stream; None: the envelope says.
        type: Field of a body that holds the type of the item; None: the kind of the message is the type.
        keys: (type, key that only its bodies have), where frames name no kind.
        place: Where it went, until that has answered; only where errors of newcomers name no request.
        sent: When the request was handed to the connection.
    """

    __slots__ = (
        "abandoned",
        "bodies",
        "deadline",
        "discarded",
        "done",
        "ends",
        "error",
        "frame",
        "id",
        "keys",
        "operation",
        "place",
        "sent",
        "size",
        "stream",
        "timeout",
        "type",
        "wake",
        "whole",
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
        self.whole = False
        self.ends: tuple[str, ...] | None = None
        self.type: str | None = None
        self.keys: tuple[tuple[str, str], ...] = ()
        self.place: Place | None = None
        self.sent = now
        self.wake: Callable[[], None] | None = None

    def ready(self) -> bool:
        """There is nothing to wait for: an answer, a failure, or the next body of a stream is there."""
        return self.done or (self.stream and bool(self.bodies))

    def expect(self, operation: Operation[Any]) -> None:
        """Make this the call of a stream as the operation describes it."""
        rule: StreamRule[Any] | None = getattr(operation, "stream", None)
        if rule is not None:
            self.whole = rule.whole
            self.ends = rule.end or None
            self.type = rule.type
            self.keys = rule.keys

    @property
    def latency(self) -> float:
        """Milliseconds from sending the request to its answer."""
        return (self.deadline - self.timeout - self.sent) * 1000

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
        ready: Requests may be sent; False until greeting and handshake are over.
        greeted: Called when they are, either way.
        greeting: The record of the greeting, if there was one.
        pushed: Messages of the gateway that wait for a handler.
        handling: How many are being handled.
        heard: Called when one has arrived, and when the session is over.
        outgoing: Frames to send.
        failure: Why the session is over, or None while it lives.
    """

    __slots__ = (
        "_abandoned",
        "_answered",
        "_calls",
        "_decode",
        "_expected",
        "_full",
        "_ids",
        "_info",
        "_kept",
        "_kind",
        "_ordered",
        "_protocol",
        "_proven",
        "_proving",
        "_started",
        "_values",
        "failure",
        "greeted",
        "greeting",
        "handling",
        "heard",
        "outgoing",
        "pushed",
        "ready",
    )

    def __init__(
        self,
        info: GatewayInfo,
        protocol: SocketProtocol,
        values: Mapping[str, Any],
        proven: set[Place] | None = None,
    ) -> None:
        self._info = info
        # Places that have answered; sockets of one client share them.
        self._proven: set[Place] = set() if proven is None else proven
        self._protocol = protocol
        self._decode = protocol.decode
        self._kind = protocol.kind
        self._ordered = protocol.ordered
        self._values = values
        self._kept: dict[str, Any] = {}
        self._calls: dict[str, Call] = {}
        self._started: deque[Call] = deque()
        self._ids = itertools.count(1)
        self._full: set[Call] = set()
        # What has to come before requests may be sent.
        self._expected: list[Greeting | Handshake] = [
            part for part in (protocol.greeting, protocol.handshake) if part is not None
        ]
        self.ready = not self._expected
        # Credentials that were sent since, with the values that hold once they are accepted.
        self._proving: deque[tuple[Call, Mapping[str, Any]]] = deque()
        self.greeted: Callable[[], object] | None = None
        self.greeting: Any = None
        self._abandoned = 0
        # Ids of the gateway's own messages that were answered.
        self._answered: deque[str] = deque(maxlen=MOST_ANSWERED)
        self.pushed: deque[tuple[Push, Message]] = deque()
        self.handling = 0
        self.heard: Callable[[], object] | None = None
        self.outgoing: list[bytes] = []
        self.failure: GatewayError | None = None

    def opening(self) -> list[bytes]:
        """The frames to send before anything else."""
        handshake = self._protocol.handshake
        return [] if handshake is None else [wire.dumps(handshake.request(self._values))]

    @property
    def missing(self) -> str:
        """What the gateway has not done yet, in words."""
        if self._expected and isinstance(self._expected[0], Greeting):
            return "the gateway did not greet in time"
        return "the gateway did not answer the authentication in time"

    def start(
        self,
        operation: str,
        values: Mapping[str, Any],
        body: dict[str, Any],
        *,
        stream: bool,
        timeout: float,
        now: float,
        fill: Mapping[str, str] | None = None,
        within: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Call:
        """Enter a request; its `frame` is to be sent. `now` is when the call began.

        `fill` names the values of those fields of the body that the caller left out; `within` tells
        which of them stand in objects of the body.
        """
        id = str(next(self._ids))
        if self._kept:
            values = {**self._kept, **values}
        if fill:
            fill_in(body, fill, values, within)
        call = Call(id, operation, self._protocol.encode(id, values, body), stream, timeout, now)
        call.place = place_of(self._protocol, values)
        self._calls[id] = call
        self._started.append(call)
        return call

    def shows(self, values: Mapping[str, Any]) -> bool:
        """Whether these very values hold the credential that was accepted."""
        return self._values is values

    def authenticate(self, values: Mapping[str, Any], timeout: float, now: float) -> Call:
        """Authenticate anew, with the credential of these values; the call's `frame` is to be sent.

        A refusal fails the call, and leaves the session with the credential it had.
        """
        handshake = self._protocol.handshake
        if handshake is None:
            raise NotSupported("this gateway takes a credential only when a socket is opened")
        call = Call("", "authenticate", wire.dumps(handshake.request(values)), False, timeout, now)
        self._proving.append((call, values))
        return call

    @property
    def paused(self) -> bool:
        """Do not read: a slow reader holds up the socket, or handlers do and no call needs it."""
        return self.held or (len(self.pushed) + self.handling >= MANY_PUSHED and self.live == 0)

    @property
    def held(self) -> bool:
        """A slow reader of a stream holds up the socket."""
        # Asked without a lock, hence the copy.
        return bool(self._full) and any(not call.discarded for call in tuple(self._full))

    @property
    def silence(self) -> str:
        """What it may mean when a request gets no answer."""
        if self.held:
            return "a slow reader of another stream holds up the connection"
        if self.pushed:
            return "messages of the gateway wait to be handled; perhaps it waits for an answer: call listen()"
        return self._protocol.unanswered

    @property
    def load(self) -> int:
        """Requests started since the oldest unfinished one: what fills the gateway's slots."""
        started = self._started
        while started and started[0].done and started[0].id not in self._calls:
            started.popleft()
        return len(started)

    @property
    def newcomers(self) -> list[Place]:
        """Where requests went that have not answered yet."""
        # Asked without a lock, hence the copy.
        return [call.place for call in tuple(self._calls.values()) if call.place is not None]

    @property
    def live(self) -> int:
        """Calls that somebody waits for."""
        return len(self._calls) - self._abandoned

    def waiting(self) -> list[Call]:
        """The calls that somebody waits for just now, authentications included."""
        calls = [*self._calls.values(), *(call for call, _ in self._proving)]
        return [call for call in calls if call.wake is not None and not call.ready()]

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
        if self._proving and self._proved(frame):
            return
        id, body, error, done = self._decode(frame)
        kind = None
        if self._kind is not None:
            kind = frame.get(self._kind)
            push = self._protocol.pushes.get(kind) if type(kind) is str else None
            if push is not None:
                self._take_push(push, (id, kind, body if wire.is_object(body) else _NOTHING))
                return
        if not self.ready:
            self._greeted(frame, (id, kind, body), error)
            return
        if self._ordered:
            call = next(iter(self._calls.values()), None)
        else:
            call = self._calls.get(id) if type(id) is str else None
        if call is None:
            call = self._unmatched((id, kind, body), error)
            if call is None:
                return
        elif call.place is not None:
            self._proven.add(call.place)
            call.place = None
        if self._kind is None and call.keys and wire.is_object(body):
            kind = next((name for name, key in call.keys if key in body), None)
        if call.ends is not None:
            done = self._is_end(call, kind, body)
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
            call.bodies.append((id, kind, body) if call.whole else body)
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

    def answer(self, push: Push, message: Message, result: Mapping[str, Any]) -> bytes:
        """The frame that takes a handler's result to the gateway; empty if it wants none."""
        id = message[0]
        if push.reply is None or id is None:
            return b""
        if type(id) is str:
            self._answered.append(id)
        return push.reply(id, message[2], result)

    def decline(self, push: Push, message: Message, reason: str) -> bytes:
        """The frame that tells the gateway why its message was not handled; empty if it wants none."""
        return self.answer(push, message, {} if push.error is None else {push.error: reason})

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
        """The gateway works on this socket, and nobody waits for any of it.

        A socket in which the gateway keeps state is not given up for that.
        """
        return bool(self._calls) and self.live == 0 and (self._ordered or self._protocol.connections is None)

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
        if self.heard is not None:
            self.heard()
        calls, self._calls = self._calls, {}
        proving, self._proving = self._proving, deque()
        for call in [*calls.values(), *(call for call, _ in proving)]:
            call.finish(copy_of(error, call.operation))

    def _is_end(self, call: Call, kind: Any, body: Any) -> bool:
        if call.type is not None:
            kind = body.get(call.type) if wire.is_object(body) else None
        return kind in (call.ends or ())

    def _proved(self, frame: dict[str, Any]) -> bool:
        """Whether the frame says what became of the credential that was sent first."""
        handshake = self._protocol.handshake
        if handshake is None:
            return False
        accepted = _matches(frame, handshake.accepted)
        if not accepted and not _matches(frame, handshake.refused):
            return False
        call, values = self._proving.popleft()
        if accepted:
            self._values = values
            call.finish()
        else:
            refusal = self._refused(frame, handshake, values)
            refusal.operation = call.operation
            call.finish(discreet(refusal, values.get("token")))
        return True

    def _refused(
        self, frame: dict[str, Any], handshake: Handshake, values: Mapping[str, Any]
    ) -> AuthenticationFailed:
        said = "refused the token" if values.get("token") else "wants a token"
        text = f"the gateway {said}: {frame.get(handshake.message)}"
        return AuthenticationFailed(text, type=str(frame.get("type", "")), hint=token_hint(self._info))

    def _greeted(self, frame: dict[str, Any], message: Message, error: Any) -> None:
        match self._expected[0]:
            case Greeting() as greeting:
                if not _matches(frame, greeting.match):
                    self.fail(
                        refusal(self._info, error) if error is not None else _unexpected("greeted with")
                    )
                    return
                self._kept = greeting.keep(frame)
                try:
                    self.greeting = greeting.decode(message)
                except (TypeError, ValueError, AttributeError, LookupError):
                    self.fail(_unexpected("greeted with"))
                    return
            case handshake:
                if _matches(frame, handshake.refused):
                    self.fail(self._refused(frame, handshake, self._values))
                    return
                if not _matches(frame, handshake.accepted):
                    self.fail(_unexpected("answered the authentication with"))
                    return
        del self._expected[0]
        self.ready = not self._expected
        if self.ready and self.greeted is not None:
            self.greeted()

    def _unmatched(self, message: Message, error: Any) -> Call | None:
        """The call that a frame belongs to although it does not name it; None: the frame is dealt with."""
        id, kind, body = message
        if error is None:
            if self._protocol.other is not None and type(kind) is str:
                push = Push(self._protocol.other)
                self._take_push(push, (id, kind, body if wire.is_object(body) else _NOTHING))
            else:
                log.debug("dropped a frame for %r, which nobody waits for", id)
        elif type(id) is str and id in self._answered:
            log.debug("the gateway did not take the answer to its message %r", id)
        elif self._protocol.orphans == "oldest" or (self._protocol.orphans == "newcomer" and id is None):
            return self._orphan(error)
        elif id is None:
            # Nobody can say whose request this is about, and its waiter must not hang.
            self.fail(refusal(self._info, error))
        else:
            log.debug("dropped an error for %r, which nobody waits for", id)
        return None

    def _orphan(self, error: Any) -> Call | None:
        """The call that an error is about which names none; None: it is dealt with."""
        calls = self._calls.values()
        if not calls:
            log.warning("the gateway reports an error of no call: %s", self._told(error))
            return None
        if self._protocol.orphans == "oldest" or len(calls) == 1:
            return next(iter(calls))
        for call in calls:
            if call.place is not None and call.place not in self._proven:
                return call
        # Something that had answered does not any more, and nobody can say which.
        self._proven.clear()
        self.fail(refusal(self._info, error))
        return None

    def _take_push(self, push: Push, message: Message) -> None:
        if push.automatic:
            frame = self.answer(push, message, {})
        elif len(self.pushed) + self.handling >= MOST_PUSHED:
            log.warning("refused a message of the kind %r: %d wait to be handled", message[1], MOST_PUSHED)
            frame = self.decline(push, message, "the client is busy")
        else:
            self.pushed.append((push, message))
            if self.heard is not None:
                self.heard()
            return
        if frame:
            self.outgoing.append(frame)

    def _told(self, error: Any) -> GatewayError:
        return discreet(refusal(self._info, error), self._values.get("token"))


def _unexpected(did: str) -> ProtocolViolation:
    return ProtocolViolation(f"the gateway {did} something else than was expected")


def given_up(call: Call) -> GatewayError:
    """What a stream says whose reader was interrupted, by Ctrl-C perhaps, if it is asked for more."""
    return GatewayError("the stream was given up when its reader was interrupted", operation=call.operation)


def _matches(frame: dict[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(frame.get(name) == value for name, value in fields.items())


def copy_of(error: GatewayError, operation: str) -> GatewayError:
    """The same error for another waiter: each gets its own traceback and operation."""
    copy = error.__class__.__new__(error.__class__)
    Exception.__init__(copy, error.message)
    copy.__dict__.update(error.__dict__)
    copy.partial = []
    copy.operation = operation
    copy.__cause__ = error.__cause__
    return copy
