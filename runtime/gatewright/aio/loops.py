"""What belongs to an event loop: one for each, and none outlives its loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class PerLoop(Generic[T]):
    """A value for each event loop that asks, ended by `aclose` or with the loop.

    A loop that is shut down in order, as by `asyncio.run`, ends the asynchronous generators
    that it has seen first. One of them watches over each value.
    """

    def __init__(self, make: Callable[[], T], end: Callable[[T], Awaitable[object]]) -> None:
        self._make = make
        self._end = end
        self._values: dict[asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None]]] = {}

    def find(self) -> T | None:
        """The value of the running loop, if it has one."""
        found = self._values.get(asyncio.get_running_loop())
        return None if found is None else found[0]

    async def get(self) -> T:
        """The value of the running loop."""
        loop = asyncio.get_running_loop()
        found = self._values.get(loop)
        if found is None:
            for other in list(self._values):
                if other.is_closed():
                    del self._values[other]
            found = self._values[loop] = self._make(), self._watch(loop)
            await anext(found[1])
        return found[0]

    async def aclose(self) -> None:
        """End the values of all loops; those of other loops as soon as these come to it."""
        running = asyncio.get_running_loop()
        for loop in list(self._values):
            if loop is running:
                await self._forget(loop)
            elif not loop.is_closed():
                asyncio.run_coroutine_threadsafe(self._forget(loop), loop)

    async def _forget(self, loop: asyncio.AbstractEventLoop) -> None:
        found = self._values.pop(loop, None)
        if found is not None:
            value, watch = found
            await self._end(value)
            await watch.aclose()

    async def _watch(self, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[None]:
        try:
            yield
        finally:
            found = self._values.pop(loop, None)
            if found is not None:
                await self._end(found[0])
