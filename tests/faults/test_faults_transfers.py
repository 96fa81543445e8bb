"""Uploads in chunks and streams of bytes, over HTTP and over the socket, that meet trouble on their way."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pydantic import BaseModel
from scripted_gateway import Gateway, Json, Peer, RawServer, answering
from support import FLOW, AsyncClient, AsyncReader, Client, Connect, Reader, Spawn, SyncReader

from gatewright.chunks import base64_field
from gatewright.errors import (
    ClientClosed,
    ConnectionLost,
    GatewayError,
    ProtocolViolation,
    RequestTimeout,
)
from gatewright.operation import Operation, Result, StreamOperation, StreamRule, SubCall, Upload
from gatewright.transfer import Uploaded

pytestmark = [pytest.mark.timeout(20), pytest.mark.parametrize("way", ["rest", "socket"])]

DOCUMENT = bytes(range(100))
CHUNK = 16
CHUNKS = 7


class Begun(BaseModel):
    """What an upload began with, or how far it is."""

    upload_id: str
    chunk_size: int
    total: int | None = None
    missing: list[int] = []


class Sized(BaseModel):
    """How long a document is."""

    total: int


def _operation(name: str, result: Result[Any], **more: Any) -> Operation[Any]:
    return Operation(
        name=name.lower(),
        path=f"/{name.lower()}/{{flow}}",
        frame={"service": name.lower()},
        result=result,
        **more,
    )


_operations = types.ModuleType("handmade.operations")
_operations.__dict__.update(
    {
        "BEGIN": _operation("BEGIN", Result("Begun")),
        "STATUS": _operation("STATUS", Result("Begun"), idempotent=True),
        "CHUNK": _operation("CHUNK", Result(), base64=("content",), idempotent=True),
        "FINISH": _operation("FINISH", Result()),
        "SIZE": _operation("SIZE", Result("Sized", fields=("total",)), idempotent=True),
    }
)
sys.modules["handmade.operations"] = _operations
sys.modules["handmade.models"].__dict__.update({"Begun": Begun, "Sized": Sized})

_STEPS: dict[str, Any] = {
    "argument": "document",
    "chunk_size": "chunk_size",
    "chunk": SubCall("CHUNK", {"upload": "$upload_id", "index": "$index", "content": "$content"}),
    "finish": SubCall("FINISH", {"upload": "$upload_id"}),
    "resume": "resume",
    "key": "upload_id",
}
ADD = Upload(name="add", begin=(SubCall("BEGIN", {"size": "$size"}),), **_STEPS)
RESUME = Upload(
    name="resume",
    begin=(SubCall("STATUS", {"upload": "$id"}),),
    missing="missing",
    total="total",
    **_STEPS,
)
FETCH: StreamOperation[None, bytes] = StreamOperation(
    name="fetch",
    method="GET",
    path="/fetch/{flow}",
    frame={"service": "fetch"},
    media="bytes",
    stream=StreamRule(decode=base64_field("content"), total="total", length=SubCall("SIZE")),
)

CUT = object()
"""The connection is to be cut."""

Way: TypeAlias = str


class Depot:
    """Takes one document in chunks, and cuts the line where it is told to.

    Attributes:
        before, after: Numbers of the chunks at which it cuts the line, each once: when they arrive, or
            when they are kept, but not confirmed.
        kept: The chunks.
        arrived: Numbers of the chunks, as they came.
        whole: What was made of them.
        silent: Numbers of the chunks that get no answer.
        waiting: One of those has come.
        chunk: Bytes in a chunk.
    """

    def __init__(self, before: set[int] | None = None, after: set[int] | None = None) -> None:
        self.before = before or set()
        self.after = after or set()
        self.kept: dict[int, bytes] = {}
        self.arrived: list[int] = []
        self.whole: bytes | None = None
        self.silent: set[int] = set()
        self.chunk = CHUNK
        self.waiting = threading.Event()

    async def __call__(self, service: str, fields: Json) -> Any:
        missing = [index for index in range(CHUNKS) if index not in self.kept]
        begun: Json = {"upload_id": "u1", "chunk_size": self.chunk, "missing": missing}
        if service == "status":
            begun["total"] = len(DOCUMENT)
        if service == "chunk":
            index = fields["index"]
            self.arrived.append(index)
            if index in self.silent:
                self.waiting.set()
                await asyncio.Event().wait()
            if index in self.before:
                self.before.discard(index)
                return CUT
            self.kept[index] = base64.b64decode(fields["content"])
            if index in self.after:
                self.after.discard(index)
                return CUT
        if service == "finish":
            self.whole = b"".join(self.kept[index] for index in sorted(self.kept))
        return begun if service in {"begin", "status"} else {}


@contextmanager
def serving(way: Way, answer: Callable[[str, Json], Any]) -> Iterator[str]:
    """A gateway that answers so; yields its URL."""

    async def reply(peer: Peer, frame: Json) -> None:
        body = await answer(frame["service"], frame["request"])
        if body is CUT:
            peer.abort()
        else:
            await peer.reply(frame, body)

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path, fields = await http_request(reader)
            body = await answer(path.split("/")[1], fields)
            if body is CUT:
                writer.transport.abort()
                return
            text = json.dumps(body).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))

    server = Gateway(answering(reply)) if way == "socket" else RawServer(respond)
    with server:
        yield server.url


async def http_request(reader: asyncio.StreamReader) -> tuple[str, Json]:
    """Path and body of the next request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    size = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
    text = await reader.readexactly(size)
    return head.split(" ")[1], json.loads(text) if text else {}


