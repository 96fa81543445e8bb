"""Feeds: a gateway that breaks off, falls silent, says nonsense, or never says that it is over."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote_plus

import pytest
from colours import Client, ClientOf
from scripted_gateway import Gateway, Json, Peer, RawServer, Script, text_frame, upgrade
from support import Spawn

from felix import Api, operations
from felix.items import (
    AgentSpawned,
    Connected,
    ConnectionStats,
    Event,
    SystemConnected,
    WorkflowComplete,
    WorkflowError,
    WorkflowStatusChanged,
)
from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotFound,
    ProtocolViolation,
    RequestTimeout,
    ServiceError,
)
from gatewright.session import feed as feed_core

pytestmark = pytest.mark.timeout(15)

KEY = "key/of+these=tests"
AT = "2026-01-01T00:00:00.000001"


@pytest.fixture(autouse=True)
def watched(spawn: Spawn) -> None:
    """Nothing may be left behind."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients ask after a workflow every moment, not every quarter of a minute."""
    feed = replace(operations.FEED_WORKFLOW, every=0.01, settle=0.01)
    monkeypatch.setattr(operations, "FEED_WORKFLOW", feed)
    monkeypatch.setattr(operations, "WORKFLOWS_RUN", replace(operations.WORKFLOWS_RUN, feed=feed, every=0.01))


def event(type: str, **fields: Any) -> Json:
    return {"type": type, "workflow_id": "w", "timestamp": AT, **fields}


CONNECTED = event("connected", message="Connected to workflow w stream")
RUNNING = event("workflow_status", status="running", created_at=AT, task="t")
SPAWNED = event("agent_spawned", agent_id="a", agent_type="critic", spawn_time=1.5)
COMPLETE = event("workflow_complete", status="completed", synthesis={"content": "c"})


def saying(*events: Any, then: Script | None = None) -> Script:
    """Sends events, and goes on with something, or waits until the client leaves."""

    async def script(peer: Peer) -> None:
        for each in events:
            await peer.say(each)
        if then is not None:
            await then(peer)
        else:
            async for _ in peer.socket:
                pass

    return script


def watching(*events: Any, then: Script | None = None, **options: Any) -> Gateway:
    return Gateway(saying(*events, then=then), authenticate=False, **options)


def kinds(events: list[Any]) -> list[str]:
    return [each.type for each in events]


async def leave(peer: Peer) -> None:
    """Waits until the client has left, and says so."""
    await peer.socket.wait_closed()
    peer.gateway.received.put({"left": peer.number})


async def obey(peer: Peer) -> None:
    """Answers all commands."""
    async for text in peer.socket:
        peer.gateway.received.put({"text": text})
        if text == "ping":
            await peer.say("pong")
        elif text == "status":
            await peer.say(event("workflow_status", status="running"))
        elif text == "stats":
            stats = {"total_connections": 1, "workflow_connections": {"w": 1}, "system_connections": 0}
            await peer.say({"type": "connection_stats", **stats, "timestamp": AT})


# The end


@pytest.mark.parametrize(
    ("last", "kind"),
    [(COMPLETE, WorkflowComplete), (event("workflow_error", error="it failed"), WorkflowError)],
)
def test_a_feed_ends_with_its_last_event_and_leaves(client_of: ClientOf, last: Json, kind: type) -> None:
    with watching(CONNECTED, RUNNING, SPAWNED, last, SPAWNED, then=leave) as gateway:
        client = client_of("felix", gateway.url, token=KEY)
        feed = client.socket().workflow("w 1/2")
        events = feed.collect()
        assert [type(each) for each in events] == [Connected, WorkflowStatusChanged, AgentSpawned, kind]
        # The server never closes, so the client does.
        assert gateway.received.get(timeout=5) == {"left": 1}
        assert feed.collect() == []
        assert gateway.paths == ["/api/v1/ws/workflows/w%201%2F2?api_key=" + quote_plus(KEY)]


def test_without_a_key_there_is_no_query(client_of: ClientOf) -> None:
    with watching(COMPLETE, then=leave) as gateway:
        client_of("felix", gateway.url).socket().workflow("w").collect()
        assert gateway.paths == ["/api/v1/ws/workflows/w"]


