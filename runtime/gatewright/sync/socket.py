"""Calls over sockets, for blocking code and any number of threads; and what the gateway says unasked."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ..chunks import Tally
from ..config import Config, backoff, check_timeout
from ..errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotSupported,
    RequestTimeout,
    repeatable,
)
from ..operation import (
    GatewayInfo,
    Operation,
    SocketProtocol,
    StreamOperation,
    arrange,
    name_service,
    request_body,
)
from ..results import read_body, stream_decoder
from ..session import handlers as handling
from ..session.frames import target
from ..session.handlers import ANSWERS_AT_ONCE, Handler, Handlers
from ..session.lanes import Place, admitted, choose, crowded, numbers, place_of
from ..session.mux import Call, Session, copy_of, given_up
from .calls import CallChannel
from .connection import Connection, dial
from .coroutines import finish
from .feed import FeedChannel
from .stream import Stream

R = TypeVar("R")
Item = TypeVar("Item")

log = logging.getLogger("gatewright")

_QUICK = 0.001
"""Seconds for which an answer may wait for others."""


class Lane:
    """One of the sockets: connected when first needed, reconnected when lost."""

    def __init__(
        self, info: GatewayInfo, protocol: SocketProtocol, config: Config, proven: set[Place]
    ) -> None:
        self._info = info
        self._protocol = protocol
        self.config = config
        self._opening = threading.Lock()
        self._session: Session | None = None
        self._connection: Connection | None = None
        self._greeting: Connection | None = None
        self._closed = False
        self._discarded: deque[Call] = deque()
        self._failures = 0
        self._proven = proven
        self.reserved = 0
        self.arriving: list[Place] = []

    @property
    def load(self) -> int:
        session = self._session
        return self.reserved + (session.load if session is not None and session.failure is None else 0)

    @property
    def held(self) -> bool:
        session = self._session
        return session is not None and session.held

    def admits(self, place: Place) -> bool:
        if place in self._proven:
            return True
        session = self._session
        newcomers = session.newcomers if session is not None and session.failure is None else []
        return admitted(place, self._proven, self.arriving + newcomers)

    def start(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        body: Any,
        *,
        stream: bool,
        timeout: float,
        began: float,
    ) -> tuple[Call, LaneSource]:
        """Send a request; connects first where necessary."""
        deadline = began + timeout
        while True:
            session, connection = self.connected(deadline, operation.name)
            with connection.lock:
                if session.failure is not None:
                    continue
                call = session.start(
                    operation.name,
                    values,
                    body,
                    stream=stream,
                    timeout=timeout,
                    now=began,
                    fill=operation.fill,
                    within=operation.within,
                )
                if stream:
                    call.expect(operation)
            break
        source = LaneSource(self, session, connection)
        call.sent = time.monotonic()
        try:
            if not connection.send(call.frame, deadline):
                source.expire(call)
        except BaseException:
            source.abandon(call)
            raise
        return call, source

    def connect_with(self, config: Config, timeout: float) -> None:
        """Connect with other settings."""
        deadline = time.monotonic() + timeout
        self.connected(deadline, "authenticate", config)
        # Somebody may have been faster, with the settings as they were.
        while not self.authenticate(config, timeout):
            self.connected(deadline, "authenticate", config)

    def authenticate(self, config: Config, timeout: float) -> bool:
        """Authenticate anew with these settings, if there is a connection; returns whether there is one.

        Raises:
            AuthenticationFailed: the gateway does not accept the credential.
        """
        # Who is about to connect shows the settings as they were.
        if not self._opening.acquire(timeout=timeout):
            raise RequestTimeout("no connection came about in time", operation="authenticate")
        session, connection = self._session, self._connection
        self._opening.release()
        if session is None or connection is None or session.failure is not None:
            return False
        if session.shows(config.values):
            return True
        with connection.lock:
            call = session.authenticate(config.values, timeout, time.monotonic())
        source = LaneSource(self, session, connection)
        if not connection.send(call.frame, call.deadline):
            source.expire(call)
        if not call.done:
            source.wait(call)
        if call.error is not None:
            raise call.error
        return True

    def close(self) -> None:
        """Close the socket, for good; calls that wait for it fail with ClientClosed."""
        self._closed = True
        for connection in (self._connection, self._greeting):
            if connection is not None:
                connection.close()

    def discard(self, call: Call) -> None:
        """Remember a call that nobody wants any more, without any lock."""
        self._discarded.append(call)

    def reap(self) -> None:
        """Abandon what was discarded, and let go of a socket on which only abandoned work is left."""
        while self._discarded:
            call = self._discarded.popleft()
            session, connection = self._session, self._connection
            if session is not None and connection is not None:
                LaneSource(self, session, connection).abandon(call)
        session, connection = self._session, self._connection
        if session is not None and connection is not None and session.forsaken:
            with connection.lock:
                if session.forsaken:
                    connection.leave()

    def connected(
        self, deadline: float, name: str, config: Config | None = None
    ) -> tuple[Session, Connection]:
        """The session of the socket, which is opened where necessary; `name` is said in errors.

        `config` takes the place of the lane's settings.

        Raises:
            GatewayError: no connection came about.
        """
        if not self._opening.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise RequestTimeout("no connection came about in time", operation=name)
        try:
            if self._connection is not None and self._session is not None:
                self._connection.notice()
                if self._session.failure is None:
                    return self._session, self._connection
            while True:
                try:
                    return self._open(deadline, config or self.config)
                except ConnectionFailed as error:
                    self._failures += 1
                    pause = backoff(self._failures)
                    # The first connection fails at once; one that had worked is tried again for a while.
                    if (
                        self._closed
                        or self._session is None
                        or self._failures > self.config.retries
                        or time.monotonic() + pause >= deadline
                    ):
                        error.operation = name
                        raise
                    time.sleep(pause)
                except GatewayError as error:
                    error.operation = name
                    raise
        finally:
            self._opening.release()

    def _open(self, deadline: float, config: Config) -> tuple[Session, Connection]:
        info, protocol = self._info, self._protocol
        session = Session(info, protocol, config.values, self._proven)
        place = target(
            info,
            config,
            protocol.path,
            query=protocol.query,
            header=protocol.header,
            max_frame=protocol.max_frame,
        )
        connection = dial(info, config, place, session, max(0.001, deadline - time.monotonic()))
        self._greeting = connection
        try:
            if self._closed:
                connection.close()
            for frame in session.opening():
                connection.send(frame, deadline)
                del frame  # it may hold the token, which a traceback with local variables must not show
            handshake = _Handshake(session, deadline)
            if not connection.wait(handshake):
                connection.fail(ConnectionFailed(session.missing))
            if session.failure is not None:
                raise session.failure
        except BaseException:
            connection.close()
            raise
        finally:
            self._greeting = None
        self._session, self._connection, self._failures = session, connection, 0
        if self._closed:  # at the very moment at which it was open
            connection.close()
            raise ClientClosed("the client was closed")
        return session, connection


class _Handshake:
    """Waits until requests may be sent."""

    def __init__(self, session: Session, deadline: float) -> None:
        self._session = session
        self.deadline = deadline
        self.wake: Callable[[], None] | None = None

    def ready(self) -> bool:
        return self._session.ready or self._session.failure is not None


class _Ear:
    """Waits for something that the gateway says."""

    def __init__(self, session: Session, deadline: float) -> None:
        self._session = session
        self.deadline = deadline
        self.wake: Callable[[], None] | None = None
        session.heard = self._heard

    def ready(self) -> bool:
        return bool(self._session.pushed) or self._session.failure is not None

    def _heard(self) -> None:
        if self.wake is not None:
            self.wake()


class LaneSource:
    """The socket that a call went out on."""

    __slots__ = ("_connection", "_lane", "_session")

    def __init__(self, lane: Lane, session: Session, connection: Connection) -> None:
        self._lane = lane
        self._session = session
        self._connection = connection

    def wait(self, call: Call) -> None:
        """Wait until the call is ready; fail it when its deadline passes, give it up when interrupted."""
        if call.stream:
            # Only waiting counts; how long the reader was busy with other things does not.
            call.deadline = time.monotonic() + call.timeout
        try:
            if not self._connection.wait(call):
                self.expire(call)
        except BaseException:
            self.abandon(call, given_up(call))
            raise

    def expire(self, call: Call) -> None:
        """Fail a call whose time is over, unless its answer came at the last moment."""
        error = RequestTimeout(
            f"no answer within {call.timeout:g} s", operation=call.operation, hint=self._session.silence
        )
        with self._connection.lock:
            if not call.ready() and self._session.abandon(call, error):
                self._connection.leave()
        self._connection.resume()

    def taken(self, call: Call) -> None:
        session = self._session
        if session.paused:
            with self._connection.lock:
                session.taken(call)
            self._connection.resume()

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        """Give up a call. The last one on a socket takes the socket along, which frees the gateway's slot."""
        with self._connection.lock:
            if self._session.abandon(call, error):
                self._connection.leave()
        self._connection.resume()

    def discard(self, call: Call) -> None:
        call.discarded = True
        self._lane.discard(call)


