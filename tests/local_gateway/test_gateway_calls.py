"""Sockets for calls whose envelope tells the operation: greeting, order, kinds, errors, silence."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from raw_client import Raw
from small_gateways import NAMED, ORDERED
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gatewright.gateway import LocalGateway, Refused, Request, ServiceFailure, local_gateway


@pytest.fixture
def shop() -> Iterator[LocalGateway]:
    with local_gateway(ORDERED) as gateway:
        yield gateway


@pytest.fixture
def house() -> Iterator[LocalGateway]:
    with local_gateway(NAMED) as gateway:
        yield gateway


def opened(gateway: LocalGateway) -> Raw:
    socket = Raw(gateway, "/orders")
    socket.receive()
    return socket


def do(operation: str, **body: Any) -> dict[str, Any]:
    return {"do": operation, "with": body}


def without_time(frame: dict[str, Any]) -> dict[str, Any]:
    assert frame.pop("at")
    return frame


def test_greeting_comes_first_and_is_new_each_time(shop: LocalGateway) -> None:
    with Raw(shop, "/orders") as one, Raw(shop, "/orders") as two:
        greetings = [without_time(socket.receive()) for socket in (one, two)]
        customers = [greeting["with"].pop("customer_id") for greeting in greetings]
        assert len(set(customers)) == 2
        for greeting in greetings:
            assert greeting["with"].pop("open_time").endswith("+00:00")
            assert greeting == {"say": "hello", "with": {"offers": ["Small"], "mood": "good"}}
        assert one.ask(do("look-around"))["with"] == {"customer": customers[0], "asked": 1}


@pytest.mark.parametrize("headers", [{}, {"X_Key": "wrong"}])
def test_credential_before_the_upgrade(headers: dict[str, str]) -> None:
    with local_gateway(ORDERED, token="key") as gateway:
        with pytest.raises(InvalidStatus) as refused:
            Raw(gateway, "/orders", **headers)
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body or b"") == {"error": "no key"}
        with Raw(gateway, "/orders", X_Key="key") as socket:
            assert socket.receive()["say"] == "hello"


def test_credential_in_the_query() -> None:
    with local_gateway(NAMED, token="a&b") as gateway:
        with pytest.raises(InvalidStatus) as refused:
            Raw(gateway, "/house?key=a")
        assert refused.value.response.status_code == 401
        with Raw(gateway, "/house?key=a%26b") as socket:
            assert socket.receive()["type"] == "welcome"


def test_kinds_of_replies(shop: LocalGateway) -> None:
    with opened(shop) as socket:
        assert socket.ask(do("look-around"))["say"] == "look-around-done"
        waved = socket.ask(do("wave"))
        assert waved["say"] == "wave-back"
        assert (waved["with"]["hands"], waved["with"]["how"]) == (1, "gently")
        assert waved["with"]["waved_at"].endswith("+00:00")


def test_stream_whose_kinds_stand_in_the_envelope(shop: LocalGateway) -> None:
    with opened(shop) as socket:
        socket.send(do("order", things=["tea", "milk", "salt"]))
        frames = [socket.receive() for _ in range(8)]
    kinds = [frame["say"] for frame in frames]
    assert kinds == ["start", *["thing", "count"] * 3, "bill"]
    assert frames[0]["with"]["things"] == 3
    assert frames[-1]["with"] == {"total": 3}
    # As they are done, which is not the order of the request.
    things = {frame["with"]["place"]: frame["with"]["name"] for frame in frames if frame["say"] == "thing"}
    assert things == {0: "tea", 1: "milk", 2: "salt"}
    assert list(things) != [0, 1, 2]
    counts = [frame["with"]["done"] for frame in frames if frame["say"] == "count"]
    assert counts == ["1 of 3", "2 of 3", "3 of 3"]


def test_a_handler_yields_pairs(shop: LocalGateway) -> None:
    def plain(request: Request) -> Iterator[Any]:
        yield "thing", {"name": request["things"][0]}
        yield "bill", {}
        yield "thing", {"name": "never comes"}

    async def later(request: Request) -> AsyncIterator[Any]:
        for pair in plain(request):
            yield pair

    with opened(shop) as socket:
        for handler in (plain, later):
            shop.on("shop.order", handler)
            socket.send(do("order", things=["tea"]))
            frames = [without_time(socket.receive()) for _ in range(2)]
            assert frames == [{"say": "thing", "with": {"name": "tea"}}, {"say": "bill", "with": {}}]
        # What a handler leaves out does not come.
        shop.on("shop.order", lambda request: iter([("thing", {})]))
        socket.send(do("order", things=["tea"]))
        assert socket.receive()["say"] == "thing"
        assert socket.ask(do("wave"))["say"] == "wave-back"


def test_one_request_at_a_time(shop: LocalGateway) -> None:
    go_on = shop.call(asyncio.Event)

    async def waits(request: Request) -> object:
        await go_on.wait()
        return {}

    shop.on("shop.look", waits)
    with opened(shop) as socket, opened(shop) as other:
        socket.send(do("look-around"))
        socket.send(do("wave"))
        pong = socket.raw.ping()
        shop.wait_for(lambda: len(shop.requests) == 1)
        assert other.ask(do("wave"))["say"] == "wave-back"
        # Neither the second request nor the ping has been read.
        assert [request.operation for request in shop.requests] == ["shop.look", "shop.wave"]
        assert not pong.is_set()
        shop.call(go_on.set)
        assert [socket.receive()["say"] for _ in range(2)] == ["look-around-done", "wave-back"]
        assert pong.wait(5)
    assert shop.most_in_flight == 1


@pytest.mark.parametrize(
    "unreadable",
    [
        "no JSON",
        "[]",
        b"\x00",
        {"do": "wave"},
        {"with": {}},
        {"do": 7, "with": {}},
        {"do": "wave", "with": None},
        do("order"),
        do("order", things="tea"),
        do("order", things=["tea", 7]),
        do("order", things=["tea"], urgent="yes"),
        do("order", things=["tea"], to={"number": 7}),
        do("order", things=["tea"], to={"street": "s", "number": "7"}),
    ],
)
def test_what_cannot_be_read_is_not_answered(shop: LocalGateway, unreadable: object) -> None:
    with opened(shop) as socket:
        socket.send(unreadable)
        assert socket.ask(do("wave"))["say"] == "wave-back"


def test_unknown_fields_do_no_harm(shop: LocalGateway) -> None:
    with opened(shop) as socket:
        socket.send(do("order", things=[], to={"street": "s", "more": 1}, urgent=None, more=1))
        assert socket.receive()["with"] == {"why": "empty", "text": "nothing to order"}


def test_errors_have_a_kind_of_their_own(shop: LocalGateway, caplog: pytest.LogCaptureFixture) -> None:
    def fails(request: Request) -> object:
        raise ServiceFailure("sold-out", "no tea")

    def refuses(request: Request) -> object:
        raise Refused("closed", type="closed")

    def fails_late(request: Request) -> object:
        yield "thing", {}
        raise ServiceFailure("sold-out", "no milk")

    with opened(shop) as socket:
        assert without_time(socket.ask(do("dance"))) == {
            "say": "sorry",
            "with": {"why": "strange", "text": "what is dance"},
        }
        shop.on("shop.look", fails)
        assert socket.ask(do("look-around"))["with"] == {"why": "sold-out", "text": "no tea"}
        shop.on("shop.look", refuses)
        assert socket.ask(do("look-around"))["with"] == {"why": "closed", "text": "closed"}
        shop.on("shop.look", lambda request: request["no such field"])
        said = socket.ask(do("look-around"))["with"]
        assert said == {"why": "broken", "text": "KeyError: 'no such field'"}
        assert "the handler of shop.look failed" in caplog.text
        shop.on("shop.order", fails_late)
        socket.send(do("order", things=["tea"]))
        assert [socket.receive()["say"] for _ in range(2)] == ["thing", "sorry"]


@pytest.mark.parametrize("kind", ["drop", "reset", "close"])
def test_connection_ends_in_a_stream(shop: LocalGateway, kind: Any) -> None:
    shop.fault("shop.order", kind, after=2)
    with opened(shop) as socket:
        socket.send(do("order", things=["tea"]))
        assert [socket.receive()["say"] for _ in range(2)] == ["start", "thing"]
        with pytest.raises(ConnectionClosed):
            socket.receive()
    shop.wait_for(lambda: shop.live_connections == 0)


def test_other_faults_in_a_stream(shop: LocalGateway) -> None:
    with opened(shop) as socket:
        shop.fault("shop.order", "garbage", after=1)
        socket.send(do("order", things=["tea"]))
        texts = [socket.text() for _ in range(5)]
        assert texts[1] == "this is not JSON"
        shop.fault("shop.order", "error", after=1, type="t", message="m")
        socket.send(do("order", things=["tea"]))
        assert [socket.receive()["say"] for _ in range(2)] == ["start", "sorry"]
        shop.fault("shop.wave", "big", size=5000)
        assert len(socket.ask(do("wave"))["with"]["padding"]) == 5000


def test_work_ends_with_its_client(shop: LocalGateway) -> None:
    ended = threading.Event()

    async def waits(request: Request) -> object:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    shop.on("shop.look", waits)
    with opened(shop) as socket:
        socket.send(do("look-around"))
        shop.wait_for(lambda: len(shop.requests) == 1)
        socket.hang_up()
    assert ended.wait(5)
    shop.wait_for(lambda: shop.live_connections == 0)


# Requests with names


def enter(socket: Raw) -> str:
    answer = socket.ask({"type": "enter", "id": "e", "data": {"guest": "me"}})
    assert (answer["type"], answer["id"]) == ("enter_res", "e")
    visit = answer["data"]["visit_id"]
    assert isinstance(visit, str)
    return visit


@pytest.mark.parametrize("place", ["body", "envelope", "both"])
def test_scope_in_body_or_envelope(house: LocalGateway, place: str) -> None:
    with Raw(house, "/house") as socket:
        socket.receive()
        visit = enter(socket)
        body = {"text": "hi", **({"visit_id": visit} if place != "envelope" else {})}
        frame = {"type": "say", "id": 7, "data": body}
        answer = socket.ask(frame if place == "body" else {**frame, "visit_id": visit})
        assert house.requests[-1].operation == "say"
        assert house.requests[-1].context == {"visit_id": visit}
        if place == "envelope":
            assert answer["data"]["code"] == "GONE"
        else:
            assert (answer["type"], answer["id"], answer["data"]["said"]) == ("say_res", 7, "hi")


@pytest.mark.parametrize(
    ("frame", "code", "named"),
    [
        ("no JSON", "NO_JSON", False),
        ("[]", "HALF", False),
        ({"type": "enter", "id": "a"}, "HALF", False),
        ({"type": "enter", "data": {}}, "HALF", False),
        ({"id": "a", "data": {}}, "BAD", True),
        ({"type": "say", "id": "a", "data": {"visit_id": "v"}}, "BAD", True),
        ({"type": "say", "id": "a", "data": {"visit_id": "v", "text": 7}}, "BAD", True),
        ({"type": "say", "id": "a", "data": {"visit_id": "v", "text": "t"}}, "GONE", True),
        ({"type": "dance", "id": "a", "data": {}}, "BAD", True),
        ({"type": "dance", "id": "a", "data": {"visit_id": "v"}}, "GONE", True),
        ({"type": "answer", "id": "a", "data": {}}, "BAD", True),
        ({"type": "enter", "id": "a", "data": {"guest": 7}}, "BAD", True),
        ({"type": "enter", "id": "a", "data": {}}, "BAD", True),
    ],
)
def test_refusals(house: LocalGateway, frame: object, code: str, named: bool) -> None:
    with Raw(house, "/house") as socket:
        socket.receive()
        answer = socket.ask(frame)
        assert answer["type"] == "error"
        assert answer["data"]["code"] == code
        assert (answer["id"] == "a") is named
        assert isinstance(answer["id"], str)


def test_unknown_kind_of_a_known_visit(house: LocalGateway) -> None:
    with Raw(house, "/house") as socket:
        socket.receive()
        visit = enter(socket)
        answer = socket.ask({"type": "dance", "id": "a", "data": {"visit_id": visit}})
        assert answer["data"] == {"code": "WHAT", "message": "what is dance"}


def test_a_handler_with_a_bug_does_not_name_its_request(house: LocalGateway) -> None:
    def fails(request: Request) -> object:
        raise ValueError("oops")

    house.on("room.enter", fails)
    with Raw(house, "/house") as socket:
        socket.receive()
        answer = socket.ask({"type": "enter", "id": "a", "data": {"guest": "me"}})
        assert answer["data"] == {"code": "BROKEN", "message": "oops"}
        assert answer["id"] != "a"
