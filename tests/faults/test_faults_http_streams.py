"""Streams over HTTP and what can befall them: cut off, garbled, silent, refused, left, closed."""

from __future__ import annotations

import asyncio
import gzip
import json
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from scripted_gateway import TOKEN, RawServer
from support import ASK, FLOW, AsyncClient, AsyncReader, Client, Connect, Reader, Spawn, SyncReader, Word

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    GatewayRefused,
    InvalidRequest,
    NotSupported,
    ProtocolViolation,
    RequestTimeout,
    ServiceError,
    Unavailable,
)
from gatewright.operation import Feed, Follow, Operation, Result, StreamOperation, StreamRule

pytestmark = pytest.mark.timeout(20)

RULE: StreamRule[Word] = StreamRule(
    decode=lambda body: Word(body["n"]), keys=(("word", "n"), ("summary", "total")), end=("summary",)
)


def decode(message: Any) -> Any:
    id, kind, body = message
    return (id, kind, body)


LINES: StreamOperation[Any, Any] = StreamOperation(
    name="crawl",
    path="/crawl/{flow}",
    media="ndjson",
    stream=replace(RULE, decode=decode, whole=True),
)
EVENTS: StreamOperation[Any, Any] = StreamOperation(
    name="watch",
    path="/watch/{flow}",
    media="sse",
    stream=StreamRule(decode=decode, whole=True, end=("complete",)),
)
OPEN_ENDED = replace(LINES, stream=StreamRule(decode=lambda body: body["n"], type="kind"))
CALM = b'{"n":0}\n'
END = b'{"total":1}\n'


class Server(RawServer):
    """Answers every request with the parts that `say` sends; keeps requests, and notes who hangs up."""

    def __init__(self, say: Callable[[Server, asyncio.StreamWriter], Awaitable[None]]) -> None:
        super().__init__(self._serve)
        self.requests: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.left = threading.Event()
        self._say = say
        self._gates: dict[str, asyncio.Event] = {}

    def open(self, gate: str) -> None:
        """Let the server pass a gate, now and later."""
        self.thread.loop.call_soon_threadsafe(self._gate(gate).set)

    async def gate(self, name: str) -> None:
        await self._gate(name).wait()

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            except (ConnectionError, asyncio.IncompleteReadError):
                self.left.set()
                return
            size = next(
                (int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0
            )
            self.requests.put((head, await reader.readexactly(size)))
            if head.startswith("post /ask/"):
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"calm" ')
                continue
            watching = asyncio.create_task(self._watch(reader))
            try:
                await self._say(self, writer)
            except ConnectionError:
                self.left.set()
                return
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            if writer.is_closing():
                # Here or there, it is over; which of the two was first is a matter of chance.
                self.left.set()
                return

    async def _watch(self, reader: asyncio.StreamReader) -> None:
        """Notice that the client hangs up in the middle of a response."""
        try:
            gone = await reader.read(1) == b""
        except ConnectionError:
            gone = True
        if gone:
            self.left.set()


async def begin(
    writer: asyncio.StreamWriter, status: str = "200 OK", media: str = "application/x-ndjson"
) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())


async def send(writer: asyncio.StreamWriter, *parts: bytes) -> None:
    for part in parts:
        writer.write(b"%x\r\n%s\r\n" % (len(part), part))
        await writer.drain()


def saying(
    *parts: bytes, status: str = "200 OK", media: str = "application/x-ndjson", whole: bool = True
) -> Server:
    """A server that says these parts, as one response after another; `whole`: and ends it in order."""

    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await begin(writer, status, media)
        await send(writer, *parts)
        if whole:
            writer.write(b"0\r\n\r\n")
        else:
            writer.close()

    return Server(say)


def then_waiting(*parts: bytes) -> Server:
    """A server that says these parts, and then nothing more until gate `on`; then comes the end."""

    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await begin(writer)
        await send(writer, *parts)
        await server.gate("on")
        await send(writer, END, b"")

    return Server(say)


