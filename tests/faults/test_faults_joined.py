"""REST calls that go over a socket, since their answer is a stream, and over HTTP when there is none."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from scripted_gateway import TOKEN, Gateway, Json, Peer, answering
from support import FLOW, INFO, TALK, AsyncClient, Client, Connect, Spawn
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConnectionLost,
    GatewayError,
    NotSupported,
    RequestTimeout,
    ServiceError,
)

pytestmark = pytest.mark.timeout(30)

NOWHERE = "http://127.0.0.1:1/"
JOINED = replace(TALK, join={"said": ("Word",)})


def token_query(values: Mapping[str, Any]) -> dict[str, str]:
    return {"token": values["token"]}


assert INFO.socket is not None
BY_QUERY = replace(INFO, socket=replace(INFO.socket, handshake=None, query=token_query))


@pytest.fixture(autouse=True)
def described(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients of this file show their token in the query of the handshake."""
    monkeypatch.setattr("support.INFO", BY_QUERY)


@dataclass
class Http:
    """The gateway's other door."""

    status: int = 200
    body: Any = field(default_factory=lambda: {"said": "over HTTP"})
    requests: list[Json] = field(default_factory=list[Json])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(json.loads(request.content))
        return httpx.Response(self.status, json=self.body)


@pytest.fixture
def http() -> Http:
    return Http()


@pytest.fixture
def via(connect: Connect, http: Http) -> Iterator[Connect]:
    """Makes clients whose HTTP does not reach the network."""
    blocking = httpx.Client(transport=httpx.MockTransport(http))
    with_loop = httpx.AsyncClient(transport=httpx.MockTransport(http))

    def make(url: str, **options: Any) -> Client:
        return connect(url, http_client=blocking, async_http_client=with_loop, **options)

    yield make
    blocking.close()


def ask(client: Client, timeout: float | None = None, **fields: Any) -> Any:
    return client.rest(JOINED, timeout, **fields)


async def talking(peer: Peer, request: Json) -> None:
    fields = request["request"]
    assert fields["streaming"] is True
    if "gate" in fields:
        await peer.gateway.gate(fields["gate"])
    if "error" in fields:
        await peer.say({"id": request["id"], "error": fields["error"], "complete": True})
    else:
        await peer.burst(request, [{"n": n} for n in range(fields["count"])])


def test_the_answer_is_what_the_stream_says(via: Connect, http: Http) -> None:
    with Gateway(answering(talking), authenticate=False) as gateway:
        client = via(gateway.url)
        assert ask(client, count=3) == {"said": "0 1 2 "}
        assert ask(client, count=2, streaming=False) == {"said": "0 1 "}
        assert (gateway.connections, http.requests) == (1, [])
        with pytest.raises(NotSupported, match="REST cannot stream"):
            ask(client, count=1, streaming=True)


def test_many_calls_share_the_sockets(via: Connect, http: Http, spawn: Spawn) -> None:
    with Gateway(answering(talking), authenticate=False) as gateway:
        client = via(gateway.url, sockets=2)
        together = threading.Barrier(8)

        def work(count: int) -> list[Any]:
            together.wait()
            return [ask(client, count=count) for _ in range(20)]

        workers = [spawn(partial(work, n)) for n in range(1, 9)]
        for number, worker in enumerate(workers, 1):
            assert worker.result() == [{"said": "".join(f"{n} " for n in range(number))}] * 20
        assert gateway.connections <= 2
        assert http.requests == []


def test_where_nothing_listens_for_sockets_it_goes_over_http(via: Connect, http: Http) -> None:
    client = via(NOWHERE, retries=0)
    assert ask(client, q=1) == {"said": "over HTTP"}
    assert http.requests == [{"workspace": "default", "q": 1}]


Refuse = Callable[[ServerConnection, Request], Response]


def refusing(status: int, words: str = "no") -> Refuse:
    def process(socket: ServerConnection, request: Request) -> Response:
        return socket.respond(HTTPStatus(status), words)

    return process


async def nobody(peer: Peer) -> None:
    raise AssertionError("nobody gets through")


@pytest.mark.parametrize("status", [200, 400, 404, 426, 502, 503])
def test_where_sockets_are_refused_it_goes_over_http(via: Connect, http: Http, status: int) -> None:
    with Gateway(nobody, authenticate=False, process_request=refusing(status)) as gateway:
        assert ask(via(gateway.url, retries=0), q=1) == {"said": "over HTTP"}
        assert len(http.requests) == 1


def test_a_refused_token_is_refused(via: Connect, http: Http) -> None:
    with (
        Gateway(nobody, authenticate=False, process_request=refusing(401)) as gateway,
        pytest.raises(AuthenticationFailed),
    ):
        ask(via(gateway.url, retries=0), q=1)
    assert http.requests == []


def test_when_both_ways_fail_both_reasons_are_told_and_no_token(via: Connect, http: Http) -> None:
    http.status, http.body = 500, {"error": "the model is asleep"}
    paths: list[str] = []

    def process(socket: ServerConnection, request: Request) -> Response:
        paths.append(request.path)
        return socket.respond(HTTPStatus.BAD_GATEWAY, f"nothing at {request.path}")

    with (
        Gateway(nobody, authenticate=False, process_request=process) as gateway,
        pytest.raises(GatewayError, match="the model is asleep") as caught,
    ):
        ask(via(gateway.url, retries=0), q=1)
    assert f"?token={TOKEN}" in paths[0]
    assert "the socket failed: nothing at " in caught.value.hint
    assert TOKEN not in f"{caught.value} {caught.value.hint} {caught.value!r}"


@pytest.mark.parametrize("count", [0, 2])
def test_what_was_sent_is_not_sent_again_over_http(via: Connect, http: Http, count: int) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        for number in range(count):
            await peer.reply(request, {"n": number}, complete=False)
        peer.abort()

    with Gateway(script, authenticate=False) as gateway:
        with pytest.raises(ConnectionLost):
            ask(via(gateway.url, retries=0))
        assert gateway.received.qsize() == 1
    assert http.requests == []


def test_failures_of_the_service_and_of_time_are_what_they_are(via: Connect, http: Http) -> None:
    with Gateway(answering(talking), authenticate=False) as gateway:
        client = via(gateway.url)
        with pytest.raises(ServiceError, match="the model is asleep"):
            ask(client, error="the model is asleep")
        with pytest.raises(RequestTimeout):
            ask(client, 0.2, gate="never", count=1)
        assert ask(client, count=1) == {"said": "0 "}
    assert http.requests == []


def test_a_closed_client_goes_no_way_at_all(via: Connect, http: Http) -> None:
    with Gateway(answering(talking), authenticate=False) as gateway:
        client = via(gateway.url)
        assert ask(client, count=1) == {"said": "0 "}
        client.close()
        with pytest.raises(ClientClosed):
            ask(client, count=1)
        assert (gateway.connections, http.requests) == (1, [])


def test_a_view_asks_in_its_own_name_over_the_socket_too(via: Connect, http: Http) -> None:
    with Gateway(answering(talking), authenticate=False) as gateway:
        client = via(gateway.url)
        api: Any = client.api
        view = api._with(workspace="other")
        if isinstance(client, AsyncClient):
            said = client.run(view._async_rest.call(JOINED, FLOW, {"count": 1}, None))
        else:
            said = view._rest.call(JOINED, FLOW, {"count": 1}, None)
        assert said == {"said": "0 "}
        assert gateway.received.get(timeout=5)["workspace"] == "other"
        assert ask(client, count=1) == {"said": "0 "}
        assert gateway.received.get(timeout=5)["workspace"] == "default"