class SocketChannel(CallChannel):
    """The way of a call over sockets."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__(info, config)
        self._lanes: list[Lane] = []
        self._in_flight = 0
        self._usual = 0
        if info.socket is not None:
            self._usual, count = numbers(info.socket, config.sockets)
            proven: set[Place] = set()
            self._lanes = [Lane(info, info.socket, config, proven) for _ in range(count)]
            self._in_flight = info.socket.in_flight
        self._handlers = Handlers()
        self._listening = threading.Lock()
        self._changed = threading.Condition()
        self._feeds = FeedChannel(info, config)
        self.closed = False
        # Calls that wait for a place.
        self._waiting = 0

    @property
    def feeds(self) -> FeedChannel:
        """The way of feeds."""
        return self._feeds.bound(self._bound) if self._bound else self._feeds

    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> Stream[Item]:
        """The stream of an operation; the timeout counts from item to item."""
        seconds = self._config.seconds(timeout)
        if operation.stream.total is not None or operation.stream.nonempty:
            return self._download(operation, scope, fields, seconds, Tally(operation))
        rule = replace(operation.stream, decode=stream_decoder(operation))
        return Stream(
            lambda: self._start(operation, scope, fields, seconds, stream=True), rule, callback=callback
        )

    def authenticate(self, token: str, timeout: float | None) -> None:
        """Have the sockets carry another credential from now on, the living ones, too.

        Raises:
            AuthenticationFailed: the gateway does not accept it; nothing has changed.
        """
        seconds = self._config.seconds(timeout)
        config = self._config.with_token(token)
        first = self._first()
        proved = [lane.authenticate(config, seconds) for lane in self._lanes]
        if not any(proved):
            first.connect_with(config, seconds)
        self._config = config
        for lane in self._lanes:
            lane.config = config
        for lane in self._lanes:
            lane.authenticate(config, seconds)  # those that have connected meanwhile

    def connect(self, timeout: float | None) -> Any:
        """Open the socket unless it is open; returns the record of the gateway's greeting."""
        seconds = self._config.seconds(timeout)
        return self._first().connected(time.monotonic() + seconds, "connect")[0].greeting

    def on(self, kind: str, name: str | None, handler: Handler) -> None:
        """Have a handler called for a kind of message, or for those of a name; `*` stands for all names."""
        self._handlers.add(kind, name, handler)

    def on_other(self, kind: str, handler: Handler) -> None:
        """Have a handler called for messages of a kind that is not described; `*` stands for all."""
        self._handlers.add(kind, None, handler)

    def listen(self, timeout: float | None, background: bool) -> None:
        """Run the handlers of what the gateway says, in this thread, or in one of its own.

        Returns when the client is closed, or after `timeout` seconds.

        Raises:
            ConnectionLost: the connection broke; what the gateway kept with it is gone.
        """
        seconds = math.inf if timeout is None else check_timeout(timeout)
        lane = self._first()
        if not self._listening.acquire(blocking=False):
            raise ConfigurationError("somebody listens already", operation="listen")
        until = time.monotonic() + seconds
        if not background:
            try:
                self._listen(lane, until)
            finally:
                self._listening.release()
            return
        try:
            self.connect(None)
            run = threading.Thread(target=self._listen_on, args=(lane, until), name="listen", daemon=True)
            run.start()
        except BaseException:
            self._listening.release()
            raise

    def close(self) -> None:
        """Close all sockets; calls that wait fail with ClientClosed. Closing twice is fine."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
        for lane in self._lanes:
            lane.close()
        self._feeds.close()

    def _ask(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        attempt = 0
        while True:
            try:
                return self._call(operation, scope, fields, timeout)
            except ConnectionLost as error:
                retries, idempotent = self._config.retries, operation.idempotent
                if not repeatable(error, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise
                time.sleep(backoff(attempt))
                attempt += 1

    def _download(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        tally: Tally,
    ) -> Stream[Any]:
        return Stream(
            lambda: self._start(operation, scope, fields, timeout, stream=True), tally.rule(raw=False)
        )

    def _first(self) -> Lane:
        if self.closed:
            raise ClientClosed("the client is closed")
        if not self._lanes:
            raise NotSupported(f"{self._info.title} has no socket for calls")
        return self._lanes[0]

    def _listen_on(self, lane: Lane, until: float) -> None:
        """Listen through lost connections, until there is no new one."""
        try:
            while not self.closed and time.monotonic() < until:
                try:
                    self._listen(lane, until)
                except ConnectionLost as error:
                    log.warning("listening goes on with a new connection: %s", error)
                except GatewayError as error:
                    log.error("listening has ended: %s", error)
                    return
        finally:
            self._listening.release()

    def _listen(self, lane: Lane, until: float) -> None:
        try:
            started = time.monotonic()
            session, connection = lane.connected(min(until, started + self._config.timeout), "listen")
            while session.failure is None or session.pushed:
                ear = _Ear(session, until)
                if not session.pushed and not connection.wait(ear):
                    return
                self._handle(session, connection)
            if not self.closed:
                raise copy_of(session.failure, "listen")
        except ClientClosed:
            if not self.closed:
                raise

    def _handle(self, session: Session, connection: Connection) -> None:
        """Run the handlers of all messages that wait; send their answers together while they are quick."""
        answers: list[bytes] = []
        began = time.monotonic()
        while session.pushed:
            push, message = session.pushed.popleft()
            try:
                try:
                    result = finish(handling.call(self._handlers, push, message))
                    frame = handling.answer(session, push, message, result)
                except Exception as error:
                    frame = handling.failed(session, push, message, error)
            except BaseException as error:
                # Ctrl-C, perhaps; the gateway need not wait for an answer that never comes.
                answers.append(handling.failed(session, push, message, error))
                connection.send_all(filter(None, answers), time.monotonic() + self._config.timeout)
                raise
            if frame:
                answers.append(frame)
            slow = time.monotonic() - began > _QUICK
            if answers and (slow or len(answers) >= ANSWERS_AT_ONCE or not session.pushed):
                if not connection.send_all(answers, time.monotonic() + self._config.timeout):
                    raise RequestTimeout("the gateway takes no answers", operation="listen")
                answers.clear()
                began = time.monotonic()
                connection.resume()

    def _call(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        call, source = self._start(operation, scope, fields, timeout, stream=False)
        if not call.done:
            source.wait(call)
        if self._waiting:
            with self._changed:
                self._changed.notify()
        if call.error is not None:
            raise call.error
        return read_body(self._info, operation, fields, call.bodies[0], call.latency)

    def _start(
        self,
        operation: Operation[Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        *,
        stream: bool,
    ) -> tuple[Call, LaneSource]:
        if operation.frame is None:
            raise NotSupported("this operation is not on the socket", operation=operation.name)
        values = {**self._config.values, **self._bound, **scope, **operation.frame}
        body = request_body(self._info, operation, fields)
        if operation.in_service:
            name_service(operation, values, body)
        arrange(operation, body)
        began = time.monotonic()
        assert self._info.socket is not None
        place = place_of(self._info.socket, values)
        lane = self._enter(operation, stream, place, timeout, began)
        try:
            return lane.start(operation, values, body, stream=stream, timeout=timeout, began=began)
        finally:
            with self._changed:
                lane.reserved -= 1
                if place is not None:
                    lane.arriving.remove(place)
                if self.closed:
                    lane.close()
                self._changed.notify()

    def _enter(
        self, operation: Operation[Any], stream: bool, place: Place | None, timeout: float, began: float
    ) -> Lane:
        """Take a place on a lane, waiting for one if all are full."""
        deadline = began + timeout
        with self._changed:
            while True:
                if self.closed:
                    raise ClientClosed("the client is closed", operation=operation.name)
                for lane in self._lanes:
                    lane.reap()
                long = stream or operation.long
                index = choose(
                    self._lanes, long=long, in_flight=self._in_flight, usual=self._usual, place=place
                )
                if index is not None:
                    lane = self._lanes[index]
                    lane.reserved += 1
                    if place is not None:
                        lane.arriving.append(place)
                    return lane
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise crowded(self._lanes, operation.name, timeout, place)
                self._waiting += 1
                try:
                    # Places also become free without a word, when the gateway finishes what was abandoned.
                    self._changed.wait(min(remaining, 0.1))
                finally:
                    self._waiting -= 1
