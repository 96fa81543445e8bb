"""The interfaces of the generated client behind one face, so that a test says once what holds for all."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from trustgraph_v2 import Api

TOKEN = "tg_good_conformance"
INTERFACES = ("REST", "async REST", "socket", "async socket")
SOCKETS = ("socket", "async socket")


@dataclass(frozen=True, slots=True)
class Surface:
    """One interface of the client; sync or async, a test says the same."""

    name: str
    api: Api

    @property
    def flows(self) -> Any:
        match self.name:
            case "REST":
                return self.api.flow()
            case "async REST":
                return self.api.async_flow()
            case "socket":
                return self.api.socket().flow()
            case _:
                return self.api.async_socket().flow()

    @property
    def config(self) -> Any:
        match self.name:
            case "REST":
                return self.api.config()
            case "async REST":
                return self.api.async_config()
            case "socket":
                return self.api.socket().config()
            case _:
                return self.api.async_socket().config()

    @property
    def metrics(self) -> Any:
        return self.api.metrics() if self.name == "REST" else self.api.async_metrics()

    @property
    def bulk(self) -> Any:
        return self.api.async_bulk() if self.name.startswith("async") else self.api.bulk()

    def flow(self, id: str = "default") -> Any:
        match self.name:
            case "socket":
                return self.api.socket().flow(id)
            case "async socket":
                return self.api.async_socket().flow(id)
            case _:
                return self.flows.id(id)


async def done(result: Awaitable[Any] | Any) -> Any:
    """The result of a call, whether it was blocking or has to be awaited."""
    return await result if inspect.isawaitable(result) else result


async def items(stream: Any) -> list[Any]:
    """All items of a stream, one by one."""
    return [item async for item in stream] if hasattr(stream, "__aiter__") else list(stream)


@asynccontextmanager
async def open_surface(name: str, url: str, **settings: Any) -> AsyncIterator[Surface]:
    """An interface of a client of its own."""
    api = Api(url, **{"token": TOKEN, "timeout": 20, **settings})
    if name.startswith("async"):
        async with api:
            yield Surface(name, api)
    else:
        with api:
            yield Surface(name, api)
