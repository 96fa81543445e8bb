"""Recorded traffic of the gateways, and what its messages look like.

A line of a recording is an exchange over HTTP (`method`, `path`, `json`, `status`, `body`; `content` or
`base64` where the request is no JSON, `type` where the response is none), or
something that happened on the socket `tag`: `open` (a path), `refused` (a status), `sent` or
`received` (a text frame), `sent_binary`, `closed` (a code), `ended` (the same, by the gateway),
`nothing` (came for a while), or `passed` (so many of an import's messages came out behind the gateway).
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import json
import queue
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self, TypeAlias

import httpx
from colours import LoopThread
from websockets.asyncio.server import ServerConnection, serve
from websockets.sync.client import ClientConnection, connect

from gatewright.gateway import LocalGateway
from gatewright.model import Model
from gatewright.operation import Operation

Json: TypeAlias = dict[str, Any]
Line: TypeAlias = dict[str, Any]

_DATA = Path(__file__).parent.parent / "data/transcripts"


def recording(name: str) -> list[Line]:
    """The lines of a recording."""
    return [json.loads(line) for line in (_DATA / f"{name}.jsonl").read_text().splitlines()]


def exchanges(name: str) -> list[Line]:
    """What went over HTTP, to the gateway's own paths."""
    return [line for line in recording(name) if "method" in line]


def sockets(name: str) -> Iterator[list[Line]]:
    """What happened on each socket that was accepted."""
    open: dict[str, list[Line]] = {}
    for line in recording(name):
        tag = line.get("tag")
        if tag is None:
            continue
        if "open" in line:
            if tag in open:
                yield open.pop(tag)
            open[tag] = [line]
        elif "refused" in line:
            del open[tag]
        elif tag in open:
            open[tag].append(line)
    yield from open.values()


@functools.cache
def operations(package: str) -> list[Operation[Any]]:
    """All operations on REST, those whose paths have the fewest placeholders first."""
    found = vars(importlib.import_module(f"{package}.operations")).values()
    routed = [each for each in found if isinstance(each, Operation) and each.path is not None]
    return sorted(routed, key=lambda operation: operation.path.count("{"))


def operation_of(package: str, line: Line) -> tuple[Operation[Any], Json] | None:
    """The operation that an exchange belongs to, and what its path says."""
    path = line["path"].partition("?")[0]
    for operation in operations(package):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))
        if operation.method == line["method"] and (found := re.fullmatch(pattern, path)):
            return operation, found.groupdict()
    return None


def unknown(value: Any) -> list[str]:
    """What a result holds that its model does not describe."""
    if isinstance(value, list):
        return [name for item in value for name in unknown(item)]
    if not isinstance(value, Model):
        return []
    mine = [f"{type(value).__name__}.{name}" for name in value.model_extra or {}]
    return mine + [name for part in vars(value).values() for name in unknown(part)]


def shape(value: Any) -> Any:
    """Keys and types, without values."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return "number" if isinstance(value, int | float) else type(value).__name__


def differences(recorded: Any, ours: Any, extra: tuple[str, ...] = (), at: str = "") -> list[str]:
    """Where one shape departs from another; what may be null may be anything, or left out."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        missing = [name for name in recorded.keys() - ours.keys() if recorded[name] != "NoneType"]
        found = [f"{at}.{name} is missing" for name in missing]
        found += [f"{at}.{name} is new" for name in ours.keys() - recorded.keys() - set(extra)]
        for name in recorded.keys() & ours.keys():
            found += differences(recorded[name], ours[name], extra, f"{at}.{name}")
        return found
    if isinstance(recorded, list) and isinstance(ours, list):
        return differences(recorded[0], ours[0], extra, f"{at}[]") if recorded and ours else []
    if "NoneType" in (recorded, ours):
        return []
    return [] if recorded == ours else [f"{at}: {recorded} became {ours}"]


def alike(recorded: Any, ours: Any, *extra: str) -> list[str]:
    """Where ours departs from what was recorded, in form."""
    return differences(shape(recorded), shape(ours), extra)


def ask(http: httpx.Client, line: Line, path: str) -> httpx.Response:
    """Ask a local gateway what was recorded, at that path."""
    return http.request(
        line["method"],
        path,
        params=line.get("params"),
        headers=line.get("headers"),
        **(
            {"content": line["content"]}
            if "content" in line
            else {"json": line["json"]}
            if "json" in line
            else {}
        ),
    )