def stream(
    client: Client,
    operation: StreamOperation[Any, Any] = LINES,
    timeout: float | None = None,
    callback: Callable[[Any], object] | None = None,
    **fields: Any,
) -> Reader:
    if isinstance(client, AsyncClient):
        found = client.api._async_rest.stream(operation, FLOW, fields, timeout, callback)
        return AsyncReader(client.thread, found)
    return SyncReader(client.api._rest.stream(operation, FLOW, fields, timeout, callback))


def kinds(items: list[Any]) -> list[Any]:
    return [kind for _, kind, _ in items]


def test_a_stream_is_asked_for_with_its_first_item(connect: Connect) -> None:
    with saying(CALM, b'{"n":1}\n' + END) as server:
        reader = stream(connect(server.url), urls=["x"])
        assert server.connections == 0
        assert reader.collect() == [
            (None, "word", {"n": 0}),
            (None, "word", {"n": 1}),
            (None, "summary", {"total": 1}),
        ]
        head, body = server.requests.get(timeout=5)
        assert head.startswith("post /crawl/default http/1.1")
        assert "\r\naccept-encoding: identity\r\n" in head
        assert f"\r\nauthorization: bearer {TOKEN}\r\n".lower() in head
        assert json.loads(body) == {"urls": ["x"], "workspace": "default"}
        assert reader.collect() == []


def test_the_first_item_comes_before_the_last_is_sent(connect: Connect) -> None:
    with then_waiting(CALM) as server:
        reader = stream(connect(server.url))
        assert next(reader) == (None, "word", {"n": 0})
        server.open("on")
        assert kinds(reader.collect()) == ["summary"]


def test_entering_a_block_sends_the_request(connect: Connect) -> None:
    with then_waiting(CALM) as server:
        reader = stream(connect(server.url))
        reader.begin()
        server.requests.get(timeout=5)
        server.open("on")
        assert kinds(reader.collect()) == ["word", "summary"]


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "500 Internal Server Error"])
def test_entering_a_block_tells_that_the_request_was_refused(connect: Connect, status: str) -> None:
    with saying(b'{"error":{"type":"no","message":"not today"}}\n', status=status) as server:
        reader = stream(connect(server.url))
        with pytest.raises(GatewayRefused, match="not today"):
            reader.begin()


def test_events_are_read(connect: Connect) -> None:
    events = (
        b'retry: 5000\nevent: metadata\ndata: {"n":1}\n\n: :heartbeat\n\n',
        b'event: result\r\nid: 7\r\ndata: {"n":\r\ndata: 2}\r\n\r',
        b'\nevent: complete\ndata: {}\n\nevent: result\ndata: {"late":1}\n\n',
    )
    with saying(*events, media="text/event-stream") as server:
        assert stream(connect(server.url), EVENTS).collect() == [
            (None, "metadata", {"n": 1}),
            ("7", "result", {"n": 2}),
            (None, "complete", {}),
        ]


def test_without_a_described_end_the_response_ends_the_stream(connect: Connect) -> None:
    with saying(b'{"n":1}\n{"n":2}') as server:
        assert stream(connect(server.url), OPEN_ENDED).collect() == [1, 2]


def test_a_thousand_lines_in_one_piece_and_one_line_in_a_thousand(connect: Connect) -> None:
    long = json.dumps({"n": 1, "text": "ä" * 2000}, ensure_ascii=False).encode() + b"\n"
    pieces = [long[start : start + 4] for start in range(0, len(long), 4)]
    assert len(pieces) > 1000
    with saying(b"".join(b'{"n":%d}\n' % n for n in range(1000)), *pieces, END) as server:
        items = stream(connect(server.url)).collect()
        assert [body["n"] for _, kind, body in items[:1000]] == list(range(1000))
        assert [(kind, len(body.get("text", ""))) for _, kind, body in items[1000:]] == [
            ("word", 2000),
            ("summary", 0),
        ]


def test_compression_that_nobody_asked_for_is_undone(connect: Connect) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
        await send(writer, gzip.compress(CALM + END), b"")

    with Server(say) as server:
        assert kinds(stream(connect(server.url)).collect()) == ["word", "summary"]


