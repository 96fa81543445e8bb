"""Streams for blocking code."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from ..chunks import text_of
from ..errors import GatewayError, ProtocolViolation
from ..operation import StreamRule
from ..session.mux import Call
from .coroutines import finish

Item = TypeVar("Item")


class Source(Protocol):
    """Where a stream's bodies come from."""

    def wait(self, call: Call) -> None:
        """Wait until the call is ready; its deadline ends it."""
        ...

    def taken(self, call: Call) -> None:
        """Bodies were taken; reading may go on."""
        ...

    def abandon(self, call: Call) -> None:
        """Nobody wants the rest."""
        ...

    def discard(self, call: Call) -> None:
        """The same, from a destructor: no waiting, no locks."""
        ...


class Stream(Generic[Item]):
    """Items of a running call, as they arrive: an iterator and a context manager.

    The request is sent when the first item is asked for or a `with` block is entered.
    Leaving the stream early, by `break`, `close()` or the end of a `with` block, gives up
    the rest. A callback gets each item just before the reader does; what it raises ends the stream.

    A stream is for one thread at a time.
    """

    def __init__(
        self,
        start: Callable[[], tuple[Call, Source]],
        rule: StreamRule[Item],
        limit: int | None = None,
        callback: Callable[[Item], object] | None = None,
        last: Callable[[Item], object] | None = None,
    ) -> None:
        self._start = start
        self._rule = rule
        self._decode = rule.decode
        self._each = rule.each
        self._call: Call | None = None
        self._source: Source | None = None
        self._bodies: deque[Any] = deque()
        self._items: deque[Item] = deque()
        self._left = limit
        self._callback = callback
        self._last = last
        self._instead: Stream[Item] | None = None
        self._closed = False

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        """The next item.

        Raises:
            RequestTimeout: no item came in time.
            ConnectionLost: the connection broke; the items so far are all that will come.
            GatewayRefused: the gateway answered with an error.
        """
        if self._left is not None and self._left <= 0:
            self.close()
            raise StopIteration
        while not self._items:
            bodies = self._bodies
            if not bodies:
                self._fill()
                bodies = self._bodies
            try:
                decoded = self._decode(bodies.popleft())
            except GatewayError:
                self.close()
                raise
            except (TypeError, ValueError, AttributeError, LookupError) as error:
                self.close()
                raise ProtocolViolation(f"an item of the stream cannot be read: {error}") from error
            if not self._each:
                item: Item = decoded
                if self._callback is not None:
                    self._tell(self._callback, item)
                if self._last is not None and self._tell(self._last, item):
                    self._left = 0
                return item
            self._items.extend(decoded)
            if self._instead is not None and self._items:
                self._instead = None
        if self._left is not None:
            self._left -= 1
        item = self._items.popleft()
        if self._callback is not None:
            self._tell(self._callback, item)
        if self._last is not None and self._tell(self._last, item):
            self._left = 0
        return item

    def _tell(self, callback: Callable[[Item], object], item: Item) -> object:
        try:
            return finish(callback(item))
        except StopIteration as error:
            # It would pass for the end of the stream.
            self.close()
            raise RuntimeError("the callback of a stream raised StopIteration") from error
        except BaseException:
            self.close()
            raise

    def _fill(self) -> None:
        """Make sure that a body is there, or raise."""
        if self._closed:
            raise StopIteration
        call, source = self._opened()
        source.taken(call)
        if not call.bodies:
            if not call.done:
                source.wait(call)
            if not call.bodies:
                self._closed = True
                if call.error is not None:
                    raise call.error
                if self._rule.finish is not None:
                    self._rule.finish()
                if self._instead is None:
                    raise StopIteration
                self._turn(self._instead)
                self._fill()

    def _turn(self, other: Stream[Item]) -> None:
        """Go on with another stream, which has not begun."""
        self._start, self._instead = other._start, None
        self._call = self._source = None
        self._closed = False

    def _opened(self) -> tuple[Call, Source]:
        if self._call is None or self._source is None:
            call, source = self._start()
            # The call comes last: other threads may look for it.
            self._bodies, self._source, self._call = call.bodies, source, call
        return self._call, self._source

    def or_else(self, other: Stream[Item] | None, limit: int | None = None) -> Stream[Item]:
        """This stream, or another one of such items if it ends without any; so many items of it at most."""
        self._instead, self._left = other, limit
        return self

    def text(self) -> str:
        """The text of all remaining items that carry any, joined.

        Raises:
            GatewayError: the stream failed; `partial` holds the items so far.
        """
        return text_of(self.collect(), self._rule.text)

    def collect(self) -> list[Item]:
        """All remaining items.

        Raises:
            GatewayError: the stream failed; `partial` holds the items so far.
        """
        items: list[Item] = []
        try:
            for item in self:
                items.append(item)
        except GatewayError as error:
            error.partial = list(items)
            raise
        return items

    def close(self) -> None:
        """Give up the rest. Closing twice is fine."""
        if not self._closed:
            self._closed = True
            self._items.clear()
            self._bodies.clear()
            if self._call is not None and self._source is not None:
                self._source.abandon(self._call)

    def __enter__(self) -> Stream[Item]:
        """Send the request now."""
        self._opened()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        call = getattr(self, "_call", None)
        if call is not None and not self._closed and self._source is not None:
            self._source.discard(call)
