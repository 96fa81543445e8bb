"""One request at a time, answered in order: what is lost, late, or another's must never be mistaken."""

from __future__ import annotations

import asyncio
import itertools
import json
import queue
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeAlias

import pytest
from colours import ClientOf
from scripted_gateway import Gateway, Json, Peer, RawServer, text_frame, upgrade
from support import Spawn
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    ProtocolViolation,
    RequestTimeout,
)
from riptide.items import CrawlMetadata, CrawlResultItem, CrawlSummary, StreamingResult, Welcome

pytestmark = pytest.mark.timeout(15)

KEY = "key/of+these=tests"
AT = "2026-01-01T00:00:00.000001+00:00"

Answer: TypeAlias = Callable[[Peer, Json], Awaitable[None]]


@pytest.fixture(autouse=True)
def watched(spawn: Spawn) -> None:
    """Nothing may be left behind."""


def message(kind: Any, data: Any) -> Json:
    return {"message_type": kind, "data": data, "timestamp": AT}


def welcome(number: int) -> Json:
    operations = ["crawl", "ping", "status"]
    data = {"session_id": f"s{number}", "server_time": AT, "protocol_version": "1.0"}
    return message("welcome", {**data, "supported_operations": operations})


def crawled(urls: list[str]) -> list[Json]:
    total = len(urls)
    results = [
        {
            "index": index,
            "result": {"url": url, "status": 200},
            "progress": {"completed": index + 1, "total": total},
        }
        for index, url in enumerate(urls)
    ]
    return [
        message(
            "metadata", {"total_urls": total, "session_id": "s", "timestamp": AT, "stream_type": "crawl"}
        ),
        *(message("result", result) for result in results),
        message("summary", {"total_urls": total, "successful": total, "failed": 0}),
    ]


async def obliging(peer: Peer, request: Json) -> None:
    """Answers all requests well, while it reads nothing."""
    match request["request_type"]:
        case "crawl":
            for each in crawled(request["data"]["urls"]):
                await peer.say(each)
        case "ping":
            await peer.say(message("pong", {"timestamp": AT, "session_id": f"s{peer.number}"}))
        case _:
            data = {"session_id": f"s{peer.number}", "connected_duration_ms": 1, "is_healthy": True}
            await peer.say(message("status", {**data, "message_count": 1, "backpressure_count": 0}))


def crawling(answer: Answer = obliging, **options: Any) -> Gateway:
    async def script(peer: Peer) -> None:
        await peer.say(welcome(peer.number))
        while True:
            await answer(peer, await peer.request())

    return Gateway(script, authenticate=False, **options)


def summary_of(items: list[Any]) -> CrawlSummary:
    assert isinstance(items[0], CrawlMetadata)
    assert all(type(item) is CrawlResultItem for item in items[1:-1])
    assert isinstance(items[-1], CrawlSummary)
    return items[-1]


# Connections


def test_the_key_goes_in_a_header_and_the_greeting_is_told(client_of: ClientOf) -> None:
    with crawling() as gateway:
        client = client_of("riptide", gateway.url, token=KEY)
        assert client.socket().connect() == Welcome("s1", AT, "1.0", ["crawl", "ping", "status"])
        assert gateway.headers[0]["X-API-Key"] == KEY
        assert gateway.paths == ["/crawl/ws"]


@pytest.mark.parametrize(
    ("status", "body", "raises", "told"),
    [
        (401, {"error": "Unauthorized", "message": f"not {KEY}"}, AuthenticationFailed, "not"),
        (403, "", PermissionDenied, "refused"),
        (404, {"error": {"type": "not_found", "message": "no endpoint"}}, NotFound, "no endpoint"),
        (408, "", ConnectionFailed, "30 s"),
        (503, "busy", GatewayError, "busy"),
    ],
)
def test_a_refused_handshake_says_why(
    client_of: ClientOf, status: int, body: Any, raises: type[Exception], told: str
) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(HTTPStatus(status), body if isinstance(body, str) else json.dumps(body))

    with crawling(process_request=refuse) as gateway:
        client = client_of("riptide", gateway.url, token=KEY)
        streaming = client.socket().streaming()
        for call in (streaming.status, client.socket().connect, partial(next, streaming.crawl(["http://a"]))):
            with pytest.raises(raises, match=told) as caught:
                call()
            assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "first",
    [
        "{",
        "[]",
        b"\xff",
        json.dumps(message("pong", {})),
        json.dumps(message("welcome", 5)),
        json.dumps(message(["welcome"], {})),
        json.dumps({"type": "connected"}),
    ],
)
def test_a_wrong_greeting_is_reported(client_of: ClientOf, first: str | bytes) -> None:
    async def script(peer: Peer) -> None:
        await peer.socket.send(first)
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway, pytest.raises(ProtocolViolation):
        client_of("riptide", gateway.url).socket().streaming().ping()


