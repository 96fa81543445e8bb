"""Bulk transfers that meet trouble: nothing is lost without a word, and the word says where to go on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from scripted_gateway import TOKEN, Gateway, Peer, RawServer, upgrade
from support import FLOW, PUT, PUT_BLINDLY, AsyncClient, Connect, Spawn
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from gatewright.errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    InvalidItem,
    NotFound,
    RequestTimeout,
)
from gatewright.session import transfer
from gatewright.transfer import ImportOptions, Progress

pytestmark = pytest.mark.timeout(20)


class Store:
    """A gateway's import: takes messages and answers pings strictly in order, as long as it likes to."""

    def __init__(self, *, stop_after: int | None = None, how: str = "close") -> None:
        self.taken: list[int] = []
        self.paths: list[str] = []
        self.stop_after = stop_after
        self.how = how

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        response = await upgrade(reader, self.paths)
        writer.write(response)
        protocol = ServerProtocol(state=OPEN, max_size=None)
        while data := await reader.read(65536):
            protocol.receive_data(data)
            protocol.data_to_send()  # its pongs, which do not wait for their turn
            for event in protocol.events_received():
                assert isinstance(event, Frame)
                if event.opcode is Opcode.TEXT:
                    self.taken += json.loads(bytes(event.data))["numbers"]
                elif event.opcode is Opcode.PING:
                    writer.write(Frame(Opcode.PONG, event.data).serialize(mask=False))
                if self.stop_after is not None and len(self.taken) >= self.stop_after:
                    await self.leave(reader, writer)
                    return

    async def leave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.how == "close":
            writer.write(Frame(Opcode.CLOSE, (1000).to_bytes(2, "big")).serialize(mask=False))
            await reader.read()
        elif self.how == "abort":
            writer.transport.abort()
        else:
            await asyncio.Event().wait()  # reads no more


def test_everything_arrives_and_is_confirmed(connect: Connect) -> None:
    store = Store()
    seen: list[Progress] = []
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        report = client.put(range(1005), batch_size=10, on_progress=seen.append)
        assert store.taken == list(range(1005))
        assert (report.sent, report.confirmed, report.batches) == (1005, 1005, 101)
        assert seen[-1].confirmed == 1005
        assert [progress.sent for progress in seen] == sorted(progress.sent for progress in seen)
        assert all(progress.confirmed <= progress.sent for progress in seen)
        assert store.paths == [f"/import/default?workspace=default&token={TOKEN}"]


def test_an_empty_import_is_no_failure(connect: Connect) -> None:
    with RawServer(Store()) as gateway:
        report = connect(gateway.url).put([])
        assert (report.sent, report.confirmed, report.batches) == (0, 0, 0)


@pytest.mark.parametrize("how", ["close", "abort"])
@pytest.mark.parametrize("total", [500, 50_000])
def test_a_gateway_that_leaves_midway_says_how_far_it_came(connect: Connect, how: str, total: int) -> None:
    store = Store(stop_after=250, how=how)
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ImportInterrupted) as caught:
            client.put(range(total), batch_size=10)
        error = caught.value
        assert error.confirmed <= 250 <= error.sent <= total
        assert error.confirmed <= len(store.taken)
        assert error.operation == "put"
        assert isinstance(error, ConnectionLost)
        assert f"resume with start={error.confirmed}" in str(error)
        assert isinstance(error.__cause__, ConnectionLost)
        # Whoever resumes as told leaves no hole.
        store.stop_after = None
        client.put(range(error.confirmed, total), batch_size=10)
        assert set(store.taken) == set(range(total))


def test_a_gateway_that_reads_no_more_is_given_up(connect: Connect) -> None:
    store = Store(stop_after=100, how="deaf")
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ImportInterrupted, match="confirmed nothing") as caught:
            client.put(range(10_000_000), batch_size=1000, timeout=0.5)
        assert caught.value.confirmed <= len(store.taken)
        assert caught.value.sent < 10_000_000
        assert isinstance(caught.value.__cause__, RequestTimeout)