@pytest.mark.parametrize("content", [b"", CALM, CALM + b'{"tot'])
def test_a_stream_that_is_cut_off_has_failed(connect: Connect, content: bytes) -> None:
    with saying(content) if content else saying() as server, pytest.raises(ServiceError) as caught:
        stream(connect(server.url)).collect()
    assert "crawl: the stream ended without `summary`" in str(caught.value)
    assert kinds(caught.value.partial) == ["word"] * content.count(b"\n")


@pytest.mark.parametrize("rest", [b"", b'{"n":'])
def test_a_server_that_dies(connect: Connect, rest: bytes) -> None:
    with saying(CALM + rest, whole=False) as server:
        reader = stream(connect(server.url))
        with pytest.raises(ConnectionLost) as caught:
            reader.collect()
        assert kinds(caught.value.partial) == ["word"]
        assert caught.value.operation == "crawl"
        assert caught.value.retryable
        assert reader.collect() == []


def test_a_response_that_only_the_close_ends(connect: Connect) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + CALM + b'{"n"')
        writer.close()

    with Server(say) as server, pytest.raises(ServiceError, match="ended without") as caught:
        stream(connect(server.url)).collect()
    assert kinds(caught.value.partial) == ["word"]


def test_garbage(connect: Connect) -> None:
    with saying(CALM, f"not json {TOKEN}\n".encode(), END) as server:
        reader = stream(connect(server.url))
        with pytest.raises(ProtocolViolation, match="not JSON") as caught:
            reader.collect()
        assert kinds(caught.value.partial) == ["word"]
        assert TOKEN not in str(caught.value)
        assert server.left.wait(5)
        assert reader.collect() == []


def test_a_line_without_end(connect: Connect) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await begin(writer)
        await send(writer, CALM)
        while not server.left.is_set():
            await send(writer, b"x" * 2**14)

    with Server(say) as server:
        with pytest.raises(ProtocolViolation, match="longer than 50000 bytes") as caught:
            stream(connect(server.url, max_message=50_000)).collect()
        assert kinds(caught.value.partial) == ["word"]
        assert server.left.wait(5)


@pytest.mark.parametrize("parts", [None, (), (CALM,)])
def test_silence(connect: Connect, parts: tuple[bytes, ...] | None) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        if parts is not None:
            await begin(writer)
            await send(writer, *parts)
        await server.gate("never")

    with Server(say) as server:
        reader = stream(connect(server.url), timeout=0.2)
        with pytest.raises(RequestTimeout, match=r"within 0\.2 s") as caught:
            reader.collect()
        assert caught.value.operation == "crawl"
        assert kinds(caught.value.partial) == ["word"] * len(parts or ())
        assert server.left.wait(5)


def test_the_time_limit_counts_from_piece_to_piece(connect: Connect) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await begin(writer)
        for n in range(4):
            await server.gate(str(n))
            await send(writer, b'{"n":%d}\n' % n)
        await send(writer, END, b"")

    with Server(say) as server:
        reader = stream(connect(server.url), timeout=1)
        for n in range(4):
            opener = threading.Timer(0.3, server.open, [str(n)])
            opener.start()
            assert next(reader)[2] == {"n": n}
            opener.join()
        assert kinds(reader.collect()) == ["summary"]