@pytest.mark.parametrize("how", ["silence", "error", "close"])
def test_without_a_greeting_there_is_no_call(client_of: ClientOf, how: str) -> None:
    async def script(peer: Peer) -> None:
        if how == "error":
            error = {"error_type": "rate_limited", "message": f"slow down, {KEY}"}
            await peer.say(message("error", error))
        elif how == "close":
            await peer.socket.close(1013)
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("riptide", gateway.url, token=KEY, retries=0)
        with pytest.raises(GatewayError) as caught:
            client.socket().streaming().ping(timeout=0.2 if how == "silence" else None)
        told = {"silence": "in time", "error": "slow down", "close": "1013"}[how]
        assert told in str(caught.value)
        assert caught.value.retryable
        assert KEY not in str(caught.value)


@pytest.mark.parametrize("how", ["close", "abort"])
def test_a_crawl_that_breaks_off_keeps_what_came(client_of: ClientOf, how: str) -> None:
    async def break_off(peer: Peer, request: Json) -> None:
        for each in crawled(request["data"]["urls"])[:2]:
            await peer.say(each)
        await peer.gateway.gate("read")
        if how == "close":
            await peer.socket.close(1011)
        else:
            peer.abort()

    with crawling(break_off) as gateway:
        crawl = client_of("riptide", gateway.url).socket().streaming().crawl(["http://a", "http://b"])
        assert type(next(crawl)) is CrawlMetadata
        gateway.open("read")
        with pytest.raises(ConnectionLost) as caught:
            crawl.collect()
        assert [type(item) for item in caught.value.partial] == [CrawlResultItem]
        # A crawl is not begun again by itself.
        assert gateway.received.qsize() == 1


def test_calls_that_may_be_repeated_are(client_of: ClientOf) -> None:
    async def break_off_once(peer: Peer, request: Json) -> None:
        if peer.number == 1:
            peer.abort()
        await obliging(peer, request)

    with crawling(break_off_once) as gateway:
        assert client_of("riptide", gateway.url).socket().streaming().status().session_id == "s2"


# Answers that are missing, late, or wrong


def test_an_answer_that_comes_too_late_is_nobody_elses(client_of: ClientOf) -> None:
    async def late(peer: Peer, request: Json) -> None:
        if peer.number == 1:
            await peer.gateway.gate("late")
        await obliging(peer, request)

    with crawling(late) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        with pytest.raises(RequestTimeout, match=r"no answer within 0.1 s - this server gives no answer"):
            streaming.ping(timeout=0.1)
        gateway.open("late")
        # The late `pong` would pass for this one's answer.
        assert streaming.status().session_id == "s2"
        assert gateway.connections == 2


def test_a_crawl_whose_summary_was_dropped_ends_in_a_timeout_that_says_so(client_of: ClientOf) -> None:
    async def drop_summary(peer: Peer, request: Json) -> None:
        if request["request_type"] != "crawl":
            await obliging(peer, request)
            return
        for each in crawled(request["data"]["urls"])[:-1]:
            await peer.say(each)

    with crawling(drop_summary) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        with pytest.raises(RequestTimeout, match="it leaves out messages, the last one too") as caught:
            streaming.crawl(["http://a", "http://b"], timeout=0.2).collect()
        assert [type(item) for item in caught.value.partial] == [CrawlMetadata, *[CrawlResultItem] * 2]
        # The next call is on another socket.
        assert streaming.status().session_id == "s2"


@pytest.mark.parametrize("garbage", ["{", "null", "[]", b"\x80", ""])
def test_garbage_ends_the_connection(client_of: ClientOf, garbage: str | bytes) -> None:
    async def garble(peer: Peer, request: Json) -> None:
        if peer.number == 1:
            await peer.socket.send(garbage)
        await obliging(peer, request)

    with crawling(garble) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        with pytest.raises(ProtocolViolation, match="JSON"):
            streaming.crawl(["http://a"]).collect()
        assert streaming.status().session_id == "s2"


ODD = [None, 0, 7, -1.5, True, "", "text", [], [1]]


