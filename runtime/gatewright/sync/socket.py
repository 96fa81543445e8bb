"""Calls over multiplexed sockets, for blocking code and any number of threads."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ..config import Config, backoff, check_timeout
from ..errors import (
    ClientClosed,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotSupported,
    RequestTimeout,
    repeatable,
)
from ..operation import GatewayInfo, Operation, SocketProtocol, StreamOperation, request_body
from ..results import read_body, stream_decoder
from ..session.lanes import choose, crowded
from ..session.mux import Call, Session, given_up
from .connection import Connection, dial
from .stream import Stream

R = TypeVar("R")
Item = TypeVar("Item")


class Lane:
    """One of the sockets: connected when first needed, reconnected when lost."""

    def __init__(self, info: GatewayInfo, protocol: SocketProtocol, config: Config) -> None:
        self._info = info
        self._protocol = protocol
        self._config = config
        self._opening = threading.Lock()
        self._session: Session | None = None
        self._connection: Connection | None = None
        self._greeting: Connection | None = None
        self._closed = False
        self._discarded: deque[Call] = deque()
        self._failures = 0
        self.reserved = 0

    @property
    def load(self) -> int:
        session = self._session
        return self.reserved + (session.load if session is not None and session.failure is None else 0)

    @property
    def held(self) -> bool:
        session = self._session
        return session is not None and session.paused

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
            session, connection = self._connected(deadline, operation)
            with connection.lock:
                if session.failure is not None:
                    continue
                call = session.start(operation.name, values, body, stream=stream, timeout=timeout, now=began)
            break
        source = LaneSource(self, session, connection)
        try:
            if not connection.send(call.frame, deadline):
                source.expire(call)
        except BaseException:
            source.abandon(call)
            raise
        return call, source

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

    def _connected(self, deadline: float, operation: Operation[Any]) -> tuple[Session, Connection]:
        if not self._opening.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise RequestTimeout("no connection came about in time", operation=operation.name)
        try:
            if self._connection is not None and self._session is not None:
                self._connection.notice()
                if self._session.failure is None:
                    return self._session, self._connection
            while True:
                try:
                    return self._open(deadline)
                except ConnectionFailed as error:
                    self._failures += 1
                    pause = backoff(self._failures)
                    # The first connection fails at once; one that had worked is tried again for a while.
                    if (
                        self._closed
                        or self._session is None
                        or self._failures > self._config.retries
                        or time.monotonic() + pause >= deadline
                    ):
                        error.operation = operation.name
                        raise
                    time.sleep(pause)
                except GatewayError as error:
                    error.operation = operation.name
                    raise
        finally:
            self._opening.release()

    def _open(self, deadline: float) -> tuple[Session, Connection]:
        session = Session(self._info, self._protocol, self._config.values)
        timeout = max(0.001, deadline - time.monotonic())
        connection = dial(
            self._info, self._config, self._protocol.path, {}, session, self._protocol.max_frame, timeout
        )
        self._greeting = connection
        try:
            if self._closed:
                connection.close()
            for frame in session.opening():
                connection.send(frame, deadline)
                del frame  # it may hold the token, which a traceback with local variables must not show
            handshake = _Handshake(session, deadline)
            if not connection.wait(handshake):
                connection.fail(ConnectionFailed("the gateway did not answer the authentication in time"))
            if session.failure is not None:
                raise session.failure
        except BaseException:
            connection.close()
            raise
        finally:
            self._greeting = None
        self._session, self._connection, self._failures = session, connection, 0
        return session, connection


class _Handshake:
    """Waits until requests may be sent."""

    def __init__(self, session: Session, deadline: float) -> None:
        self._session = session
        self.deadline = deadline
        self.wake: Callable[[], None] | None = None

    def ready(self) -> bool:
        return self._session.ready or self._session.failure is not None


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
        hint = "a slow reader of another stream holds up the connection" if self._session.paused else ""
        error = RequestTimeout(f"no answer within {call.timeout:g} s", operation=call.operation, hint=hint)
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


class SocketChannel:
    """The way of a call over sockets."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        if info.socket is None:
            raise NotSupported(f"{info.title} has no socket for calls")
        self._info = info
        self._config = config
        self._protocol = info.socket
        self._lanes = [Lane(info, info.socket, config) for _ in range(config.sockets)]
        self._changed = threading.Condition()
        self.closed = False

    def call(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R:
        """Call an operation and return its result.

        Raises:
            GatewayError: see the errors module for what can go wrong.
        """
        seconds = self._config.timeout if timeout is None else check_timeout(timeout)
        attempt = 0
        while True:
            try:
                return self._call(operation, scope, fields, seconds)
            except ConnectionLost as error:
                retries, idempotent = self._config.retries, operation.idempotent
                if not repeatable(error, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise
                time.sleep(backoff(attempt))
                attempt += 1

    def answer(
        self,
        operation: StreamOperation[R, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R | Stream[Item]:
        """Call an operation that can stream: a stream if its switch is on, else its result."""
        switch = operation.stream.switch
        if switch is None or fields.get(switch):
            return self.stream(operation, scope, fields, timeout)
        return self.call(operation, scope, fields, timeout)

    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> Stream[Item]:
        """The stream of an operation; the timeout counts from item to item."""
        seconds = self._config.timeout if timeout is None else check_timeout(timeout)
        rule = replace(operation.stream, decode=stream_decoder(operation))
        return Stream(lambda: self._start(operation, scope, fields, seconds, stream=True), rule)

    def close(self) -> None:
        """Close all sockets; calls that wait fail with ClientClosed. Closing twice is fine."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
        for lane in self._lanes:
            lane.close()

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
        return read_body(self._info, operation, fields, call.bodies[0])

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
        values = {**self._config.values, **scope, **operation.frame}
        body = request_body(self._info, operation, fields)
        began = time.monotonic()
        lane = self._enter(operation, stream, timeout, began)
        try:
            return lane.start(operation, values, body, stream=stream, timeout=timeout, began=began)
        finally:
            with self._changed:
                lane.reserved -= 1
                if self.closed:
                    lane.close()
                self._changed.notify()

    _waiting = 0

    def _enter(self, operation: Operation[Any], stream: bool, timeout: float, began: float) -> Lane:
        """Take a place on a lane, waiting for one if all are full."""
        deadline = began + timeout
        with self._changed:
            while True:
                if self.closed:
                    raise ClientClosed("the client is closed", operation=operation.name)
                for lane in self._lanes:
                    lane.reap()
                index = choose(self._lanes, long=stream or operation.long, in_flight=self._protocol.in_flight)
                if index is not None:
                    lane = self._lanes[index]
                    lane.reserved += 1
                    return lane
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise crowded(self._lanes, operation.name, timeout)
                self._waiting += 1
                try:
                    # Places also become free without a word, when the gateway finishes what was abandoned.
                    self._changed.wait(min(remaining, 0.1))
                finally:
                    self._waiting -= 1