@pytest.mark.parametrize(
    ("status", "media", "content", "kind", "message"),
    [
        ("500 Oops", "application/json", b'{"error":{"type":"t","message":"why"}}', ServiceError, "why"),
        ("500 Oops", "application/x-ndjson", b'{"error":{"message":"why"}}\n', ServiceError, "why"),
        ("500 Oops", "text/event-stream", b'event: error\ndata: {"error":"why"}\n\n', ServiceError, "why"),
        ("422 No", "text/plain", b"missing field `urls` at line 1", InvalidRequest, "missing field `urls`"),
        ("401 No", "application/json", b'{"error":"Unauthorized"}', AuthenticationFailed, "Unauthorized"),
        ("503 Busy", "text/html", b"", Unavailable, "no reason"),
        ("307 There", "text/plain", b"elsewhere", ServiceError, "elsewhere"),
        ("401 No", "text/plain", f"bad token {TOKEN}".encode(), AuthenticationFailed, r"bad token \*\*\*"),
    ],
)
def test_an_error_instead_of_a_stream(
    connect: Connect, status: str, media: str, content: bytes, kind: type[GatewayError], message: str
) -> None:
    parts = (content,) if content else ()
    for operation in (LINES, EVENTS):
        if operation is LINES and media == "text/event-stream":
            continue
        with (
            saying(*parts, status=status, media=media) as server,
            pytest.raises(kind, match=message) as caught,
        ):
            stream(connect(server.url), operation).collect()
        assert type(caught.value) is kind
        assert (caught.value.status, caught.value.operation) == (int(status[:3]), operation.name)
        assert TOKEN not in str(caught.value)


def test_an_endless_error_is_not_read_to_its_end(connect: Connect) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await begin(writer, "500 Oops")
        while not server.left.is_set():
            await send(writer, b"x" * 2**14)

    with Server(say) as server:
        with pytest.raises(ServiceError) as caught:
            stream(connect(server.url)).collect()
        assert len(str(caught.value)) < 400
        assert server.left.wait(5)


@pytest.mark.parametrize("how", ["close", "forget", "raise", "break"])
def test_leaving_early_closes_the_connection(connect: Connect, how: str) -> None:
    with then_waiting(CALM, CALM) as server:
        client = connect(server.url)
        reader = stream(client)
        if how == "raise":

            def fail() -> None:
                for item in reader:
                    raise KeyError(item)

            with pytest.raises(KeyError):
                fail()
        elif how == "break":
            for item in reader:
                assert item[2] == {"n": 0}
                break
        else:
            assert next(reader)[2] == {"n": 0}
        if how == "forget":
            reader.forget()
            assert client.rest(ASK) == "calm"
        else:
            reader.close()
            reader.close()
            assert reader.collect() == []
        assert server.left.wait(5)
        assert client.rest(ASK) == "calm"


def test_closing_before_the_start_sends_nothing(connect: Connect) -> None:
    with saying(CALM, END) as server:
        reader = stream(connect(server.url))
        reader.close()
        assert reader.collect() == []
        assert server.connections == 0


def test_other_calls_go_on_beside_streams(connect: Connect) -> None:
    with then_waiting(CALM) as server:
        client = connect(server.url)
        # More of them than calls may have connections.
        readers = [stream(client) for _ in range(120)]
        assert [next(reader)[2] for reader in readers] == [{"n": 0}] * 120
        assert [client.rest(ASK) for _ in range(5)] == ["calm"] * 5
        server.open("on")
        assert [kinds(reader.collect()) for reader in readers] == [["summary"]] * 120


def test_a_slow_reader_stops_the_server(connect: Connect) -> None:
    total = 64 * 2**20
    line = b'{"n":0,"text":"' + b"x" * 2**16 + b'"}\n'
    written = 0
    stuck = threading.Event()

    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.transport.set_write_buffer_limits(0)
        await begin(writer)
        while written < total:
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
            written += len(line)
            try:
                async with asyncio.timeout(0.3):
                    await writer.drain()
            except TimeoutError:
                stuck.set()
                await writer.drain()
        stuck.set()
        await send(writer, END, b"")

    with Server(say) as server:
        reader = stream(connect(server.url))
        assert next(reader)[1] == "word"
        assert stuck.wait(10)
        assert written < total / 2
        assert reader.waiting() <= 2
        count = sum(kind == "word" for _, kind, _ in reader)
        assert count == written // len(line) - 1