@pytest.mark.parametrize("kind", ["metadata", "result", "summary", "surprise"])
def test_an_item_whose_data_is_no_object_is_reported(client_of: ClientOf, kind: str) -> None:
    left = list(ODD)

    async def odd_first(peer: Peer, request: Json) -> None:
        if left:
            await peer.say(message(kind, left.pop()))
            if kind == "summary":
                return  # it was the end
        await obliging(peer, request)

    with crawling(odd_first) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        for _ in ODD:
            with pytest.raises(ProtocolViolation, match="item of the stream cannot be read"):
                streaming.crawl(["http://a"]).collect()
        assert summary_of(streaming.crawl(["http://a"]).collect()).successful == 1


def test_items_with_wrong_types_in_every_field_are_handed_on(client_of: ClientOf) -> None:
    fields = ("total_urls", "session_id", "stream_type", "index", "result", "progress", "successful")

    async def odd_all(peer: Peer, request: Json) -> None:
        for odd in [*ODD, {"a": [{}]}]:
            for kind in ("metadata", "result", "surprise", odd):
                await peer.say(message(kind, dict.fromkeys(fields, odd)))
        await peer.say({"data": {}})
        await peer.say(message("summary", dict.fromkeys(fields, "odd")))

    with crawling(odd_all) as gateway:
        items = client_of("riptide", gateway.url).socket().streaming().crawl(["http://a"]).collect()
        assert len(items) == 10 * 4 + 2
        assert all(isinstance(item, StreamingResult) for item in items)
        assert type(items[-1]) is CrawlSummary


@pytest.mark.parametrize("data", [*ODD, {"connected_duration_ms": "long"}, {"session_id": [1]}])
def test_an_answer_that_does_not_fit_is_reported(client_of: ClientOf, data: Any) -> None:
    async def odd(peer: Peer, request: Json) -> None:
        await peer.say(message("status", data))

    told = r"streaming.status: the answer does not fit"
    with crawling(odd) as gateway, pytest.raises(ProtocolViolation, match=told):
        client_of("riptide", gateway.url).socket().streaming().status()


@pytest.mark.parametrize(
    ("data", "raises", "told"),
    [
        ({"error_type": "validation_error", "message": "no URL"}, InvalidRequest, "no URL"),
        ({"error_type": "unknown_request", "message": "what?"}, NotFound, "does not serve this request"),
        ({}, GatewayError, "no reason"),
        (None, GatewayError, "no reason"),
        ("words", GatewayError, "words"),
        ([7], GatewayError, "7"),
    ],
)
def test_an_error_ends_a_crawl_and_leaves_the_socket(
    client_of: ClientOf, data: Any, raises: type[Exception], told: str
) -> None:
    async def refuse(peer: Peer, request: Json) -> None:
        if request["request_type"] == "crawl":
            await peer.say(message("error", data))
        else:
            await obliging(peer, request)

    with crawling(refuse) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        with pytest.raises(raises, match=told):
            streaming.crawl(["http://a"]).collect()
        assert streaming.status().session_id == "s1"


def test_what_comes_unasked_harms_nobody(client_of: ClientOf) -> None:
    async def more(peer: Peer, request: Json) -> None:
        await obliging(peer, request)
        if peer.gateway.received.qsize() == 1:
            await peer.say(message("pong", {"timestamp": "unasked"}))
            peer.gateway.open("said")

    with crawling(more) as gateway:
        client = client_of("riptide", gateway.url, sockets=1)
        client.socket().streaming().status()
        gateway.thread.run(asyncio.wait_for(gateway.gate("said"), 5))
        # Blocking code reads when it is about to send; asyncio code has read it by then.
        assert client.socket().streaming().status().session_id == "s1"


# One at a time


def test_twenty_callers_queue_for_one_socket(client_of: ClientOf, spawn: Spawn) -> None:
    running, most = 0, 0

    async def alone(peer: Peer, request: Json) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        # A request that came before this one was answered would be read here.
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(peer.socket.recv(), 0.005)
        running -= 1
        await obliging(peer, request)

    with crawling(alone) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()

        def crawl(caller: int) -> int:
            urls = [f"http://{caller}/{n}" for n in range(caller % 4 + 1)]
            items = streaming.crawl(urls).collect()
            summary_of(items)
            assert [item.result["url"] for item in items[1:-1]] == urls
            return len(urls)

        calls = [partial(crawl, caller) if caller % 2 else streaming.ping for caller in range(20)]
        waiting = [spawn(call) for call in calls]
        for caller, future in enumerate(waiting):
            result = future.result(10)
            assert result == caller % 4 + 1 if caller % 2 else result.session_id == "s1"
        assert most == 1
        assert gateway.connections == 1