def channel(client: Client, way: Way) -> Any:
    return getattr(client.api, f"_async_{way}" if isinstance(client, AsyncClient) else f"_{way}")


def done(client: Client, result: Any) -> Any:
    return client.run(result) if isinstance(client, AsyncClient) else result


def upload(
    client: Client, way: Way, upload: Upload = ADD, document: Any = DOCUMENT, **fields: Any
) -> Uploaded:
    timeout, on_progress = fields.pop("timeout", None), fields.pop("on_progress", None)
    fields = {"document": document, **fields}
    report: Uploaded = done(client, channel(client, way).upload(upload, FLOW, fields, timeout, on_progress))
    return report


def resume(client: Client, way: Way, **more: Any) -> Uploaded:
    return upload(client, way, RESUME, id="u1", **more)


# Uploads ----------------------------------------------------------------------------------------


def test_a_chunk_that_is_lost_is_sent_again(connect: Connect, way: Way) -> None:
    depot = Depot(before={2}, after={4})
    with serving(way, depot) as url:
        told: list[tuple[int, int]] = []
        report = upload(connect(url), way, on_progress=lambda done, size: told.append((done, size)))
    assert depot.whole == DOCUMENT
    assert (report.bytes, report.sent, report.chunks) == (100, 100, CHUNKS)
    assert depot.arrived == [0, 1, 2, 2, 3, 4, 4, 5, 6]
    assert told == [(min((index + 1) * CHUNK, 100), 100) for index in range(CHUNKS)]


@pytest.mark.parametrize(("lost", "again"), [("before", [3, 4, 5, 6]), ("after", [4, 5, 6])])
def test_an_interrupted_upload_goes_on_where_it_stopped(
    connect: Connect, way: Way, lost: str, again: list[int]
) -> None:
    depot = Depot(**{lost: {3}})
    with serving(way, depot) as url:
        client = connect(url, retries=0)
        with pytest.raises(ConnectionLost) as caught:
            upload(client, way)
        assert caught.value.upload == "u1"
        assert caught.value.hint.endswith("48 of 100 bytes are there; go on with resume('u1', ...)")
        assert depot.whole is None
        depot.arrived.clear()
        told: list[tuple[int, int]] = []
        report = resume(client, way, on_progress=lambda done, size: told.append((done, size)))
    assert depot.whole == DOCUMENT
    assert depot.arrived == again
    assert (report.bytes, report.sent) == (100, 100 - again[0] * CHUNK)
    assert told[0] == ((again[0] + 1) * CHUNK, 100)
    assert told[-1] == (100, 100)