@pytest.mark.parametrize("how", ["close", "normal", "abort"])
def test_a_feed_that_breaks_off_has_failed_and_keeps_what_came(client_of: ClientOf, how: str) -> None:
    async def end(peer: Peer) -> None:
        await peer.gateway.gate("read")
        if how == "abort":
            peer.abort()
        else:
            await peer.socket.close(1012 if how == "close" else 1000, "restart")

    with watching(CONNECTED, RUNNING, SPAWNED, then=end) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w")
        assert type(next(feed)) is Connected
        gateway.open("read")
        with pytest.raises(ConnectionLost) as caught:
            feed.collect()
        assert kinds(caught.value.partial) == ["workflow_status", "agent_spawned"]
        assert caught.value.operation == "workflow"
        assert caught.value.code == {"close": 1012, "normal": 1000, "abort": None}[how]
        with pytest.raises(StopIteration):
            next(feed)


def test_silence_is_no_feed(client_of: ClientOf) -> None:
    with watching(CONNECTED, then=leave) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w", timeout=0.2)
        assert type(next(feed)) is Connected
        with pytest.raises(RequestTimeout, match=r"workflow: no sign of life within 0.2 s"):
            next(feed)
        assert gateway.received.get(timeout=5) == {"left": 1}


def test_a_beat_is_a_sign_of_life_and_answered(client_of: ClientOf) -> None:
    async def beat(peer: Peer) -> None:
        for _ in range(8):
            await peer.say({"type": "ping", "timestamp": AT})
            assert await peer.socket.recv() == "pong"
            # So slowly that all beats together take longer than the client waits for one.
            await asyncio.sleep(0.05)
        await peer.say(SPAWNED)
        await leave(peer)

    with watching(CONNECTED, then=beat) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w", timeout=0.3)
        assert kinds([next(feed), next(feed)]) == ["connected", "agent_spawned"]
        feed.close()


# What is no event


@pytest.mark.parametrize("garbage", ["{", "null", "[]", '"x"', "pongs", b"\x80", ""])
def test_garbage_ends_a_feed(client_of: ClientOf, garbage: str | bytes) -> None:
    async def garble(peer: Peer) -> None:
        await peer.socket.send(garbage)
        await leave(peer)

    with watching(CONNECTED, then=garble) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w")
        next(feed)
        with pytest.raises(ProtocolViolation, match="JSON"):
            next(feed)
        assert gateway.received.get(timeout=5) == {"left": 1}


ODD = [None, 0, 7, -1.5, True, "", "text", [], [1], {}, {"a": [{}]}]
FIELDS = ("workflow_id", "timestamp", "message", "status", "agent_id", "spawn_time", "synthesis", "error")


def test_events_with_wrong_types_in_every_field_are_handed_on(client_of: ClientOf) -> None:
    known = ["connected", "workflow_status", "agent_spawned", "agent_output", "synthesis_started", "x"]
    odd = [{"type": kind, **dict.fromkeys(FIELDS, value)} for kind in known for value in ODD]
    odd += [{"type": value} for value in ODD] + [{}]
    odd += [{"type": "ping", "timestamp": value} for value in ODD]
    with watching(*odd, COMPLETE) as gateway:
        events = client_of("felix", gateway.url).socket().workflow("w").collect()
        assert len(events) == len(known) * len(ODD) + len(ODD) + 2
        assert sum(type(each) is Event for each in events) == len(ODD) + len(ODD) + 1


# Handshakes that fail


