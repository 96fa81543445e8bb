"""The interfaces of a generated client behind one face, so that a test says once what holds for all."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from witness import WITNESS

INTERFACES = ("REST", "async REST", "socket", "async socket")
SOCKETS = ("socket", "async socket")
COLOURS = ("REST", "async REST")


class Watched:
    """A group of operations; calling one of them is noted, under the operation's name."""

    def __init__(self, group: Any, prefix: str, interface: str) -> None:
        self._group = group
        self._prefix = prefix
        self._interface = interface

    def __getattr__(self, method: str) -> Any:
        called = getattr(self._group, method)
        seen = (f"{self._prefix}{method}", self._interface)

        def call(*arguments: Any, **named: Any) -> Any:
            try:
                result = called(*arguments, **named)
            except Exception:
                WITNESS.note(seen, raised=True)
                raise
            if inspect.iscoroutine(result):
                return watch(result, seen)
            if hasattr(result, "collect"):
                result.seen = seen  # `items` notes that the stream came to its end
            else:
                WITNESS.note(seen)
            return result

        return call


async def watch(result: Awaitable[Any], seen: tuple[str, str]) -> Any:
    try:
        found = await result
    except Exception:
        WITNESS.note(seen, raised=True)
        raise
    WITNESS.note(seen)
    return found


@dataclass(frozen=True, slots=True)
class Surface:
    """One interface of the client; sync or async, a test says the same."""

    name: str
    api: Any

    def group(self, name: str) -> Any:
        """The operations that the client has under this name."""
        match self.name:
            case "REST":
                found = getattr(self.api, name)()
            case "async REST":
                found = getattr(self.api, f"async_{name}")()
            case "socket":
                found = getattr(self.api.socket(), name)()
            case _:
                found = getattr(self.api.async_socket(), name)()
        return Watched(found, f"{name}.", self.name)

    @property
    def flows(self) -> Any:
        return self.group("flow")

    @property
    def config(self) -> Any:
        return self.group("config")

    @property
    def metrics(self) -> Any:
        return self.group("metrics")

    @property
    def bulk(self) -> Any:
        if self.name.startswith("async"):
            return Watched(self.api.async_bulk(), "", "async bulk")
        return Watched(self.api.bulk(), "", "bulk")

    def flow(self, id: str = "default") -> Any:
        """The services of a flow."""
        match self.name:
            case "REST":
                found = self.api.flow().id(id)
            case "async REST":
                found = self.api.async_flow().id(id)
            case "socket":
                found = self.api.socket().flow(id)
            case _:
                found = self.api.async_socket().flow(id)
        return Watched(found, "", self.name)


async def done(result: Awaitable[Any] | Any) -> Any:
    """The result of a call, whether it was blocking or has to be awaited."""
    return await result if inspect.isawaitable(result) else result


async def items(stream: Any) -> list[Any]:
    """All items of a stream, one by one."""
    try:
        found = [item async for item in stream] if hasattr(stream, "__aiter__") else list(stream)
    except Exception:
        WITNESS.note(stream.seen, raised=True)
        raise
    WITNESS.note(stream.seen)
    return found


async def only_first(stream: Any) -> Any:
    """The first item of a stream that is left then."""
    if hasattr(stream, "__aiter__"):
        async with stream:
            return await anext(aiter(stream))
    with stream:
        return next(iter(stream))


async def given_up(calls: list[asyncio.Task[Any]]) -> bool:
    """Cancel calls; whether none of them had come to its end."""
    unfinished = not any(call.done() for call in calls)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    return unfinished


@asynccontextmanager
async def opened(name: str, api: Any) -> AsyncIterator[Surface]:
    """An interface of this client, which is closed at the end."""
    if name.startswith("async"):
        async with api:
            yield Surface(name, api)
    else:
        with api:
            yield Surface(name, api)
