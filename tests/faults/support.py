"""A small gateway described by hand, and clients of both colours with one way to drive them.

A scenario is written once, in blocking style; the asyncio client runs on a loop in a thread.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from colours import next_item
from scripted_gateway import TOKEN, LoopThread

from gatewright.api import BaseApi
from gatewright.errors import InvalidItem, NotFound
from gatewright.operation import (
    ErrorRule,
    Export,
    GatewayInfo,
    Handshake,
    Import,
    Incoming,
    Operation,
    Result,
    Setting,
    SocketProtocol,
    StreamOperation,
    StreamRule,
)
from gatewright.transfer import ExportOptions, ImportOptions, ImportReport
from gatewright.wire import dumps

T = TypeVar("T")


class Anything:
    """A model that takes any body as it is."""

    @classmethod
    def model_validate(cls, body: Any) -> Any:
        return body


_models = types.ModuleType("handmade.models")
_models.__dict__["Anything"] = Anything
sys.modules.setdefault("handmade", types.ModuleType("handmade"))
sys.modules["handmade.models"] = _models


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    return dumps({"id": id, "workspace": values["workspace"], "service": values["service"], "request": body})


def decode(frame: dict[str, Any]) -> Incoming:
    body = frame.get("response")
    error = frame.get("error")
    if error is None and isinstance(body, dict):
        error = body.get("error")
    return frame.get("id"), body, error, error is not None or frame.get("complete") is True


def find_error(body: Any) -> Any:
    return body.get("error") if isinstance(body, dict) else None


def bulk_query(values: Mapping[str, Any]) -> dict[str, str]:
    return {"workspace": values["workspace"], **({"token": values["token"]} if values["token"] else {})}


INFO = GatewayInfo(
    name="handmade",
    title="Handmade",
    release="1",
    package="handmade",
    default_url="http://localhost:8888/",
    settings={"workspace": Setting("default")},
    rest_headers=lambda values: {"Authorization": f"Bearer {values['token']}"} if values["token"] else {},
    rest_body=lambda values: {"workspace": values["workspace"]},
    find_error=find_error,
    error_rules=(ErrorRule(NotFound, message="^Invalid flow", hint="list flows"),),
    socket=SocketProtocol(
        path="/api/v1/socket",
        encode=encode,
        decode=decode,
        handshake=Handshake(
            lambda values: {"type": "auth", "token": values["token"] or ""},
            {"type": "auth-ok"},
            {"type": "auth-failed"},
            "error",
        ),
        in_flight=15,
        max_frame=50 * 2**20,
    ),
    bulk_query=bulk_query,
    bulk_max_frame=50 * 2**20,
)


@dataclass
class Word:
    """An item of a stream."""

    n: int
    content: str = ""


def decode_word(body: Any) -> Word:
    return Word(body["n"], f"{body['n']} ")


def encode_numbers(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    for index, item in enumerate(items):
        if not isinstance(item, int):
            raise InvalidItem(f"{item!r} is not a number", index=first + index, field="n")
    return dumps({"id": arguments["id"], "numbers": items})


ASK: Operation[Any] = Operation(
    name="ask", path="/ask/{flow}", frame={"service": "ask"}, result=Result("Anything")
)
READ: Operation[Any] = Operation(
    name="read", path="/read/{flow}", frame={"service": "read"}, result=Result("Anything"), idempotent=True
)
TALK: StreamOperation[Any, Word] = StreamOperation(
    name="talk",
    path="/talk/{flow}",
    frame={"service": "talk"},
    result=Result("Anything"),
    stream=StreamRule(decode=decode_word, switch="streaming", text=("Word",)),
    long=True,
)
PUT: Import[int] = Import(
    name="put", path="/import/{flow}", encode=encode_numbers, batch=10, confirmed_by_pong=True
)
PUT_BLINDLY: Import[int] = replace(PUT, confirmed_by_pong=False)
TAP: Export[int] = Export(name="tap", path="/export/{flow}", decode=lambda body: list(body["numbers"]))
FLOW = {"flow": "default"}


def make_api(url: str, **options: Any) -> BaseApi:
    arguments: dict[str, Any] = {
        "url": url,
        "timeout": 30,
        "token": TOKEN,
        "settings": {},
        "sockets": None,
        "verify": True,
        "retries": None,
        "headers": None,
        "http_client": None,
        "async_http_client": None,
        **options,
    }
    return BaseApi(INFO, **arguments)


class Reader(Protocol):
    """A stream, driven in blocking style."""

    def __iter__(self) -> Iterator[Any]: ...
    def __next__(self) -> Any: ...
    def take(self, count: int) -> list[Any]:
        """The next items, at the stream's own pace."""

    def close(self) -> None: ...
    def collect(self) -> list[Any]: ...
    def waiting(self) -> int:
        """Bodies that have arrived and were not taken."""

    def text(self) -> str: ...
    def begin(self) -> None:
        """Send the request now."""

    def forget(self) -> None:
        """Drop it, without a word."""


