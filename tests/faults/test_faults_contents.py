"""Raw bodies of requests: given whole or piece by piece, and what happens when the pieces fail."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from scripted_gateway import RawServer
from support import FLOW, READ, AsyncClient, Client, Connect, Spawn

from gatewright.errors import ClientClosed, ConfigurationError, ConnectionLost, RequestTimeout
from gatewright.operation import Operation, Result

pytestmark = pytest.mark.timeout(20)

LOAD: Operation[None] = Operation(name="load", path="/load/{flow}", content="content", result=Result())
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
PIECES = [b"a" * 10, b"", b"b" * 100_000]


class Store:
    """Takes raw bodies.

    Attributes:
        bodies: Those that came whole.
        broken: What came of those that did not.
        began: A first piece of a body has come.
    """

    def __init__(self, *, answer: bool = True, deaf: bool = False) -> None:
        self.bodies: queue.Queue[bytes] = queue.Queue()
        self.broken: queue.Queue[bytes] = queue.Queue()
        self.began = threading.Event()
        self._answer = answer
        self._deaf = deaf

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if self._deaf:
                self.began.set()
                await asyncio.Event().wait()
            body = b""
            try:
                if b"transfer-encoding: chunked" in head:
                    while size := int(await reader.readline(), 16):
                        body += await reader.readexactly(size)
                        await reader.readline()
                        self.began.set()
                    await reader.readline()
                else:
                    length = next(
                        int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")
                    )
                    body = await reader.readexactly(length)
            except (ConnectionError, asyncio.IncompleteReadError, ValueError):
                self.broken.put(body)
                return
            if head.startswith(b"post /load/"):
                self.bodies.put(body)
            if not self._answer:
                await asyncio.Event().wait()
            writer.write(OK)


def load(client: Client, content: Any, timeout: float | None = None) -> None:
    fields = {"content": content}
    if isinstance(client, AsyncClient):
        client.run(client.api._async_rest.call(LOAD, FLOW, fields, timeout))
    else:
        client.api._rest.call(LOAD, FLOW, fields, timeout)


def later(pieces: list[bytes], error: Exception | None = None) -> AsyncIterator[bytes]:
    async def each() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece
        if error is not None:
            raise error

    return each()


def failing(error: Exception) -> Iterator[bytes]:
    yield PIECES[0]
    raise error


@pytest.mark.parametrize("kind", ["bytes", "bytearray", "list", "generator", "async"])
def test_a_body_comes_as_it_is(connect: Connect, kind: str) -> None:
    whole = b"".join(PIECES)
    store = Store()
    with RawServer(store) as server:
        client = connect(server.url)
        if kind == "async" and not isinstance(client, AsyncClient):
            with pytest.raises(ConfigurationError, match="content: bytes, or an iterable of them, not async"):
                load(client, later(PIECES))
            return
        contents = {
            "bytes": whole,
            "bytearray": bytearray(whole),
            "list": PIECES,
            "generator": iter(PIECES),
            "async": later(PIECES),
        }
        load(client, contents[kind])
        assert store.bodies.get(timeout=5) == whole
        load(client, b"")
        assert store.bodies.get(timeout=5) == b""


class Unreadable(Exception):
    """Raised in the middle of a body."""


@pytest.mark.parametrize("error", [Unreadable, OSError, ValueError, RuntimeError])
@pytest.mark.parametrize("how", ["iterable", "async iterable"])
def test_what_a_body_raises_in_the_middle_reaches_the_caller(
    connect: Connect, how: str, error: type[Exception]
) -> None:
    """The gateway must not take half a body for a whole one, nor the next call find the rest of it."""
    store = Store()
    with RawServer(store) as server:
        client = connect(server.url)
        blocking = not isinstance(client, AsyncClient)
        if blocking and how == "async iterable":
            pytest.skip("blocking code takes no asynchronous iterables")
        raised = error("the disk is gone")
        with pytest.raises(error) as caught:
            load(client, failing(raised) if how == "iterable" else later(PIECES[:1], raised))
        assert caught.value is raised
        assert store.broken.get(timeout=5) in {b"", PIECES[0]}
        assert store.bodies.empty()
        assert client.rest(READ) == {}
        load(client, b"whole")
        assert store.bodies.get(timeout=5) == b"whole"


def test_a_piece_that_is_no_bytes_is_refused(connect: Connect) -> None:
    store = Store()
    with RawServer(store) as server:
        client = connect(server.url)
        for content in ("text", {"a": 1}, 5):
            with pytest.raises(ConfigurationError, match="content: bytes, or an iterable of them, not"):
                load(client, content)
        with pytest.raises((TypeError, ConfigurationError)):
            load(client, [b"a", "b"])
        assert client.rest(READ) == {}
        assert store.bodies.empty()


@pytest.mark.parametrize("content", [b"x" * 1000, PIECES])
def test_a_body_that_gets_no_answer_ends_in_a_timeout_and_is_not_sent_again(
    connect: Connect, content: Any
) -> None:
    store = Store(answer=False)
    with RawServer(store) as server:
        with pytest.raises(RequestTimeout, match=r"^load: no answer within 0.2 s"):
            load(connect(server.url), content, 0.2)
        assert store.bodies.get(timeout=5) == (content if isinstance(content, bytes) else b"".join(PIECES))
        assert store.bodies.empty()


def test_a_body_that_nobody_reads_ends_in_a_timeout(connect: Connect) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100_000

    with RawServer(Store(deaf=True)) as server, pytest.raises(RequestTimeout):
        load(connect(server.url), endless(), 0.3)


def test_closing_ends_the_sending_of_a_body(connect: Connect, spawn: Spawn) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100_000

    store = Store(deaf=True)
    with RawServer(store) as server:
        client = connect(server.url)
        sending = spawn(lambda: load(client, endless()))
        assert store.began.wait(5)
        client.close()
        with pytest.raises(ClientClosed):
            sending.result()


def test_a_body_is_not_sent_again_though_the_call_could_be_repeated(connect: Connect) -> None:
    """What was read from an iterator is gone, and what is left of it is no body."""

    async def cut_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if server.connections == 1:
            await reader.readuntil(b"\r\n\r\n")
            writer.transport.abort()
            return
        await store(reader, writer)

    for content in (b"whole", iter([b"pie", b"ces"])):
        store = Store()
        with RawServer(cut_once) as server:
            client = connect(server.url)
            operation = replace(LOAD, idempotent=True)
            fields = {"content": content}

            def call(client: Client = client, operation: Any = operation, fields: Any = fields) -> None:
                if isinstance(client, AsyncClient):
                    client.run(client.api._async_rest.call(operation, FLOW, fields, None))
                else:
                    client.api._rest.call(operation, FLOW, fields, None)

            with pytest.raises(ConnectionLost):
                call()
            assert store.bodies.empty()
