"""Exports that meet trouble: connections that go, gateways that refuse, readers that are slow."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from scripted_gateway import CERTIFICATE, Gateway, Peer, RawServer, text_frame, upgrade
from support import Connect, Spawn

from gatewright.errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionLost,
    GatewayError,
    NotFound,
    ProtocolViolation,
    RequestTimeout,
)
from gatewright.session.tap import ExportSession
from gatewright.transfer import Gap

pytestmark = pytest.mark.timeout(20)


def numbered(*values: int) -> dict[str, list[int]]:
    return {"numbers": list(values)}


def test_an_export_gives_items_as_they_come(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2))
        await peer.gateway.gate("two were read")
        await peer.say(numbered())
        await peer.say(numbered(3))
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap()
        assert stream.take(2) == [1, 2]
        gateway.open("two were read")
        assert next(stream) == 3
        stream.close()
        assert stream.collect() == []


@pytest.mark.parametrize("limit", [0, 1, 3, 4])
def test_an_export_stops_at_its_limit(connect: Connect, limit: int) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2, 3))
        await peer.say(numbered(4, 5, 6))
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        assert connect(gateway.url).tap(limit=limit).collect() == list(range(1, limit + 1))


def test_silence_ends_an_export_if_asked_for(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2, 3))
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(idle_timeout=0.2)
        assert stream.collect() == [1, 2, 3]
        assert stream.collect() == []


def test_an_export_survives_a_busy_reader(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await peer.gateway.gate("busy")
        await peer.say(numbered(2))
        peer.gateway.received.put({})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(idle_timeout=0.2)
        assert next(stream) == 1
        asyncio.run(asyncio.sleep(0.3))  # the reader is busy for longer than silence may last
        gateway.open("busy")
        gateway.received.get(timeout=5)
        assert next(stream) == 2
        stream.close()


@pytest.mark.parametrize("how", ["close", "abort"])
def test_a_gateway_that_ends_an_export_is_reported_after_the_items(connect: Connect, how: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2))
        await peer.gateway.gate("read")
        if how == "close":
            await peer.socket.close(1000)
        else:
            peer.abort()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap()
        assert next(stream) == 1
        gateway.open("read")
        with pytest.raises(ConnectionLost) as caught:
            stream.collect()
        assert caught.value.partial == [2]
        assert caught.value.operation == "tap"


@pytest.mark.parametrize("garbage", ["{", '{"letters":[]}', "[]", '{"numbers":null}'])
def test_garbage_in_an_export_is_reported(connect: Connect, garbage: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await peer.say(garbage)
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        with pytest.raises(ProtocolViolation) as caught:
            connect(gateway.url).tap().collect()
        assert caught.value.partial == [1]


def test_a_slow_reader_of_an_export_loses_nothing(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        for start in range(0, 100_000, 100):
            await peer.say(numbered(*range(start, start + 100)))
        await peer.socket.close()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(limit=100_000)
        most = 0
        for start in range(0, 100_000, 1000):
            assert stream.take(1000) == list(range(start, start + 1000))
            most = max(most, stream.waiting())
        assert stream.collect() == []
        # Reading stops there, but for what the last read has brought.
        assert most < ExportSession.HIGH_WATER + 2**18 // 400


def test_an_export_that_is_forgotten_ends(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2))
        await peer.socket.wait_closed()
        peer.gateway.received.put({"left": True})

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap()
        assert next(stream) == 1
        stream.forget()
        assert gateway.received.get(timeout=5) == {"left": True}


def test_closing_the_client_ends_an_export(connect: Connect, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = connect(gateway.url)
        stream = client.tap()
        assert next(stream) == 1
        waiting = spawn(lambda: next(stream))
        client.close()
        assert isinstance(waiting.exception(), ClientClosed)


def test_a_message_that_comes_with_the_handshake_is_not_lost(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader) + text_frame(numbered(1, 2)) + text_frame(numbered(3)))
        await reader.read()

    with RawServer(handler) as server:
        assert connect(server.url).tap(limit=3).collect() == [1, 2, 3]


def silent(peer: Peer) -> Any:
    """Says nothing more until the client leaves."""
    return peer.socket.wait_closed()


@pytest.mark.parametrize("batches", [False, True])
def test_an_export_ends_with_the_item_that_is_the_last(connect: Connect, batches: bool) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2))
        await peer.say(numbered(3, 4, 5))
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(until=lambda number: number == 4, batches=batches)
        assert stream.collect() == ([[1, 2], [3, 4]] if batches else [1, 2, 3, 4])


@pytest.mark.parametrize("batches", [False, True])
def test_what_goes_wrong_in_until_ends_the_export(connect: Connect, batches: bool) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await silent(peer)
        peer.gateway.received.put({"left": True})

    def until(number: int) -> bool:
        raise KeyError(number)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(until=until, batches=batches)
        with pytest.raises(KeyError):
            next(stream)
        assert gateway.received.get(timeout=5) == {"left": True}
        assert stream.collect() == []


@pytest.mark.parametrize(("limit", "batches"), [(0, []), (2, [[1, 2]]), (4, [[1, 2, 3], [4]])])
def test_batches_stop_at_the_limit(connect: Connect, limit: int, batches: list[list[int]]) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2, 3))
        await peer.say(numbered(4, 5, 6))
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        assert connect(gateway.url).tap(limit=limit, batches=True).collect() == batches


def test_silence_ends_batches_too(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1, 2))
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        assert connect(gateway.url).tap(idle_timeout=0.2, batches=True).collect() == [[1, 2]]


def test_it_is_told_when_the_tap_is_open_and_before_any_item(connect: Connect) -> None:
    said: list[str] = []
    ready = threading.Event()

    async def script(peer: Peer) -> None:
        await peer.gateway.gate("is open")
        await peer.say(numbered(1))
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:

        def on_ready() -> None:
            said.append("open")
            ready.set()

        stream = connect(gateway.url).tap(on_ready=on_ready)
        assert said == []
        stream.begin()
        assert ready.is_set()
        gateway.open("is open")
        said.append(f"item {next(stream)}")
        stream.close()
        assert said == ["open", "item 1"]


def test_a_gateway_that_does_not_know_the_flow_is_told_when_the_tap_is_opened(connect: Connect) -> None:
    said: list[str] = []

    async def script(peer: Peer) -> None:
        await peer.socket.close(1000)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(on_ready=lambda: said.append("open"), reconnect=True)
        with pytest.raises(ConnectionLost) as caught:
            stream.begin()
        assert (caught.value.code, caught.value.operation, said) == (1000, "tap", [])
        assert gateway.connections == 1


def test_a_gateway_that_does_not_open_the_tap_is_given_up(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader))
        await reader.read()

    with RawServer(handler) as server:
        with pytest.raises(RequestTimeout, match="did not open") as caught:
            connect(server.url).tap(timeout=0.2).begin()
        assert caught.value.operation == "tap"


def test_what_goes_wrong_when_the_tap_is_open_closes_it(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await silent(peer)
        peer.gateway.received.put({"left": True})

    def on_ready() -> None:
        raise LookupError("nobody is there")

    with Gateway(script, authenticate=False) as gateway:
        with pytest.raises(LookupError, match="nobody is there"):
            connect(gateway.url).tap(on_ready=on_ready).begin()
        assert gateway.received.get(timeout=5) == {"left": True}


@pytest.mark.parametrize("how", ["close", "abort"])
def test_a_lost_connection_is_replaced_and_the_gap_told(connect: Connect, how: str) -> None:
    said: list[Any] = []

    async def script(peer: Peer) -> None:
        if peer.number == 1:
            await peer.say(numbered(1, 2))
            await peer.gateway.gate("was read")
            if how == "close":
                await peer.socket.close(1012)
            else:
                peer.abort()
        else:
            await peer.say(numbered(3))
            await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        began = time.time()
        stream = connect(gateway.url).tap(
            limit=3, reconnect=True, on_ready=lambda: said.append("open"), on_gap=said.append
        )
        said += stream.take(2)
        gateway.open("was read")
        said += stream.collect()
        assert [said[0], said[1], said[2], said[4]] == ["open", 1, 2, 3]
        gap = said[3]
        assert isinstance(gap, Gap)
        assert isinstance(gap.error, ConnectionLost)
        assert gap.error.code == (1012 if how == "close" else None)
        assert began <= gap.since <= gap.until <= time.time()
        assert gateway.connections == 2


def test_without_reconnection_the_loss_is_told(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await peer.gateway.gate("was read")
        peer.abort()

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap()
        assert next(stream) == 1
        gateway.open("was read")
        with pytest.raises(ConnectionLost):
            next(stream)
        assert gateway.connections == 1


@pytest.mark.parametrize(("retries", "attempts"), [(0, 0), (1, 1), (3, 3)])
def test_a_gateway_that_stays_away_is_given_up(connect: Connect, retries: int, attempts: int) -> None:
    gaps: list[Gap] = []

    async def script(peer: Peer) -> None:
        if peer.number == 1:
            await peer.say(numbered(1))
            await peer.gateway.gate("was read")
        await peer.socket.close(1000)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url, retries=retries).tap(reconnect=True, on_gap=gaps.append)
        assert next(stream) == 1
        gateway.open("was read")
        with pytest.raises(ConnectionLost) as caught:
            stream.collect()
        assert (caught.value.code, caught.value.partial, gaps) == (1000, [], [])
        assert gateway.connections == 1 + attempts
        assert stream.collect() == []


def test_items_let_it_try_anew(connect: Connect) -> None:
    gaps: list[Gap] = []

    async def script(peer: Peer) -> None:
        await peer.say(numbered(peer.number))
        await peer.socket.close(1012)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url, retries=1).tap(reconnect=True, on_gap=gaps.append, limit=4)
        assert stream.collect() == [1, 2, 3, 4]
        assert len(gaps) == 3


def test_a_refusal_ends_the_attempts(connect: Connect) -> None:
    connections = 0
    served = threading.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        if connections == 1:
            writer.write(await upgrade(reader) + text_frame(numbered(1)))
            await writer.drain()
            await asyncio.to_thread(served.wait, 5)
            writer.transport.abort()
        else:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    with RawServer(handler) as server:
        stream = connect(server.url, retries=5).tap(reconnect=True)
        assert next(stream) == 1
        served.set()
        with pytest.raises(NotFound):
            next(stream)
        assert connections == 2


def test_garbage_is_no_loss(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say("{")
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        with pytest.raises(ProtocolViolation):
            connect(gateway.url).tap(reconnect=True).collect()
        assert gateway.connections == 1


def test_what_goes_wrong_when_a_gap_is_told_ends_the_export(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        if peer.number == 1:
            await peer.gateway.gate("was read")
            peer.abort()
        await silent(peer)

    def on_gap(gap: Gap) -> None:
        raise LookupError("nobody is there")

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(reconnect=True, on_gap=on_gap)
        assert next(stream) == 1
        gateway.open("was read")
        with pytest.raises(LookupError, match="nobody is there"):
            next(stream)
        with pytest.raises((StopIteration, GatewayError)):
            next(stream)


@pytest.mark.parametrize("away", [False, True])
def test_closing_the_client_ends_a_tap_that_reconnects(connect: Connect, spawn: Spawn, away: bool) -> None:
    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        client = connect(gateway.url, retries=1000)
        stream = client.tap(reconnect=True)
        assert next(stream) == 1
        if away:
            gateway.stop()
        waiting = spawn(lambda: next(stream))
        client.close()
        assert isinstance(waiting.exception(), ClientClosed)


def test_a_reader_who_was_away_is_told_of_all_the_time(connect: Connect) -> None:
    gaps: list[Gap] = []

    async def script(peer: Peer) -> None:
        await peer.say(numbered(1))
        if peer.number == 1:
            await peer.gateway.gate("was read")
            await peer.say(numbered(2))
            await peer.socket.close(1012)
            peer.gateway.received.put({})
        await silent(peer)

    with Gateway(script, authenticate=False) as gateway:
        stream = connect(gateway.url).tap(reconnect=True, on_gap=gaps.append)
        assert next(stream) == 1
        left = time.time()
        gateway.open("was read")
        gateway.received.get(timeout=5)
        closed = time.time()
        asyncio.run(asyncio.sleep(0.3))  # the reader is busy, and the tap is gone for as long
        assert stream.take(2) == [2, 1]
        stream.close()
        (gap,) = gaps
        assert gap.since <= closed
        assert gap.until >= left + 0.3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": -1}, "limit"),
        ({"idle_timeout": 0}, "idle_timeout"),
        ({"until": 5}, "until: 5 is no function"),
        ({"on_ready": "x"}, "on_ready"),
        ({"on_gap": print}, "reconnect=True"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(
    connect: Connect, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        connect("http://localhost:1/").tap(**options)


def test_a_connection_with_tls_is_replaced_too(connect: Connect) -> None:
    gaps: list[Gap] = []

    async def script(peer: Peer) -> None:
        await peer.say(numbered(*range(20_000)))
        await peer.say(numbered(peer.number))
        await peer.socket.close(1012)

    with Gateway(script, authenticate=False, tls=True) as gateway:
        stream = connect(gateway.url, verify=str(CERTIFICATE)).tap(
            reconnect=True, on_gap=gaps.append, batches=True, limit=40_002
        )
        assert [batch[-1] for batch in stream.collect()] == [19_999, 1, 19_999, 2]
        assert len(gaps) == 1