def dial(gateway: LocalGateway, path: str, **options: Any) -> ClientConnection:
    """Open a socket of a local gateway."""
    url = gateway.url.replace("http", "ws", 1) + path.removeprefix("/")
    return connect(url, compression=None, close_timeout=1, max_size=None, **options)


class HttpReplay:
    """An HTTP server that gives recorded responses, in order, and keeps the requests.

    It has no sockets: handshakes are refused, and leave the responses alone.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._left = list(lines)
        self._tasks: set[asyncio.Task[Any]] = set()
        self.requests: list[tuple[str, str, Any]] = []
        self.url = ""

    def __enter__(self) -> Self:
        self._thread = LoopThread()
        self._server = self._thread.run(asyncio.start_server(self._meet, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.loop.call_soon_threadsafe(self._server.close)
        self._thread.stop()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while True:
                await self._answer(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split(" ", 2)
        size = re.search(r"(?i)^content-length: *(\d+)", head, re.MULTILINE)
        content = await reader.readexactly(int(size[1]) if size else 0)
        if re.search(r"(?i)^upgrade: *websocket", head, re.MULTILINE):
            writer.write(b"HTTP/1.1 404 No Sockets\r\nContent-Length: 0\r\n\r\n")
            return
        self.requests.append((method, path, json_or_bytes(content) if content else None))
        line = self._left.pop(0)
        body = line["body"]
        text = body if isinstance(body, str) else json.dumps(body)
        kind = line.get("type", "application/json")
        writer.write(
            f"HTTP/1.1 {line['status']} Recorded\r\nContent-Type: {kind}\r\n"
            f"{'' if line['status'] == 204 else f'Content-Length: {len(text.encode())}'}\r\n\r\n".replace(
                "\r\n\r\n\r\n", "\r\n\r\n"
            ).encode()
            + text.encode()
        )


class SocketReplay:
    """Plays the gateway's part of what happened on a socket, to whoever connects.

    Attributes:
        sent: What was recorded and what came instead, for each frame.
        path: Where the last one connected.
    """

    def __init__(self, lines: list[Line], *, id: str = "message_id", **options: Any) -> None:
        self._lines = lines
        self._id = id
        self._options = options
        self.sent: queue.Queue[tuple[str, str]] = queue.Queue()
        self.path = ""

    def __enter__(self) -> Self:
        self._thread = LoopThread()
        self._server = self._thread.run(self._listen())
        self.url = f"http://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}/"
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.run(self._stop())
        self._thread.stop()

    async def _listen(self) -> Any:
        return await serve(self._play, "127.0.0.1", 0, ping_interval=None, close_timeout=0.1, **self._options)

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _play(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        self.path = socket.request.path
        ids: dict[str, str] = {}
        for line in self._lines:
            if "sent" in line:
                frame = await socket.recv()
                assert isinstance(frame, str)
                self.sent.put((line["sent"], frame))
                ids[message_id(line["sent"], self._id)] = message_id(frame, self._id)
            elif "received" in line:
                text = line["received"]
                recorded = message_id(text, self._id)
                if recorded and recorded in ids:
                    text = json.dumps({**json.loads(text), self._id: ids[recorded]})
                await socket.send(text)
            elif "ended" in line:
                await socket.close(line["ended"])
        await socket.wait_closed()


def message_id(text: str, field: str = "message_id") -> str:
    """What names a message, as text; empty if nothing does."""
    try:
        frame = json.loads(text)
    except ValueError:
        return ""
    return str(frame.get(field, "")) if isinstance(frame, dict) else ""


def json_or_bytes(content: bytes) -> Any:
    """What JSON says; anything else as it is."""
    try:
        return json.loads(content)
    except ValueError:
        return content


class Collected:
    """Things that arrive in any thread, and are waited for in one."""

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._more = threading.Condition()

    def add(self, item: Any) -> None:
        with self._more:
            self._items.append(item)
            self._more.notify_all()

    def wait_for(self, count: int) -> list[Any]:
        """All that arrived, once there are so many."""
        with self._more:
            assert self._more.wait_for(lambda: len(self._items) >= count, 5), self._items
            return list(self._items)
