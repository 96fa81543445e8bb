"""Calls over sockets, for asyncio code; and what the gateway says unasked."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ..chunks import Tally
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
from ..operation import (
    GatewayInfo,
    Message,
    Operation,
    Push,
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
from ..session.mux import Call, Session, copy_of
from .calls import AsyncCallChannel
from .connection import Connection, dial
from .feed import AsyncFeedChannel
from .loops import PerLoop
from .signal import Signal
from .stream import AsyncStream

R = TypeVar("R")
Item = TypeVar("Item")

_TURNS_TO_NOTICE = 5
"""Turns of the loop within which it hands over all that has arrived."""


class Lane:
    """One of the sockets: connected when first needed, reconnected when lost."""

    def __init__(
        self,
        info: GatewayInfo,
        protocol: SocketProtocol,
        config: Config,
        handlers: Handlers,
        proven: set[Place],
    ) -> None:
        self._info = info
        self._protocol = protocol
        self.config = config
        self._handlers = handlers
        self._opening = asyncio.Lock()
        self._source: LaneSource | None = None
        self._failures = 0
        self._closed = False
        self._connecting: set[asyncio.Timeout] = set()
        self._proven = proven
        self.reserved = 0
        self.arriving: list[Place] = []

    @property
    def load(self) -> int:
        source = self._source
        return self.reserved + (source.session.load if source is not None else 0)

    @property
    def held(self) -> bool:
        return self._source is not None and self._source.session.held

    def admits(self, place: Place) -> bool:
        if place in self._proven:
            return True
        newcomers = self._source.session.newcomers if self._source is not None else []
        return admitted(place, self._proven, self.arriving + newcomers)

    def begin(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        body: Any,
        *,
        stream: bool,
        timeout: float,
        began: float,
    ) -> tuple[Call, LaneSource] | None:
        """Send a request, if there is a connection."""
        source = self._source
        if source is None or source.session.failure is not None:
            return None
        call = source.session.start(
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
        if operation.result.measure is not None:
            call.sent = source.loop.time()
        source.connection.queue(call.frame)
        if source.session.unfinished == 1:
            # Nothing to join it with: spare it a turn of the loop.
            source.connection.flush()
            source.connection.resume()
        return call, source

    async def start(
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
        for _ in range(_TURNS_TO_NOTICE):
            if not self.stale():
                break
            await asyncio.sleep(0)
        while True:
            begun = self.begin(operation, values, body, stream=stream, timeout=timeout, began=began)
            if begun is not None:
                return begun
            await self.connected(began + timeout, operation.name)

    def stale(self) -> bool:
        """Something, most likely a goodbye, has arrived that the loop has yet to take in."""
        source = self._source
        return (
            source is not None
            and not source.session.unfinished
            and not source.connection.over
            and source.connection.readable()
        )

    async def connect_with(self, config: Config, timeout: float) -> None:
        """Connect with other settings."""
        deadline = asyncio.get_running_loop().time() + timeout
        await self.connected(deadline, "authenticate", config)
        # Somebody may have been faster, with the settings as they were.
        while not await self.authenticate(config, timeout):
            await self.connected(deadline, "authenticate", config)

    async def authenticate(self, config: Config, timeout: float) -> bool:
        """Authenticate anew with these settings, if there is a connection; returns whether there is one.

        Raises:
            AuthenticationFailed: the gateway does not accept the credential.
        """
        try:
            # Who is about to connect shows the settings as they were.
            async with asyncio.timeout(timeout), self._opening:
                source = self._source
        except TimeoutError:
            raise RequestTimeout("no connection came about in time", operation="authenticate") from None
        if source is None or source.session.failure is not None:
            return False
        if source.session.shows(config.values):
            return True
        call = source.session.authenticate(config.values, timeout, source.loop.time())
        source.connection.queue(call.frame)
        await source.wait(call)
        if call.error is not None:
            raise call.error
        return True

    def close(self) -> None:
        """Close the socket, for good; calls that wait for it fail with ClientClosed."""
        self._closed = True
        for limit in self._connecting:
            if not limit.expired():
                limit.reschedule(asyncio.get_running_loop().time())
        if self._source is not None:
            self._source.connection.goodbye()

    def reap(self) -> None:
        """Let go of a socket on which only abandoned work is left."""
        if self._source is not None and self._source.session.forsaken:
            self._source.connection.goodbye()

    async def wait_closed(self) -> None:
        if self._source is not None:
            await self._source.connection.wait_closed()

    async def connected(self, deadline: float, name: str, config: Config | None = None) -> LaneSource:
        """The open socket, which is opened where necessary; `name` is said in errors.

        `config` takes the place of the lane's settings.

        Raises:
            GatewayError: no connection came about.
        """
        loop = asyncio.get_running_loop()
        limit = asyncio.timeout_at(loop.time() if self._closed else deadline)
        try:
            self._connecting.add(limit)
            async with limit, self._opening:
                while self._source is None or self._source.session.failure is not None:
                    try:
                        self._source = await self._open(deadline, config or self.config)
                        self._failures = 0
                    except ConnectionFailed:
                        self._failures += 1
                        pause = backoff(self._failures)
                        # The first connection fails at once; one that had worked is tried again for a while.
                        if (
                            self._source is None
                            or self._failures > self.config.retries
                            or loop.time() + pause >= deadline
                        ):
                            raise
                        await asyncio.sleep(pause)
                if self._closed:  # at the very moment at which it was open
                    self._source.connection.goodbye()
                    raise ClientClosed("the client was closed")
                return self._source
        except GatewayError as error:
            error.operation = name
            raise
        except TimeoutError:
            if self._closed:
                raise ClientClosed("the client was closed", operation=name) from None
            raise RequestTimeout("no connection came about in time", operation=name) from None
        finally:
            self._connecting.discard(limit)

    async def _open(self, deadline: float, config: Config) -> LaneSource:
        loop = asyncio.get_running_loop()
        info, protocol = self._info, self._protocol
        session = Session(info, protocol, config.values, self._proven)
        place = target(
            info,
            config,
            protocol.path,
            query=protocol.query,
            header=protocol.header,
            max_frame=protocol.max_frame,
            keepalive=protocol.keepalive,
        )
        connection = await dial(info, config, place, session, max(0.001, deadline - loop.time()))
        source = LaneSource(session, connection)
        if protocol.pushes or protocol.other is not None:
            Dispatcher(source, self._handlers)
        try:
            changed = Signal(loop)
            session.greeted = changed.set
            for frame in session.opening():
                connection.queue(frame)
                del frame  # it may hold the token, which a traceback with local variables must not show
            if not session.ready and session.failure is None:
                await changed.wait(deadline - loop.time())
            if not session.ready and session.failure is None:
                raise ConnectionFailed(session.missing)
            if session.failure is not None:
                raise session.failure
        except BaseException:
            connection.goodbye()
            raise
        return source


class LaneSource:
    """A connected lane: where the bodies of its calls come from."""

    __slots__ = ("_timer", "connection", "loop", "session")

    def __init__(self, session: Session, connection: Connection) -> None:
        self.session = session
        self.connection = connection
        self.loop = connection.loop
        self._timer: asyncio.TimerHandle | None = None

    async def begun(self) -> None:
        """The request is on its way, and nothing says yet whether it is welcome."""

    async def wait(self, call: Call) -> None:
        """Wait until the call is ready; fail it when its deadline passes, give it up when cancelled."""
        if call.ready():
            return
        if call.stream:
            # Only waiting counts; how long the reader was busy with other things does not.
            call.deadline = self.loop.time() + call.timeout
        changed = Signal(self.loop)
        call.wake = changed.set
        self._watch(call.deadline)
        try:
            await changed.future
        except asyncio.CancelledError:
            # A stream goes on: its reader may have only stopped waiting for the next item.
            if not call.stream:
                self.abandon(call)
            raise
        finally:
            call.wake = None

    def taken(self, call: Call) -> None:
        session = self.session
        if session.paused:
            session.taken(call)
            self.connection.resume()

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        """Give up a call. The last one on a socket takes the socket along, which frees the gateway's slot."""
        if self.session.abandon(call, error):
            self.connection.goodbye()
        else:
            self.connection.resume()

    def discard(self, call: Call) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.abandon, call)

    def _watch(self, deadline: float) -> None:
        """Have the deadlines looked at in time. One timer serves all calls of the lane."""
        if self._timer is not None:
            if self._timer.when() <= deadline:
                return
            self._timer.cancel()
        self._timer = self.loop.call_at(deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        now = self.loop.time()
        waiting = self.session.waiting()
        hint = self.session.silence
        for call in waiting:
            if call.deadline <= now:
                text = f"no answer within {call.timeout:g} s"
                self.abandon(call, RequestTimeout(text, operation=call.operation, hint=hint))
        left = [call.deadline for call in waiting if call.deadline > now]
        if left:
            self._watch(min(left))


class Dispatcher:
    """Has what the gateway says handled the moment it arrives; a coroutine gets a task of its own."""

    def __init__(self, source: LaneSource, handlers: Handlers) -> None:
        self._session = source.session
        self._connection = source.connection
        self._loop = source.loop
        self._handlers = handlers
        self._tasks: set[asyncio.Task[None]] = set()
        self._session.heard = self._heard
        self._heard()  # something may have come with the handshake

    def _heard(self) -> None:
        session = self._session
        if session.failure is not None:
            for task in self._tasks:
                task.cancel()
        while session.pushed:
            push, message = session.pushed.popleft()
            try:
                result = handling.call(self._handlers, push, message)
                if hasattr(result, "__await__") and inspect.isawaitable(result):
                    task = self._loop.create_task(self._finish(push, message, result))
                    self._tasks.add(task)
                    session.handling += 1
                    task.add_done_callback(self._finished)
                    continue
                frame = handling.answer(session, push, message, result)
            except Exception as error:
                frame = handling.failed(session, push, message, error)
            self._send(frame)

    async def _finish(self, push: Push, message: Message, result: Awaitable[object]) -> None:
        session = self._session
        try:
            frame = handling.answer(session, push, message, await result)
        except asyncio.CancelledError as error:
            if not self._connection.over:
                self._send(handling.failed(session, push, message, error))
            raise
        except Exception as error:
            frame = handling.failed(session, push, message, error)
        self._send(frame)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._session.handling -= 1
        self._connection.resume()

    def _send(self, frame: bytes) -> None:
        if frame and not self._connection.over:
            self._connection.queue(frame, ANSWERS_AT_ONCE)


class _Sockets:
    """What the calls of one event loop share."""

    def __init__(self, lanes: list[Lane], usual: int) -> None:
        self.lanes = lanes
        self.usual = usual
        self.waiting: set[Signal] = set()

    async def aclose(self) -> None:
        for waiting in self.waiting:
            waiting.set()
        for lane in self.lanes:
            lane.close()
        for lane in self.lanes:
            await lane.wait_closed()

    def freed(self) -> None:
        """A place may have become free: let one of those who wait look."""
        for waiting in self.waiting:
            if not waiting.future.done():
                waiting.set()
                return


class AsyncSocketChannel(AsyncCallChannel):
    """The way of a call over sockets. Each event loop gets sockets of its own."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__(info, config)
        self._in_flight = info.socket.in_flight if info.socket is not None else 0
        self._handlers = Handlers()
        self._loops = PerLoop(self._sockets, _Sockets.aclose)
        self._feeds = AsyncFeedChannel(info, config)
        self.closed = False

    @property
    def feeds(self) -> AsyncFeedChannel:
        """The way of feeds."""
        return self._feeds.bound(self._bound) if self._bound else self._feeds

    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> AsyncStream[Item]:
        """The stream of an operation; the timeout counts from item to item."""
        seconds = self._config.seconds(timeout)
        if operation.stream.total is not None or operation.stream.nonempty:
            return self._download(operation, scope, fields, seconds, Tally(operation))
        rule = replace(operation.stream, decode=stream_decoder(operation))
        return AsyncStream(
            lambda: self._start(operation, scope, fields, seconds, stream=True), rule, callback=callback
        )

    async def authenticate(self, token: str, timeout: float | None) -> None:
        """Have the sockets carry another credential from now on, the living ones of this loop, too.

        Raises:
            AuthenticationFailed: the gateway does not accept it; nothing has changed.
        """
        if self.closed:
            raise ClientClosed("the client is closed")
        seconds = self._config.seconds(timeout)
        config = self._config.with_token(token)
        sockets = self._loops.find() or await self._loops.get()
        if not sockets.lanes:
            raise NotSupported(f"{self._info.title} has no socket for calls")
        proved = [await lane.authenticate(config, seconds) for lane in sockets.lanes]
        if not any(proved):
            await sockets.lanes[0].connect_with(config, seconds)
        self._config = config
        for lane in sockets.lanes:
            lane.config = config
        for lane in sockets.lanes:
            await lane.authenticate(config, seconds)  # those that have connected meanwhile

    async def connect(self, timeout: float | None) -> Any:
        """Open the socket unless it is open; returns the record of the gateway's greeting."""
        return (await self._first(timeout, "connect")).session.greeting

    def on(self, kind: str, name: str | None, handler: Handler) -> None:
        """Have a handler called for a kind of message, or for those of a name; `*` stands for all names."""
        self._handlers.add(kind, name, handler)

    def on_other(self, kind: str, handler: Handler) -> None:
        """Have a handler called for messages of a kind that is not described; `*` stands for all."""
        self._handlers.add(kind, None, handler)

    async def listen(self, timeout: float | None) -> None:
        """Keep the socket open. Handlers run whether anybody listens or not, as long as it is.

        Returns when the client is closed, or after `timeout` seconds.

        Raises:
            ConnectionLost: the connection broke; what the gateway kept with it is gone.
        """
        seconds = None if timeout is None else check_timeout(timeout)
        closed = self.closed
        try:
            source = await self._first(None, "listen")
        except ClientClosed:
            if closed:
                raise
            return
        try:
            async with asyncio.timeout(seconds):
                await source.connection.wait_closed()
        except TimeoutError:
            return
        failure = source.session.failure
        if not self.closed and failure is not None:
            raise copy_of(failure, "listen")

    async def aclose(self) -> None:
        """Close all sockets; calls that wait fail with ClientClosed. Closing twice is fine."""
        self.closed = True
        await self._feeds.aclose()
        await self._loops.aclose()

    async def _ask(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        attempt = 0
        while True:
            try:
                call, source = await self._start(operation, scope, fields, timeout, stream=False)
                try:
                    await source.wait(call)
                finally:
                    sockets = self._loops.find()
                    if sockets is not None and sockets.waiting:
                        sockets.freed()
                if call.error is not None:
                    raise call.error
                return read_body(self._info, operation, fields, call.bodies[0], call.latency)
            except ConnectionLost as error:
                retries, idempotent = self._config.retries, operation.idempotent
                if not repeatable(error, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise
                await asyncio.sleep(backoff(attempt))
                attempt += 1

    def _download(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        tally: Tally,
    ) -> AsyncStream[Any]:
        return AsyncStream(
            lambda: self._start(operation, scope, fields, timeout, stream=True), tally.rule(raw=False)
        )

    async def _first(self, timeout: float | None, name: str) -> LaneSource:
        if self.closed:
            raise ClientClosed("the client is closed")
        seconds = self._config.seconds(timeout)
        sockets = self._loops.find() or await self._loops.get()
        if not sockets.lanes:
            raise NotSupported(f"{self._info.title} has no socket for calls")
        return await sockets.lanes[0].connected(asyncio.get_running_loop().time() + seconds, name)

    async def _start(
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
        began = asyncio.get_running_loop().time()
        if self.closed:
            raise ClientClosed("the client is closed", operation=operation.name)
        sockets = self._loops.find() or await self._loops.get()
        assert self._info.socket is not None
        place = place_of(self._info.socket, values)
        lane = self._choose(sockets, operation, stream, place)
        if lane is not None and not lane.stale():
            begun = lane.begin(operation, values, body, stream=stream, timeout=timeout, began=began)
            if begun is not None:
                return begun
        lane = await self._enter(sockets, operation, stream, place, timeout, began)
        try:
            return await lane.start(operation, values, body, stream=stream, timeout=timeout, began=began)
        finally:
            lane.reserved -= 1
            if place is not None:
                lane.arriving.remove(place)
            sockets.freed()

    def _sockets(self) -> _Sockets:
        protocol = self._info.socket
        if protocol is None:
            return _Sockets([], 0)
        usual, count = numbers(protocol, self._config.sockets)
        proven: set[Place] = set()
        lanes = [Lane(self._info, protocol, self._config, self._handlers, proven) for _ in range(count)]
        return _Sockets(lanes, usual)

    def _choose(
        self, sockets: _Sockets, operation: Operation[Any], stream: bool, place: Place | None
    ) -> Lane | None:
        """The lane for the next call, or None when none can take it."""
        long = stream or operation.long
        index = choose(sockets.lanes, long=long, in_flight=self._in_flight, usual=sockets.usual, place=place)
        return None if index is None else sockets.lanes[index]

    async def _enter(
        self,
        sockets: _Sockets,
        operation: Operation[Any],
        stream: bool,
        place: Place | None,
        timeout: float,
        began: float,
    ) -> Lane:
        """Take a place on a lane, waiting for one if all are full."""
        loop = asyncio.get_running_loop()
        deadline = began + timeout
        while True:
            if self.closed:
                raise ClientClosed("the client is closed", operation=operation.name)
            for lane in sockets.lanes:
                lane.reap()
            chosen = self._choose(sockets, operation, stream, place)
            if chosen is not None:
                chosen.reserved += 1
                if place is not None:
                    chosen.arriving.append(place)
                return chosen
            remaining = deadline - loop.time()
            if remaining <= 0:
                raise crowded(sockets.lanes, operation.name, timeout, place)
            changed = Signal(loop)
            sockets.waiting.add(changed)
            try:
                # Places also become free without a word, when the gateway finishes what was abandoned.
                await changed.wait(min(remaining, 0.1))
            finally:
                sockets.waiting.discard(changed)