class Client(Protocol):
    """An Api of either colour, driven in blocking style, from any number of threads."""

    api: BaseApi

    def call(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any: ...
    def stream(self, timeout: float | None = None, **fields: Any) -> Reader: ...
    def put(
        self,
        items: Iterable[Any],
        *,
        batch_size: int = 10,
        operation: Import[int] = PUT,
        **options: Any,
    ) -> ImportReport: ...
    def tap(self, **options: Any) -> Reader: ...
    def rest(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any: ...
    def close(self) -> None: ...
    def end(self) -> None:
        """Close, and free what drives it."""


class SyncReader:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._stream)

    def take(self, count: int) -> list[Any]:
        return [next(self._stream) for _ in range(count)]

    def waiting(self) -> int:
        return len(self._stream._call.bodies)

    def close(self) -> None:
        self._stream.close()

    def collect(self) -> list[Any]:
        items: list[Any] = self._stream.collect()
        return items

    def text(self) -> str:
        return str(self._stream.text())

    def begin(self) -> None:
        self._stream.__enter__()

    def forget(self) -> None:
        self._stream = None


class SyncClient:
    def __init__(self, url: str, **options: Any) -> None:
        self.api = make_api(url, **options)

    def call(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any:
        return self.api._socket.call(operation, FLOW, fields, timeout)

    def stream(self, timeout: float | None = None, **fields: Any) -> Reader:
        return SyncReader(self.api._socket.answer(TALK, FLOW, {**fields, "streaming": True}, timeout))

    def put(
        self,
        items: Iterable[Any],
        *,
        batch_size: int = 10,
        operation: Import[int] = PUT,
        **options: Any,
    ) -> ImportReport:
        given = ImportOptions(batch_size=batch_size, **options)
        return self.api._bulk.import_(operation, FLOW, items, {"id": "x"}, given)

    def tap(self, **options: Any) -> Reader:
        return SyncReader(self.api._bulk.export(TAP, FLOW, ExportOptions(**options)))

    def rest(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any:
        return self.api._rest.call(operation, FLOW, fields, timeout)

    def close(self) -> None:
        self.api.close()

    def end(self) -> None:
        self.close()


class AsyncReader:
    def __init__(self, thread: LoopThread, stream: Any) -> None:
        self._thread = thread
        self._stream = stream

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next_item(self._thread, self._stream)

    def take(self, count: int) -> list[Any]:
        async def steps() -> list[Any]:
            return [await anext(self._stream) for _ in range(count)]

        items: list[Any] = self._thread.run(steps())
        return items

    def waiting(self) -> int:
        return len(self._stream._call.bodies)

    def close(self) -> None:
        self._thread.run(self._stream.aclose())

    def collect(self) -> list[Any]:
        items: list[Any] = self._thread.run(self._stream.collect())
        return items

    def text(self) -> str:
        return str(self._thread.run(self._stream.text()))

    def begin(self) -> None:
        self._thread.run(self._stream.__aenter__())

    def forget(self) -> None:
        self._stream = None


class AsyncClient:
    def __init__(self, url: str, **options: Any) -> None:
        self.api = make_api(url, **options)
        self.thread = LoopThread()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.thread.run(coroutine)

    def call(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any:
        return self.run(self.api._async_socket.call(operation, FLOW, fields, timeout))

    def stream(self, timeout: float | None = None, **fields: Any) -> Reader:
        stream = self.api._async_socket.answer(TALK, FLOW, {**fields, "streaming": True}, timeout)
        return AsyncReader(self.thread, stream)

    def put(
        self,
        items: Iterable[Any],
        *,
        batch_size: int = 10,
        operation: Import[int] = PUT,
        **options: Any,
    ) -> ImportReport:
        given = ImportOptions(batch_size=batch_size, **options)
        return self.run(self.api._async_bulk.import_(operation, FLOW, items, {"id": "x"}, given))

    def tap(self, **options: Any) -> Reader:
        return AsyncReader(self.thread, self.api._async_bulk.export(TAP, FLOW, ExportOptions(**options)))

    def rest(self, operation: Operation[Any], timeout: float | None = None, **fields: Any) -> Any:
        return self.run(self.api._async_rest.call(operation, FLOW, fields, timeout))

    def close(self) -> None:
        self.run(self.api.aclose())

    def end(self) -> None:
        self.close()
        self.thread.stop()


COLOURS: dict[str, Callable[..., Client]] = {"sync": SyncClient, "async": AsyncClient}

Connect = Callable[..., Client]
Spawn = Callable[[Callable[[], Any]], "Future[Any]"]