def test_a_resumed_upload_can_be_interrupted_too(connect: Connect, way: Way) -> None:
    depot = Depot(before={1})
    with serving(way, depot) as url:
        client = connect(url, retries=0)
        with pytest.raises(ConnectionLost):
            upload(client, way)
        depot.before = {5}
        with pytest.raises(ConnectionLost) as caught:
            resume(client, way)
        assert caught.value.upload == "u1"
        report = resume(client, way)
    assert (depot.whole, report.chunks) == (DOCUMENT, 2)


def test_a_chunk_that_gets_no_answer_ends_in_a_timeout(connect: Connect, way: Way) -> None:
    depot = Depot()
    depot.silent = {2}
    with serving(way, depot) as url:
        client = connect(url)
        with pytest.raises(RequestTimeout) as caught:
            upload(client, way, timeout=0.2)
        assert caught.value.upload == "u1"
        depot.silent.clear()
        assert resume(client, way).chunks == CHUNKS - 2
    assert depot.whole == DOCUMENT


def test_closing_ends_an_upload(connect: Connect, spawn: Spawn, way: Way) -> None:
    depot = Depot()
    depot.silent = {1}
    with serving(way, depot) as url:
        client = connect(url)
        sending = spawn(lambda: upload(client, way))
        assert depot.waiting.wait(5)
        client.close()
        with pytest.raises(ClientClosed) as caught:
            sending.result()
    assert caught.value.upload == "u1"


def test_a_file_that_shrinks_meanwhile_is_no_document(connect: Connect, tmp_path: Path, way: Way) -> None:
    path = tmp_path / "document"
    path.write_bytes(bytes(200_000))
    depot = Depot()
    depot.chunk = 50_000

    def shrink(done: int, size: int) -> None:
        with path.open("r+b") as file:
            file.truncate(60_000)

    told = "document: the file was cut short meanwhile"
    with serving(way, depot) as url, pytest.raises(GatewayError, match=told) as caught:
        upload(connect(url), way, document=path, on_progress=shrink)
    assert caught.value.upload == "u1"
    assert depot.whole is None


def test_what_a_callback_raises_ends_the_upload(connect: Connect, tmp_path: Path, way: Way) -> None:
    path = tmp_path / "document"
    path.write_bytes(DOCUMENT)
    depot = Depot()

    def refuse(done: int, size: int) -> None:
        raise KeyError("enough")

    with serving(way, depot) as url:
        client = connect(url)
        with pytest.raises(KeyError, match="enough"):
            upload(client, way, document=path, on_progress=refuse)
        assert depot.arrived == [0]
        assert resume(client, way, document=path).chunks == CHUNKS - 1
    assert depot.whole == DOCUMENT


# Streams of bytes -------------------------------------------------------------------------------

PIECES = [b"aaa", b"bbb", b"ccc"]


