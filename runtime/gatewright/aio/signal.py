"""One thing to wait for, which may happen more than once."""

from __future__ import annotations

import asyncio


class Signal:
    """A future that can be set any number of times."""

    __slots__ = ("future",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.future: asyncio.Future[None] = loop.create_future()

    def set(self) -> None:
        if not self.future.done():
            self.future.set_result(None)

    async def wait(self, timeout: float | None) -> None:
        """Wait until it is set, or the time is over."""
        await asyncio.wait([self.future], timeout=timeout)
