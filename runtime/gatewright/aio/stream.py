"""Streams for asyncio code."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from inspect import isawaitable
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from ..chunks import text_of
from ..errors import GatewayError, ProtocolViolation
from ..operation import StreamRule
from ..session.mux import Call

Item = TypeVar("Item")


class AsyncSource(Protocol):
    """Where a stream's bodies come from."""

    async def begun(self) -> None:
        """Wait until the stream is known to have begun; raise why if it has not."""
        ...

    async def wait(self, call: Call) -> None:
        """Wait until the call is ready; its deadline ends it."""
        ...

    def taken(self, call: Call) -> None:
        """Bodies were taken; reading may go on."""
        ...

    def abandon(self, call: Call) -> Awaitable[None] | None:
        """Nobody wants the rest; what it returns is to be awaited."""
        ...

    def discard(self, call: Call) -> None:
        """The same, from a destructor, on whichever thread."""
        ...


class AsyncStream(Generic[Item]):
    """Items of a running call, as they arrive: an async iterator and an async context manager.

    The request is sent when the first item is asked for, an `async with` block is entered,
    or the stream is awaited (which gives the stream itself). Leaving the stream early, by
    `break`, `aclose()` or the end of an `async with` block, gives up the rest. A callback gets
    each item just before the reader does; what it raises ends the stream.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[tuple[Call, AsyncSource]]],
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
        self._source: AsyncSource | None = None
        self._bodies: deque[Any] = deque()
        self._items: deque[Item] = deque()
        self._left = limit
        self._callback = callback
        self._last = last
        self._instead: AsyncStream[Item] | None = None
        self._closed = False

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        """The next item.

        Raises:
            RequestTimeout: no item came in time.
            ConnectionLost: the connection broke; the items so far are all that will come.
            GatewayRefused: the gateway answered with an error.
        """
        if self._left is not None and self._left <= 0:
            await self.aclose()
            raise StopAsyncIteration
        while not self._items:
            bodies = self._bodies
            if not bodies:
                await self._fill()
                bodies = self._bodies
            try:
                decoded = self._decode(bodies.popleft())
            except GatewayError:
                await self.aclose()
                raise
            except (TypeError, ValueError, AttributeError, LookupError) as error:
                await self.aclose()
                raise ProtocolViolation(f"an item of the stream cannot be read: {error}") from error
            if not self._each:
                item: Item = decoded
                if self._callback is not None:
                    await self._tell(self._callback, item)
                if self._last is not None and await self._tell(self._last, item):
                    self._left = 0
                return item
            self._items.extend(decoded)
            if self._instead is not None and self._items:
                self._instead = None
        if self._left is not None:
            self._left -= 1
        item = self._items.popleft()
        if self._callback is not None:
            await self._tell(self._callback, item)
        if self._last is not None and await self._tell(self._last, item):
            self._left = 0
        return item

    async def _tell(self, callback: Callable[[Item], object], item: Item) -> object:
        try:
            result = callback(item)
            return await result if isawaitable(result) else result
        except StopAsyncIteration as error:
            # It would pass for the end of the stream.
            await self.aclose()
            raise RuntimeError("the callback of a stream raised StopAsyncIteration") from error
        except BaseException:
            await self.aclose()
            raise

    async def _fill(self) -> None:
        """Make sure that a body is there, or raise."""
        if self._closed:
            raise StopAsyncIteration
        call, source = await self._opened()
        source.taken(call)
        if not call.bodies:
            if not call.done:
                await source.wait(call)
            if not call.bodies:
                self._closed = True
                if call.error is not None:
                    raise call.error
                if self._rule.finish is not None:
                    self._rule.finish()
                if self._instead is None:
                    raise StopAsyncIteration
                self._turn(self._instead)
                await self._fill()

    def _turn(self, other: AsyncStream[Item]) -> None:
        """Go on with another stream, which has not begun."""
        self._start, self._instead = other._start, None
        self._call = self._source = None
        self._closed = False

    async def _opened(self) -> tuple[Call, AsyncSource]:
        if self._call is None or self._source is None:
            self._call, self._source = await self._start()
            self._bodies = self._call.bodies
        return self._call, self._source

    def or_else(self, other: AsyncStream[Item] | None, limit: int | None = None) -> AsyncStream[Item]:
        """This stream, or another one of such items if it ends without any; so many items of it at most."""
        self._instead, self._left = other, limit
        return self

    async def text(self) -> str:
        """The text of all remaining items that carry any, joined.

        Raises:
            GatewayError: the stream failed; `partial` holds the items so far.
        """
        return text_of(await self.collect(), self._rule.text)

    async def collect(self) -> list[Item]:
        """All remaining items.

        Raises:
            GatewayError: the stream failed; `partial` holds the items so far.
        """
        items: list[Item] = []
        try:
            async for item in self:
                items.append(item)
        except GatewayError as error:
            error.partial = list(items)
            raise
        return items

    async def aclose(self) -> None:
        """Give up the rest. Closing twice is fine."""
        if not self._closed:
            self._closed = True
            self._items.clear()
            self._bodies.clear()
            if self._call is not None and self._source is not None:
                leaving = self._source.abandon(self._call)
                if leaving is not None:
                    await leaving

    def __await__(self) -> Generator[Any, None, AsyncStream[Item]]:
        """Send the request now."""
        return self.__aenter__().__await__()

    async def __aenter__(self) -> AsyncStream[Item]:
        """Send the request now.

        Raises:
            GatewayError: the gateway refused it, as far as that is told before the first item.
        """
        _call, source = await self._opened()
        try:
            await source.begun()
        except GatewayError:
            self._closed = True
            raise
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        call = getattr(self, "_call", None)
        if call is not None and not self._closed and self._source is not None:
            self._source.discard(call)
