"""The local gateway's multiplexed socket."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from raw_client import Socket
from websockets.exceptions import ConnectionClosed

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, Request, ServiceFailure, local_gateway


def test_authentication_comes_first(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, token="secret") as gw, Socket(gw, token=None) as sock:
        refused = {"id": 7, "error": {"message": "auth failure", "type": "auth-required"}, "complete": True}
        sock.ask(7, "agent", {"question": "?"})
        assert sock.receive() == refused
        sock.send({"type": "auth", "token": "wrong"})
        assert sock.receive() == {"type": "auth-failed", "error": "auth failure"}
        sock.send({"type": "auth", "token": "secret"})
        assert sock.receive() == {"type": "auth-ok", "default_workspace": "default"}
        sock.ask(8, "embeddings", {"texts": ["a"]})
        assert sock.answer(8)[-1]["complete"] is True
        # A failed second attempt leaves the first in force.
        sock.send({"type": "auth", "token": "wrong"})
        assert sock.receive()["type"] == "auth-failed"
        sock.ask(9, "embeddings", {"texts": ["a"]})
        assert sock.answer(9)[-1]["complete"] is True


def test_without_a_token_any_will_do(sock: Socket) -> None:
    assert sock.greeting == {"type": "auth-ok", "default_workspace": "default"}
    assert len(sock.call("embeddings", {"texts": ["a", "b"]})["vectors"]) == 2


def test_stream_of_the_example(sock: Socket, descriptor: Descriptor) -> None:
    example = descriptor.services["agent"].operations["agent"].example.stream
    sock.ask("s", "agent", {"question": "?", "streaming": True})
    frames = sock.answer("s")
    assert [frame["response"] for frame in frames] == example
    assert [frame["complete"] for frame in frames] == [False] * (len(example) - 1) + [True]


@pytest.mark.parametrize("service", ["agent", "graph-rag", "document-rag"])
def test_steps_come_before_the_answer_even_unasked(
    sock: Socket, descriptor: Descriptor, service: str
) -> None:
    (operation,) = descriptor.services[service].operations.values()
    sock.ask("a", service, {"question": "?", "query": "?"})
    *steps, answer = sock.answer("a")
    assert answer["response"] == operation.example.response
    assert steps
    assert all(step["response"]["message_type"] not in {"answer", "chunk", "end"} for step in steps)


def test_operation_is_found_by_its_constants(gw: LocalGateway, sock: Socket) -> None:
    sock.call("text-completion", {"system": "", "prompt": "?"})
    sock.call("text-completion", {"operation": "list-models"})
    sock.call("config", {"operation": "list", "type": "prompt"}, flow=None)
    assert [request.operation for request in gw.requests] == ["text_completion", "list_models", "config.list"]
    assert gw.requests[0].context == {"workspace": "default", "flow": "default"}
    assert gw.requests[2].context == {"workspace": "default"}
    assert {request.interface for request in gw.requests} == {"socket"}


@pytest.mark.parametrize(
    ("service", "flow", "request_", "more", "kind", "message"),
    [
        ("nope", "default", {}, {}, "unknown-service", "unknown service"),
        ("agent", None, {"question": "?"}, {}, "unknown-service", "unknown service"),
        ("config", None, {}, {}, "unknown-service", "unknown service"),
        ("agent", "nope", {"question": "?"}, {}, "error", "Invalid flow default/nope"),
        (
            "agent",
            "default",
            {"question": "?"},
            {"workspace": "nope"},
            "workspace-not-found",
            "workspace not found",
        ),
    ],
)
def test_refusals(
    sock: Socket,
    service: str,
    flow: str,
    request_: dict[str, str],
    more: dict[str, str],
    kind: str,
    message: str,
) -> None:
    sock.ask("r", service, request_, flow, **more)
    assert sock.receive() == {"id": "r", "error": {"message": message, "type": kind}, "complete": True}
    assert sock.call("embeddings", {"texts": []}) == {"vectors": []}


def test_bad_messages(sock: Socket) -> None:
    bad = {"message": "Bad message", "type": "error"}
    sock.send({"id": "a", "service": "agent"})
    assert sock.receive() == {"id": "a", "error": bad, "complete": True}
    sock.send({"service": "agent", "request": {}})
    assert sock.receive() == {"error": bad, "complete": True}
    for text in ("not JSON", "[]", b"\x00"):
        sock.send(text)
        frame = sock.receive()
        assert "id" not in frame
        assert (frame["error"]["type"], frame["complete"]) == ("error", True)


def test_missing_field_is_told_inside_the_body(sock: Socket) -> None:
    error = {"type": "gateway-error", "message": "'question'"}
    sock.ask("m", "agent", {})
    assert sock.receive() == {"id": "m", "response": {"error": error}, "complete": True}


def test_binary_frames_are_read_too(sock: Socket) -> None:
    sock.send(b'{"id":1,"service":"embeddings","flow":"default","request":{"texts":[]}}')
    assert sock.answer(1)[0]["response"] == {"vectors": []}


def test_error_that_is_not_marked_as_the_last(gw: LocalGateway, sock: Socket) -> None:
    def fails(request: Request) -> object:
        raise ServiceFailure("document-rag-error", "it failed")

    gw.on("document_rag", fails)
    sock.ask("d", "document-rag", {"query": "?", "streaming": True})
    error = {"type": "document-rag-error", "message": "it failed"}
    body = {"end_of_stream": True, "end_of_session": False, "error": error}
    assert sock.receive() == {"id": "d", "response": body, "complete": False}


def test_failure_in_mid_stream(gw: LocalGateway, sock: Socket) -> None:
    def fails(request: Request) -> object:
        yield {"response": [1]}
        yield {"response": [2]}
        raise ServiceFailure("triples-query-error", "it failed")

    gw.on("triples_query", fails)
    sock.ask("t", "triples", {"streaming": True})
    frames = sock.answer("t")
    assert [frame["response"]["response"] for frame in frames] == [[1], [2], []]
    assert frames[-1]["response"]["error"]["message"] == "it failed"


def test_a_list_is_a_stream_where_one_is_asked_for(gw: LocalGateway, sock: Socket) -> None:
    gw.on("agent", lambda request: [{"content": "a"}, {"content": "b"}])
    sock.ask("s", "agent", {"question": "?", "streaming": True})
    assert [frame["response"].get("content") for frame in sock.answer("s")][:2] == ["a", "b"]


async def _forever(request: Request) -> object:
    await asyncio.Event().wait()


def test_async_stream_sends_each_body_at_once(gw: LocalGateway, sock: Socket) -> None:
    go_on = threading.Event()

    async def slowly(request: Request) -> object:
        yield {"content": "a"}
        await asyncio.to_thread(go_on.wait)
        yield {"content": "b"}

    gw.on("agent", slowly)
    sock.ask("s", "agent", {"question": "?", "streaming": True})
    assert sock.receive() == {"id": "s", "response": {"content": "a"}, "complete": False}
    go_on.set()
    assert sock.receive() == {"id": "s", "response": {"content": "b"}, "complete": False}
    end = {"message_type": "answer", "end_of_message": True, "end_of_dialog": True}
    assert sock.receive() == {"id": "s", "response": end, "complete": True}


def test_streams_interleave(gw: LocalGateway, sock: Socket) -> None:
    both_there = gw.call(lambda: asyncio.Barrier(2))

    async def together(request: Request) -> object:
        await both_there.wait()
        for i in range(10):
            yield {"content": str(i), "end_of_dialog": i == 9}

    gw.on("agent", together)
    sock.ask("a", "agent", {"question": "?"})
    sock.ask("b", "agent", {"question": "?"})
    frames = [sock.receive() for _ in range(20)]
    ids = [frame["id"] for frame in frames]
    assert ids not in (sorted(ids), sorted(ids, reverse=True))
    for id in "ab":
        assert [frame["response"]["content"] for frame in frames if frame["id"] == id] == [
            *map(str, range(10))
        ]


def test_sixteen_requests_are_admitted(gw: LocalGateway, sock: Socket) -> None:
    release = gw.call(asyncio.Event)

    async def first_waits(request: Request) -> object:
        if request["question"] == "0":
            await release.wait()
        return {"content": request["question"], "end_of_dialog": True}

    gw.on("agent", first_waits)
    for i in range(20):
        sock.ask(i, "agent", {"question": str(i)})
    # Those behind the slow first one are done at once but hold their places, so the last four must wait.
    assert sorted(sock.receive()["id"] for _ in range(15)) == list(range(1, 16))
    gw.wait_for(lambda: len(gw.requests) == 20)
    with pytest.raises(TimeoutError):
        sock.raw.recv(timeout=0.05)
    gw.call(release.set)
    assert sorted(sock.receive()["id"] for _ in range(5)) == [0, 16, 17, 18, 19]
    assert gw.most_in_flight == 20


def test_beyond_the_queue_nothing_is_read(gw: LocalGateway, sock: Socket) -> None:
    gw.on("agent", _forever)
    for i in range(40):
        sock.ask(i, "agent", {"question": "?"})
    # 16 run, one waits to be admitted, ten wait in line, and one waits to get in line.
    gw.wait_for(lambda: len(gw.requests) == 28)
    pong = sock.raw.ping()
    assert not pong.wait(0.05)
    assert len(gw.requests) == 28
    gw.drop_connections()


def test_pings_are_answered_while_there_is_room(gw: LocalGateway, sock: Socket) -> None:
    gw.on("agent", _forever)
    for i in range(20):
        sock.ask(i, "agent", {"question": "?"})
    assert sock.raw.ping().wait(5)
    assert len(gw.requests) == 20


def test_a_burst_arrives_whole(gw: LocalGateway, sock: Socket) -> None:
    gw.on("agent", lambda request: ({"content": str(i)} for i in range(20000)))
    sock.ask("b", "agent", {"question": "?", "streaming": True})
    frames = sock.answer("b")
    assert [frame["response"]["content"] for frame in frames] == [str(i) for i in range(20000)]


def test_a_reader_that_pauses_stops_the_stream(gw: LocalGateway, sock: Socket) -> None:
    made = 0

    def endless(request: Request) -> object:
        nonlocal made
        while True:
            made += 1
            yield {"content": "x" * 10000}

    gw.on("agent", endless)
    sock.ask("e", "agent", {"question": "?", "streaming": True})
    before = -1
    # Once the buffers are full nothing more is made: until then the number grows from look to look.
    deadline = time.monotonic() + 20
    while made != before and time.monotonic() < deadline:
        before = made
        with pytest.raises(TimeoutError):
            gw.wait_for(lambda: False, timeout=0.2)
    assert made == before
    assert made * 10000 < 100 << 20
    gw.drop_connections()


def test_large_frames(sock: Socket) -> None:
    texts = ["x" * (1 << 20)] * 8
    assert len(sock.call("embeddings", {"texts": texts})["vectors"]) == 8


def test_frame_that_is_too_large(descriptor: Descriptor) -> None:
    socket = descriptor.gateway.socket
    bulk = descriptor.gateway.bulk
    assert socket is not None
    assert bulk is not None
    limited = descriptor.gateway.model_copy(
        update={
            "socket": socket.model_copy(update={"max_frame": 2000}),
            "bulk": bulk.model_copy(update={"max_frame": 2000}),
        }
    )
    with local_gateway(descriptor.model_copy(update={"gateway": limited})) as gw, Socket(gw) as sock:
        sock.ask(1, "embeddings", {"texts": ["x" * 3000]})
        with pytest.raises(ConnectionClosed) as closed:
            sock.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def test_work_ends_with_its_socket(gw: LocalGateway) -> None:
    ended = threading.Event()

    async def waits(request: Request) -> object:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    gw.on("agent", waits)
    with Socket(gw) as sock:
        sock.ask(1, "agent", {"question": "?"})
        gw.wait_for(lambda: len(gw.requests) == 1)
        assert gw.live_connections == 1
    assert ended.wait(5)
    gw.wait_for(lambda: gw.live_connections == 0)
    assert gw.sockets_opened == 1


@pytest.mark.parametrize("odd", [7, ["a"], {"a": 1}, None])
def test_odd_envelopes(sock: Socket, odd: object) -> None:
    sock.send({"id": 1, "service": odd, "request": {}})
    assert sock.answer(1)[0]["error"]["type"] == "unknown-service"
    sock.send({"id": odd, "service": "embeddings", "flow": "default", "request": {"texts": []}})
    assert sock.answer(odd)[0]["response"] == {"vectors": []}
    sock.send({"id": 2, "service": "embeddings", "flow": odd, "workspace": odd, "request": {"texts": []}})
    assert sock.receive()["id"] == 2
    assert sock.call("embeddings", {"texts": []}) == {"vectors": []}
