"""Generated clients of both colours, driven in blocking style from any thread.

A scenario is written once. For the asyncio client, coroutines run on a loop in a thread, and whoever
calls waits for their results; names are those of the blocking client.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Literal, Self, TypeAlias, TypeVar

from gatewright.api import BaseApi

T = TypeVar("T")
Colour: TypeAlias = Literal["sync", "async"]

_NAMES = {"close": "aclose"}


class LoopThread:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="loop of a test", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine that runs on the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def stop(self) -> None:
        """Cancel what still runs, and end the thread."""
        self.run(self._cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _cancel_all(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.loop.shutdown_asyncgens()
        await self.loop.shutdown_default_executor()


def next_item(thread: LoopThread, items: AsyncIterator[Any]) -> Any:
    """The next item of an asynchronous iterator that runs on that thread."""

    async def step() -> tuple[bool, Any]:
        # StopAsyncIteration cannot leave a coroutine's future unharmed.
        try:
            return True, await anext(items)
        except StopAsyncIteration:
            return False, None

    more, item = thread.run(step())
    if not more:
        raise StopIteration
    return item


class Blocking:
    """Something asynchronous, with the methods of its blocking counterpart."""

    def __init__(self, thread: LoopThread, target: Any) -> None:
        self._thread = thread
        self._target = target

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, _NAMES.get(name, name))

        def call(*args: Any, **options: Any) -> Any:
            return _blocking(self._thread, method(*args, **options))

        return call

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next_item(self._thread, self._target)

    def __enter__(self) -> Self:
        self._thread.run(self._target.__aenter__())
        return self

    def __exit__(self, *what: object) -> None:
        self._thread.run(self._target.__aexit__(*what))


def _blocking(thread: LoopThread, result: Any) -> Any:
    if inspect.iscoroutine(result):
        return thread.run(result)
    if type(result).__name__.startswith("Async"):
        return Blocking(thread, result)
    return result


class Client:
    """An `Api` of a generated package. Its attributes are those of the blocking interface.

    Attributes:
        api: The client itself.
        thread: The loop of an asyncio client.
    """

    def __init__(self, colour: Colour, package: str, url: str, **options: Any) -> None:
        self.colour = colour
        self.api: BaseApi = importlib.import_module(package).Api(url, **{"timeout": 30, **options})
        self.thread = LoopThread() if colour == "async" else None

    def __getattr__(self, name: str) -> Any:
        if self.thread is None:
            return getattr(self.api, name)
        return getattr(Blocking(self.thread, self.api), f"async_{name}")

    def hear(self) -> None:
        """Have what the gateway says handled from now on."""
        if self.thread is None:
            self.socket().listen(background=True)
        else:
            self.socket().connect()

    def close(self) -> None:
        """Close the client."""
        if self.thread is None:
            self.api.close()
        else:
            self.thread.run(self.api.aclose())

    def end(self) -> None:
        """Close, and free what drives it."""
        self.close()
        if self.thread is not None:
            self.thread.stop()
        for thread in threading.enumerate():
            if thread.name == "listen":
                thread.join(10)


ClientOf: TypeAlias = Callable[..., Client]