@pytest.mark.parametrize(
    ("status", "body", "raises", "told"),
    [
        (401, {"error": "HTTPException", "message": f"bad key {KEY}"}, AuthenticationFailed, "bad key"),
        (403, "", NotFound, "no such workflow"),
        (404, {"detail": f"no /api/v1/ws/workflows/w?api_key={quote_plus(KEY)}"}, NotFound, "no /api"),
        (500, "<html>oops", GatewayError, "oops"),
    ],
)
def test_a_refused_feed_says_why_and_shows_no_key(
    client_of: ClientOf, status: int, body: Any, raises: type[Exception], told: str
) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(HTTPStatus(status), body if isinstance(body, str) else json.dumps(body))

    with watching(process_request=refuse) as gateway:
        client = client_of("felix", gateway.url, token=KEY)
        for start in (next, lambda feed: feed.status(), lambda feed: feed.__enter__()):
            with pytest.raises(raises, match=told) as caught:
                start(client.socket().workflow("w"))
            assert caught.value.operation == "workflow"
            assert caught.value.status == status
            for text in (str(caught.value), repr(caught.value)):
                assert KEY not in text
                assert quote_plus(KEY) not in text


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n\r\n", b"nonsense\r\n\r\n", None])
def test_what_is_no_handshake_is_reported(client_of: ClientOf, answer: bytes | None) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)

    with RawServer(handler) as server:
        client = client_of("felix", server.url, token=KEY)
        with pytest.raises((ConnectionFailed, RequestTimeout, ServiceError)) as caught:
            next(client.socket().system(timeout=0.2 if answer is None else None))
        assert caught.value.operation == "system"
        assert quote_plus(KEY) not in str(caught.value)


def test_an_event_that_is_too_long_names_the_limit(client_of: ClientOf) -> None:
    long = event("agent_output", output="x" * 5000)
    with watching(CONNECTED, long, COMPLETE) as gateway:
        short = client_of("felix", gateway.url, max_message=2000).socket().workflow("w")
        next(short)
        with pytest.raises(ConnectionLost, match=r"2000 bytes.*max_message"):
            next(short)
        assert len(client_of("felix", gateway.url, max_message=6000).socket().workflow("w").collect()) == 3


# Commands


def test_commands_are_answered_before_and_between_events(client_of: ClientOf) -> None:
    with watching(CONNECTED, RUNNING, then=obey) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w")
        assert feed.status().status == "running"
        assert feed.ping() >= 0
        assert kinds([next(feed)]) == ["connected"]
        feed.close()
        with pytest.raises(ClientClosed):
            feed.status()


def test_stats_of_the_system(client_of: ClientOf) -> None:
    hello = {"type": "connected", "message": "m", "connection_id": 5, "timestamp": AT}
    with watching(hello, then=obey) as gateway, client_of("felix", gateway.url).socket().system() as feed:
        assert feed.stats() == ConnectionStats("connection_stats", AT, 1, {"w": 1}, 0)
        assert feed.ping() >= 0
        assert next(feed) == SystemConnected("connected", AT, "m", 5)
        assert gateway.connections == 1


