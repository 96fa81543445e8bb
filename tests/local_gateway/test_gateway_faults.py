"""Faults on demand."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from raw_client import Socket, bulk_url
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from gatewright.errors import ConfigurationError
from gatewright.gateway import LocalGateway

AGENT = "/api/v1/flow/default/service/agent"
ASK = {"question": "?", "streaming": True}
TRIPLES = json.dumps({"metadata": {"id": "", "collection": "default"}, "triples": []})


@pytest.fixture(autouse=True)
def numbers(gw: LocalGateway) -> None:
    gw.on("agent", lambda request: ({"content": str(i)} for i in range(5)))


def received(sock: Socket, count: int) -> list[str]:
    return [sock.receive()["response"]["content"] for _ in range(count)]


@pytest.mark.parametrize(("kind", "code"), [("drop", None), ("reset", None), ("close", 1011)])
@pytest.mark.parametrize("after", [0, 2, 5])
def test_connection_ends(gw: LocalGateway, sock: Socket, kind: Any, code: int | None, after: int) -> None:
    gw.fault("agent", kind, after=after)
    sock.ask(1, "agent", ASK)
    assert received(sock, after) == [str(i) for i in range(after)]
    with pytest.raises(ConnectionClosed) as closed:
        sock.receive()
    assert (closed.value.rcvd and closed.value.rcvd.code) == code
    gw.wait_for(lambda: gw.live_connections == 0)
    with Socket(gw) as again:
        again.ask(1, "agent", ASK)
        assert len(again.answer(1)) == 5


def test_close_code(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "close", code=1008)
    sock.ask(1, "agent", ASK)
    with pytest.raises(ConnectionClosed) as closed:
        sock.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


def test_silence_leaves_others_alone(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "silence", after=1)
    sock.ask(1, "agent", ASK)
    assert received(sock, 1) == ["0"]
    sock.ask(2, "agent", ASK)
    assert len(sock.answer(2)) == 5


def test_delay_and_slow(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "delay", seconds=0.01, after=1)
    gw.fault("agent", "slow", seconds=0.001)
    sock.ask(1, "agent", ASK)
    assert len(sock.answer(1)) == 5


def test_garbage_comes_between(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "garbage", after=1, data=b"{ no")
    sock.ask(1, "agent", ASK)
    assert received(sock, 1) == ["0"]
    assert sock.raw.recv(timeout=5) == "{ no"
    assert received(sock, 4) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("with_id", [True, False])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("inside", [True, False])
def test_error_frames(gw: LocalGateway, sock: Socket, with_id: bool, complete: bool, inside: bool) -> None:
    details: Any = {"with_id": with_id, "complete": complete, "inside": inside}
    gw.fault("agent", "error", after=1, type="t", message="m", **details)
    sock.ask(1, "agent", ASK)
    assert received(sock, 1) == ["0"]
    error = {"error": {"type": "t", "message": "m"}}
    frame = {"response": error} if inside else error
    assert sock.receive() == ({"id": 1} if with_id else {}) | frame | {"complete": complete}
    sock.ask(2, "agent", ASK)
    assert len(sock.answer(2)) == 5


def test_late_frame(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "late")
    sock.ask(1, "agent", ASK)
    assert len(sock.answer(1)) == 5
    assert sock.receive() == {"id": 1, "response": {"content": "4"}, "complete": True}


def test_big_body(gw: LocalGateway, sock: Socket) -> None:
    gw.fault("agent", "big", size=5 << 20, after=4)
    sock.ask(1, "agent", ASK)
    assert len(sock.answer(1)[-1]["response"]["padding"]) == 5 << 20


def test_how_often(gw: LocalGateway, sock: Socket) -> None:
    fault = gw.fault("agent", "error", times=2)
    for expected in (1, 1, 5):
        sock.ask(1, "agent", ASK)
        assert len(sock.answer(1)) == expected
    assert fault.struck == 2
    always = gw.fault("*", "error", times=None)
    for _ in range(3):
        sock.ask(1, "embeddings", {"texts": []})
        assert "error" in sock.answer(1)[0]
    assert always.struck == 3
    gw.clear_faults()
    assert sock.call("embeddings", {"texts": []}) == {"vectors": []}


def test_only_on_one_interface(gw: LocalGateway, sock: Socket, http: httpx.Client) -> None:
    gw.fault("agent", "error", interface="rest", status=503)
    sock.ask(1, "agent", ASK)
    assert len(sock.answer(1)) == 5
    assert http.post(AGENT, json=ASK).status_code == 503
    assert http.post(AGENT, json=ASK).json() == {"content": "4"}


@pytest.mark.parametrize("kind", ["drop", "reset", "close"])
def test_rest_connection_ends(gw: LocalGateway, http: httpx.Client, kind: Any) -> None:
    gw.fault("agent", kind)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        http.post(AGENT, json=ASK)
    assert http.post(AGENT, json=ASK).status_code == 200


def test_rest_silence_and_garbage(gw: LocalGateway, http: httpx.Client) -> None:
    gw.fault("agent", "silence")
    with pytest.raises(httpx.ReadTimeout):
        http.post(AGENT, json=ASK, timeout=0.05)
    gw.fault("agent", "garbage")
    assert http.post(AGENT, json=ASK).text == "this is not JSON"


@pytest.mark.parametrize(("kind", "code"), [("drop", None), ("close", 1011)])
def test_import_ends(gw: LocalGateway, kind: Any, code: int | None) -> None:
    gw.fault("import_triples", kind, after=3)
    with connect(bulk_url(gw, "/api/v1/flow/default/import/triples"), compression=None) as importing:
        for _ in range(2):
            importing.send(TRIPLES)
        assert importing.ping().wait(5)
        importing.send(TRIPLES)
        with pytest.raises(ConnectionClosed) as closed:
            importing.recv(timeout=5)
        assert (closed.value.rcvd and closed.value.rcvd.code) == code


def test_import_falls_silent(gw: LocalGateway) -> None:
    gw.fault("import_triples", "silence", after=1)
    url = bulk_url(gw, "/api/v1/flow/default/import/triples")
    with connect(url, compression=None, close_timeout=0.1) as importing:
        importing.send(TRIPLES)
        assert not importing.ping().wait(0.05)


def test_export_with_garbage_and_end(gw: LocalGateway) -> None:
    gw.fault("export_triples", "garbage")
    gw.fault("export_triples", "drop", after=1)
    with (
        connect(bulk_url(gw, "/api/v1/flow/default/export/triples"), compression=None) as exporting,
        connect(bulk_url(gw, "/api/v1/flow/default/import/triples"), compression=None) as importing,
    ):
        assert exporting.ping().wait(5)
        for _ in range(3):
            importing.send(TRIPLES)
        assert exporting.recv(timeout=5) == "this is not JSON"
        assert json.loads(exporting.recv(timeout=5))["triples"] == []
        with pytest.raises(ConnectionClosed):
            exporting.recv(timeout=5)
        assert importing.ping().wait(5)


@pytest.mark.parametrize("reset", [True, False])
def test_all_connections_end_now(gw: LocalGateway, sock: Socket, http: httpx.Client, reset: bool) -> None:
    http.post(AGENT, json=ASK)
    gw.fault("agent", "silence")
    sock.ask(1, "agent", ASK)
    gw.wait_for(lambda: len(gw.requests) == 2)
    gw.drop_connections(reset=reset)
    with pytest.raises(ConnectionClosed):
        sock.receive()
    gw.wait_for(lambda: gw.live_connections == 0)


def test_wrong_names(gw: LocalGateway) -> None:
    with pytest.raises(ConfigurationError, match="no operation 'agents'"):
        gw.fault("agents", "drop")
    with pytest.raises(ConfigurationError, match="no operation 'agents'"):
        gw.on("agents", lambda request: {})
