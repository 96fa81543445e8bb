"""A gateway that speaks of its own accord, and misbehaves; handlers that do so, too."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import queue
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

import pytest
from colours import ClientOf
from scripted_gateway import Gateway, Json, Peer, RawServer, upgrade
from support import Spawn
from talking import App, Talking, obliging

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotFound,
    PermissionDenied,
    ProtocolViolation,
    RequestTimeout,
)
from gatewright.session import mux
from llmgine import Api
from llmgine.errors import EngineCreationFailed, HandlerFailed, InvalidJson, SessionNotFound
from llmgine.items import Connected, Notification, ServerMessage, ServerRequest

# Clients wait 30 s for an answer: a test that is over in time has not waited for it.
pytestmark = pytest.mark.timeout(15)

KEY = "key-of-these-tests/+"


@pytest.fixture(autouse=True)
def watched(spawn: Spawn) -> None:
    """Nothing may be left behind."""


@pytest.fixture
def talking() -> Iterator[Talking]:
    with Talking() as gateway:
        yield gateway


async def silent(app: App, frame: Json) -> None:
    """Answers nothing."""


def take(items: queue.Queue[Any], count: int) -> list[Any]:
    return [items.get(timeout=10) for _ in range(count)]


# Connections that end


@pytest.mark.parametrize("how", ["close", "abort"])
def test_all_who_wait_are_told_when_the_gateway_leaves(client_of: ClientOf, spawn: Spawn, how: str) -> None:
    async def leave(app: App, frame: Json) -> None:
        if app.peer.gateway.received.qsize() < 3:
            return
        if how == "close":
            await app.peer.socket.close(1011, "it broke")
        else:
            app.peer.abort()

    with Talking(leave) as gateway:
        client = client_of("llmgine", gateway.url)
        waiting = [spawn(client.socket().session("s").status) for _ in range(3)]
        for future in waiting:
            error = future.exception(10)
            assert type(error) is ConnectionLost
            assert error.code == (1011 if how == "close" else None)
            assert "status" in str(error)
            assert how == "abort" or "it broke" in str(error)


@pytest.mark.parametrize("how", ["close", "abort"])
def test_listening_ends_with_the_connection(client_of: ClientOf, spawn: Spawn, how: str) -> None:
    with Talking() as gateway:
        client = client_of("llmgine", gateway.url)
        listening = spawn(client.socket().listen)
        app = gateway.app()
        if how == "close":
            gateway.run(app.peer.socket.close(1012, "restart"))
        else:
            gateway.thread.loop.call_soon_threadsafe(app.peer.abort)
        error = listening.exception(10)
        assert type(error) is ConnectionLost
        assert error.operation == "listen"
        assert how == "abort" or "1012: restart" in str(error)
        # The next call opens another connection, with an application id of its own.
        assert client.socket().session().create() == "session of app-2"


# Silence


def test_a_call_without_an_answer_leaves_the_socket_and_its_session_usable(client_of: ClientOf) -> None:
    late: list[Json] = []

    async def late_once(app: App, frame: Json) -> None:
        if frame["type"] == "status" and not late:
            late.append(frame)
            return
        if late and late[0]:
            await obliging(app, late[0])
            late[0] = {}
        await obliging(app, frame)

    with Talking(late_once) as gateway:
        client = client_of("llmgine", gateway.url)
        session = client.socket().session().create()
        with pytest.raises(RequestTimeout, match=r"status: no answer within 0.1 s"):
            client.socket().session(session).status(timeout=0.1)
        # The late answer comes just before this one's.
        assert client.socket().session(session).ping("there?").timestamp == "there?"
        assert client.socket().session(session).status().session_id == session
        assert gateway.connections == 1


def test_a_call_that_waits_behind_unheard_messages_says_so() -> None:
    async def ask_first(app: App, frame: Json) -> None:
        await app.say("server_request", {"request_type": "permission"})

    with (
        Talking(ask_first) as gateway,
        Api(gateway.url, timeout=0.2) as api,
        pytest.raises(RequestTimeout, match="call listen"),
    ):
        api.socket().session("s").status()


# What is no greeting


@pytest.mark.parametrize(
    "first",
    [
        "nothing that is JSON",
        b"\x00\xff",
        "[1, 2]",
        "7",
        json.dumps({"type": "welcome", "message_id": "x", "data": {}}),
        json.dumps({"type": ["connected"], "message_id": "x", "data": {"app_id": "a"}}),
        json.dumps({"type": "connected", "message_id": "x", "data": None}),
        json.dumps({"type": "connected", "message_id": "x", "data": [1]}),
        json.dumps({"type": "connected"}),
    ],
)
def test_a_wrong_greeting_is_reported(client_of: ClientOf, first: str | bytes) -> None:
    async def script(peer: Peer) -> None:
        await peer.socket.send(first)
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("llmgine", gateway.url)
        for call in (client.socket().connect, client.socket().session().create):
            with pytest.raises(ProtocolViolation):
                call()


def test_an_error_instead_of_a_greeting_is_that_error(client_of: ClientOf) -> None:
    async def script(peer: Peer) -> None:
        data = {"code": "ENGINE_CREATION_FAILED", "message": f"no room for {KEY}"}
        await peer.say({"type": "error", "message_id": "x", "data": data})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("llmgine", gateway.url, token=KEY)
        with pytest.raises(EngineCreationFailed, match="no room") as caught:
            client.socket().connect()
        assert KEY not in str(caught.value)


@pytest.mark.parametrize("end", ["nothing", "close", "abort"])
def test_without_a_greeting_there_is_no_connection(client_of: ClientOf, end: str) -> None:
    async def script(peer: Peer) -> None:
        if end == "close":
            await peer.socket.close(1013, "full")
        elif end == "abort":
            peer.abort()
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("llmgine", gateway.url)
        with pytest.raises((ConnectionFailed, RequestTimeout)) as caught:
            client.socket().connect(timeout=0.3 if end == "nothing" else None)
        assert caught.value.operation == "connect"
        told = {"nothing": "in time", "close": "1013: full", "abort": "without a goodbye"}[end]
        assert told in str(caught.value)


def test_a_greeting_that_comes_too_late_greets_nobody(client_of: ClientOf) -> None:
    async def script(peer: Peer) -> None:
        if peer.number == 1:
            await peer.gateway.gate("late")
        await peer.say({"type": "connected", "message_id": "x", "data": {"app_id": f"app-{peer.number}"}})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = client_of("llmgine", gateway.url)
        with pytest.raises((ConnectionFailed, RequestTimeout), match="in time"):
            client.socket().connect(timeout=0.2)
        gateway.open("late")
        assert client.socket().connect() == Connected("app-2", "")


@pytest.mark.parametrize(
    ("status", "body", "raises", "told"),
    [
        (401, {"detail": f"bad key {KEY}"}, AuthenticationFailed, "bad key"),
        (403, "", PermissionDenied, "refused"),
        (404, {"detail": "Not Found"}, NotFound, "Not Found"),
        (500, "<html>oops</html>", GatewayError, "oops"),
        (503, "", GatewayError, "refused"),
    ],
)
def test_a_refused_handshake_says_why(
    client_of: ClientOf, status: int, body: Any, raises: type[Exception], told: str
) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(
            HTTPStatus(status), body if isinstance(body, str) else json.dumps(body or "")
        )

    with Gateway(obliging, authenticate=False, process_request=refuse) as gateway:  # type: ignore[arg-type]
        client = client_of("llmgine", gateway.url, token=KEY)
        with pytest.raises(raises, match=told) as caught:
            client.socket().connect()
        assert caught.value.status == status
        assert KEY not in str(caught.value)
        assert KEY not in repr(caught.value)


def test_a_greeting_in_one_piece_with_the_handshake_is_heard(client_of: ClientOf) -> None:
    hello = json.dumps({"type": "connected", "message_id": "x", "data": {"app_id": "early"}}).encode()
    ask = {"type": "notification", "message_id": "y", "data": {"message": "early, too"}}
    asked = json.dumps(ask).encode()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = bytes((0x81, len(hello))) + hello + bytes((0x81, len(asked))) + asked
        writer.write(await upgrade(reader) + frames)
        await reader.read()

    with RawServer(handler) as server:
        client = client_of("llmgine", server.url)
        heard: queue.Queue[Notification] = queue.Queue()
        client.socket().on_notification(heard.put)
        client.hear()
        assert client.socket().connect().app_id == "early"
        assert heard.get(timeout=5).message == "early, too"


# Garbage on a working connection


@pytest.mark.parametrize("garbage", ["{", "null", "[]", '"text"', b"\x80binary", ""])
def test_garbage_ends_the_connection_for_all_who_wait(client_of: ClientOf, garbage: str | bytes) -> None:
    async def answer(app: App, frame: Json) -> None:
        if frame["type"] == "status":
            await app.peer.socket.send(garbage)
        else:
            await obliging(app, frame)

    with Talking(answer) as gateway:
        client = client_of("llmgine", gateway.url)
        with pytest.raises(ProtocolViolation, match="JSON"):
            client.socket().session("s").status()
        assert client.socket().session().create() == "session of app-2"


ODD = [None, 0, 7, -1.5, True, False, "", "text", [], [1], {}, {"a": [{}]}]


def test_frames_with_wrong_types_in_every_field_break_nothing(client_of: ClientOf) -> None:
    kinds = ["server_request", "notification", "server_ping", "error", "connected", "ping_res", "x", *ODD]
    handled: queue.Queue[Any] = queue.Queue()

    async def storm(app: App, frame: Json) -> None:
        if frame["type"] == "create_session":
            for kind in kinds:
                for odd in ODD:
                    await app.peer.say({"type": kind, "message_id": odd, "data": {}})
                    await app.peer.say({"type": kind, "message_id": "other", "data": odd})
                    fields = ("request_type", "session_id", "message", "additional_data", "timestamp", "code")
                    await app.peer.say({"type": kind, "message_id": "m", "data": dict.fromkeys(fields, odd)})
            await app.peer.say({})
            await app.say("notification", {"message": "over"})
            return
        await obliging(app, frame)

    def handler(message: Any) -> None:
        handled.put(message)

    with Talking(storm) as gateway:
        client = client_of("llmgine", gateway.url)
        socket = client.socket()
        for register in (partial(socket.on_server_request, "*"), socket.on_notification):
            register(handler)
        socket.on_message("*", handler)
        client.hear()
        # An error that names nobody's request is that of the oldest one.
        with pytest.raises(GatewayError):
            socket.session().create()
        while getattr(message := handled.get(timeout=10), "message", "") != "over":
            assert isinstance(message, Notification | ServerMessage | ServerRequest)
        assert socket.session("s").ping("still").timestamp == "still"
        assert gateway.connections == 1


@pytest.mark.parametrize("odd", [*ODD[:-2], {"timestamp": 7}, {"timestamp": []}])
def test_an_answer_that_does_not_fit_is_reported(client_of: ClientOf, odd: Any) -> None:
    async def answer(app: App, frame: Json) -> None:
        if frame["type"] == "create_session":
            await app.say("create_session_res", odd, frame["message_id"])
        else:
            await obliging(app, frame)

    with Talking(answer) as gateway:
        client = client_of("llmgine", gateway.url)
        with pytest.raises(ProtocolViolation, match=r"session\.create"):
            client.socket().session().create()
        assert client.socket().session("s").ping("still").timestamp == "still"
        assert gateway.connections == 1


# Errors and whose they are


def test_an_error_with_a_fresh_id_is_that_of_the_oldest_call(client_of: ClientOf, spawn: Spawn) -> None:
    with Talking(silent) as gateway:
        client = client_of("llmgine", gateway.url)
        waiting = []
        for name in "abc":
            waiting.append(spawn(partial(client.socket().session(name).status)))
            gateway.received.get(timeout=5)
        app = gateway.app()
        gateway.run(app.fail("WEBSOCKET_ERROR"))
        assert type(waiting[0].exception(5)) is HandlerFailed
        gateway.run(app.fail("INVALID_JSON"))
        assert type(waiting[1].exception(5)) is InvalidJson
        # The third one bears its own id.
        gateway.run(app.fail("SESSION_NOT_FOUND", "3"))
        error = waiting[2].exception(5)
        assert type(error) is SessionNotFound
        assert "session().create()" in str(error)
        gateway.run(app.fail("WEBSOCKET_ERROR"))
        gateway.answer = app._answer = obliging
        assert client.socket().session("s").ping("x").timestamp == "x"


def test_an_answer_that_comes_after_the_server_gave_up_breaks_nothing(
    client_of: ClientOf, talking: Talking, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of("llmgine", talking.url)
    asked, answer_now = threading.Event(), threading.Event()

    def slow(request: ServerRequest) -> Json:
        asked.set()
        answer_now.wait(5)
        return {"approved": True}

    async def slow_too(request: ServerRequest) -> Json:
        return await asyncio.to_thread(slow, request)

    client.socket().on_server_request("permission", slow if client.colour == "sync" else slow_too)
    client.hear()
    app = talking.app()
    # It asks, and does not wait for the answer; it refuses what comes then, under the same id.
    talking.run(app.say("server_request", {"request_type": "permission"}))
    assert asked.wait(5)
    client.socket().on_server_request("quick", lambda request: {})
    answer_now.set()
    assert talking.run(app.ask("quick")) == {}
    assert app.refused.get(timeout=5)["data"]["approved"] is True
    assert client.socket().session("s").ping("x").timestamp == "x"
    assert app.refused.empty()
    assert talking.connections == 1
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


# Handlers


def test_what_a_handler_returns_goes_back(client_of: ClientOf, talking: Talking) -> None:
    client = client_of("llmgine", talking.url)
    socket = client.socket()

    async def later(request: ServerRequest) -> Json:
        await asyncio.sleep(0)
        return {"later": request.data["n"]}

    socket.on_server_request("now", lambda request: {"now": request.data["n"]})
    socket.on_server_request("later", later)
    socket.on_server_request("nothing", lambda request: None)
    socket.on_server_request("*", lambda request: {"any": request.request_type})
    client.hear()
    app = talking.app()
    assert talking.run(app.ask("now", n=1)) == {"now": 1}
    assert talking.run(app.ask("later", n=2)) == {"later": 2}
    assert talking.run(app.ask("nothing")) == {}
    assert talking.run(app.ask("else")) == {"any": "else"}


def test_a_handler_that_raises_is_told_to_the_server(
    client_of: ClientOf, talking: Talking, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of("llmgine", talking.url)

    def fail(request: ServerRequest) -> None:
        raise KeyError("no such thing")

    async def fail_later(request: ServerRequest) -> None:
        await asyncio.sleep(0)
        raise ValueError("no such value")

    def stop(request: ServerRequest) -> None:
        raise StopIteration

    client.socket().on_server_request("fail", fail)
    client.socket().on_server_request("fail later", fail_later)
    client.socket().on_server_request("stop", stop)
    client.hear()
    app = talking.app()
    assert talking.run(app.ask("fail")) == {"error": "'no such thing'"}
    assert talking.run(app.ask("fail later")) == {"error": "no such value"}
    assert talking.run(app.ask("stop")) == {"error": "StopIteration"}
    assert sum("failed" in record.getMessage() for record in caplog.records) == 3
    # It still listens.
    assert client.socket().session("s").ping("x").timestamp == "x"


@pytest.mark.parametrize("nonsense", [7, "text", ["a"], object(), {"a": object()}])
def test_a_handler_that_returns_nonsense_has_failed(
    client_of: ClientOf, talking: Talking, nonsense: Any
) -> None:
    client = client_of("llmgine", talking.url)

    async def later(request: ServerRequest) -> Any:
        return nonsense

    client.socket().on_server_request("now", lambda request: nonsense)
    client.socket().on_server_request("later", later)
    client.hear()
    app = talking.app()
    for kind in ("now", "later"):
        assert set(talking.run(app.ask(kind))) == {"error"}


def test_a_missing_handler_is_told_to_the_server(client_of: ClientOf, talking: Talking) -> None:
    client = client_of("llmgine", talking.url)
    client.hear()
    app = talking.app()
    assert talking.run(app.ask("unknown")) == {
        "error": "the client has no handler for request_type='unknown'"
    }
    # Nobody expects an answer to these.
    talking.run(app.say("notification", {"message": "m"}))
    talking.run(app.say("something else", {}))
    assert client.socket().session("s").ping("x").timestamp == "x"
    assert app.refused.empty()


def test_a_handler_that_never_returns_holds_up_nobody_elses_call(
    client_of: ClientOf, talking: Talking
) -> None:
    client = client_of("llmgine", talking.url)
    stuck, free = threading.Event(), threading.Event()

    def wait(request: ServerRequest) -> None:
        stuck.set()
        free.wait(10)

    async def wait_forever(request: ServerRequest) -> None:
        stuck.set()
        await asyncio.Event().wait()

    client.socket().on_server_request("wait", wait if client.colour == "sync" else wait_forever)
    client.hear()
    app = talking.app()
    talking.run(app.say("server_request", {"request_type": "wait"}))
    assert stuck.wait(5)
    for number in range(20):
        assert client.socket().session("s").ping(str(number)).timestamp == str(number)
    client.close()
    free.set()


def test_a_handler_may_call_the_same_client(client_of: ClientOf, talking: Talking) -> None:
    client = client_of("llmgine", talking.url)

    def call(request: ServerRequest) -> Json:
        result = client.socket().session("s").ping(request.data["text"])
        return {"heard": result.timestamp}

    async def call_later(request: ServerRequest) -> Json:
        # The blocking client works in a coroutine, too; an asyncio client is awaited.
        session = (client.api.socket if client.colour == "sync" else client.api.async_socket)().session("s")
        result = session.ping(request.data["text"])
        result = result if client.colour == "sync" else await result
        return {"heard": result.timestamp}

    if client.colour == "sync":
        client.socket().on_server_request("call", call)
    else:
        client.socket().on_server_request("call", call_later)
    client.socket().on_server_request("call later", call_later)
    client.hear()
    app = talking.app()

    async def many() -> list[Json]:
        kinds = ["call", "call later"] * 10
        return await asyncio.gather(*(app.ask(kind, text=str(n)) for n, kind in enumerate(kinds)))

    assert talking.run(many()) == [{"heard": str(n)} for n in range(20)]


def test_a_handler_may_call_while_the_server_asks_on(client_of: ClientOf) -> None:
    """The server answers a call only after its own next question was answered, and so on."""
    depth = 5

    async def ask_back(app: App, frame: Json) -> None:
        left = int(frame["data"]["timestamp"])
        if left:
            asking = asyncio.create_task(app.ask("deeper", left=left - 1))
            tasks.add(asking)
        await obliging(app, frame)

    tasks: set[asyncio.Task[Json]] = set()
    reached: queue.Queue[int] = queue.Queue()
    with Talking(ask_back) as gateway:
        client = client_of("llmgine", gateway.url)

        def deeper(request: ServerRequest) -> None:
            left = request.data["left"]
            client.socket().session("s").ping(str(left))
            reached.put(left)

        async def deeper_later(request: ServerRequest) -> None:
            left = request.data["left"]
            await client.api.async_socket().session("s").ping(str(left))
            reached.put(left)

        client.socket().on_server_request("deeper", deeper if client.colour == "sync" else deeper_later)
        client.hear()
        client.socket().session("s").ping(str(depth))
        assert take(reached, depth) == list(range(depth - 1, -1, -1))


def test_a_server_ping_is_answered_while_a_call_waits(client_of: ClientOf) -> None:
    async def ping_first(app: App, frame: Json) -> None:
        await app.say("server_ping", {"timestamp": "t1"}, "p1")
        assert (await app.peer.request())["message_id"] == "p1"
        await obliging(app, frame)

    with Talking(ping_first) as gateway:
        client = client_of("llmgine", gateway.url)
        # Nobody listens.
        assert client.socket().session("s").ping("x").timestamp == "x"
        gateway.received.get(timeout=5)
        pong = gateway.received.get(timeout=5)
        assert pong["type"] == "server_pong"
        assert pong["data"]["timestamp"] == "t1"
        assert pong["data"]["server_timestamp"].endswith("Z")


def test_a_server_ping_is_answered_while_somebody_listens(client_of: ClientOf, talking: Talking) -> None:
    client = client_of("llmgine", talking.url)
    client.hear()
    app = talking.app()
    for number in range(3):
        talking.run(app.say("server_ping", {"timestamp": str(number)}))
        assert app.pongs.get(timeout=5)["data"]["timestamp"] == str(number)


# Many messages


@pytest.mark.parametrize("handled_by", ["function", "coroutine"])
def test_a_thousand_messages_of_all_sorts_are_each_handled_once(
    client_of: ClientOf, spawn: Spawn, handled_by: str
) -> None:
    async def mixed(app: App, frame: Json) -> None:
        number = next(numbers)
        await app.say("notification", {"message": f"n{number}"})
        if number % 2:
            running.add(asyncio.create_task(asked(app, number)))
        if number % 5 == 0:
            await app.say("server_ping", {"timestamp": str(number)})
        if number % 7 == 0:
            await app.say("weather", {"number": number})
        await obliging(app, frame)

    async def asked(app: App, number: int) -> None:
        answers[number] = (await app.ask("double", n=number))["doubled"]

    numbers = itertools.count(1)
    running: set[asyncio.Task[None]] = set()
    answers: dict[int, int] = {}
    with Talking(mixed) as gateway:
        client = client_of("llmgine", gateway.url)
        notes: queue.Queue[str] = queue.Queue()
        weather: queue.Queue[int] = queue.Queue()

        def double(request: ServerRequest) -> Json:
            return {"doubled": 2 * request.data["n"]}

        async def double_later(request: ServerRequest) -> Json:
            await asyncio.sleep(0)
            return double(request)

        socket = client.socket()
        # Blocking code runs each coroutine on a loop of its own, which takes its time.
        later = handled_by == "coroutine"
        socket.on_server_request("double", double_later if later else double)
        socket.on_notification(lambda note: notes.put(note.message))
        socket.on_message("weather", lambda message: weather.put(message.data["number"]))
        client.hear()
        app = gateway.app()

        def call(worker: int) -> None:
            for number in range(40):
                text = f"{worker}-{number}"
                assert socket.session("s").ping(text).timestamp == text

        for future in [spawn(partial(call, worker)) for worker in range(10)]:
            future.result(10)
        told = take(notes, 400)
        assert Counter(told) == Counter(f"n{n}" for n in range(1, 401))
        assert sorted(take(weather, 400 // 7)) == list(range(7, 401, 7))
        assert len(take(app.pongs, 80)) == 80
        gateway.run(asyncio.wait(running))
        assert answers == {n: 2 * n for n in range(1, 401, 2)}
        assert notes.empty()
        assert weather.empty()
        assert app.refused.empty()
        assert gateway.connections == 1


def test_a_storm_fills_no_memory_and_loses_nothing(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mux, "MANY_PUSHED", 50)
    total = 3000
    text = "x" * 2000

    async def storm(app: App) -> None:
        for number in range(total):
            await app.say("notification", {"message": str(number), "additional_data": {"text": text}})

    with Talking() as gateway:
        client = client_of("llmgine", gateway.url)
        go = threading.Event()
        free: asyncio.Event | None = None
        notes: queue.Queue[int] = queue.Queue()
        most = 0

        def handle(note: Notification) -> None:
            nonlocal most
            go.wait(10)
            notes.put(int(note.message))
            most = max(most, len(session().pushed))

        async def handle_later(note: Notification) -> None:
            nonlocal most
            assert free is not None
            most = max(most, session().handling)
            await free.wait()
            notes.put(int(note.message))

        def session() -> Any:
            if client.colour == "sync":
                return client.api._socket._lanes[0]._session
            ((sockets, _),) = client.api._async_socket._loops._values.values()
            return sockets.lanes[0]._source.session

        if client.thread is not None:

            async def make() -> asyncio.Event:
                return asyncio.Event()

            free = client.thread.run(make())
        client.socket().on_notification(handle if client.colour == "sync" else handle_later)
        client.hear()
        app = gateway.app()
        storming = asyncio.run_coroutine_threadsafe(storm(app), gateway.thread.loop)
        # Calls are answered meanwhile, behind what was said before.
        assert client.socket().session("s").ping("x").timestamp == "x"
        go.set()
        if client.thread is not None and free is not None:
            client.thread.loop.call_soon_threadsafe(free.set)
        storming.result(10)
        assert sorted(take(notes, total)) == list(range(total))


def test_what_is_too_much_is_refused_and_said(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mux, "MOST_PUSHED", 20)

    async def flood(app: App, frame: Json) -> None:
        # A call waits, so that reading cannot stop.
        if frame["data"]["timestamp"] == "flood":
            for _ in range(50):
                await app.say("server_request", {"request_type": "wait"})
        await obliging(app, frame)

    with Talking(flood) as gateway:
        client = client_of("llmgine", gateway.url)
        begun, go = threading.Event(), threading.Event()
        done: queue.Queue[int] = queue.Queue()

        def wait(request: ServerRequest) -> None:
            begun.set()
            go.wait(10)
            done.put(1)

        async def wait_later(request: ServerRequest) -> None:
            await asyncio.to_thread(wait, request)

        client.socket().on_server_request("wait", wait if client.colour == "sync" else wait_later)
        client.hear()
        app = gateway.app()
        gateway.run(app.say("server_request", {"request_type": "wait"}))
        assert begun.wait(5)
        assert client.socket().session("s").ping("flood").timestamp == "flood"
        busy = [record for record in caplog.records if "refused a message" in record.getMessage()]
        assert len(busy) in {30, 31}
        go.set()
        assert len(take(done, 51 - len(busy))) in {20, 21}
        client.socket().session("s").ping("over")
        said = [frame["data"].get("error") for frame in take(app.refused, app.refused.qsize())]
        assert said.count("the client is busy") == len(busy)


# Listening, and its end


def test_listening_ends_after_its_time(client_of: ClientOf, talking: Talking) -> None:
    client = client_of("llmgine", talking.url)
    assert client.socket().listen(timeout=0.1) is None
    assert client.socket().session().create() == "session of app-1"


def test_listening_ends_when_another_thread_closes(
    client_of: ClientOf, talking: Talking, spawn: Spawn
) -> None:
    client = client_of("llmgine", talking.url)
    listening = spawn(client.socket().listen)
    talking.app()
    client.close()
    assert listening.result(5) is None
    with pytest.raises(ClientClosed):
        client.socket().listen()


def test_listening_ends_when_a_handler_closes(client_of: ClientOf, talking: Talking, spawn: Spawn) -> None:
    client = client_of("llmgine", talking.url)
    handled = threading.Event()

    def close(request: ServerRequest) -> Json:
        client.api.socket().close()
        handled.set()
        return {"closed": True}

    async def close_later(request: ServerRequest) -> Json:
        handled.set()
        await client.api.async_socket().aclose()
        return {"closed": True}

    client.socket().on_server_request("close", close if client.colour == "sync" else close_later)
    listening = spawn(client.socket().listen)
    app = talking.app()
    talking.run(app.say("server_request", {"request_type": "close"}))
    assert listening.result(5) is None
    assert handled.is_set()


def test_calls_wait_for_their_answers_while_another_thread_listens(
    client_of: ClientOf, talking: Talking, spawn: Spawn
) -> None:
    client = client_of("llmgine", talking.url)
    heard: queue.Queue[str] = queue.Queue()
    client.socket().on_notification(lambda note: heard.put(note.message))
    listening = spawn(client.socket().listen)
    app = talking.app()
    for number in range(50):
        talking.run(app.say("notification", {"message": str(number)}))
        assert client.socket().session("s").ping(str(number)).timestamp == str(number)
    assert take(heard, 50) == [str(number) for number in range(50)]
    client.close()
    assert listening.result(5) is None


def test_two_cannot_listen_at_once(talking: Talking, spawn: Spawn) -> None:
    with Api(talking.url) as api:
        listening = spawn(api.socket().listen)
        talking.app()
        # The thread is somewhere between its connection and its first wait.
        api.socket().session("s").ping("x")
        for background in (False, True):
            with pytest.raises(ConfigurationError, match="somebody listens already"):
                api.socket().listen(timeout=1, background=background)
        api.close()
        assert listening.result(5) is None


def test_listening_in_the_background_goes_on_with_a_new_connection(
    talking: Talking, caplog: pytest.LogCaptureFixture
) -> None:
    with Api(talking.url) as api:
        heard: queue.Queue[str] = queue.Queue()
        api.socket().on_notification(lambda note: heard.put(note.message))
        api.socket().listen(background=True)
        for number in range(3):
            app = talking.app()
            talking.run(app.say("notification", {"message": str(number)}))
            assert heard.get(timeout=5) == str(number)
            talking.thread.loop.call_soon_threadsafe(app.peer.abort)
        talking.app()
    for thread in threading.enumerate():
        if thread.name == "listen":
            thread.join(5)
    lost = [record for record in caplog.records if "new connection" in record.getMessage()]
    assert len(lost) == 3


def test_listening_in_the_background_ends_where_there_is_no_new_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Talking() as gateway, Api(gateway.url, retries=1) as api:
        api.socket().listen(background=True)
        (listening,) = [thread for thread in threading.enumerate() if thread.name == "listen"]
        gateway.app()
        gateway.stop()
        listening.join(10)
        assert not listening.is_alive()
        ended = [record for record in caplog.records if "listening has ended" in record.getMessage()]
        assert len(ended) == 1
        caplog.clear()


def test_listening_in_the_background_ends_after_its_time(talking: Talking) -> None:
    with Api(talking.url) as api:
        api.socket().listen(timeout=0.1, background=True)
        (listening,) = [thread for thread in threading.enumerate() if thread.name == "listen"]
        listening.join(10)
        assert not listening.is_alive()
        assert api.socket().session().create() == "session of app-1"


@pytest.mark.parametrize("where", ["waiting", "handler"])
def test_listening_can_be_interrupted(talking: Talking, where: str) -> None:
    pressed = threading.Event()

    def press() -> None:
        app = talking.app()
        if where == "handler":
            talking.run(app.say("server_request", {"request_type": "wait"}))
            assert pressed.wait(5)
        else:
            talking.run(app.ask("ready"))
        os.kill(os.getpid(), signal.SIGINT)

    def wait(request: ServerRequest) -> None:
        pressed.set()
        for _ in range(1000):  # a signal that comes just before it sleeps ends no sleep
            time.sleep(0.01)

    with Api(talking.url) as api:
        api.socket().on_server_request("wait", wait)
        api.socket().on_server_request("ready", lambda request: {})
        thread = threading.Thread(target=press)
        thread.start()
        try:
            with pytest.raises(KeyboardInterrupt):
                api.socket().listen()
        finally:
            thread.join()
        # The client can go on, and so can whoever listens.
        assert api.socket().session("s").ping("x").timestamp == "x"
        assert api.socket().listen(timeout=0.05) is None