def test_commands_from_other_threads_while_somebody_reads(client_of: ClientOf, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(CONNECTED)
        talking = asyncio.create_task(obey(peer))
        await peer.gateway.gate("end")
        await peer.say(COMPLETE)
        await talking

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("felix", gateway.url)
        feed = client.socket().workflow("w")
        assert type(next(feed)) is Connected
        reading = spawn(feed.collect)

        def ask() -> None:
            for _ in range(20):
                assert feed.status().status == "running"
                assert feed.ping() >= 0

        for asking in [spawn(ask) for _ in range(4)]:
            asking.result(10)
        gateway.open("end")
        # What was asked for goes to whoever asked.
        assert kinds(reading.result(5)) == ["workflow_complete"]
        assert gateway.connections == 1


def test_two_who_open_a_feed_share_one_socket(client_of: ClientOf, spawn: Spawn) -> None:
    connecting = threading.Semaphore(0)

    async def slowly(connection: Any, request: Any) -> None:
        connecting.release()
        await gateway.gate("open")

    with watching(CONNECTED, then=obey, process_request=slowly) as gateway:
        client = client_of("felix", gateway.url)
        feed = client.socket().workflow("w")
        asking, reading = spawn(feed.ping), spawn(lambda: next(feed))
        assert connecting.acquire(timeout=5)
        # The other one would be here by now if it came at all.
        assert not connecting.acquire(timeout=0.2)
        gateway.open("open")
        assert asking.result(5) >= 0
        assert type(reading.result(5)) is Connected
        assert gateway.connections == 1
        feed.close()


def test_a_command_without_an_answer_leaves_the_feed_usable(client_of: ClientOf) -> None:
    async def late(peer: Peer) -> None:
        assert await peer.socket.recv() == "status"
        assert await peer.socket.recv() == "status"
        await peer.say(event("workflow_status", status="pending"))
        await peer.say(event("workflow_status", status="running"))
        await leave(peer)

    with watching(CONNECTED, then=late) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w")
        next(feed)
        with pytest.raises(RequestTimeout, match=r"workflow.status: no answer within 0.1 s"):
            feed.status(timeout=0.1)
        # The late answer is not this one's.
        assert feed.status().status == "running"
        feed.close()


@pytest.mark.parametrize("how", ["close", "abort"])
def test_commands_fail_with_the_connection(client_of: ClientOf, spawn: Spawn, how: str) -> None:
    async def end(peer: Peer) -> None:
        for _ in range(3):
            assert await peer.socket.recv() in {"status", "ping"}
        if how == "close":
            await peer.socket.close(1011)
        else:
            peer.abort()

    with watching(CONNECTED, then=end) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w")
        next(feed)
        reading = spawn(lambda: next(feed))
        asking = [spawn(feed.status), spawn(feed.ping), spawn(feed.status)]
        names = {"workflow.status", "workflow.ping", "workflow"}
        for future in [reading, *asking]:
            error = future.exception(5)
            assert type(error) is ConnectionLost
            assert error.operation in names


# The end that nobody announces


@pytest.mark.usefixtures("quick")
def test_the_end_that_is_never_told_is_found_by_asking(client_of: ClientOf) -> None:
    said = ["running", "running", "completed", "completed"]

    async def when_asked(peer: Peer) -> None:
        for status in said:
            assert await peer.socket.recv() == "status"
            await peer.say(event("workflow_status", status=status))
        await leave(peer)

    with watching(CONNECTED, RUNNING, then=when_asked) as gateway:
        events = client_of("felix", gateway.url).socket().workflow("w").collect()
        assert [getattr(each, "status", None) for each in events] == [None, "running", "completed"]
        assert gateway.received.get(timeout=5) == {"left": 1}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_a_workflow_that_is_over_already_is_found_so(client_of: ClientOf, status: str) -> None:
    async def when_asked(peer: Peer) -> None:
        async for text in peer.socket:
            assert text == "status"
            await peer.say(event("workflow_status", status=status))

    snapshot = event("workflow_status", status=status, created_at=AT, task="t")
    with watching(CONNECTED, snapshot, then=when_asked) as gateway:
        events = client_of("felix", gateway.url).socket().workflow("w").collect()
        assert kinds(events) == ["connected", "workflow_status"]
        assert events[-1].task == "t"


@pytest.mark.usefixtures("quick")
def test_an_end_that_comes_late_is_still_waited_for(client_of: ClientOf) -> None:
    async def when_asked(peer: Peer) -> None:
        assert await peer.socket.recv() == "status"
        await peer.say(event("workflow_status", status="completed"))
        await peer.say(SPAWNED)
        await peer.say(COMPLETE)
        await leave(peer)

    with watching(CONNECTED, then=when_asked) as gateway:
        events = client_of("felix", gateway.url).socket().workflow("w").collect()
        assert kinds(events) == ["connected", "workflow_status", "agent_spawned", "workflow_complete"]


@pytest.mark.usefixtures("quick")
def test_asking_in_vain_is_silence(client_of: ClientOf) -> None:
    with watching(CONNECTED, then=leave) as gateway:
        feed = client_of("felix", gateway.url).socket().workflow("w", timeout=0.2)
        next(feed)
        with pytest.raises(RequestTimeout, match=r"no sign of life|does not answer"):
            next(feed)


# Readers


@pytest.mark.parametrize("how", ["break", "close", "with", "forget", "client"])
def test_leaving_early_closes_the_socket(client_of: ClientOf, how: str) -> None:
    async def script(peer: Peer) -> None:
        try:
            for _ in range(50):
                await peer.say(SPAWNED)
        finally:
            await leave(peer)

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("felix", gateway.url)
        feed: Any = client.socket().workflow("w")
        if how == "break":
            for _ in feed:
                break
            del feed
        elif how == "with":
            with feed:
                next(feed)
        else:
            next(feed)
            if how == "close":
                feed.close()
            elif how == "client":
                client.close()
            feed = None
        assert gateway.received.get(timeout=5) == {"left": 1}


def test_a_feed_that_was_never_read_opens_nothing(client_of: ClientOf) -> None:
    with watching(CONNECTED) as gateway:
        client = client_of("felix", gateway.url)
        client.socket().workflow("w").close()
        client.socket().workflow("w")
        client.close()
        assert gateway.connections == 0
        with pytest.raises(ClientClosed):
            next(client.socket().workflow("w"))


def test_closing_the_client_ends_all_feeds(client_of: ClientOf, spawn: Spawn) -> None:
    with watching(CONNECTED, then=leave) as gateway:
        client = client_of("felix", gateway.url)
        feeds = [client.socket().workflow("w") for _ in range(5)]
        for feed in feeds:
            next(feed)
        waiting = [spawn(partial(next, feed)) for feed in feeds]
        client.close()
        for future in waiting:
            assert type(future.exception(5)) is ClientClosed
        assert {gateway.received.get(timeout=5)["left"] for _ in feeds} == {1, 2, 3, 4, 5}


def test_many_watchers_each_get_every_event(client_of: ClientOf, spawn: Spawn) -> None:
    many, count = 30, 20
    here = threading.Semaphore(0)

    async def tell(peer: Peer) -> None:
        here.release()
        await peer.gateway.gate("go")
        for number in range(count):
            await peer.say(event("agent_spawned", agent_id=str(number)))
        await peer.say(COMPLETE)
        await leave(peer)

    with watching(CONNECTED, then=tell) as gateway:
        client = client_of("felix", gateway.url)
        watchers = [spawn(client.socket().workflow("w").collect) for _ in range(many)]
        for _ in range(many):
            assert here.acquire(timeout=10)
        gateway.open("go")
        for watcher in watchers:
            events = watcher.result(10)
            assert [each.agent_id for each in events[1:-1]] == [str(number) for number in range(count)]


def test_a_slow_reader_loses_nothing_and_fills_no_memory(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_core, "HIGH_WATER", 64)
    monkeypatch.setattr(feed_core, "LOW_WATER", 16)
    total = 3000
    text = "x" * 2000

    async def tell(peer: Peer) -> None:
        for number in range(total):
            await peer.say(event("agent_output", number=number, text=text))
        await peer.say(COMPLETE)
        await leave(peer)

    with watching(CONNECTED, then=tell) as gateway:
        client = client_of("felix", gateway.url)
        feed = client.socket().workflow("w")
        most, numbers = 0, []
        for each in feed:
            stream = feed if client.colour == "sync" else feed._target
            most = max(most, len(stream._bodies))
            if each.type == "agent_output":
                numbers.append(each.data["number"])
        assert numbers == list(range(total))
        # What one read brings beyond the limit is kept.
        assert most < 64 + 65536 // 2000


def test_a_reader_can_be_interrupted() -> None:
    with watching(CONNECTED, then=leave) as gateway, Api(gateway.url) as api:
        feed = api.socket().workflow("w")
        next(feed)
        press = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
        press.start()
        with pytest.raises(KeyboardInterrupt):
            next(feed)
        press.join()
        assert gateway.received.get(timeout=5) == {"left": 1}
        with pytest.raises(GatewayError, match="interrupted"):
            next(feed)
        with pytest.raises(ClientClosed):
            feed.status()


async def test_a_reader_that_only_stops_waiting_may_come_back() -> None:
    async def script(peer: Peer) -> None:
        await peer.say(CONNECTED)
        await peer.gateway.gate("more")
        await peer.say(COMPLETE)
        await leave(peer)

    with Gateway(script, authenticate=False) as gateway:
        async with Api(gateway.url) as api:
            feed = api.async_socket().workflow("w")
            assert type(await anext(feed)) is Connected
            for _ in range(3):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await anext(feed)
            gateway.open("more")
            assert type(await anext(feed)) is WorkflowComplete


# Started, followed, read


def workflow(status: str, **fields: Any) -> Json:
    return {"workflow_id": "w", "status": status, "task": "t", "created_at": AT, **fields}


class Runner:
    """Serves a workflow: HTTP that tells its status, and a feed as a test wants it."""

    def __init__(self, feed: Callable[..., Any], *statuses: Json) -> None:
        self.left = [workflow("pending"), *statuses]
        self.feed = feed
        self.seen: queue.Queue[str] = queue.Queue()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            line = head.split(b"\r\n", 1)[0].decode()
            self.seen.put(line)
            if b"upgrade: websocket" in head.lower():
                pushed = asyncio.StreamReader()
                pushed.feed_data(head)
                await self.feed(await upgrade(pushed), reader, writer)
                return
            size = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            await reader.readexactly(int(size or 0))
            body = json.dumps(self.left.pop(0) if len(self.left) > 1 else self.left[0]).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


async def refuse(accept: bytes, reader: Any, writer: Any) -> None:
    writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


async def break_off(accept: bytes, reader: Any, writer: Any) -> None:
    writer.write(accept + text_frame(CONNECTED) + text_frame(SPAWNED))
    await writer.drain()
    writer.transport.abort()


async def stay_silent(accept: bytes, reader: Any, writer: Any) -> None:
    writer.write(accept + text_frame(CONNECTED))
    await reader.read()


async def garble(accept: bytes, reader: Any, writer: Any) -> None:
    writer.write(accept + text_frame(b"garbage"))
    await reader.read()


async def tell_all(accept: bytes, reader: Any, writer: Any) -> None:
    writer.write(accept + b"".join(map(text_frame, (CONNECTED, RUNNING, SPAWNED, COMPLETE))))
    await reader.read()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (refuse, []),
        (break_off, ["connected", "agent_spawned"]),
        (stay_silent, ["connected"]),
        (garble, []),
        (tell_all, ["connected", "workflow_status", "agent_spawned", "workflow_complete"]),
    ],
)
def test_a_run_has_its_result_whatever_becomes_of_the_feed(
    client_of: ClientOf, feed: Callable[..., Any], told: list[str]
) -> None:
    synthesis = {"content": "the answer", "confidence": 0.5, "agents_synthesized": 1}
    runner = Runner(feed, workflow("running"), workflow("completed", synthesis=synthesis))
    with RawServer(runner.serve) as server:
        client = client_of("felix", server.url)
        events: list[Any] = []
        timeout = 0.3 if feed is stay_silent else None
        result = client.workflows().run(task="t", timeout=timeout, on_event=events.append)
        assert result.synthesis.content == "the answer"
        assert kinds(events) == told
        assert runner.seen.get(timeout=5).startswith("POST /api/v1/workflows ")
        assert runner.seen.get(timeout=5).startswith("GET /api/v1/ws/workflows/w ")