@contextmanager
def sending(way: Way, pieces: list[bytes], end: str = "", total: int | None = 9) -> Iterator[str]:
    """A gateway that sends these pieces; `end` is how it ends but in order: `cut`, or `silent`."""

    async def reply(peer: Peer, frame: Json) -> None:
        for index, piece in enumerate(pieces):
            body: Json = {"content": base64.b64encode(piece).decode()}
            if total is not None:
                body["total"] = total
            await peer.reply(frame, body, complete=not end and index == len(pieces) - 1)
        if end == "cut":
            peer.abort()

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path, _ = await http_request(reader)
            if path.startswith("/size"):
                text = json.dumps({"total": total}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
                continue
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for piece in pieces:
                writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                await writer.drain()
            if end == "cut":
                writer.close()
                return
            if end == "silent":
                await reader.read()
                return
            writer.write(b"0\r\n\r\n")

    server = Gateway(answering(reply)) if way == "socket" else RawServer(respond)
    with server:
        yield server.url


def fetch(client: Client, way: Way, timeout: float | None = None) -> Reader:
    found = channel(client, way).stream(FETCH, FLOW, {}, timeout)
    return AsyncReader(client.thread, found) if isinstance(client, AsyncClient) else SyncReader(found)


def save(
    client: Client,
    way: Way,
    path: Path,
    timeout: float | None = None,
    on_progress: Callable[[int, int], object] | None = None,
) -> int:
    written: int = done(client, channel(client, way).save(FETCH, FLOW, {}, path, timeout, on_progress))
    return written


TROUBLE: dict[str, tuple[list[bytes], str, type[GatewayError], str]] = {
    "cut": (PIECES[:2], "cut", ConnectionLost, "the connection (broke|was)|closed"),
    "silent": (PIECES[:2], "silent", RequestTimeout, "no answer within 0.3 s"),
    "too short": (PIECES[:2], "", ProtocolViolation, "6 bytes came, and 9 were announced"),
    "too long": ([*PIECES, b"dd"], "", ProtocolViolation, "11 bytes came, and 9 were announced"),
    "an error in its place": ([b"no such"], "", ProtocolViolation, "7 bytes came, and 9 were announced"),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_bytes_that_are_not_all_of_them_are_an_error(connect: Connect, way: Way, trouble: str) -> None:
    pieces, end, error, message = TROUBLE[trouble]
    with sending(way, pieces, end) as url:
        reader = fetch(connect(url), way, timeout=0.3 if end == "silent" else None)
        with pytest.raises(error, match=message) as caught:
            reader.collect()
        assert b"".join(caught.value.partial) == b"".join(pieces)


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("before", [None, b"what was there"])
def test_no_half_file_is_left(
    connect: Connect, tmp_path: Path, way: Way, trouble: str, before: bytes | None
) -> None:
    pieces, end, error, message = TROUBLE[trouble]
    path = tmp_path / "document"
    if before is not None:
        path.write_bytes(before)
    with sending(way, pieces, end) as url, pytest.raises(error, match=message):
        save(connect(url), way, path, timeout=0.3 if end == "silent" else None)
    assert [file.name for file in tmp_path.iterdir()] == ([] if before is None else ["document"])
    if before is not None:
        assert path.read_bytes() == before


def test_a_whole_file_takes_the_place_of_what_was_there(connect: Connect, tmp_path: Path, way: Way) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"what was there")
    told: list[tuple[int, int]] = []
    with sending(way, PIECES) as url:
        assert save(connect(url), way, path, on_progress=lambda *how: told.append(how)) == 9
    assert path.read_bytes() == b"aaabbbccc"
    assert told[-1] == (9, 9)
    assert [file.name for file in tmp_path.iterdir()] == ["document"]


def test_what_a_callback_raises_leaves_no_file(connect: Connect, tmp_path: Path, way: Way) -> None:
    def refuse(done: int, size: int) -> None:
        raise KeyError("enough")

    with sending(way, PIECES) as url:
        client = connect(url)
        with pytest.raises(KeyError, match="enough"):
            save(client, way, tmp_path / "document", on_progress=refuse)
        assert list(tmp_path.iterdir()) == []
        assert b"".join(fetch(client, way).collect()) == b"aaabbbccc"


def test_a_place_where_no_file_can_be_is_told(connect: Connect, tmp_path: Path, way: Way) -> None:
    with sending(way, PIECES) as url:
        client = connect(url)
        with pytest.raises(FileNotFoundError):
            save(client, way, tmp_path / "nowhere" / "document")
        assert b"".join(fetch(client, way).collect()) == b"aaabbbccc"


def test_closing_ends_a_download_and_leaves_no_file(
    connect: Connect, spawn: Spawn, tmp_path: Path, way: Way
) -> None:
    there = threading.Event()
    with sending(way, PIECES[:1], "silent") as url:
        client = connect(url)
        saving = spawn(
            lambda: save(client, way, tmp_path / "document", on_progress=lambda done, size: there.set())
        )
        assert there.wait(5)
        client.close()
        with pytest.raises(ClientClosed):
            saving.result()
    assert list(tmp_path.iterdir()) == []
