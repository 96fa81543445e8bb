"""The four interfaces of the generated client behind one face: a test says once what holds for all."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from trustgraph_v2 import Api

INTERFACES = ("REST", "async REST", "socket", "async socket")
SOCKETS = ("socket", "async socket")
COLOURS = ("REST", "async REST")


@dataclass(frozen=True, slots=True)
class Caller:
    """One interface of a client."""

    interface: str
    api: Api

    @property
    def is_async(self) -> bool:
        return self.interface.startswith("async")

    @property
    def root(self) -> Any:
        """What `config()` is called on."""
        if self.interface.endswith("socket"):
            return self.api.async_socket() if self.is_async else self.api.socket()
        return self.api

    @property
    def flows(self) -> Any:
        return self.root.flow() if self.interface != "async REST" else self.api.async_flow()

    @property
    def config(self) -> Any:
        return self.root.config() if self.interface != "async REST" else self.api.async_config()

    @property
    def bulk(self) -> Any:
        return self.api.async_bulk() if self.is_async else self.api.bulk()

    def flow(self, id: str = "default") -> Any:
        return self.root.flow(id) if self.interface != "async REST" else self.api.async_flow(id)


async def done(result: Any) -> Any:
    """The result of a call, whether the call blocked or has to be awaited."""
    return await result if inspect.isawaitable(result) else result


async def every(stream: Any) -> list[Any]:
    """All items of a stream, asked for one by one."""
    return [item async for item in stream] if hasattr(stream, "__aiter__") else list(stream)


async def closed(stream: Any) -> None:
    """Gives up a stream."""
    await stream.aclose() if hasattr(stream, "aclose") else stream.close()


@asynccontextmanager
async def calling(interface: str, url: str, **settings: Any) -> AsyncIterator[Caller]:
    """An interface of a client of its own."""
    api = Api(url, **{"timeout": 20, **settings})
    if interface.startswith("async"):
        async with api:
            yield Caller(interface, api)
    else:
        with api:
            yield Caller(interface, api)