@pytest.mark.parametrize("when", ["before the head", "in the middle", "between items"])
def test_closing_the_client_ends_its_streams(connect: Connect, spawn: Spawn, when: str) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        if when != "before the head":
            await begin(writer)
            await send(writer, CALM)
        await server.gate("never")

    with Server(say) as server:
        client = connect(server.url)
        assert client.rest(ASK) == "calm"
        reader = stream(client)
        if when == "before the head":
            waiting = spawn(lambda: next(reader))
            server.requests.get(timeout=5)
            server.requests.get(timeout=5)
        else:
            assert next(reader)[2] == {"n": 0}
        if when == "in the middle":
            waiting = spawn(lambda: next(reader))
        client.close()
        if when == "between items":
            waiting = spawn(lambda: next(reader))
        with pytest.raises(ClientClosed) as caught:
            waiting.result(10)
        assert caught.value.operation == "crawl"
        assert server.left.wait(5)
        with pytest.raises(ClientClosed):
            stream(client).collect()


def test_a_client_that_was_passed_in_is_used_and_stays_open(connect: Connect) -> None:
    with then_waiting(CALM) as server:
        theirs, theirs_async = httpx.Client(), httpx.AsyncClient()
        client = connect(server.url, http_client=theirs, async_http_client=theirs_async)
        server.open("on")
        assert kinds(stream(client).collect()) == ["word", "summary"]
        server._gates.clear()
        reader = stream(client)
        assert next(reader)[1] == "word"
        client.close()
        with pytest.raises(ClientClosed):
            next(reader)
        assert server.left.wait(5)
        assert not theirs.is_closed
        assert not theirs_async.is_closed
        theirs.close()
        if isinstance(client, AsyncClient):
            client.run(theirs_async.aclose())


def test_what_a_client_that_was_passed_in_raises_goes_to_the_reader(connect: Connect) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise ValueError("not this one")

    def break_off(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Broken())

    class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield CALM
            raise ValueError("not this one")

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield CALM
            raise ValueError("not this one")

    for handler in (refuse, break_off):
        transport = httpx.MockTransport(handler)
        theirs, theirs_async = httpx.Client(transport=transport), httpx.AsyncClient(transport=transport)
        client = connect("http://localhost:1/", http_client=theirs, async_http_client=theirs_async)
        reader = stream(client)
        if handler is break_off:
            assert next(reader)[1] == "word"
        with pytest.raises(ValueError, match="not this one"):
            next(reader)
        theirs.close()
        if isinstance(client, AsyncClient):
            client.run(theirs_async.aclose())


def test_nobody_listens(connect: Connect) -> None:
    with saying() as server:
        pass
    with pytest.raises(ConnectionFailed, match="nothing listens"):
        stream(connect(server.url)).collect()


@pytest.mark.parametrize("idempotent", [True, False])
def test_a_stream_is_asked_for_again_if_that_is_safe(connect: Connect, idempotent: bool) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        if server.connections == 1:
            writer.close()
            return
        await begin(writer)
        await send(writer, CALM, END, b"")

    with Server(say) as server:
        reader = stream(connect(server.url), replace(LINES, idempotent=idempotent))
        if idempotent:
            assert kinds(reader.collect()) == ["word", "summary"]
        else:
            with pytest.raises(ConnectionLost):
                reader.collect()
            assert server.connections == 1


def test_an_operation_without_a_streaming_route_is_refused(connect: Connect) -> None:
    for operation, kind in (
        (replace(LINES, media=None), "cannot stream"),
        (replace(LINES, path=None), "REST"),
    ):
        with pytest.raises(NotSupported, match=kind):
            stream(connect("http://localhost:1/"), operation).collect()


def test_a_callback_gets_each_item_before_the_reader(connect: Connect) -> None:
    told: list[Any] = []

    async def later(item: Any) -> None:
        await asyncio.sleep(0)
        told.append(item)

    with saying(CALM, b'{"n":1}\n', END) as server:
        client = connect(server.url)
        for callback in (told.append, later):
            told.clear()
            reader = stream(client, callback=callback)
            for count, item in enumerate(reader, 1):
                assert len(told) == count
                assert told[-1] is item
            assert kinds(told) == ["word", "word", "summary"]