def test_callers_use_several_sockets_where_they_may(client_of: ClientOf, spawn: Spawn) -> None:
    met = asyncio.Barrier(3)

    async def together(peer: Peer, request: Json) -> None:
        await asyncio.wait_for(met.wait(), 5)
        await obliging(peer, request)

    with crawling(together) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=4).socket().streaming()
        waiting = [spawn(streaming.crawl(["http://a"]).collect) for _ in range(3)]
        for future in waiting:
            assert summary_of(future.result(10)).successful == 1
        assert gateway.connections == 3


def test_whoever_waits_for_a_place_too_long_is_told(client_of: ClientOf) -> None:
    with crawling() as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()

        async def stuck(peer: Peer, request: Json) -> None:
            await peer.say(crawled(["http://a"])[0])
            await peer.gateway.gate("go on")
            for each in crawled(["http://a"])[1:]:
                await peer.say(each)

        async def script(peer: Peer) -> None:
            await peer.say(welcome(peer.number))
            await stuck(peer, await peer.request())
            while True:
                await obliging(peer, await peer.request())

        gateway.script = script
        crawl = streaming.crawl(["http://a"])
        next(crawl)
        with pytest.raises(RequestTimeout, match="allow more sockets="):
            streaming.ping(timeout=0.2)
        gateway.open("go on")
        assert type(crawl.collect()[-1]) is CrawlSummary
        assert streaming.ping().session_id == "s1"


@pytest.mark.parametrize("how", ["close", "break", "with"])
def test_an_abandoned_crawl_gives_its_socket_up(client_of: ClientOf, how: str) -> None:
    async def endless(peer: Peer, request: Json) -> None:
        if request["request_type"] != "crawl":
            await obliging(peer, request)
            return
        first, result, _ = crawled(["http://a"])
        await peer.say(first)
        for _ in itertools.count():
            await peer.say(result)
            await asyncio.sleep(0)

    with crawling(endless) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=1).socket().streaming()
        crawl: Any = streaming.crawl(["http://a"])
        if how == "with":
            with crawl:
                next(crawl)
        else:
            for _ in crawl:
                break
            if how == "close":
                crawl.close()
            crawl = None
        # Results of the crawl are not this one's answer.
        assert streaming.status().session_id == "s2"


def test_closing_the_client_ends_crawls_and_those_who_queue(client_of: ClientOf, spawn: Spawn) -> None:
    async def stuck(peer: Peer, request: Json) -> None:
        await peer.say(crawled(["http://a"])[0])
        await peer.gateway.gate("never")

    with crawling(stuck) as gateway:
        client = client_of("riptide", gateway.url, sockets=1)
        crawl = client.socket().streaming().crawl(["http://a"])
        next(crawl)
        waiting = [spawn(partial(next, crawl)), *(spawn(client.socket().streaming().ping) for _ in range(3))]
        # The socket may be closed before the others even ask for it; they must not hang in any case.
        client.close()
        for future in waiting:
            assert isinstance(future.exception(5), ClientClosed)


# What is sent, and how much is taken


def test_options_that_the_server_would_not_read_are_refused_here(client_of: ClientOf) -> None:
    with crawling() as gateway:
        streaming = client_of("riptide", gateway.url).socket().streaming()
        with pytest.raises(ConfigurationError, match="concurrency"):
            streaming.crawl(["http://a"], {"concurrency": "many"}).collect()
        with pytest.raises(ConfigurationError, match="list"):
            streaming.crawl("http://a").collect()
        streaming.crawl(["http://a"], {"concurrency": 5}).collect()
        sent = gateway.received.get(timeout=5)
        assert sent == {
            "request_type": "crawl",
            "data": {"urls": ["http://a"], "options": {"concurrency": 5}},
        }
        streaming.ping()
        assert gateway.received.get(timeout=5) == {"request_type": "ping", "data": {}}


def test_the_latency_of_a_ping_is_told(client_of: ClientOf) -> None:
    async def slowly(peer: Peer, request: Json) -> None:
        await peer.gateway.gate("answer")
        await obliging(peer, request)

    with crawling(slowly) as gateway:
        client = client_of("riptide", gateway.url)
        client.socket().connect()
        opener = threading.Timer(0.05, gateway.open, ("answer",))
        opener.start()
        # No timer fires early.
        assert client.socket().streaming().ping().latency_ms > 20
        opener.join()


