"""Messages of a gateway to its clients: delivery, answers, who is connected, from any thread or loop."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from raw_client import Raw
from small_gateways import NAMED, ORDERED

from gatewright.errors import ConfigurationError
from gatewright.gateway import (
    AnswerTimeout,
    AppGone,
    ConnectionMetadata,
    LocalGateway,
    MessagingError,
    Request,
    ServerMessage,
    local_gateway,
)


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway(NAMED) as gateway:
        yield gateway


class Guest(Raw):
    """A connection that knows its name."""

    def __init__(self, gateway: LocalGateway) -> None:
        super().__init__(gateway, "/house")
        self.name: str = self.receive()["data"]["guest"]

    def enter(self, guest: str | None = None) -> str:
        """Begins a visit."""
        visit = self.ask({"type": "enter", "id": "e", "data": {"guest": guest or self.name}})
        return str(visit["data"]["visit_id"])


@pytest.fixture
def guest(gw: LocalGateway) -> Iterator[Guest]:
    with Guest(gw) as guest:
        yield guest


def in_background(function: Callable[[], Any]) -> Callable[[], Any]:
    """Starts a thread; what it returns waits for the result, or raises what was raised."""
    results: queue.Queue[tuple[Any, BaseException | None]] = queue.Queue()

    def run() -> None:
        try:
            results.put((function(), None))
        except BaseException as error:
            results.put((None, error))

    threading.Thread(target=run, daemon=True).start()

    def result() -> Any:
        value, error = results.get(timeout=5)
        if error is not None:
            raise error
        return value

    return result


def on_a_loop_of_its_own(gw: LocalGateway, coroutine: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await coroutine()

    return asyncio.run(run())


def on_its_loop(gw: LocalGateway, coroutine: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await coroutine()

    assert gw.loop is not None
    return asyncio.run_coroutine_threadsafe(run(), gw.loop).result(5)


@pytest.fixture(params=[on_a_loop_of_its_own, on_its_loop], ids=["own-loop", "its-loop"])
def run(request: pytest.FixtureRequest, gw: LocalGateway) -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    return lambda coroutine: request.param(gw, coroutine)


def test_a_message_arrives(gw: LocalGateway, guest: Guest, run: Callable[..., Any]) -> None:
    id = run(lambda: gw.messaging.send_to_app(guest.name, "news", {"text": "hi"}))
    assert guest.receive() == {"type": "news", "id": id, "data": {"text": "hi"}, "ours": True}
    # Any type will do.
    run(lambda: gw.messaging.send_to_app(guest.name, "whatever", {}))
    assert guest.receive()["type"] == "whatever"


def test_an_answer_comes_back(gw: LocalGateway, guest: Guest, run: Callable[..., Any]) -> None:
    question = in_background(
        lambda: run(lambda: gw.messaging.send_to_app_and_wait(guest.name, "question", {"about": "name"}))
    )
    asked = guest.receive()
    assert (asked["type"], asked["data"]) == ("question", {"about": "name"})
    guest.send({"type": "answer", "id": asked["id"], "data": {"name": "Ada"}})
    answer = question()
    assert answer == ServerMessage(type="answer", message_id=asked["id"], data={"name": "Ada"})
    # It is not acknowledged, and the connection goes on.
    assert guest.enter()


def test_a_message_about_a_session(gw: LocalGateway, guest: Guest, run: Callable[..., Any]) -> None:
    visit = guest.enter()
    run(lambda: gw.messaging.send_to_session(visit, "news", {"text": "hi"}))
    assert guest.receive()["data"] == {"text": "hi", "session_id": visit}
    with pytest.raises(AppGone, match="nowhere"):
        run(lambda: gw.messaging.send_to_session("nowhere", "news", {}))


def test_broadcast(gw: LocalGateway, run: Callable[..., Any]) -> None:
    with Guest(gw) as one, Guest(gw) as two, Guest(gw) as three:
        sent = run(lambda: gw.messaging.broadcast("news", {"n": 1}, exclude_apps={two.name}))
        assert sent == 2
        assert [guest.receive()["data"] for guest in (one, three)] == [{"n": 1}] * 2
        assert run(lambda: gw.messaging.broadcast("news", {"n": 2})) == 3
        assert [guest.receive()["data"] for guest in (one, two, three)] == [{"n": 2}] * 3


def test_unknown_connection(gw: LocalGateway, run: Callable[..., Any]) -> None:
    for send in (gw.messaging.send_to_app, gw.messaging.send_to_app_and_wait):
        with pytest.raises(AppGone, match="nobody is not connected") as raised:
            run(lambda send=send: send("nobody", "news", {}))
        assert isinstance(raised.value, MessagingError)
        assert isinstance(raised.value, ConnectionError)


def test_no_answer_in_time(gw: LocalGateway, guest: Guest, run: Callable[..., Any]) -> None:
    with pytest.raises(AnswerTimeout, match=r"did not answer question within 0\.01 s") as raised:
        run(lambda: gw.messaging.send_to_app_and_wait(guest.name, "question", {}, timeout=0.01))
    assert isinstance(raised.value, TimeoutError)
    asked = guest.receive()
    # An answer that comes now is a message like any other, and nobody knows its type.
    late = guest.ask({"type": "answer", "id": asked["id"], "data": {}})
    assert (late["type"], late["id"], late["data"]["code"]) == ("error", asked["id"], "BAD")
    assert guest.enter()


def test_a_client_that_goes_answers_no_more(gw: LocalGateway, run: Callable[..., Any]) -> None:
    with Guest(gw) as guest:
        question = in_background(
            lambda: run(lambda: gw.messaging.send_to_app_and_wait(guest.name, "question", {}))
        )
        guest.receive()
    with pytest.raises(AppGone, match="disconnected before it answered"):
        question()


def test_only_an_answer_answers(gw: LocalGateway, guest: Guest) -> None:
    question = in_background(
        lambda: gw.messaging.run(gw.messaging.send_to_app_and_wait(guest.name, "question", {}))
    )
    asked = guest.receive()
    refused = guest.ask({"type": "enter", "id": asked["id"], "data": {"guest": guest.name}})
    assert refused["type"] == "enter_res"
    assert guest.ask({"type": "answer", "id": "another", "data": {}})["type"] == "error"
    assert guest.ask({"type": "answer", "id": ["odd"], "data": {}})["type"] == "error"
    guest.send({"type": "answer", "id": asked["id"], "data": {"error": "I do not know"}})
    assert question().data == {"error": "I do not know"}


def test_many_questions_at_a_time(gw: LocalGateway, guest: Guest) -> None:
    async def ask_all() -> list[int]:
        ask = gw.messaging.send_to_app_and_wait
        answers = await asyncio.gather(*(ask(guest.name, "question", {"n": n}) for n in range(200)))
        return [answer.data["n"] for answer in answers]

    questions = in_background(lambda: asyncio.run(ask_all()))
    for asked in reversed([guest.receive() for _ in range(200)]):
        guest.send({"type": "answer", "id": asked["id"], "data": asked["data"]})
    assert questions() == list(range(200))


def test_plain_code_in_a_thread_may_wait_but_not_the_gateway(gw: LocalGateway, guest: Guest) -> None:
    gw.messaging.run(gw.messaging.send_to_app(guest.name, "news", {}))
    assert guest.receive()["type"] == "news"
    with pytest.raises(ConfigurationError, match="use await"):
        gw.call(lambda: gw.messaging.run(gw.messaging.broadcast("news", {})))
    idle = local_gateway(NAMED)
    with pytest.raises(ConfigurationError, match="does not run"):
        idle.messaging.run(idle.messaging.broadcast("news", {}))
    with pytest.raises(ConfigurationError, match="does not run"):
        asyncio.run(idle.messaging.broadcast("news", {}))


def test_who_is_connected(gw: LocalGateway) -> None:
    messaging = gw.messaging
    assert messaging.get_connected_apps() == []
    with Guest(gw) as one, Guest(gw) as two:
        visit = one.enter()
        assert sorted(messaging.get_connected_apps()) == sorted([one.name, two.name])
        assert messaging.is_app_connected(one.name)
        assert messaging.get_app_sessions(one.name) == {visit}
        assert messaging.get_app_sessions(two.name) == set()
        connection = messaging.get_connection(one.name)
        assert isinstance(connection, ConnectionMetadata)
        assert connection.app_id == one.name
        assert connection.session_ids == {visit}
        assert connection.connected_at < connection.last_activity
        shown = httpx.get(gw.url + "guests").json()
        assert (sorted(shown["guests"]), shown["visits"], shown["bound"], shown["sockets"]) == (
            sorted([one.name, two.name]),
            1,
            1,
            2,
        )
        assert {entry["app_id"]: entry["session_count"] for entry in shown["list"]} == {
            one.name: 1,
            two.name: 0,
        }
        assert "host" not in shown
    gw.wait_for(lambda: not messaging.get_connected_apps())
    assert not messaging.is_app_connected(one.name)
    assert messaging.get_app_sessions(one.name) == set()
    assert messaging.get_connection(one.name) is None
    assert gw.stores.get("visits", visit) is None


def test_sessions_belong_to_whom_they_name(gw: LocalGateway) -> None:
    with Guest(gw) as one, Guest(gw) as two:
        visit, orphan = one.enter(two.name), one.enter("nobody")
        assert gw.messaging.get_app_sessions(two.name) == {visit}
        assert gw.messaging.get_app_sessions(one.name) == set()
        with pytest.raises(AppGone):
            gw.messaging.run(gw.messaging.send_to_session(orphan, "news", {}))
    gw.wait_for(lambda: not gw.messaging.get_connected_apps())
    assert gw.stores.get("visits", visit) is None
    assert gw.stores.get("visits", orphan) is not None


def test_sessions_of_others_may_be_used(gw: LocalGateway) -> None:
    with Guest(gw) as one, Guest(gw) as two:
        visit = one.enter()
        answer = two.ask({"type": "say", "id": 1, "data": {"visit_id": visit, "text": "hi"}})
        assert answer["data"]["said"] == "hi"


def test_limits_of_sessions() -> None:
    with local_gateway(NAMED) as gw, Guest(gw) as guest:
        for _ in range(3):
            guest.enter()
        full = guest.ask({"type": "enter", "id": 1, "data": {"guest": guest.name}})
        assert full["data"] == {"code": "FULL", "message": "the house is full"}
    with local_gateway(NAMED, max_sessions=1) as gw, Guest(gw) as guest:
        guest.enter()
        assert guest.ask({"type": "enter", "id": 1, "data": {"guest": guest.name}})["data"]["code"] == "FULL"
    with local_gateway(NAMED, session_timeout=0.0) as gw, Guest(gw) as guest:
        visit = guest.enter()
        late = guest.ask({"type": "say", "id": 1, "data": {"visit_id": visit, "text": "hi"}})
        assert late["data"] == {"code": "GONE", "message": f"visit {visit} is over"}
        assert gw.messaging.get_app_sessions(guest.name) == set()


def test_callbacks(gw: LocalGateway, caplog: pytest.LogCaptureFixture) -> None:
    heard: queue.Queue[tuple[str, str]] = queue.Queue()

    async def connected(app_id: str) -> None:
        await gw.messaging.send_to_app(app_id, "news", {"for": app_id})
        heard.put(("connect", app_id))

    def fails(app_id: str) -> None:
        raise ValueError("oops")

    gw.on_connection("connect", fails)
    gw.on_connection("connect", connected)
    gw.on_connection("disconnect", lambda app_id: heard.put(("disconnect", app_id)))
    with Guest(gw) as guest:
        assert heard.get(timeout=5) == ("connect", guest.name)
        assert guest.receive()["data"] == {"for": guest.name}
    assert heard.get(timeout=5) == ("disconnect", guest.name)
    assert "a connection callback failed" in caplog.text
    with pytest.raises(ConfigurationError, match="no event 'hello'"):
        gw.on_connection("hello", fails)  # type: ignore[arg-type]


def test_a_callback_may_ask_and_wait(gw: LocalGateway) -> None:
    heard: queue.Queue[Any] = queue.Queue()

    async def connected(app_id: str) -> None:
        answer = await gw.messaging.send_to_app_and_wait(app_id, "question", {"about": "name"})
        heard.put(answer.data)

    gw.on_connection("connect", connected)
    with Guest(gw) as guest:
        asked = guest.receive()
        guest.send({"type": "answer", "id": asked["id"], "data": {"name": "Ada"}})
        assert heard.get(timeout=5) == {"name": "Ada"}


class Upper:
    """A handler of a host: a class with a method `handle`."""

    async def handle(self, request: Request) -> dict[str, Any]:
        return {"text": request["text"].upper()}


def with_connection(request: Request, connection: ConnectionMetadata) -> dict[str, Any]:
    return {"guest": connection.app_id}


def own_kind(request: Request) -> ServerMessage:
    return ServerMessage(type="shouted", data={"text": "!"})


def stream(request: Request) -> Iterator[dict[str, Any]]:
    yield {"n": 1}
    yield {"n": 2}


def test_handlers_of_further_messages(gw: LocalGateway, guest: Guest) -> None:
    visit = guest.enter()

    def ask(kind: str) -> Any:
        frame = guest.ask({"type": kind, "id": 1, "data": {"visit_id": visit, "text": "hi"}})
        assert frame.pop("id") == 1
        return frame

    assert ask("upper")["type"] == "error"
    for handler in (Upper, Upper()):
        gw.on_message("upper", handler)
        assert ask("upper") == {"type": "upper_res", "data": {"text": "HI"}}
    gw.on_message("who", with_connection)
    assert ask("who") == {"type": "who_res", "data": {"guest": guest.name}}
    gw.on_message("shout", own_kind)
    assert ask("shout") == {"type": "shouted", "data": {"text": "!"}}
    gw.on_message("count", stream)
    assert ask("count")["data"] == {"n": 1}
    assert guest.receive()["data"] == {"n": 2}
    # They are held to what holds of all such messages.
    assert guest.ask({"type": "upper", "id": 1, "data": {}})["data"]["message"] == "no visit"
    assert httpx.get(gw.url + "guests").json()["extra"] == ["upper", "who", "shout", "count"]
    with pytest.raises(ConfigurationError, match="no function"):
        gw.on_message("upper", 7)


def test_messages_by_hand(gw: LocalGateway, guest: Guest) -> None:
    connection = gw.messaging.get_connection(guest.name)
    assert connection is not None
    message = ServerMessage(type="odd", data={"n": 1})
    gw.messaging.run(gw.on_loop(connection.websocket.send_text(message.model_dump_json())))
    assert guest.receive() == json.loads(message.model_dump_json())


def test_a_gateway_without_ids_can_tell_but_not_ask() -> None:
    with local_gateway(ORDERED) as gw, Raw(gw, "/orders") as socket:
        customer = socket.receive()["with"]["customer_id"]
        gw.messaging.run(gw.messaging.send_to_app(customer, "offer", {"price": 1}))
        told = socket.receive()
        assert (told["say"], told["with"]) == ("offer", {"price": 1})


def test_a_gateway_that_stops_answers_no_more(gw: LocalGateway) -> None:
    with Guest(gw) as guest:
        question = in_background(
            lambda: asyncio.run(gw.messaging.send_to_app_and_wait(guest.name, "question", {}))
        )
        guest.receive()
        gw.stop()
        with pytest.raises(AppGone, match="disconnected before it answered"):
            question()