@pytest.mark.parametrize(
    "error", [KeyError("mine"), StopIteration(), StopAsyncIteration(), ServiceError("x")]
)
@pytest.mark.parametrize("coroutine", [False, True])
def test_a_callback_that_raises_ends_the_stream(connect: Connect, error: Exception, coroutine: bool) -> None:
    def fail(item: Any) -> None:
        raise error

    async def fail_later(item: Any) -> None:
        raise error

    with then_waiting(CALM, CALM) as server:
        reader = stream(connect(server.url), callback=fail_later if coroutine else fail)
        with pytest.raises((type(error), RuntimeError)) as caught:
            reader.take(1)
        assert error in {caught.value, caught.value.__cause__}
        assert server.left.wait(5)
        assert reader.collect() == []


async def test_a_coroutine_cannot_be_run_where_a_loop_runs() -> None:
    from gatewright.sync.coroutines import finish

    async def never() -> None:
        raise AssertionError("it must not run")

    with pytest.raises(ConfigurationError, match="asyncio client"):
        finish(never())
    assert finish(5) == 5


def test_a_reader_that_only_stops_waiting_may_come_back(spawn: Spawn) -> None:
    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await server.gate("head")
        await begin(writer)
        await server.gate("on")
        await send(writer, CALM, END, b"")

    async def impatient(found: Any) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(found), 0.05)

    with Server(say) as server:
        client = AsyncClient(server.url)
        try:
            found = client.api._async_rest.stream(LINES, FLOW, {}, None)
            client.run(impatient(found))
            client.run(impatient(found))
            server.open("head")
            client.run(impatient(found))
            server.open("on")
            assert kinds(client.run(found.collect())) == ["word", "summary"]
            assert server.connections == 1
        finally:
            client.end()


def test_streams_of_a_loop_that_is_over_are_forgotten(spawn: Spawn) -> None:
    with then_waiting(CALM) as server:
        client = AsyncClient(server.url)
        try:

            async def leave_one() -> None:
                found = client.api._async_rest.stream(LINES, FLOW, {}, None)
                assert (await anext(found))[1] == "word"

            asyncio.run(leave_one())
            assert server.left.wait(5)
            server.open("on")
            assert kinds(stream(client).collect()) == ["word", "summary"]
        finally:
            client.end()


START: Operation[Any] = Operation(name="runs.start", path="/start", result=Result("Anything"))
READ: Operation[Any] = Operation(
    name="runs.read", method="GET", path="/runs/{run}", in_path=("run",), result=Result("Anything")
)
FEED: Feed[Any] = Feed(name="run", path="/feed/{run}", decode=lambda body: body, type="type")
RUN: Follow[Any, Any] = Follow(
    name="runs.run",
    start=START,
    feed=FEED,
    result=READ,
    keys=("run",),
    finished={"status": ("done", "failed")},
    failed={"status": ("failed",)},
    error="error",
    every=0.01,
)


def running(*states: dict[str, Any], started: dict[str, Any] | None = None) -> RawServer:
    """A server that starts something, and then says how it is; the last word it repeats."""
    left = list(states)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = next(
                (int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0
            )
            await reader.readexactly(size)
            if head.startswith("post /start "):
                body = {"run": "r 1"} if started is None else started
            else:
                assert head.startswith("get /runs/r%201 ")
                body = left.pop(0) if len(left) > 1 else left[0]
            content = json.dumps(body).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content))

    return RawServer(serve)


class Events:
    """A feed of either colour that says what a test wants: events, or an exception."""

    def __init__(self, *said: Any) -> None:
        self.left = list(said)
        self.opened: list[Any] = []
        self.closed = 0

    def open(self, feed: Feed[Any], arguments: Any, timeout: float | None) -> Events:
        self.opened.append((feed, dict(arguments), timeout))
        return self

    def _next(self, over: type[Exception]) -> Any:
        if not self.left:
            raise over
        event = self.left.pop(0)
        if isinstance(event, Exception):
            raise event
        return event

    def __next__(self) -> Any:
        return self._next(StopIteration)

    async def __anext__(self) -> Any:
        return self._next(StopAsyncIteration)

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