def test_a_message_that_is_too_long_names_the_limit(client_of: ClientOf) -> None:
    async def long(peer: Peer, request: Json) -> None:
        items = crawled(["http://a"])
        items[1]["data"]["result"]["document"] = {"text": "x" * 20_000}
        for each in items:
            await peer.say(each)

    with crawling(long) as gateway:
        short = client_of("riptide", gateway.url, max_message=10_000).socket().streaming()
        with pytest.raises(ConnectionLost, match=r"longer than.*10000 bytes.*max_message=") as caught:
            short.crawl(["http://a"]).collect()
        assert [type(item) for item in caught.value.partial] == [CrawlMetadata]
        long_enough = client_of("riptide", gateway.url, max_message=30_000).socket().streaming()
        assert summary_of(long_enough.crawl(["http://a"]).collect()).successful == 1


def test_a_message_may_be_as_long_as_described(client_of: ClientOf) -> None:
    async def long(peer: Peer, request: Json) -> None:
        empty = json.dumps(message("surprise", {"text": ""}))
        room = 10 * 2**20 - len(empty) + (0 if peer.number == 1 else 1)
        await peer.say(message("surprise", {"text": "x" * room}))
        await peer.say(crawled([])[-1])

    with crawling(long) as gateway:
        streaming = client_of("riptide", gateway.url, sockets=2).socket().streaming()
        assert len(streaming.crawl(["http://a"]).collect()) == 2
        other = client_of("riptide", gateway.url).socket().streaming()
        with pytest.raises(ConnectionLost, match="longer than this client takes"):
            other.crawl(["http://a"]).collect()


def test_no_ping_is_sent_while_the_server_crawls(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that crawls answers no pings, so whoever sends them ends the crawl."""
    dialled: queue.Queue[Any] = queue.Queue()
    from gatewright.aio import connection as aio_connection

    connect = aio_connection.connect

    def noting(*args: Any, **options: Any) -> Any:
        dialled.put(options["ping_interval"])
        return connect(*args, **{**options, "ping_interval": options["ping_interval"] and 0.01})

    monkeypatch.setattr(aio_connection, "connect", noting)
    seen: queue.Queue[Frame] = queue.Queue()
    go = threading.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        parser = ServerProtocol(state=OPEN)
        writer.write(await upgrade(reader) + text_frame(welcome(1)))

        async def read() -> None:
            while data := await reader.read(65536):
                parser.receive_data(data)
                for frame in parser.events_received():
                    seen.put(frame)

        reading = asyncio.create_task(read())
        await asyncio.to_thread(go.wait, 5)
        writer.write(b"".join(map(text_frame, crawled(["http://a"]))))
        await reading

    with RawServer(handler) as server:
        client = client_of("riptide", server.url)
        crawl = client.socket().streaming().crawl(["http://a"])
        crawl.__enter__()
        opener = threading.Timer(0.1, go.set)
        opener.start()
        assert summary_of(crawl.collect()).successful == 1
        opener.join()
        assert seen.get(timeout=5).opcode is Opcode.TEXT
        assert seen.empty()
        assert client.colour == "sync" or dialled.get(timeout=5) is None


def test_pings_of_the_server_are_answered_during_a_crawl(client_of: ClientOf) -> None:
    async def ping_first(peer: Peer, request: Json) -> None:
        await (await peer.socket.ping(b"1234"))
        await obliging(peer, request)

    with crawling(ping_first) as gateway:
        streaming = client_of("riptide", gateway.url).socket().streaming()
        assert summary_of(streaming.crawl(["http://a"]).collect()).successful == 1


def test_a_thousand_items_interleaved_with_pings_and_callbacks(client_of: ClientOf, spawn: Spawn) -> None:
    with crawling() as gateway:
        streaming = client_of("riptide", gateway.url, sockets=3).socket().streaming()

        def crawl(caller: int) -> list[str]:
            told: list[Any] = []
            urls = [f"http://{caller}/{n}" for n in range(100)]
            items = streaming.crawl(urls, on_message=told.append).collect()
            assert told == items
            assert [item.result["url"] for item in items[1:-1]] == urls
            return urls

        def ping() -> None:
            for _ in range(10):
                assert streaming.ping().session_id.startswith("s")

        waiting = [spawn(partial(crawl, caller)) for caller in range(10)] + [spawn(ping) for _ in range(5)]
        for future in waiting:
            future.result(12)
        assert gateway.connections <= 3


def test_nobody_listens(client_of: ClientOf) -> None:
    with Gateway(lambda peer: peer.socket.wait_closed(), authenticate=False) as gateway:
        url = gateway.url
    with pytest.raises(ConnectionFailed, match="nothing listens"):
        client_of("riptide", url).socket().streaming().ping()