def test_what_is_under_way_is_bounded(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        peer.deafen()
        await peer.gateway.gate("never")

    taken = 0

    def numbers() -> Iterator[int]:
        nonlocal taken
        while taken < 10_000_000:
            taken += 1
            yield taken

    with Gateway(script, authenticate=False) as gateway:
        with pytest.raises(ImportInterrupted):
            connect(gateway.url).put(numbers(), batch_size=10, timeout=0.3)
        assert taken <= (transfer.UNANSWERED_PINGS + 1) * transfer.MESSAGES_PER_PING * 10


def test_an_item_that_cannot_be_sent_is_named(connect: Connect) -> None:
    store = Store()
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(InvalidItem, match="'bad' is not a number") as caught:
            client.put([*range(123), "bad", *range(100)], batch_size=10)
        assert (caught.value.index, caught.value.field, caught.value.operation) == (123, "n", "put")
        assert isinstance(caught.value, ValueError)


def test_an_error_of_the_source_comes_through(connect: Connect) -> None:
    def source() -> Iterator[int]:
        yield from range(100)
        raise LookupError("the file ended early")

    with RawServer(Store()) as gateway:
        client = connect(gateway.url)
        with pytest.raises(LookupError, match="the file ended early"):
            client.put(source())


def test_what_is_no_source_is_refused(connect: Connect) -> None:
    with RawServer(Store()) as gateway:
        client = connect(gateway.url)
        with pytest.raises(TypeError):
            client.put(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, -1, True, 1.5])
def test_a_batch_has_at_least_one_item(connect: Connect, size: int) -> None:
    with RawServer(Store()) as gateway:
        with pytest.raises(ConfigurationError, match="batch_size"):
            connect(gateway.url).put([1], batch_size=size)
        assert gateway.connections == 0


def test_closing_the_client_ends_an_import(connect: Connect, spawn: Spawn) -> None:
    begun_it = threading.Event()
    with RawServer(Store(stop_after=10, how="deaf")) as gateway:
        client = connect(gateway.url)
        begun = spawn(lambda: client.put(range(10_000_000), on_progress=lambda progress: begun_it.set()))
        assert begun_it.wait(5)
        client.close()
        error = begun.exception()
        assert isinstance(error, ImportInterrupted)
        assert isinstance(error.__cause__, ClientClosed)


def test_a_refused_handshake_is_told(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"error":"unknown kind"}'
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    with RawServer(handler) as server:
        client = connect(server.url)
        with pytest.raises(NotFound, match="unknown kind") as caught:
            client.put([1])
        assert (caught.value.status, caught.value.operation) == (404, "put")
        with pytest.raises(NotFound):
            next(client.tap())


@pytest.mark.parametrize(
    "body", [b"Cannot GET /import?token=" + TOKEN.encode(), b'{"error":"bad %b"}' % TOKEN.encode()]
)
def test_a_gateway_that_echoes_the_token_does_not_make_us_tell_it(connect: Connect, body: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    with RawServer(handler) as server:
        client = connect(server.url)
        with pytest.raises(GatewayError) as caught:
            client.put([1])
        assert TOKEN not in str(caught.value)


def test_an_asynchronous_source_is_taken_and_closed() -> None:
    closed: list[str] = []

    async def source() -> AsyncIterator[int]:
        try:
            for number in range(95):
                yield number
        finally:
            closed.append("source")

    with RawServer(Store()) as gateway:
        client = AsyncClient(gateway.url)
        try:
            report = client.run(
                client.api._async_bulk.import_(PUT, FLOW, source(), {"id": "x"}, ImportOptions(batch_size=10))
            )
        finally:
            client.end()
        assert (report.confirmed, closed) == (95, ["source"])


def test_without_confirmation_everything_is_on_its_way_when_an_import_ends(connect: Connect) -> None:
    ended = threading.Event()
    taken: list[int] = []
    pinged: list[int] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader))
        protocol = ServerProtocol(state=OPEN, max_size=None)
        # The client may be gone before it has read the answer to its goodbye.
        with contextlib.suppress(ConnectionResetError):
            while data := await reader.read(65536):
                protocol.receive_data(data)
                for event in protocol.events_received():
                    assert isinstance(event, Frame)
                    if event.opcode is Opcode.PING:
                        pinged.append(len(taken))
                    elif event.opcode is Opcode.TEXT:
                        taken.extend(json.loads(bytes(event.data))["numbers"])
                writer.writelines(protocol.data_to_send())
        ended.set()

    with RawServer(handler) as server:
        client = connect(server.url)
        report = client.put(range(1_000_000), operation=PUT_BLINDLY, batch_size=10_000)
        assert (report.sent, report.confirmed) == (1_000_000, 0)
        assert ended.wait(10)
        assert len(taken) == 1_000_000
        # At its end alone, to see whether the gateway has kept the connection.
        assert pinged == [1_000_000]