class Sockets:
    """The way of calls over sockets, of which following needs that of feeds."""

    def __init__(self, feeds: Events) -> None:
        self.feeds = feeds

    def bound(self, values: object) -> Sockets:
        assert values == {}
        return self


def follow(client: Client, events: Events | None, on_event: Callable[[Any], object] | None = None) -> Any:
    sockets: Any = None if events is None else lambda: Sockets(events)
    if isinstance(client, AsyncClient):
        client.api._async_rest._calls_over_sockets = sockets
        return client.run(client.api._async_rest.follow(RUN, {}, {"task": "t"}, 5, on_event))
    client.api._rest._calls_over_sockets = sockets
    return client.api._rest.follow(RUN, {}, {"task": "t"}, 5, on_event)


def test_following_tells_the_events_and_returns_the_result(connect: Connect) -> None:
    done = {"status": "done", "answer": 42}
    told: list[Any] = []

    async def later(event: Any) -> None:
        await asyncio.sleep(0)
        told.append(event)

    for on_event in (told.append, later, None):
        events = Events({"type": "a"}, {"type": "b"})
        told.clear()
        with running({"status": "pending"}, {"status": "running"}, done) as server:
            assert follow(connect(server.url), events, on_event) == done
        assert told == ([] if on_event is None else [{"type": "a"}, {"type": "b"}])
        assert events.opened == [(FEED, {"run": "r 1"}, 5)]
        assert events.closed == 1


@pytest.mark.parametrize(
    "events",
    [
        None,
        Events(),
        Events(ConnectionFailed("no feed")),
        Events({"type": "a"}, ConnectionLost("gone")),
        Events({"type": "a"}, RequestTimeout("silent")),
    ],
)
def test_without_a_feed_reading_goes_on(connect: Connect, events: Events | None) -> None:
    with running({"status": "running"}, {"status": "done"}) as server:
        assert follow(connect(server.url), events) == {"status": "done"}
    assert events is None or events.closed > 0


@pytest.mark.parametrize(
    ("error", "message"),
    [("no model", "no model"), (None, "ended as 'failed'"), (f"bad {TOKEN}", r"bad \*\*\*$")],
)
def test_what_fails_says_why_and_keeps_the_result(connect: Connect, error: str | None, message: str) -> None:
    failed = {"status": "failed", "error": error, "answer": "half"}
    with running({"status": "running"}, failed) as server:
        client = connect(server.url)
        # A body with an `error` is a good one here.
        client.api._info = replace(client.api._info, errors_by_status=True)
        with pytest.raises(ServiceError, match=message) as caught:
            follow(client, Events())
    assert caught.value.operation == "runs.run"
    assert caught.value.partial == [failed]


def test_what_a_callback_raises_goes_to_the_caller(connect: Connect) -> None:
    for error in (KeyError("mine"), ConnectionLost("mine")):
        events = Events({"type": "a"}, {"type": "b"})

        def fail(event: Any, error: Exception = error) -> None:
            raise error

        with running({"status": "done"}) as server, pytest.raises(type(error)) as caught:
            follow(connect(server.url), events, fail)
        assert caught.value is error
        assert events.closed == 1


def test_closing_the_client_ends_what_it_follows(connect: Connect, spawn: Spawn) -> None:
    with running({"status": "running"}) as server:
        client = connect(server.url)
        heard = threading.Event()
        waiting = spawn(lambda: follow(client, Events({"type": "a"}), lambda event: heard.set()))
        assert heard.wait(5)
        client.close()
        with pytest.raises(ClientClosed):
            waiting.result(10)
    with running({"status": "done"}) as server, pytest.raises(ClientClosed):
        follow(connect(server.url), Events(ClientClosed("the client was closed")))


def test_a_start_that_does_not_say_what_it_started(connect: Connect) -> None:
    with (
        running({"status": "done"}, started={"id": 5}) as server,
        pytest.raises(ProtocolViolation, match="'run'"),
    ):
        follow(connect(server.url), Events())
