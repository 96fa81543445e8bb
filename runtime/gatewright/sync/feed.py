"""Feeds for blocking code: events as they come, and the few words that a watcher says."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from ..channel import Channel
from ..config import Config, expand_path
from ..errors import ClientClosed, GatewayError, RequestTimeout
from ..operation import Command, GatewayInfo, StreamRule
from ..operation import Feed as Description
from ..session.feed import FeedSession
from ..session.frames import target
from ..session.mux import Call, given_up
from .connection import Connection, dial
from .stream import Source, Stream

R = TypeVar("R")
Item = TypeVar("Item")


class FeedChannel(Channel):
    """The way of feeds: a socket for each."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__()
        self._info = info
        self.config = config
        self._open: set[Connection] = set()
        self.closed = False

    def open(
        self, feed: Description[Item], arguments: Mapping[str, Any], timeout: float | None
    ) -> Feed[Item]:
        """The events of a feed; it is opened when the first one is asked for."""
        return Feed(self, feed, arguments, timeout)

    def dial(self, feed: Description[Any], arguments: Mapping[str, Any], timeout: float) -> FeedSource:
        """Open the socket of a feed."""
        if self.closed:
            raise ClientClosed("the client is closed", operation=feed.name)
        info, config = self._info, self.config.with_values(**self._bound)
        session = FeedSession(feed, timeout, time.monotonic(), config.values.get("token"))
        try:
            place = target(
                info,
                config,
                expand_path(feed.path, {**config.values, **arguments}),
                query=info.feed_query,
                header=info.feed_header,
                max_frame=info.feed_max_frame,
            )
            connection = dial(info, config, place, session, timeout)
        except GatewayError as error:
            error.operation = feed.name
            raise
        self._open.add(connection)
        self._check_open(connection)
        return FeedSource(self._open, connection, session)

    def close(self) -> None:
        """Close all feeds; those who wait fail with ClientClosed. Closing twice is fine."""
        self.closed = True
        for connection in list(self._open):
            connection.close()

    def _check_open(self, connection: Connection) -> None:
        if self.closed:  # while this one was being opened
            connection.close()


class FeedSource:
    """The socket of a feed: where its events come from."""

    def __init__(self, open: set[Connection], connection: Connection, session: FeedSession) -> None:
        self._open = open
        self._connection = connection
        self.session = session

    def wait(self, call: Call) -> None:
        """Wait for the next event; ask now and then whether there will be one."""
        connection, session = self._connection, self.session
        with connection.lock:
            session.expect(time.monotonic())
        try:
            while not connection.wait(call):
                now = time.monotonic()
                with connection.lock:
                    failure = None if call.ready() else session.attend(now)
                    polls = list(session.outgoing)
                    session.outgoing.clear()
                if failure is not None:
                    self.abandon(call, failure)
                    return
                if polls:
                    connection.send_all(polls, now + call.timeout)
        except BaseException:
            self.abandon(call, given_up(call))
            raise
        if call.done and not call.bodies:
            self._close()

    def taken(self, call: Call) -> None:
        session = self.session
        if session.paused:
            with self._connection.lock:
                session.taken()
            self._connection.resume()
        if call.done and not call.bodies:
            self._close()

    def ask(self, command: Command[Any], timeout: float) -> Any:
        """Send a command; its answer, or how many seconds that took where it is a mere word."""
        connection, session = self._connection, self.session
        began = time.monotonic()
        with connection.lock:
            asked = session.ask(command, began + timeout)
        connection.send(command.send.encode(), began + timeout)
        try:
            if not connection.wait(asked):
                raise RequestTimeout(f"no answer within {timeout:g} s", operation=command.name)
        finally:
            with connection.lock:
                session.forget(asked)
        if asked.error is not None:
            raise asked.error
        return time.monotonic() - began if command.word is not None else asked.answer

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        call.abandoned = True
        call.finish(error)
        self._close()

    def discard(self, call: Call) -> None:
        # The socket is this feed's alone, so nobody can hold its lock.
        self.abandon(call)

    def _close(self) -> None:
        self._open.discard(self._connection)
        self._connection.close()


class Feed(Stream[Item]):
    """Events of one thing, as they come: an iterator and a context manager.

    The socket is opened when the first event is asked for, a command is given or a `with` block
    is entered. Leaving the feed early, by `break`, `close()` or the end of a `with` block, closes it.
    """

    def __init__(
        self,
        channel: FeedChannel,
        feed: Description[Item],
        arguments: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        seconds = channel.config.seconds(timeout)
        self._channel = channel
        self._opening = threading.Lock()

        # It must not know this object: that is to go, and close the socket, as soon as nobody holds it.
        def start() -> tuple[Call, FeedSource]:
            source = channel.dial(feed, arguments, seconds)
            return source.session.call, source

        super().__init__(start, StreamRule(decode=feed.decode))

    def _opened(self) -> tuple[Call, Source]:
        if self._call is None:
            # A reader and those who give commands may be in several threads.
            with self._opening:
                return super()._opened()
        return super()._opened()

    def _ask(self, command: Command[R], timeout: float | None) -> R:
        _, source = self._opened()
        if self._closed or not isinstance(source, FeedSource):
            raise ClientClosed("the feed is closed", operation=command.name)
        answer = source.ask(command, self._channel.config.seconds(timeout))
        return cast(R, answer if command.word is not None else self._decode(answer))