@pytest.mark.usefixtures("quick")
def test_a_run_that_failed_says_why(client_of: ClientOf) -> None:
    runner = Runner(refuse, workflow("running"), workflow("failed", error="no model"))
    with RawServer(runner.serve) as server:
        with pytest.raises(ServiceError, match=r"workflows.run: no model") as caught:
            client_of("felix", server.url).workflows().run(task="t")
        assert caught.value.partial[0].status == "failed"


@pytest.mark.usefixtures("quick")
def test_what_an_observer_raises_ends_the_run_and_its_feed(client_of: ClientOf) -> None:
    gone = threading.Event()

    async def watched_feed(accept: bytes, reader: Any, writer: Any) -> None:
        await stay_silent(accept, reader, writer)
        gone.set()

    def fail(event: Any) -> None:
        raise KeyError("mine")

    with RawServer(Runner(watched_feed, workflow("running")).serve) as server:
        with pytest.raises(KeyError, match="mine"):
            client_of("felix", server.url).workflows().run(task="t", on_event=fail)
        assert gone.wait(5)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("feed", [stay_silent, refuse])
def test_closing_the_client_ends_a_run(client_of: ClientOf, spawn: Spawn, feed: Callable[..., Any]) -> None:
    runner = Runner(feed, workflow("running"))
    with RawServer(runner.serve) as server:
        client: Client = client_of("felix", server.url)
        running = spawn(lambda: client.workflows().run(task="t"))
        while "/ws/" not in runner.seen.get(timeout=5):
            pass
        client.close()
        assert isinstance(running.exception(5), ClientClosed)
