"""The four interfaces of the generated client behind one face: a test says once what holds for all."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trustgraph_v2 import Api

INTERFACES = ("REST", "async REST", "socket", "async socket")

by_name = pytest.mark.parametrize("interface", INTERFACES)
everywhere = pytest.mark.parametrize("face", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("face", INTERFACES[2:], indirect=True)
in_both_colours = pytest.mark.parametrize("face", INTERFACES[:2], indirect=True)


@dataclass(frozen=True, slots=True)
class RealStack:
    """A running stack."""

    url: str
    token: str
    logs: Path


@dataclass(frozen=True, slots=True)
class Face:
    """One interface; sync or async, a test says the same."""

    name: str
    api: Api

    def group(self, name: str) -> Any:
        """The operations that the client has under this name, such as `config`."""
        return getattr(self._interface, f"async_{name}" if self.name == "async REST" else name)()

    def flow(self, id: str = "default") -> Any:
        """The services of a flow."""
        return getattr(self._interface, "async_flow" if self.name == "async REST" else "flow")(id)

    @property
    def bulk(self) -> Any:
        return self.api.async_bulk() if self.name.startswith("async") else self.api.bulk()

    @property
    def _interface(self) -> Any:
        match self.name:
            case "socket":
                return self.api.socket()
            case "async socket":
                return self.api.async_socket()
            case _:
                return self.api


async def done(result: Any) -> Any:
    """The result of a call, whether it was blocking or has to be awaited."""
    return await result if inspect.isawaitable(result) else result


async def items(stream: Any) -> list[Any]:
    """All items of a stream, one by one."""
    return [item async for item in stream] if hasattr(stream, "__aiter__") else list(stream)


@asynccontextmanager
async def open_face(name: str, url: str, **settings: Any) -> AsyncIterator[Face]:
    """An interface of a client of its own."""
    api = Api(url, **{"timeout": 20, **settings})
    if name.startswith("async"):
        async with api:
            yield Face(name, api)
    else:
        with api:
            yield Face(name, api)
