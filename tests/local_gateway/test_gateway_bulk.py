"""Bulk sockets of the local gateway: imports, their confirmation, exports."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
from raw_client import Socket, bulk_url, ws_url
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, Refused, Request, local_gateway


def triple(number: int, graph: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "s": {"t": "i", "i": f"urn:s:{number}"},
        "p": {"t": "i", "i": "urn:p"},
        "o": {"t": "l", "v": str(number)},
    }
    return made if graph is None else {**made, "g": graph}


def message(*numbers: int, collection: str = "default", graph: str | None = None) -> str:
    metadata = {"id": "d", "collection": collection, "root": ""}
    return json.dumps({"metadata": metadata, "triples": [triple(n, graph) for n in numbers]})


@contextmanager
def bulk(
    gw: LocalGateway, way: str, flow: str = "default", kind: str = "triples", **query: str
) -> Iterator[ClientConnection]:
    url = bulk_url(gw, f"/api/v1/flow/{flow}/{way}/{kind}", **query)
    with connect(url, max_size=None, compression=None, close_timeout=1) as connection:
        yield connection


def closed_with(connection: ClientConnection) -> tuple[int, str] | None:
    with pytest.raises(ConnectionClosed) as closed:
        connection.recv(timeout=5)
    received = closed.value.rcvd
    return None if received is None else (received.code, received.reason)


def stored(sock: Socket, **query: Any) -> list[Any]:
    return sock.call("triples", query)["response"]


def test_some_token_must_be_in_the_url(gw: LocalGateway) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(ws_url(gw, "/api/v1/flow/default/import/triples")):
        pass
    assert refused.value.response.status_code == 401


def test_pong_confirms_what_came_before(gw: LocalGateway, sock: Socket) -> None:
    with bulk(gw, "import") as importing:
        for number in range(100):
            importing.send(message(number))
        assert importing.ping().wait(5)
        assert stored(sock) == [triple(number) for number in range(100)]


def test_pong_waits_for_the_messages_before_it(gw: LocalGateway) -> None:
    taken: list[int] = []
    take = gw.rules.take
    entered, go_on = threading.Event(), threading.Event()

    def slow_take(request: Request, decoded: Any) -> Any:
        if len(taken) == 5:
            # Holds up the whole server, so the ping is surely there before the message is handled.
            entered.set()
            assert go_on.wait(5)
        taken.append(len(taken))
        return take(request, decoded)

    gw.rules.take = slow_take  # type: ignore[method-assign]
    with bulk(gw, "import") as importing:
        for number in range(10):
            importing.send(message(number))
        pong = importing.ping()
        assert entered.wait(5)
        assert not pong.wait(0.05)
        go_on.set()
        assert pong.wait(5)
        assert len(taken) == 10


def test_messages_before_a_close_are_taken(gw: LocalGateway, sock: Socket) -> None:
    with bulk(gw, "import") as importing:
        for number in range(50):
            importing.send(message(number))
    gw.wait_for(lambda: gw.live_connections == 1)
    assert len(stored(sock)) == 50


@pytest.mark.parametrize(
    "bad",
    [
        "not JSON",
        "[]",
        "{}",
        '{"metadata": {"id": "d"}, "triples": []}',
        '{"metadata": {"id": "d", "collection": "default"}}',
        '{"metadata": {"id": "d", "collection": "default"}, "triples": [{"s": "text"}]}',
    ],
)
def test_bad_message_closes_with_the_code_of_success(gw: LocalGateway, sock: Socket, bad: str) -> None:
    with bulk(gw, "import") as importing:
        for number in range(3):
            importing.send(message(number))
        importing.send(bad)
        with suppress(ConnectionClosed):  # it may be closed by now
            importing.send(message(4))
        assert closed_with(importing) == (1000, "")
    assert stored(sock) == [triple(number) for number in range(3)]


@pytest.mark.parametrize("way", ["import", "export"])
@pytest.mark.parametrize("query", [{"flow": "nope"}, {"workspace": "nope"}])
def test_unknown_flow_or_workspace_is_told_by_closing(
    gw: LocalGateway, way: str, query: dict[str, str]
) -> None:
    with bulk(gw, way, **query) as connection:
        assert closed_with(connection) == (1000, "")


@pytest.mark.parametrize("way", ["import", "export"])
def test_refused_before_the_upgrade(descriptor: Descriptor, way: str) -> None:
    with local_gateway(descriptor, token="a&b") as gw:
        for query, kind, status, error in [
            ({}, "triples", 401, "auth failure"),
            ({"token": "wrong"}, "triples", 401, "auth failure"),
            ({"token": "a&b"}, "nope", 404, "unknown kind"),
        ]:
            with pytest.raises(InvalidStatus) as refused, bulk(gw, way, kind=kind, **query):
                pass
            response = refused.value.response
            assert response.status_code == status
            assert json.loads(response.body or b"") == {"error": error}
        with bulk(gw, way, token="a&b") as connection:
            assert connection.ping().wait(5)


def test_export_taps_what_is_imported_meanwhile(gw: LocalGateway) -> None:
    with bulk(gw, "import") as importing:
        importing.send(message(1))
        assert importing.ping().wait(5)
        with bulk(gw, "export") as exporting:
            assert exporting.ping().wait(5)
            importing.send(message(2, 3))
            expected = {
                "metadata": {"id": "d", "root": "", "collection": "default"},
                "triples": [triple(2), triple(3)],
            }
            assert json.loads(exporting.recv(timeout=5)) == expected
            exporting.send("whatever")
            importing.send(message(4))
            assert json.loads(exporting.recv(timeout=5))["triples"] == [triple(4)]
        importing.send(message(5))
        assert importing.ping().wait(5)


def test_export_of_another_flow_gets_nothing(gw: LocalGateway, http: httpx.Client) -> None:
    start = {"operation": "start-flow", "flow-id": "f", "blueprint-name": "everything", "description": ""}
    http.post("/api/v1/flow", json=start)
    with bulk(gw, "export", flow="f") as exporting, bulk(gw, "import") as importing:
        assert exporting.ping().wait(5)
        importing.send(message(1))
        assert importing.ping().wait(5)
        with bulk(gw, "import", flow="f") as other:
            other.send(message(2))
            assert json.loads(exporting.recv(timeout=5))["triples"] == [triple(2)]


def test_workspaces_are_apart(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, workspaces=("default", "team")) as gw, Socket(gw) as sock:
        with bulk(gw, "import", workspace="team") as importing:
            importing.send(message(1))
            assert importing.ping().wait(5)
        assert stored(sock) == []
        assert sock.call("triples", {}, workspace="team") == {"response": [triple(1)]}


def test_terms_are_stored_as_the_gateway_reads_them(gw: LocalGateway, sock: Socket) -> None:
    odd = {
        "s": {"t": "b", "d": "b0", "more": 1},
        "p": {"v": "of release 1.8", "e": True},
        "o": {"t": "t", "tr": {**triple(1), "o": {"t": "l", "v": "x", "dt": "", "ln": "en"}}},
    }
    with bulk(gw, "import") as importing:
        importing.send(json.dumps({"metadata": {"id": "", "collection": "c"}, "triples": [odd]}))
        assert importing.ping().wait(5)
    (kept,) = stored(sock, collection="c")
    quoted = {**triple(1), "o": {"t": "l", "v": "x", "ln": "en"}}
    assert kept == {"s": {"t": "b", "d": "b0"}, "p": {"t": ""}, "o": {"t": "t", "tr": quoted}}


def test_own_rules_for_imports(gw: LocalGateway) -> None:
    def refuse(request: Request, decoded: Any) -> Any:
        raise Refused("never")

    gw.rules.take = refuse  # type: ignore[method-assign]
    with bulk(gw, "import") as importing:
        importing.send(message(1))
        assert closed_with(importing) == (1000, "")
