"""Feeds for asyncio code: events as they come, and the few words that a watcher says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from ..channel import Channel
from ..config import Config, expand_path
from ..errors import ClientClosed, GatewayError, RequestTimeout
from ..operation import Command, Feed, GatewayInfo, StreamRule
from ..session.feed import FeedSession
from ..session.frames import target
from ..session.mux import Call
from .connection import Connection, dial
from .signal import Signal
from .stream import AsyncSource, AsyncStream

R = TypeVar("R")
Item = TypeVar("Item")


class AsyncFeedChannel(Channel):
    """The way of feeds: a socket for each."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__()
        self._info = info
        self.config = config
        self._open: set[Connection] = set()
        self.closed = False

    def open(self, feed: Feed[Item], arguments: Mapping[str, Any], timeout: float | None) -> AsyncFeed[Item]:
        """The events of a feed; it is opened when the first one is asked for."""
        return AsyncFeed(self, feed, arguments, timeout)

    async def dial(self, feed: Feed[Any], arguments: Mapping[str, Any], timeout: float) -> AsyncFeedSource:
        """Open the socket of a feed."""
        if self.closed:
            raise ClientClosed("the client is closed", operation=feed.name)
        info, config = self._info, self.config.with_values(**self._bound)
        now = asyncio.get_running_loop().time()
        session = FeedSession(feed, timeout, now, config.values.get("token"))
        try:
            place = target(
                info,
                config,
                expand_path(feed.path, {**config.values, **arguments}),
                query=info.feed_query,
                header=info.feed_header,
                max_frame=info.feed_max_frame,
            )
            connection = await dial(info, config, place, session, timeout)
        except GatewayError as error:
            error.operation = feed.name
            raise
        self._open.add(connection)
        self._check_open(connection)
        return AsyncFeedSource(self._open, connection, session)

    async def aclose(self) -> None:
        """Close all feeds; those who wait fail with ClientClosed. Closing twice is fine."""
        self.closed = True
        loop = asyncio.get_running_loop()
        for connection in list(self._open):
            if connection.loop is loop:
                connection.goodbye()
                await connection.wait_closed()
            elif not connection.loop.is_closed():
                connection.loop.call_soon_threadsafe(connection.goodbye)

    def _check_open(self, connection: Connection) -> None:
        if self.closed:  # while this one was being opened
            connection.goodbye()


class AsyncFeedSource:
    """The socket of a feed: where its events come from."""

    def __init__(self, open: set[Connection], connection: Connection, session: FeedSession) -> None:
        self._open = open
        self._connection = connection
        self._loop = connection.loop
        self._timer: asyncio.TimerHandle | None = None
        self.session = session

    async def begun(self) -> None:
        """The request is on its way, and nothing says yet whether it is welcome."""

    async def wait(self, call: Call) -> None:
        """Wait for the next event; ask now and then whether there will be one."""
        if call.ready():
            return
        self.session.expect(self._loop.time())
        changed = Signal(self._loop)
        call.wake = changed.set
        self._watch(call)
        try:
            await changed.future
        finally:
            call.wake = None
        if call.done and not call.bodies:
            self._close()

    def taken(self, call: Call) -> None:
        session = self.session
        if session.paused:
            session.taken()
            self._connection.resume()
        if call.done and not call.bodies:
            self._close()

    async def ask(self, command: Command[Any], timeout: float) -> Any:
        """Send a command; its answer, or how many seconds that took where it is a mere word."""
        loop, session = self._loop, self.session
        began = loop.time()
        asked = session.ask(command, began + timeout)
        self._connection.queue(command.send.encode())
        self._connection.flush()
        changed = Signal(loop)
        asked.wake = changed.set
        try:
            if not asked.ready():
                await changed.wait(timeout)
        finally:
            session.forget(asked)
        if asked.error is not None:
            raise asked.error
        if not asked.ready():
            raise RequestTimeout(f"no answer within {timeout:g} s", operation=command.name)
        return loop.time() - began if command.word is not None else asked.answer

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        call.abandoned = True
        call.finish(error)
        self._close()

    def discard(self, call: Call) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.abandon, call)

    def _watch(self, call: Call) -> None:
        """Have the feed looked after in time. The timer runs on from event to event."""
        if self._timer is not None:
            if self._timer.when() <= call.deadline:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(call.deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        call, session = self.session.call, self.session
        if call.wake is None or call.done:
            return  # nobody waits
        now = self._loop.time()
        if now >= call.deadline:
            failure = session.attend(now)
            if failure is not None:
                self.abandon(call, failure)
                return
            for message in session.outgoing:
                self._connection.queue(message)
            session.outgoing.clear()
        self._watch(call)

    def _close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._open.discard(self._connection)
        self._connection.goodbye()


class AsyncFeed(AsyncStream[Item]):
    """Events of one thing, as they come: an async iterator and an async context manager.

    The socket is opened when the first event is asked for, a command is given, an `async with`
    block is entered, or the feed is awaited. Leaving the feed early, by `break`, `aclose()` or the
    end of an `async with` block, closes it.
    """

    def __init__(
        self,
        channel: AsyncFeedChannel,
        feed: Feed[Item],
        arguments: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        seconds = channel.config.seconds(timeout)
        self._channel = channel
        self._opening = asyncio.Lock()

        # It must not know this object: that is to go, and close the socket, as soon as nobody holds it.
        async def start() -> tuple[Call, AsyncFeedSource]:
            source = await channel.dial(feed, arguments, seconds)
            return source.session.call, source

        super().__init__(start, StreamRule(decode=feed.decode))

    async def _opened(self) -> tuple[Call, AsyncSource]:
        if self._call is None:
            # A reader and those who give commands may be in several tasks.
            async with self._opening:
                return await super()._opened()
        return await super()._opened()

    async def _ask(self, command: Command[R], timeout: float | None) -> R:
        _, source = await self._opened()
        if self._closed or not isinstance(source, AsyncFeedSource):
            raise ClientClosed("the feed is closed", operation=command.name)
        answer = await source.ask(command, self._channel.config.seconds(timeout))
        return cast(R, answer if command.word is not None else self._decode(answer))
